"""Writing files and folders, complete or not at all."""

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import ModelError, UsageError

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "EPOCH",
    "add_frame",
    "clear_leftovers",
    "harmless",
    "json_text",
    "put_in_place",
    "refuse_existing",
    "sha256",
    "write_file",
    "write_files",
    "write_folder",
    "write_workbook",
]

# A spreadsheet takes text that begins so for a formula; the last four are the wide forms of East Asian keyboards.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
SCRATCH_PREFIX = ".impact-"  # of folders with unfinished files
EPOCH = datetime(2000, 1, 1)  # the same figures, the same bytes


def write_folder(
    folder: Path,
    tables: "Mapping[str, pd.DataFrame]",
    others: Mapping[str, Callable[[Path], object]],
) -> list[Path]:
    """Write tables and other files into a new folder, or nothing.

    Tables are CSV in UTF-8 with a byte order mark.

    Parameters
    ----------
    folder : Path
        A folder that does not exist or is empty; its parents are made.
    tables : mapping of str to DataFrame
        By file name.
    others : mapping of str to callable
        By file name, what writes a file of that path.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    UsageError
        If the folder exists or cannot be written.
    ModelError
        If a figure is not finite.
    """
    with _complete_or_absent(folder) as scratch:
        for name, frame in tables.items():
            # Excel needs the byte order mark, or it shows Doña Ana as DoÃ±a Ana
            harmless(frame).to_csv(scratch / name, index=False, lineterminator="\n", encoding="utf-8-sig")
        for name, write in others.items():
            write(scratch / name)
    return [folder / name for name in (*tables, *others)]


def write_workbook(path: Path, tables: "Mapping[str, pd.DataFrame]") -> None:
    """Write tables as the sheets of an Excel file.

    Text stays text and never becomes a formula or a link.

    Parameters
    ----------
    path : Path
        The file to write.
    tables : mapping of str to DataFrame
        By name of the sheet.
    """
    import xlsxwriter

    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(path, safe) as book:
        book.set_properties({"created": EPOCH})  # the same figures, the same bytes
        for name, frame in tables.items():
            add_frame(book, name, frame)


def add_frame(book: Any, name: str, frame: "pd.DataFrame") -> None:
    """Add a sheet with a table to a workbook of xlsxwriter."""
    import pandas as pd

    head = book.add_format({"bold": True, "bottom": 1})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(frame.columns):
        values = [None if pd.isna(value) else value for value in frame[title].tolist()]
        sheet.write_string(0, column, str(title), head)
        sheet.write_column(1, column, values)
        widest = max((len(str(value)) for value in values[:200] if isinstance(value, str)), default=10)
        sheet.set_column(column, column, min(max(widest, len(str(title)), 8), 60) + 2)
    if len(frame.columns):
        sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)


def json_text(document: Mapping[str, Any]) -> str:
    """Return a document as JSON on one line.

    Raises
    ------
    ModelError
        If a figure is not finite.
    """
    try:
        return json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n"
    except ValueError:
        raise ModelError("A figure of the result is not finite. Check the sizes and assumptions.") from None


def refuse_existing(path: Path, kind: str = "folder") -> None:
    """Raise UsageError if something occupies the path of a new folder.

    The same holds for a new file with the kind ``file``.

    An empty folder counts as new, and so does one with leftovers of a killed process only.
    """
    if os.path.lexists(path) and not (kind == "folder" and _as_good_as_new(path)):
        raise UsageError(f"{os.path.abspath(path)} exists already. Give another {kind}, or remove this one.")


def _as_good_as_new(path: Path) -> bool:
    try:
        return not path.is_symlink() and all(entry.name.startswith(SCRATCH_PREFIX) for entry in path.iterdir())
    except OSError:  # a file, or a folder without rights
        return False


def clear_leftovers(folder: Path) -> None:
    """Remove leftovers of killed processes from a folder."""
    if folder.is_dir():
        for entry in folder.iterdir():
            if entry.name.startswith(SCRATCH_PREFIX):
                shutil.rmtree(entry, ignore_errors=True)


def write_file(path: Path, content: bytes) -> None:
    """Write a file, complete or not at all.

    Raises
    ------
    UsageError
        If it cannot be written.
    """
    write_files({path: content})


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write files into one folder, all or none.

    No file is put in place before the bytes of all are on the disk.

    Raises
    ------
    UsageError
        If one cannot be written.
    """
    first = next(iter(contents))
    scratch = None
    try:
        scratch = Path(tempfile.mkdtemp(prefix=SCRATCH_PREFIX, dir=first.parent))
        beside = {scratch / f"{place}": path for place, path in enumerate(contents)}
        for new, path in beside.items():
            new.write_bytes(contents[path])  # with the permissions of the user's umask
        put_in_place(beside)
    except OSError as error:
        reason = error.strerror or error if first.parent.is_dir() else f"there is no folder {first.parent}"
        raise UsageError(f"{first} cannot be written: {reason}. Give another file.") from None
    finally:
        if scratch:
            shutil.rmtree(scratch, ignore_errors=True)


def put_in_place(beside: Mapping[Path, Path]) -> None:
    """Rename finished files over the old ones beside them.

    No file is renamed before the bytes of all are on the disk.

    Parameters
    ----------
    beside : mapping of Path to Path
        By new file, which lies on the same file system, the old one, which need not exist.

    Raises
    ------
    OSError
        If a file cannot be written or renamed. Those that come before it in ``beside`` are then in place.
    """
    for new in beside:
        _flush(new)
    for new, old in beside.items():
        os.replace(new, old)
    for folder in {old.parent for old in beside.values()}:
        _flush(folder)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some network drives cannot sync a folder
            raise
    finally:
        os.close(handle)


def sha256(path: Path) -> str:
    """Return the hexadecimal sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _complete_or_absent(folder: Path) -> Iterator[Path]:
    """Yield a temporary folder, and move it into place on success.

    Otherwise no trace is left.
    """
    folder = Path(os.path.abspath(folder))
    refuse_existing(folder)
    made = [parent for parent in folder.parents if not parent.exists()]  # innermost first
    scratch = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=SCRATCH_PREFIX, dir=folder.parent))
        content = scratch / "content"
        content.mkdir()  # with the permissions of the user's umask, unlike the scratch folder
        yield content
        clear_leftovers(folder)
        content.rename(folder)
    except BaseException as error:
        if scratch:
            shutil.rmtree(scratch, ignore_errors=True)
        for parent in made:
            if parent.is_dir() and not any(parent.iterdir()):
                parent.rmdir()
        if isinstance(error, OSError):
            refuse_existing(folder)  # another process was first
            file = next((parent for parent in folder.parents if parent.exists() and not parent.is_dir()), None)
            reason = f"{file} is a file" if file else error.strerror or error
            raise UsageError(f"{folder} cannot be written: {reason}. Give another folder.") from None
        raise
    scratch.rmdir()


def harmless(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Return a table without text that spreadsheets take for formulas.

    A quote is put before ``= + - @``.

    Examples
    --------
    >>> import pandas as pd
    >>> harmless(pd.DataFrame({"name": ["=1+1", "Reno"]})).name.tolist()
    ["'=1+1", 'Reno']
    """
    text = {}
    for column in frame.select_dtypes(exclude="number").columns:
        cells = frame[column].unique()
        risky = [cell for cell in cells if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA_STARTS)]
        if risky:
            text[column] = frame[column].where(~frame[column].isin(risky), "'" + frame[column].astype(str))
    return frame.assign(**text)

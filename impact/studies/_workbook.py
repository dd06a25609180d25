"""Input workbooks (Excel): the keys and values of a site file."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from .._wording import quoted
from .._yaml import parse_mapping, shown
from ..counties import resolve
from ..errors import RegionError, SiteError
from ._cell import cell_value
from ._keys import SHARED

if TYPE_CHECKING:
    from openpyxl.cell import Cell

__all__ = ["HEADS", "MORE", "SITE", "STUDY", "is_workbook", "naming_cells", "read_workbook"]

SITE, MORE = "Site", "More sites"  # sheets
HEADS = ("Key", "Value", "Unit", "Range", "Default or example", "Help")
STUDY = "study"  # the key that names a study of several plants
MAX_BYTES = 2_000_000
MAX_UNPACKED_BYTES = 30_000_000
MAX_ROWS, MAX_COLUMNS = 1000, 60
TEXTS = (STUDY, "name", "county", "facility", "analysis", "trade", "client", "author", "date")
WORKBOOK_REMEDY = "Make one with 'impact new FACILITY COUNTY --xlsx site.xlsx'."
OTHER_FORMATS = (".xls", ".xlsm", ".xlsb", ".ods")


@dataclass(frozen=True)
class Entry:
    """Key and value, with the sheet and cell of the value."""

    key: str
    value: Any
    where: str


def is_workbook(path: str | Path) -> bool:
    """Whether a path is that of a workbook by its ending.

    Examples
    --------
    >>> is_workbook("site.XLSX"), is_workbook("site.yaml")
    (True, False)
    """
    return str(path).lower().endswith((".xlsx", *OTHER_FORMATS))


def read_workbook(path: str | Path) -> dict[str, Any]:
    """Return the mapping in a workbook, as in a file.

    Several plants give a study file.

    Raises
    ------
    SiteError
        Naming file, sheet and cell, and how to mend it.
    """
    groups = _entries(Path(path))
    for entry in (entry for entries in groups for entry in entries if entry.key == "county"):
        try:
            resolve(str(entry.value))
        except RegionError as error:  # raised here, where the cell is known
            raise SiteError(f"{shown(path)}, {entry.where}: {error}") from None
    site, *further_sites = ({entry.key: entry.value for entry in entries} for entries in groups)
    name = site.pop(STUDY, None)
    if not further_sites:
        return site
    shared = {key: site.pop(key) for key in SHARED if key in site}
    return {
        "name": name or f"{site.get('name')} and {len(further_sites)} more",
        "sites": [site, *further_sites],
    } | shared


@contextmanager
def naming_cells(path: str | Path) -> Iterator[None]:
    """Name the cell of a workbook that is at fault.

    Errors of other files pass unchanged.
    """
    try:
        yield
    except SiteError as error:
        message, where = str(error), shown(path)
        if not is_workbook(path) or ", sheet " in message:
            raise
        problem = message.removeprefix(where)
        number = re.match(r", site (\d+): ", problem)
        groups = _entries(Path(path))
        group = int(number[1]) - 1 if number else 0
        rest = problem.removeprefix(number[0] if number else ": ")
        cell = _named([*groups[group], *(entry for entries in groups for entry in entries)], rest)
        raise SiteError(f"{where}{f', {cell}' if cell else ''}: {rest}") from None


def _named(entries: list[Entry], message: str) -> str:
    """Return the place of the key that a message names first.

    Without a key, the value counts.
    """
    for texts in ([f'"{entry.key}"' for entry in entries], [quoted(entry.value) for entry in entries]):
        places = [(message.find(text), place) for place, text in enumerate(texts)]
        positions = [position for position in places if position[0] >= 0]
        if positions:
            return entries[min(positions)[1]].where
    return ""


def _entries(path: Path) -> list[list[Entry]]:
    """Return the entries of each plant, that of the sheet Site first."""
    where = shown(path)
    book = _opened(path, where)
    if SITE not in book.sheetnames:
        names = ", ".join(quoted(name) for name in book.sheetnames[:10])
        raise SiteError(f"{where} has no sheet {quoted(SITE)}; its sheets are {names}. {WORKBOOK_REMEDY}")
    site = _of_site(book[SITE], where)
    return [site, *(_of_more(book[MORE], where) if MORE in book.sheetnames else [])]


def _opened(path: Path, where: str) -> Any:
    if path.suffix.lower() in OTHER_FORMATS:
        raise SiteError(f"{where} is no .xlsx file. Save it as an Excel workbook (.xlsx).")
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "there is no such path"
        raise SiteError(f"{where} cannot be read: {reason}. {WORKBOOK_REMEDY}") from None
    if len(content) > MAX_BYTES:
        raise SiteError(f"{where} is larger than {MAX_BYTES // 1_000_000} MB, too large for a site. {WORKBOOK_REMEDY}")
    from openpyxl import load_workbook

    try:
        with ZipFile(BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED_BYTES:
                raise SiteError(f"{where} unpacks to more than {MAX_UNPACKED_BYTES // 1_000_000} MB. {WORKBOOK_REMEDY}")
        return load_workbook(BytesIO(content), keep_links=False)
    except SiteError:
        raise
    except BadZipFile:
        raise SiteError(f"{where} is no Excel workbook, or has a password. {WORKBOOK_REMEDY}") from None
    except Exception as error:  # openpyxl raises many types of errors for a damaged workbook
        raise SiteError(f"{where} is damaged ({type(error).__name__}). {WORKBOOK_REMEDY}") from None


def _of_site(sheet: Any, where: str) -> list[Entry]:
    """Read the sheet of one plant: keys, then values."""
    place = f"{where}, sheet {sheet.title}"
    _check_size(sheet, place, columns=2)
    for cell, head in zip(sheet[1][:2], HEADS, strict=False):
        if str(cell.value).strip().lower() != head.lower():
            raise SiteError(
                f"{place}, cell {cell.coordinate} must be {quoted(head)}, the head of its column. {WORKBOOK_REMEDY}"
            )
    entries: list[Entry] = []
    for row in sheet.iter_rows(min_row=2, max_col=2):
        key = _read(row[0], "name", place)
        value = None if row[1].value is None else _read(row[1], str(key), place)
        if value is None:
            continue
        if key is None:
            raise SiteError(f"{place}, cell {row[1].coordinate} has a value without a key in {row[0].coordinate}.")
        if any(entry.key == key for entry in entries):
            raise SiteError(f"{place}, cell {row[0].coordinate}: the key {quoted(key)} occurs twice; remove one.")
        entries.append(Entry(str(key), value, f"sheet {sheet.title}, cell {row[1].coordinate}"))
    if not entries:
        raise SiteError(f"{place} states nothing. Write values into its second column. {WORKBOOK_REMEDY}")
    return entries


def _of_more(sheet: Any, where: str) -> Iterator[list[Entry]]:
    """Read the sheet of further plants: keys above, a plant a row."""
    place = f"{where}, sheet {sheet.title}"
    _check_size(sheet, place, columns=MAX_COLUMNS)
    keys: dict[int, str] = {}
    for cell in sheet[1]:
        key = _read(cell, "name", place)
        if key in keys.values():
            raise SiteError(f"{place}, cell {cell.coordinate}: the key {quoted(key)} occurs twice; remove one.")
        if key is not None:
            keys[cell.column] = str(key)
    for row in sheet.iter_rows(min_row=2):
        entries = []
        for cell in row:
            if cell.value is not None and cell.column not in keys:
                raise SiteError(f"{place}, cell {cell.coordinate} has a value without a key in the first row.")
            value = None if cell.value is None else _read(cell, keys[cell.column], place)
            if value is not None:
                entries.append(Entry(keys[cell.column], value, f"sheet {sheet.title}, cell {cell.coordinate}"))
        if entries:
            yield entries


def _check_size(sheet: Any, place: str, columns: int) -> None:
    if sheet.max_row > MAX_ROWS:
        raise SiteError(f"{place} has {sheet.max_row:,} rows; {MAX_ROWS:,} are the most. Delete the rows below.")
    if sheet.max_column > MAX_COLUMNS:
        raise SiteError(f"{place} has {sheet.max_column:,} columns; {MAX_COLUMNS} are the most. Delete the others.")
    for merged in sheet.merged_cells.ranges:
        if merged.min_col <= columns:
            raise SiteError(f"{place}: the cells {merged.coord} are merged. Unmerge them: each value has its own cell.")


def _read(cell: "Cell", key: str, place: str) -> Any:
    """Return a cell's value as in a site file; None if empty."""
    value, where = cell.value, f"{place}, cell {cell.coordinate}"
    if cell.data_type == "f":
        raise SiteError(f"{where} holds a formula. Put its value there: copy the cell and paste values only.")
    if cell.data_type == "e":
        raise SiteError(f"{where} holds the error {quoted(value)}. Put a number or text there.")
    if isinstance(value, bool):
        raise SiteError(f"{where} holds {str(value).upper()}. Put a number or text there.")
    if isinstance(value, datetime | date):
        if key != "date":
            raise SiteError(f"{where} holds a date. Write a number or text; of a year its four digits.")
        return value.strftime("%Y-%m-%d")
    if isinstance(value, int | float):
        return _number(value, key)
    text = str(value).strip() if value is not None else ""
    if not text:
        return None
    if key == "region" and text.startswith("["):
        return parse_mapping(f"{key}: {text}".encode(), where)[key]
    return text if key in TEXTS else cell_value(key, text, where)


def _number(value: float, key: str) -> Any:
    """Return a number; a county's code and texts become text."""
    whole = int(value) if float(value).is_integer() else value
    if key == "county":
        return f"{whole:05d}" if isinstance(whole, int) else str(whole)
    return str(whole) if key in TEXTS else whole

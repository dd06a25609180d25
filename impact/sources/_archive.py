"""Agencies' archives, read with limits on size and content."""

import gzip
import zipfile
import zlib
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from ..errors import DataError

MAX_UNPACKED_BYTES = 2_000_000_000
PIECE_BYTES = 1 << 20


def members(path: Path, most: int = MAX_UNPACKED_BYTES) -> dict[str, zipfile.ZipInfo]:
    """Return a zip's members by file name, after safety checks.

    Raises
    ------
    DataError
        If the file is no zip, a member would leave the folder that it is unpacked to, or all of them together are
        larger than ``most``.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            listed = archive.infolist()
    except (zipfile.BadZipFile, EOFError):
        raise DataError(f"{path.name} is no whole zip archive. Try again later. The old data are kept.") from None
    for entry in listed:
        place = PurePosixPath(entry.filename.replace("\\", "/"))
        if place.is_absolute() or ".." in place.parts or ":" in entry.filename:
            raise DataError(f"{path.name} holds a file that would be written outside of its folder; refused.")
    if sum(entry.file_size for entry in listed) > most:
        raise DataError(f"{path.name} unpacks to more than {most:,} bytes; refused.")
    return {PurePosixPath(entry.filename).name: entry for entry in listed if not entry.is_dir()}


def member(path: Path, name: str, most: int = MAX_UNPACKED_BYTES) -> BytesIO:
    """Return the bytes of one zip member, in any folder.

    Raises
    ------
    DataError
        If there is none of this name, or its bytes fail their checksum or are not as many as the archive says.
    """
    listed = members(path, most)
    if name not in listed:
        raise DataError(
            f"{path.name} lacks {name}; it holds {', '.join(sorted(listed)[:10])}. The agency has changed its archive: "
            "a newer version of impact is needed. The old data are kept."
        )
    content = BytesIO()
    try:
        with zipfile.ZipFile(path) as archive, archive.open(listed[name]) as file:
            _copy(file, content, path, most)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):  # RuntimeError: encrypted
        raise DataError(
            f"{path.name}: {name} is damaged or encrypted. Try again later. The old data are kept."
        ) from None
    content.seek(0)
    return content


def gunzip(path: Path, most: int = MAX_UNPACKED_BYTES) -> Path:
    """Unpack a gzip file beside itself.

    Raises DataError if it is damaged or holds more than ``most`` bytes.
    """
    target = path.with_suffix("")
    try:
        with gzip.open(path) as file, target.open("wb") as unpacked:
            _copy(file, unpacked, path, most)
    except DataError:
        target.unlink()
        raise
    except (gzip.BadGzipFile, zlib.error, EOFError):
        target.unlink()
        raise DataError(f"{path.name} is no whole gzip file. Try again later. The old data are kept.") from None
    return target


def _copy(file: IO[bytes] | gzip.GzipFile, target: IO[bytes], path: Path, most: int) -> None:
    while piece := file.read(PIECE_BYTES):
        if target.tell() + len(piece) > most:
            raise DataError(f"{path.name} unpacks to more than {most:,} bytes; refused.")
        target.write(piece)

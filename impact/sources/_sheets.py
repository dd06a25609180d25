"""Rows of a workbook, one at a time, to save memory."""

import warnings
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from ..errors import DataError
from ._archive import MAX_UNPACKED_BYTES


def sheet_rows(workbook: BytesIO, sheet: str | None, title: str) -> Iterator[tuple[Any, ...]]:
    """Yield the cells of each row of a sheet.

    Without a name it is the first sheet.

    Raises
    ------
    DataError
        If the bytes are no workbook, unpack to too many bytes, or have no such sheet.
    """
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(workbook) as parts:
            size = sum(part.file_size for part in parts.infolist())
    except zipfile.BadZipFile:
        raise DataError(f"{title}: the file is no Excel workbook. Try again later. The old data are kept.") from None
    if size > MAX_UNPACKED_BYTES:
        raise DataError(f"{title}: the workbook unpacks to {size:,} bytes; refused.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles that are not read
            book = load_workbook(workbook, read_only=True, data_only=True)
        if sheet is not None and sheet not in book.sheetnames:
            raise DataError(f"{title}: there is no sheet {sheet}; there are {', '.join(book.sheetnames[:10])}.")
        page = book[sheet] if sheet is not None else book.worksheets[0]
        yield from page.iter_rows(values_only=True)
    except (KeyError, ValueError, zipfile.BadZipFile):
        raise DataError(f"{title}: the workbook is damaged. Try again later. The old data are kept.") from None

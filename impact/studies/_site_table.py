"""Reading many sites from a table (CSV), one site a row."""

import csv
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .._wording import one_line, quoted, unknown
from .._yaml import shown
from ..errors import SiteError
from ._cell import cell_value
from ._keys import RENAMED, SHARED, SYNONYMS
from ._site import Site, Study

MAX_NAME_CHARACTERS = 160
REQUIRED_COLUMNS = ("name", "county")
COLUMNS = (*Site.model_fields, *SHARED)
NAMELESS = re.compile(r"|Unnamed: \d+", re.ASCII)  # names that spreadsheets and data frames give nameless columns
TABLE_REMEDY = "The first line names the columns, such as name,county,facility,capacity; docs/batch.md says more."


@dataclass(frozen=True)
class Row:
    """Line of a site table: its cells, or its error."""

    line: int
    cells: Mapping[str, str]
    problem: str = ""

    @property
    def name(self) -> str:
        """Return the row's site name, on one line and cut."""
        return one_line(self.cells.get("name", ""))[:MAX_NAME_CHARACTERS]

    def study(self) -> Study:
        """Return the study of the row's site.

        Raises
        ------
        SiteError
            Saying what is wrong, and in which line.

        Examples
        --------
        >>> Row(2, {"name": "Cells", "county": "Storey, NV", "industries": "335911", "jobs": "500"}).study().site.jobs
        500.0
        """
        where = f"line {self.line}"
        if self.problem:
            raise SiteError(f"{where}: {self.problem}.")
        given = {column: cell_value(column, cell.strip(), where) for column, cell in self.cells.items() if cell.strip()}
        return Study.read(given, where)


def read_rows(path: str | Path) -> Iterator[Row]:
    """Read the rows of a table of sites, one after the other.

    Parameters
    ----------
    path : str or Path
        A CSV file in UTF-8, with commas. Its columns are keys of a site file, in any order; ``name`` and ``county`` are
        needed. Columns without a name are left out when they are empty or number the rows. An empty cell leaves the key
        out; lists and shares stand in a cell as in a site file, such as
        ``{335911: 0.7, 325180: 0.3}``.

    Yields
    ------
    Row
        In the order of the file, without empty lines.

    Raises
    ------
    SiteError
        If the file cannot be read or its first line does not name columns. A bad row is yielded and raises later.
    """
    where = shown(path)
    if os.path.exists(path) and not os.path.isfile(path):  # a device may have no end, and a pipe is read once only
        raise SiteError(f"{where} cannot be read: it is no ordinary file. Give a table of sites (CSV). {TABLE_REMEDY}")
    try:
        # invalid UTF-8 becomes lone surrogates and spoils its own row only
        with Path(path).open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            lines = csv.reader(file)
            columns = _columns(lines, where)
            while True:
                line = lines.line_num + 1
                try:
                    cells = next(lines)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield Row(line, {}, f"{error}, up to line {lines.line_num}; is a quote left open")
                    continue
                if any(cell.strip() for cell in cells):
                    yield _row(line, columns, cells)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "there is no such path"
        raise SiteError(f"{where} cannot be read: {reason}. Give a table of sites (CSV). {TABLE_REMEDY}") from None


def _columns(lines: Iterator[list[str]], where: str) -> list[str]:
    try:
        cells: list[str] = next((cells for cells in lines if any(cell.strip() for cell in cells)), [])
    except csv.Error as error:
        raise SiteError(f"{where}, line 1: {error}. {TABLE_REMEDY}") from None
    columns = [RENAMED.get(column.strip(), column.strip()) for column in cells]
    while columns and NAMELESS.fullmatch(columns[-1]):
        columns.pop()
    if len(columns) == 1 and re.search("[;\t]", columns[0]):
        raise SiteError(
            f"{where}, line 1: separate the columns with commas, not with semicolons or tabs. {TABLE_REMEDY}"
        )
    named = [column for column in columns if not NAMELESS.fullmatch(column)]
    for column in named:
        if column not in COLUMNS:
            raise SiteError(f"{where}, line 1: {unknown('column', column, COLUMNS, SYNONYMS)}. {TABLE_REMEDY}")
        if named.count(column) > 1:
            raise SiteError(f"{where}, line 1: the column {quoted(column)} occurs twice; remove one.")
    for column in REQUIRED_COLUMNS:
        if column not in columns:
            raise SiteError(f"{where}, line 1: the column {quoted(column)} is missing. {TABLE_REMEDY}")
    return columns


def _row(line: int, columns: list[str], cells: list[str]) -> Row:
    while len(cells) > len(columns) and not cells[-1].strip():
        cells.pop()
    if len(cells) != len(columns):
        problem = f"it has {len(cells)} cells and there are {len(columns)} columns; put text with a comma in quotes"
        return Row(line, {}, problem)
    if any("\ud800" <= character <= "\udfff" for cell in cells for character in cell):
        return Row(line, {}, "it is not text in UTF-8; save the table as CSV in UTF-8")
    for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        numbers_rows = place == 0 and cell.strip().isdecimal()
        if NAMELESS.fullmatch(column) and cell.strip() and not numbers_rows:
            return Row(line, {}, f"{quoted(cell)} stands in a column without a name; name the column or empty it")
    return Row(line, {column: cell for column, cell in zip(columns, cells, strict=True) if column in COLUMNS})

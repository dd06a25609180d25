"""Cell values of site tables and of input workbooks."""

import re
from typing import Any

from .._wording import UNCLEAR_POINT, number_hint, quoted, read_amount
from .._yaml import parse_mapping
from ..errors import SiteError

WORDS = ("name", "county", "region", "facility", "analysis", "trade")
SIZES = ("capacity", "jobs", "output", "payroll", "capital")
NUMBER = re.compile(r"[-+]?\d{1,300}", re.ASCII)
QUOTED = re.compile(r"'(?=[-+.]?\d)", re.ASCII)  # as spreadsheets mark numbers that are text


def cell_value(column: str, cell: str, where: str) -> Any:
    """Return a cell's value: text, number, list or shares."""
    if column in WORDS:
        return cell
    cell = QUOTED.sub("", cell)
    if cell.startswith(("{", "[")):
        return parse_mapping(f"{column}: {cell}".encode(), where)[column]
    if column == "industries":
        return cell
    if NUMBER.fullmatch(cell):
        return int(cell)
    if column in SIZES and cell.endswith("0") and UNCLEAR_POINT.fullmatch(cell):  # programs write no zero at the end
        raise SiteError(f"{where}: {quoted(column)} {number_hint(cell)}")
    amount = read_amount(cell)
    if amount and not amount[1]:
        return amount[0]
    try:
        return float(cell)
    except ValueError:
        return cell

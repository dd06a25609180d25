"""Declarations of agencies' tables, and the form of fetched ones."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pandas as pd

from ._transport import Transport

PUBLIC_DOMAIN = "US Government work, public domain"


@dataclass(frozen=True)
class Column:
    """Column of a tidy table: content, unit, and whether figures are withheld."""

    title: str
    kind: Literal["text", "number", "shape"] = "number"
    unit: str = ""
    withheld: bool = False


@dataclass(frozen=True)
class Asked:
    """Request to an agency: year and state.

    The state is a FIPS code, or ``""`` for all.
    """

    year: int
    state: str
    transport: Transport
    folder: Path  # of intermediate downloads

    @property
    def where(self) -> str:
        """Return the state and year, for a message."""
        return f"{self.state or 'all states'}, {self.year}"


@dataclass(frozen=True)
class Fetched:
    """Fetched table with its addresses (without keys) and its vintage."""

    frame: pd.DataFrame
    addresses: tuple[str, ...]
    vintage: str


def _as_it_is(frame: pd.DataFrame, vintage: str) -> tuple[pd.DataFrame, ...]:
    return (frame,)


def _itself(code: str) -> list[str]:
    return [code]


@dataclass(frozen=True)
class Source:
    """One table of an agency.

    ``rows`` are the fewest and the most rows that the table of all states can have. ``counties`` names the columns
    of county codes; the first must hold every county, or all those of ``smallest`` people and more where the agency
    publishes nothing of a place with hardly a business. ``probe`` is an address that exists once ``{year}`` is
    published. ``embedded`` names the tables of the package that rest on it. ``totals`` and ``detail`` choose, as a
    pandas query, the rows that say all of a county and those that divide it by industry, where a table has both.
    ``builder`` are the files of ``impact data build`` that ``to_builder`` makes of the table and its vintage, in the
    same order; ``yearly`` files hold several years, of which only that of the table is replaced.
    """

    name: str
    title: str
    agency: str
    address: str
    licence: str
    newest: int  # year published at the release of this version
    oldest: int
    columns: dict[str, Column]
    rows: tuple[int, int]
    fetch: Callable[[Asked], Fetched]
    counties: tuple[str, ...] = ("fips",)
    smallest: int = 0
    by_state: bool = True
    key: str = ""
    probe: str = ""
    embedded: tuple[str, ...] = ()
    totals: str = ""
    detail: str = ""
    members: Callable[[str], list[str]] = _itself  # counties of a code that stands for several
    builder: tuple[str, ...] = ()
    to_builder: Callable[[pd.DataFrame, str], tuple[pd.DataFrame, ...]] = _as_it_is
    yearly: bool = False

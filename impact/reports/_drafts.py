"""Table of a report, before and after numbering, and its cells."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from .._display import WRITERS
from ..reference import vocabulary

Columns = dict[str, tuple[str, str]]  # heading and kind, by column of a frame


@dataclass(frozen=True)
class Table:
    """Numbered table; ``name`` identifies it in code.

    ``kinds`` say how columns are written: text, count, money, quantity, dollars, share, ratio or number.
    """

    number: int
    title: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    note: str = ""
    name: str = ""

    @property
    def sheet(self) -> str:
        """Name of its sheet in a workbook."""
        return f"{self.number} {self.name.replace('_', ' ').capitalize()}" if self.name else f"Table {self.number}"

    @property
    def caption(self) -> str:
        """Number, title and note."""
        return f"Table {self.number}. {self.title}. {self.note}".strip()

    def written(self) -> list[list[str]]:
        """Return the cells as text."""
        return [[written(value, kind) for value, kind in zip(row, self.kinds, strict=True)] for row in self.rows]


@dataclass(frozen=True)
class Draft:
    """A table before it has a number, with all its rows.

    Attributes
    ----------
    title, note : str
        Of the caption.
    frame : DataFrame
        Rows in their order, and at least the columns shown.
    columns : dict of str to (str, str)
        Heading and kind of the columns shown.
    """

    title: str
    frame: pd.DataFrame
    columns: Columns
    note: str = ""

    def numbered(self, place: int, max_rows: int | None, name: str = "") -> Table:
        """Return the table with number and name, cut to ``max_rows``.

        The note tells how much is left out.
        """
        shown = self.frame[list(self.columns)].head(len(self.frame) if max_rows is None else max_rows)
        more = f" The first {max_rows} of {len(self.frame):,}." if len(shown) < len(self.frame) else ""
        rows = tuple(tuple(row) for row in shown.itertuples(index=False, name=None))
        heads, kinds = zip(*self.columns.values(), strict=True)
        return Table(place, self.title, heads, kinds, rows, f"{self.note}{more}".strip(), name)


def head(name: str, kind: str = "text") -> tuple[str, str]:
    """Return a declared heading and the kind of its column."""
    return vocabulary().headings[name].title, kind


def written(value: Any, kind: str) -> str:
    if value is None or value != value:
        return "suppressed" if kind == "dollars" else ""
    if kind in WRITERS:
        return WRITERS[kind](value)
    if kind == "dollars":
        return f"{value:,.0f}"
    if kind == "share":
        return f"{value:.0%}"
    if kind == "ratio":
        return f"{value:+.2f}"
    return f"{value:,.1f}" if kind == "number" else str(value)

"""Tables and figures as a terminal shows them."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from impact.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

LONGEST_ERROR = 3000
LONGEST_TEXT = 160
LONGEST_PATH = 4096
NARROWEST = 16  # of a column of text
NARROWER = 12  # on a terminal of little width
LEAST_WIDTH = 40  # of a terminal
GAP = 2  # between columns
TEXT_COLUMNS = 3  # a text beside a shortened column keeps this part of the terminal


def emit(text: str) -> None:
    """Write a text to standard output.

    A reader that leaves early, such as ``head``, ends the command without complaint.

    Raises
    ------
    UsageError
        If the text cannot be written, as on a full disk.
    """
    stream = cast("TextIO | None", sys.stdout)
    if stream is None:  # closed by the caller
        return
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # what is buffered goes nowhere
        if isinstance(error, BrokenPipeError):
            raise SystemExit(0) from None
        raise UsageError(f"Standard output cannot be written: {error.strerror}.") from None


@contextmanager
def printing() -> Iterator["Console"]:
    """Give a console for standard output; all of it is written at the end, or nothing if an error comes first."""
    from rich.console import Console

    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    page = BytesIO()
    with TextIOWrapper(page, encoding, errors="replace") as file:
        terminal = sys.stdout is not None and sys.stdout.isatty()
        console = Console(file=file, force_terminal=terminal or None, highlight=False)
        console.width = max(console.width, LEAST_WIDTH)
        yield console
        file.flush()
        text = page.getvalue().decode(encoding)
    emit("".join(f"{line.rstrip()}\n" for line in text.lstrip("\n").splitlines()))


def progress() -> "Console":
    """Return the console of standard error: progress goes here."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def complain(message: str, kind: str = "Error") -> None:
    """Print an error or a note on standard error, on one line and without control characters."""
    from rich.text import Text

    style = "red" if kind == "Error" else ""
    progress().print(Text(f"{kind}: {printable(message, LONGEST_ERROR)}", style=style), soft_wrap=True)


def printable(text: str, longest: int = LONGEST_TEXT) -> str:
    r"""Return a text that cannot steer a terminal, cut to a length.

    Examples
    --------
    >>> printable("Reno\x1b[31m", 6)
    'Reno […'
    """
    line = "".join(character if character.isprintable() else " " for character in text[: longest + 1])
    return line if len(text) <= longest else f"{line[:longest]}…"


def print_text(console: "Console", text: str, style: str = "") -> None:
    """Print a text as it is, not as markup, wrapped to the width of the terminal."""
    from rich.text import Text

    console.print(Text(printable(text, LONGEST_ERROR), style=style))


def print_files(console: "Console", files: Iterable[Path]) -> None:
    """Print the files written, each path on one line."""
    for path in files:
        console.print(f"Wrote {printable(str(path), LONGEST_PATH)}", markup=False, soft_wrap=True)


@dataclass(frozen=True)
class CutColumn:
    """A column of text that shrinks before others, and ends in an ellipsis rather than on a second line."""

    title: str


def print_table(
    console: "Console",
    title: str,
    columns: Sequence[str | CutColumn],
    rows: Iterable[Sequence[str]],
    numbers: int = 0,
) -> None:
    """Print a table; cells are shown as they are, not as markup.

    The last ``numbers`` columns are set to the right and never shortened. Where the terminal is too narrow, first texts
    and then the titles of numbers are broken into more lines; where that is not enough, the table is wider than the
    terminal.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    cells = [[printable(cell) for cell in row] for row in rows]
    cut = {column.title for column in columns if isinstance(column, CutColumn)}
    titles = [column.title if isinstance(column, CutColumn) else column for column in columns]
    first_number = len(titles) - numbers
    broken = [*titles[:first_number], *(column.replace(" ", "\n") for column in titles[first_number:])]
    layouts = [(titles, NARROWEST), (broken, NARROWEST), (broken, NARROWER)]
    if cut:
        layouts.insert(0, (titles, max(NARROWEST, console.width // TEXT_COLUMNS)))
    least, needed = [0], 0
    for heads, text_width in layouts:
        limits = [min(text_width, NARROWEST) if column in cut else text_width for column in titles[:first_number]]
        limits += [console.width] * numbers
        least = list(map(min, limits, map(_widest, zip(heads, *cells, strict=True))))
        needed = sum(least) + GAP * (len(least) - 1)
        if needed <= console.width:
            break
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, collapse_padding=True)
    for place, head in enumerate(heads):
        text = place < first_number
        table.add_column(
            Text(head),
            justify="left" if text else "right",
            overflow="fold",
            no_wrap=not text,
            min_width=least[place],
            width=least[place] if text and text_width > NARROWEST and head not in cut else None,
        )
    for row in cells:
        # rich never shrinks a column that may not wrap, so the cell says it
        table.add_row(
            *(
                Text(cell, no_wrap=True, overflow="ellipsis") if name in cut else Text(cell)
                for name, cell in zip(titles, row, strict=True)
            )
        )
    table.width = needed if needed > console.width else None
    console.print(Text(f"\n{title}", style="bold"))
    console.print(table, crop=False)


def _widest(texts: Iterable[str]) -> int:
    """Return the cells of a terminal that the longest line takes."""
    from rich.cells import cell_len

    return max(cell_len(line) for text in texts for line in text.split("\n"))


def jobs(value: float) -> str:
    """Write a number of jobs as in all tables."""
    from impact._display import count

    return count(value)


def money(value: float) -> str:
    """Write million USD as in all tables."""
    from impact._display import money as write

    return write(value)


def number(value: float | str | None) -> str:
    """Write an assumption's value as in all tables."""
    from impact._display import number as write

    return write(value)


def measure_titles() -> dict[str, str]:
    """Return the titles of the measures by name."""
    from impact.reference import measures

    return {name: declared.title for name, declared in measures().items()}


def figures(effects: "pd.DataFrame") -> list[list[str]]:
    """Return the measures of each row as they are shown."""
    return [[written(name, row[name]) for name in measure_titles()] for row in effects.to_dict("records")]


def written(measure: str, value: float) -> str:
    """Write a figure of a measure."""
    from impact._display import WRITERS
    from impact.reference import measures

    return WRITERS[measures()[measure].format](value)

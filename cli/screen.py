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

MAX_ERROR_CHARACTERS = 3000
MAX_TEXT_CHARACTERS = 160
MAX_PATH_CHARACTERS = 4096
MIN_TEXT_WIDTH = 16  # characters of a column
MIN_TEXT_WIDTH_NARROW = 12  # on a terminal of little width
MIN_TERMINAL_WIDTH = 40  # characters
GAP_WIDTH = 2  # characters between columns
TEXT_WIDTH_DIVISOR = 3  # a text beside a shortened column keeps this part of the terminal


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
        drop_output()
        if isinstance(error, BrokenPipeError):
            raise SystemExit(0) from None
        raise UsageError(f"Standard output cannot be written: {error.strerror}.") from None


def drop_output() -> None:
    """Discard buffered standard output, so that Python does not fail at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def printing() -> Iterator["Console"]:
    """Yield a console for standard output.

    Everything is written at the end; an error before that leaves standard output empty.
    """
    from rich.console import Console

    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    page = BytesIO()
    with TextIOWrapper(page, encoding, errors="replace") as file:
        terminal = sys.stdout is not None and sys.stdout.isatty()
        console = Console(file=file, force_terminal=terminal or None, highlight=False)
        console.width = max(console.width, MIN_TERMINAL_WIDTH)
        yield console
        file.flush()
        text = page.getvalue().decode(encoding)
    emit("".join(f"{line.rstrip()}\n" for line in text.lstrip("\n").splitlines()))


def progress() -> "Console":
    """Return the console of standard error: progress goes here."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def complain(message: str, kind: str = "Error") -> None:
    """Print an error or note on standard error, in one clean line.

    Control characters are removed.
    """
    from rich.text import Text

    style = "red" if kind == "Error" else ""
    progress().print(Text(f"{kind}: {printable(message, MAX_ERROR_CHARACTERS)}", style=style), soft_wrap=True)


def printable(text: str, longest: int = MAX_TEXT_CHARACTERS) -> str:
    r"""Return a text that cannot steer a terminal, cut to a length.

    Examples
    --------
    >>> printable("Reno\x1b[31m", 6)
    'Reno […'
    """
    line = "".join(character if character.isprintable() else " " for character in text[: longest + 1])
    return line if len(text) <= longest else f"{line[:longest]}…"


def print_text(console: "Console", text: str, style: str = "") -> None:
    """Print plain text, not markup, wrapped to the terminal's width."""
    from rich.text import Text

    console.print(Text(printable(text, MAX_ERROR_CHARACTERS), style=style))


def print_files(console: "Console", files: Iterable[Path]) -> None:
    """Print the files written, each path on one line."""
    for path in files:
        console.print(f"Wrote {printable(str(path), MAX_PATH_CHARACTERS)}", markup=False, soft_wrap=True)


@dataclass(frozen=True)
class CutColumn:
    """Text column that shrinks first and ends in an ellipsis."""

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
    and then the titles that are wider than their cells are broken into more lines; where that is not enough, the table
    is wider than the terminal.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    cells = [[printable(cell) for cell in row] for row in rows]
    cut = {column.title for column in columns if isinstance(column, CutColumn)}
    titles = [column.title if isinstance(column, CutColumn) else column for column in columns]
    first_number = len(titles) - numbers
    texts = [[row[place] for row in cells] for place in range(first_number)]
    wider = [_widest([title]) > _widest(column) for title, column in zip(titles, texts, strict=False)]
    breaks = [*wider, *[True] * numbers]
    broken = [
        title.replace(" ", "\n") if breaks_here else title for title, breaks_here in zip(titles, breaks, strict=True)
    ]
    layouts = [(titles, MIN_TEXT_WIDTH), (broken, MIN_TEXT_WIDTH), (broken, MIN_TEXT_WIDTH_NARROW)]
    if cut:
        layouts.insert(0, (titles, max(MIN_TEXT_WIDTH, console.width // TEXT_WIDTH_DIVISOR)))
    min_widths, needed = [0], 0
    for heads, text_width in layouts:
        limits = [min(text_width, MIN_TEXT_WIDTH) if column in cut else text_width for column in titles[:first_number]]
        limits += [console.width] * numbers
        min_widths = list(map(min, limits, map(_widest, zip(heads, *cells, strict=True))))
        needed = sum(min_widths) + GAP_WIDTH * (len(min_widths) - 1)
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
            min_width=min_widths[place],
            width=min_widths[place] if text and text_width > MIN_TEXT_WIDTH and titles[place] not in cut else None,
        )
    for row in cells:
        # rich never shrinks a column that may not wrap, so each cell forbids the wrap
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

    return max((cell_len(line) for text in texts for line in text.split("\n")), default=0)


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


def heading(name: str) -> str:
    """Return the declared heading of a column; measures use their title."""
    from impact.reference import vocabulary

    words = vocabulary()
    return (words.headings.get(name) or words.measures[name]).title


def headings(*names: str) -> list[str]:
    """Return several headings."""
    return [heading(name) for name in names]


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


def records(frame: "pd.DataFrame") -> list[dict[str, object]]:
    """Return the rows of a table for JSON; missing values become null."""
    full = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in full]

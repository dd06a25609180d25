"""Tables and figures as a terminal shows them."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
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


def print_table(
    console: "Console",
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    numbers: int = 0,
    cut: Sequence[str] = (),
) -> None:
    """Print a table; cells are shown as they are, not as markup.

    The last ``numbers`` columns are set to the right and never shortened. Where the terminal is too narrow, first their
    titles and then texts are broken into more lines; where that is not enough, the table is wider than the terminal.
    Columns in ``cut`` take the room that is left, and end in an ellipsis rather than on a second line.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    cells = [[Text(printable(cell)) for cell in row] for row in rows]
    first_number = len(columns) - numbers
    widest = [max((row[place].cell_len for row in cells), default=0) for place in range(len(columns))]
    broken = [*columns[:first_number], *(column.replace(" ", "\n") for column in columns[first_number:])]
    heads, natural, least = _widths(columns, widest, numbers, cut, NARROWEST, console.width)
    for narrowest in (NARROWEST, NARROWER):
        if _needed(least) > console.width:
            heads, natural, least = _widths(broken, widest, numbers, cut, narrowest, console.width)
    needed = _needed(least)
    taken = sum(width + GAP for width, column in zip(natural, columns, strict=True) if column not in cut)
    room = console.width - taken - GAP * (len(cut) - 1)
    widths = {}
    places = [columns.index(name) for name in cut]
    longest = {place: max(len(columns[place]), *(row[place].cell_len for row in cells), 0) for place in places}
    for left, place in zip(range(len(longest), 0, -1), sorted(longest, key=lambda place: longest[place]), strict=True):
        widths[place] = max(NARROWEST, min(longest[place], room // left))
        room -= widths[place]
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, collapse_padding=True)
    for place, (column, head) in enumerate(zip(columns, heads, strict=True)):
        number = place >= first_number
        table.add_column(
            Text(head),
            justify="right" if number else "left",
            overflow="ellipsis" if column in cut else "fold",
            no_wrap=number or column in cut,
            min_width=least[place],
            max_width=widths.get(place),
        )
    for row in cells:
        table.add_row(*row)
    table.width = needed if needed > console.width else None
    console.print(Text(f"\n{title}", style="bold"))
    console.print(table, crop=False)


def _widths(
    heads: Sequence[str], widest: Sequence[int], numbers: int, cut: Sequence[str], narrowest: int, width: int
) -> tuple[Sequence[str], list[int], list[int]]:
    """Return the heads of columns, the width that each would like, and the least that it takes."""
    first_number = len(heads) - numbers
    natural = [
        min(max(*map(len, head.split("\n")), cell), width if place >= first_number else width // 3)
        for place, (head, cell) in enumerate(zip(heads, widest, strict=True))
    ]
    shortest = [NARROWEST if head in cut else narrowest for head in heads[:first_number]]
    return heads, natural, [*map(min, natural[:first_number], shortest), *natural[first_number:]]


def _needed(widths: Sequence[int]) -> int:
    """Return the width of a table."""
    return sum(widths) + GAP * (len(widths) - 1)


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

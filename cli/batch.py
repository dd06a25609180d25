"""``impact batch``: study every site of a table."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .interrupts import telling
from .options import TradeOption
from .screen import complain, print_text, printable, printing, progress
from .settings import economy_year

if TYPE_CHECKING:
    from impact._types import Progress


def command(
    sites: Annotated[Path, typer.Argument(metavar="SITES", help="A table of sites (CSV), one a line.")],
    out: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Folder for results.csv, counties.parquet and errors.csv.")
    ],
    trade: TradeOption = None,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="A Dask scheduler, such as tcp://10.0.0.1:8786; by default this machine."),
    ] = None,
) -> None:
    """Study every site of a table; bad lines are named and skipped.

    The columns are keys of a site file. After an interruption the same command goes on where it stopped.
    """
    from impact.errors import SiteError
    from impact.runs import batch

    with counting(out) as report:
        notes = partial(complain, kind="Note")
        done = batch(sites, out, trade, economy=economy_year(), scheduler=scheduler, progress=report, say=notes)
    with printing() as console:
        print_text(console, f"{done.rows - done.bad:,} of {done.rows:,} sites studied.")
        for path in done.files:
            console.print(f"Wrote {printable(str(path), 4096)}", markup=False, soft_wrap=True)
    if done.bad:
        raise SiteError(f"{done.bad:,} of {done.rows:,} rows could not be run. They are in {done.files[-1]}.")


@contextmanager
def counting(out: Path) -> Iterator["Progress"]:
    """Return a progress report that shows rows done, rate and time left.

    On an interrupt it says how to continue.
    """
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Sites a minute."""

        def render(self, task: Task) -> Text:
            return Text(f"{60 * task.speed:,.0f} a minute" if task.speed else "")

    columns = (TextColumn("Sites"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    console, latest = progress(), [0, 0]

    def say() -> None:
        done, total = latest
        if total:
            complain(
                f"Interrupted. {done:,} of {total:,} rows are finished and kept in {out}; the same command goes on.",
                "Note",
            )

    with telling(say), ExitStack() as stack:
        bars: list[Progress] = []

        def report(done: int, total: int) -> None:
            latest[:] = done, total
            if not bars and console.is_terminal:
                bars.append(stack.enter_context(Progress(*columns, console=console, transient=True)))
                bars[0].add_task("Sites", total=total)
            for bar in bars:
                bar.update(bar.task_ids[0], completed=done)

        yield report

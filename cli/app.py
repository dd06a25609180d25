"""The Typer application: all commands together."""

import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from impact.errors import DataError

from . import batch, compare, counties, data, evidence, facilities, multipliers, new, rank, report, run, workforce
from . import map as map_command
from .screen import emit
from .settings import TablesCommand
from .steps import verbose

app = typer.Typer(
    name="impact",
    help="What a new plant does to jobs and incomes, county by county.",
    epilog="Exit codes: 0 done; 1 the model refused; 2 wrong usage; 3 data missing or damaged; 130 interrupted.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help needs a third of the time
)
app.command("run", cls=TablesCommand)(run.command)
app.command("batch", cls=TablesCommand)(batch.command)
app.command("rank", cls=TablesCommand)(rank.command)
app.command("workforce", cls=TablesCommand)(workforce.command)
app.command("evidence", cls=TablesCommand)(evidence.command)
app.command("multipliers", cls=TablesCommand)(multipliers.command)
app.command("compare", cls=TablesCommand)(compare.command)
app.command("report", cls=TablesCommand)(report.command)
app.command("map", cls=TablesCommand)(map_command.command)
app.command("new", cls=TablesCommand)(new.command)
app.add_typer(counties.app, name="counties")
app.add_typer(facilities.app, name="facilities")
app.add_typer(data.app, name="data")


def _show_version(wanted: bool) -> None:
    if not wanted:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        emit(f"impact {version('county-impact')}\n")
    except PackageNotFoundError:
        raise DataError("The package county-impact is not installed, so its version is unknown.") from None
    raise typer.Exit


@app.callback()
def callback(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
    timed: Annotated[bool, typer.Option("--verbose", help="Tell the steps and their times on standard error.")] = False,
) -> None:
    """What a new plant does to jobs and incomes, county by county."""
    verbose.set(timed)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without Greek letters shows a question mark

"""The Typer application: all commands together."""

import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from impact.errors import DataError

from . import (
    batch,
    buildout,
    circular,
    compare,
    counties,
    data,
    evidence,
    facilities,
    fiscal,
    multipliers,
    new,
    page,
    rank,
    report,
    reproduce,
    run,
    trade,
    workforce,
)
from . import map as map_command
from .commands import VerboseOption, add
from .screen import emit
from .steps import verbose

app = typer.Typer(
    name="impact",
    help="Effects of a new plant on jobs and incomes, county by county.",
    epilog="Exit codes: 0 done; 1 input refused; 2 wrong usage; 3 data missing or damaged; 130 interrupted.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help needs a third of the time
)
add(app, "run", run.command)
add(app, "batch", batch.command)
add(app, "rank", rank.command)
add(app, "workforce", workforce.command)
add(app, "fiscal", fiscal.command)
add(app, "circular", circular.command)
add(app, "buildout", buildout.command)
add(app, "multipliers", multipliers.command)
add(app, "compare", compare.command)
add(app, "report", report.command)
add(app, "map", map_command.command)
add(app, "new", new.command)
add(app, "reproduce", reproduce.command)
add(app, "app", page.command)
app.add_typer(evidence.app, name="evidence")
app.add_typer(counties.app, name="counties")
app.add_typer(facilities.app, name="facilities")
app.add_typer(trade.app, name="trade")
app.add_typer(data.app, name="data")


def _show_version(wanted: bool) -> None:
    if not wanted:
        return
    import json
    from importlib.metadata import PackageNotFoundError, version
    from importlib.resources import files

    try:  # the file alone: its reader takes longer to start than all else here
        listed = json.loads(files("impact").joinpath("reference/manifest.json").read_text(encoding="utf-8"))
        newest = listed["default_economy"]
        years = f"economy of {newest} with county industries of {listed['county_years'][str(newest)]}"
        others = ", ".join(str(year) for year in listed["economies"] if year != newest)
        emit(f"impact {version('county-impact')}: {years}; on request those of {others}\n")
    except PackageNotFoundError:
        raise DataError("The package county-impact is not installed, so its version is unknown.") from None
    except (OSError, ValueError, KeyError):
        raise DataError("The list of the embedded tables is missing or damaged. Reinstall the package.") from None
    raise typer.Exit


@app.callback()
def callback(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show version and data years, and exit.", callback=_show_version, is_eager=True),
    ] = False,
    timed: VerboseOption = False,
) -> None:
    """Effects of a new plant on jobs and incomes, county by county."""
    verbose.set(timed)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without Greek letters shows a question mark

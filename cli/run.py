"""``impact run``: study one or more sites."""

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .intervals import draw_intervals, quick_intervals
from .options import Changes, JsonOption, QuietOption, SiteArgument
from .report import formats_for
from .screen import emit, print_files, print_text, printing
from .steps import step
from .studies import read_study
from .telling import headline, show

if TYPE_CHECKING:
    from impact import Result, Study

FORMATS = ("html", "docx", "xlsx", "md", "pdf", "pptx", "brief")  # as impact.reports.FORMATS, whose import is slow
FOLDER = "results"  # in the suggested next command


def command(
    site: SiteArgument,
    changes: Changes,
    draws: Annotated[
        int | None,
        typer.Option(metavar="NUMBER", help="Full 90 % intervals from this many draws, such as 500."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="New folder for tables (csv), result.json and map.html.")
    ] = None,
    no_intervals: Annotated[bool, typer.Option("--no-intervals", help="Leave out the quick 90 % intervals.")] = False,
    report: Annotated[
        str | None, typer.Option(metavar="FORMATS", help="With --out: write reports there, such as html,docx.")
    ] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    with_assumptions: Annotated[
        bool, typer.Option("--assumptions", help="Print the assumptions with their ranges and sources.")
    ] = False,
) -> None:
    """Study one or more sites: jobs and incomes in their region.

    Direct, indirect and induced jobs, labor income, value added and output of construction and of a year of full
    operation. Options replace what a site file says; a size (capacity, jobs or output) replaces all its sizes.
    """
    from impact._files import refuse_existing
    from impact.errors import UsageError

    if draws is not None and no_intervals:
        raise UsageError("--draws asks for intervals and --no-intervals for none. Leave one of them out.")
    reports = formats_for(report, out, FORMATS, "result")
    if out is not None:
        refuse_existing(out)
    with step("Reading the study"):
        study = read_study(site, changes)
    result = _studied(study)
    if draws is not None:
        result = draw_intervals(result, draws)
    elif not no_intervals:
        result = quick_intervals(result)
    written = _written(result, out, reports)
    if as_json:
        emit(json.dumps(result.to_dict(), allow_nan=False) + "\n")
    elif not quiet:
        with printing() as console:
            show(result, console, with_assumptions)
            print_files(console, written)
            console.print()
            for sentence in headline(result):
                print_text(console, sentence, style="bold")
            console.print(f"Next: {_next([site, *changes.arguments()], out, reports, draws)}", soft_wrap=True)


def _studied(study: "Study") -> "Result":
    import impact

    with step("Studying the effects") as report:
        return impact.run(study, progress=report)


def _written(result: "Result", out: Path | None, reports: tuple[str, ...]) -> list[Path]:
    if out is None:
        return []
    with step("Writing tables, map and reports" if reports else "Writing tables and map"):
        return result.save(out, reports)


def _next(studied: list[str], out: Path | None, reports: tuple[str, ...], draws: int | None) -> str:
    """Return the next command to suggest: save, report or evidence."""
    if out is None:
        drawn = [] if draws is None else ["--draws", str(draws)]
        words = ["run", *studied, *drawn, "--out", FOLDER, "--report", "html"]
    elif not reports:
        words = ["report", str(out)]
    else:
        words = ["evidence", "draw", str(out)] if draws is not None else ["evidence", "draw", *studied]
    return shlex.join(["impact", *words])

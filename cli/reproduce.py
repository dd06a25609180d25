"""``impact reproduce``: a saved result made again, and compared."""

import json
from pathlib import Path
from typing import Annotated

import typer

from .intervals import redraw_intervals
from .options import JsonOption, QuietOption, ResultArgument
from .screen import emit, print_files, print_text, printing
from .steps import step
from .telling import show


def command(
    saved: ResultArgument,
    out: Annotated[Path | None, typer.Option(metavar="FOLDER", help="New folder for the repeated result.")] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Repeat a saved result, or name the tables that differ.

    The study and its draws are run again and compared with the saved ones.
    """
    from impact import Result
    from impact._files import refuse_existing
    from impact.runs import reproduce

    if out is not None:
        refuse_existing(out)
    with step("Reading the result"):
        before = Result.load(saved)
    with step("Studying the effects") as report:
        result = reproduce(before, report)
    if before.draws is not None:
        result = redraw_intervals(before)
    written = result.save(out) if out is not None else []
    if as_json:
        emit(json.dumps(result.to_dict(), allow_nan=False) + "\n")
    elif not quiet:
        with printing() as console:
            show(result, console)
            print_files(console, written)
            print_text(console, "The figures are those of the saved result.")

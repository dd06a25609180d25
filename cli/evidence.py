"""``impact evidence``: how far the figures of a study could be off."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .intervals import draw_intervals, print_convergence, print_drivers, print_intervals, print_outside
from .options import (
    CapacityOption,
    EconomyOption,
    JobsOption,
    JsonOption,
    OutputOption,
    RegionOption,
    TradeOption,
)
from .screen import emit, figures, measure_titles, print_files, print_table, print_text, printable, printing
from .steps import step
from .studies import read_study, saved_or_none

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from impact import Result

ABLATE = "ablate"
DRAWS = 500


def command(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[ablate] SITE",
            help="A site or study file, FACILITY@COUNTY, or a folder saved by 'impact run --draws --out'.",
        ),
    ],
    draws: Annotated[int | None, typer.Option(help="How often the assumptions are drawn; by default 500.")] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same figures; by default 1.")] = None,
    capacity: CapacityOption = None,
    at_work: JobsOption = None,
    output: OutputOption = None,
    region: RegionOption = None,
    trade: TradeOption = None,
    economy: EconomyOption = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Dask scheduler whose workers solve for the draws, such as tcp://10.0.0.1:8786.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="New folder for the result with its draws.")] = None,
    as_json: JsonOption = False,
) -> None:
    """How far could a study be off: intervals, what drives them, and what others have found.

    With 'ablate' before SITE: one assumption at a time set to its alternatives, and what each changes.
    """
    import impact
    from impact._files import refuse_existing
    from impact.errors import UsageError

    if len(words) > 2 or (len(words) == 2 and words[0] != ABLATE):
        raise UsageError("Write 'impact evidence SITE' or 'impact evidence ablate SITE', a county in quotes.")
    if out is not None:
        refuse_existing(out)
    changes: dict[str, Any] = {
        "capacity": capacity,
        "jobs": at_work,
        "output": output,
        "region": region,
        "trade": trade,
    }
    of_draws = {"draws": draws, "seed": seed, "scheduler": scheduler}
    if words[0] == ABLATE and len(words) == 2:
        if out is not None:
            raise UsageError("'impact evidence ablate' prints a table; take --json in place of --out.")
        idle = next((name for name, value in of_draws.items() if value is not None), None)
        if idle is not None:
            raise UsageError(f"'impact evidence ablate' draws nothing: leave --{idle} out.")
        _ablate(words[1], changes, economy, as_json)
        return
    saved = saved_or_none(words[0], changes | {"economy": economy} | of_draws)
    if saved is None:
        study, count = read_study(words[0], changes, economy), DRAWS if draws is None else draws
        with step("Studying the effects") as report:
            result = impact.run(study, progress=report)
        result = draw_intervals(result, count, 1 if seed is None else seed, scheduler)
    else:
        result = saved
        result.intervals()
    written = result.save(out) if out is not None else []
    _show(result, written, as_json)


def _show(result: "Result", written: list[Path], as_json: bool) -> None:
    from impact.evidence import outside_evidence, readings

    found = outside_evidence(result)
    assert result.draws is not None
    with step("Asking the data"):
        data = readings(result)
    if as_json:
        document = {"economy": result.economy, "draws": result.draws.to_dict(), "outside": found.to_dict("records")}
        document |= {"data": data, "warnings": result.warnings}
        emit(json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n")
        return
    with printing() as console:
        print_text(console, f"{printable(result.name)}: how far could it be off?", style="bold")
        print_text(
            console,
            f"Region: {result.region.label}. Trade model: {result.model}. Economy: {result.economy}. "
            f"{result.draws.count:,} draws, seed {result.draws.seed}.",
        )
        print_intervals(result, console)
        print_drivers(result, console)
        print_convergence(result, console)
        print_outside(found, console)
        console.print()
        print_text(console, "What data say that the model has not seen", style="bold")
        for title, reading in data.items():
            print_text(console, f"{title}: {reading}")
        for warning in result.warnings:
            if warning.startswith("The draws were made"):
                print_text(console, f"Note: {warning}")
        print_files(console, written)


def _ablate(site: str, changes: dict[str, Any], economy: int | None, as_json: bool) -> None:
    from impact.evidence import ablate

    study = read_study(site, changes, economy)
    with step("Solving each alternative", "Alternatives") as report:
        found = ablate(study, progress=report)
    if as_json:
        document = {"economy": study.structure_year, "alternatives": found.to_dict("records")}
        emit(json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n")
        return
    with printing() as console:
        print_text(console, f"{printable(study.name)}, in the economy of {study.structure_year}", style="bold")
        for phase in reversed(found.phase.unique()):
            print_alternatives(found[found.phase == phase], str(phase), console)


def print_alternatives(found: "pd.DataFrame", phase: str, console: "Console") -> None:
    """Print the total effect in the region with each assumption at its alternatives."""
    rows = [
        [row["assumption"], row["alternative"], *written, f"{row['change']:+.1%}"]
        for row, written in zip(found.to_dict("records"), figures(found), strict=True)
    ]
    columns = ["Assumption", "Alternative", *measure_titles().values(), "Jobs change"]
    title = f"One assumption at a time: total effect of {phase} in the region"
    print_table(console, title, columns, rows, numbers=len(columns) - 2)

"""``impact evidence``: intervals and accuracy of a study's figures."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from .alternatives import ablate, compare_models, extraction, onshoring
from .commands import add
from .completion import site as complete_site
from .coverage import coverage, quick_errors
from .intervals import draw_intervals, print_convergence, print_drivers, print_intervals, print_outside, print_settle
from .options import Changes, JsonOption
from .screen import emit, print_files, print_text, printable, printing
from .steps import step
from .studies import read_study, saved_or_none

if TYPE_CHECKING:
    from impact import Result

DRAWS = 500


class Parts(TyperGroup):
    """Group of the evidence commands.

    A site in place of a command is answered with the command to write.
    """

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find a command."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            from impact.errors import UsageError

            raise UsageError(
                f"There is no 'impact evidence {printable(args[0])}'. Write 'impact evidence draw "
                f"SITE', or {', '.join(name for name in self.commands if name != 'draw')} in place of draw."
            )
        return super().resolve_command(ctx, args)


app = typer.Typer(cls=Parts, help="How far off a study could be: draws and alternatives.", no_args_is_help=True)


@app.callback()
def callback() -> None:
    """How far off a study could be: draws and alternatives."""


def draw(
    site: Annotated[
        str,
        typer.Argument(
            metavar="SITE",
            help="A site or study file, FACILITY@COUNTY, or a folder saved by 'impact run --draws --out'.",
            autocompletion=complete_site,
        ),
    ],
    changes: Changes,
    draws: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="How often the assumptions are drawn; by default 500.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(metavar="NUMBER", help="The same seed gives the same figures; by default 1.")
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="Dask scheduler whose workers solve for the draws, such as tcp://10.0.0.1:8786."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="New folder for the result with its draws.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Draw the assumptions: 90 % intervals and what drives them.

    Published findings and evidence from other data stand beside them.
    """
    import impact
    from impact._files import refuse_existing

    if out is not None:
        refuse_existing(out)
    saved = saved_or_none(site, changes, {"draws": draws, "seed": seed, "scheduler": scheduler})
    if saved is None:
        study, count = read_study(site, changes), DRAWS if draws is None else draws
        with step("Studying the effects") as report:
            result = impact.run(study, progress=report)
        result = draw_intervals(result, count, 1 if seed is None else seed, scheduler)
    else:
        result = saved
        result.intervals()
    written = result.save(out) if out is not None else []
    _show(result, written, as_json)


def _show(result: "Result", written: list[Path], as_json: bool) -> None:
    from impact.evidence import explained, outside_evidence, readings

    findings = outside_evidence(result)
    assert result.draws is not None
    with step("Asking the data"):
        data = readings(result)
    if as_json:
        document = {"economy": result.economy, "draws": result.draws.to_dict(), "outside": findings.to_dict("records")}
        document |= {"data": data, "warnings": list(result.warnings)}
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
        print_settle(result, console)
        print_convergence(result, console)
        print_outside(findings, console)
        console.print()
        for sentence in explained(result):
            print_text(console, sentence)
        console.print()
        print_text(console, "What data say that the model has not seen", style="bold")
        for title, reading in data.items():
            print_text(console, f"{title}: {reading}")
        for note in result.notes:
            if note.code == "draws":
                print_text(console, f"Note: {note.text}")
        print_files(console, written)


add(app, "draw", draw)
add(app, "ablate", ablate)
add(app, "onshoring", onshoring)
add(app, "extraction", extraction)
add(app, "compare-models", compare_models)
add(app, "coverage", coverage)
add(app, "quick-errors", quick_errors)

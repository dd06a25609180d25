"""``impact run``: study one or more sites."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .intervals import draw_intervals, print_intervals, print_outside, redraw_intervals
from .options import (
    CapacityOption,
    DiscountOption,
    DomesticShareOption,
    EconomyOption,
    JobsOption,
    JsonOption,
    OutputOption,
    QuietOption,
    RecipeOption,
    RegionOption,
    ReproduceOption,
    ScenarioOption,
    TradeOption,
)
from .screen import (
    CutColumn,
    emit,
    figures,
    jobs,
    measure_titles,
    money,
    print_files,
    print_table,
    print_text,
    printing,
)
from .steps import step
from .studies import read_study, stated_shares
from .telling import show

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from rich.console import Console

    from impact import Result, Study

INPUTS_SHOWN = 15


def command(
    site: Annotated[
        str | None,
        typer.Argument(metavar="SITE", help='A site or study file, or FACILITY@COUNTY, as cell-lfp@"Storey, NV".'),
    ] = None,
    capacity: CapacityOption = None,
    at_work: JobsOption = None,
    output: OutputOption = None,
    region: RegionOption = None,
    trade: TradeOption = None,
    recipe: RecipeOption = None,
    domestic_share: DomesticShareOption = None,
    scenario: ScenarioOption = None,
    discount: DiscountOption = None,
    economy: EconomyOption = None,
    year: Annotated[int | None, typer.Option(help="Year of operation, 1998 to 2023.")] = None,
    dollar_year: Annotated[int | None, typer.Option(help="Year of the prices, 1997 to 2023.")] = None,
    out: Annotated[Path | None, typer.Option(help="New folder for tables (csv), result.json and map.html.")] = None,
    compare_models: Annotated[
        bool, typer.Option("--compare-models", help="Print the region's total by every trade model, side by side.")
    ] = False,
    onshoring: Annotated[
        bool, typer.Option("--onshoring", help="Print the jobs that hang on where each of the plant's inputs is made.")
    ] = False,
    draws: Annotated[
        int | None, typer.Option(help="Draw the assumptions this often, such as 500, and print intervals.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the draws: the same seed gives the same figures.")] = 1,
    reproduce: ReproduceOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Study a site, or several that feed each other: jobs and incomes in their region.

    Direct, indirect and induced jobs, labor income, value added and output of construction and of a year of full
    operation.

    Options replace what a site file says; a size (capacity, jobs or output) replaces all its sizes.
    """
    from impact._files import refuse_existing
    from impact.errors import UsageError

    if out is not None:
        refuse_existing(out)
    if compare_models and as_json:
        raise UsageError("--compare-models prints a table; run each model with --trade to get its --json.")
    changes: dict[str, Any] = {"capacity": capacity, "jobs": at_work, "output": output, "region": region}
    changes |= {"trade": trade, "year": year, "dollar_year": dollar_year, "recipe": recipe, "discount": discount}
    changes |= {"domestic_shares": stated_shares(domestic_share) if domestic_share else None}
    if scenario is not None:
        changes = _in_scenario(scenario, changes)
    if reproduce is not None:
        saved = saved_result(reproduce, site, [*changes.values(), economy, draws, None if seed == 1 else seed])
        study, result = _repeated(saved)
    elif site is None:
        raise UsageError(
            "SITE is missing: name a file, or FACILITY@COUNTY. To repeat a result, give --reproduce result.json."
        )
    else:
        study = read_study(site, changes, economy)
        result = _studied(study)
        result = draw_intervals(result, draws, seed) if draws is not None else result
    others = _by_other_models(study, result) if compare_models else []
    inputs = _made_at_home(study) if onshoring else None
    written = _written(result, out)
    if as_json:
        emit(json.dumps(_document(result, inputs), allow_nan=False) + "\n")
    elif not quiet:
        _print(result, others, inputs, written)


def _in_scenario(scenario: Path, changes: dict[str, Any]) -> dict[str, Any]:
    """Return the keys of a scenario file, and what the command line replaces among them."""
    from impact.studies import read_file

    given = {key: value for key, value in changes.items() if value is not None}
    return {str(key): value for key, value in read_file(scenario).items()} | given


def _studied(study: "Study", trade: str | None = None) -> "Result":
    import impact

    with step("Studying the effects") as report:
        return impact.run(study, trade, report)


def _repeated(saved: "Result") -> "tuple[Study, Result]":
    """Return the study of a saved result, and the result made again."""
    from impact import Study
    from impact.runs import reproduce

    with step("Studying the effects") as report:
        result = reproduce(saved, report)
    return Study.read(dict(saved.inputs)), result if saved.draws is None else redraw_intervals(saved)


def _by_other_models(study: "Study", result: "Result") -> "list[Result]":
    """Return the results of the trade models that a result does not use."""
    import impact
    from impact.trade import TRADE_MODELS

    with step("Studying the other trade models"):
        return [impact.run(study, model) for model in TRADE_MODELS if model != result.model]


def _made_at_home(study: "Study") -> "pd.DataFrame":
    from impact.effects import onshoring

    with step("Studying inputs made at home") as report:
        return onshoring(study, report)


def _written(result: "Result", out: Path | None) -> list[Path]:
    if out is None:
        return []
    with step("Writing tables and map"):
        return result.save(out)


def _document(result: "Result", inputs: "pd.DataFrame | None") -> dict[str, Any]:
    return result.to_dict() | ({} if inputs is None else {"onshoring": inputs.to_dict("records")})


def _print(result: "Result", others: "list[Result]", inputs: "pd.DataFrame | None", written: list[Path]) -> None:
    with printing() as console:
        show(result, console)
        if result.draws is not None:
            from impact.evidence import outside_evidence

            print_intervals(result, console)
            print_outside(outside_evidence(result), console)
        if others:
            compare([result, *others], console)
        if inputs is not None:
            print_onshoring(inputs, console)
        print_files(console, written)


def saved_result(path: Path, site: str | None, options: list[Any]) -> "Result":
    """Read the result to repeat; a site or options of a study beside it would make another."""
    from impact import Result
    from impact.errors import UsageError

    if site is not None or any(option is not None for option in options):
        raise UsageError(
            "--reproduce repeats the study of the result as it was, with its draws: give no site, no options of a "
            "study and no --draws or --seed."
        )
    return Result.load(path)


def compare(results: "Sequence[Result]", console: "Console") -> None:
    """Print the region's total effect by trade model, and how far apart the models are."""
    phase = results[0].summary().phase.iloc[-1]
    summaries = [summary[summary.phase == phase] for summary in (result.summary() for result in results)]
    totals = [summary[summary.effect == "total"] for summary in summaries]
    rows = [[result.model, *figures(total)[0]] for result, total in zip(results, totals, strict=True)]
    print_table(
        console,
        f"Total effect of {phase} in the region by trade model: {results[0].units(phase)}",
        ["Model", *measure_titles().values()],
        rows,
        numbers=len(measure_titles()),
    )
    found = sorted(float(total["jobs"].iloc[0]) for total in totals)
    direct = float(summaries[0].query("effect == 'direct'")["jobs"].iloc[0])
    console.print()
    print_text(
        console,
        f"Spread of jobs in {results[0].region.label}: {jobs(found[0])} to {jobs(found[-1])}, "
        f"{found[0] / direct:.2f} to {found[-1] / direct:.2f} per direct job.",
    )


def print_onshoring(inputs: "pd.DataFrame", console: "Console") -> None:
    """Print the inputs with the most jobs to gain, at the domestic share studied and if all were made at home."""
    shown = inputs.head(INPUTS_SHOWN)
    sites = shown.site.nunique() > 1
    rows = [
        [
            f"{row['item']}, {row['site']}" if sites else row["item"],
            row["commodity"],
            money(row["value"]),
            f"{row['domestic_share']:.0%}",
            *(jobs(row[name]) for name in ("jobs", "jobs_all", "region_jobs", "region_jobs_all")),
        ]
        for row in shown.to_dict("records")
    ]
    print_table(
        console,
        f"Jobs from inputs made at home, in the nation and in the region (first {len(rows)} of {len(inputs)} inputs)",
        [CutColumn("Input"), "Code", "Million USD", "At home", "Jobs", "if all", "Region", "if all"],
        rows,
        numbers=6,
    )
    console.print()
    print_text(
        console,
        "Jobs are indirect and induced and grow in step with the share made at home; 'if all' is at a share of one. "
        "State another with --domestic-share CODE=SHARE.",
    )

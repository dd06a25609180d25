"""``impact run``: study one site."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .intervals import draw_intervals, print_intervals, print_outside, redraw_intervals
from .options import EconomyOption, JsonOption, TradeOption
from .screen import (
    MEASURE_TITLES,
    emit,
    jobs,
    money,
    number,
    print_files,
    print_table,
    print_text,
    printable,
    printing,
)
from .settings import economy_year
from .steps import step

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from rich.console import Console

    from impact import Result, Study

COUNTIES_SHOWN, INPUTS_SHOWN, OCCUPATIONS_SHOWN = 12, 15, 8
FIRST_DATED = 1900  # smaller years are counted, not dated
PHASE_TITLES = {"operations": "A year of full operation", "construction": "Construction, all years"}
PLACE_TITLES = {
    "county": "the site's county",
    "region": "rest of the study region",
    "state": "rest of the state",
    "nation": "rest of the nation",
}


def command(
    site: Annotated[
        str | None,
        typer.Argument(metavar="SITE", help='A site or study file, or FACILITY@COUNTY, as cell-lfp@"Storey, NV".'),
    ] = None,
    capacity: Annotated[
        str | None, typer.Option(help='In the unit of the facility type or another, such as "20 kt/yr".')
    ] = None,
    jobs: Annotated[float | None, typer.Option(help="Direct jobs.")] = None,
    output: Annotated[float | None, typer.Option(help="Sales of a year, million USD of the dollar year.")] = None,
    region: Annotated[
        str | None,
        typer.Option(
            help='Such as "Storey, NV; Washoe, NV", cbsa:39900, cz:80, state:NV, "within 100 km of Storey, NV".'
        ),
    ] = None,
    trade: TradeOption = None,
    recipe: Annotated[
        Literal["parts", "average"] | None,
        typer.Option(help="What the plant buys: by its cost structure (parts), or as its BEA industry does (average)."),
    ] = None,
    domestic_share: Annotated[
        list[str] | None,
        typer.Option(
            help="What of a commodity is made at home, such as 325180=0.6; may be repeated.", metavar="CODE=S"
        ),
    ] = None,
    scenario: Annotated[
        Path | None, typer.Option(help="A file with keys of a site that replace those of the site.")
    ] = None,
    discount: Annotated[
        float | None, typer.Option(help="Yearly rate, such as 0.03, for the present value of all years.")
    ] = None,
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
    reproduce: Annotated[
        Path | None,
        typer.Option(
            help="Repeat a saved result.json with its own study, or say which table differs.", metavar="RESULT"
        ),
    ] = None,
    as_json: JsonOption = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")] = False,
) -> None:
    """Study a site, or several that feed each other: jobs and incomes in their region.

    Direct, indirect and induced jobs, labor income, value added and output of construction and of a year of full
    operation.

    Options replace what a site file says; a size (capacity, jobs or output) replaces all its sizes.
    """
    import impact
    from impact.effects import onshoring as made_at_home
    from impact.effects import refuse_existing
    from impact.effects import reproduce as repeated
    from impact.errors import UsageError

    if out is not None:
        refuse_existing(out)
    if compare_models and as_json:
        raise UsageError("--compare-models prints a table; run each model with --trade to get its --json.")
    changes: dict[str, Any] = {"capacity": capacity, "jobs": jobs, "output": output, "region": region, "trade": trade}
    changes |= {"year": year, "dollar_year": dollar_year, "recipe": recipe}
    if domestic_share:
        changes["domestic_shares"] = stated_shares(domestic_share)
    if scenario is not None:
        from impact.studies import read_mapping

        given = {key: value for key, value in changes.items() if value is not None}
        changes = {str(key): value for key, value in read_mapping(scenario).items()} | given
    saved = None
    if reproduce is not None:
        saved = saved_result(reproduce, site, [*changes.values(), economy, draws, None if seed == 1 else seed])
        studied = impact.Study.read(dict(saved.inputs))
    elif site is None:
        raise UsageError(
            "SITE is missing: name a file, or FACILITY@COUNTY. To repeat a result, give --reproduce result.json."
        )
    else:
        studied = read_study(site, changes, economy)
    if draws is not None:
        result = draw_intervals(studied, draws, seed)
    else:
        with step("Studying the effects") as report:
            result = repeated(saved, report) if saved else impact.run(studied, progress=report)
    if saved is not None and saved.draws is not None:
        result = redraw_intervals(saved)
    others, inputs, written = [], None, []
    if compare_models:
        with step("Studying the other trade models"):
            others = [impact.run(studied, model) for model in other_models(result)]
    if onshoring:
        with step("Studying inputs made at home") as report:
            inputs = made_at_home(studied, report)
    if out is not None:
        with step("Writing tables and map"):
            written = result.save(out)
    if as_json:
        document = result.to_dict()
        if inputs is not None:
            document["onshoring"] = inputs.to_dict("records")
        emit(json.dumps(document, allow_nan=False) + "\n")
    elif not quiet:
        with printing() as console:
            show(result, console, discount)
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


def other_models(result: "Result") -> list[str]:
    """Return the trade models that a result does not use."""
    from impact.trade import TRADE_MODELS

    return [model for model in TRADE_MODELS if model != result.model]


def compare(results: "Sequence[Result]", console: "Console") -> None:
    """Print the region's total effect by trade model, and how far apart the models are."""
    phase = results[0].summary().phase.iloc[-1]
    summaries = [summary[summary.phase == phase] for summary in (result.summary() for result in results)]
    totals = [summary[summary.effect == "total"] for summary in summaries]
    rows = [[result.model, *figures(total)[0]] for result, total in zip(results, totals, strict=True)]
    print_table(
        console,
        f"Total effect of {phase} in the region by trade model: {unit(phase, results[0])}",
        ["Model", *MEASURE_TITLES.values()],
        rows,
        numbers=4,
    )
    found = sorted(float(total["jobs"].iloc[0]) for total in totals)
    direct = float(summaries[0].query("effect == 'direct'")["jobs"].iloc[0])
    console.print()
    print_text(
        console,
        f"Spread of jobs in the region of {results[0].sites[0].county}: {jobs(found[0])} to {jobs(found[-1])}, "
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
        ["Input", "Code", "Million USD", "At home", "Jobs", "if all", "Region", "if all"],
        rows,
        numbers=6,
        cut=["Input"],
    )
    console.print()
    print_text(
        console,
        "Jobs are indirect and induced and grow in step with the share made at home; 'if all' is at a share of one. "
        "State another with --domestic-share CODE=SHARE.",
    )


def stated_shares(texts: list[str]) -> dict[str, float]:
    """Read shares by commodity such as 325180=0.6."""
    from impact.errors import UsageError

    shares = {}
    for text in texts:
        code, _, share = text.partition("=")
        if code.strip() in shares:
            raise UsageError(f"--domestic-share gives {printable(code.strip())!r} twice. Leave one of them out.")
        try:
            shares[code.strip()] = float(share)
        except ValueError:
            raise UsageError(
                f"--domestic-share {printable(text)!r} is not a code and a share. Write 325180=0.6."
            ) from None
    return shares


def read_study(text: str, changes: dict[str, Any], economy: int | None = None) -> "Study":
    """Read a site or study file or the short form, with the options given on the command line put in.

    Its economy is that of ``--economy``, its own or that of the settings: the first that is stated.
    """
    from impact import Study

    read = Study.short if "@" in text and not os.path.lexists(text) else Study.load
    study = read(text, **changes)
    return study.in_economy(economy_year(economy, study.economy))


def saved_or_none(text: str, given: dict[str, Any]) -> "Result | None":
    """Return the result that a folder or json file holds, None for a site; refuse options beside a saved one."""
    from impact import Result
    from impact.errors import UsageError

    if not (os.path.isdir(text) or text.lower().endswith(".json")):
        return None
    option = next((name for name, value in given.items() if value is not None), None)
    if option is not None:
        raise UsageError(f"--{option} cannot change {printable(text)}, which is saved. Give its site instead.")
    return Result.load(text)


def show(result: "Result", console: "Console", discount: float | None = None) -> None:
    """Print the effects by phase, place and county, the assumptions and the warnings."""
    measures = list(MEASURE_TITLES.values())
    counties = dict.fromkeys(site.county for site in result.sites)
    print_text(console, f"{printable(result.name)}: {'; '.join(counties)}", style="bold")
    print_text(console, f"Region: {result.region.label}. {made_with(result)}")
    summary, places, by_county = result.summary(), result.by_place(), result.by_county()
    for phase in reversed(summary.phase.unique()):  # operations first
        title = f"{PHASE_TITLES[phase]}, effects in the region: {unit(phase, result)}"
        rows = summary[summary.phase == phase]
        print_table(
            console,
            title,
            ["Effect", *measures],
            [[effect, *row] for effect, row in zip(rows.effect, figures(rows), strict=True)],
            numbers=4,
        )
    if len(result.sites) > 1:
        totals = result.by_site().query("effect == 'total'")
        rows = [
            [printable(site), phase, *row]
            for site, phase, row in zip(totals.site, totals.phase, figures(totals), strict=True)
        ]
        print_table(console, "Total effect in the region by site", ["Site", "Phase", *measures], rows, numbers=4)
    main, built = summary.phase.iloc[-1], summary.phase.nunique() > 1
    columns = [*measures, *(["Job-years"] if built else [])]
    of_what = f"{PHASE_TITLES[main].lower()}, {unit(main, result)}" + ("; job-years of construction" if built else "")
    whole = places[(places.effect == "total") & (places.place != "all")]
    if whole.place.nunique() > 2 or "nation" in set(whole.place):
        rows = [[PLACE_TITLES[place], *row] for place, row in beside(whole, "place", main)]
        print_table(console, f"Where the total effect is: {of_what}", ["Place", *columns], rows, numbers=len(columns))
    totals = by_county[by_county.effect == "total"]
    if totals.fips.nunique() > 1:
        labels = dict(zip(totals.fips, totals.name + ", " + totals.state, strict=True))
        ranked = totals[totals.phase == main].sort_values("jobs", ascending=False, kind="stable").fips
        first = list(ranked[:COUNTIES_SHOWN])
        found = dict(beside(totals[totals.fips.isin(first)], "fips", main))
        more = f" (first {len(first)} of {len(ranked):,} counties)" if len(ranked) > len(first) else ""
        print_table(
            console,
            f"Total effect by county: {of_what}{more}",
            ["County", *columns],
            [[labels[fips], *found[fips]] for fips in first],
            numbers=len(columns),
        )
    print_years(result, console)
    print_people(result, console)
    if discount is not None:
        print_present_value(result, discount, console)
    from impact.reference import assumptions

    declared = assumptions()
    assumed = [
        [
            assumption.title,
            f"{number(assumption.value)} {assumption.unit}".strip()
            + (" (yours)" if assumption.overridden and assumption.value != declared[assumption.name].value else ""),
            f"{number(assumption.low)} to {number(assumption.high)}" if assumption.low is not None else "",
            assumption.source,
        ]
        for assumption in result.assumptions
    ]
    print_table(console, "Assumptions", ["Assumption", "Value", "Range", "Source"], assumed, cut=["Source"])
    console.print()
    for warning in result.warnings:
        print_text(console, f"Note: {warning}")


def made_with(result: "Result") -> str:
    """Say which model, economy and year a result is of."""
    return f"Trade model: {result.model}. Economy: {result.economy}. Year: {result.year}."


def beside(effects: "pd.DataFrame", key: str, main: str) -> list[tuple[str, list[str]]]:
    """Return for each key the figures of the main phase and, where both phases are there, job-years of construction."""
    rows = effects[effects.phase == main]
    shown = dict(zip(rows[key], figures(rows), strict=True))
    if effects.phase.nunique() > 1:
        built = effects[effects.phase != main].set_index(key).jobs
        for name, row in shown.items():
            row.append(jobs(float(built.get(name, 0.0))))
    return list(shown.items())


def print_people(result: "Result", console: "Console") -> None:
    """Print who would work in a single plant, and where they live."""
    if len(result.sites) > 1 or "operations" not in set(result.counties.phase):
        return
    from impact.errors import ModelError
    from impact.workforce import workforce

    from .workforce import print_homes, print_occupations

    try:
        with step("Finding the workers"):
            found = workforce(result)
    except ModelError as error:
        print_text(console, f"Note: {error}")
        return
    print_occupations(found, console, OCCUPATIONS_SHOWN)
    print_homes(found.homes, console)


def print_years(result: "Result", console: "Console") -> None:
    """Print the jobs of each year where construction or a ramp makes them differ; equal years share a line."""
    years = result.by_year().query("effect == 'total'").pivot(index="year", columns="phase", values="jobs")
    if len(years.drop_duplicates()) == 1:
        return
    phases = [phase for phase in ("construction", "operations") if phase in years]
    texts = years[phases].map(lambda value: jobs(value) if value == value else "")
    runs = (texts != texts.shift()).any(axis=1).cumsum()
    rows = [
        [" to ".join(dict.fromkeys(str(year) for year in (part.index[0], part.index[-1]))), *part.iloc[0]]
        for _, part in texts.groupby(runs)
    ]
    titles = {"construction": "Construction, job-years", "operations": "Operations, jobs"}
    print_table(
        console,
        f"Total effect in the region by year{counting(result)}",
        ["Year", *(titles[phase] for phase in phases)],
        rows,
        numbers=len(phases),
    )


def print_present_value(result: "Result", discount: float, console: "Console") -> None:
    """Print what all years together are worth."""
    years = result.by_year(discount).query("effect == 'total'")
    money_measures = [measure for measure in MEASURE_TITLES if measure != "jobs"]
    rows = [
        [str(phase), *(money(float(part[measure].sum())) for measure in money_measures)]
        for phase, part in years.groupby("phase")
    ]
    print_table(
        console,
        f"Present value in the region at {discount:.1%} a year, {years.year.min()} to {years.year.max()}"
        f"{counting(result)}: million USD of {result.dollar_year}",
        ["Phase", *(MEASURE_TITLES[measure] for measure in money_measures)],
        rows,
        numbers=3,
    )


def counting(result: "Result") -> str:
    """Say how years are counted where no site says when it opens."""
    return ", year 1 the first of operation" if result.years.year.min() < FIRST_DATED else ""


def unit(phase: str, result: "Result") -> str:
    """Return what the figures of a phase are."""
    return f"{'job-years' if phase == 'construction' else 'jobs'}, and million USD of {result.dollar_year}"


def figures(effects: "pd.DataFrame") -> list[list[str]]:
    """Return the four measures of each row as they are shown."""
    return [
        [jobs(row["jobs"]), *(money(row[measure]) for measure in MEASURE_TITLES if measure != "jobs")]
        for row in effects[list(MEASURE_TITLES)].to_dict("records")
    ]

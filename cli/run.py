"""``impact run``: study one site."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import JsonOption, TradeOption
from .screen import MEASURE_TITLES, balancing, emit, jobs, money, number, print_table, print_text, printable, printing

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from rich.console import Console

    from impact import Result, Site

COUNTIES_SHOWN = 12
PLACE_TITLES = {
    "county": "the site's county",
    "region": "rest of the study region",
    "state": "rest of the state",
    "nation": "rest of the nation",
}


def command(
    site: Annotated[
        str, typer.Argument(metavar="SITE", help='A site file, or FACILITY@COUNTY such as recycling@"Storey, NV".')
    ],
    capacity: Annotated[float | None, typer.Option(help="In the unit of the facility type, such as t/yr.")] = None,
    jobs: Annotated[float | None, typer.Option(help="Direct jobs.")] = None,
    output: Annotated[float | None, typer.Option(help="Sales of a year, million USD of the dollar year.")] = None,
    region: Annotated[
        str | None,
        typer.Option(
            help='Such as "Storey, NV; Washoe, NV", cbsa:39900, cz:80, state:NV, "within 100 km of Storey, NV".'
        ),
    ] = None,
    trade: TradeOption = None,
    year: Annotated[int | None, typer.Option(help="Year of operation, 1998 to 2023.")] = None,
    dollar_year: Annotated[int | None, typer.Option(help="Year of the prices, 1997 to 2023.")] = None,
    out: Annotated[Path | None, typer.Option(help="New folder for tables (csv), result.json and map.html.")] = None,
    compare_models: Annotated[
        bool, typer.Option("--compare-models", help="Print the region's total by every trade model, side by side.")
    ] = False,
    as_json: JsonOption = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")] = False,
) -> None:
    """Study a site: jobs and incomes in its region.

    Direct, indirect and induced jobs, labor income, value added and output of a year of full operation.

    Options replace what a site file says; a size (capacity, jobs or output) replaces all its sizes.
    """
    import impact
    from impact.effects import refuse_existing
    from impact.errors import UsageError

    if out is not None:
        refuse_existing(out)
    if compare_models and as_json:
        raise UsageError("--compare-models prints a table; run each model with --trade to get its --json.")
    sizes = {"capacity": capacity, "jobs": jobs, "output": output}
    changes = sizes | {"region": region, "trade": trade, "year": year, "dollar_year": dollar_year}
    studied = read_site(site, changes)
    with balancing() as report:
        result = impact.run(studied, progress=report)
        others = [impact.run(studied, trade=model) for model in other_models(result)] if compare_models else []
    written = result.save(out) if out is not None else []
    if as_json:
        document = result.to_dict()
        emit(json.dumps(document, allow_nan=False) + "\n")
    elif not quiet:
        with printing() as console:
            show(result, console)
            if others:
                compare([result, *others], console)
            for path in written:
                console.print(f"Wrote {printable(str(path), 4096)}", markup=False, soft_wrap=True)


def other_models(result: "Result") -> list[str]:
    """Return the trade models that a result does not use."""
    from impact.trade import TRADE_MODELS

    return [model for model in TRADE_MODELS if model != result.model]


def compare(results: "Sequence[Result]", console: "Console") -> None:
    """Print the region's total effect by trade model, and how far apart the models are."""
    totals = [result.summary().query("effect == 'total'") for result in results]
    rows = [[result.model, *figures(total)[0]] for result, total in zip(results, totals, strict=True)]
    first = results[0].site
    print_table(
        console,
        f"Total effect in the region by trade model: jobs, and million USD of {results[0].dollar_year}",
        ["Model", *MEASURE_TITLES.values()],
        rows,
        numbers=4,
    )
    found = sorted(float(total["jobs"].iloc[0]) for total in totals)
    direct = float(results[0].summary().query("effect == 'direct'")["jobs"].iloc[0])
    console.print()
    print_text(
        console,
        f"Spread of jobs in the region of {first.county}: {jobs(found[0])} to {jobs(found[-1])}, "
        f"{found[0] / direct:.2f} to {found[-1] / direct:.2f} per direct job.",
    )


def read_site(text: str, changes: dict[str, Any]) -> "Site":
    """Read a site file or the short form, with the options given on the command line put in."""
    from impact import Site

    if "@" in text and not os.path.lexists(text):
        return Site.short(text, **changes)
    return Site.load(text, **changes)


def show(result: "Result", console: "Console") -> None:
    """Print the effects, the counties, the assumptions and the warnings."""
    unit = f"jobs, and million USD of {result.dollar_year}"
    measures = list(MEASURE_TITLES.values())
    print_text(console, f"{printable(result.site.name)}: {result.site.county}", style="bold")
    print_text(
        console,
        f"Region: {result.region.label}. Trade model: {result.model}. A year of full operation, as in {result.year}.",
    )
    summary = result.summary()
    effects = [[effect, *row] for effect, row in zip(summary.effect, figures(summary), strict=True)]
    print_table(console, f"Effects in the region: {unit}", ["Effect", *measures], effects, numbers=4)
    places = result.by_place()
    whole = places[(places.effect == "total") & (places.place != "all")]
    if len(whole) > 2 or "nation" in set(whole.place):
        rest = [[PLACE_TITLES[place], *row] for place, row in zip(whole.place, figures(whole), strict=True)]
        print_table(console, f"Where the total effect is: {unit}", ["Place", *measures], rest, numbers=4)
    counties = result.by_county()
    totals = counties[counties.effect == "total"].sort_values("jobs", ascending=False, kind="stable")
    if len(totals) > 1:
        shown = totals.head(COUNTIES_SHOWN)
        rows = [
            [f"{name}, {state}", *row] for name, state, row in zip(shown.name, shown.state, figures(shown), strict=True)
        ]
        more = f" (first {len(shown)} of {len(totals)} counties)" if len(totals) > len(shown) else ""
        print_table(console, f"Total effect by county: {unit}{more}", ["County", *measures], rows, numbers=4)
    assumptions = [
        [
            assumption.title,
            f"{number(assumption.value)} {assumption.unit}".strip() + (" (yours)" if assumption.overridden else ""),
            f"{number(assumption.low)} to {number(assumption.high)}" if assumption.low is not None else "",
            assumption.source,
        ]
        for assumption in result.assumptions
    ]
    print_table(console, "Assumptions", ["Assumption", "Value", "Range", "Source"], assumptions, cut=["Source"])
    console.print()
    for warning in result.warnings:
        print_text(console, f"Note: {warning}")


def figures(effects: "pd.DataFrame") -> list[list[str]]:
    """Return the four measures of each row as they are shown."""
    return [
        [jobs(row["jobs"]), *(money(row[measure]) for measure in MEASURE_TITLES if measure != "jobs")]
        for row in effects[list(MEASURE_TITLES)].to_dict("records")
    ]

"""``impact multipliers``: what a dollar or a job of each industry does in a county or region."""

import json
from typing import Annotated

import typer

from .options import JsonOption, TradeOption
from .screen import emit, print_table, print_text, printing

SHOWN = 20
COLUMNS = {
    "local_jobs": "Jobs here",
    "jobs_direct": "Jobs",
    "jobs_type1": "Jobs I",
    "jobs_type2": "Jobs II",
    "labor_income_type2": "Income II",
    "value_added_type2": "VA II",
    "output_type2": "Output II",
}


def command(
    county: Annotated[
        str, typer.Argument(metavar="COUNTY", help='County or region, such as "Storey, NV" or cbsa:39900.')
    ],
    industry: Annotated[str | None, typer.Option(help="One BEA or NAICS industry code.")] = None,
    trade: TradeOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the multipliers of a county's industries.

    Jobs per million USD of output, and USD per USD, of 2017: direct, with suppliers (I), and with households (II).
    """
    from impact.counties import region
    from impact.effects import regional_multipliers
    from impact.errors import RegionError
    from impact.facilities import industry_mix

    trade = trade or "flq"
    wanted = industry_mix({industry: 1.0}) if industry is not None else None
    place = region(county)
    table = regional_multipliers(county, trade)
    if wanted is not None:
        table = table[table.industry.isin(wanted)]
        if table.empty:
            raise RegionError(
                f"{place.label} has no jobs in {', '.join(wanted)} (2017), so it has no multipliers of its own for it. "
                'A larger region may have: cbsa:39900, cz:80, state:NV or "within 100 km of Storey, NV".'
            )
    if as_json:
        document = {
            "region": {"label": place.label, "fips": list(place.fips)},
            "model": trade,
            "multipliers": table.to_dict("records"),
            "warnings": list(place.notices),
        }
        emit(json.dumps(document, allow_nan=False) + "\n")
        return
    shown = table.sort_values(["local_jobs", "industry"], ascending=[False, True]).head(SHOWN)
    rows = [
        [
            f"{row['industry']} {row['title']}",
            f"{row['local_jobs']:,.0f}",
            *(f"{row[name]:.2f}" for name in ("jobs_direct", "jobs_type1", "jobs_type2")),
            *(f"{row[name]:.3f}" for name in ("labor_income_type2", "value_added_type2", "output_type2")),
        ]
        for row in shown.to_dict("records")
    ]
    rest = f" {len(shown)} of {len(table)} industries, by jobs here; --json gives all." if len(table) > SHOWN else ""
    with printing() as console:
        title = f"Multipliers of {place.label} by {trade}, per million USD of output of 2017"
        print_table(console, title, ["Industry", *COLUMNS.values()], rows, numbers=7, cut=["Industry"])
        console.print()
        print_text(
            console,
            "Jobs here: in 2017. Jobs: of the industry itself, per million USD of its output; I: with its suppliers "
            "in the region; II: with household spending too. Income, VA (value added), Output: USD per USD of output."
            + rest,
        )
        for notice in place.notices:
            print_text(console, f"Note: {notice}")

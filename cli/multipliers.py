"""``impact multipliers``: what a dollar or a job of each industry does in a county or region."""

import json
from collections.abc import Hashable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import EconomyOption, JsonOption, TradeOption
from .screen import CutColumn, emit, print_files, print_table, print_text, printing
from .settings import economy_year
from .steps import step

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 20
REGIONAL = {
    "local_jobs": "Jobs here",
    "jobs_direct": "Jobs",
    "jobs_type1": "Jobs I",
    "jobs_type2": "Jobs II",
    "labor_income_type2": "Income II",
    "value_added_type2": "VA II",
    "output_type2": "Output II",
}
NATIONAL = {
    "local_jobs": "Jobs here",
    "jobs_direct": "Jobs",
    "jobs_county": "county",
    "jobs_state": "state",
    "jobs_us": "U.S.",
    "labor_income_us": "Income",
    "value_added_us": "VA",
    "output_us": "Output",
}
REGIONAL_NOTE = (
    "Economy of {year}. Jobs here: in that year. Jobs: of the industry itself, per million USD of its output; I: with "
    "its suppliers in the region; II: with household spending too. Income, VA (value added), Output: USD per USD of "
    "output."
)
NATIONAL_NOTE = (
    "Economy of {year}. Jobs here: in that year. Jobs: of the industry itself, per million USD of its output, and with "
    "suppliers and household spending in the county, the state and the U.S. Income, VA (value added), Output: USD per "
    "USD of output, in the U.S."
)


def command(
    county: Annotated[
        str, typer.Argument(metavar="COUNTY", help='County, such as "Storey, NV"; with a quotient also cbsa:39900.')
    ],
    industry: Annotated[str | None, typer.Option(help="One BEA or NAICS industry code.")] = None,
    trade: TradeOption = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the multipliers of every county and industry to this parquet file.")
    ] = None,
    economy: EconomyOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the multipliers of a county's industries.

    Jobs per million USD of output, and USD per USD, of the economy's year: direct, in the county, in the state and in
    the U.S. (gravity); or direct, with suppliers (I), and with households (II) in a region (quotients).
    """
    from impact.accounts import nation
    from impact.counties import activity, region
    from impact.errors import RegionError, UsageError
    from impact.facilities import industry_mix

    trade, year = trade or "gravity", economy_year(economy)
    wanted = industry_mix({industry: 1.0}) if industry is not None else None
    place = region(county)
    if trade != "gravity" and out is not None:
        raise UsageError("--out needs the gravity model, which has the multipliers of every county.")
    if trade == "gravity" and len(place.fips) > 1:
        raise UsageError(f"{place.label} has {len(place.fips)} counties. Name one, or a quotient such as --trade flq.")
    if wanted is not None:
        codes = nation(economy=year).industries.index
        if not activity(place.fips, year).jobs[:, codes.isin(wanted)].any():
            raise RegionError(
                f"{place.label} has no jobs in {', '.join(wanted)} ({year}), so it has no multipliers of its own for "
                "it. A larger region may have: try --trade flq with cbsa:39900, cz:80 or state:NV."
            )
    with step("Solving for the multipliers"):
        table = _national(place.fips, out, year) if trade == "gravity" else _regional(county, trade, year)
    if wanted is not None:
        table = table[table.industry.isin(wanted)]
    if as_json:
        document = {
            "region": {"label": place.label, "fips": list(place.fips)},
            "model": trade,
            "economy": year,
            "multipliers": table.to_dict("records"),
            "warnings": list(place.notices),
        }
        emit(json.dumps(document, allow_nan=False) + "\n")
        return
    columns, note = (NATIONAL, NATIONAL_NOTE) if trade == "gravity" else (REGIONAL, REGIONAL_NOTE)
    shown = table.sort_values(["local_jobs", "industry"], ascending=[False, True]).head(SHOWN)
    rows = [[f"{row['industry']} {row['title']}", *_figures(row, columns)] for row in shown.to_dict("records")]
    rest = f" {len(shown)} of {len(table)} industries, by jobs here; --json gives all." if len(table) > SHOWN else ""
    with printing() as console:
        title = f"Multipliers of {place.label} by {trade}, per million USD of output of {year}"
        print_table(console, title, [CutColumn("Industry"), *columns.values()], rows, numbers=len(columns))
        console.print()
        print_text(console, note.format(year=year) + rest)
        for notice in place.notices:
            print_text(console, f"Note: {notice}")
        if out is not None:
            print_files(console, [out])


def _regional(county: str, trade: str, year: int) -> "pd.DataFrame":
    from impact.effects import regional_multipliers

    return regional_multipliers(county, trade, year)


def _national(fips: tuple[str, ...], out: Path | None, year: int) -> "pd.DataFrame":
    """Return the multipliers of a county; write those of all to a parquet file if one is named."""
    from impact._files import refuse_existing
    from impact.effects import county_model, national_multipliers
    from impact.errors import UsageError

    if out is None:
        return national_multipliers(county_model(economy=year), fips)
    refuse_existing(out)
    table = national_multipliers(county_model(economy=year))
    beside = out.with_name(f"{out.name}.new")
    try:
        table.to_parquet(beside, index=False, compression="zstd")
        beside.rename(out)
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror or error}. Give another file to --out.") from None
    finally:
        with suppress(OSError):
            beside.unlink()
    return table[table.fips.isin(fips)]


def _figures(row: "dict[Hashable, Any]", columns: dict[str, str]) -> list[str]:
    return [
        f"{row[name]:,.0f}"
        if name == "local_jobs"
        else f"{row[name]:.2f}"
        if name.startswith("jobs")
        else f"{row[name]:.3f}"
        for name in columns
    ]

"""``impact multipliers``: multipliers of each industry in a county or region."""

import json
from collections.abc import Hashable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import EconomyOption, JsonOption, TradeOption
from .screen import CutColumn, emit, heading, print_files, print_table, print_text, printing
from .settings import economy_year
from .steps import step

if TYPE_CHECKING:
    import pandas as pd

    from impact import Region

MAX_ROWS = 20
REGIONAL = {  # heading by column
    "local_jobs": "existing_jobs",
    "jobs_direct": "direct_jobs",
    "jobs_type1": "jobs_type1",
    "jobs_type2": "jobs_type2",
    "labor_income_type2": "labor_income_type2",
    "value_added_type2": "value_added_type2",
    "output_type2": "output_type2",
}
NATIONAL = {
    "local_jobs": "existing_jobs",
    "jobs_direct": "direct_jobs",
    "ratio_county": "county_multiplier",
    "ratio_state": "state_multiplier",
    "ratio_us": "us_multiplier",
    "labor_income_us": "labor_income_us",
    "value_added_us": "value_added_us",
    "output_us": "output_us",
}
REGIONAL_NOTE = (
    "Economy of {year}. Existing jobs are of that year. Direct jobs are those of the industry itself, per million USD "
    "of its output. Type I adds suppliers in the region, Type II household spending too. Income, value added and "
    "output are USD per USD of output."
)
NATIONAL_NOTE = (
    "Economy of {year}. Existing jobs are all in the county; where there are none, the plant is hypothetical. Direct "
    "jobs are those of the industry itself, per million USD of its output. County, state and U.S. multiplier: total "
    "jobs there over direct jobs, with suppliers, household spending and what returns through other places. Income, "
    "value added and output are USD per USD of output, in the U.S."
)


def command(
    county: Annotated[
        str, typer.Argument(metavar="COUNTY", help='County, such as "Storey, NV"; with a quotient also cbsa:39900.')
    ],
    industry: Annotated[str | None, typer.Option(metavar="CODE", help="One BEA or NAICS industry code.")] = None,
    trade: TradeOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Parquet file for those of every county and industry, without what returns through other places.",
        ),
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
    if wanted is not None and trade != "gravity":
        codes = nation(economy=year).industries.index
        if not activity(place.fips, year).jobs[:, codes.isin(wanted)].any():
            raise RegionError(
                f"{place.label} has no jobs in {', '.join(wanted)} ({year}), so it has no multipliers of its own for "
                "it. A larger region may have: try cbsa:39900, cz:80 or state:NV, or gravity."
            )
    with step("Solving for the multipliers"):
        if trade == "gravity":
            table = _national(place.fips[0], out, year, tuple(wanted or ()))
        else:
            table = _regional(county, trade, year)
    if wanted is not None:
        table = table[table.industry.isin(wanted)]
    if trade == "gravity":
        ratios = {f"ratio_{place}": table[f"jobs_{place}"] / table.jobs_direct for place in ("county", "state", "us")}
        table = table.assign(**ratios)
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
    _show(table, place, trade, year)
    if out is not None:
        with printing() as console:
            print_files(console, [out])


def _show(table: "pd.DataFrame", place: "Region", trade: str, year: int) -> None:
    """Print the industries with most jobs, and the meaning of columns."""
    from impact.reference import economy_label

    columns, note = (NATIONAL, NATIONAL_NOTE) if trade == "gravity" else (REGIONAL, REGIONAL_NOTE)
    shown = table.sort_values(["local_jobs", "industry"], ascending=[False, True]).head(MAX_ROWS)
    rows = [[f"{row['industry']} {row['title']}", *_figures(row, columns)] for row in shown.to_dict("records")]
    rest = (
        f" {len(shown)} of {len(table)} industries, by existing jobs; --json gives all."
        if len(table) > MAX_ROWS
        else ""
    )
    with printing() as console:
        title = f"Multipliers of {place.label} by {trade}, per million USD of output of {year}"
        print_table(
            console,
            title,
            [CutColumn(heading("industry")), *map(heading, columns.values())],
            rows,
            numbers=len(columns),
        )
        console.print()
        print_text(console, note.format(year=economy_label(year)) + rest)
        for notice in place.notices:
            print_text(console, f"Note: {notice}")


def _regional(county: str, trade: str, year: int) -> "pd.DataFrame":
    from impact.effects import place_multipliers

    return place_multipliers(county, trade, year)


def _national(fips: str, out: Path | None, year: int, industries: tuple[str, ...]) -> "pd.DataFrame":
    """Return the multipliers of a county.

    With a file, writes those of all counties to parquet.
    """
    from impact._files import refuse_existing
    from impact.effects import county_model, national_multipliers, place_multipliers
    from impact.errors import UsageError

    if out is not None:
        refuse_existing(out)
    model = county_model(economy=year)
    county_rows = place_multipliers(fips, industries=industries, model=model)
    if out is None:
        return county_rows
    table = national_multipliers(model)
    beside = out.with_name(f"{out.name}.new")
    try:
        table.to_parquet(beside, index=False, compression="zstd")
        beside.rename(out)
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror or error}. Give another file to --out.") from None
    finally:
        with suppress(OSError):
            beside.unlink()
    return county_rows


def _figures(row: "dict[Hashable, Any]", columns: dict[str, str]) -> list[str]:
    return [
        f"{row[name]:,.0f}"
        if name == "local_jobs"
        else f"{row[name]:.3f}"
        if name.startswith("ratio")
        else f"{row[name]:.2f}"
        if name.startswith("jobs")
        else f"{row[name]:.3f}"
        for name in columns
    ]

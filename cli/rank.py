"""``impact rank``: where a facility would do most."""

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .options import EconomyOption, JsonOption
from .screen import emit, print_files, print_table, print_text, printing
from .settings import economy_year
from .steps import step

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 20
Criterion = Literal["local_jobs", "state_jobs", "us_jobs", "labor_income"]
COLUMNS = {
    "local_jobs": "County jobs",
    "state_jobs": "State jobs",
    "us_jobs": "U.S. jobs",
    "labor_income": "County income",
    "inputs_from_county": "Inputs here",
    "workers_from_county": "Workers here",
    "labor_force_80km": "Labor force",
}
NOTE = (
    "Economy of {year}. Per 100 direct jobs in a plant that buys as its BEA industry does, not by the parts of its "
    "type: jobs with suppliers and household spending, in the county, state and U.S. (the direct ones included), and "
    "labor income of jobs in the county, million USD of {year}."
)
DRIVEN = (
    " What drives them: the share of the plant's domestic inputs bought in the county, the share of its workers who "
    "live there, and people in the labor force within 80 km."
)


def command(
    facility: Annotated[str, typer.Argument(help="A facility type of the catalogue, or an industry code.")],
    state: Annotated[
        list[str] | None, typer.Option(help="Postal abbreviation; may be repeated. All by default.")
    ] = None,
    by: Annotated[Criterion, typer.Option(help="What the counties are ranked by.")] = "local_jobs",
    out: Annotated[Path | None, typer.Option(help="New folder for rank.csv and map.html.")] = None,
    economy: EconomyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rank the counties for a facility, with what drives the rank."""
    from impact._files import refuse_existing, write_folder
    from impact.counties import region
    from impact.effects import county_model, rank
    from impact.facilities import facilities, industry_mix, known_facility

    kind = facilities().get(facility)
    if kind is None and not facility[:1].isdigit():
        kind = known_facility(facility)
    inside = [code for name in state or [] for code in region(f"state:{name}").fips]
    if out is not None:
        refuse_existing(out)
    with step("Ranking the counties"):
        year = economy_year(economy)
        model = county_model(economy=year)
        mix = industry_mix(kind.industries if kind else {facility: 1.0}, year)
        ranked = rank(model, mix, by, inside)
    if out is not None:
        with step("Writing table and map"):
            draw = partial(_map, ranked, facility, by, year)
            write_folder(out, {"rank.csv": ranked}, {"map.html": draw})
    if as_json:
        document = {
            "facility": facility,
            "industries": mix,
            "by": by,
            "economy": year,
            "counties": ranked.to_dict("records"),
        }
        emit(json.dumps(document, allow_nan=False) + "\n")
        return
    rows = [
        [
            f"{row['rank']}",
            f"{row['name']}, {row['state']}",
            *(f"{row[name]:,.1f}" for name in ("local_jobs", "state_jobs", "us_jobs", "labor_income")),
            *(f"{row[name]:.0%}" for name in ("inputs_from_county", "workers_from_county")),
            f"{row['labor_force_80km']:,.0f}",
        ]
        for row in ranked.head(SHOWN).to_dict("records")
    ]
    with printing() as console:
        title = f"Counties for {kind.title if kind else facility}, by {by.replace('_', ' ')}"
        print_table(console, title, ["Rank", "County", *COLUMNS.values()], rows, numbers=len(COLUMNS))
        console.print()
        more = f" {SHOWN} of {len(ranked)} counties; --json and --out give all." if len(ranked) > SHOWN else ""
        print_text(console, NOTE.format(year=year) + DRIVEN + more)
        if out is not None:
            print_files(console, [out / "rank.csv", out / "map.html"])


def _map(ranked: "pd.DataFrame", facility: str, by: str, year: int, path: Path) -> None:
    """Write the map of the counties: jobs in each county, its state and the nation."""
    from impact.maps import MapColors, MapPage, county_map, save

    names = {"local_jobs": "Jobs in the county", "state_jobs": "Jobs in the state", "us_jobs": "Jobs in the U.S."}
    first = by if by in names else "local_jobs"
    by_fips = ranked.set_index("fips")
    drawn = county_map(
        ranked.rename(columns={"local_jobs": "jobs"}),
        title=f"Where 100 direct jobs in {facility} do most",
        colors=MapColors({names[name]: by_fips[name] for name in sorted(names, key=lambda name: name != first)}),
        page=MapPage(
            subtitle="Total effect of 100 direct jobs in this county, in a plant that buys as its BEA industry does.",
            money_unit=f"USD of {year}",
            notes=[NOTE.format(year=year)],
        ),
    )
    save(drawn, path)

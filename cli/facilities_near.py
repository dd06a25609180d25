"""``impact facilities near``: the battery plants around a county."""

import json
from typing import Annotated

import typer

from impact._display import KM_PER_MILE, distance

from .options import JsonOption
from .screen import CutColumn, emit, heading, jobs, print_table, print_text, printable, printing

MILES, KILOMETERS = ("mi", "mile", "miles"), ("km", "kilometer", "kilometers", "kilometre", "kilometres")
NOTE = (
    "Miles: great circle from the county's center of population to the plant, or to the center of its county where "
    "only that is known. Jobs and capacity as announced, often of the whole site at full build; phases of a plant are "
    "not shown apart from it."
)


def command(
    place: Annotated[str, typer.Argument(metavar="COUNTY", help='A county, such as "Storey, NV" or 32029.')],
    within: Annotated[
        str, typer.Option(metavar="DISTANCE", help="Great-circle distance, in miles or km.")
    ] = "200 miles",
    as_json: JsonOption = False,
) -> None:
    """List the known battery plants near a county, the nearest first."""
    from impact.counties import resolve
    from impact.facilities import plants
    from impact.reference import manifest

    reach = _kilometers(within)
    county = resolve(place)
    near = plants(near=county.fips, within_km=reach)
    unplaced = plants().query("position == 'unknown'")
    attribution = manifest().tables["plants"].attribution
    if as_json:
        document = {
            "fips": county.fips,
            "county": county.label,
            "within_km": reach,
            "plants": json.loads(near.to_json(orient="records")),
            "unplaced": json.loads(unplaced.to_json(orient="records")),
            "attribution": attribution,
            "warnings": [county.notice] if county.notice else [],
        }
        emit(json.dumps(document, allow_nan=False) + "\n")
        return
    rows = [
        [
            row["name"] if row["name"].startswith(row["company"]) else f"{row['company']}: {row['name']}",
            row["segment"],
            row["status"],
            f"{row['capacity']:,g} {row['capacity_unit'].partition(' (')[0]}" if row["capacity"] > 0 else "",
            jobs(row["jobs"]) if row["jobs"] > 0 else "",
            f"{row['distance_km'] / KM_PER_MILE:,.0f}",
        ]
        for row in near.to_dict("records")
    ]
    with printing() as console:
        title = f"{len(near)} battery plants within {distance(reach)} of {county.label}"
        columns = [*map(heading, ("stage", "status", "capacity", "announced_jobs", "miles"))]
        print_table(console, title, [CutColumn(heading("plant")), *columns], rows, numbers=2)
        console.print()
        if county.notice:
            print_text(console, county.notice)
        print_text(console, NOTE)
        for row in unplaced.to_dict("records"):
            print_text(console, f"Not placed: {row['company']}, {row['name']}, {row['state']}.")
        print_text(console, attribution)


def _kilometers(text: str) -> float:
    """Read "200 miles", "200mi" or "300 km" as kilometers.

    Raises UsageError for anything else.
    """
    from impact._wording import number_hint, read_amount
    from impact.errors import UsageError

    amount = read_amount(text)
    unit = amount[1].casefold() if amount else None
    if amount is None or unit not in (*MILES, *KILOMETERS):
        problem = number_hint(text) or 'is no distance. Write --within "200 miles" or "300 km".'
        raise UsageError(f'--within "{printable(text, 60)}" {problem}')
    return amount[0] if unit in KILOMETERS else amount[0] * KM_PER_MILE

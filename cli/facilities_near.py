"""``impact facilities near``: the battery plants around a county."""

import json
from typing import Annotated

import typer

from .options import JsonOption
from .screen import CutColumn, emit, jobs, print_table, print_text, printable, printing

COLUMNS: tuple[str | CutColumn, ...] = (CutColumn("Plant"), "Stage", "Status", "Capacity", "Jobs", "km")
NOTE = (
    "km: great circle from the county's centre of population to the plant, or to the centre of its county where only "
    "that is known. Jobs and capacity as announced, often of the whole site at full build; phases of a plant are not "
    "shown apart from it."
)


def command(
    place: Annotated[str, typer.Argument(metavar="COUNTY", help='A county, such as "Storey, NV" or 32029.')],
    within: Annotated[str, typer.Option(help="Great-circle distance in km.")] = "300 km",
    as_json: JsonOption = False,
) -> None:
    """List the known battery plants near a county, the nearest first."""
    from impact.counties import resolve
    from impact.facilities import plants, plants_near
    from impact.reference import manifest

    distance = _kilometres(within)
    county = resolve(place)
    near = plants_near(county.fips, distance)
    unplaced = plants().query("position == 'unknown'")
    attribution = manifest().tables["plants"].attribution
    if as_json:
        document = {
            "fips": county.fips,
            "county": county.label,
            "within_km": distance,
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
            f"{row['distance_km']:,.0f}",
        ]
        for row in near.to_dict("records")
    ]
    with printing() as console:
        title = f"{len(near)} battery plants within {distance:,g} km of {county.label}"
        print_table(console, title, COLUMNS, rows, numbers=2)
        console.print()
        if county.notice:
            print_text(console, county.notice)
        print_text(console, NOTE)
        for row in unplaced.to_dict("records"):
            print_text(console, f"Not placed: {row['company']}, {row['name']}, {row['state']}.")
        print_text(console, attribution)


def _kilometres(text: str) -> float:
    """Read "300", "300km" or "300 km"; UsageError for anything else."""
    from impact._wording import read_amount
    from impact.errors import UsageError

    amount = read_amount(text)
    if amount is None or amount[1].casefold() not in ("", "km"):
        raise UsageError(f'--within "{printable(text, 60)}" is no distance in km. Write --within "300 km".')
    return amount[0]

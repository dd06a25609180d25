"""``impact new``: a site file to start from, and the schema of site files for editors."""

import json
import sys
from typing import Annotated

import typer

from .screen import complain, emit


def print_schema(wanted: bool) -> None:
    """Print the JSON schema and leave, whatever else was asked."""
    if not wanted:
        return
    from impact.studies import site_schema

    emit(json.dumps(site_schema(), indent=2, ensure_ascii=False) + "\n")
    raise typer.Exit


def command(
    facility: Annotated[
        str,
        typer.Argument(
            metavar="FACILITY", help="A facility type of the catalogue, a file with your own, or an industry code."
        ),
    ],
    county: Annotated[str, typer.Argument(metavar="COUNTY", help='Such as "Storey, NV".')],
    schema: Annotated[
        bool,
        typer.Option(
            "--schema",
            help="Print the JSON schema of site and study files, by which editors complete and check them.",
            callback=print_schema,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """Print a site file to start from."""
    from impact.counties import resolve
    from impact.studies import new_site_file

    place = resolve(county)
    emit(new_site_file(facility, place, unicode="utf" in (sys.stdout.encoding or "").lower()))
    if place.notice:
        complain(place.notice, "Note")

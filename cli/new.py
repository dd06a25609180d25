"""``impact new``: a site file to start from."""

import sys
from typing import Annotated

import typer

from .screen import complain, emit


def command(
    facility: Annotated[
        str,
        typer.Argument(
            metavar="FACILITY", help="A facility type of the catalogue, a file with your own, or an industry code."
        ),
    ],
    county: Annotated[str, typer.Argument(metavar="COUNTY", help='Such as "Storey, NV".')],
) -> None:
    """Print a site file to start from, with all that the catalogue puts in as lines to switch on."""
    from impact.counties import resolve
    from impact.studies import new_site_file

    place = resolve(county)
    emit(new_site_file(facility, place, unicode="utf" in (sys.stdout.encoding or "").lower()))
    if place.notice:
        complain(place.notice, "Note")

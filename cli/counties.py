"""``impact counties``: names and codes."""

from typing import Annotated

import typer

from .commands import add
from .screen import print_table, printing

app = typer.Typer(help="Find counties by name or FIPS code.", no_args_is_help=True)


@app.callback()
def callback() -> None:
    """Find counties by name or FIPS code."""


def find(
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help='Part of a name, a state or a FIPS code, such as "storey nv".')
    ],
) -> None:
    """List the counties most like a text."""
    from impact.counties import find as find_counties
    from impact.errors import RegionError

    found = find_counties(text)
    if not found:
        raise RegionError(f'No county is like "{text[:60]}". Try its name and state, such as "Storey, NV".')
    rows = [
        (county.fips, county.label, county.cbsa_title or "", county.cbsa or "", f"{county.population:,}")
        for county in found
    ]
    columns = ["FIPS", "County", "Metro or micro area", "CBSA", "People 2023"]
    with printing() as console:
        print_table(console, "Counties", columns, rows, numbers=1)


add(app, "find", find)

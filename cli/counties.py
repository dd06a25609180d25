"""``impact counties``: names and codes, and county profiles."""

from typing import Annotated

import typer

from . import counties_show
from .commands import add
from .screen import headings, print_table, print_text, printing

app = typer.Typer(help="Find counties by name, town, ZIP or FIPS code, and show one.", no_args_is_help=True)


@app.callback()
def callback() -> None:
    """Find counties by name, town, ZIP or FIPS code, and show one."""


def find(
    text: Annotated[
        str,
        typer.Argument(
            metavar="TEXT", help='Part of a name, a town, a ZIP code, a state or a FIPS code, such as "storey nv".'
        ),
    ],
) -> None:
    """List the counties most like a text."""
    from impact.counties import find as find_counties
    from impact.counties import resolve

    matches = find_counties(text) or [resolve(text)]  # which says why there is none
    rows = [
        (county.fips, county.label, county.cbsa_title or "", county.cbsa or "", f"{county.population:,}")
        for county in matches
    ]
    columns = headings("fips", "county", "metro", "cbsa", "people")
    with printing() as console:
        print_table(console, "Counties", columns, rows, numbers=1)
        for notice in dict.fromkeys(county.notice for county in matches if county.notice):
            print_text(console, f"Note: {notice}")


add(app, "find", find)
add(app, "show", counties_show.command)

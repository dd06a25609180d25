"""``impact map``: a saved result as a map."""

from pathlib import Path
from typing import Annotated

import typer

from .options import ResultArgument
from .report import beside
from .screen import print_files, print_text, printable, printing
from .steps import step

ASKS = "Opened, this map asks tile.openstreetmap.org for its background."


def command(
    saved: ResultArgument,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The new file; by default map.html (with --tiles map-tiles.html) beside it."),
    ] = None,
    tiles: Annotated[
        bool, typer.Option("--tiles", help="Draw roads and towns below; the file then needs the network.")
    ] = False,
) -> None:
    """Draw a result as an HTML map that opens without a network."""
    from impact import Result
    from impact._files import refuse_existing
    from impact.errors import UsageError
    from impact.maps import save

    if out and out.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"A map is an HTML file: give --out a name that ends in .html, not {printable(str(out))}.")
    out = out or beside(saved, "map-tiles.html" if tiles else "map.html")
    with step("Reading the result"):
        result = Result.load(saved)
    refuse_existing(out, "file")
    with step("Drawing the map"):
        save(result.map(tiles), out)
    with printing() as console:
        print_files(console, [out])
        if tiles:
            print_text(console, ASKS)

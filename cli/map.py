"""``impact map``: a saved result as a map."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import ResultArgument
from .report import beside, listed
from .screen import print_files, print_text, printable, printing
from .steps import step

if TYPE_CHECKING:
    from impact import Result

TILES_NOTE = "Opened, this map asks tile.openstreetmap.org for its background."
FORMATS = ("html", "png", "svg", "pdf")


def command(
    saved: ResultArgument,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The new file; by default map.html (with --tiles map-tiles.html) beside it. With several formats each "
            "takes its own ending.",
        ),
    ] = None,
    kinds: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMATS",
            help="html, or one sheet as png, svg or pdf, such as html,png; by default the ending of --out.",
        ),
    ] = None,
    tiles: Annotated[
        bool, typer.Option("--tiles", help="Draw roads and towns below; the file then needs the network.")
    ] = False,
) -> None:
    """Draw a result as a map: HTML or one printable sheet.

    The sheet shows total jobs by county with a legend, the names of counties, the sites and the sources.
    """
    from impact import Result
    from impact._files import refuse_existing, write_files
    from impact.errors import UsageError

    formats = formats_of(kinds, out)
    if tiles and "html" not in formats:
        raise UsageError("--tiles is for maps in HTML: a sheet is drawn without a background. Leave it out.")
    files = {kind: file_of(kind, out, len(formats)) or beside(saved, _name(kind, tiles)) for kind in formats}
    with step("Reading the result"):
        result = Result.load(saved)
    for path in files.values():
        refuse_existing(path, "file")
    with step("Drawing the map"):
        write_files({path: _drawn(result, kind, tiles) for kind, path in files.items()})
    with printing() as console:
        print_files(console, files.values())
        if tiles:
            print_text(console, TILES_NOTE)


def formats_of(text: str | None, out: Path | None) -> tuple[str, ...]:
    """Return the map formats stated or implied by a file's ending.

    Raises
    ------
    UsageError
        If one is unknown, or does not fit the name of the file.
    """
    from impact.errors import UsageError

    ending = out.suffix.lower().removeprefix(".") if out else ""
    ending = "html" if ending == "htm" else ending
    if text is None:
        if out and ending not in FORMATS:
            raise UsageError(
                f"A map is a file in {', '.join(FORMATS[:-1])} or {FORMATS[-1]}: give --out a name that ends so, not "
                f"{printable(str(out))}."
            )
        return (ending or FORMATS[0],)
    formats = listed(text, FORMATS, "map")
    if ending in FORMATS and ending not in formats:
        raise UsageError(
            f"--format {printable(text)} does not fit the name {printable(str(out))}. Leave one of them out."
        )
    return formats


def file_of(kind: str, out: Path | None, formats: int) -> Path | None:
    """Return the file of a format.

    Several formats share the stated name, each with its own ending.
    """
    if out is None or formats == 1:
        return out
    known = out.suffix.lower().removeprefix(".") in (*FORMATS, "htm")
    return Path(f"{out.with_suffix('') if known else out}.{kind}")


def _name(kind: str, tiles: bool) -> str:
    return "map-tiles.html" if tiles and kind == "html" else f"map.{kind}"


def _drawn(result: "Result", kind: str, tiles: bool) -> bytes:
    if kind == "html":
        page: str = result.map(tiles).get_root().render()
        return page.encode()
    from impact.reports import static_map

    return static_map(result, kind)

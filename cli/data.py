"""``impact data``: status, verification and rebuilding of the tables."""

from pathlib import Path
from typing import Annotated

import typer

from . import data_sources
from .commands import add
from .counties_show import print_plants
from .data_sources import MirrorOption, OfflineOption, print_sources
from .screen import headings, print_table, print_text, printing, progress
from .settings import Settings, economy_year, settings
from .settings import use as use_economy

app = typer.Typer(help="The embedded figures, and newer ones from the agencies.", no_args_is_help=True)


def status(
    place: Annotated[
        str, typer.Argument(metavar="COUNTY", help="Show which known plants the jobs of this county hold.")
    ] = "",
    offline: OfflineOption = False,
    mirror: MirrorOption = "",
) -> None:
    """List what is embedded, cached and newer at the agencies.

    With a county: which known plants its jobs include.
    """
    from impact.reference import manifest, table

    if place:
        _county_status(place)
        return
    tables = [
        (name, declared.agency, declared.vintage, f"{declared.rows:,}") for name, declared in manifest().tables.items()
    ]
    sectors = table("county_sectors", economy_year())
    published = sectors.jobs[sectors.published].sum() / sectors.jobs.sum()
    with printing() as console:
        print_text(console, _in_use())
        console.print()
        print_table(console, "Reference tables", headings("table", "agency", "vintage", "rows"), tables, numbers=1)
        console.print()
        print_text(
            console,
            f"County jobs by sector: {published:.0%} of the jobs are in cells that BEA publishes. "
            "Method: docs/county-jobs.md.",
        )
        print_sources(console, offline, mirror)


def _county_status(place: str) -> None:
    from impact.counties import county
    from impact.reference import economy_label

    profile = county(place, economy_year())
    own = profile.plants[profile.plants.fips == profile.county.fips]
    with printing() as console:
        print_text(
            console,
            f"{profile.county.label}: {profile.figures['jobs']:,.0f} jobs in the economy of "
            f"{economy_label(profile.economy)}; {profile.figures['published_share']:.0%} in sectors BEA publishes.",
        )
        console.print()
        print_plants(own, "Known battery plants in the county", console)
        if own.empty:
            print_text(console, "No battery plant is known in the county.")


@app.command("use")
def use(
    economy: Annotated[
        str, typer.Argument(metavar="YEAR|PATH", help="A year, a folder made by 'data build --to', or 'default'.")
    ],
) -> None:
    """Choose the default economy, or a folder of tables.

    Later commands use it unless they name another.
    """
    use_economy(economy)
    with printing() as console:
        print_text(console, _in_use())


def _in_use() -> str:
    """Name the user's default economy and its origin."""
    from impact.reference import manifest

    years = ", ".join(str(year) for year in manifest().economies)
    made = settings()
    place = made.folder or "the package"
    origin = "the default" if made == Settings() else "chosen with 'impact data use'"
    return f"In use: the economy of {economy_year()}, {origin}. Tables from {place} have the economies of {years}."


def verify() -> None:
    """Recompute every fingerprint and every accounting identity."""
    from impact.reference import manifest, tables_folder, verify
    from impact.trade import check_embedded

    with progress().status("Verifying"):
        rows = [(check.name, f"{check.worst:.3g}", f"{check.allowed:.3g} {check.unit}") for check in verify()]
        if tables_folder() is None:
            check_embedded()
    factors = ", the trade fit and its factors" if tables_folder() is None else ""
    with printing() as console:
        print_table(console, "Identities", headings("identity", "worst", "allowed"), rows, numbers=2)
        console.print()
        print_text(console, f"All {len(manifest().tables)} tables{factors} are intact.")


def build(
    source: Annotated[Path, typer.Option("--from", metavar="FOLDER", help="The folder that holds the public figures.")],
    target: Annotated[
        Path | None, typer.Option("--to", metavar="FOLDER", help="Write here instead of into the package.")
    ] = None,
) -> None:
    """Build the reference tables from a folder of public figures.

    The same input gives the same bytes.
    """
    from impact.builder import build as build_tables
    from impact.counties import embed_fit as embed_commuting
    from impact.errors import UsageError
    from impact.reference import tables_folder
    from impact.trade import embed

    if target is None and tables_folder() is not None:
        raise UsageError(
            "A folder of tables is in use. Run 'impact data use default' before you build the package's own."
        )
    with progress().status("Building") as spinner:
        made = build_tables(source, target, progress=lambda name: spinner.update(f"Building {name}"))
        if target is None:
            embed_commuting(progress=spinner.update)
            embed(made.economies, progress=spinner.update)
    with printing() as console:
        print_text(console, f"Built {len(made.tables)} tables.")


add(app, "refresh", data_sources.refresh)
add(app, "diff", data_sources.difference)
add(app, "status", status)
add(app, "verify", verify)
add(app, "build", build)

"""``impact data``: what is embedded, cached and newer, whether it is intact, and building it anew."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import data_sources
from .commands import add
from .data_sources import MirrorOption, OfflineOption, print_sources
from .screen import print_table, print_text, printing, progress
from .settings import Settings, economy_year, settings
from .settings import use as use_economy

if TYPE_CHECKING:
    from rich.status import Status

ADJUSTMENTS = 10

app = typer.Typer(help="The figures: status, use, verify, build, refresh, diff.", no_args_is_help=True)


def status(offline: OfflineOption = False, mirror: MirrorOption = "") -> None:
    """List what is embedded, cached and newer at the agencies, and the largest adjustments of county jobs."""
    from impact.reference import manifest, table

    tables = [
        (name, declared.agency, declared.vintage, f"{declared.rows:,}") for name, declared in manifest().tables.items()
    ]
    year = economy_year()
    names = table("counties").set_index("fips")
    totals = table("county_totals", year)
    totals["change"] = totals.bea_jobs - totals.assembled_jobs
    largest = totals.sort_values("change", key=abs, ascending=False).head(ADJUSTMENTS)
    adjustments = [
        (
            f"{names.name[row['fips']]}, {names.state[row['fips']]}",
            f"{row['assembled_jobs']:,.0f}",
            f"{row['bea_jobs']:,.0f}",
            f"{row['change']:+,.0f}",
            f"{row['change'] / row['assembled_jobs']:+.1%}",
        )
        for row in largest.to_dict("records")
    ]
    misplaced = totals.fips[totals.cbp_misplaced]
    with printing() as console:
        print_text(console, _in_use())
        console.print()
        print_table(console, "Reference tables", ["Table", "Agency", "Vintage", "Rows"], tables, numbers=1)
        title = f"The {ADJUSTMENTS} largest adjustments of county jobs, {year}: jobs"
        print_table(console, title, ["County", "Assembled", "BEA", "Change", "Relative"], adjustments, numbers=4)
        console.print()
        print_text(
            console,
            f"In {len(misplaced)} counties CBP places jobs elsewhere; their industries follow QCEW: "
            + ", ".join(f"{names.short_name[fips]} {names.state[fips]}" for fips in misplaced)
            + ". Method: docs/county-jobs.md.",
        )
        print_sources(console, offline, mirror)


@app.command("use")
def use(
    economy: Annotated[
        str, typer.Argument(metavar="YEAR|PATH", help="A year, a folder made by 'data build --to', or 'default'.")
    ],
) -> None:
    """Choose the economy that later commands use unless they name another."""
    use_economy(economy)
    with printing() as console:
        print_text(console, _in_use())


def _in_use() -> str:
    """Say which economy is the user's default, and from where."""
    from impact.reference import manifest

    years = " and ".join(str(year) for year in manifest().economies)
    made = settings()
    place = made.folder or "the package"
    chosen = "the default" if made == Settings() else "chosen with 'impact data use'"
    return f"In use: the economy of {economy_year()}, {chosen}. Tables from {place} have the economies of {years}."


def verify() -> None:
    """Recompute every fingerprint and every accounting identity."""
    from impact.reference import manifest, tables_folder, verify
    from impact.trade import check_embedded

    with progress().status("Verifying"):
        rows = [(check.name, f"{check.worst:.3g}", f"{check.allowed:.3g} {check.unit}") for check in verify()]
        if tables_folder() is None:
            check_embedded()
    factors = " and the trade factors" if tables_folder() is None else ""
    with printing() as console:
        print_table(console, "Identities", ["Identity", "Worst", "Allowed"], rows, numbers=2)
        console.print()
        print_text(console, f"All {len(manifest().tables)} tables{factors} are intact.")


def build(
    source: Annotated[Path, typer.Option("--from", help="The folder that holds the public figures.")],
    target: Annotated[Path | None, typer.Option("--to", help="Write here instead of into the package.")] = None,
) -> None:
    """Build the reference tables from a folder of public figures; same input, same bytes."""
    from impact.builder import build as build_tables
    from impact.counties import embed_fit
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
            embed_fit(progress=spinner.update)
            for economy in made.economies:
                embed(progress=partial(_balancing, spinner, economy), economy=economy)
    with printing() as console:
        print_text(console, f"Built {len(made.tables)} tables.")


def _balancing(spinner: "Status", economy: int, done: int, total: int) -> None:
    spinner.update(f"Balancing trade of {economy}: {done} of {total} industries")


add(app, "refresh", data_sources.refresh)
add(app, "diff", data_sources.difference)
add(app, "status", status)
add(app, "verify", verify)
add(app, "build", build)

"""``impact data refresh``, ``diff`` and the sources in ``status``."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .screen import complain, headings, print_table, print_text, printing, progress

if TYPE_CHECKING:
    from rich.console import Console

    from impact.sources import Transport
    from impact.sources._declared import Source

MAX_CHANGES = 10

OfflineOption = Annotated[bool, typer.Option("--offline", help="Ask no agency: use what is in the cache.")]
MirrorOption = Annotated[
    str, typer.Option(metavar="ADDRESS", help="Address of a mirror that serves all agencies in their place.")
]


def refresh(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="SOURCES", help="Such as acs or qcew; all when omitted.")
    ] = None,
    year: Annotated[int | None, typer.Option(metavar="YEAR", help="The newest known year when omitted.")] = None,
    state: Annotated[str, typer.Option(metavar="STATE", help="One state, such as NV; all when omitted.")] = "",
    into: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Also write what 'impact data build' reads into this folder of public figures."
        ),
    ] = None,
    offline: OfflineOption = False,
    mirror: MirrorOption = "",
) -> None:
    """Fetch newer figures from the agencies into the cache.

    What was there stays until the new figures are checked.
    """
    from impact.errors import ImpactError
    from impact.sources import refresh, to_builder

    wanted = _chosen(sources or [])
    fips = _state(state)
    rows: list[tuple[str, ...]] = []
    failed: list[ImpactError] = []
    with _way(mirror, offline) as transport:
        for source in wanted:
            try:
                record = refresh(source, transport, year=year, state=fips)
                if into is not None:
                    to_builder(source, record, into)
                rows.append((record.name, record.agency, record.vintage, record.retrieved[:10], f"{record.rows:,}"))
            except ImpactError as error:
                failed.append(error)
    if rows:
        with printing() as console:
            title = "In the cache" if offline else "Fetched and checked"
            print_table(console, title, headings("table", "agency", "vintage", "retrieved", "rows"), rows, numbers=1)
    for failure in failed[:-1]:
        complain(str(failure))
    if failed:
        raise failed[-1]


def _chosen(names: "Sequence[str]") -> "list[Source]":
    """Return the named sources, or all of them without names.

    Raises UsageError for an unknown name.
    """
    from impact.errors import UsageError
    from impact.sources import SOURCES

    unknown = [name for name in names if name not in SOURCES]
    if unknown:
        raise UsageError(f"There is no source {unknown[0]!r}. The sources are: {', '.join(SOURCES)}.")
    return [SOURCES[name] for name in names or SOURCES]


def difference(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A folder of tables: a build, or a copy of the cache.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The folder to compare with it.")],
) -> None:
    """Show what changed between two folders of tables.

    By county and by industry.
    """
    from impact.reference import table
    from impact.sources import diff

    with progress().status("Comparing"):
        differences = diff(old, new)
    counties = table("counties").set_index("fips")
    industries = table("industries").set_index("code").title

    def named(kind: str, place: str) -> str:
        if kind == "county":
            return f"{counties.name[place]}, {counties.state[place]}" if place in counties.index else place
        return f"{place} {industries.get(place, '')}".rstrip()

    with printing() as console:
        for kind in ("county", "industry"):
            groups = sorted({(change.table, change.measure) for change in differences.changes if change.kind == kind})
            for name, measure in groups:
                changes = [c for c in differences.changes if (c.table, c.measure, c.kind) == (name, measure, kind)]
                rows = [(named(kind, c.place), *_figures(c.old, c.new, c.difference)) for c in changes[:MAX_CHANGES]]
                title = f"{name}, {measure}: the largest of {len(changes):,} changes by {kind}"
                print_table(console, title, headings(kind, "old", "new", "change"), rows, numbers=3)
        console.print()
        for heading, names in (
            ("Only in the old folder", differences.removed),
            ("Only in the new folder", differences.added),
            ("Changed, but in no figure by county or industry", differences.other),
            ("The same", differences.same),
        ):
            if names:
                print_text(console, f"{heading}: {', '.join(names)}.")


def _figures(old: float, new: float, difference: float) -> list[str]:
    """Write the figures of both folders, and their difference."""
    return [*(f"{value:,.6g}" if value == value else "none" for value in (old, new)), f"{difference:+,.6g}"]


def print_sources(console: "Console", offline: bool, mirror: str) -> None:
    """Print each source's cached data and whether newer figures are published."""
    from impact.reference import manifest
    from impact.sources import SOURCES, all_upstream, cache_folder, records

    upstream: dict[str, int | None] = {}
    if not offline:
        with progress().status("Asking the agencies"):
            upstream = all_upstream(SOURCES.values(), mirror)
    kept = records(cache_folder())
    tables = manifest().tables
    rows = []
    for source in SOURCES.values():
        embedded = "; ".join(dict.fromkeys(tables[name].vintage for name in source.embedded)) or "none"
        cached = ", ".join(f"{r.vintage}{f' ({r.state})' if r.state else ''}" for r in kept if r.source == source.name)
        newest = upstream.get(source.name)
        rows.append((source.name, source.agency, embedded, cached or "none", "not asked" if offline else _year(newest)))
    print_table(console, "Sources", headings("source", "agency", "embedded", "cached", "published"), rows)
    console.print()
    print_text(console, f"Cache: {cache_folder()}. Fetch newer figures with: impact data refresh.")


def _year(newest: int | None) -> str:
    return "unknown" if newest is None else str(newest)


def _state(text: str) -> str:
    """Return the FIPS code of a state from its code or abbreviation."""
    from impact.errors import UsageError
    from impact.reference import table

    if not text:
        return ""
    states = table("states")
    matches = states.state_fips[(states.state == text.upper()) | (states.state_fips == text)]
    if matches.empty:
        raise UsageError(f"There is no state {text!r}. Give a postal abbreviation such as NV, or a code such as 32.")
    return str(matches.iloc[0])


@contextmanager
def _way(mirror: str, offline: bool) -> Iterator["Transport | None"]:
    """Yield a transport with a bar for each file; None when offline."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    from impact.sources import Transport

    if offline:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    console = progress()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks = {}

        def report(name: str, done: int, total: int | None) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name)
            bars.update(tasks[name], completed=done, total=total)

        with Transport(mirror, progress=report) as transport:
            yield transport

"""``impact counties show``: a county on one page."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from .options import JsonOption
from .screen import CutColumn, emit, heading, headings, jobs, print_table, print_text, printing
from .settings import economy_year

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from impact.counties import CountyProfile


def command(
    place: Annotated[
        str, typer.Argument(metavar="COUNTY", help='A county, town or ZIP code, such as "Storey, NV" or 89434.')
    ],
    as_json: JsonOption = False,
) -> None:
    """Show a county on one page: people, jobs, pay and plants.

    Also who commutes in and out, and federal incentive areas.
    """
    from impact.counties import county

    profile = county(place, economy_year())
    if as_json:
        emit(json.dumps(profile.to_dict(), ensure_ascii=False, allow_nan=False) + "\n")
        return
    with printing() as console:
        _people(profile, console)
        _jobs(profile, console)
        _around(profile, console)


def _people(profile: "CountyProfile", console: "Console") -> None:
    from impact.reference import economy_label

    figures = profile.figures
    print_text(console, profile.county.label, style="bold")
    if profile.county.notice:
        print_text(console, profile.county.notice)
    print_text(
        console,
        f"{figures['population']:,.0f} residents; labor force {figures['labor_force']:,.0f}, "
        f"{figures['unemployment_rate']:.1%} unemployed (2024). {figures['jobs']:,.0f} jobs; GDP "
        f"${figures['value_added_musd'] / 1000:,.2f} billion. {figures['live_and_work_share']:.0%} of those who work "
        "here live here.",
    )
    print_text(
        console,
        f"Economy of {economy_label(profile.economy)}; {figures['published_share']:.0%} of the jobs are in sectors "
        "that BEA publishes for the county.",
    )
    rates = "  ".join(
        f"{row['year']}: {row['unemployment_rate']:.1%}" for row in profile.unemployment.to_dict("records")
    )
    print_text(console, f"Unemployment {rates}")
    console.print()


def _jobs(profile: "CountyProfile", console: "Console") -> None:
    rows = [
        (
            row["title"] if row["published"] else f"{row['title']} *",
            jobs(row["jobs"]),
            f"{row['share']:.1%}",
            f"{row['location_quotient']:.2f}",
            *(f"{row[name]:,.0f}" if row[name] == row[name] else "" for name in ("pay", "pay_state", "pay_nation")),
        )
        for row in profile.sectors.to_dict("records")
    ]
    columns = headings("sector", "jobs", "job_share", "location_quotient", "pay_per_job", "pay_state", "pay_nation")
    print_table(console, "Jobs by sector, and labor income per job in USD", columns, rows, numbers=6)
    print_text(console, "LQ: share of jobs over the nation's. * withheld by BEA in part, estimated here.")
    console.print()
    rows = [
        (row["title"], jobs(row["jobs"]), f"{row['location_quotient']:.2f}", "estimate" if row["estimated"] else "")
        for row in profile.industries.to_dict("records")
    ]
    columns = headings("jobs", "location_quotient", "basis")
    print_table(console, "Largest industries", [CutColumn(heading("industry")), *columns], rows, numbers=3)
    console.print()


def _around(profile: "CountyProfile", console: "Console") -> None:
    rows = [(row["direction"], row["name"], f"{row['workers']:,}") for row in profile.commuting.to_dict("records")]
    print_table(console, "Commuting (2016-2020)", headings("direction", "county", "workers"), rows, numbers=1)
    console.print()
    print_plants(profile.plants, "Known battery plants within 50 miles", console)
    areas = [f"{share:.0%} of the people in an {title}" for title, share in profile.areas_today.items()]
    print_text(console, f"Incentive areas: {'; '.join(areas) or 'none known'}.")


def print_plants(plants: "pd.DataFrame", title: str, console: "Console") -> None:
    """Print known plants and whether the economy's county jobs include them."""
    if plants.empty:
        return
    rows = [
        (
            row["name"],
            row["segment"],
            row["status"],
            f"{row['operation_year']:.0f}" if row["operation_year"] == row["operation_year"] else "",
            jobs(row["jobs"]) if row["jobs"] > 0 else "",
            "yes" if row["in_structure"] else "no",
        )
        for row in plants.to_dict("records")
    ]
    columns: list[str | CutColumn] = [CutColumn(heading("plant"))]
    columns += headings("stage", "status", "opened", "announced_jobs", "in_structure")
    print_table(console, title, columns, rows, numbers=3)
    console.print()

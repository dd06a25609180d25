"""``impact workforce``: hiring difficulty of a plant and homes of its workers."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from impact._display import KM_PER_MILE

from .options import Changes, JsonOption, SiteArgument
from .screen import (
    CutColumn,
    emit,
    heading,
    headings,
    jobs,
    measure_titles,
    money,
    print_files,
    print_table,
    print_text,
    printable,
    printing,
)
from .steps import step
from .studies import read_study

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from impact.workforce import Workforce

MAX_OCCUPATIONS, MAX_COUNTIES = 20, 8
MIN_JOBS_SHOWN = 0.05
MIN_WIDTH_OF_TRAINING = 100  # characters: titles of occupations need the rest
TRAINING_COLUMN = 2
TRAINING = {  # as the BLS defines them
    "Short-term on-the-job training": "to 1 month",
    "Moderate-term on-the-job training": "1 to 12 months",
    "Long-term on-the-job training": "over 12 months",
}
NOTE = (
    "Within commuting reach: residents who work or look for work in the occupation, weighted by how likely they "
    "commute that far. Years to fill: jobs that people who move in do not take, over the plant's share of a year's "
    "hires in the occupation and in related ones. Hiring difficulty: low up to {amber_years:g} year(s) to fill, "
    "moderate up to {red_years:g}, else high. Wage to offer: the percentile of local pay for that difficulty (low "
    "median, moderate 75th, high 90th)."
)


def command(
    site: SiteArgument,
    changes: Changes,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="New folder for tables (csv, json, Excel).")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show the workers of a plant, their pay, and where they live.

    Occupations of the direct jobs, workers within commuting reach, the wage to offer, and where the workers live.
    """
    import impact
    from impact._files import refuse_existing
    from impact.workforce import workforce

    if out is not None:
        refuse_existing(out)
    studied = read_study(site, changes)
    with step("Studying the effects") as report:
        result = impact.run(studied, progress=report)
    with step("Finding the workers"):
        staffings = [workforce(result, place.name) for place in result.sites]
    written = []
    if out is not None:
        folders = [out] if len(staffings) == 1 else [out / f"{place + 1}" for place in range(len(staffings))]
        written = [path for staffing, folder in zip(staffings, folders, strict=True) for path in staffing.save(folder)]
    if as_json:
        emit(
            json.dumps({"sites": [staffing.to_dict() for staffing in staffings]}, ensure_ascii=False, allow_nan=False)
            + "\n"
        )
        return
    limits = {assumption.name: assumption.value for assumption in result.assumptions}
    with printing() as console:
        for staffing in staffings:
            show(staffing, console)
        console.print()
        print_text(console, NOTE.format(**limits))
        for notice in dict.fromkeys(notice for staffing in staffings for notice in staffing.notices):
            print_text(console, f"Note: {notice}")
        print_text(console, f"{staffings[0].attribution}.")
        print_files(console, written)


def show(staffing: "Workforce", console: "Console") -> None:
    """Print occupations, commuting shed and notices."""
    from impact.reference import economy_label, manifest

    figures, survey = staffing.figures, manifest().tables["wages"].source
    economy = economy_label(staffing.economy)
    title = f"{printable(staffing.site)}: {figures['jobs']:,.0f} direct jobs, in the economy of {economy}"
    print_text(console, title, style="bold")
    print_occupations(staffing, console, MAX_OCCUPATIONS)
    rows = [
        [f"{row['name']}, {row['state']}", f"{row['share']:.1%}", f"{row['distance_km'] / KM_PER_MILE:,.0f}"]
        + [_people(row[name]) for name in ("labor_force", "unemployed")]
        for row in staffing.shed.to_dict("records")
    ]
    columns = headings("county", "workers", "miles", "labor_force", "unemployed")
    print_table(console, "The commuting shed: 95% of the workers live in", columns, rows, numbers=4)
    print_homes(staffing.homes, console)
    console.print()
    moving = float(figures["moving_in"])
    print_text(
        console,
        f"Of the direct workers {figures['in_county']:.0%} live in the county and {figures['in_region']:.0%} in the "
        f"study region. About {moving:,.0f} workers would move to the area (assumption: "
        f"{moving / float(figures['jobs']):.0%} of direct jobs).",
    )
    if "years_to_staff" in figures:
        years = figures["years_to_staff"]
        span = ""
        if "years_to_staff_p5" in figures:
            span = f" (90% interval {figures['years_to_staff_p5']:.1f} to {figures['years_to_staff_p95']:.1f})"
        print_text(console, f"Nine tenths of the jobs would be filled within {years:.1f} years{span}.")
    print_text(
        console,
        f"Unemployment in the shed is {figures['unemployment']:.1%}, lower in {figures['rank']:.0%} of the years "
        f"since 1990 (labor market tightness: {figures['tightness']}).",
    )
    print_text(
        console,
        f"The plant pays ${figures['pay']:,.0f} a job: ${figures['wage']:,.0f} in wages and the rest in benefits; "
        f"the same occupations earn wages of ${figures['area_pay']:,.0f} in the area ({survey}).",
    )


def print_occupations(staffing: "Workforce", console: "Console", max_rows: int) -> None:
    """Print the leading occupations with the figure behind each hiring difficulty."""
    shown = staffing.occupations[staffing.occupations.difficulty != ""].head(max_rows)
    rows = [
        [
            row["title"],
            row["difficulty"],
            TRAINING.get(row["training"], row["training"] if isinstance(row["training"], str) else ""),
            jobs(row["jobs"]),
            _people(row["reachable"]),
            _years(row["years_to_fill"]),
            _dollars(row["median"]),
            _dollars(row["offered"]),
        ]
        for row in shown.to_dict("records")
    ]
    columns: list[str | CutColumn] = [
        CutColumn(heading("occupation")),
        heading("hiring_difficulty"),
        CutColumn(heading("training")),
        measure_titles()["jobs"],
        *map(heading, ("reachable", "years_to_fill", "median_pay", "wage_to_offer")),
    ]
    if console.width < MIN_WIDTH_OF_TRAINING:
        del columns[TRAINING_COLUMN]
        for row in rows:
            del row[TRAINING_COLUMN]
    title = f"Occupations of the direct jobs (first {len(rows)} of {len(staffing.occupations)})"
    print_table(console, title, columns, rows, numbers=5)


def print_homes(homes: "pd.DataFrame", console: "Console") -> None:
    """Print jobs and labor income of direct workers by place of residence."""
    rows = [
        [f"{row['name']}, {row['state']}", jobs(row["jobs"]), money(row["labor_income"])]
        for row in homes[homes.jobs >= MIN_JOBS_SHOWN].head(MAX_COUNTIES).to_dict("records")
    ]
    columns = [heading("county"), *(measure_titles()[name] for name in ("jobs", "labor_income"))]
    print_table(console, "Where the direct workers live: jobs, and million USD", columns, rows, numbers=2)


def _people(value: float) -> str:
    if value != value:
        return "not published"
    return f"{value:,.0f}" if value == 0 or value >= 0.5 else "<1"


def _years(value: float) -> str:
    return "<0.1" if value < 0.1 else ">100" if value > 100 else f"{value:,.1f}"


def _dollars(value: float) -> str:
    return f"{value:,.0f}" if value == value else "suppressed"

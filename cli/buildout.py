"""``impact buildout``: all known battery plants together."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import EconomyOption, JsonOption
from .screen import (
    emit,
    figures,
    heading,
    headings,
    jobs,
    measure_titles,
    print_files,
    print_table,
    print_text,
    printing,
    records,
)
from .settings import economy_year
from .steps import step

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from impact.runs import Buildout

MAX_COUNTIES, MAX_SHOWN = 15, 8
STATUSES = "operating,construction,announced"
COUNTED = "in the county jobs already"
STAGES = (COUNTED, "operating", "under construction", "announced")
FULL, WITHOUT, BUILT = "All of these plants", "Without announced plants", "Construction, job-years"
NOTE = (
    "Gross effects: plants whose demand is never met run at full capacity here. A plant without a known capacity is "
    "sized by its announced jobs or its capital; one without an opening year takes the announcement and three years, "
    "2026, 2027 or 2029 by status. What listed plants deliver to each other by capacity is not counted twice. Plants "
    "in the county jobs of the structure year are counted as capacity alone."
)


def command(
    status: Annotated[str, typer.Option(metavar="STATUSES", help="Statuses, with commas between.")] = STATUSES,
    by_year: Annotated[bool, typer.Option("--by-year", help="Print jobs of each year.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="FOLDER", help="New folder for tables and map.html.")] = None,
    economy: EconomyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Study all known battery plants of the nation together.

    Jobs by county, status and year, and deliveries between plants of the supply chain.
    """
    from impact._files import refuse_existing, write_folder
    from impact.runs import buildout

    if out is not None:
        refuse_existing(out)
    with step("Studying all plants") as report:
        result = buildout(status.split(","), economy=economy_year(economy), progress=report)
    written = []
    if out is not None:
        with step("Writing tables and map"):
            texts: dict[str, Callable[[Path], object]] = {
                "map.html": partial(_map, result),
                "attribution.txt": _attribute,
            }
            written = write_folder(out, _tables(result), texts)
    if as_json:
        document = {name: records(frame) for name, frame in _tables(result).items() if not name.startswith("county_")}
        notes = {"economy": result.economy, "dollar_year": result.dollar_year, "notes": [NOTE, _credit()]}
        emit(json.dumps({name.removesuffix(".csv"): rows for name, rows in document.items()} | notes) + "\n")
        return
    with printing() as console:
        _show(result, console, by_year)
        print_files(console, written)


def _tables(result: "Buildout") -> "dict[str, pd.DataFrame]":
    return {
        "summary.csv": result.summary(),
        "plants.csv": result.plants,
        "in_structure.csv": result.in_structure,
        "left_out.csv": result.left_out,
        "years.csv": result.by_year(),
        "links.csv": result.links,
        "counties.csv": result.by_county(),
        "county_years.csv": result.by_year(by_county=True),
    }


def _show(result: "Buildout", console: "Console", by_year: bool) -> None:
    from impact.reference import economy_label, vocabulary

    counted = result.plants.groupby("status", sort=False).size()
    status_counts = ", ".join(f"{number} {status}" for status, number in counted.items())
    print_text(
        console,
        f"{len(result.plants)} plants: {status_counts}. Economy: {economy_label(result.economy)}.",
        style="bold",
    )
    summary, titles = result.summary(), list(measure_titles().values())
    for phase in ("operations", "construction"):
        rows = summary[summary.phase == phase]
        labels = zip(rows.status.astype(str), rows.effect.astype(str), strict=True)
        cells = [[*label, *figure_cells] for label, figure_cells in zip(labels, figures(rows), strict=True)]
        title = f"{vocabulary().phases[phase].title}, United States, million USD of {result.dollar_year}"
        print_table(console, title, [heading("status"), heading("effect"), *titles], cells, numbers=len(titles))
    counties = result.by_county()
    first = counties[counties.phase == "operations"].head(MAX_COUNTIES)
    places = first["name"] + ", " + first["state"]
    cells = [[str(place), *figure_cells] for place, figure_cells in zip(places, figures(first), strict=True)]
    print_table(console, "Counties with most jobs, a year of full operation", [heading("county"), *titles], cells, 4)
    _print_links(result, console)
    if by_year:
        _print_years(result, console)
    console.print()
    _print_left_out(result, console)
    print_text(console, f"Note: {NOTE}")
    print_text(console, f"{_credit()}.")


def _print_links(result: "Buildout", console: "Console") -> None:
    steps = list(dict.fromkeys(result.links.upto)) if len(result.links) else []
    last = result.links[result.links.upto == steps[-1]] if steps else result.links
    shares = {step: result.links[result.links.upto == step].set_index(["buyer", "item"]).share for step in steps}
    rows = [
        [
            row["buyer"],
            row["item"],
            f"{row['demand']:,.0f}",
            f"{row['supply']:,.0f}",
            row["unit"],
            *(
                f"{shares[step].get((row['buyer'], row['item']), float('nan')):.0%}".replace("nan%", "")
                for step in steps
            ),
        ]
        for row in last.to_dict("records")
    ]
    columns = [*headings("buyer", "feed"), "Demand", "Supply", *headings("unit")]
    columns += [f"Share, {'and ' if step_number else ''}{step}" for step_number, step in enumerate(steps)]
    title = "Links of the chain: what plants need, and what share plants of the list make, status by status"
    print_table(console, title, columns, rows, numbers=len(steps))


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"


def _print_years(result: "Buildout", console: "Console") -> None:
    years = result.by_year().pivot_table(index="year", columns=["phase", "status"], values="jobs", fill_value=0.0)
    columns = [heading("year"), *(", ".join(pair) for pair in years.columns.tolist())]
    rows = [
        [str(year), *(jobs(float(value)) for value in row)]
        for year, row in zip(years.index, years.to_numpy(), strict=True)
    ]
    print_table(
        console, "Jobs of each year, United States (construction in job-years)", columns, rows, len(columns) - 1
    )


def _print_left_out(result: "Buildout", console: "Console") -> None:
    for reason, rows in result.left_out.groupby("why"):
        names = "; ".join(rows.name.head(MAX_SHOWN))
        more = f"; and {len(rows) - MAX_SHOWN} more" if len(rows) > MAX_SHOWN else ""
        print_text(console, f"Left out, {len(rows)}: {reason}: {names}{more}.")
    if len(result.in_structure):
        print_text(
            console, f"In the county jobs already, {len(result.in_structure)}: {'; '.join(result.in_structure.name)}."
        )


def _map(result: "Buildout", path: Path) -> None:
    """Write the map of a build-out.

    Its layers are jobs of a year of full operation, the same without announced plants, and construction.
    """
    from impact.facilities import plants
    from impact.maps import MapColors, MapMarks, MapPage, county_map, plant_marks, save
    from impact.reference import measures

    counties = result.by_county()
    running = counties[counties.phase == "operations"].drop(columns="phase")
    sure = result.counties[(result.counties.phase == "operations") & (result.counties.status != "announced")]
    built = result.counties[result.counties.phase == "construction"].groupby("fips").jobs.sum()
    layers = {FULL: running.set_index("fips").jobs, WITHOUT: sure.groupby("fips").jobs.sum(), BUILT: built}
    known = running.fips
    by_stage = {COUNTED: result.in_structure} | dict(tuple(result.plants.groupby("status")))
    stages = [stage for stage in STAGES if stage in by_stage]
    relation = {identifier: stage.capitalize() for stage in stages for identifier in by_stage[stage].facility_id}
    marked = plants().set_index("facility_id").loc[[*relation]].assign(relation=[*relation.values()])
    drawn = county_map(
        running[["fips", "name", "state", *measures()]],
        title="The national build-out of battery plants",
        colors=MapColors({name: layer[layer.index.isin(known)] for name, layer in layers.items()}),
        marks=MapMarks(plants=plant_marks(marked)),
        page=MapPage(
            subtitle="Total effect on jobs of all known plants together.",
            money_unit=f"USD of {result.dollar_year}",
            notes=[NOTE],
            credit=_credit(),
        ),
    )
    save(drawn, path)


def _attribute(path: Path) -> None:
    path.write_text(f"{_credit()}.\n", encoding="utf-8")


def _credit() -> str:
    from impact.reference import manifest

    return manifest().tables["plants"].attribution

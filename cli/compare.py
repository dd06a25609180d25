"""``impact compare``: two or more studies side by side."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .completion import site as complete_site
from .options import Changes, JsonOption
from .report import formats_for
from .screen import (
    emit,
    heading,
    jobs,
    measure_titles,
    print_files,
    print_table,
    print_text,
    printable,
    printing,
    written,
)
from .steps import step
from .studies import read_study, saved_or_none
from .telling import made_with, phase_title, place_of

if TYPE_CHECKING:
    from rich.console import Console

    from impact import Result
    from impact.effects import Effects
    from impact.reports import Comparison

Writer = Callable[[float], str]
MAX_COUNTIES = 15
FORMATS = ("html", "docx", "md", "pdf")  # as of write_report, whose import is slow
WHERE = {
    ("direct", "region"): "direct",
    ("total", "region"): "total in the region",
    ("total", "nation"): "total in the nation",
}


def command(
    sites: Annotated[
        list[str],
        typer.Argument(
            metavar="SITE...",
            help="Two or more: site or study files, FACILITY@COUNTY, saved results or their folders.",
            autocompletion=complete_site,
        ),
    ],
    changes: Changes,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="New folder for tables (csv) and a map: of two sites their differences, of more one small map each.",
        ),
    ] = None,
    report: Annotated[
        str | None,
        typer.Option(metavar="FORMATS", help="With --out: write reports there: html, docx, md or pdf."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare sites, or scenarios of one, side by side.

    Direct and total effects in the region and the nation, per direct job, and by county.
    """
    from impact._files import refuse_existing
    from impact.errors import UsageError

    if len(sites) < 2:
        raise UsageError("One site has nothing to be compared with. Name two or more, or study it with 'impact run'.")
    formats = formats_for(report, out, FORMATS, "comparison")
    if out is not None:
        refuse_existing(out)
    results = [studied(site, changes) for site in sites]

    from impact.reports import Comparison

    comparison = Comparison.of(results, sites)
    files = [] if out is None else write(comparison, out, formats)
    if as_json:
        document = {
            "phase": comparison.phase,
            "dollar_year": results[0].dollar_year,
            "effects": comparison.effects.to_dict("records"),
            "counties": comparison.counties.to_dict("records"),
        }
        emit(json.dumps(document, allow_nan=False) + "\n")
        return
    with printing() as console:
        show(comparison, console)
        print_files(console, files)


def write(comparison: "Comparison", out: Path, formats: Sequence[str]) -> list[Path]:
    """Write tables, maps and reports of a comparison into a new folder.

    Two studies share a map of their differences; of more, each has its own map.
    """
    from impact._files import write_folder
    from impact.maps import comparison_map, save
    from impact.reports import Comparison, write_report

    tables = {"effects.csv": comparison.effects, "counties.csv": comparison.counties}
    draw: dict[str, Callable[[Path], object]] = {}
    if len(comparison.results) == 2:
        first, second = comparison.results
        draw["map.html"] = lambda path: save(comparison_map(first, second), path)
    else:
        draw["maps.png"] = lambda path: path.write_bytes(comparison.maps("png"))
    with step("Writing tables, map and reports" if formats else "Writing tables and map"):
        drawn = Comparison(tuple(map(_with_intervals, comparison.results))) if formats else comparison
        for kind in formats:
            draw[f"report.{kind}"] = partial(write_report, drawn, kind=kind)
        return write_folder(out, tables, draw)


def _with_intervals(result: "Effects") -> "Effects":
    """Return a result with the quick interval, unless it has one."""
    from impact.evidence import quick_draw

    return result if result.draws is not None else replace(result, draws=quick_draw(result))


def studied(text: str, changes: Changes) -> "Result":
    """Return the result of a site, or the saved one."""
    import impact

    saved = saved_or_none(text, changes)
    if saved is not None:
        return saved
    study = read_study(text, changes)
    with step(f"Studying {printable(text)}") as report:
        return impact.run(study, progress=report)


def show(comparison: "Comparison", console: "Console") -> None:
    """Print the studies, their effects, effects per direct job, and leading counties."""
    results, phase = comparison.results, comparison.phase
    effects, counties = comparison.effects, comparison.counties
    for place, result in enumerate(results, 1):
        print_text(console, f"{place}  {place_of(result)}", style="bold")
        print_text(console, f"   Region: {result.region.label}. {made_with(result)}")
    studies = range(1, len(results) + 1)
    columns = [*map(str, studies), *(["2 less 1"] if len(results) == 2 else [])]
    effect_rows = {(row["effect"], row["place"], row["study"]): row for row in effects.to_dict("records")}
    kinds = {key: where for key, where in WHERE.items() if any((*key, study) in effect_rows for study in studies)}
    names = comparison.measures
    total_writers: dict[str, Writer] = {name: partial(written, name) for name in names}
    per_job_writers: dict[str, Writer] = {
        comparison.per_job(name): "{:.2f}".format if name == "jobs" else "{:,.0f}".format for name in names
    }
    units = results[0].units(phase)
    titles = {
        f"{phase_title(phase)}: {units}": total_writers,
        f"Per direct job: {units.replace('million ', '')}": per_job_writers,
    }
    for title, writers in titles.items():
        rows = [
            [
                f"{measure_titles()[kind]}, {where}",
                *_cells([effect_rows.get((*key, n), {}).get(name) for n in studies], write),
            ]
            for kind, (name, write) in zip(names, writers.items(), strict=True)
            for key, where in kinds.items()
            if (name, *key) != (comparison.per_job("jobs"), "direct", "region")  # which is one
        ]
        print_table(console, title, [heading("effect"), *columns], rows, numbers=len(columns))
    labels = dict(zip(counties.fips, counties.name + ", " + counties.state, strict=True))
    by_county = {(row["study"], row["fips"]): row["jobs"] for row in counties.to_dict("records")}
    ranked = comparison.ranked_counties()
    first = list(ranked[:MAX_COUNTIES])
    more = f" (first {len(first)} of {len(ranked):,} counties)" if len(ranked) > len(first) else ""
    print_table(
        console,
        f"{units.partition(',')[0].capitalize()} by county{more}",
        [heading("county"), *columns],
        [[labels[fips], *_cells([by_county.get((n, fips)) for n in studies], jobs)] for fips in first],
        numbers=len(columns),
    )
    console.print()
    if len({result.model for result in results}) > 1:
        print_text(console, "Note: the studies differ in their trade model, not in their sites alone.")
    if len({result.economy for result in results}) > 1:
        print_text(console, "Note: the studies differ in their economy, not in their sites alone.")
    studies_by_warning: dict[str, list[str]] = {}
    for place, result in enumerate(results, 1):
        for warning in result.warnings:
            studies_by_warning.setdefault(warning, []).append(str(place))
    for warning, studies_named in studies_by_warning.items():
        scope = "" if len(studies_named) == len(results) else f" on {' and '.join(studies_named)}"
        print_text(console, f"Note{scope}: {warning}")


def _cells(values: list[float | None], write: Writer) -> list[str]:
    """Write a figure of each study.

    Two studies get a difference as well; a cell is empty where a model has no figure.
    """
    cells = ["" if value is None else write(value) for value in values]
    if len(values) == 2:
        before, after = values
        cells.append("" if before is None or after is None else write(after - before))
    return cells

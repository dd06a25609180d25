"""``impact compare``: two or more studies side by side."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .completion import site as complete_site
from .options import Changes, JsonOption
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
    import pandas as pd
    from rich.console import Console

    from impact import Result

Writer = Callable[[float], str]
MAX_COUNTIES = 15
WHERE = {
    ("direct", "region"): "direct",
    ("total", "region"): "total in the region",
    ("total", "nation"): "total in the nation",
}


def compared() -> list[str]:
    """Return the measures that are compared: those that maps show."""
    from impact.reference import measures

    return [name for name, declared in measures().items() if declared.on_map]


def per_job(measure: str) -> str:
    """Return the name of a measure per direct job."""
    return f"{measure}_per_direct_job"


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
            metavar="FOLDER", help="With two sites: new folder for tables (csv) and a map of the differences."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare sites, or scenarios of one, side by side.

    Direct and total effects in the region and the nation, per direct job, and by county.
    """
    from impact._files import refuse_existing, write_folder
    from impact.errors import UsageError

    if len(sites) < 2:
        raise UsageError("One site has nothing to be compared with. Name two or more, or study it with 'impact run'.")
    if out is not None and len(sites) > 2:
        raise UsageError(f"--out writes the differences between two sites; {len(sites)} are named. Name two.")
    if out is not None:
        refuse_existing(out)
    results = told_apart([studied(site, changes) for site in sites], sites)
    phase = common_phase(results)
    effects, counties = effects_of(results, phase), counties_of(results, phase)
    files: list[Path] = []
    if out is not None:
        from impact.maps import comparison_map, save

        with step("Writing tables and map"):
            tables = {"effects.csv": effects, "counties.csv": counties}
            draw = {"map.html": lambda path: save(comparison_map(results[0], results[1]), path)}
            files = write_folder(out, tables, draw)
    if as_json:
        document = {
            "phase": phase,
            "dollar_year": results[0].dollar_year,
            "effects": effects.to_dict("records"),
            "counties": counties.to_dict("records"),
        }
        emit(json.dumps(document, allow_nan=False) + "\n")
        return
    with printing() as console:
        show(results, phase, effects, counties, console)
        print_files(console, files)


def studied(text: str, changes: Changes) -> "Result":
    """Return the result of a site, or the saved one."""
    import impact

    saved = saved_or_none(text, changes)
    if saved is not None:
        return saved
    study = read_study(text, changes)
    with step(f"Studying {printable(text)}") as report:
        return impact.run(study, progress=report)


def told_apart(results: "Sequence[Result]", given: Sequence[str]) -> "list[Result]":
    """Return results whose names differ: equal ones, as of two scenarios, take what was typed along."""
    names = Counter(result.name for result in results)
    return [
        replace(result, name=f"{result.name} ({text})") if names[result.name] > 1 else result
        for result, text in zip(results, given, strict=True)
    ]


def common_phase(results: "Sequence[Result]") -> str:
    """Return the phase that is compared: operations, or construction if no study has more.

    Raises
    ------
    UsageError
        If some studies have operations and others none, or their money is of different years.
    """
    from impact.errors import UsageError

    years = {result.dollar_year for result in results}
    if len(years) > 1:
        raise UsageError(
            f"Money of {' and '.join(map(str, sorted(years)))} does not compare. Give all the same dollar_year."
        )
    phases = {"operations" if "operations" in set(result.counties.phase) else "construction" for result in results}
    if len(phases) > 1:
        raise UsageError("One study has operations, another construction alone: jobs and job-years do not compare.")
    return phases.pop()


def effects_of(results: "Sequence[Result]", phase: str) -> "pd.DataFrame":
    """Return direct and total effects of each study, in its region and, where the model has it, in the nation.

    Money is million USD; per direct job it is USD.
    """
    import pandas as pd

    from impact.reference import measures

    names = compared()
    rows = []
    for place, result in enumerate(results, 1):
        everywhere = result.counties[result.counties.phase == phase]
        inside = everywhere[everywhere.fips.isin(result.region.fips)]
        parts = {("direct", "region"): inside[inside.effect == "direct"], ("total", "region"): inside}
        if result.model == "gravity":
            parts["total", "nation"] = everywhere
        direct = float(parts["direct", "region"].jobs.sum())
        for (effect, where), part in parts.items():
            sums = part[names].sum()
            units = pd.Series({name: 1e6 if measures()[name].format == "money" else 1.0 for name in names})
            each = (sums * units / direct).set_axis([per_job(name) for name in names])
            what = {
                "study": place,
                "name": result.name,
                "region": result.region.label,
                "model": result.model,
                "economy": result.economy,
            }
            rows.append(what | {"effect": effect, "place": where} | dict(sums) | dict(each))
    return pd.DataFrame(rows)


def counties_of(results: "Sequence[Result]", phase: str) -> "pd.DataFrame":
    """Return the total effect of each study by county."""
    import pandas as pd

    tables = []
    for place, result in enumerate(results, 1):
        effects = result.by_county().query("phase == @phase and effect == 'total'")
        tables.append(effects[["fips", "name", "state", *compared()]].assign(study=place))
    columns = ["study", "fips", "name", "state", *compared()]
    counties: pd.DataFrame = pd.concat(tables, ignore_index=True)[columns]
    return counties


def show(
    results: "Sequence[Result]", phase: str, effects: "pd.DataFrame", counties: "pd.DataFrame", console: "Console"
) -> None:
    """Print what is compared, the effects, the same per direct job, and the counties with most jobs of any study."""
    for place, result in enumerate(results, 1):
        print_text(console, f"{place}  {place_of(result)}", style="bold")
        print_text(console, f"   Region: {result.region.label}. {made_with(result)}")
    studies = range(1, len(results) + 1)
    columns = [*map(str, studies), *(["2 less 1"] if len(results) == 2 else [])]
    found = {(row["effect"], row["place"], row["study"]): row for row in effects.to_dict("records")}
    kinds = {key: where for key, where in WHERE.items() if any((*key, study) in found for study in studies)}
    names = compared()
    whole: dict[str, Writer] = {name: partial(written, name) for name in names}
    each: dict[str, Writer] = {per_job(name): "{:.2f}".format if name == "jobs" else "{:,.0f}".format for name in names}
    units = results[0].units(phase)
    titles = {
        f"{phase_title(phase)}: {units}": whole,
        f"Per direct job: {units.replace('million ', '')}": each,
    }
    for title, writers in titles.items():
        rows = [
            [
                f"{measure_titles()[kind]}, {where}",
                *_cells([found.get((*key, n), {}).get(name) for n in studies], write),
            ]
            for kind, (name, write) in zip(names, writers.items(), strict=True)
            for key, where in kinds.items()
            if (name, *key) != (per_job("jobs"), "direct", "region")  # which is one
        ]
        print_table(console, title, [heading("effect"), *columns], rows, numbers=len(columns))
    labels = dict(zip(counties.fips, counties.name + ", " + counties.state, strict=True))
    by_county = {(row["study"], row["fips"]): row["jobs"] for row in counties.to_dict("records")}
    ranked = counties.groupby("fips").jobs.max().sort_values(ascending=False, kind="stable").index
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
    said: dict[str, list[str]] = {}
    for place, result in enumerate(results, 1):
        for warning in result.warnings:
            said.setdefault(warning, []).append(str(place))
    for warning, whom in said.items():
        whose = "" if len(whom) == len(results) else f" on {' and '.join(whom)}"
        print_text(console, f"Note{whose}: {warning}")


def _cells(values: list[float | None], write: Writer) -> list[str]:
    """Write a figure of each study, and of two the difference; nothing where a model has none."""
    cells = ["" if value is None else write(value) for value in values]
    if len(values) == 2:
        before, after = values
        cells.append("" if before is None or after is None else write(after - before))
    return cells

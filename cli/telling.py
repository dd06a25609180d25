"""A result as the terminal tells it."""

from typing import TYPE_CHECKING

from .screen import CutColumn, figures, jobs, measure_titles, number, print_table, print_text, printable, written
from .steps import step
from .workforce import print_homes, print_occupations

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from impact import Result

COUNTIES_SHOWN, OCCUPATIONS_SHOWN = 12, 8
FIRST_DATED = 1900  # smaller years are counted, not dated


def show(result: "Result", console: "Console") -> None:
    """Print the effects by phase, place and county, the assumptions and the warnings."""
    counties = dict.fromkeys(site.county for site in result.sites)
    print_text(console, f"{printable(result.name)}: {'; '.join(counties)}", style="bold")
    print_text(console, f"Region: {result.region.label}. {made_with(result)}")
    _print_phases(result, console)
    _print_sites(result, console)
    _print_places(result, console)
    print_years(result, console)
    print_people(result, console)
    if result.discount is not None:
        print_present_value(result, result.discount, console)
    _print_assumptions(result, console)
    console.print()
    for warning in result.warnings:
        print_text(console, f"Note: {warning}")


def phase_title(phase: str) -> str:
    """Return the title of a phase."""
    from impact.reference import vocabulary

    return vocabulary().phases[phase].title


def _print_phases(result: "Result", console: "Console") -> None:
    summary, measures = result.summary(), list(measure_titles().values())
    for phase in reversed(summary.phase.unique()):  # operations first
        title = f"{phase_title(phase)}, effects in the region: {result.units(phase)}"
        rows = summary[summary.phase == phase]
        cells = [[effect, *row] for effect, row in zip(rows.effect, figures(rows), strict=True)]
        print_table(console, title, ["Effect", *measures], cells, numbers=len(measures))


def _print_sites(result: "Result", console: "Console") -> None:
    if len(result.sites) == 1:
        return
    totals, measures = result.by_site().query("effect == 'total'"), list(measure_titles().values())
    rows = [
        [printable(site), phase, *row]
        for site, phase, row in zip(totals.site, totals.phase, figures(totals), strict=True)
    ]
    columns = ["Site", "Phase", *measures]
    print_table(console, "Total effect in the region by site", columns, rows, numbers=len(measures))


def _print_places(result: "Result", console: "Console") -> None:
    """Print where the total effect is: by distance from the sites, and the first counties."""
    from impact.reference import vocabulary

    places, by_county, phases = result.by_place(), result.by_county(), result.summary().phase
    main, built = phases.iloc[-1], phases.nunique() > 1
    columns = [*measure_titles().values(), *(["Job-years"] if built else [])]
    of_what = f"{phase_title(main).lower()}, {result.units(main)}" + ("; job-years of construction" if built else "")
    whole = places[(places.effect == "total") & (places.place != "all")]
    if whole.place.nunique() > 2 or "nation" in set(whole.place):
        rows = [[vocabulary().places[place].title, *row] for place, row in beside(whole, "place", main)]
        print_table(console, f"Where the total effect is: {of_what}", ["Place", *columns], rows, numbers=len(columns))
    totals = by_county[by_county.effect == "total"]
    if totals.fips.nunique() == 1:
        return
    labels = dict(zip(totals.fips, totals.name + ", " + totals.state, strict=True))
    ranked = totals[totals.phase == main].sort_values("jobs", ascending=False, kind="stable").fips
    first = list(ranked[:COUNTIES_SHOWN])
    found = dict(beside(totals[totals.fips.isin(first)], "fips", main))
    more = f" (first {len(first)} of {len(ranked):,} counties)" if len(ranked) > len(first) else ""
    cells = [[labels[fips], *found[fips]] for fips in first]
    title = f"Total effect by county: {of_what}{more}"
    print_table(console, title, ["County", *columns], cells, numbers=len(columns))


def _print_assumptions(result: "Result", console: "Console") -> None:
    from impact.reference import assumptions

    declared = assumptions()
    rows = [
        [
            assumption.title,
            f"{number(assumption.value)} {assumption.unit}".strip()
            + (" (yours)" if assumption.overridden and assumption.value != declared[assumption.name].value else ""),
            f"{number(assumption.low)} to {number(assumption.high)}" if assumption.low is not None else "",
            assumption.source,
        ]
        for assumption in result.assumptions
    ]
    print_table(console, "Assumptions", ["Assumption", "Value", "Range", CutColumn("Source")], rows)


def made_with(result: "Result") -> str:
    """Say which model, economy and year a result is of."""
    return f"Trade model: {result.model}. Economy: {result.economy}. Year: {result.year}."


def beside(effects: "pd.DataFrame", key: str, main: str) -> list[tuple[str, list[str]]]:
    """Return for each key the figures of the main phase and, where both phases are there, job-years of construction."""
    rows = effects[effects.phase == main]
    shown = dict(zip(rows[key], figures(rows), strict=True))
    if effects.phase.nunique() > 1:
        built = effects[effects.phase != main].set_index(key).jobs
        for name, row in shown.items():
            row.append(jobs(float(built.get(name, 0.0))))
    return list(shown.items())


def print_people(result: "Result", console: "Console") -> None:
    """Print who would work in a single plant, and where they live."""
    if len(result.sites) > 1 or "operations" not in set(result.counties.phase):
        return
    from impact.errors import ModelError
    from impact.workforce import workforce

    try:
        with step("Finding the workers"):
            found = workforce(result)
    except ModelError as error:
        print_text(console, f"Note: {error}")
        return
    print_occupations(found, console, OCCUPATIONS_SHOWN)
    print_homes(found.homes, console)


def print_years(result: "Result", console: "Console") -> None:
    """Print the jobs of each year where construction or a ramp makes them differ; equal years share a line."""
    years = result.by_year().query("effect == 'total'").pivot(index="year", columns="phase", values="jobs")
    if len(years.drop_duplicates()) == 1:
        return
    phases = [phase for phase in ("construction", "operations") if phase in years]
    texts = years[phases].map(lambda value: jobs(value) if value == value else "")
    runs = (texts != texts.shift()).any(axis=1).cumsum()
    rows = [
        [" to ".join(dict.fromkeys(str(year) for year in (part.index[0], part.index[-1]))), *part.iloc[0]]
        for _, part in texts.groupby(runs)
    ]
    titles = {"construction": "Construction, job-years", "operations": "Operations, jobs"}
    print_table(
        console,
        f"Total effect in the region by year{counting(result)}",
        ["Year", *(titles[phase] for phase in phases)],
        rows,
        numbers=len(phases),
    )


def print_present_value(result: "Result", discount: float, console: "Console") -> None:
    """Print what all years together are worth."""
    from impact.reference import measures

    years = result.by_year(discount).query("effect == 'total'")
    money_measures = [name for name, declared in measures().items() if declared.format == "money"]
    rows = [
        [str(phase), *(written(measure, float(part[measure].sum())) for measure in money_measures)]
        for phase, part in years.groupby("phase")
    ]
    print_table(
        console,
        f"Present value in the region at {discount:.1%} a year, {years.year.min()} to {years.year.max()}"
        f"{counting(result)}: million USD of {result.dollar_year}",
        ["Phase", *(measures()[measure].title for measure in money_measures)],
        rows,
        numbers=len(money_measures),
    )


def counting(result: "Result") -> str:
    """Say how years are counted where no site says when it opens."""
    return ", year 1 the first of operation" if result.years.year.min() < FIRST_DATED else ""

"""Results in the terminal."""

from typing import TYPE_CHECKING

from .environment import print_environment
from .fiscal import print_payers, told
from .intervals import print_intervals, print_outside, print_settle
from .screen import (
    CutColumn,
    figures,
    heading,
    jobs,
    measure_titles,
    number,
    print_table,
    print_text,
    printable,
    written,
)
from .steps import step
from .workforce import print_homes, print_occupations

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from impact import Result
    from impact.effects import Effects

MAX_COUNTIES, MAX_OCCUPATIONS = 12, 8
ROUNDED = "Figures are rounded, so parts may not add up to their total."


def show(result: "Result", console: "Console", with_assumptions: bool = False) -> None:
    """Print effects, intervals and notes of a result, and assumptions on request."""
    print_text(console, place_of(result), style="bold")
    print_text(console, f"Region: {result.region.label}. {made_with(result)}")
    _print_phases(result, console)
    _print_sites(result, console)
    _print_places(result, console)
    print_environment(result, console)
    print_years(result, console)
    print_people(result, console)
    if result.discount is not None:
        print_present_value(result, result.discount, console)
    print_fiscal(result, console)
    print_reasons(result, console)
    if result.draws is not None:
        from impact.evidence import outside_evidence

        if result.draws.method != "quick":  # quick intervals stand in the tables of effects
            print_intervals(result, console)
        print_outside(outside_evidence(result), console)
        print_settle(result, console)
    if with_assumptions:
        _print_assumptions(result, console)
    console.print()
    for note in result.notes:
        print_text(console, f"{note.level.capitalize()}: {note.text}")
    print_text(console, f"Note: {ROUNDED}")


def place_of(result: "Effects") -> str:
    """Name a result and the counties of its sites.

    A name that holds its county stands alone.
    """
    counties = "; ".join(dict.fromkeys(site.county for site in result.sites))
    return printable(result.name) if counties in result.name else f"{printable(result.name)}: {counties}"


def headline(result: "Result") -> list[str]:
    """Return the headline sentences of a result.

    They tell jobs and labor income in the region with their intervals, and the jobs of construction.
    """
    from impact._display import count, dollars, interval

    totals = {(row["phase"], row["effect"]): row for row in result.summary().to_dict("records")}
    sentences: list[str] = []
    for phase, per_year in (("operations", " a year"), ("construction", "")):
        total, direct = totals.get((phase, "total")), totals.get((phase, "direct"))
        if total is None or direct is None:
            continue
        unit = result.unit("jobs", phase)
        opening = f"{printable(result.name)}: " if not sentences else "Construction: "
        where = "the region" if sentences or result.region.label in result.name else result.region.label
        spans = {name: result.interval(phase, name) for name in ("jobs", "labor_income")}
        ranges = [
            f" {interval(*map(write, span))}" if span else ""
            for span, write in zip(spans.values(), (count, dollars), strict=True)
        ]
        sentences.append(
            f"{opening}{count(total['jobs'])} {unit}{ranges[0]} in {where}, {count(direct['jobs'])} of them direct; "
            f"labor income of {dollars(total['labor_income'])}{ranges[1]}{per_year} in {result.dollar_year} dollars."
        )
    return sentences


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
        cells += _interval_row(result, phase)
        print_table(console, title, [heading("effect"), *measures], cells, numbers=len(measures))


def _interval_row(result: "Result", phase: str) -> list[list[str]]:
    """Return the row of the total's 90 % interval; none without draws."""
    spans = {measure: result.interval(phase, measure) for measure in measure_titles()}
    cells = [f"{written(name, span[0])} to {written(name, span[1])}" for name, span in spans.items() if span]
    return [["90 % interval", *cells]] if len(cells) == len(spans) else []


def _print_sites(result: "Result", console: "Console") -> None:
    if len(result.sites) == 1:
        return
    totals, measures = result.by_site().query("effect == 'total'"), list(measure_titles().values())
    rows = [
        [printable(site), phase, *row]
        for site, phase, row in zip(totals.site, totals.phase, figures(totals), strict=True)
    ]
    columns = [heading("site"), heading("phase"), *measures]
    print_table(console, "Total effect in the region by site", columns, rows, numbers=len(measures))


def _print_places(result: "Result", console: "Console") -> None:
    """Print the total effect by distance from the sites and by county."""
    from impact.reference import vocabulary

    places, by_county, phases = result.by_place(), result.by_county(), result.summary().phase
    main, built = phases.iloc[-1], phases.nunique() > 1
    columns = [*measure_titles().values(), *([result.unit("jobs", "construction").capitalize()] if built else [])]
    of_what = f"{phase_title(main).lower()}, {result.units(main)}" + ("; job-years of construction" if built else "")
    total_by_place = places[(places.effect == "total") & (places.place != "all")]
    if total_by_place.place.nunique() > 2 or "nation" in set(total_by_place.place):
        rows = [[vocabulary().places[place].title, *row] for place, row in beside(total_by_place, "place", main)]
        print_table(
            console, f"Where the total effect is: {of_what}", [heading("place"), *columns], rows, numbers=len(columns)
        )
    totals = by_county[by_county.effect == "total"]
    if totals.fips.nunique() == 1:
        return
    labels = dict(zip(totals.fips, totals.name + ", " + totals.state, strict=True))
    ranked = totals[totals.phase == main].sort_values("jobs", ascending=False, kind="stable").fips
    first = list(ranked[:MAX_COUNTIES])
    county_cells = dict(beside(totals[totals.fips.isin(first)], "fips", main))
    more = f" (first {len(first)} of {len(ranked):,} counties)" if len(ranked) > len(first) else ""
    cells = [[labels[fips], *county_cells[fips]] for fips in first]
    title = f"Total effect by county: {of_what}{more}"
    print_table(console, title, [heading("county"), *columns], cells, numbers=len(columns))


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
    columns: list[str | CutColumn] = [*map(heading, ("assumption", "value", "range")), CutColumn(heading("source"))]
    print_table(console, "Assumptions", columns, rows)


def made_with(result: "Effects") -> str:
    """Name model, economy and year of a result."""
    from impact.reference import economy_label

    return f"Trade model: {result.model}. Economy: {economy_label(result.economy)}. Year: {result.year}."


def beside(effects: "pd.DataFrame", key: str, main: str) -> list[tuple[str, list[str]]]:
    """Return figures of the main phase by key, and job-years of construction.

    Job-years appear where the result has both phases.
    """
    rows = effects[effects.phase == main]
    shown = dict(zip(rows[key], figures(rows), strict=True))
    if effects.phase.nunique() > 1:
        built = effects[effects.phase != main].set_index(key).jobs
        for name, row in shown.items():
            row.append(jobs(float(built.get(name, 0.0))))
    return list(shown.items())


def print_people(result: "Result", console: "Console") -> None:
    """Print occupations of a single plant's workers and their homes."""
    if len(result.sites) > 1 or "operations" not in set(result.counties.phase):
        return
    from impact.errors import ModelError
    from impact.workforce import workforce

    try:
        with step("Finding the workers"):
            staffing = workforce(result)
    except ModelError as error:
        print_text(console, f"Note: {error}")
        return
    print_occupations(staffing, console, MAX_OCCUPATIONS)
    print_homes(staffing.homes, console)


def print_fiscal(result: "Result", console: "Console") -> None:
    """Print a year's regional taxes and the verdict on incentives."""
    if "operations" not in set(result.counties.phase):
        return
    with step("Counting taxes and services"):
        fiscal = result.fiscal()
    print_payers(fiscal, console, ["region"])
    for sentence in told(fiscal):
        print_text(console, sentence)


def print_reasons(result: "Result", console: "Console") -> None:
    """Print reasons for the multiplier, sources of labor, and the quotation."""
    from impact.evidence import explained, net_sentences, quotation

    for title, sentences in (
        ("", [*explained(result), *net_sentences(result)]),
        ("How to quote this", quotation(result)),
    ):
        console.print()
        if title:
            print_text(console, title, style="bold")
        for sentence in sentences:
            print_text(console, sentence.replace(result.name, printable(result.name)))


def print_years(result: "Result", console: "Console") -> None:
    """Print jobs by year where they differ.

    Equal years share a line.
    """
    from impact._display import year_span
    from impact.reference import measures, vocabulary

    years = result.by_year().query("effect == 'total'").pivot(index="year", columns="phase", values="jobs")
    if len(years.drop_duplicates()) == 1:
        return
    phases = [phase for phase in ("construction", "operations") if phase in years]
    texts = years[phases].map(lambda value: jobs(value) if value == value else "")
    runs = (texts != texts.shift()).any(axis=1).cumsum()
    rows = [
        [year_span(part.index[0], part.index[-1], years.index[0]), *part.iloc[0]] for _, part in texts.groupby(runs)
    ]
    titles = {phase: f"{vocabulary().phases[phase].short}, {measures()['jobs'].unit_of(phase)}" for phase in phases}
    print_table(
        console,
        "Total effect in the region by year",
        [heading("year"), *(titles[phase] for phase in phases)],
        rows,
        numbers=len(phases),
    )


def print_present_value(result: "Result", discount: float, console: "Console") -> None:
    """Print the present value of all years together."""
    from impact._display import year_span
    from impact.reference import measures

    present_values, years = result.present_value(), result.years.year
    first, last = int(years.min()), int(years.max())
    names = [name for name, declared in measures().items() if declared.format == "money"]
    rows = [
        [str(row["phase"]), *(written(name, row[name]) for name in names)] for row in present_values.to_dict("records")
    ]
    print_table(
        console,
        f"Present value in the region at {discount:.1%} a year, {year_span(first, last, first)}: million USD of "
        f"{result.dollar_year}",
        [heading("phase"), *(measures()[measure].title for measure in names)],
        rows,
        numbers=len(names),
    )

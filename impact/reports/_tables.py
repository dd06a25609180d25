"""Numbered tables of a report: content and number formats."""

from collections.abc import Sequence

import pandas as pd

from .._display import number, year_span
from ..effects import Draws, Effects
from ..evidence import outside_evidence
from ..reference import CONSTRUCTION, OPERATIONS, manifest, measures, vocabulary
from ..workforce import Workforce
from ._drafts import Columns, Draft, Table, head, written
from ._environment import circular_draft, environment_draft

MIN_JOBS_SHOWN = 0.05
ROUNDED = "Figures are rounded, so parts may not add up to their total."
MAX_ROWS = dict(counties=20, homes=12, occupations=20, industries=20, builders_industries=20, purchases=25)


def tables_of(result: Effects, staffing: Sequence[Workforce], numbers: dict[str, int]) -> dict[str, Table]:
    """Return the tables of a report by name.

    Parameters
    ----------
    result : Effects
        Of a study.
    staffing : sequence of Workforce
        Of its sites with operations.
    numbers : dict of str to int
        The number of each table that the report has.
    """
    main = OPERATIONS if OPERATIONS in numbers else CONSTRUCTION
    drafts = {
        **_by_phase(result),
        **_by_place(result, main),
        "years": _years(result),
        **(_people(result, staffing) if staffing else {}),
        **_industries(result, main),
        "purchases": _purchases(result, main),
        **({"environment": environment_draft(result)} if "environment" in numbers else {}),
        **({"circular": circular_draft(result)} if "circular" in numbers else {}),
        **(_draws(result, result.draws, main) if result.draws is not None else {}),
        **({"outside": _outside(result)} if "outside" in numbers else {}),
        "assumptions": _assumptions(result),
        "data": _data(result),
    }
    return {name: draft.numbered(numbers[name], MAX_ROWS.get(name), name) for name, draft in drafts.items()}


def _money(result: Effects) -> str:
    return f"Money in million USD of {result.dollar_year}."


def _by_phase(result: Effects) -> dict[str, Draft]:
    summary = result.summary()
    return {
        phase: Draft(
            f"{vocabulary().phases[phase].title}: effects in {result.region.label}",
            summary[summary.phase == phase],
            {"effect": head("effect")} | _heads(phase),
            f"{_money(result)} {ROUNDED}",
        )
        for phase in (OPERATIONS, CONSTRUCTION)
        if phase in set(result.counties.phase)
    }


def _by_place(result: Effects, main: str) -> dict[str, Draft]:
    titles = {name: declared.title for name, declared in vocabulary().places.items()}
    places = result.by_place().query("phase == @main and effect == 'total'").assign(name=lambda f: f.place.map(titles))
    counties = result.by_county().query("phase == @main and effect == 'total'")
    counties = counties.sort_values("jobs", ascending=False, kind="stable")
    counties = counties.assign(name=counties.name + ", " + counties.state)
    heads, note = _heads(main), _money(result)
    return {
        "places": Draft("Total effect by place", places, {"name": head("place")} | heads, note),
        "counties": Draft("Total effect by county", counties, {"name": head("county")} | heads, note),
    }


def _years(result: Effects) -> Draft:
    note = f"Each year of a span. Jobs are job-years in construction. {_money(result)}"
    heads = {"year": head("year"), "phase": head("phase")} | _heads(OPERATIONS)
    return Draft("Total effect in the region by year", _runs_of_years(result), heads, note)


def _people(result: Effects, staffing: Sequence[Workforce]) -> dict[str, Draft]:
    homes = (
        pd.concat([site_staffing.homes for site_staffing in staffing])
        .groupby(["fips", "name", "state"], as_index=False)
        .sum()
    )
    homes = homes[homes.jobs >= MIN_JOBS_SHOWN].sort_values("jobs", ascending=False, kind="stable")
    homes = homes.assign(name=homes.name + ", " + homes.state)
    heads = _heads(OPERATIONS)
    living = {"name": head("county"), **{name: heads[name] for name in ("jobs", "labor_income")}}
    jobs = pd.concat([site_staffing.occupations.assign(site=site_staffing.site) for site_staffing in staffing])
    jobs = jobs[jobs.difficulty != ""].sort_values("jobs", ascending=False, kind="stable")
    columns = {
        **({"site": head("site")} if len(staffing) > 1 else {}),
        "title": head("occupation"),
        "difficulty": head("hiring_difficulty"),
        "jobs": heads["jobs"],
        "reachable": head("reachable", "count"),
        "years_to_fill": head("years_to_fill", "number"),
        "gap": head("gap", "count"),
        "median": head("median_pay", "dollars"),
        "offered": head("wage_to_offer", "dollars"),
        "education": head("education"),
    }
    note = (
        "Without jobs whose occupation is not published in detail. Pay in USD a year, "
        f"{manifest().tables['wages'].source}; suppressed where not published."
    )
    return {
        "homes": Draft("Where the direct workers live", homes, living, _money(result)),
        "occupations": Draft("Occupations of the direct jobs, and workers within commuting reach", jobs, columns, note),
    }


def _industries(result: Effects, main: str) -> dict[str, Draft]:
    """Return industries with most jobs, and others with most job-years."""
    industries = result.by_industry().query("effect == 'total'")
    drafts = {}
    for phase in industries.phase.unique():
        own = industries[industries.phase == phase].sort_values("jobs", ascending=False, kind="stable")
        title = f"Industries of the region with most {measures()['jobs'].unit_of(phase)}"
        note = f"{vocabulary().phases[phase].title}, all effects. {_money(result)}"
        heads = {"title": head("industry")} | _heads(phase)
        drafts["industries" if phase == main else "builders_industries"] = Draft(title, own, heads, note)
    return drafts


def _purchases(result: Effects, main: str) -> Draft:
    rows = result.purchases.query("phase == @main and value > 0").sort_values("value", ascending=False, kind="stable")
    columns = {
        **({"site": head("site")} if len(result.sites) > 1 else {}),
        "item": head("item"),
        "commodity": head("commodity"),
        "value": head("million_usd", "money"),
        "domestic_share": head("domestic_share", "share"),
        "share_source": head("share_source"),
    }
    return Draft("What is bought, at the prices paid", rows, columns)


def _draws(result: Effects, draws: Draws, main: str) -> dict[str, Draft]:
    """Return intervals by phase and effect, and the jobs' drivers.

    The driver with the longest reach comes first.
    """
    intervals = result.intervals()
    heads = {"phase": head("phase"), "effect": head("effect")}
    rows = intervals[["phase", "effect"]].drop_duplicates(ignore_index=True)
    for name, (title, kind) in _heads(OPERATIONS).items():
        part = intervals[intervals.measure == name].reset_index(drop=True)
        rows[name] = [
            f"{written(low, kind)} to {written(high, kind)}" for low, high in zip(part.p5, part.p95, strict=True)
        ]
        heads[name] = (title, "text")
    note = f"Jobs of construction are job-years. {_money(result)}"
    moved = draws.drivers.query("phase == @main and measure == 'jobs'")
    reach = (moved.at_high - moved.at_low).abs().sort_values(ascending=False, kind="stable")
    moved = moved.loc[reach.index]
    moved = moved.assign(span=[f"{number(a)} to {number(b)}" for a, b in zip(moved.low, moved.high, strict=True)])
    columns = {
        "title": head("assumption"),
        "span": head("range"),
        "at_low": head("jobs_at_low", "count"),
        "at_high": head("jobs_at_high", "count"),
        "correlation": head("rank_correlation", "ratio"),
    }
    return {
        "intervals": Draft("90 % intervals (P5 to P95) of effects in the region", rows, heads, note),
        "drivers": Draft("What moves the total jobs, each assumption alone", moved, columns),
    }


def _outside(result: Effects) -> Draft:
    findings = outside_evidence(result)
    span = [f"{a:g}" if a == b else f"{a:g} to {b:g}" for a, b in zip(findings.low, findings.high, strict=True)]
    columns = {"finding": head("finding"), "span": head("published"), "source": head("source")}
    return Draft("What others have found", findings.assign(span=span), columns)


def _assumptions(result: Effects) -> Draft:
    assumed = result.assumptions_table()
    span = [
        f"{number(low)} to {number(high)}" if low == low else ""
        for low, high in zip(assumed.low, assumed.high, strict=True)
    ]
    value = [number(cell) if isinstance(cell, float) else str(cell or "computed") for cell in assumed.value]
    sources = [
        f"{figure} {unit}".strip() + (" (this study's)" if own else "")
        for figure, unit, own in zip(value, assumed.unit, assumed.overridden, strict=True)
    ]
    columns = {
        "title": head("assumption"),
        "said": head("value"),
        "span": head("range"),
        "source": head("source"),
    }
    return Draft("Assumptions", assumed.assign(span=span, said=sources), columns)


def _data(result: Effects) -> Draft:
    used = manifest().tables
    rows = [
        (name, used[name].agency, used[name].vintage, digest[:12])
        for name, digest in result.data.items()
        if name in used
    ]
    names = ["table", "agency", "vintage", "sha256"]
    return Draft("Tables used", pd.DataFrame(rows, columns=names), {name: head(name) for name in names})


def _heads(phase: str) -> Columns:
    """Return heading and kind of the measure columns.

    Jobs of construction are job-years.
    """
    return {
        name: (declared.unit_of(phase).capitalize() if declared.format == "count" else declared.title, declared.format)
        for name, declared in measures().items()
    }


def _runs_of_years(result: Effects) -> pd.DataFrame:
    """Return the total effect by phase and year.

    Successive years of equal effect share a row.
    """
    years = result.by_year().query("effect == 'total'").sort_values(["phase", "year"])
    before = years.groupby("phase")[list(measures())].shift()
    runs = (years[list(measures())] != before).any(axis=1).cumsum()
    rows = []
    for _, part in years.groupby(runs):
        span = year_span(int(part.year.min()), int(part.year.max()), int(years.year.min()))
        rows.append(part.head(1).assign(first=part.year.min(), year=span))
    return pd.concat(rows).sort_values(["first", "phase"])

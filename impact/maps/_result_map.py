"""The map of a result."""

from collections.abc import Callable

import folium
import pandas as pd

from .._display import count, interval, year_span
from .._scale import jobs_text, money_text, percent_text
from ..accounts import prices
from ..counties import county_totals
from ..effects import Effects
from ..errors import UsageError
from ..evidence import explained, quotation
from ..facilities import plants
from ..reference import CONSTRUCTION, OPERATIONS, TOTAL, manifest, measures, table, vocabulary
from ._arcs import arcs_of
from ._county_map import county_map
from ._inputs import Layer, MapColors, MapMarks, MapPage, SiteMark, plant_marks

__all__ = ["comparison_map", "result_map"]

RESIDENCE = "Where the workers live"
TAXES = "Taxes"
TAX_LAYERS = {
    "total_taxes": "All levels, where the base is",
    "local_taxes": "County and other local",
    "state_taxes": "State",
    "federal_taxes": "Federal",
}
RATES = {  # title, unit, format and factor
    "jobs": ("Jobs per 1,000 county jobs", "jobs per 1,000 county jobs", "rate", 1000),
    "labor_income": ("Labor income, % of the county's", "% of the county's labor income", "percent", 100),
    "value_added": ("Value added, % of county GDP", "% of the county's GDP", "percent", 100),
}
RESIDENCE_MEASURES = ["jobs", "labor_income"]  # measures that are told by place of residence


def result_map(result: Effects, tiles: bool = False, taxes: pd.DataFrame | None = None) -> folium.Map:
    """Draw the effects by county, with region and sites.

    Parameters
    ----------
    result : Effects
        Of a study.
    tiles : bool
        As in :class:`MapPage`.
    taxes : DataFrame, optional
        From :meth:`impact.fiscal.Fiscal.by_county`, for layers of the taxes of each level of government.

    Returns
    -------
    folium.Map
        Layers by effect and measure of a year of operation, of where the workers live, and of construction; a time
        slider over the years where they differ; known plants by what they can be to the sites; arcs to
        suppliers and homes; energy communities and Opportunity Zones.
    """
    every, homes = result.by_county(), result.residences()
    phase = OPERATIONS if OPERATIONS in set(every.phase) else CONSTRUCTION
    effects = every[every.phase == phase]
    shown = _shown()
    kinds = [(effect, title, measure) for effect, title in _layers().items() for measure in shown]
    layers = [Layer(title, _figures(effects, effect, measure), measure) for effect, title, measure in kinds]
    living = homes[homes.phase == phase]
    layers += [Layer(RESIDENCE, _figures(living, "total", measure), measure) for measure in RESIDENCE_MEASURES]
    if phase == OPERATIONS and CONSTRUCTION in set(every.phase):
        built = every[every.phase == CONSTRUCTION]
        title = vocabulary().phases[CONSTRUCTION].title
        layers += [
            Layer(title, _figures(built, TOTAL, measure), measure, unit=_building_unit(measure, CONSTRUCTION))
            for measure in shown
        ]
    layers += _rates(result, effects)
    if taxes is not None:
        layers += _tax_layers(taxes[taxes.phase == phase].set_index("fips"))
    layers += _of_environment(result, phase)
    layers += _steps(result)
    values = _everywhere(effects, [layer.figures for layer in layers])
    period = "a year of full operation" if phase == OPERATIONS else "construction, in job-years"
    counties = "; ".join(dict.fromkeys(site.county for site in result.sites))
    return county_map(
        values,
        title=result.name,
        colors=MapColors(layers),
        marks=MapMarks(
            region=result.region.fips,
            sites=[SiteMark(site.name, site.lon, site.lat) for site in result.sites],
            plants=plant_marks(plants(related_to=[site.facility for site in result.sites])),
            borders=incentive_areas(),
            arcs=arcs_of(result, phase),
        ),
        page=MapPage(
            subtitle=f"{counties}. Effects of {period}. Study region: {result.region.label}.",
            jobs_unit=measures()["jobs"].unit_of(phase),
            money_unit=f"USD of {result.dollar_year}",
            tooltip={"Share of the labor force": _of_labor_force(values), **_intervals(result, phase, values)},
            card=_card(result, phase, values),
            notes=[
                f"{result.made_with()}. Figures: BEA, Census, BLS.",
                *explained(result),
                *quotation(result)[:2],
                _glossary(),
                *result.warnings,
            ],
            credit=manifest().tables["plants"].attribution,
            tiles=tiles,
        ),
    )


def comparison_map(first: Effects, second: Effects, tiles: bool = False) -> folium.Map:
    """Draw the differences of two studies by county, second less first.

    Parameters
    ----------
    first, second : Effects
        Of two sites, or of two scenarios of one.
    tiles : bool
        As in :class:`MapPage`.

    Raises
    ------
    UsageError
        If their money is of different years, or only one of them has operations.
    """
    if first.dollar_year != second.dollar_year:
        raise UsageError(
            f"The money of one study is of {first.dollar_year}, of the other of {second.dollar_year}. Run both with "
            "the same dollar_year."
        )
    results_by_county = [result.by_county() for result in (first, second)]
    phases = [OPERATIONS if OPERATIONS in set(effects.phase) else CONSTRUCTION for effects in results_by_county]
    if len(set(phases)) > 1:
        raise UsageError("One study has operations, the other construction alone: jobs and job-years do not compare.")
    effects = [frame[frame.phase == phases[0]] for frame in results_by_county]
    layers = []
    for effect, title in _layers().items():
        for measure in _shown():
            before, after = (_figures(frame, effect, measure) for frame in effects)
            layers.append(Layer(title, after.sub(before, fill_value=0.0), measure))
    homes = [result.residences() for result in (first, second)]
    living = [_figures(frame[frame.phase == phases[0]], "total", "jobs") for frame in homes]
    layers.append(Layer(RESIDENCE, living[1].sub(living[0], fill_value=0.0)))
    sites = [SiteMark(site.name, site.lon, site.lat) for result in (first, second) for site in result.sites]
    return county_map(
        _everywhere(pd.concat(effects), [layer.figures for layer in layers]),
        title=f"{second.name} less {first.name}",
        colors=MapColors(layers, diverging=True),
        marks=MapMarks(sorted({*first.region.fips, *second.region.fips}), list(dict.fromkeys(sites))),
        page=MapPage(
            subtitle="Differences by county. Blue: more with the former; orange: more with the latter.",
            money_unit=f"USD of {first.dollar_year}",
            notes=list(
                dict.fromkeys([*_each_made_with(first, second), _glossary(), *first.warnings, *second.warnings])
            ),
            tiles=tiles,
        ),
    )


def _tax_layers(taxes: pd.DataFrame) -> list[Layer]:
    """Return tax layers by level of government, in million USD.

    Taxes are where their base is.
    """
    return [Layer(title, taxes[column], "labor_income", counted=TAXES) for column, title in TAX_LAYERS.items()]


def _building_unit(measure: str, phase: str) -> str:
    """Return the unit of construction jobs where it differs.

    It is empty for the measure's own unit.
    """
    unit = measures()[measure].unit_of(phase)
    return unit if phase == CONSTRUCTION and unit != measures()[measure].unit_of(OPERATIONS) else ""


def _rates(result: Effects, effects: pd.DataFrame) -> list[Layer]:
    """Return layers of effects relative to the county.

    They are over its jobs, labor income and value added.
    """
    if result.economy not in manifest().economies:
        return []
    totals = _totals(result)
    layers = []
    for measure, (title, unit, kind, factor) in RATES.items():
        for effect, name in _layers().items():
            figures = _figures(effects, effect, measure)
            share = figures / totals[measure].reindex(figures.index) * factor
            layers.append(Layer(name, share, measure, counted=title, unit=unit, format=kind))
    return layers


def _totals(result: Effects) -> pd.DataFrame:
    return county_totals(result.economy, prices(result.economy).price(result.dollar_year))


def _card(result: Effects, phase: str, values: pd.DataFrame) -> dict[str, dict[str, list[str]]]:
    """Return the lines of a county's card.

    They are intervals of money, jobs, and commuters.
    """
    lines: dict[str, dict[str, list[str]]] = {}
    if result.draws is not None:
        intervals = result.intervals(by_county=True)
        for measure in ("labor_income", "value_added"):
            own = intervals[(intervals.phase == phase) & (intervals.measure == measure)].set_index("fips")
            intervals_text = _spans(own, values, money_text)
            lines[measures()[measure].title] = {"90 % interval of the total": intervals_text}
    known = result.economy in manifest().economies
    of = county_totals(result.economy if known else None).reindex(values.fips, fill_value=0)
    living = of.work_here - of.come_in + of.go_out
    lines["The county"] = {
        "Work here, live elsewhere": _shares(of.come_in, of.work_here),
        "Live here, work elsewhere": _shares(of.go_out, living),
    }
    if known:
        lines["The county"] = {f"Jobs, {result.economy}": [count(jobs) for jobs in of.jobs]} | lines["The county"]
    return lines


def _shares(part: "pd.Series[float]", whole: "pd.Series[float]") -> list[str]:
    return [f"{value:,.0f} ({value / total:.0%})" if total else "0" for value, total in zip(part, whole, strict=True)]


def _spans(own: pd.DataFrame, values: pd.DataFrame, write: Callable[[float], str]) -> list[str]:
    """Return the interval of each county in words."""
    ends = own[["p5", "p95"]].reindex(values.fips).to_numpy()
    return [interval(write(low), write(high), brief=True) if low == low else "not drawn" for low, high in ends]


def _shown() -> list[str]:
    """Return the measures that maps have layers of."""
    return [name for name, declared in measures().items() if declared.on_map]


def _of_environment(result: Effects, phase: str) -> list[Layer]:
    """Return environmental layers: suppliers' burden, and known totals.

    A total needs the plant's own part.
    """
    if result.environment.empty:
        return []
    by_county = result.environment_by_county()
    rows = by_county[by_county.phase == phase]
    layers = []
    for name, declared in measures("environment").items():
        for effect in (TOTAL, "indirect"):
            figures = _figures(rows, effect, name)
            if declared.on_map and len(figures) and figures.notna().all():
                layers.append(Layer(_layers()[effect], figures, name))
    return layers


def _layers() -> dict[str, str]:
    """Return the titles of effects, the total first."""
    titles = {name: declared.title for name, declared in vocabulary().effects.items()}
    return {TOTAL: titles[TOTAL]} | titles


def _glossary() -> str:
    """Return the glossary's definitions of the layers."""
    words = vocabulary()
    entries = [*(words.effects[name] for name in words.parts), words.terms["job_years"]]
    definitions = " ".join(f"{entry.title}: {entry.meaning}" for entry in entries)
    return f"Glossary. {definitions}"


def _each_made_with(first: Effects, second: Effects) -> list[str]:
    """Name economy and trade model of two results.

    One sentence serves both if they agree.
    """
    made = [result.made_with() for result in (first, second)]
    if made[0] == made[1]:
        return [f"{made[0]}."]
    return [f"{result.name}: {model_text}." for result, model_text in zip((first, second), made, strict=True)]


def incentive_areas() -> dict[str, list[str]]:
    """Return the counties of federal incentives, by kind: FIPS codes."""
    areas = table("incentive_areas")
    return {
        "Energy communities of 2025": areas.fips[areas.energy_community_2025_v2 == 1].tolist(),
        "Opportunity Zones hold a quarter of the people": areas.fips[areas.opportunity_zones >= 0.25].tolist(),
    }


def _everywhere(effects: pd.DataFrame, layers: list["pd.Series[float]"]) -> pd.DataFrame:
    """Return the total effect of each layer's counties.

    It is zero where there is none.
    """
    counties = table("counties").set_index("fips")
    named = sorted(set().union(*(layer.index for layer in layers)))
    total = effects[effects.effect == "total"].groupby("fips")[list(measures())].sum().reindex(named).fillna(0.0)
    frame = counties.loc[named, ["name", "state"]].join(total)
    return frame.rename_axis("fips").reset_index()


def _steps(result: Effects) -> list[Layer]:
    """Return layers of jobs by year and phase.

    Years with the same shares of every site share one.
    """
    totals = result.by_county(by_site=True).query("effect == 'total'")
    layers: list[Layer] = []
    first, running = int(result.years.year.min()), OPERATIONS in set(result.years.phase)
    for phase in (CONSTRUCTION, OPERATIONS):
        unit = _building_unit("jobs", phase) if running else ""
        years = result.years[result.years.phase == phase]
        shares = years.pivot(index="year", columns="site", values="share").fillna(0.0)
        runs = (shares != shares.shift()).any(axis=1).cumsum()
        jobs = totals[totals.phase == phase]
        for _, part in shares.groupby(runs):
            share = jobs.site.map(part.iloc[0])
            figures = (jobs.jobs * share).groupby(jobs.fips).sum()
            span = year_span(int(part.index[0]), int(part.index[-1]), first)
            name = span if phase in span else f"{span}, {phase}"
            layers.append(Layer(name, figures, step=name, unit=unit))
    return layers if len(layers) > 1 else []


def _of_labor_force(values: pd.DataFrame) -> list[str]:
    people = table("counties").set_index("fips").labor_force.reindex(values.fips)
    share = values.jobs.to_numpy() / people.to_numpy()
    return [percent_text(100 * value) if value == value else "not published" for value in share]


def _intervals(result: Effects, phase: str, values: pd.DataFrame) -> dict[str, list[str]]:
    """Return each county's 90 % interval of total jobs.

    They are in the order of the counties; there are none without draws.
    """
    if result.draws is None:
        return {}
    intervals = result.intervals(by_county=True)
    intervals = intervals[(intervals.phase == phase) & (intervals.measure == "jobs")].set_index("fips")
    return {"90 % interval of jobs": _spans(intervals, values, jobs_text)}


def _figures(effects: pd.DataFrame, effect: str, measure: str) -> "pd.Series[float]":
    return effects[effects.effect == effect].set_index("fips")[measure]

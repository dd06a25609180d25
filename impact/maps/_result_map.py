"""The map of a result."""

import folium
import pandas as pd

from ..effects import Effects
from ..errors import UsageError
from ..facilities import RELATIONS, plants, relation
from ..reference import CONSTRUCTION, OPERATIONS, TOTAL, manifest, measures, table, vocabulary
from ._county_map import county_map
from ._inputs import Layer, MapColors, MapMarks, MapPage, PlantMark, SiteMark

__all__ = ["comparison_map", "result_map"]

RESIDENCE = "Where the workers live"
COUNTED = ["jobs", "labor_income"]  # measures that are told by place of residence
MODELS = {
    "gravity": "a gravity model of all counties",
    "flq": "Flegg location quotients",
    "aflq": "augmented Flegg location quotients",
    "slq": "simple location quotients",
    "cilq": "cross-industry location quotients",
    "rlq": "Round's location quotients",
    "sdp": "the supply-demand pool",
}


def result_map(result: Effects, tiles: bool = False) -> folium.Map:
    """Draw the effects by county, the study region outlined and the sites marked.

    Parameters
    ----------
    result : Effects
        Of a study.
    tiles : bool
        As in :class:`MapPage`.

    Returns
    -------
    folium.Map
        Layers by effect and measure of a year of operation, of where the workers live, and of construction; a time
        slider over the years where they differ; known plants by what they can be to the sites; energy communities and
        Opportunity Zones.
    """
    every, homes = result.by_county(), result.residences()
    phase = OPERATIONS if OPERATIONS in set(every.phase) else CONSTRUCTION
    effects = every[every.phase == phase]
    shown = _shown()
    kinds = [(effect, title, measure) for effect, title in _layers().items() for measure in shown]
    layers = [Layer(title, _figures(effects, effect, measure), measure) for effect, title, measure in kinds]
    living = homes[homes.phase == phase]
    layers += [Layer(RESIDENCE, _figures(living, "total", measure), measure) for measure in COUNTED]
    if phase == OPERATIONS and CONSTRUCTION in set(every.phase):
        built = every[every.phase == CONSTRUCTION]
        title = vocabulary().phases[CONSTRUCTION].title
        layers += [Layer(title, _figures(built, TOTAL, measure), measure) for measure in shown]
    layers += _steps(result)
    values = _everywhere(effects, [layer.figures for layer in layers])
    what = "a year of full operation" if phase == OPERATIONS else "construction, in job-years"
    counties = "; ".join(dict.fromkeys(site.county for site in result.sites))
    return county_map(
        values,
        title=result.name,
        colors=MapColors(layers),
        marks=MapMarks(
            region=result.region.fips,
            sites=[SiteMark(site.name, site.lon, site.lat) for site in result.sites],
            plants=_known_plants([site.facility for site in result.sites]),
            borders=incentive_areas(),
        ),
        page=MapPage(
            subtitle=f"{counties}. Effects of {what}. Study region: {result.region.label}.",
            money_unit=f"USD of {result.dollar_year}",
            tooltip={"Share of the labor force": _of_labor_force(values)},
            notes=[f"{_made_with(result)}. Figures: BEA, Census, BLS.", *result.warnings],
            credit=manifest().tables["plants"].attribution,
            tiles=tiles,
        ),
    )


def comparison_map(first: Effects, second: Effects, tiles: bool = False) -> folium.Map:
    """Draw the differences between two studies by county: the second less the first.

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
    both = [result.by_county() for result in (first, second)]
    phases = [OPERATIONS if OPERATIONS in set(effects.phase) else CONSTRUCTION for effects in both]
    if len(set(phases)) > 1:
        raise UsageError("One study has operations, the other construction alone: jobs and job-years do not compare.")
    effects = [frame[frame.phase == phases[0]] for frame in both]
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
            notes=list(dict.fromkeys([*_each_made_with(first, second), *first.warnings, *second.warnings])),
            tiles=tiles,
        ),
    )


def _shown() -> list[str]:
    """Return the measures that maps have layers of."""
    return [name for name, declared in measures().items() if declared.on_map]


def _layers() -> dict[str, str]:
    """Return the titles of effects, the total first."""
    titles = {name: declared.title for name, declared in vocabulary().effects.items()}
    return {TOTAL: titles[TOTAL]} | titles


def _made_with(result: Effects) -> str:
    model = MODELS.get(result.model, result.model)
    return f"Structure of the U.S. economy in {result.economy}, regional trade by {model}"


def _each_made_with(first: Effects, second: Effects) -> list[str]:
    """Say how the results of a comparison were made, in one sentence if both were made alike."""
    made = [_made_with(result) for result in (first, second)]
    if made[0] == made[1]:
        return [f"{made[0]}."]
    return [f"{result.name}: {how}." for result, how in zip((first, second), made, strict=True)]


def incentive_areas() -> dict[str, list[str]]:
    """Return the counties of federal incentives, by kind: FIPS codes."""
    areas = table("incentive_areas")
    return {
        "Energy communities of 2025": areas.fips[areas.energy_community_2025_v2 == 1].tolist(),
        "Opportunity Zones hold a quarter of the people": areas.fips[areas.opportunity_zones >= 0.25].tolist(),
    }


def _everywhere(effects: pd.DataFrame, layers: list["pd.Series[float]"]) -> pd.DataFrame:
    """Return the total effect of every county that a layer names, zero where it has none."""
    counties = table("counties").set_index("fips")
    named = sorted(set().union(*(layer.index for layer in layers)))
    total = effects[effects.effect == "total"].groupby("fips")[list(measures())].sum().reindex(named).fillna(0.0)
    frame = counties.loc[named, ["name", "state"]].join(total)
    return frame.rename_axis("fips").reset_index()


def _steps(result: Effects) -> list[Layer]:
    """Return a layer of jobs for each year and phase; years with the same shares of every site share one."""
    totals = result.by_county(by_site=True).query("effect == 'total'")
    found: list[Layer] = []
    for phase in (CONSTRUCTION, OPERATIONS):
        years = result.years[result.years.phase == phase]
        shares = years.pivot(index="year", columns="site", values="share").fillna(0.0)
        runs = (shares != shares.shift()).any(axis=1).cumsum()
        jobs = totals[totals.phase == phase]
        for _, part in shares.groupby(runs):
            share = jobs.site.map(part.iloc[0])
            figures = (jobs.jobs * share).groupby(jobs.fips).sum()
            name = " to ".join(dict.fromkeys(str(year) for year in (part.index[0], part.index[-1]))) + f", {phase}"
            found.append(Layer(name, figures, step=name))
    return found if len(found) > 1 else []


def _of_labor_force(values: pd.DataFrame) -> list[str]:
    people = table("counties").set_index("fips").labor_force.reindex(values.fips)
    share = values.jobs.to_numpy() / people.to_numpy()
    return [f"{each:.2%}" if each == each else "not published" for each in share]


def _known_plants(kinds: list[str]) -> list[PlantMark]:
    """Return the plants that run, are built or are planned, by what they can be to plants of some types."""
    marks = []
    for row in plants().query("status not in ['canceled', 'retired'] and position != 'unknown'").to_dict("records"):
        size = f", {row['capacity']:,g} {row['capacity_unit']}" if row["capacity"] > 0 else ""
        people = f", {row['jobs']:,.0f} jobs announced" if row["jobs"] > 0 else ""
        name = row["name"] if row["name"].startswith(row["company"]) else f"{row['company']}: {row['name']}"
        what = f"{row['segment']}, {row['status']}{size}{people}"
        running, related = row["status"] == "operating", relation(row["segment"], kinds)
        marks.append(PlantMark(name, what, row["lon"], row["lat"], running, related))
    return sorted(marks, key=lambda mark: RELATIONS.index(mark.relation))


def _figures(effects: pd.DataFrame, effect: str, measure: str) -> "pd.Series[float]":
    return effects[effects.effect == effect].set_index("fips")[measure]

"""The map of a result."""

import folium
import pandas as pd

from ..effects import Result
from ..facilities import CONSTRUCTION, OPERATIONS, plants
from ..reference import manifest
from ._county_map import county_map
from ._inputs import PlantMark, SiteMark

__all__ = ["result_map"]

LAYERS = {"total": "Total jobs", "direct": "Direct jobs", "indirect": "Indirect jobs", "induced": "Induced jobs"}
RESIDENCE = "Where the workers live"
BUILT = "Construction, job-years"
COLUMNS = ["fips", "name", "state", "jobs", "labor_income", "value_added", "output"]
MODELS = {
    "gravity": "a gravity model of all counties",
    "flq": "Flegg location quotients",
    "aflq": "augmented Flegg location quotients",
    "slq": "simple location quotients",
    "cilq": "cross-industry location quotients",
    "rlq": "Round's location quotients",
    "sdp": "the supply-demand pool",
}


def result_map(result: Result) -> folium.Map:
    """Draw the effects by county, the study region outlined and the sites marked.

    Parameters
    ----------
    result : Result
        Of a study.

    Returns
    -------
    folium.Map
        With a layer of jobs for each effect of operations, one of where the workers live, and one of job-years of
        construction.
    """
    every = result.by_county()
    phase = OPERATIONS if OPERATIONS in set(every.phase) else CONSTRUCTION
    effects = every[every.phase == phase]
    values = effects.loc[effects.effect == "total", COLUMNS]
    layers = {name: _jobs(effects, effect) for effect, name in LAYERS.items()}
    homes = result.residences()
    homes = homes[homes.phase == phase]
    layers[RESIDENCE] = _jobs(homes, "total")
    others = [homes[homes.effect == "total"]]
    if phase == OPERATIONS and CONSTRUCTION in set(every.phase):
        built = every[every.phase == CONSTRUCTION]
        layers[BUILT] = _jobs(built, "total")
        others.append(built[built.effect == "total"])
    for other in others:
        elsewhere = other.loc[~other.fips.isin(values.fips), ["fips", "name", "state"]]
        values = pd.concat([values, elsewhere], ignore_index=True).fillna(dict.fromkeys(COLUMNS[3:], 0.0))
    what = "a year of full operation" if phase == OPERATIONS else "construction, in job-years"
    counties = "; ".join(dict.fromkeys(site.county for site in result.sites))
    return county_map(
        values,
        title=result.name,
        subtitle=f"{counties}. Effects of {what}. Study region: {result.region.label}.",
        sites=[SiteMark(site.name, site.lon, site.lat) for site in result.sites],
        region=result.region.fips,
        layers=layers,
        plants=_known_plants(),
        credit=manifest().tables["plants"].attribution,
        money_unit=f"USD of {result.dollar_year}",
        notes=[
            f"Structure of the U.S. economy in 2017, regional trade by {MODELS.get(result.model, result.model)}. "
            "Figures: BEA, Census, BLS.",
            *result.warnings,
        ],
    )


def _known_plants() -> list[PlantMark]:
    """Return the plants that run, are built or are planned."""
    marks = []
    for row in plants().query("status not in ['canceled', 'retired'] and position != 'unknown'").to_dict("records"):
        size = f", {row['capacity']:,g} {row['capacity_unit']}" if row["capacity"] > 0 else ""
        people = f", {row['jobs']:,.0f} jobs announced" if row["jobs"] > 0 else ""
        name = row["name"] if row["name"].startswith(row["company"]) else f"{row['company']}: {row['name']}"
        what = f"{row['segment']}, {row['status']}{size}{people}"
        marks.append(PlantMark(name, what, row["lon"], row["lat"], row["status"] == "operating"))
    return marks


def _jobs(effects: pd.DataFrame, effect: str) -> pd.Series:
    return effects[effects.effect == effect].set_index("fips").jobs

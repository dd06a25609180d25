"""The map of a result."""

import folium
import pandas as pd

from ..effects import Result
from ._county_map import county_map
from ._inputs import SiteMark

__all__ = ["result_map"]

PHASE = "operations"
LAYERS = {"total": "Total jobs", "direct": "Direct jobs", "indirect": "Indirect jobs", "induced": "Induced jobs"}
RESIDENCE = "Where the workers live"
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
    """Draw the effects of a year of operation by county, the study region outlined and the site marked.

    Parameters
    ----------
    result : Result
        Of a study.

    Returns
    -------
    folium.Map
        With a layer of jobs for each effect, and one of where the workers live if the result tells it.
    """
    effects = result.by_county()
    effects = effects[effects.phase == PHASE]
    values = effects.loc[effects.effect == "total", COLUMNS]
    layers = {name: _jobs(effects, effect) for effect, name in LAYERS.items()}
    if hasattr(result, "residences"):
        homes = result.residences()
        homes = homes[homes.phase == PHASE]
        layers[RESIDENCE] = _jobs(homes, "total")
        elsewhere = homes.loc[(homes.effect == "total") & ~homes.fips.isin(values.fips), ["fips", "name", "state"]]
        values = pd.concat([values, elsewhere], ignore_index=True).fillna(dict.fromkeys(COLUMNS[3:], 0.0))
    return county_map(
        values,
        title=result.site.name,
        subtitle=f"{result.site.county}. Effects of a year of full operation. Study region: {result.region.label}.",
        sites=[SiteMark(result.site.name, result.site.lon, result.site.lat)],
        region=result.region.fips,
        layers=layers,
        money_unit=f"USD of {result.dollar_year}",
        notes=[
            f"Structure of the U.S. economy in 2017, regional trade by {MODELS.get(result.model, result.model)}. "
            "Figures: BEA, Census, BLS.",
            *result.warnings,
        ],
    )


def _jobs(effects: pd.DataFrame, effect: str) -> pd.Series:
    return effects[effects.effect == effect].set_index("fips").jobs

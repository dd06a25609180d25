"""Simplified outlines of counties and states.

They come from one topology, so that shared borders stay shared.
"""

import geopandas as gpd
import pandas as pd
import shapely

from ..errors import DataError
from ._resolve import made
from .inputs import file_of

FIRST_TERRITORY = "60"


@made
def county_shapes(county_outlines: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Outline of each county of 2023: ``fips, geometry`` (EPSG:4326), sorted by FIPS."""
    return _covering(county_outlines.rename(columns={"id": "fips"}))


@made
def state_shapes(state_outlines: gpd.GeoDataFrame, state_names: pd.DataFrame) -> gpd.GeoDataFrame:
    """Outline of each state and DC: ``fips``, ``geometry``, sorted by FIPS.

    The code has two digits; the geometry is EPSG:4326.
    """
    codes = state_names.set_index("stusps").state_fips
    return _covering(state_outlines.assign(fips=state_outlines.st.map(codes))[["fips", "geometry"]])


def _covering(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Keep the 50 states and DC, sorted.

    Raises DataError unless every outline is valid and borders match.
    """
    frame = frame[frame.fips < FIRST_TERRITORY].sort_values("fips").reset_index(drop=True)
    outlines = frame.geometry.to_numpy()
    if not (shapely.is_valid(outlines).all() and shapely.coverage_is_valid(outlines)):
        raise DataError(f"{file_of('county_outlines')}: outlines overlap, leave gaps or cross themselves.")
    return frame

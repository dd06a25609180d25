"""Simplified outlines of counties and states, from one topology so that shared borders stay shared."""

from pathlib import Path

import geopandas as gpd
import shapely

from ..errors import DataError
from .inputs import read

TOPOLOGY = "geo/counties_2023_web.topojson"
COVERED = "60"


def county_shapes(source: Path) -> gpd.GeoDataFrame:
    """Outline of each county of 2023: ``fips, geometry`` (EPSG:4326), sorted by FIPS."""
    frame = _layer(source, "counties", "id").rename(columns={"id": "fips"})
    return _covering(frame)


def state_shapes(source: Path) -> gpd.GeoDataFrame:
    """Outline of each state and DC: ``fips`` (two digits), ``geometry`` (EPSG:4326), sorted by FIPS."""
    codes = read(source, "geo/states.csv", ["state_fips", "stusps"]).set_index("stusps").state_fips
    frame = _layer(source, "states", "st")
    return _covering(frame.assign(fips=frame.st.map(codes))[["fips", "geometry"]])


def _layer(source: Path, layer: str, key: str) -> gpd.GeoDataFrame:
    """Read one object of the topology, which stores longitude and latitude without naming a datum."""
    path = source / TOPOLOGY
    if not path.is_file():
        raise DataError(f"{path} does not exist. Give 'impact data build --from' the folder that holds it.")
    try:
        return gpd.read_file(path, layer=layer)[[key, "geometry"]].set_crs("EPSG:4326")
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise DataError(f"{path}: object {layer!r} with {key!r} cannot be read: {error}") from None


def _covering(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Keep the 50 states and DC, sorted; raise DataError unless every outline is valid and borders match."""
    frame = frame[frame.fips < COVERED].sort_values("fips").reset_index(drop=True)
    outlines = frame.geometry.to_numpy()
    if not (shapely.is_valid(outlines).all() and shapely.coverage_is_valid(outlines)):
        raise DataError(f"{TOPOLOGY}: outlines overlap, leave gaps or cross themselves.")
    return frame

"""Outlines on a flat map of the nation, and separately shown states."""

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

__all__ = ["FAR_BOXES", "LOWER_48", "SEPARATE_STATES", "Bounds", "Box", "outlines", "westward"]

Bounds = tuple[tuple[float, float], tuple[float, float]]
"""((south, west), (north, east)) in degrees, as Leaflet takes it."""

Box = tuple[float, float, float, float]
"""West, south, east and north in degrees."""

SEPARATE_STATES = {"02": "Alaska", "15": "Hawaii"}
FAR_BOXES: dict[str, Box] = {"02": (-180.0, 51.0, -129.0, 72.0), "15": (-160.6, 18.6, -154.5, 22.5)}
LOWER_48: Bounds = ((24.5, -124.8), (49.4, -66.9))


def outlines(layer: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Index outlines by FIPS code.

    The Aleutian Islands beyond 180° move to the left.
    """
    geometry = shapely.transform(layer.geometry.to_numpy(), _unwrapped)
    return gpd.GeoSeries(geometry, index=layer.fips.to_numpy(), crs=layer.crs)


def westward(lon: float) -> float:
    """Return a longitude west of Greenwich, as the map counts it.

    Examples
    --------
    >>> westward(172.9), westward(-119.5)
    (-187.1, -119.5)
    """
    return lon - 360 if lon > 0 else lon


def _unwrapped(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    lon, lat = points.T
    return np.column_stack([np.where(lon > 0, lon - 360, lon), lat])

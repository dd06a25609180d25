"""Settlement: distance decay of trade inside counties, from people's distances."""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from .._types import FloatArray
from ._resolve import made

SCALES_KM = (2.5, 5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 640.0, 1280.0, 2560.0, 5120.0)
MAX_TOWNS = 30  # the largest ones of a county; residents of others count as open country
TOWN_DENSITY = 1000.0  # persons per km2: a round figure for U.S. urban areas
MAX_SETTLED_SHARE = 0.6  # of a county's land under towns; beyond it they are denser
OPEN_COUNTRY_POINTS_PER_SIDE = 6  # of the square that represents the open country
POINTS_PER_TOWN = 7
KM_PER_DEGREE = 111.195
MEAN_IN_SQUARE = 0.5214  # mean distance of two points in a square, in sides


@made
def settlement(places: pd.DataFrame, counties: pd.DataFrame) -> pd.DataFrame:
    """Mean of exp(-distance / scale) over pairs of a county's residents.

    There is one row per county and scale.

    Towns are discs with the people of the gazetteer at ``TOWN_DENSITY``. All other residents live evenly on a square of
    the county's land area about its center of population.
    """
    towns = places[places.population > 0].sort_values(["population", "name"], ascending=[False, True])
    by_county = dict(tuple(towns.groupby("fips")))
    no_towns = towns.iloc[:0]
    rows = [
        _decay(*_points(county, by_county.get(county["fips"], no_towns)))
        for county in counties[["fips", "lon", "lat", "land_km2", "population"]].to_dict("records")
    ]
    return pd.DataFrame(
        {
            "fips": np.repeat(counties.fips.to_numpy(), len(SCALES_KM)),
            "scale_km": np.tile(SCALES_KM, len(counties)),
            "decay": np.concatenate(rows).astype(np.float32),
        }
    )


def _points(county: Mapping[Hashable, Any], towns: pd.DataFrame) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return points, population shares and areas that stand for a county.

    Points are in km from the county's center. The towns come with the largest first.
    """
    people = max(float(county["population"]), 1.0)
    towns = towns.head(MAX_TOWNS)
    size = towns.population.to_numpy(dtype=np.float64)
    size = size * min(1.0, people / max(size.sum(), 1.0))
    density = max(TOWN_DENSITY, size.sum() / (MAX_SETTLED_SHARE * county["land_km2"]))
    area = size / density
    east = (towns.lon.to_numpy(dtype=np.float64) - county["lon"]) * np.cos(np.radians(county["lat"])) * KM_PER_DEGREE
    north = (towns.lat.to_numpy(dtype=np.float64) - county["lat"]) * KM_PER_DEGREE
    angle = (
        np.linspace(0, 2 * np.pi, POINTS_PER_TOWN, endpoint=False)[: POINTS_PER_TOWN - 1]
        * POINTS_PER_TOWN
        / (POINTS_PER_TOWN - 1)
    )
    ring = np.column_stack([np.append(0.0, np.cos(angle)), np.append(0.0, np.sin(angle))]) * 0.75
    radius = np.sqrt(area / np.pi)
    of_towns = np.column_stack([east, north])[:, np.newaxis] + radius[:, np.newaxis, np.newaxis] * ring
    side = np.sqrt(county["land_km2"])
    steps = ((np.arange(OPEN_COUNTRY_POINTS_PER_SIDE) + 0.5) / OPEN_COUNTRY_POINTS_PER_SIDE - 0.5) * side
    grid = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    rest = max(people - size.sum(), 0.0)
    points = np.concatenate([of_towns.reshape(-1, 2), grid])
    shares = np.concatenate([np.repeat(size / POINTS_PER_TOWN, POINTS_PER_TOWN), np.full(len(grid), rest / len(grid))])
    areas = np.concatenate(
        [np.repeat(area / POINTS_PER_TOWN, POINTS_PER_TOWN), np.full(len(grid), county["land_km2"] / len(grid))]
    )
    kept = shares > 0
    return points[kept], shares[kept] / shares.sum(), areas[kept]


def _decay(points: FloatArray, shares: FloatArray, areas: FloatArray) -> FloatArray:
    """Return the mean of exp(-distance / scale) for each scale, (scales,)."""
    distance = np.hypot(*(points[:, np.newaxis] - points).transpose(2, 0, 1))
    np.fill_diagonal(distance, MEAN_IN_SQUARE * np.sqrt(areas))
    single = distance.astype(np.float32)
    weight = np.outer(shares, shares).astype(np.float32)
    return np.array([float((weight * np.exp(-single / np.float32(scale))).sum()) for scale in SCALES_KM])

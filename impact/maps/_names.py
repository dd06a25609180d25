"""Counties with names on a map, and positions of the names."""

import geopandas as gpd
import pandas as pd

from ..reference import table
from ._geometry import DECIMALS
from ._layers import LabelledPlace

__all__ = ["full_names", "known_counties", "labels"]

MAX_NAMED_COUNTIES = 100


def known_counties(shapes: gpd.GeoSeries) -> pd.DataFrame:
    """Return ``fips, name, state`` of outlines, the largest county first."""
    known = table("counties")[["fips", "name", "state", "land_km2"]]
    return known[known.fips.isin(shapes.index)].sort_values(["land_km2", "fips"], ascending=[False, True])


def full_names(counties: pd.DataFrame) -> list[str]:
    return (counties["name"] + ", " + counties["state"]).to_list()


def labels(
    values: pd.DataFrame, gains: pd.Index, nearby: pd.DataFrame, shapes: gpd.GeoSeries, around: pd.Index
) -> tuple[list[LabelledPlace], list[LabelledPlace]]:
    """Name leading counties and those of the first view.

    Other counties of the first view come apart.
    """
    local = gains[MAX_NAMED_COUNTIES:].intersection(around)
    rest = values.loc[values.index.difference(gains).intersection(around), ["fips", "name"]]
    named = values.loc[[*gains[:MAX_NAMED_COUNTIES], *local[:MAX_NAMED_COUNTIES]]]
    return _places(named, shapes), _places(
        pd.concat([rest, nearby[["fips", "name"]]])[: 2 * MAX_NAMED_COUNTIES], shapes
    )


def _places(named: pd.DataFrame, shapes: gpd.GeoSeries) -> list[LabelledPlace]:
    """Put names inside their counties, without the word County."""
    outlines_named = shapes[named.fips]
    points, boxes = outlines_named.representative_point(), outlines_named.bounds
    return [
        LabelledPlace(round(lat, DECIMALS), round(lon, DECIMALS), round(width, DECIMALS), name)
        for lat, lon, width, name in zip(
            points.y,
            points.x,
            boxes.maxx - boxes.minx,
            named["name"].str.removesuffix(" County"),
            strict=True,
        )
    ]

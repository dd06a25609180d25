"""Outlines as compact lists of numbers, and the views of a map."""

from collections.abc import Iterable, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from .._outlines import LOWER_48, SEPARATE_STATES, Bounds

__all__ = ["DECIMALS", "Packed", "focus", "named_views", "near", "packed"]

Packed = list[list[list[list[int]]]]
"""Shapes of polygons of rings of whole numbers; see :func:`packed`."""

DECIMALS = 3
"""About 100 m, finer than the simplified outlines; neighbours round alike, so no gap opens."""

MANY_COUNTIES = 100
MIN_EFFECT_SHARE = 0.01


def focus(shapes: gpd.GeoSeries, effect: pd.Series, region: Sequence[str]) -> list[str]:
    """Return the counties of a large map's first view.

    They are the region and the counties around it that gain most.

    Parameters
    ----------
    shapes : GeoSeries
        Outlines by FIPS code.
    effect : Series
        Positive effects by FIPS code.
    region : sequence of str
        FIPS codes of the study region.

    Returns
    -------
    list of str
        The region and the counties near it with at least 1 % of the effect; empty where there is no region or
        at most a hundred counties gain, which one view can show.
    """
    if not region or len(effect) <= MANY_COUNTIES:
        return []
    around = near(shapes, _bounds(shapes[[*region]])).index
    gains = effect.index[effect >= MIN_EFFECT_SHARE * effect.sum()]
    return [*region, *gains.intersection(around).difference([*region])]


def named_views(shapes: gpd.GeoSeries, shown: Sequence[str], focused: Sequence[str] = ()) -> list[tuple[str, Bounds]]:
    """Return the first view and the views outside it.

    These are the whole country, Alaska and Hawaii.

    Parameters
    ----------
    shapes : GeoSeries
        Outlines by FIPS code.
    shown : sequence of str
        FIPS codes of the coloured counties; where there are none the first view is of the lower 48 states.
    focused : sequence of str
        FIPS codes for the first view, from :func:`focus`; where there are none it holds all coloured counties.

    Returns
    -------
    list of (name, Bounds)

    Examples
    --------
    >>> boxes = [shapely.box(-120, 39, -119, 40), shapely.box(-150, 61, -149, 62)]
    >>> named_views(gpd.GeoSeries(boxes, ["32029", "02020"]), ["32029", "02020"])
    [('Reset view', ((39.0, -120.0), (40.0, -119.0))), ('Alaska', ((61.0, -150.0), (62.0, -149.0)))]
    """
    coloured, home = pd.Index([*shown], dtype="str"), pd.Index([*(focused or shown)], dtype="str")
    if home.empty:
        return [("Reset view", LOWER_48)]
    mainland = home[~home.str[:2].isin([*SEPARATE_STATES])]
    first = home if mainland.empty else mainland
    views = [("Reset view", _bounds(shapes[first]))]
    if focused:
        views.append(("Whole US", LOWER_48))
    for state, name in SEPARATE_STATES.items():
        inside = coloured[coloured.str[:2] == state]
        if len(inside.difference(first)):
            views.append((name, _bounds(shapes[inside])))
    return views


def near(shapes: gpd.GeoSeries, box: Bounds) -> gpd.GeoSeries:
    """Keep the outlines near ``box`` that a wide screen shows.

    They lie within the size of the box above and below it, at least 1 and at most 4 degrees, and twice that beside it.
    """
    (south, west), (north, east) = box
    reach = min(max(north - south, east - west, 1.0), 4.0)
    return shapes[shapes.intersects(shapely.box(west - 2 * reach, south - reach, east + 2 * reach, north + reach))]


def packed(shapes: Iterable[shapely.Geometry]) -> Packed:
    """Write polygons as steps of thousandths of a degree.

    Each point is the step from the one before.

    A quarter of the size of GeoJSON. A ring is one flat list: longitude and latitude of its first point, then
    the steps; it closes itself.

    Examples
    --------
    >>> packed([shapely.box(0, 0, 1.00004, 1)])
    [[[[1000, 0, 0, 1000, -1000, 0, 0, -1000]]]]
    """
    parts, shape_of_part = shapely.get_parts(np.array(list(shapes), dtype=object), return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    grid = np.rint(points * 10**DECIMALS).astype(int)
    first = np.diff(ring, prepend=-1) > 0
    last = np.diff(ring, append=len(rings)) > 0
    step = np.where(first[:, None], grid, np.diff(grid, axis=0, prepend=0))
    kept = first | (step.any(axis=1) & ~last)
    numbers = np.split(step[kept].ravel(), 2 * np.flatnonzero(first[kept])[1:])

    written: Packed = [[] for _ in range(shape_of_part.max(initial=-1) + 1)]
    polygons: list[list[list[int]]] = [[] for _ in parts]
    for place, polygon in zip(shape_of_part, polygons, strict=True):
        written[place].append(polygon)
    for place, line in zip(part_of_ring, numbers if len(rings) else [], strict=True):
        polygons[place].append(line.tolist())
    return written


def _bounds(shapes: gpd.GeoSeries) -> Bounds:
    west, south, east, north = (round(float(edge), DECIMALS) for edge in shapes.total_bounds)
    return (south, west), (north, east)

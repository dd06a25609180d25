"""Static maps of counties: colors, region, sites, and names that fit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from .._classes import LESS, color_classes
from .._outlines import FAR_BOXES, LOWER_48, SEPARATE_STATES, Box, outlines, westward
from .._scale import SCALES, Scale
from ..effects import Effects
from ..reference import table
from ..shapes import counties as county_outlines
from ..shapes import states as state_outlines
from ._charts import GREY, canvas, jobs_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "Box",
    "Coloring",
    "Ground",
    "box_around",
    "coloring",
    "draw_counties",
    "far_states",
    "ground_of",
    "region_map",
    "totals_of",
    "widened",
]

MAX_NAMES = 14  # of counties on the map
NAME_SPACE = (0.11, 0.04)  # of the map's width and height, which a name keeps free of others
MIN_REACH, MAX_REACH = 1.5, 6.0  # degrees of a region that count
REACH = 0.6  # of them, shown beyond each side
HEIGHT, RATIO = 3.5, 1.55  # inches; width over height of the map of a report, beside its legend
NATIONWIDE = 40.0  # degrees of longitude
STATES_48 = (LOWER_48[0][1], LOWER_48[0][0], LOWER_48[1][1], LOWER_48[1][0])
NO_COLOR = "#eceae4"
PIN = "#d55e00"


@dataclass(frozen=True)
class Coloring:
    """Colors of counties, with their legend.

    Attributes
    ----------
    colors : tuple of mapping of str to str
        Color by FIPS code, for each map that shares the legend.
    legend : tuple of (str, str)
        Color and range of each class, from low to high.
    """

    colors: tuple[Mapping[str, str], ...]
    legend: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Ground:
    """Background of a map.

    Attributes
    ----------
    box : Box
        The part of the country shown.
    region : tuple of str
        Counties to outline, by FIPS code.
    sites : tuple of (float, float)
        Longitude and latitude.
    nationwide : bool
        Whether counties are small: thin borders, and no names of counties without effects.
    max_names, name_size : int, float
        How many names, and in which size of type.
    """

    box: Box
    region: tuple[str, ...] = ()
    sites: tuple[tuple[float, float], ...] = ()
    nationwide: bool = False
    max_names: int = MAX_NAMES
    name_size: float = 6.5


def coloring(figures: "Sequence[pd.Series[float]]", scale: Scale) -> Coloring:
    """Color figures by shared classes: blue for gains, orange for losses.

    Parameters
    ----------
    figures : sequence of Series
        By FIPS code, for each map.
    scale : Scale
        What is too small for a color, and how limits are written.
    """
    pool = pd.concat(list(figures))
    places = np.repeat(np.arange(len(figures)), [len(column) for column in figures])
    colors: list[dict[str, str]] = [{} for _ in figures]
    legend = []
    for sign, opening in ((-1, "\N{MINUS SIGN}"), (1, "")):
        large = (pool * sign >= scale.minimum).to_numpy()
        if not large.any():
            continue
        parts = (pool[large] * sign).to_numpy()

        def write(limit: float, opening: str = opening) -> str:
            return f"{opening}{scale.write(limit)}"

        classes = color_classes(parts, write, scale.rounded, *([LESS] if sign < 0 else []))
        for color, label, members in classes[::sign]:
            legend.append((color, label if sign > 0 else label.replace(" – ", " to ")))
            for place, fips in zip(places[large][members], pool.index[large][members], strict=True):
                colors[place][fips] = color
    return Coloring(tuple(colors), tuple(legend))


def box_around(region: Sequence[str]) -> Box:
    """Return the view of a region.

    A nationwide region shows the 48 states; far states are drawn apart.
    """
    near = [fips for fips in region if fips[:2] not in SEPARATE_STATES]
    west, south, east, north = (float(edge) for edge in _shapes()[near or [*region]].total_bounds)
    if near and east - west > NATIONWIDE:
        return STATES_48
    reach = min(max(east - west, north - south, MIN_REACH), MAX_REACH) * REACH
    return west - reach * 1.4, south - reach, east + reach * 1.4, north + reach


def widened(box: Box, ratio: float) -> Box:
    """Return a box ``ratio`` times as wide as high.

    It has the same center.

    Examples
    --------
    >>> [round(edge, 2) for edge in widened((-10.0, -1.0, 10.0, 1.0), 2.0)]
    [-10.0, -5.0, 10.0, 5.0]
    """
    west, south, east, north = box
    stretch = float(np.cos(np.radians((south + north) / 2)))
    wide, high = (east - west) * stretch, north - south
    across, up = max(0.0, high * ratio - wide) / stretch / 2, max(0.0, wide / ratio - high) / 2
    return west - across, south - up, east + across, north + up


def far_states(colored: Iterable[str]) -> dict[str, Box]:
    """Return the far states of a nationwide map.

    They are Alaska and Hawaii, where they have colored counties.

    Examples
    --------
    >>> list(far_states(["32029", "15001"]))
    ['Hawaii']
    """
    states = {fips[:2] for fips in colored}
    return {name: FAR_BOXES[state] for state, name in SEPARATE_STATES.items() if state in states}


def totals_of(result: Effects, phase: str, measure: str = "jobs") -> "pd.Series[float]":
    """Return the total effect by FIPS code."""
    rows = result.by_county().query("phase == @phase and effect == 'total'").set_index("fips")
    figures: pd.Series[float] = rows[measure]
    return figures


def draw_counties(axes: "Axes", figures: "pd.Series[float]", colors: Mapping[str, str], ground: Ground) -> None:
    """Draw counties, state lines, the region's border, sites, and names.

    Names are drawn as far as they fit.
    """
    west, south, east, north = ground.box
    shapes = _shapes()
    near = shapes.cx[west:east, south:north]
    shades = [colors.get(fips, NO_COLOR) for fips in near.index]
    near.plot(ax=axes, color=shades, edgecolor="#ffffff", linewidth=0.1 if ground.nationwide else 0.5)
    outlines(state_outlines()).boundary.plot(ax=axes, color=GREY, linewidth=0.8)
    inside = [fips for fips in ground.region if fips in shapes.index]
    if inside and not ground.nationwide:
        shapes[inside].to_frame("geometry").dissolve().boundary.plot(ax=axes, color="#1a1a1a", linewidth=1.6)
    lons, lats = [westward(lon) for lon, _ in ground.sites], [lat for _, lat in ground.sites]
    axes.plot(lons, lats, "v", color=PIN, markersize=8, mec="white")
    axes.set(xlim=(west, east), ylim=(south, north), aspect=1 / np.cos(np.radians((south + north) / 2)))
    seen = figures[figures.index.isin([fips for fips in near.index if fips in colors])].abs()
    ranked = seen.sort_values(ascending=False, kind="stable").index
    order = [*ranked] if ground.nationwide else [*inside, *ranked]
    _add_names(axes, near, [fips for fips in dict.fromkeys(order) if fips in near.index], ground)
    axes.set_axis_off()


def ground_of(result: Effects) -> Ground:
    """Return the ground of a result: its region with some room around."""
    box = box_around(result.region.fips)
    return Ground(box, result.region.fips, tuple((site.lon, site.lat) for site in result.sites), box == STATES_48)


def region_map(result: Effects, phase: str, height: float = HEIGHT) -> "Figure":
    """Draw the total jobs by county around the study region.

    The height is in inches.
    """
    figures = totals_of(result, phase)
    colors, ground = coloring([figures], SCALES["count"]), ground_of(result)
    figure, axes = canvas(height)
    draw_counties(axes, figures, colors.colors[0], replace(ground, box=widened(ground.box, RATIO * HEIGHT / height)))
    for color, label in colors.legend:
        axes.plot([], [], "s", color=color, markersize=8, label=label)
    unit = jobs_unit(phase).capitalize()
    if colors.legend:
        axes.legend(title=unit, frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    return figure


def _shapes() -> gpd.GeoSeries:
    return outlines(county_outlines())


def _add_names(axes: "Axes", near: gpd.GeoSeries, order: Sequence[str], ground: Ground) -> None:
    """Write county names in order, without overlaps."""
    import matplotlib.patheffects as effects

    names, box = table("counties").set_index("fips").short_name, ground.box
    wide, high = (box[2] - box[0]) * NAME_SPACE[0], (box[3] - box[1]) * NAME_SPACE[1]
    label_points: list[tuple[float, float]] = []
    for fips in order:
        if len(label_points) == ground.max_names:
            break
        point = near[fips].representative_point()
        inside = box[0] + wide / 2 < point.x < box[2] - wide / 2 and box[1] + high / 2 < point.y < box[3] - high / 2
        if not inside or any(abs(point.x - x) < wide and abs(point.y - y) < high for x, y in label_points):
            continue
        label_points.append((point.x, point.y))
        halo = [effects.withStroke(linewidth=2, foreground="white")]
        axes.annotate(
            names[fips], (point.x, point.y), ha="center", va="center", fontsize=ground.name_size, path_effects=halo
        )

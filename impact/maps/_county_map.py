"""A map of the counties that a facility touches, in one file that opens without a network."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import folium
import geopandas as gpd
import pandas as pd
import shapely

from ..errors import UsageError
from ..reference import table
from ..shapes import counties as county_outlines
from ..shapes import states as state_outlines
from ._classes import PALETTE
from ._figures import JOBS, MONEY, Scale, count, legible, money, tidy
from ._geometry import DECIMALS, focus, named_views, near, outlines, packed, westward
from ._inputs import MEASURES, PlantMark, SiteMark, check, layer_figures
from ._layers import (
    Backdrop,
    Footnotes,
    Heading,
    LabelledPlace,
    Layers,
    Legend,
    Names,
    Outline,
    Plants,
    Shading,
    Sites,
    Views,
)
from ._leaflet import OfflineMap, Page, number
from ._shade import Shade, sentence, shade

__all__ = ["Measure", "county_map", "save"]

Measure = Literal["jobs", "labor_income", "value_added", "output"]

UNTITLED = "Economic impact by county"
NAMED = 100
CREDIT = "County outlines: U.S. Census Bureau, 2023, simplified. Drawn with Leaflet."


def county_map(
    values: pd.DataFrame,
    *,
    title: str,
    subtitle: str = "",
    sites: Sequence[SiteMark] = (),
    plants: Sequence[PlantMark] = (),
    region: Sequence[str] = (),
    measure: Measure = "jobs",
    layers: Mapping[str, pd.Series] | None = None,
    jobs_unit: str = "jobs",
    money_unit: str = "USD",
    notes: Sequence[str] = (),
    credit: str = "",
) -> folium.Map:
    """Draw the effect in each county.

    Counties with at least 0.05 jobs, or 1,000 USD, are coloured by class. Neighbours and state lines give
    orientation. With several layers a control beside the map chooses which one the colours show; all of them
    share one geometry, and each has its own class limits.

    Parameters
    ----------
    values : DataFrame
        One row per county: ``fips, name, state, jobs, labor_income, value_added, output`` (million
        USD). The tooltip holds all four.
    title, subtitle : str
        What the map shows. Long text is cut; every text is escaped.
    sites : sequence of SiteMark
        Places to mark.
    plants : sequence of PlantMark
        Plants that a box beside the map shows.
    region : sequence of str
        FIPS codes of the study region, to outline. Where more than a hundred counties are coloured the first
        view is of the region and of the counties near it with at least 1 % of the effect.
    measure : {"jobs", "labor_income", "value_added", "output"}
        What the colours show, and what the layers count.
    layers : mapping of str to Series, optional
        Figures of ``measure`` by FIPS code, each under the name that the control and the tooltip give it; 0 for
        counties of ``values`` that a layer does not name. The first is shown at the start. By default the one
        layer is ``values[measure]``.
    jobs_unit, money_unit : str
        As the legend names them, such as ``"job-years"`` and ``"USD of 2023"``.
    notes : sequence of str
        Sources and caveats for the foot of the page, one line each, the most important first: it shows six.
    credit : str
        Whose figures must be named, after the credit of the outlines.

    Returns
    -------
    folium.Map
        Equal arguments give maps that render to equal text.

    Raises
    ------
    UsageError
        If the measure does not exist, or a layer has no name.
    DataError
        If a column is missing, a figure is not finite, or a county is given twice or has no outline; or if a layer
        names a county that ``values`` does not hold.

    Examples
    --------
    >>> storey = {"fips": "32029", "name": "Storey County", "state": "NV", "jobs": 120.0,
    ...           "labor_income": 9.1, "value_added": 14.0, "output": 40.2}
    >>> drawn = county_map(pd.DataFrame([storey]), title="Recycling plant", region=["32029"])
    >>> "Storey County, NV" in drawn.get_root().render()
    True
    """
    if measure not in MEASURES:
        raise UsageError(f"There is no measure {measure!r}. Choose one of: {', '.join(MEASURES)}.")
    shapes = outlines(county_outlines())
    check(values, region, shapes.index)
    named_layers = {} if layers is None else layers
    names = [tidy(name, 40) for name in named_layers]
    figures = layer_figures(values, named_layers, measure)
    values = values.set_index(values.fips.rename(None)).loc[figures.index]
    jobs_unit, money_unit = tidy(jobs_unit, 40), tidy(money_unit, 40)
    unit, scale = (jobs_unit, JOBS) if measure == "jobs" else (money_unit, MONEY)
    shades = _shades(figures, names, values, measure, unit)
    gains = figures.loc[figures[0] >= scale.least, 0]
    focused = focus(shapes, gains, region)
    views = named_views(shapes, [*gains.index] or [*values.fips, *region], focused)
    others = shapes.drop(values.fips)
    nearby = _named(others if focused else near(others, views[0][1]))

    heading = tidy(title) if legible(title) else UNTITLED
    page = Page(heading)
    Heading(heading, tidy(subtitle, 240)).add_to(page)
    drawn = OfflineMap(shades[0].summary)
    if len(shades) > 1:
        Layers(names, [each.summary for each in shades], drawn).add_to(page)
    drawn.add_to(page)
    Views(views).add_to(drawn)
    Backdrop(
        packed(outlines(state_outlines())),
        packed(shapes[nearby.fips]),
        [f"{name}: no figures" for name in _full_names(nearby)],
    ).add_to(drawn)
    Shading(
        packed(shapes[values.fips]),
        _full_names(values),
        _tooltips(figures, names, values, jobs_unit, scale),
        palette=PALETTE,
        layers=[each.colours for each in shades],
    ).add_to(drawn)
    if region:
        Outline(packed([shapely.coverage_union_all(shapes[[*region]].to_numpy())])).add_to(drawn)
    marks = [(site.lat, westward(site.lon), tidy(site.name, 60) if legible(site.name) else "Site") for site in sites]
    Sites(marks).add_to(drawn)
    Names(*_labels(values, gains.index, nearby, shapes, near(shapes, views[0][1]).index)).add_to(drawn)
    if plants:
        dots = [
            (round(p.lat, DECIMALS), round(westward(p.lon), DECIMALS), tidy(p.name, 80), tidy(p.what, 120), p.running)
            for p in plants
        ]
        Plants(dots, drawn).add_to(page)
    uncoloured = any(-1 in each.colours for each in shades)
    Legend(
        [each.key for each in shades],
        uncoloured=_uncoloured(uncoloured, bool(len(nearby)), unit, scale),
        outlined=bool(region),
        sites=bool(sites),
        notes=[
            *(["Each layer has its own class limits."] if len(shades) > 1 else []),
            f"Money in {money_unit}." if measure == "jobs" else f"Jobs in {jobs_unit}.",
        ],
    ).add_to(drawn)
    credits = f"{CREDIT} {tidy(credit, 400)}".strip()
    Footnotes([tidy(note, 400) for note in notes if legible(note)], credits).add_to(page)
    number(page)
    return drawn


def save(drawn: folium.Map, path: Path) -> None:
    """Write a map as one HTML file that opens without a network.

    Parameters
    ----------
    drawn : folium.Map
        From :func:`county_map`.
    path : Path
        The file to write; its folder exists.

    Raises
    ------
    UsageError
        If the file cannot be written.
    """
    html = drawn.get_root().render().encode()
    try:
        path.write_bytes(html)
    except OSError as error:
        raise UsageError(f"The map cannot be written to {path} ({error.strerror}). Choose another folder.") from None


def _shades(
    figures: pd.DataFrame, names: Sequence[str], values: pd.DataFrame, measure: Measure, unit: str
) -> list[Shade]:
    """Colour each layer; without named layers the one is the total effect of the measure."""
    counties, scale = _full_names(values), JOBS if measure == "jobs" else MONEY
    if not names:
        title = MEASURES[measure]
        return [shade(figures[0], counties, f"{title} by county", f"Total effect, {unit}", title.lower(), scale)]
    below = f"{sentence(unit)} by county"
    return [shade(figures[place], counties, name, below, f"{name}, {unit}", scale) for place, name in enumerate(names)]


def _tooltips(
    figures: pd.DataFrame, names: Sequence[str], values: pd.DataFrame, jobs_unit: str, scale: Scale
) -> list[tuple[str, list[str]]]:
    """Write the figures of each county: those of the named layers, then the measures that no layer repeats."""
    said = [(name, figures[place].map(scale.write).to_list()) for place, name in enumerate(names)]
    for measure, title in MEASURES.items():
        if names and figures.eq(values[measure], axis=0).all().any():
            continue
        head, write = (sentence(jobs_unit), count) if measure == "jobs" else (title, money)
        said.append((head, values[measure].map(write).to_list()))
    return said


def _uncoloured(some: bool, nearby: bool, unit: str, scale: Scale) -> str:
    """Say what the counties without a colour have in common."""
    if not some:
        return "Other counties" if nearby else ""
    least = f"Under {scale.write(scale.least)} {unit if scale is JOBS else ''}".strip()
    return f"{least}, or no figures" if nearby else least


def _named(shapes: gpd.GeoSeries) -> pd.DataFrame:
    """Return ``fips, name, state`` of outlines, the largest county first."""
    known = table("counties")[["fips", "name", "state", "land_km2"]]
    return known[known.fips.isin(shapes.index)].sort_values(["land_km2", "fips"], ascending=[False, True])


def _full_names(counties: pd.DataFrame) -> list[str]:
    return (counties["name"] + ", " + counties["state"]).to_list()


def _labels(
    values: pd.DataFrame, gains: pd.Index, nearby: pd.DataFrame, shapes: gpd.GeoSeries, around: pd.Index
) -> tuple[list[LabelledPlace], list[LabelledPlace]]:
    """Name the counties that gain most and those of the first view; apart from them others of the first view."""
    local = gains[NAMED:].intersection(around)
    rest = values.loc[values.index.difference(gains).intersection(around), ["fips", "name"]]
    named = values.loc[[*gains[:NAMED], *local[:NAMED]]]
    return _places(named, shapes), _places(pd.concat([rest, nearby[["fips", "name"]]])[: 2 * NAMED], shapes)


def _places(named: pd.DataFrame, shapes: gpd.GeoSeries) -> list[LabelledPlace]:
    """Put names inside their counties, without the word County, which every reader knows."""
    chosen = shapes[named.fips]
    points, boxes = chosen.representative_point(), chosen.bounds
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

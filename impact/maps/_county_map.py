"""Map of counties in one file that opens offline."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import folium
import geopandas as gpd
import pandas as pd
import shapely

from .._files import write_file
from .._outlines import FAR_BOXES, LOWER_48, SEPARATE_STATES, Bounds, outlines, westward
from .._scale import SCALES, Scale
from .._wording import legible, tidy
from ..errors import UsageError
from ..reference import measures
from ..shapes import counties as county_outlines
from ..shapes import states as state_outlines
from ._arcs import Arcs, lines_of
from ._boxes import choices_of, dots_of, kinds_of, uncoloured_text
from ._geometry import focus, named_views, near, packed
from ._inputs import Layer, MapColors, MapMarks, MapPage, check, layer_figures
from ._layers import (
    Backdrop,
    Footnotes,
    Heading,
    Insets,
    Layers,
    Legend,
    Marks,
    Names,
    Outline,
    Plants,
    Row,
    Search,
    Shading,
    Sites,
    Views,
)
from ._leaflet import OfflineMap, Page, number
from ._names import full_names, known_counties, labels
from ._panels import Address, Bar, Card, Exports, slugs
from ._shade import Shade, shade_layers
from ._tooltip import card_rows, figure_rows, text_rows

__all__ = ["county_map", "save"]


UNTITLED = "Economic impact by county"
CREDIT = "County outlines: U.S. Census Bureau, 2023, simplified. Drawn with Leaflet."
WIDE_VIEW = 30  # degrees of longitude
TILES = "https://tile.openstreetmap.org"
OPENSTREETMAP = "Background: OpenStreetMap contributors, ODbL, loaded from the network."


@dataclass(frozen=True)
class _Counties:
    """Counties of a map, largest effect first, and their first view.

    Attributes
    ----------
    values : DataFrame
        As given to :func:`county_map`, in the order drawn.
    rows : list of Row
        Lines of the tooltip.
    shades : list of Shade
        One for each layer.
    shapes : GeoSeries
        Outlines of all counties of the nation.
    gains : Index
        FIPS codes of the counties that are colored at the start.
    nearby : DataFrame
        Counties of the first view without figures.
    views : list of (name, bounds)
        The first is the first view.
    """

    values: pd.DataFrame
    rows: list[Row]
    shades: list[Shade]
    shapes: gpd.GeoSeries
    gains: pd.Index
    nearby: pd.DataFrame
    views: list[tuple[str, Bounds]]


def county_map(
    values: pd.DataFrame,
    *,
    title: str,
    colors: MapColors | None = None,
    marks: MapMarks | None = None,
    page: MapPage | None = None,
) -> folium.Map:
    """Draw the effect in each county.

    Counties with at least 0.05 jobs, or 1,000 USD, are colored by class. Neighbors and state lines give orientation.
    With several layers a control beside the map chooses which one the colors show; all of them share one geometry, and
    each has its own class limits.

    Parameters
    ----------
    values : DataFrame
        One row per county: ``fips, name, state`` and the declared measures (money in million USD). The tooltip holds
        all of them.
    title : str
        What the map shows. Long text is cut; every text is escaped.
    colors : MapColors, optional
        What the colors show; by default jobs.
    marks : MapMarks, optional
        Study region, sites, plants and kinds of counties.
    page : MapPage, optional
        Subtitle, units, notes and credit.

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
    >>> drawn = county_map(pd.DataFrame([storey]), title="Recycling plant", marks=MapMarks(region=["32029"]))
    >>> "Storey County, NV" in drawn.get_root().render()
    True
    """
    colors, marks, page = colors or MapColors(), marks or MapMarks(), page or MapPage()
    if colors.measure not in measures():
        raise UsageError(f"There is no measure {colors.measure!r}. Choose one of: {', '.join(measures())}.")
    counties = _counties(values, colors, marks.region, page)
    heading = tidy(title) if legible(title) else UNTITLED
    sheet = Page(heading, images=TILES if page.tiles else "")
    Bar().add_to(sheet)
    Heading(heading, tidy(page.subtitle, 240)).add_to(sheet)
    drawn = OfflineMap(counties.shades[0].summary)
    drawn.add_to(sheet)
    _add_counties(drawn, counties, colors, page.tiles)
    _add_marks(drawn, counties, marks)
    _add_controls(sheet, drawn, counties, colors.listed())
    _legend(counties, colors, marks, page).add_to(drawn)
    if marks.arcs:
        Arcs(*lines_of(marks.arcs), drawn).add_to(sheet)
    if marks.plants:
        Plants(*dots_of(marks.plants), drawn, shown=not marks.sites).add_to(sheet)
    if marks.borders:
        Marks(kinds_of(marks, counties.values), drawn).add_to(sheet)
    listed = colors.listed()
    Exports(slugs([heading])[0], drawn).add_to(sheet)
    Card(list(dict.fromkeys(layer.title for layer in listed)), drawn).add_to(sheet)
    Address(slugs([f"{layer.title} {layer.step or layer.name}" for layer in listed]), drawn).add_to(sheet)
    credit = f"{tidy(page.credit, 400)}." if page.credit else ""
    credits = " ".join(part for part in (CREDIT, credit, OPENSTREETMAP if page.tiles else "") if part)
    Footnotes([tidy(note, 400) for note in page.notes if legible(note)], credits).add_to(sheet)
    number(sheet)
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
    write_file(path, drawn.get_root().render().encode())


def _counties(values: pd.DataFrame, colors: MapColors, region: Sequence[str], page: MapPage) -> _Counties:
    """Check the figures, color the counties and choose the views."""
    shapes = outlines(county_outlines())
    check(values, region, shapes.index)
    layers = colors.listed()
    figures = layer_figures(values, layers, colors.measure)
    order = pd.Index(values.fips).get_indexer(figures.index)
    texts = [*text_rows(page.tooltip, order), *card_rows(page.card, order)]
    values = values.set_index(values.fips.rename(None)).loc[figures.index]
    gains = figures.loc[figures[0].abs() >= _first_scale(layers, colors.measure).minimum, 0].abs()
    focused = focus(shapes, gains, region)
    views = named_views(shapes, [*gains.index] or [*values.fips, *region], focused)
    others = shapes.drop(values.fips)
    return _Counties(
        values=values,
        rows=[*figure_rows(figures, colors, values, page.units()), *texts],
        shades=shade_layers(figures, colors, full_names(values), page.units()),
        shapes=shapes,
        gains=gains.index,
        nearby=known_counties(others if focused else near(others, views[0][1])),
        views=views,
    )


def _first_scale(layers: Sequence[Layer], measure: str) -> Scale:
    """Return the scale of the colors shown at the start."""
    return layers[0].scale if layers else SCALES[measures()[measure].format]


def _add_controls(sheet: Page, drawn: OfflineMap, counties: _Counties, layers: Sequence[Layer]) -> None:
    """Add the search and, with several layers, their choice."""
    if len(counties.values) > 1:
        Search(drawn).add_to(sheet)
    if len(layers) > 1:
        choices, steps = choices_of(layers)
        names = list(dict.fromkeys(layer.title for layer in layers))
        Layers(choices, names, steps, [shade.summary for shade in counties.shades], drawn).add_to(sheet)


def _add_counties(drawn: OfflineMap, counties: _Counties, colors: MapColors, tiles: bool) -> None:
    """Add background, views, and counties with and without figures."""
    if tiles:
        folium.TileLayer("OpenStreetMap").add_to(drawn)
    states = outlines(state_outlines())
    far = {name: (code, states.index.get_loc(code), FAR_BOXES[code]) for code, name in SEPARATE_STATES.items()}
    Views([(name, bounds) for name, bounds in counties.views if name not in far]).add_to(drawn)
    Backdrop(
        packed(states),
        packed(counties.shapes[counties.nearby.fips]),
        [f"{name}: no figures" for name in full_names(counties.nearby)],
        land=not tiles,
    ).add_to(drawn)
    titles = [layer.title for layer in colors.listed()] or [measures()[colors.measure].title]
    Shading(
        packed(counties.shapes[counties.values.fips]),
        [*zip(counties.values.fips, full_names(counties.values), strict=True)],
        counties.rows,
        [(title, shade.colours) for title, shade in zip(titles, counties.shades, strict=True)],
        opacity=0.7 if tiles else 1.0,
    ).add_to(drawn)
    insets = [(name, *far[name], bounds) for name, bounds in counties.views if name in far]
    if insets:
        nation = any(bounds == LOWER_48 for _, bounds in counties.views)
        Insets(insets, WIDE_VIEW if nation else 0).add_to(drawn)


def _add_marks(drawn: OfflineMap, counties: _Counties, marks: MapMarks) -> None:
    """Add the region's outline, the sites' pins, and county names."""
    shapes = counties.shapes
    if marks.region:
        Outline(packed([shapely.coverage_union_all(shapes[[*marks.region]].to_numpy())])).add_to(drawn)
    pins = [
        (site.lat, westward(site.lon), tidy(site.name, 60) if legible(site.name) else "Site") for site in marks.sites
    ]
    Sites(pins).add_to(drawn)
    around = near(shapes, counties.views[0][1]).index
    Names(*labels(counties.values, counties.gains, counties.nearby, shapes, around)).add_to(drawn)


def _legend(counties: _Counties, colors: MapColors, marks: MapMarks, page: MapPage) -> Legend:
    layers = colors.listed()
    uncoloured = any(-1 in shade.colours for shade in counties.shades)
    units = page.units()
    scales = [layer.scale for layer in layers] or [_first_scale(layers, colors.measure)]
    several = len(choices_of(layers)[0]) > 1
    return Legend(
        [shade.key for shade in counties.shades],
        uncoloured=uncoloured_text(uncoloured, bool(len(counties.nearby)), units[colors.measure], scales),
        outlined=bool(marks.region),
        sites=bool(marks.sites),
        notes=[
            *(["All layers of a measure share one color scale."] if several else []),
            f"Money in {tidy(page.money_unit, 40)}."
            if colors.measure == "jobs"
            else f"Jobs in {tidy(page.jobs_unit, 40)}.",
        ],
    )

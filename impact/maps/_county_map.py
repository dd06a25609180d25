"""A map of the counties that a facility touches, in one file that opens without a network."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

import folium
import geopandas as gpd
import pandas as pd
import shapely

from .._files import write_file
from ..errors import UsageError
from ..reference import measures, table
from ..shapes import counties as county_outlines
from ..shapes import states as state_outlines
from ._classes import LESS, PALETTE
from ._figures import SCALES, Scale, legible, tidy
from ._geometry import DECIMALS, focus, named_views, near, outlines, packed, westward
from ._inputs import Layer, PlantMark, SiteMark, check, layer_figures
from ._layers import (
    Backdrop,
    Footnotes,
    Heading,
    LabelledPlace,
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
from ._shade import sentence, shade_layers

__all__ = ["county_map", "save"]


UNTITLED = "Economic impact by county"
NAMED = 100
CREDIT = "County outlines: U.S. Census Bureau, 2023, simplified. Drawn with Leaflet."
TILES = "https://tile.openstreetmap.org"
OPENSTREETMAP = "Background: OpenStreetMap contributors, ODbL, loaded from the network."
BORDERS = ("#b35806", "#c51b7d")
DOTS = ("#6a3d9a", "#33a02c", "#e31a1c", "#4d4d4d")


def county_map(
    values: pd.DataFrame,
    *,
    title: str,
    subtitle: str = "",
    sites: Sequence[SiteMark] = (),
    plants: Sequence[PlantMark] = (),
    region: Sequence[str] = (),
    measure: str = "jobs",
    layers: Mapping[str, pd.Series] | Sequence[Layer] = (),
    extra: Mapping[str, Sequence[str]] | None = None,
    marks: Mapping[str, Collection[str]] | None = None,
    jobs_unit: str = "jobs",
    money_unit: str = "USD",
    notes: Sequence[str] = (),
    credit: str = "",
    diverging: bool = False,
    tiles: bool = False,
) -> folium.Map:
    """Draw the effect in each county.

    Counties with at least 0.05 jobs, or 1,000 USD, are coloured by class. Neighbours and state lines give
    orientation. With several layers a control beside the map chooses which one the colours show; all of them
    share one geometry, and each has its own class limits.

    Parameters
    ----------
    values : DataFrame
        One row per county: ``fips, name, state`` and the declared measures (money in million USD). The tooltip holds
        all of them.
    title, subtitle : str
        What the map shows. Long text is cut; every text is escaped.
    sites : sequence of SiteMark
        Places to mark.
    plants : sequence of PlantMark
        Plants that a box beside the map shows.
    region : sequence of str
        FIPS codes of the study region, to outline. Where more than a hundred counties are coloured the first
        view is of the region and of the counties near it with at least 1 % of the effect.
    measure : str
        What the colours show, and what the layers count.
    layers : sequence of Layer, or mapping of str to Series
        What the colours can show, the first of them at the start: by name and measure, or as steps of a time slider. A
        mapping holds figures of ``measure`` by name. Steps share their class limits. By default the one layer is
        ``values[measure]``.
    extra : mapping of str to sequence of str, optional
        More lines of the tooltip, each with a text for every row of ``values``.
    marks : mapping of str to collection of str, optional
        Kinds of counties (FIPS codes) that a box beside the map draws a border around; at most two.
    jobs_unit, money_unit : str
        As the legend names them, such as ``"job-years"`` and ``"USD of 2023"``.
    notes : sequence of str
        Sources and caveats for the foot of the page, one line each, the most important first: it shows six.
    credit : str
        Whose figures must be named, after the credit of the outlines.
    diverging : bool
        Whether the figures are differences, coloured by sign.
    tiles : bool
        Whether to load a background of OpenStreetMap from the network when the page is opened.

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
    declared = measures()
    if measure not in declared:
        raise UsageError(f"There is no measure {measure!r}. Choose one of: {', '.join(declared)}.")
    shapes = outlines(county_outlines())
    check(values, region, shapes.index)
    given = (
        [Layer(name, series, measure) for name, series in layers.items()] if isinstance(layers, Mapping) else [*layers]
    )
    figures = layer_figures(values, given, measure)
    order = pd.Index(values.fips).get_indexer(figures.index)
    lines = {tidy(name, 40): [tidy(texts[at], 60) for at in order] for name, texts in (extra or {}).items()}
    values = values.set_index(values.fips.rename(None)).loc[figures.index]
    jobs_unit, money_unit = tidy(jobs_unit, 40), tidy(money_unit, 40)
    units = {each: _unit(each, jobs_unit, money_unit) for each in declared}
    shades = shade_layers(figures, given, _full_names(values), measure, units, diverging)
    scale = SCALES[declared[given[0].measure if given else measure].format]
    gains = figures.loc[figures[0].abs() >= scale.least, 0].abs()
    focused = focus(shapes, gains, region)
    views = named_views(shapes, [*gains.index] or [*values.fips, *region], focused)
    others = shapes.drop(values.fips)
    nearby = _named(others if focused else near(others, views[0][1]))

    heading = tidy(title) if legible(title) else UNTITLED
    page = Page(heading, images=TILES if tiles else "")
    Heading(heading, tidy(subtitle, 240)).add_to(page)
    drawn = OfflineMap(shades[0].summary)
    if len(values) > 1:
        Search(drawn).add_to(page)
    choices, steps = _choices(given)
    if len(given) > 1:
        names = [declared[each].title for each in dict.fromkeys(layer.measure for layer in given)]
        Layers(choices, names, steps, [each.summary for each in shades], drawn).add_to(page)
    drawn.add_to(page)
    if tiles:
        folium.TileLayer("OpenStreetMap").add_to(drawn)
    Views(views).add_to(drawn)
    Backdrop(
        packed(outlines(state_outlines())),
        packed(shapes[nearby.fips]),
        [f"{name}: no figures" for name in _full_names(nearby)],
        land=not tiles,
    ).add_to(drawn)
    rows = _rows(figures, given, values, jobs_unit, measure, diverging)
    Shading(
        packed(shapes[values.fips]),
        _full_names(values),
        [*rows, *(Row(name, texts) for name, texts in lines.items())],
        palette=[*PALETTE, *LESS],
        layers=[each.colours for each in shades],
        measures=[declared[layer.measure].title for layer in given] or [declared[measure].title],
        opacity=0.7 if tiles else 1.0,
    ).add_to(drawn)
    if region:
        Outline(packed([shapely.coverage_union_all(shapes[[*region]].to_numpy())])).add_to(drawn)
    pins = [(site.lat, westward(site.lon), tidy(site.name, 60) if legible(site.name) else "Site") for site in sites]
    Sites(pins).add_to(drawn)
    Names(*_labels(values, gains.index, nearby, shapes, near(shapes, views[0][1]).index)).add_to(drawn)
    uncoloured = any(-1 in each.colours for each in shades)
    Legend(
        [each.key for each in shades],
        uncoloured=_uncoloured(uncoloured, bool(len(nearby)), units[measure], scale),
        outlined=bool(region),
        sites=bool(sites),
        notes=[
            *(["Each layer has its own class limits."] if len(choices) > 1 else []),
            f"Money in {money_unit}." if measure == "jobs" else f"Jobs in {jobs_unit}.",
        ],
    ).add_to(drawn)
    if plants:
        Plants(*_dots(plants), drawn).add_to(page)
    if marks:
        at = pd.Index(values.fips)
        kinds = [
            (tidy(name, 60), colour, [place for place in at.get_indexer(pd.Index([*fips])).tolist() if place >= 0])
            for (name, fips), colour in zip(marks.items(), BORDERS, strict=False)
        ]
        Marks(kinds, drawn).add_to(page)
    named = f"{tidy(credit, 400)}." if credit else ""
    credits = " ".join(part for part in (CREDIT, named, OPENSTREETMAP if tiles else "") if part)
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
    write_file(path, drawn.get_root().render().encode())


def _choices(layers: Sequence[Layer]) -> tuple[list[tuple[str, dict[str, int]]], list[tuple[str, int]]]:
    """Return the radio buttons, each with its layers by measure, and the steps of the slider."""
    choices: dict[str, dict[str, int]] = {}
    steps = []
    for place, layer in enumerate(layers):
        if layer.step:
            steps.append((tidy(layer.step, 40), place))
        else:
            choices.setdefault(layer.name, {})[measures()[layer.measure].title] = place
    return [(tidy(name, 40), places) for name, places in choices.items()], steps


def _rows(
    figures: pd.DataFrame,
    layers: Sequence[Layer],
    values: pd.DataFrame,
    jobs_unit: str,
    measure: str,
    diverging: bool,
) -> list[Row]:
    """Write the figures of each county: those of the layers, then the measures that no layer repeats."""
    rows = []
    several = len({layer.measure for layer in layers}) > 1
    for place, layer in enumerate(layers):
        write = SCALES[measures()[layer.measure].format].write
        written = figures[place].map(_signed(write) if diverging else write).to_list()
        belongs = measures()[layer.measure].title if several else ""
        rows.append(Row(tidy(layer.step or layer.name, 40), written, belongs, place, bool(layer.step)))
    if several or diverging:
        return rows
    for each, declared in measures().items():
        if layers and figures.eq(values[each], axis=0).all().any():
            continue
        head, write = (sentence(jobs_unit) if each == "jobs" else declared.title), SCALES[declared.format].write
        rows.append(Row(head, values[each].map(write).to_list()))
    return rows


def _unit(measure: str, jobs_unit: str, money_unit: str) -> str:
    """Return the unit of a measure as the legend names it."""
    declared = measures()[measure]
    return money_unit if declared.format == "money" else jobs_unit if measure == "jobs" else declared.unit


def _signed(write: Callable[[float], str]) -> Callable[[float], str]:
    return lambda value: f"+{write(value)}" if value > 0 else write(value)


def _dots(
    plants: Sequence[PlantMark],
) -> tuple[list[tuple[float, float, str, str, bool, int]], list[tuple[str, str, int]]]:
    """Return the dots of plants, and their relations to the sites with colour and number."""
    names = list(dict.fromkeys(plant.relation for plant in plants))
    dots = [
        (
            round(plant.lat, DECIMALS),
            round(westward(plant.lon), DECIMALS),
            tidy(plant.name, 80),
            tidy(plant.what, 120),
            plant.running,
            names.index(plant.relation),
        )
        for plant in plants
    ]
    counts = [sum(plant.relation == name for plant in plants) for name in names]
    return dots, [
        (tidy(name, 40) or "All", DOTS[place % len(DOTS)], number)
        for place, (name, number) in enumerate(zip(names, counts, strict=True))
    ]


def _uncoloured(some: bool, nearby: bool, unit: str, scale: Scale) -> str:
    """Say what the counties without a colour have in common."""
    if not some:
        return "Other counties" if nearby else ""
    least = f"Under {scale.write(scale.least)} {'' if scale is SCALES['money'] else unit}".strip()
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

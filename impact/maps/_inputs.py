"""Inputs of a map, with their checks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from .._scale import SCALES, Scale
from .._wording import legible, tidy
from ..errors import DataError, SiteError, UsageError
from ..reference import measures

__all__ = [
    "ArcMark",
    "Layer",
    "MapColors",
    "MapMarks",
    "MapPage",
    "PlantMark",
    "SiteMark",
    "check",
    "layer_figures",
    "plant_marks",
]


@dataclass(frozen=True)
class Layer:
    """One thing that the colours can show.

    Attributes
    ----------
    name : str
        What the control and the tooltip call it; any text.
    figures : Series
        By FIPS code; 0 for a county that it does not name.
    measure : str
        One of the declared measures: the unit, and the choice under which it stands.
    step : str
        A step of the time slider, such as "2028, construction"; empty for a layer of the control.
    counted : str
        The choice under which it stands, where that is not the measure's title.
    unit, format : str
        Where they are not the measure's: such as "per 1,000 jobs of the county", and how figures are written, one of
        ``count, money, quantity, rate, percent``.
    """

    name: str
    figures: "pd.Series[float]"
    measure: str = "jobs"
    step: str = ""
    counted: str = ""
    unit: str = ""
    format: str = ""

    @property
    def scale(self) -> Scale:
        """Scale of rounding and format."""
        return SCALES[self.format or measures(None)[self.measure].format]

    @property
    def title(self) -> str:
        """Name of the layer's choice."""
        return self.counted or measures(None)[self.measure].title


@dataclass(frozen=True)
class SiteMark:
    """Site, as a pin on the map.

    Attributes
    ----------
    name : str
        Any text; the map shows one line of it.
    lon, lat : float
        Degrees, EPSG:4326.

    Raises
    ------
    SiteError
        If longitude or latitude is out of range or not a number.
    """

    name: str
    lon: float
    lat: float

    def __post_init__(self) -> None:
        """Refuse a place that no map could show."""
        if not (abs(self.lon) <= 180 and abs(self.lat) <= 90):
            raise SiteError(
                f"Site {tidy(self.name, 60)!r}: longitude {self.lon}, latitude {self.lat} is no place on "
                "Earth. Give degrees, such as -119.5 and 39.5."
            )


@dataclass(frozen=True)
class PlantMark:
    """Existing or announced plant, as a dot that readers can show.

    Attributes
    ----------
    name, what : str
        Any text: who and where; and stage, size and status.
    lon, lat : float
        Degrees, EPSG:4326.
    running : bool
        Whether it operates: the dot is filled.
    relation : str
        What it is to the sites, such as "supplies"; dots of a relation share a colour.
    """

    name: str
    what: str
    lon: float
    lat: float
    running: bool
    relation: str = ""


def plant_marks(known: "pd.DataFrame") -> list[PlantMark]:
    """Return marks of known plants that operate or are planned.

    Parameters
    ----------
    known : DataFrame
        As from :func:`impact.facilities.plants`, with ``relation``: what a plant is to the subject of the map.
    """
    marks = []
    for row in known.query("status not in ['canceled', 'retired'] and position != 'unknown'").to_dict("records"):
        size = f", {row['capacity']:,g} {row['capacity_unit']}" if row["capacity"] > 0 else ""
        people = f", {row['jobs']:,.0f} jobs announced" if row["jobs"] > 0 else ""
        name = row["name"] if row["name"].startswith(row["company"]) else f"{row['company']}: {row['name']}"
        what = f"{row['segment']}, {row['status']}{size}{people}"
        marks.append(PlantMark(name, what, row["lon"], row["lat"], row["status"] == "operating", row["relation"]))
    return marks


@dataclass(frozen=True)
class ArcMark:
    """Arc from a county to a site that readers can show.

    Attributes
    ----------
    what, kind : str
        What the arc says, and the box that shows it.
    start, end : (float, float)
        Longitude and latitude of the county and of the site, EPSG:4326.
    jobs : float
        How many it stands for, positive: its width.
    """

    what: str
    kind: str
    start: tuple[float, float]
    end: tuple[float, float]
    jobs: float


@dataclass(frozen=True)
class MapColors:
    """Figures behind the colors of a map.

    Attributes
    ----------
    layers : sequence of Layer, or mapping of str to Series
        What the colors can show, the first of them at the start: by name and measure, or as steps of a time slider. A
        mapping holds figures of ``measure`` by name. Steps share their class limits. By default the one layer is the
        column of the measure.
    measure : str
        What the colors show without layers, and what the layers of a mapping count.
    diverging : bool
        Whether the figures are differences, colored by sign.
    quantiles: bool
        Whether each class holds about as many counties as another, as for a ranking.
    """

    layers: Mapping[str, "pd.Series[float]"] | Sequence[Layer] = ()
    measure: str = "jobs"
    diverging: bool = False
    quantiles: bool = False

    def listed(self) -> list[Layer]:
        """Return the layers in their order.

        Those of a mapping count the measure.
        """
        if isinstance(self.layers, Mapping):
            return [Layer(name, figures, self.measure) for name, figures in self.layers.items()]
        return [*self.layers]


@dataclass(frozen=True)
class MapMarks:
    """Marks of a map besides the counties' figures.

    Attributes
    ----------
    region : sequence of str
        FIPS codes of the study region, to outline. With more than a hundred colored counties, the first view shows the
        region and the counties near it with at least 1 % of the effect.
    sites : sequence of SiteMark
        Places to mark.
    plants : sequence of PlantMark
        Plants that a box beside the map shows.
    borders : mapping of str to collection of str
        Kinds of counties (FIPS codes) that a box beside the map draws a border around; at most two.
    arcs : sequence of ArcMark
        Arcs that boxes beside the map show.
    """

    region: Sequence[str] = ()
    sites: Sequence[SiteMark] = ()
    plants: Sequence[PlantMark] = ()
    borders: Mapping[str, Collection[str]] = field(default_factory=dict)
    arcs: Sequence[ArcMark] = ()


@dataclass(frozen=True)
class MapPage:
    """Texts around a map.

    Long text is cut, and every text is escaped.

    Attributes
    ----------
    subtitle : str
        Below the title.
    jobs_unit, money_unit : str
        As the legend names them, such as ``"job-years"`` and ``"USD of 2023"``.
    tooltip : mapping of str to sequence of str
        More lines of the tooltip, each with a text for every row of the table of counties.
    card : mapping of str to mapping of str to sequence of str
        Lines of a county's card that the tooltip does not hold, by heading; those under the title of a measure stand
        with its figures.
    notes : sequence of str
        Sources and caveats for the foot of the page, one line each, the most important first: it shows six.
    credit : str
        Whose figures must be named, after the credit of the outlines.
    tiles : bool
        Whether to load a background of OpenStreetMap from the network when the page is opened.
    """

    subtitle: str = ""
    jobs_unit: str = "jobs"
    money_unit: str = "USD"
    tooltip: Mapping[str, Sequence[str]] = field(default_factory=dict)
    card: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    notes: Sequence[str] = ()
    credit: str = ""
    tiles: bool = False

    def units(self) -> dict[str, str]:
        """Return the unit of each measure for the legend."""
        jobs, money = tidy(self.jobs_unit, 40), tidy(self.money_unit, 40)
        return {
            name: money if declared.format == "money" else jobs if name == "jobs" else declared.unit
            for name, declared in measures(None).items()
        }


def check(values: pd.DataFrame, region: Sequence[str], known: pd.Index) -> None:
    """Raise DataError that names the county, column or figure at fault."""
    absent = [column for column in ("fips", "name", "state", *measures()) if column not in values]
    if absent:
        raise DataError(f"Map: the table of counties has no column {', '.join(absent)}. Add it.")
    unknown = sorted({*values.fips, *region} - {*known})
    if unknown:
        raise DataError(
            f"Map: there is no outline for {', '.join(map(str, unknown[:5]))}. "
            "Use the five-digit codes of the counties of 2023."
        )
    twice = values.fips[values.fips.duplicated()]
    if len(twice):
        raise DataError(f"Map: county {twice.iloc[0]} is given twice. Add its effects up first.")
    not_finite = values.fips[~np.isfinite(values[[*measures()]].to_numpy(dtype=float)).all(axis=1)]
    if len(not_finite):
        raise DataError(f"Map: a figure of county {not_finite.iloc[0]} is missing or infinite. Give a number.")


def layer_figures(values: pd.DataFrame, layers: Sequence[Layer], measure: str) -> pd.DataFrame:
    """Return figures by county and numbered layer, largest first.

    Parameters
    ----------
    values : DataFrame
        As :func:`check` lets pass.
    layers : sequence of Layer
        Without layers the measure is the one.
    measure : str
        Column of ``values``.

    Raises
    ------
    UsageError
        If a layer has no name, or its measure does not exist.
    DataError
        If a layer names a county twice or one without a row in ``values``, or a figure is not finite.
    """
    if not all(legible(layer.name) for layer in layers):
        raise UsageError("Map: a layer has no name. Say what it shows, such as 'Direct jobs'.")
    counties = pd.Index(values.fips)
    codes = pd.Index(counties.to_numpy(dtype=object))  # faster to look up than Arrow text
    columns = np.zeros((max(len(layers), 1), len(counties)))
    for place, layer in enumerate(layers):
        if layer.measure not in measures(None):
            raise UsageError(f"There is no measure {layer.measure!r}. Choose one of: {', '.join(measures())}.")
        where, figures = f"Map, layer {tidy(layer.name, 40)!r}", layer.figures
        county_index = codes.get_indexer(pd.Index(figures.index.to_numpy(dtype=object)))
        unknown = figures.index[(county_index < 0) | pd.Series(county_index).duplicated().to_numpy()]
        if len(unknown):
            raise DataError(f"{where}: county {unknown[0]} is given twice, or has no row in the table of counties.")
        not_finite = figures.index[~np.isfinite(figures.to_numpy(dtype=float))]
        if len(not_finite):
            raise DataError(f"{where}: the figure of county {not_finite[0]} is missing or infinite. Give a number.")
        columns[place, county_index] = figures.to_numpy(dtype=float)
    if not layers:
        columns[0] = values[measure]
    frame = pd.DataFrame(columns.T, index=counties).sort_index()
    largest_first = frame[0].abs().sort_values(ascending=False, kind="stable").index
    return frame.loc[largest_first].rename_axis(None)

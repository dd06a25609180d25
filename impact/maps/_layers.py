"""Layers of a county map, back to front, and text around it.

They are backdrop, shading, outline, sites and names.

Each part has its template, of the same name, in ``templates/``. There every value reaches HTML escaped and
the script as JSON, and the script puts text into the page as text nodes, never as HTML. Parts that change
with the layer shown listen to the event ``layershown`` of the map.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from .._classes import LESS, PALETTE
from .._outlines import Bounds, Box
from ._geometry import Packed
from ._leaflet import OfflineMap, PageElement

__all__ = [
    "Backdrop",
    "Footnotes",
    "Heading",
    "Key",
    "LabelledPlace",
    "Layers",
    "Legend",
    "LegendRow",
    "Marks",
    "Names",
    "Outline",
    "Plants",
    "Row",
    "Search",
    "Shading",
    "Sites",
    "Views",
]


@dataclass(frozen=True)
class LabelledPlace:
    """Name on the map: position and width in degrees, and text.

    The width is that of the named place.
    """

    lat: float
    lon: float
    width: float
    name: str


@dataclass(frozen=True)
class LegendRow:
    """Class in the legend: color, range as text, and number of counties."""

    colour: str
    range: str
    counties: int


@dataclass(frozen=True)
class Key:
    """Legend of one layer: meaning, classes from low to high, and method."""

    title: str
    unit: str
    rows: tuple[LegendRow, ...]
    method: str
    nothing: str


@dataclass(frozen=True)
class Row:
    """A line of the tooltip.

    Attributes
    ----------
    name : str
        What the figure is.
    figures : sequence of str
        That of each county.
    measure : str
        Shown with layers of this measure; with all if empty.
    layer : int
        The layer it belongs to, which it is marked with; -1 for none.
    step : bool
        Whether it is shown with its own layer only.
    card : bool
        Whether only the card of a county holds it.
    numbers : sequence of float
        The figures as numbers, where they are; for files to download.
    column : str
        Heading of its column in such a file.
    """

    name: str
    figures: Sequence[str]
    measure: str = ""
    layer: int = -1
    step: bool = False
    card: bool = False
    numbers: Sequence[float | None] = ()
    column: str = ""


class Heading(PageElement):
    """Title and subtitle above the map."""

    place = "top"

    def __init__(self, title: str, subtitle: str) -> None:
        super().__init__()
        self.title, self.subtitle = title, subtitle


class Layers(PageElement):
    """Controls that choose the layer shown.

    They tell the map by its event ``layershown``.

    Parameters
    ----------
    choices : sequence of (name, mapping of str to int)
        Radio buttons, each with the place of its layer by measure; the first is shown at the start.
    measures : sequence of str
        Choices of a list beside them, where there is more than one.
    steps : sequence of (name, int)
        Steps of the time slider, with the place of their layer.
    summaries : sequence of str
        Description of the map with each layer, for screen readers.
    drawn : OfflineMap
        The map to tell.
    """

    place = "side"

    def __init__(
        self,
        choices: Sequence[tuple[str, Mapping[str, int]]],
        measures: Sequence[str],
        steps: Sequence[tuple[str, int]],
        summaries: Sequence[str],
        drawn: OfflineMap,
    ) -> None:
        super().__init__()
        self.choices, self.measures, self.steps = choices, measures, steps
        self.summaries, self.drawn = summaries, drawn


class Search(PageElement):
    """A field that takes the reader to a county by its name.

    Parameters
    ----------
    drawn : OfflineMap
        The map, which holds the counties that can be found.
    """

    place = "side"

    def __init__(self, drawn: OfflineMap) -> None:
        super().__init__()
        self.drawn = drawn


class Marks(PageElement):
    """Boxes that outline counties of some kind, such as energy communities.

    Parameters
    ----------
    kinds : sequence of (name, colour, sequence of int)
        With the places of their counties in the shading.
    drawn : OfflineMap
        The map they are on.
    """

    place = "side"

    def __init__(self, kinds: Sequence[tuple[str, str, Sequence[int]]], drawn: OfflineMap) -> None:
        super().__init__()
        self.kinds, self.drawn = kinds, drawn


class Footnotes(PageElement):
    """Sources and caveats below the map.

    A long list shows its beginning and the number left out.
    """

    place = "foot"
    most = 6

    def __init__(self, notes: Sequence[str], credit: str) -> None:
        super().__init__()
        self.notes, self.credit = notes, credit


class Legend(PageElement):
    """Colours, signs and units beside the map.

    Parameters
    ----------
    keys : sequence of Key
        One for each layer; only that of the layer shown is to be seen.
    uncoloured : str
        Common property of the counties without a color; empty without such counties.
    outlined, sites : bool
        Whether the map outlines a study region and marks sites.
    notes : sequence of str
        Units and the like, in small print.
    """

    place = "key"

    def __init__(
        self,
        keys: Sequence[Key],
        *,
        uncoloured: str,
        outlined: bool,
        sites: bool,
        notes: Sequence[str],
    ) -> None:
        super().__init__()
        self.keys, self.uncoloured, self.notes = keys, uncoloured, notes
        self.outlined, self.sites = outlined, sites


class Views(PageElement):
    """First view, buttons for all views, and reset for printing.

    Parameters
    ----------
    views : sequence of (name, bounds)
        The first is the first view.
    """

    def __init__(self, views: Sequence[tuple[str, Bounds]]) -> None:
        super().__init__()
        self.views = views


class Insets(PageElement):
    """Small pictures of far states beside the nation.

    Each is a button that leads to its state. A view of fewer degrees than ``least_degrees`` has none.

    Parameters
    ----------
    states : sequence of (name, code, place, box, bounds)
        Name, FIPS code, place among the states of the backdrop, what the picture shows, and the view it leads to.
    """

    def __init__(self, states: Sequence[tuple[str, str, int, Box, Bounds]], least_degrees: float) -> None:
        super().__init__()
        self.states, self.least_degrees = states, least_degrees


class Backdrop(PageElement):
    """Land, state lines and the counties without figures.

    Land is left out over a visible background.

    Parameters
    ----------
    states, counties : Packed
        Their shapes.
    names : sequence of str
        What the tooltip of each county says.
    """

    def __init__(self, states: Packed, counties: Packed, names: Sequence[str], land: bool = True) -> None:
        super().__init__()
        self.states, self.counties, self.names, self.land = states, counties, names, land


class Shading(PageElement):
    """Counties colored by class, with figures in tooltips.

    The tab key reaches the first of them.

    Parameters
    ----------
    shapes : Packed
        One shape for each county, shared by all layers.
    counties : sequence of (str, str)
        FIPS code and name of the counties, in the same order.
    rows : sequence of Row
        What the tooltip says.
    layers : sequence of (measure, sequence of int)
        For each layer its measure, and the place in the palette of each county, -1 where it stays without a colour.
    opacity : float
        Of the colours, below 1 where a background is to be seen.
    """

    reachable = 50
    palette = (*PALETTE, *LESS)

    def __init__(
        self,
        shapes: Packed,
        counties: Sequence[tuple[str, str]],
        rows: Sequence[Row],
        layers: Sequence[tuple[str, Sequence[int]]],
        opacity: float = 1.0,
    ) -> None:
        super().__init__()
        self.shapes, self.opacity = shapes, opacity
        self.codes, self.names = [code for code, _ in counties], [name for _, name in counties]
        self.measures, self.layers = [measure for measure, _ in layers], [places for _, places in layers]
        self.rows = [(row.name, row.measure, row.layer, row.step, row.card, row.column) for row in rows]
        absent: list[float | None] = [None] * len(counties)
        columns = [[*zip(row.figures, row.numbers or absent, strict=True)] for row in rows]
        # Most figures occur in many counties: each is written once, the commonest under the shortest number.
        common = [figure for figure, _ in Counter(figure for column in columns for figure in column).most_common()]
        self.texts, self.numbers = [text for text, _ in common], [_short(number) for _, number in common]
        place = {figure: i for i, figure in enumerate(common)}
        self.figures = [[place[figure] for figure in column] for column in columns]


def _short(number: float | None) -> float | None:
    """Return a whole number without its decimal point."""
    return int(number) if number is not None and number == int(number) else number


class Outline(PageElement):
    """The border of the study region."""

    def __init__(self, shape: Packed) -> None:
        super().__init__()
        self.shape = shape


class Sites(PageElement):
    """Pin and label of each site, given as (latitude, longitude, name)."""

    def __init__(self, sites: Sequence[tuple[float, float, str]]) -> None:
        super().__init__()
        self.sites = sites


class Plants(PageElement):
    """Dots of known plants, with a box for each relation.

    Parameters
    ----------
    plants : sequence of (latitude, longitude, name, what it is, whether it runs, place of its relation)
        Degrees and text.
    relations : sequence of (name, colour, number of plants)
        In the order of the boxes.
    drawn : OfflineMap
        The map they are on.
    shown : bool
        Whether the boxes are checked at first.
    """

    place = "side"

    def __init__(
        self,
        plants: Sequence[tuple[float, float, str, str, bool, int]],
        relations: Sequence[tuple[str, str, int]],
        drawn: OfflineMap,
        shown: bool,
    ) -> None:
        super().__init__()
        self.plants, self.relations, self.drawn, self.shown = plants, relations, drawn, shown


class Names(PageElement):
    """Names of counties.

    A name much wider than its county, or in collision, waits for a closer view.

    Names of counties without figures are not shown farther away than in the first view.

    Parameters
    ----------
    names, others : sequence of LabelledPlace
        Counties with and without figures, the most important first.
    """

    overhang = 1.75

    def __init__(self, names: Sequence[LabelledPlace], others: Sequence[LabelledPlace]) -> None:
        super().__init__()
        self.names, self.others = [astuple(name) for name in names], [astuple(name) for name in others]

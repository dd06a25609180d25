"""Arcs between a site and the counties of its suppliers and workers."""

import math
from collections.abc import Sequence

import pandas as pd

from .._outlines import westward
from .._scale import jobs_text
from .._wording import tidy
from ..effects import Effects
from ..reference import table
from ._geometry import DECIMALS
from ._inputs import ArcMark
from ._leaflet import OfflineMap, PageElement

__all__ = ["Arcs", "arcs_of", "lines_of"]

SUPPLIERS, HOMES = "Counties with most supplier jobs", "Where the plant's workers live"
COLORS = ("#7a0177", "#00441b")
MAX_ARCS = 8  # of a kind and site
MIN_JOBS = 0.05
MIN_WEIGHT, MAX_WEIGHT = 1.5, 7.0  # pixels


class Arcs(PageElement):
    """Arcs and their boxes, one box a kind; hidden at first.

    Parameters
    ----------
    arcs : sequence of (latitude, longitude, latitude, longitude, what it says, width, place of its kind)
        From a county to a site: degrees, text and pixels.
    kinds : sequence of (name, colour, number of arcs)
        In the order of the boxes.
    drawn : OfflineMap
        The map they are on.
    """

    place = "side"

    def __init__(
        self,
        arcs: Sequence[tuple[float, float, float, float, str, float, int]],
        kinds: Sequence[tuple[str, str, int]],
        drawn: OfflineMap,
    ) -> None:
        super().__init__()
        self.arcs, self.kinds, self.drawn = arcs, kinds, drawn


def arcs_of(result: Effects, phase: str) -> list[ArcMark]:
    """Return arcs to supplier counties and to workers' homes.

    They are those with most indirect jobs and those with most direct workers of each site.

    A site's own county has none.
    """
    every = result.by_county(by_site=True)
    indirect = every[(every.phase == phase) & (every.effect == "indirect")]
    suppliers, workers = [], []
    for site in result.sites:
        place = site.lon, site.lat
        sold = indirect[(indirect.site == site.name) & (indirect.fips != site.fips)]
        suppliers += _marks(sold, SUPPLIERS, "jobs at suppliers", place)
        homes = result.lived(site.name)
        living = homes[(homes.phase == phase) & (homes.effect == "direct") & (homes.fips != site.fips)]
        workers += _marks(living, HOMES, "workers of the plant", place)
    return suppliers + workers


def _marks(rows: pd.DataFrame, kind: str, noun: str, site: tuple[float, float]) -> list[ArcMark]:
    counties = table("counties").set_index("fips")
    largest = rows[rows.jobs >= MIN_JOBS].nlargest(MAX_ARCS, "jobs", keep="first")
    marks = []
    for fips, jobs in zip(largest.fips, largest.jobs.astype(float), strict=True):
        place = counties.loc[fips]
        label = f"{place['name']}, {place.state}: {jobs_text(jobs)} {noun}"
        marks.append(ArcMark(label, kind, (float(place.lon), float(place.lat)), site, jobs))
    return marks


def lines_of(
    arcs: Sequence[ArcMark],
) -> tuple[list[tuple[float, float, float, float, str, float, int]], list[tuple[str, str, int]]]:
    """Return arcs and kinds for the page.

    The widest comes last and lies on top.
    """
    kinds = list(dict.fromkeys(arc.kind for arc in arcs))
    largest = {kind: max(arc.jobs for arc in arcs if arc.kind == kind) for kind in kinds}
    lines = []
    for arc in sorted(arcs, key=lambda arc: arc.jobs):
        ends = [round(coordinate, DECIMALS) for lon, lat in (arc.start, arc.end) for coordinate in (lat, westward(lon))]
        weight = MIN_WEIGHT + (MAX_WEIGHT - MIN_WEIGHT) * math.sqrt(arc.jobs / largest[arc.kind])
        lines.append((ends[0], ends[1], ends[2], ends[3], tidy(arc.what, 120), round(weight, 1), kinds.index(arc.kind)))
    counts = [sum(arc.kind == kind for arc in arcs) for kind in kinds]
    named = [(tidy(kind, 60), COLORS[place % len(COLORS)]) for place, kind in enumerate(kinds)]
    return lines, [(name, color, number) for (name, color), number in zip(named, counts, strict=True)]

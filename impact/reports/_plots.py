"""The charts of a report, one by one, as figures of matplotlib."""

from functools import partial
from typing import TYPE_CHECKING

from ..effects import Effects
from ..errors import UsageError
from ..reference import CONSTRUCTION, OPERATIONS
from . import _charts
from ._region_map import region_map

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Plots"]


class Plots:
    """Charts of a result, for notebooks and ``savefig``.

    The phase is ``operations``, or ``construction`` where there is nothing else or it is asked for.
    """

    def __init__(self, result: Effects) -> None:
        self._result = result

    def waterfall(self, phase: str | None = None) -> "Figure":
        """Jobs from the plant to suppliers, households and the nation."""
        return _shown(_charts.waterfall(self._result, self._phase(phase)))

    def places(self, phase: str | None = None) -> "Figure":
        """Jobs by distance from the site, stacked by effect."""
        return _shown(_charts.effects_by_place(self._result, self._phase(phase)))

    def industries(self, phase: str | None = None, most: int = 10) -> "Figure":
        """Industries of the region with most indirect and induced jobs."""
        return _shown(_charts.top_industries(self._result, self._phase(phase), most))

    def years(self) -> "Figure":
        """Jobs in the region by year, construction beside operations."""
        return _shown(_charts.year_path(self._result))

    def map(self, phase: str | None = None) -> "Figure":
        """Jobs by county around the study region."""
        return _shown(region_map(self._result, self._phase(phase)))

    def tornado(self, phase: str | None = None, most: int = 10) -> "Figure":
        """Total jobs at the range ends of each assumption; needs draws."""
        return _shown(_charts.tornado(self._result, self._phase(phase), most))

    def _phase(self, asked: str | None) -> str:
        phases = [phase for phase in (OPERATIONS, CONSTRUCTION) if phase in set(self._result.counties.phase)]
        if asked is not None and asked not in phases:
            raise UsageError(f"The result has no phase {asked!r}. Choose from: {', '.join(phases)}.")
        return asked or phases[0]

    def __repr__(self) -> str:
        """Name the charts."""
        return "Plots: waterfall, places, industries, years, map, tornado"


def _shown(figure: "Figure") -> "Figure":
    """Let a notebook show a figure that pyplot does not know."""
    vars(figure)["_repr_png_"] = partial(_charts.image, figure, "png")
    return figure

"""Small maps side by side, one for each study, with one legend."""

import math
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from .._scale import SCALES
from ..effects import Effects
from ..reference import measures
from ._charts import GREY, jobs_unit
from ._region_map import NO_COLOR, coloring, draw_counties, ground_of, totals_of, widened
from ._static_map import SHEET_STYLE, SOURCES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["map_panels"]

COLUMNS = 3
PANEL = (3.4, 2.9)  # inches, its title included
ABOVE, BELOW = 0.34, 0.75  # inches: of a panel's title, of the legend and the sources
TITLE_WIDTH = 42  # characters


def map_panels(results: Sequence[Effects], phase: str, pool: Sequence[Effects] = (), first: int = 1) -> "Figure":
    """Draw the total jobs by county around the region of each study.

    Parameters
    ----------
    results : sequence of Effects
        The studies to draw.
    phase : str
        The phase.
    pool : sequence of Effects
        Studies whose classes they share; by default their own.
    first : int
        The number of the first.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    everyone = [*pool] or [*results]
    figures = [totals_of(result, phase) for result in everyone]
    colors = coloring(figures, SCALES[measures()["jobs"].format])
    columns = 2 if len(results) in (2, 4) else min(COLUMNS, len(results))
    rows = math.ceil(len(results) / columns)
    wide, high = columns * PANEL[0], rows * PANEL[1] + BELOW
    with mpl.rc_context(SHEET_STYLE):
        figure = Figure(figsize=(wide, high))
        for place, result in enumerate(results):
            row, column = divmod(place, columns)
            bottom = (high - (row + 1) * PANEL[1] + 0.06) / high
            frame = (PANEL[0] - 0.16, PANEL[1] - ABOVE - 0.1)
            axes = figure.add_axes(((column * PANEL[0] + 0.08) / wide, bottom, frame[0] / wide, frame[1] / high))
            ground = ground_of(result)
            figure_index = first - 1 + place if pool else place
            seen = replace(ground, box=widened(ground.box, frame[0] / frame[1]), max_names=5, name_size=6.0)
            draw_counties(axes, figures[figure_index], colors.colors[figure_index], seen)
            title = textwrap.shorten(f"{first + place}  {result.name}", TITLE_WIDTH, placeholder=" …")
            axes.set_title(title or f"{first + place}", fontsize=8.5, fontweight="bold", loc="left", pad=3)
        keys = [Patch(facecolor=color, edgecolor=GREY, linewidth=0.4, label=label) for color, label in colors.legend]
        keys.append(Patch(facecolor=NO_COLOR, edgecolor=GREY, linewidth=0.4, label="less, or none"))
        unit = jobs_unit(phase)
        figure.legend(
            handles=keys,
            title=f"{unit[0].upper()}{unit[1:]} by county, all effects; outlined: study region; triangle: site",
            loc="lower center",
            bbox_to_anchor=(0.5, 0.18 / high),
            ncols=len(keys) if columns > 1 else math.ceil(len(keys) / 2),
            frameon=False,
            fontsize=7,
            title_fontsize=7.5,
            columnspacing=1.0,
            handlelength=1.4,
        )
        figure.text(0.5, 0.06 / high, SOURCES, fontsize=5.5, color="#444444", ha="center")
    return figure

"""Static map on one sheet: title, counties, legend and sources."""

import textwrap
import unicodedata
import warnings
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from io import BytesIO
from typing import TYPE_CHECKING, Any

from .._scale import SCALES
from .._wording import tidy
from ..effects import Effects
from ..errors import UsageError
from ..reference import CONSTRUCTION, OPERATIONS, measures
from ._charts import GREY, STYLE
from ._cover import cover_lines
from ._region_map import (
    NO_COLOR,
    PIN,
    Coloring,
    Ground,
    coloring,
    draw_counties,
    far_states,
    ground_of,
    totals_of,
    widened,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["STATIC_FORMATS", "sheet_bytes", "static_map"]

STATIC_FORMATS = ("png", "svg", "pdf")
SIZE = (11.0, 7.6)  # inches
FRAME = (0.03, 0.085, 0.79, 0.77)  # of the sheet: left, bottom, width, height of the map
TITLE_WIDTH, SUBTITLE_WIDTH, FOOT_WIDTH = 78, 125, 185  # characters
SOURCES = "Figures: BEA, Census, BLS. County outlines: U.S. Census Bureau, 2023, simplified."
UNDATED: dict[str, dict[str, Any]] = {  # the same figures, the same bytes
    "png": {"Software": None},
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
SHEET_STYLE = STYLE | {"pdf.fonttype": 42}


def static_map(result: Effects, kind: str) -> bytes:
    """Return a map of total jobs by county on one sheet.

    The kind is ``png``, ``svg`` or ``pdf``.

    Parameters
    ----------
    result : Effects
        Of a study.
    kind : str
        The format.

    Returns
    -------
    bytes
        Equal results give equal bytes.

    Raises
    ------
    UsageError
        If the format is unknown.
    """
    phase = OPERATIONS if OPERATIONS in set(result.counties.phase) else CONSTRUCTION
    figures = totals_of(result, phase)
    shown = f"{_unit(phase)} by county, all effects, {_when(result, phase)}"
    colors = coloring([figures], SCALES[measures()["jobs"].format])
    seen = ground_of(result)
    frame = FRAME[2] * SIZE[0] / (FRAME[3] * SIZE[1])
    ground = replace(seen, box=widened(seen.box, frame), max_names=24, name_size=7.5)
    import matplotlib as mpl

    with mpl.rc_context(SHEET_STYLE):
        figure = sheet(result.name, f"{shown}. Study region: {result.region.label}.", _foot(result))
        axes = figure.add_axes(FRAME)
        draw_counties(axes, figures, colors.colors[0], ground)
        apart = far_states(colors.colors[0]) if ground.nationwide else {}
        for place, box in enumerate(apart.values()):
            inset = figure.add_axes((0.04 + 0.2 * place, 0.11, 0.18 - 0.06 * place, 0.17))
            draw_counties(inset, figures, colors.colors[0], Ground(box, nationwide=True, max_names=0))
        add_legend(figure, colors, _unit(phase), outlined=not ground.nationwide)
    return sheet_bytes(figure, kind, (result.name, shown))


def sheet(title: str, subtitle: str, foot: Sequence[str]) -> "Figure":
    """Return an empty sheet with title, subtitle and foot.

    Every text is plain text.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE)
    heading = _lines(title, TITLE_WIDTH, 2)
    figure.text(0.03, 0.965, heading, fontsize=15, fontweight="bold", va="top")
    below = 0.925 - 0.037 * heading.count("\n")
    figure.text(0.03, below, _lines(subtitle, SUBTITLE_WIDTH, 2), fontsize=10, va="top", color="#444444")
    figure.text(0.03, 0.02, "\n".join(_lines(line, FOOT_WIDTH, 2) for line in foot), fontsize=7, color="#444444")
    return figure


def add_legend(figure: "Figure", colors: Coloring, unit: str, outlined: bool = True) -> None:
    """Add classes, region and sites to the right of the map."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    rows: list[Any] = [
        Patch(facecolor=color, edgecolor=GREY, linewidth=0.4, label=label) for color, label in colors.legend
    ]
    rows.append(Patch(facecolor=NO_COLOR, edgecolor=GREY, linewidth=0.4, label="less, or none"))
    if outlined:
        rows.append(Patch(facecolor="none", edgecolor="#1a1a1a", linewidth=1.6, label="study region"))
    rows.append(Line2D([], [], marker="v", color=PIN, mec="white", markersize=9, linestyle="", label="site"))
    key = figure.legend(handles=rows, title=unit, loc="center left", bbox_to_anchor=(0.83, 0.5), frameon=False)
    key.get_title().set_fontweight("bold")


def sheet_bytes(figure: "Figure", kind: str, about: tuple[str, str]) -> bytes:
    """Return a sheet as a file, with title and description inside.

    Raises
    ------
    UsageError
        If the format is unknown.
    """
    import matplotlib as mpl

    if kind not in STATIC_FORMATS:
        raise UsageError(f"There is no map format {kind!r}. Choose from: html, {', '.join(STATIC_FORMATS)}.")
    title, description = (tidy(text, 200) for text in about)
    metadata = {"Title": title, ("Subject" if kind == "pdf" else "Description"): description}
    page = BytesIO()
    with mpl.rc_context(SHEET_STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing")  # a sign that the font lacks is drawn as a box
        figure.savefig(page, format=kind, dpi=160, metadata=UNDATED[kind] | metadata)
    return page.getvalue()


def _unit(phase: str) -> str:
    unit = measures()["jobs"].unit_of(phase)
    return f"{unit[0].upper()}{unit[1:]}"


def _when(result: Effects, phase: str) -> str:
    return f"a year of full operation ({result.year})" if phase == OPERATIONS else "construction, all years"


def _foot(result: Effects) -> list[str]:
    stated = ". ".join(f"{head} {text}" if head != "Date" else text for head, text in cover_lines(result))
    made = f"{result.made_with()}. {SOURCES} impact {version('county-impact')}."
    return [*([f"{stated}."] if stated else []), made]


def _lines(text: str, width: int, max_lines: int) -> str:
    """Return a text in few lines, cut where longer.

    Signs that turn the order of others are left out.
    """
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return textwrap.fill(tidy(seen, width * max_lines), width, max_lines=max_lines, placeholder=" …")

"""Charts of a result, drawn with matplotlib.

The same figures give the same bytes.
"""

import textwrap
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .._display import count, year_span
from ..effects import Effects
from ..errors import UsageError
from ..reference import CONSTRUCTION, OPERATIONS, measures, vocabulary

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = {"direct": "#0c2c84", "indirect": "#1d91c0", "induced": "#7fcdbb"}
GREY = "#6f6d66"
STYLE: Any = {
    "svg.hashsalt": "impact",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "text.parse_math": False,  # a dollar sign is a dollar sign
}
LABEL_CHARACTERS = 36  # of a line; two lines at most


def jobs_unit(phase: str) -> str:
    """Return the name of the jobs of a phase."""
    return measures()["jobs"].unit_of(phase)


def place_titles() -> dict[str, str]:
    """Return the titles of places inside a chart, in their order."""
    return {name: f"{place.title[0].lower()}{place.title[1:]}" for name, place in vocabulary().places.items()}


def image(figure: "Figure", kind: str, dpi: int = 160) -> bytes:
    """Return a figure as ``svg`` or ``png``."""
    import matplotlib as mpl

    page = BytesIO()
    with mpl.rc_context(STYLE):
        figure.savefig(page, format=kind, dpi=dpi, metadata={"Date": None} if kind == "svg" else {"Software": None})
    return page.getvalue()


def effects_by_place(result: Effects, phase: str) -> "Figure":
    """Draw jobs by place, stacked by effect."""
    places = result.by_place()
    places = places[(places.phase == phase) & (places.place != "all")]
    titles = place_titles()
    names = [name for name in titles if name in set(places.place)]
    parts = {
        effect: [_jobs(places[(places.place == name) & (places.effect == effect)]) for name in names]
        for effect in COLOURS
    }
    figure, axes = canvas(0.5 * len(names) + 1.1)
    stacked(axes, [titles[name] for name in names], parts)
    axes.set_xlabel(jobs_unit(phase))
    return figure


def top_industries(result: Effects, phase: str, most: int = 10) -> "Figure":
    """Draw the industries of the region with most indirect and induced jobs."""
    effects = result.by_industry()
    effects = effects[(effects.phase == phase) & effects.effect.isin(["indirect", "induced"])]
    jobs = effects.groupby("title").jobs.sum().sort_values(ascending=False)
    names = list(jobs.index[:most])
    parts = {
        effect: [_jobs(effects[(effects.title == name) & (effects.effect == effect)]) for name in names]
        for effect in ("indirect", "induced")
    }
    figure, axes = canvas(0.34 * len(names) + 1.0)
    stacked(axes, [_in_two_lines(name) for name in names], parts)
    axes.set_xlabel(jobs_unit(phase))
    return figure


def year_path(result: Effects) -> "Figure":
    """Draw regional jobs by year.

    Job-years of construction stand beside jobs of operations, never on top of them.
    """
    years = result.by_year().query("effect == 'total'")
    figure, axes = canvas(2.6)
    for phase, colour, shift in ((CONSTRUCTION, "#e08214", -0.2), (OPERATIONS, "#225ea8", 0.2)):
        part = years[years.phase == phase]
        label = f"{phase}, {jobs_unit(phase)}"
        if len(part):
            axes.bar(part.year + shift, part.jobs, width=0.4, color=colour, label=label)
    axes.legend(frameon=False, ncols=2, loc="lower left", bbox_to_anchor=(0, 1))
    shown = sorted(set(years.year))
    axes.set_xticks(shown, [year_span(year, year, shown[0]) for year in shown])
    axes.tick_params(axis="x", rotation=60)
    axes.grid(axis="y", color="#dddddd")
    return figure


def waterfall(result: Effects, phase: str) -> "Figure":
    """Draw the steps from direct to regional and national jobs."""
    summary = result.summary().query("phase == @phase").set_index("effect").jobs
    places = result.by_place().query("phase == @phase and effect == 'total'").set_index("place").jobs
    bars = [("direct", summary.get("direct", 0.0)), ("suppliers", summary.get("indirect", 0.0))]
    bars += [("households", summary.get("induced", 0.0))]
    bars += [(place_titles()[name], places[name]) for name in ("state", "nation") if name in places]
    starts = np.cumsum([0.0, *(value for _, value in bars)])
    figure, axes = canvas(2.8)
    colours = [*COLOURS.values(), "#bdbdbd", "#d9d9d9"]
    axes.bar(range(len(bars)), [value for _, value in bars], bottom=starts[:-1], color=colours[: len(bars)], width=0.62)
    for place, (start, (_, value)) in enumerate(zip(starts, bars, strict=False)):
        axes.annotate(count(value), (place, start + value), ha="center", va="bottom", fontsize=8)
    axes.set_xticks(range(len(bars)), [name for name, _ in bars])
    axes.set_ylabel(jobs_unit(phase))
    axes.margins(y=0.12)
    return figure


def tornado(result: Effects, phase: str, most: int = 10) -> "Figure":
    """Draw regional total jobs at the range ends of each assumption.

    The longest reach comes first.
    """
    if result.draws is None:
        raise UsageError("This result has no draws, so nothing is known of what drives it.")
    drivers = result.draws.drivers.query("phase == @phase and measure == 'jobs'")
    reach = (drivers.at_high - drivers.at_low).abs().sort_values(ascending=False, kind="stable")
    shown = drivers.loc[reach.index[:most]]
    total = result.summary().query("phase == @phase and effect == 'total'").jobs.iloc[0]
    figure, axes = canvas(0.36 * len(shown) + 1.0)
    places = range(len(shown))
    for name, ends, colour in (("low end", shown.at_low, "#e08214"), ("high end", shown.at_high, "#225ea8")):
        axes.barh(places, ends - total, left=total, color=colour, height=0.66, label=name)
    axes.axvline(total, color=GREY, linewidth=1)
    axes.set_yticks(places, [_in_two_lines(title) for title in shown.title])
    axes.invert_yaxis()
    axes.legend(frameon=False, ncols=2, loc="lower left", bbox_to_anchor=(0, 1))
    axes.set_xlabel(jobs_unit(phase))
    axes.grid(axis="x", color="#dddddd")
    return figure


def canvas(height: float) -> "tuple[Figure, Axes]":
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(6.6, height), layout="constrained")
        return figure, figure.subplots()


def stacked(axes: "Axes", names: Sequence[str], parts: dict[str, list[float]]) -> None:
    """Draw stacked bars with their sums, the first name on top."""
    import matplotlib as mpl

    left = np.zeros(len(names))
    with mpl.rc_context(STYLE):
        for effect, values in parts.items():
            axes.barh(range(len(names)), values, left=left, color=COLOURS[effect], label=effect, height=0.66)
            left += np.array(values)
        for place, total in enumerate(left):
            axes.annotate(f" {count(total)}", (total, place), va="center", fontsize=8)
        axes.set_yticks(range(len(names)), names)
        axes.invert_yaxis()
        axes.legend(frameon=False, ncols=3, loc="lower left", bbox_to_anchor=(0, 1))
        axes.grid(axis="x", color="#dddddd")
        axes.xaxis.set_major_formatter("{x:,.12g}")
        axes.margins(x=0.1)


def _jobs(rows: pd.DataFrame) -> float:
    return float(rows.jobs.sum())


def _in_two_lines(name: str) -> str:
    return textwrap.fill(name, LABEL_CHARACTERS, max_lines=2, placeholder=" …")

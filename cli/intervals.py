"""Intervals, drivers and outside evidence as the terminal shows them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .interrupts import telling
from .screen import (
    CutColumn,
    complain,
    heading,
    headings,
    jobs,
    measure_titles,
    number,
    print_table,
    print_text,
    written,
)
from .steps import step

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from impact import Result
    from impact._types import Progress

MAX_DRIVERS, MAX_COUNTIES = 10, 8


def draw_intervals(result: "Result", count: int, seed: int = 1, scheduler: str | None = None) -> "Result":
    """Draw with a bar; an interrupt keeps no draws and says so."""
    with _drawing() as report:
        return result.draw(count, seed, report, scheduler)


def quick_intervals(result: "Result") -> "Result":
    """Draw the quick intervals."""
    with step("Drawing the quick interval"):
        return result.quick_draw()


def redraw_intervals(result: "Result") -> "Result":
    """Draw again as a saved result was drawn, with a bar."""
    from impact.runs import redraw

    with _drawing() as report:
        return redraw(result, report)


@contextmanager
def _drawing() -> Iterator["Progress"]:
    lost = "Interrupted: the draws are not finished, and none is kept. Without draws the study takes seconds."
    with (
        telling(lambda: complain(lost)),
        step("Drawing the assumptions", "Studies solved for the draws") as report,
    ):
        yield report


def print_intervals(result: "Result", console: "Console") -> None:
    """Print intervals of the effects in the region and the leading counties."""
    draws = result.draws
    assert draws is not None
    intervals = result.intervals()
    for phase in reversed(intervals.phase.unique()):
        of_phase = intervals[intervals.phase == phase]
        rows = [
            [str(effect), *(_interval(part[part.measure == measure].iloc[0], measure) for measure in measure_titles())]
            for effect, part in of_phase.groupby("effect", sort=False)
        ]
        title = f"90 % interval of {draws.count:,} draws, in the region: {result.units(str(phase))}"
        print_table(
            console, title, [heading("effect"), *measure_titles().values()], rows, numbers=len(measure_titles())
        )
    main = intervals.phase.iloc[-1]
    counties = result.intervals(by_county=True).query("measure == 'jobs' and phase == @main")
    if len(counties) > 1:
        first = counties.sort_values("p50", ascending=False, kind="stable").head(MAX_COUNTIES)
        rows = [
            [f"{row['name']}, {row['state']}", *(jobs(row[column]) for column in ("p5", "p50", "p95"))]
            for row in first.to_dict("records")
        ]
        title = f"Total jobs of {main} by county (first {len(rows)} of {len(counties):,})"
        print_table(console, title, headings("county", "p5", "p50", "p95"), rows, numbers=3)


def print_drivers(result: "Result", console: "Console") -> None:
    """Print the assumptions that move total jobs most, with their reach."""
    draws = result.draws
    assert draws is not None
    for phase, part in draws.drivers.query("measure == 'jobs'").groupby("phase", sort=False):
        reach = (part.at_high - part.at_low).abs()
        shown = part.loc[reach.sort_values(ascending=False, kind="stable").index].head(MAX_DRIVERS)
        rows = [
            [
                row["title"],
                f"{number(row['low'])} to {number(row['high'])}",
                f"{row['correlation']:+.2f}",
                jobs(row["at_low"]),
                jobs(row["at_high"]),
            ]
            for row in shown.to_dict("records")
        ]
        columns: list[str | CutColumn] = [CutColumn(heading("assumption"))]
        columns += map(heading, ("range", "rank_correlation", "jobs_at_low", "jobs_at_high"))
        title = f"What moves the total jobs of {phase} in the region (first {len(rows)} of {len(part)})"
        print_table(console, title, columns, rows, numbers=4)


def print_settle(result: "Result", console: "Console") -> None:
    """Print the spread due to model form, and assumptions to settle."""
    from impact.evidence import settle_first

    if result.draws is None:
        return
    console.print()
    for sentence in settle_first(result.draws):
        print_text(console, sentence)


def print_convergence(result: "Result", console: "Console") -> None:
    """Print convergence of the interval and the error of the approximation."""
    draws = result.draws
    assert draws is not None
    for phase, part in draws.convergence.query("measure == 'jobs'").groupby("phase", sort=False):
        rows = [
            [f"{row['draws']:,}", *(jobs(row[column]) for column in ("p5", "p50", "p95"))]
            for row in part.to_dict("records")
        ]
        print_table(console, f"Total jobs of {phase} after", headings("draws", "p5", "p50", "p95"), rows, numbers=4)
    console.print()
    if draws.errors.empty:
        quick = "Quick draws, without a solve: 'impact evidence quick-errors SITE' says how near they are."
        print_text(console, quick if draws.method == "quick" else "Every draw was solved.")
        return
    worst = draws.errors.groupby("effect").error.max()
    print_text(
        console,
        f"Draws are approximated between solved ends of the ranges. Of {draws.errors.draws.iloc[0]} draws solved anew, "
        f"totals in the region are off by {worst['total']:.2%} at most, indirect effects by {worst['indirect']:.2%}, "
        f"induced by {worst['induced']:.2%}, and totals by county by {worst['county']:.2%} of their sum.",
    )


def print_outside(findings: "pd.DataFrame", console: "Console") -> None:
    """Print published findings beside the result; nothing for construction alone."""
    if findings.empty:
        return
    rows = [
        [row["finding"], f"{row['low']:g} to {row['high']:g}" if row["low"] < row["high"] else f"{row['low']:g}"]
        for row in findings.to_dict("records")
    ]
    print_table(console, "What others have found", [heading("finding"), heading("published")], rows, numbers=1)
    console.print()
    for verdict, within in dict.fromkeys(zip(findings.verdict, findings.within, strict=True)):
        kind = "Note" if within else "Warning"
        print_text(console, f"{kind}: {verdict}.")
    for source in dict.fromkeys(findings.source):
        print_text(console, f"{source}.")


def _interval(row: "pd.Series[float]", measure: str) -> str:
    return f"{written(measure, row['p5'])} to {written(measure, row['p95'])}"

"""Draws of the assumptions, and the intervals of a study's figures that follow."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .._types import FloatArray
from .._workers import spread_out
from ..effects import Draws, Effects, prepare
from ..reference import TOTAL, measures, table
from ..studies import Study
from ..trade import GRAVITY, Progress
from ._drivers import Driver, drawn, drivers_of, latin_hypercube
from ._solved import PARTS, PHASES, settings_of, solved
from ._surface import corners, surface

Figures = Callable[[slice], FloatArray]  # counties -> (draws, phases, effects, counties, measures)
PERCENTILES = (5, 50, 95)
COLUMNS = ["p5", "p50", "p95"]
CHECKED = 4  # draws solved anew
PART = 256  # counties at a time
TOGETHER = 8  # studies in one task


@dataclass(frozen=True)
class Task:
    """Studies to be solved together, apart from all others: see :func:`impact.evidence._solved.solved`."""

    studies: tuple[Study, ...]
    known: tuple[float, ...]


def solve(task: Task) -> list[FloatArray]:
    """Return the figures of a task."""
    return solved(task.studies, task.known)


@dataclass(frozen=True)
class Sample:
    """What was drawn.

    Attributes
    ----------
    drivers : sequence of Driver
        The assumptions with a range.
    values : (draws, drivers) array
        Their values.
    seed : int
        Of the draws.
    """

    drivers: Sequence[Driver]
    values: FloatArray
    seed: int


@dataclass(frozen=True)
class Solutions:
    """Figures of the study and of its draws, (phases, effects, counties, measures).

    Attributes
    ----------
    base : array
        With the study's own assumptions.
    figures : callable
        Those of each draw, and then of both ends of each range, for a slice of counties.
    exact : sequence of arrays
        Of the first draws, solved as well to check an approximation; empty where nothing is approximated.
    """

    base: FloatArray
    figures: Figures
    exact: Sequence[FloatArray] = ()


def draw(
    effects: Effects,
    count: int = 500,
    seed: int = 1,
    progress: Progress = lambda done, total: None,
    scheduler: str | None = None,
) -> Draws:
    """Draw the assumptions that the figures of a study rest on: how far could the figures be off?

    Assumptions with a range are drawn by Latin hypercube. With a quotient every draw is solved. With gravity the model
    is solved at the ends of each range, the figures are approximated in between (:class:`Surface`), and some draws are
    solved as well to say how good that is. Trade is balanced anew where distances differ.

    Parameters
    ----------
    effects : Effects
        Of the study, such as a result.
    count : int
        Draws, 20 or more.
    seed : int
        The same seed, and versions of numpy and scipy, give the same bytes, on any number of processors.
    progress : callable
        Called with the solves done and in all.
    scheduler : str, optional
        Address of a Dask scheduler whose workers solve, as for batches.

    Raises
    ------
    UsageError
        If there are too few draws, the seed is negative, or the scheduler cannot be reached.
    SiteError, RegionError, ModelError
        As :func:`impact.run`.

    References
    ----------
    McKay, Beckman & Conover (1979), *Technometrics* 21(2); ``docs/how-wrong.md``.
    """
    study = Study.read(dict(effects.inputs))
    drivers = drivers_of(prepare(study))
    values = latin_hypercube(drivers, count, seed)
    rows = np.vstack([values, corners(drivers)])
    approach = _near if study.trade == GRAVITY else _each
    solutions = approach(study, drivers, rows, progress, scheduler)
    fips = tuple(table("counties").fips) if study.trade == GRAVITY else effects.region.fips
    return _summary(effects, fips, Sample(drivers, values, seed), solutions)


def _each(
    study: Study,
    drivers: Sequence[Driver],
    rows: FloatArray,
    progress: Progress,
    scheduler: str | None,
) -> Solutions:
    """Solve every row."""
    points = [study, *(drawn(study, _named(drivers, row)) for row in rows)] if drivers else [study]
    found = _solve_all(points, (), progress, scheduler)
    of_rows = found[1:] if drivers else found[:1] * len(rows)
    return Solutions(found[0], lambda part: np.stack([each[:, :, part] for each in of_rows]))


def _near(
    study: Study,
    drivers: Sequence[Driver],
    rows: FloatArray,
    progress: Progress,
    scheduler: str | None,
) -> Solutions:
    """Solve the ends of all ranges, approximate the rows, and solve the first of them."""
    known = settings_of(study.assumed())
    ends = corners(drivers)
    checked = rows[:CHECKED] if drivers else rows[:0]
    points = [study, *(drawn(study, _named(drivers, row)) for row in (*ends, *checked))]
    found = _solve_all(points, known, progress, scheduler)
    fitted = surface(drivers, found[0], found[1 : 1 + len(ends)])
    return Solutions(found[0], lambda part: fitted.at(rows, part), found[1 + len(ends) :])


def _named(drivers: Sequence[Driver], row: FloatArray) -> dict[str, float]:
    """Return the values of a row that are not those of the study."""
    return {driver.name: float(x) for driver, x in zip(drivers, row, strict=True) if x != driver.value}


def _solve_all(
    studies: Sequence[Study], known: tuple[float, ...], progress: Progress, scheduler: str | None
) -> list[FloatArray]:
    """Return the figures of studies; those that share trade and households are solved together."""
    groups: dict[object, list[int]] = {}
    for at, study in enumerate(studies):
        chosen = study.assumed()
        groups.setdefault((settings_of(chosen), chosen["spending_factor"].value), []).append(at)
    places = [
        members[first : first + TOGETHER] for members in groups.values() for first in range(0, len(members), TOGETHER)
    ]
    tasks = [Task(tuple(studies[at] for at in part), known) for part in places]
    found: dict[int, FloatArray] = {}
    progress(0, len(studies))
    for place, solutions in spread_out(solve, tasks, scheduler=scheduler):
        found |= dict(zip(places[place], solutions, strict=True))
        progress(len(found), len(studies))
    return [found[at] for at in range(len(studies))]


def _summary(result: Effects, fips: Sequence[str], sample: Sample, solutions: Solutions) -> Draws:
    """Return intervals, drivers, convergence and errors."""
    drivers, count = sample.drivers, len(sample.values)
    base, exact = solutions.base, solutions.exact
    inside = np.isin(fips, result.region.fips)
    region = np.zeros((count + 2 * len(drivers), len(PHASES), len(PARTS), len(measures())))
    off = np.zeros((len(exact), len(PHASES), len(measures())))
    counties = np.zeros((len(PERCENTILES), len(PHASES), len(fips), len(measures())))
    point = _points(result, fips)
    for part in _parts(len(fips)):
        effects = solutions.figures(part)
        region += effects[:, :, :, inside[part]].sum(axis=3)
        totals = effects.sum(axis=2)
        for at, solution in enumerate(exact):
            off[at] += np.abs(totals[at] - solution[:, :, part].sum(axis=1)).sum(axis=1)
        ratio = _over(totals[:count], base[:, :, part].sum(axis=1))
        counties[:, :, part] = np.percentile(ratio, PERCENTILES, axis=0) * point[:, part]
    ratio = _over(_with_total(region), _with_total(_region_of(base, inside)))
    headlines = result.summary()
    return Draws(
        count=count,
        seed=sample.seed,
        versions={name: version(name) for name in ("numpy", "scipy")},
        headlines=_headlines(headlines, ratio[:count]),
        counties=_counties(fips, counties, list(headlines.phase.unique())),
        drivers=_drivers(headlines, drivers, sample.values, ratio[:, :, -1]),
        convergence=_convergence(headlines, ratio[:count, :, -1]),
        errors=_errors(headlines, region, [_region_of(solution, inside) for solution in exact], off, exact),
    )


def _parts(counties: int) -> Iterator[slice]:
    return (slice(first, first + PART) for first in range(0, counties, PART))


def _region_of(effects: FloatArray, inside: NDArray[np.bool_]) -> FloatArray:
    """Return the sums over the region as they are summed of draws: in the same order, to the same bit."""
    region = np.zeros((len(PHASES), len(PARTS), len(measures())))
    for part in _parts(len(inside)):
        region += effects[:, :, part][:, :, inside[part]].sum(axis=2)
    return region


def _points(result: Effects, fips: Sequence[str]) -> FloatArray:
    """Return the total effects of the result, (phases, counties, measures)."""
    totals = result.by_county().query("effect == 'total'").set_index(["phase", "fips"])[list(measures())]
    index = pd.MultiIndex.from_product([PHASES, fips])
    return totals.reindex(index).fillna(0.0).to_numpy().reshape(len(PHASES), len(fips), len(measures()))


def _with_total(parts: FloatArray) -> FloatArray:
    """Append the sum of the effects along the last axis but one."""
    return np.concatenate([parts, parts.sum(axis=-2, keepdims=True)], axis=-2)


def _over(figures: FloatArray, base: FloatArray) -> FloatArray:
    """Return figures relative to the base; one where that is zero."""
    return np.divide(figures, base, out=np.ones_like(figures), where=np.broadcast_to(base != 0, figures.shape))


def _headlines(summary: pd.DataFrame, ratio: FloatArray) -> pd.DataFrame:
    rows = []
    for row in summary.to_dict("records"):
        at = PHASES.index(row["phase"]), (*PARTS, TOTAL).index(row["effect"])
        for measure, name in enumerate(measures()):
            spread = np.percentile(ratio[:, at[0], at[1], measure], PERCENTILES) * row[name]
            rows.append([row["phase"], row["effect"], name, row[name], *spread.tolist()])
    return pd.DataFrame(rows, columns=["phase", "effect", "measure", "point", *COLUMNS])


def _counties(fips: Sequence[str], percentiles: FloatArray, phases: Sequence[str]) -> pd.DataFrame:
    frames = [
        pd.DataFrame({"fips": fips, "phase": phase, "measure": name})
        .assign(**{column: percentiles[k, PHASES.index(phase), :, measure] for k, column in enumerate(COLUMNS)})
        .query("p95 > 0")
        for phase in phases
        for measure, name in enumerate(measures())
    ]
    return pd.concat(frames, ignore_index=True)


def _totals(summary: pd.DataFrame) -> Iterator[tuple[str, int, str, int, float]]:
    """Give phase and measure, their places, and the point figure of the total."""
    for row in summary[summary.effect == "total"].to_dict("records"):
        for measure, name in enumerate(measures()):
            yield row["phase"], PHASES.index(row["phase"]), name, measure, row[name]


def _drivers(summary: pd.DataFrame, drivers: Sequence[Driver], values: FloatArray, ratio: FloatArray) -> pd.DataFrame:
    """Return rank correlations and, from the rows after the draws, the totals at the ends of each range."""
    count, rows = len(values), []
    for phase, at, name, measure, point in _totals(summary):
        total = ratio[:, at, measure]
        ends = total[count:].reshape(-1, 2) * point
        for k, driver in enumerate(drivers):
            span = [driver.low, driver.value, driver.high]
            rank = _rank_correlation(values[:, k], total[:count])
            rows.append([phase, name, driver.name, driver.title, *span, rank, *ends[k].tolist()])
    columns = ["phase", "measure", "name", "title", "low", "value", "high", "correlation", "at_low", "at_high"]
    return pd.DataFrame(rows, columns=columns)


def _rank_correlation(driver: FloatArray, total: FloatArray) -> float:
    """Return Spearman's rank correlation; zero where the total does not move."""
    from scipy.stats import spearmanr

    return float(spearmanr(driver, total).statistic) if np.ptp(total) > 0 else 0.0


def _convergence(summary: pd.DataFrame, ratio: FloatArray) -> pd.DataFrame:
    counts = [len(ratio) // 8, len(ratio) // 4, len(ratio) // 2, len(ratio)]
    rows = [
        [phase, name, some, *(np.percentile(ratio[:some, at, measure], PERCENTILES) * point).tolist()]
        for phase, at, name, measure, point in _totals(summary)
        for some in counts
    ]
    return pd.DataFrame(rows, columns=["phase", "measure", "draws", *COLUMNS])


def _errors(
    summary: pd.DataFrame,
    region: FloatArray,
    solved_region: Sequence[FloatArray],
    off: FloatArray,
    exact: Sequence[FloatArray],
) -> pd.DataFrame:
    """Return the largest error of the draws that were solved anew."""
    columns = ["phase", "effect", "measure", "draws", "error"]
    if not exact:
        return pd.DataFrame([], columns=columns)
    count, rows = len(exact), []
    error = np.abs(_over(_with_total(region[:count]), _with_total(np.stack(solved_region))) - 1).max(axis=0)
    by_county = _over(off, np.stack([solution.sum(axis=(1, 2)) for solution in exact])).max(axis=0)
    for row in summary.to_dict("records"):
        at = PHASES.index(row["phase"])
        for measure, name in enumerate(measures()):
            rows.append(
                [row["phase"], row["effect"], name, count, error[at, (*PARTS, TOTAL).index(row["effect"]), measure]]
            )
            if row["effect"] == "total":
                rows.append([row["phase"], "county", name, count, by_county[at, measure]])
    return pd.DataFrame(rows, columns=columns)

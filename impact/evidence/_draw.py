"""Draws of the assumptions, and the intervals of a study's figures that follow."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from .._economy import economy as economy_of
from ..accounts import MEASURES
from ..effects import EFFECTS, Draws, Result, run, spread_out
from ..errors import ModelError
from ..reference import table
from ..studies import Site, Study, study_shocks
from ..trade import GRAVITY, Progress
from ._drivers import Driver, drawn, drivers_of, latin_hypercube
from ._solved import PARTS, PHASES, settings_of, solved
from ._surface import corners, surface

FloatArray = NDArray[np.float64]
Figures = Callable[[slice], FloatArray]  # counties -> (draws, phases, effects, counties, measures)
PERCENTILES = (5, 50, 95)
COLUMNS = ["p5", "p50", "p95"]
REPEATED = 1e-6  # of an interval's high end: processors differ in the last bits
CHECKED = 4  # draws solved anew
PART = 256  # counties at a time
TOGETHER = 8  # studies in one task


@dataclass(frozen=True)
class Task:
    """Studies to be solved together, apart from all others: see :func:`impact.evidence._solved.solved`."""

    studies: tuple[Study, ...]
    trade: str
    known: tuple[float, ...]


def solve(task: Task) -> list[FloatArray]:
    """Return the figures of a task."""
    return solved(task.studies, task.trade, task.known)


def draw(
    site: Site | Study,
    count: int = 500,
    seed: int = 1,
    trade: str | None = None,
    progress: Progress = lambda done, total: None,
    scheduler: str | None = None,
    economy: int | None = None,
) -> Result:
    """Study a site and draw the assumptions that its figures rest on: how far could the figures be off?

    Assumptions with a range are drawn by Latin hypercube. With a quotient every draw is solved. With gravity the model
    is solved at the ends of each range, the figures are approximated in between (:class:`Surface`), and some draws are
    solved as well to say how good that is. Trade is balanced anew where distances differ.

    Parameters
    ----------
    site : Site or Study
        What is built where.
    count : int
        Draws, 20 or more.
    seed : int
        The same seed, and versions of numpy and scipy, give the same bytes, on any number of processors.
    trade : str, optional
        Replaces the trade model.
    progress : callable
        Called with the solves done and in all.
    scheduler : str, optional
        Address of a Dask scheduler whose workers solve, as for :func:`impact.effects.spread_out`.
    economy : int, optional
        As in :func:`impact.run`.

    Returns
    -------
    Result
        As :func:`impact.run`, with its ``draws``: read them by :meth:`Result.intervals`.

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
    study = Study.of(site).in_economy(economy)
    study = study.in_economy(study.structure_year)
    trade = trade or study.trade
    drivers = drivers_of(study, trade, study_shocks(study, economy_of(study.economy)))
    values = latin_hypercube(drivers, count, seed)
    with threadpool_limits(1, "blas"):  # the same bits on any number of processors
        result = run(study, trade)
    rows = np.vstack([values, corners(drivers)])
    approach = _near if trade == GRAVITY else _each
    figures, base, exact = approach(study, trade, drivers, rows, progress, scheduler)
    fips = tuple(table("counties").fips) if trade == GRAVITY else result.region.fips
    return replace(result, draws=_summary(result, drivers, values, fips, base, figures, exact, seed))


def redraw(result: Result, progress: Progress = lambda done, total: None) -> Result:
    """Draw again as a saved result was drawn, and compare; see :func:`impact.effects.reproduce` for its figures.

    Parameters
    ----------
    result : Result
        With draws.
    progress : callable
        As in :func:`draw`.

    Raises
    ------
    UsageError
        If the result has no draws.
    ModelError
        If its headlines differ by more than a millionth of their interval's high end.
    """
    saved = result.intervals()
    assert result.draws is not None
    again = draw(Study.read(dict(result.inputs)), result.draws.count, result.draws.seed, progress=progress)
    figures = ["point", *COLUMNS]
    off = float((again.intervals()[figures] - saved[figures]).abs().div(saved.p95.abs(), axis=0).max().max())
    if off > REPEATED:
        made = ", ".join(f"{name} {number}" for name, number in result.draws.versions.items())
        raise ModelError(
            f"The same study, seed and tables give other intervals: they differ by up to {off:.2g} of their high end. "
            f"The draws were made with {made}; install these, and the version of impact that made the result."
        )
    return again


def _each(
    study: Study,
    trade: str,
    drivers: Sequence[Driver],
    rows: FloatArray,
    progress: Progress,
    scheduler: str | None,
) -> tuple[Figures, FloatArray, list[FloatArray]]:
    """Solve every row."""
    points = [study, *(drawn(study, _named(drivers, row)) for row in rows)] if drivers else [study]
    found = _solve_all(points, trade, (), progress, scheduler)
    base, solutions = found[0], found[1:] if drivers else found[:1] * len(rows)
    return lambda part: np.stack([each[:, :, part] for each in solutions]), base, []


def _near(
    study: Study,
    trade: str,
    drivers: Sequence[Driver],
    rows: FloatArray,
    progress: Progress,
    scheduler: str | None,
) -> tuple[Figures, FloatArray, list[FloatArray]]:
    """Solve the ends of all ranges, approximate the rows, and solve the first of them."""
    known = settings_of(study.assumed())
    ends = corners(drivers)
    checked = rows[:CHECKED] if drivers else rows[:0]
    points = [study, *(drawn(study, _named(drivers, row)) for row in (*ends, *checked))]
    found = _solve_all(points, trade, known, progress, scheduler)
    fitted = surface(drivers, found[0], found[1 : 1 + len(ends)])
    return lambda part: fitted.at(rows, part), found[0], found[1 + len(ends) :]


def _named(drivers: Sequence[Driver], row: FloatArray) -> dict[str, float]:
    """Return the values of a row that are not those of the study."""
    return {driver.name: float(x) for driver, x in zip(drivers, row, strict=True) if x != driver.value}


def _solve_all(
    studies: Sequence[Study], trade: str, known: tuple[float, ...], progress: Progress, scheduler: str | None
) -> list[FloatArray]:
    """Return the figures of studies; those that share trade and households are solved together."""
    groups: dict[object, list[int]] = {}
    for at, study in enumerate(studies):
        chosen = study.assumed()
        groups.setdefault((settings_of(chosen), chosen["spending_factor"].value), []).append(at)
    places = [
        members[first : first + TOGETHER] for members in groups.values() for first in range(0, len(members), TOGETHER)
    ]
    tasks = [Task(tuple(studies[at] for at in part), trade, known) for part in places]
    found: dict[int, FloatArray] = {}
    progress(0, len(studies))
    for place, solutions in spread_out(solve, tasks, scheduler=scheduler):
        found |= dict(zip(places[place], solutions, strict=True))
        progress(len(found), len(studies))
    return [found[at] for at in range(len(studies))]


def _summary(
    result: Result,
    drivers: Sequence[Driver],
    values: FloatArray,
    fips: Sequence[str],
    base: FloatArray,
    figures: Figures,
    exact: Sequence[FloatArray],
    seed: int,
) -> Draws:
    """Return intervals, drivers, convergence and errors."""
    count = len(values)
    inside = np.isin(fips, result.region.fips)
    region = np.zeros((count + 2 * len(drivers), len(PHASES), len(PARTS), len(MEASURES)))
    off = np.zeros((len(exact), len(PHASES), len(MEASURES)))
    counties = np.zeros((len(PERCENTILES), len(PHASES), len(fips), len(MEASURES)))
    point = _points(result, fips)
    for part in _parts(len(fips)):
        effects = figures(part)
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
        seed=seed,
        versions={name: version(name) for name in ("numpy", "scipy")},
        headlines=_headlines(headlines, ratio[:count]),
        counties=_counties(fips, counties, list(headlines.phase.unique())),
        drivers=_drivers(headlines, drivers, values, ratio[:, :, -1]),
        convergence=_convergence(headlines, ratio[:count, :, -1]),
        errors=_errors(headlines, region, [_region_of(solution, inside) for solution in exact], off, exact),
    )


def _parts(counties: int) -> Iterator[slice]:
    return (slice(first, first + PART) for first in range(0, counties, PART))


def _region_of(effects: FloatArray, inside: NDArray[np.bool_]) -> FloatArray:
    """Return the sums over the region as they are summed of draws: in the same order, to the same bit."""
    region = np.zeros((len(PHASES), len(PARTS), len(MEASURES)))
    for part in _parts(len(inside)):
        region += effects[:, :, part][:, :, inside[part]].sum(axis=2)
    return region


def _points(result: Result, fips: Sequence[str]) -> FloatArray:
    """Return the total effects of the result, (phases, counties, measures)."""
    totals = result.by_county().query("effect == 'total'").set_index(["phase", "fips"])[list(MEASURES)]
    index = pd.MultiIndex.from_product([PHASES, fips])
    return totals.reindex(index).fillna(0.0).to_numpy().reshape(len(PHASES), len(fips), len(MEASURES))


def _with_total(parts: FloatArray) -> FloatArray:
    """Append the sum of the effects along the last axis but one."""
    return np.concatenate([parts, parts.sum(axis=-2, keepdims=True)], axis=-2)


def _over(figures: FloatArray, base: FloatArray) -> FloatArray:
    """Return figures relative to the base; one where that is zero."""
    return np.divide(figures, base, out=np.ones_like(figures), where=np.broadcast_to(base != 0, figures.shape))


def _headlines(summary: pd.DataFrame, ratio: FloatArray) -> pd.DataFrame:
    rows = []
    for row in summary.to_dict("records"):
        at = PHASES.index(row["phase"]), EFFECTS.index(row["effect"])
        for measure, name in enumerate(MEASURES):
            spread = np.percentile(ratio[:, at[0], at[1], measure], PERCENTILES) * row[name]
            rows.append([row["phase"], row["effect"], name, row[name], *spread.tolist()])
    return pd.DataFrame(rows, columns=["phase", "effect", "measure", "point", *COLUMNS])


def _counties(fips: Sequence[str], percentiles: FloatArray, phases: Sequence[str]) -> pd.DataFrame:
    frames = [
        pd.DataFrame({"fips": fips, "phase": phase, "measure": name})
        .assign(**{column: percentiles[k, PHASES.index(phase), :, measure] for k, column in enumerate(COLUMNS)})
        .query("p95 > 0")
        for phase in phases
        for measure, name in enumerate(MEASURES)
    ]
    return pd.concat(frames, ignore_index=True)


def _totals(summary: pd.DataFrame) -> Iterator[tuple[str, int, str, int, float]]:
    """Give phase and measure, their places, and the point figure of the total."""
    for row in summary[summary.effect == "total"].to_dict("records"):
        for measure, name in enumerate(MEASURES):
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
        for measure, name in enumerate(MEASURES):
            rows.append([row["phase"], row["effect"], name, count, error[at, EFFECTS.index(row["effect"]), measure]])
            if row["effect"] == "total":
                rows.append([row["phase"], "county", name, count, by_county[at, measure]])
    return pd.DataFrame(rows, columns=columns)

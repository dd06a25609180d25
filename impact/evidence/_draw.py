"""Draws of the assumptions and the resulting intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .._types import FloatArray, Progress
from .._workers import spread_out
from ..effects import Draws, Effects, prepare, solve_studies
from ..reference import number, table
from ..studies import Study
from ..trade import GRAVITY, SETTINGS
from ._drivers import QUOTIENTS, Driver, case_of, drawn, drivers_of, latin_hypercube
from ._forms import in_nation
from ._summary import Sample, Solutions, summarized
from ._surface import corners, only_forms, purchases_for_value_added, surface

DRAWS_SOLVED_AS_CHECK = 4
STUDIES_PER_TASK = 8  # studies in one task of a cluster


@dataclass(frozen=True)
class Task:
    """Studies to be solved together, apart from all others: see :func:`impact.effects.solve_studies`."""

    studies: tuple[Study, ...]
    near: Study | None


def solve(task: Task) -> list[FloatArray]:
    """Return the figures of a task."""
    return solve_studies(task.studies, task.near)


def draw(
    effects: Effects,
    count: int = 500,
    seed: int = 1,
    progress: Progress = lambda done, total: None,
    scheduler: str | None = None,
) -> Draws:
    """Draw the assumptions and return intervals of the study's figures.

    Assumptions with a range are drawn by Latin hypercube. With a quotient every draw is solved. With gravity the model
    is solved at the ends of each range, and figures are approximated in between (:class:`Surface`). Some draws are
    solved too, to measure the error of the approximation. Trade is balanced anew where distances differ.

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
        If there are too few draws, the seed is negative, the result is of another economy, or the scheduler cannot be
        reached.
    SiteError, RegionError, ModelError
        As :func:`impact.run`.

    References
    ----------
    McKay, Beckman & Conover (1979), *Technometrics* 21(2); ``docs/how-wrong.md``.
    """
    case = case_of(effects)
    study, drivers = Study.read(dict(effects.inputs)), drivers_of(case)
    values = latin_hypercube(drivers, count, seed, number(study.assumed(), "size_correlation"))
    rows = np.vstack([values, corners(drivers), only_forms(drivers, values)])
    approach = _near if study.trade == GRAVITY else _each
    solutions = approach(study, drivers, rows, progress, scheduler)
    fips = tuple(table("counties").fips) if study.trade == GRAVITY else effects.region.fips
    return summarized(effects, fips, Sample(drivers, values, seed), solutions)


def _each(
    study: Study,
    drivers: Sequence[Driver],
    rows: FloatArray,
    progress: Progress,
    scheduler: str | None,
) -> Solutions:
    """Solve every row."""
    named = [_named(drivers, row) for row in rows]
    different = list({tuple(values.items()): values for values in ({}, *named)}.values())
    solutions = _solve_all(
        [drawn(study, values) if values else study for values in different], None, progress, scheduler
    )
    of_rows = [solutions[different.index(values)] for values in named]
    return Solutions(solutions[0], lambda part: np.stack([solution[:, :, part] for solution in of_rows]))


def _near(
    study: Study,
    drivers: Sequence[Driver],
    rows: FloatArray,
    progress: Progress,
    scheduler: str | None,
) -> Solutions:
    """Solve all range ends, approximate the rows, and check the first."""
    ends, inside = corners(drivers), np.isin(table("counties").fips, prepare(study).region.fips)
    checked = rows[:DRAWS_SOLVED_AS_CHECK] if drivers else rows[:0]
    quotients = [driver_index for driver_index, driver in enumerate(drivers) if driver.name in QUOTIENTS]
    nationwide = checked.copy()
    nationwide[:, quotients] = 0.0
    points = [study, *(drawn(study, _named(drivers, row)) for row in (*ends, *nationwide))]
    base, *point_solutions = _solve_all(points, study, progress, scheduler)
    solutions = [
        solution if point.trade == study.trade else in_nation(base, solution, inside)
        for point, solution in zip(points[1:], point_solutions, strict=True)
    ]
    fitted = surface(drivers, *_bought(base, solutions[: len(ends)]))
    exact = solutions[len(ends) :]
    for driver_index in quotients:
        moved = solutions[2 * driver_index + 1] / np.where(base != 0, base, 1.0)
        exact = [
            solution * moved if row[driver_index] else solution for solution, row in zip(exact, checked, strict=True)
        ]
    base_figures = purchases_for_value_added(fitted.base)  # rounded as the draws are
    return Solutions(base_figures, lambda part: purchases_for_value_added(fitted.at(rows, part)), exact)


def _bought(base: FloatArray, ends: Sequence[FloatArray]) -> tuple[FloatArray, list[FloatArray]]:
    return purchases_for_value_added(base), [purchases_for_value_added(end) for end in ends]


def _named(drivers: Sequence[Driver], row: FloatArray) -> dict[str, float]:
    """Return the values of a row that differ from the study's."""
    return {driver.name: float(x) for driver, x in zip(drivers, row, strict=True) if x != driver.value}


def _solve_all(
    studies: Sequence[Study], near: Study | None, progress: Progress, scheduler: str | None
) -> list[FloatArray]:
    """Return the figures of studies.

    Those that share trade and households are solved together.
    """
    groups: dict[object, list[int]] = {}
    for study_index, study in enumerate(studies):
        assumptions = study.assumed()
        settings = tuple(number(assumptions, name) for name in SETTINGS)
        groups.setdefault((study.trade, settings, assumptions["spending_factor"].value), []).append(study_index)
    # What is the same in two studies of a task is solved once.
    size = STUDIES_PER_TASK if scheduler is not None else len(studies)
    places = [members[first : first + size] for members in groups.values() for first in range(0, len(members), size)]
    tasks = [Task(tuple(studies[study_index] for study_index in part), near) for part in places]
    solved: dict[int, FloatArray] = {}
    progress(0, len(studies))
    for place, solutions in spread_out(solve, tasks, scheduler=scheduler):
        solved |= dict(zip(places[place], solutions, strict=True))
        progress(len(solved), len(studies))
    return [solved[study_index] for study_index in range(len(studies))]

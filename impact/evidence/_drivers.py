"""Drawn assumptions, their ranges and distributions."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .._split import split
from .._types import FloatArray
from ..effects import Case, Effects
from ..errors import UsageError
from ..reference import CONSTRUCTION, Assumption, number
from ..studies import Study
from ..trade import GRAVITY, SETTINGS
from ._correlated import correlated
from ._ranges import catalogue_ranges

DELTA = ("flq", "aflq")
# Without effect on results (years shown, workforce), or half a minute a value: see ablate().
NOT_DRAWN = (
    "construction_years",
    "hiring_share",
    "related_reach",
    "in_migration",
    "new_to_work",
    "commuting_cutoff_km",
)
OF_CONSTRUCTION = ("building_share", "capital_cost", "outside_builders")
QUOTIENTS = {"flq_weight": "flq", "slq_weight": "slq"}  # trade model by name of its weight
AVERAGE, WORKPLACE = "average_weight", "workplace_weight"
LINES = "purchases_cost"
FORMS = (*QUOTIENTS, AVERAGE, WORKPLACE)
OF_SIZE = ("direct_jobs", "capital_cost", "purchases_cost")
MIN_DRAWS = 20  # so that a twentieth of them is at least one


@dataclass(frozen=True)
class Driver:
    """Assumption that is drawn: median ``value``, percentiles ``low`` and ``high``.

    These are the 5th and 95th percentile.

    Nothing outside ``minimum`` to ``maximum`` has a meaning; see :func:`impact._split.split`. A driver with a
    ``weight`` is a form of the model: 1 with that probability, else 0, the form that the study has.
    """

    name: str
    title: str
    low: float
    value: float
    high: float
    minimum: float = -math.inf
    maximum: float = math.inf
    weight: float | None = None


def case_of(effects: Effects) -> Case:
    """Return the study of a result, prepared again.

    Raises
    ------
    UsageError
        If it would now be studied in another economy than the result's.
    """
    case = effects.case
    if case.economy.year != effects.economy:
        raise UsageError(
            f"The result was made with the economy of {effects.economy}, and its study is now of that of "
            f"{case.economy.year}. Run the study again, then draw."
        )
    return case


def drivers_of(case: Case) -> tuple[Driver, ...]:
    """Return a study's relevant assumptions that have a range.

    A value of the site's own is taken as known unless ``ranges`` of the site gives its range. Values from the catalogue
    have its range, the widest of several sites.

    Parameters
    ----------
    case : Case
        The study, prepared.
    """
    study, trade, assumptions = case.study, case.trade, case.assumptions
    ranges = [catalogue_ranges(site) for site in study.sites]
    built = any(part.shock.phase == CONSTRUCTION for part in case.parts)
    idle = {*NOT_DRAWN, *(() if built else OF_CONSTRUCTION)}
    idle |= {
        name for name in ("purchases_cost", "market_prices") if not any(name in site_ranges for site_ranges in ranges)
    }
    idle |= set() if any(site.paid_by_occupation for site in study.sites) else {"pay_benefits"}
    idle |= set() if any(site.operates and site.payroll is None for site in study.sites) else {"plant_pay"}
    idle |= set() if any(site.buys_materials for site in study.sites) else {"material_supply"}
    idle |= set() if any(site.output_from_jobs for site in study.sites) else {"output_per_job"}
    idle |= set() if trade == GRAVITY else set(SETTINGS)
    idle |= set() if trade in DELTA else {"flq_delta"}
    if assumptions["resident_share"].overridden:
        idle |= {"commuting_in", "shed_prior_workers"}
    known = {name for name, assumption in assumptions.items() if assumption.overridden and name not in study.ranges}
    drivers = [
        _driver(assumption)
        for name, assumption in assumptions.items()
        if name not in idle | known and _ranged(assumption)
    ]
    stated = {*study.assumptions, *study.ranges}
    drivers = [driver if driver.name in stated else _of_catalogue(driver, ranges) for driver in drivers]
    return (*(driver for driver in drivers if driver.low < driver.high), *_forms(case))


def _forms(case: Case) -> Iterator[Driver]:
    """Give the other forms that the model of a study could have."""
    assumptions = case.assumptions
    possible = {
        **dict.fromkeys(QUOTIENTS, case.trade == GRAVITY),
        AVERAGE: any(site.by_parts for site in case.study.sites),
        WORKPLACE: not assumptions["resident_share"].overridden,
    }
    for name, applies in possible.items():
        if applies and name not in case.study.ranges:
            yield Driver(name, assumptions[name].title, 0.0, 0.0, 1.0, weight=number(assumptions, name))


def _ranged(assumption: Assumption) -> bool:
    return assumption.low is not None and isinstance(assumption.value, int | float)


def _driver(assumption: Assumption) -> Driver:
    low, value, high = assumption.low, assumption.value, assumption.high
    assert low is not None
    assert high is not None
    assert isinstance(value, int | float)
    minimum = -math.inf if assumption.minimum is None else assumption.minimum
    maximum = math.inf if assumption.maximum is None else assumption.maximum
    return Driver(assumption.name, assumption.title, low, float(value), high, minimum, maximum)


def _of_catalogue(driver: Driver, ranges: Sequence[Mapping[str, tuple[float, float]]]) -> Driver:
    """Return a driver with the widest of its ranges.

    They are the catalogue's, and the declared one for sites that state it.
    """
    if not any(driver.name in site_ranges for site_ranges in ranges):
        return driver
    spans = [site_ranges.get(driver.name, (driver.low, driver.high)) for site_ranges in ranges]
    return replace(driver, low=min(low for low, _ in spans), high=max(high for _, high in spans))


def latin_hypercube(drivers: Sequence[Driver], count: int, seed: int, correlation: float = 0.0) -> FloatArray:
    r"""Draw values of assumptions by Latin hypercube.

    The value used is the median, the ends of the range are P5 and P95.

    Each of ``count`` slices of equal probability of each assumption holds one draw.

    Parameters
    ----------
    drivers : sequence of Driver
        What is drawn.
    count : int
        At least 20.
    seed : int
        Not negative. The same seed and version of scipy give the same values.
    correlation : float
        Rank correlation between direct jobs, capital and purchases.

    Returns
    -------
    (draws, drivers) array

    Raises
    ------
    UsageError
        If there are too few draws, the seed is negative, or no such correlation is possible.

    References
    ----------
    McKay, Beckman & Conover (1979), *Technometrics* 21(2); Iman & Conover (1982), *Communications in
    Statistics* B11(3).

    Examples
    --------
    >>> values = latin_hypercube([Driver("flq_delta", "δ", 0.1, 0.25, 0.35)], 20, seed=1)
    >>> bool(0.1 > values.min()), round(float(np.median(values)), 2), bool(values.max() > 0.35)
    (True, 0.25, True)
    """
    if count < MIN_DRAWS:
        raise UsageError(f"{count} draws are too few for an interval of 90 %. Take {MIN_DRAWS} or more, better 500.")
    if seed < 0:
        raise UsageError(f"The seed is {seed}. Take 0 or a positive whole number.")
    if not drivers:
        return np.zeros((count, 0))
    rng = np.random.default_rng(seed)
    slices = rng.permuted(np.tile(np.arange(count), (len(drivers), 1)), axis=1).T
    probability = (slices + rng.random((count, len(drivers)))) / count
    together = [driver_index for driver_index, driver in enumerate(drivers) if driver.name in OF_SIZE]
    if correlation and len(together) > 1:
        target = np.full((len(together),) * 2, correlation)
        np.fill_diagonal(target, 1.0)
        probability[:, together] = correlated(probability[:, together], target)
    values = np.column_stack(
        [_values(driver, probability[:, driver_index]) for driver_index, driver in enumerate(drivers)]
    )
    quotients = np.flatnonzero([driver.name in QUOTIENTS for driver in drivers])
    values[:, quotients[1:]] *= values[:, quotients[:1]] == 0  # trade has one form
    return _without_lines(drivers, values)


def _without_lines(drivers: Sequence[Driver], values: FloatArray) -> FloatArray:
    """Return draws without variation of lines under average purchases.

    A plant's lines then cost the stated amount.
    """
    names = [driver.name for driver in drivers]
    if AVERAGE in names and LINES in names:
        average, lines = names.index(AVERAGE), names.index(LINES)
        values[values[:, average] == 1, lines] = drivers[lines].value
    return values


def _values(driver: Driver, probability: FloatArray) -> FloatArray:
    if driver.weight is not None:
        return (probability > 1 - driver.weight).astype(np.float64)
    return split(probability, (driver.low, driver.value, driver.high), (driver.minimum, driver.maximum))


def drawn(study: Study, values: Mapping[str, float]) -> Study:
    """Return a study with other assumptions, and another form if drawn.

    A form is drawn where its column is 1.
    """
    assumed = {**study.assumptions, **{name: value for name, value in values.items() if name not in FORMS}}
    changes: dict[str, object] = {"assumptions": assumed, "ranges": {}}
    for name, model in QUOTIENTS.items():
        if values.get(name):
            changes["trade"] = model
    if values.get(WORKPLACE):
        assumed["resident_share"] = 1.0
    other = study.on_average() if values.get(AVERAGE) else study
    return other.model_copy(update=changes)

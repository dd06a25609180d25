"""Which assumptions are drawn, over which range, and how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .._types import FloatArray
from ..effects import Case
from ..errors import UsageError
from ..reference import CONSTRUCTION, Assumption
from ..studies import Study, catalogue_ranges, paid_by_the_hour
from ..trade import GRAVITY, SETTINGS

DELTA = ("flq", "aflq")
# What moves no effect: years that are shown, the workforce; and what takes half a minute a value: see ablate().
NOT_DRAWN = ("construction_years", "hiring_share", "in_migration", "commuting_cutoff_km")
OF_CONSTRUCTION = ("building_share", "capital_cost", "outside_builders")
FEWEST = 20  # draws: a twentieth of them lies below the interval


@dataclass(frozen=True)
class Driver:
    """An assumption that is drawn between ``low`` and ``high``, most likely at its ``value``."""

    name: str
    title: str
    low: float
    value: float
    high: float


def drivers_of(case: Case) -> tuple[Driver, ...]:
    """Return the assumptions that a study's effects depend on and that have a range of some width.

    A value of the site's own is taken as known unless ``ranges`` of the site gives its range. What follows
    the catalogue has its range, the widest if there are several sites.

    Parameters
    ----------
    case : Case
        The study, prepared.
    """
    study, trade, chosen = case.study, case.trade, case.assumptions
    ranges = [catalogue_ranges(site) for site in study.sites]
    built = any(part.shock.phase == CONSTRUCTION for part in case.parts)
    idle = {*NOT_DRAWN, *(() if built else OF_CONSTRUCTION)}
    idle |= set() if any("purchases_cost" in each for each in ranges) else {"purchases_cost"}
    idle |= set() if any(paid_by_the_hour(site) for site in study.sites) else {"pay_benefits"}
    idle |= set() if trade == GRAVITY else set(SETTINGS)
    idle |= set() if trade in DELTA else {"flq_delta"}
    if chosen["resident_share"].overridden:
        idle |= {"commuting_in", "shed_prior_workers"}
    known = {name for name, assumption in chosen.items() if assumption.overridden and name not in study.ranges}
    found = [
        _driver(assumption) for name, assumption in chosen.items() if name not in idle | known and _ranged(assumption)
    ]
    stated = {*study.assumptions, *study.ranges}
    found = [driver if driver.name in stated else _of_catalogue(driver, ranges) for driver in found]
    return tuple(driver for driver in found if driver.low < driver.high)


def _ranged(assumption: Assumption) -> bool:
    return assumption.low is not None and isinstance(assumption.value, int | float)


def _driver(assumption: Assumption) -> Driver:
    low, value, high = assumption.low, assumption.value, assumption.high
    assert low is not None
    assert high is not None
    assert isinstance(value, int | float)
    return Driver(assumption.name, assumption.title, low, float(value), high)


def _of_catalogue(driver: Driver, ranges: Sequence[Mapping[str, tuple[float, float]]]) -> Driver:
    """Return a driver with the widest of its ranges: the catalogue's, and the declared one for sites that state it."""
    if not any(driver.name in each for each in ranges):
        return driver
    spans = [each.get(driver.name, (driver.low, driver.high)) for each in ranges]
    return replace(driver, low=min(low for low, _ in spans), high=max(high for _, high in spans))


def latin_hypercube(drivers: Sequence[Driver], count: int, seed: int) -> FloatArray:
    r"""Draw values of assumptions, each from a triangle over its range with its peak at the value used.

    Each of ``count`` slices of equal probability of each assumption holds one draw.

    Parameters
    ----------
    drivers : sequence of Driver
        What is drawn.
    count : int
        At least 20.
    seed : int
        Not negative. The same seed and version of scipy give the same values.

    Returns
    -------
    (draws, drivers) array

    Raises
    ------
    UsageError
        If there are too few draws or the seed is negative.

    References
    ----------
    McKay, Beckman & Conover (1979), *Technometrics* 21(2).

    Examples
    --------
    >>> values = latin_hypercube([Driver("flq_delta", "δ", 0.1, 0.25, 0.35)], 20, seed=1)
    >>> bool(0.1 < values.min() < 0.25 < values.max() < 0.35)
    True
    """
    from scipy.stats import triang
    from scipy.stats.qmc import LatinHypercube

    if count < FEWEST:
        raise UsageError(f"{count} draws are too few for an interval of 90 %. Take {FEWEST} or more, better 500.")
    if seed < 0:
        raise UsageError(f"The seed is {seed}. Take 0 or a positive whole number.")
    if not drivers:
        return np.zeros((count, 0))
    probability = LatinHypercube(len(drivers), rng=np.random.default_rng(seed)).random(count)
    low, peak, high = np.array([(driver.low, driver.value, driver.high) for driver in drivers]).T
    width = high - low
    above_low = triang.ppf(probability, (peak - low) / np.where(width > 0, width, 1.0))  # a share of the width
    return np.asarray(low + width * above_low)


def drawn(study: Study, values: Mapping[str, float]) -> Study:
    """Return a study with other values of assumptions."""
    return study.model_copy(update={"assumptions": {**study.assumptions, **values}, "ranges": {}})

"""The draws themselves, the approximation between solved points, and how often an interval holds the truth."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.effects import CountyModel
from impact.errors import UsageError
from impact.evidence._drivers import Driver, latin_hypercube
from impact.evidence._surface import corners, surface
from impact.testing import small_model
from impact.trade import gravity

SCALE = Driver("distance", "", 0.7, 1.0, 1.5)
SPENDING = Driver("spending_factor", "", 0.8, 1.0, 1.1)
SHARE = Driver("outside_builders", "", 0.0, 0.2, 0.5)


def probability_below(values: np.ndarray, driver: Driver) -> np.ndarray:
    """Area of the driver's triangle to the left of each value, from base times height."""
    width, left, right = driver.high - driver.low, driver.value - driver.low, driver.high - driver.value
    below = (values - driver.low) ** 2 / (width * (left or np.inf))
    above = (driver.high - values) ** 2 / (width * (right or np.inf))
    return np.where(values < driver.value, below, 1 - above)


def test_each_slice_of_each_assumption_holds_one_draw() -> None:
    falling, rising = Driver("a", "", -3.0, -3.0, 1e6), Driver("b", "", 0.0, 2.0, 2.0)
    drivers = [SCALE, SHARE, falling, rising]
    values = latin_hypercube(drivers, 40, seed=5)
    for column, driver in enumerate(drivers):
        slices = np.floor(40 * probability_below(values[:, column], driver))
        assert sorted(slices) == list(range(40))


def test_an_assumption_without_a_range_keeps_its_value() -> None:
    values = latin_hypercube([SCALE, Driver("fixed", "", 0.3, 0.3, 0.3)], 20, seed=1)
    assert (values[:, 1] == 0.3).all()
    assert (values[:, 0] != 0.3).all()


def test_same_seed_same_values_and_another_seed_others() -> None:
    one, again, other = (latin_hypercube([SCALE, SHARE], 30, seed) for seed in (1, 1, 2))
    assert one.tobytes() == again.tobytes()
    assert (one != other).all()


@pytest.mark.parametrize(("count", "seed", "message"), [(19, 1, "19 draws are too few"), (20, -1, "seed is -1")])
def test_draws_that_make_no_sense(count: int, seed: int, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        latin_hypercube([SCALE], count, seed)


@given(st.lists(st.floats(-2, 2), min_size=2, max_size=2), st.integers(0, 100))
def test_powers_of_the_assumptions_are_met_exactly(powers: list[float], seed: int) -> None:
    """ln F is linear in ln θ: the parabolas are straight lines."""
    drivers = [SCALE, SPENDING]

    def exact(values: np.ndarray) -> np.ndarray:
        return np.full((3, 1), 7.0) * np.prod(np.asarray(values) ** powers)

    fitted = surface(drivers, exact(np.ones(2)), [exact(row) for row in corners(drivers)])
    values = latin_hypercube(drivers, 20, seed)
    assert fitted.at(values) == pytest.approx(np.stack([exact(row) for row in values]), rel=1e-9)


@given(st.floats(0.05, 0.3), st.integers(0, 100))
def test_rounds_of_spending_are_met_closely(share: float, seed: int) -> None:
    """Against the closed form of a region whose households spend s of a dollar at home, 1 / (1 - s).

    A parabola through ln(1 - x) at 0, 0.2 and 0.5 is off by 16 / 6 × 0.0082 at most, from its third derivative.
    """
    drivers = [SPENDING, SHARE]

    def exact(values: np.ndarray) -> np.ndarray:
        return np.array([[(1 - values[1]) / (1 - share * values[0])]])

    base = np.array([1.0, 0.2])
    fitted = surface(drivers, exact(base), [exact(row) for row in corners(drivers)])
    values = latin_hypercube(drivers, 20, seed)
    truth = np.stack([exact(row) for row in values])
    assert fitted.at(values) == pytest.approx(truth, rel=0.022)
    assert fitted.at(base[np.newaxis])[0] == exact(base)


def test_what_is_nothing_stays_nothing() -> None:
    ends = [np.array([[0.0], [0.0]])] * 2
    fitted = surface([SCALE], np.array([[0.0], [2.0]]), ends)
    found = fitted.at(np.array([[0.7], [1.0]]))
    assert (found[:, 0] == 0).all()
    assert found[1, 1, 0] == 2.0
    assert 0 <= found[0, 1, 0] < 1e-6


def economy(seed: int) -> tuple[CountyModel, np.ndarray, np.ndarray]:
    """A small economy, the distance between its counties in units of the local scale, and a shock."""
    model = small_model(8, seed=seed)
    distance = -np.log(model.trade.kernels[0].astype(float))
    shock = np.zeros(model.trade.factors.shape)
    shock[seed % 71, 3] = 10.0
    return model, distance, shock


def solved(model: CountyModel, distance: np.ndarray, shock: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Output by county, (counties, 1), at other distances of local trade and another spending of households."""
    near = np.exp(-distance / values[0]).astype(np.float32)
    trade = gravity(model.trade.factors, (near, *model.trade.kernels[1:]), model.trade.classes)
    other = replace(model, trade=trade, spending=(model.spending * values[1]).astype(np.float32))
    response = other.solve(shock)
    return (response.indirect + response.induced).sum(axis=0)[:, np.newaxis]


@pytest.mark.parametrize("seed", [3, 11, 25])
def test_nine_of_ten_truths_lie_in_the_interval(seed: int) -> None:
    """Truths are economies solved exactly with assumptions from the declared ranges; the interval is of draws."""
    given_economy, drivers = economy(seed), [SCALE, SPENDING]
    base = solved(*given_economy, np.ones(2))
    fitted = surface(drivers, base, [solved(*given_economy, row) for row in corners(drivers)])
    low, high = np.percentile(fitted.at(latin_hypercube(drivers, 500, seed=1)), [5, 95], axis=0)
    truths = np.stack([solved(*given_economy, row) for row in latin_hypercube(drivers, 300, seed=99)])
    held = ((low <= truths) & (truths <= high)).mean(axis=0)
    assert (held >= 0.85).all()
    assert (held <= 0.95).all()

"""The draws themselves, the approximation between solved points, and how often an interval holds the truth."""

import math
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.effects import CountyModel
from impact.errors import UsageError
from impact.evidence._drivers import Driver, latin_hypercube
from impact.evidence._forms import shares_of_variance
from impact.evidence._surface import corners, only_forms, surface
from impact.testing import small_model
from impact.trade import Gravity
from impact.trade._symmetric import Symmetric

SCALE = Driver("distance", "", 0.7, 1.0, 1.5)
SPENDING = Driver("spending_factor", "", 0.8, 1.0, 1.1)
SHARE = Driver("outside_builders", "", 0.0, 0.2, 0.5)


def probability_below(value: float, driver: Driver) -> float:
    """Area to the left of a value: the logarithm is normal on each side, 1.6449 standard deviations to an end."""
    end = driver.low if value < driver.value else driver.high
    steps = math.log(value / driver.value) / abs(math.log(end / driver.value))
    return NormalDist().cdf(NormalDist().inv_cdf(0.95) * steps)


def test_each_slice_of_each_assumption_holds_one_draw() -> None:
    drivers = [SCALE, SPENDING]
    values = latin_hypercube(drivers, 40, seed=5)
    for column, driver in enumerate(drivers):
        slices = [int(40 * probability_below(x, driver)) for x in values[:, column]]
        assert sorted(slices)[1:-1] == list(range(1, 39))  # the outermost may lie at 1.5 times the way to the end


@pytest.mark.parametrize(
    "driver",
    [
        Driver("skewed", "", 0.777, 1.0, 2.995, minimum=0.05, maximum=20.0),
        Driver("share", "", 0.1, 0.2, 0.9, minimum=0.0, maximum=1.0),
        Driver("share to zero", "", 0.0, 0.2, 0.5, minimum=0.0, maximum=1.0),
        Driver("below zero", "", -3.0, -1.0, 2.0),
    ],
)
def test_the_value_is_the_median_and_the_ends_are_the_percentiles(driver: Driver) -> None:
    values = latin_hypercube([driver], 4000, seed=3)[:, 0]
    found = np.percentile(values, [5, 50, 95])
    assert found == pytest.approx([driver.low, driver.value, driver.high], abs=0.005 * (driver.high - driver.low))
    assert driver.minimum <= values.min()
    assert values.max() <= driver.maximum


def test_size_is_drawn_together_and_nothing_else() -> None:
    names = ("direct_jobs", "capital_cost", "purchases_cost", "productivity")
    drivers = [Driver(name, "", 0.8, 1.0, 1.3) for name in names]
    values, alone = (latin_hypercube(drivers, 500, 7, correlation) for correlation in (0.5, 0.0))
    ranks = np.corrcoef(values.argsort(0).argsort(0).T)
    assert ranks[:3, :3][~np.eye(3, dtype=bool)] == pytest.approx(0.5, abs=0.05)
    assert np.abs(ranks[3, :3]).max() < 0.15
    assert np.sort(values, axis=0) == pytest.approx(np.sort(alone, axis=0))


def test_correlations_that_nothing_can_have() -> None:
    drivers = [Driver(name, "", 0.8, 1.0, 1.3) for name in ("direct_jobs", "capital_cost", "purchases_cost")]
    with pytest.raises(UsageError, match="not positive definite"):
        latin_hypercube(drivers, 50, 1, correlation=-0.6)


def test_a_form_is_drawn_by_its_weight_and_trade_has_one() -> None:
    drivers = [
        Driver("flq_weight", "", 0.0, 0.0, 1.0, weight=0.2),
        Driver("slq_weight", "", 0.0, 0.0, 1.0, weight=0.2),
        Driver("average_weight", "", 0.0, 0.0, 1.0, weight=0.3),
    ]
    values = latin_hypercube(drivers, 1000, seed=1)
    assert values.mean(axis=0) == pytest.approx([0.2, 0.16, 0.3], abs=0.015)
    assert not values[:, :2].all(axis=1).any()


def test_the_average_recipe_has_no_lines_that_could_cost_more() -> None:
    drivers = [
        Driver("purchases_cost", "", 0.8, 1.0, 1.3),
        Driver("average_weight", "", 0.0, 0.0, 1.0, weight=0.3),
    ]
    values = latin_hypercube(drivers, 100, seed=1)
    average = values[:, 1] == 1
    assert average.sum() == 30
    assert (values[average, 0] == 1.0).all()
    assert (values[~average, 0] != 1.0).all()


def test_variance_of_form_and_of_figures() -> None:
    drivers = [SPENDING, Driver("flq_weight", "", 0.0, 0.0, 1.0, weight=0.5)]
    values = np.array([[0.9, 0.0], [1.1, 1.0]])
    assert only_forms(drivers, values).tolist() == [[1.0, 0.0], [1.0, 1.0]]
    assert shares_of_variance(np.array([8.0, 12.0]), np.array([9.0, 11.0])) == (0.25, 0.75)


def test_beyond_an_end_the_surface_goes_on_straight() -> None:
    """ln F = (ln θ)²: at 1.5 times the way to the end x the tangent is 2 x · 1.5 x - x² = 2 x²."""
    driver = Driver("a", "", 0.5, 1.0, 2.0)
    ends = [np.exp(np.array([[np.log(x) ** 2]])) for x in (0.5, 2.0)]
    fitted = surface([driver], np.array([[1.0]]), ends)
    found = np.log(fitted.at(np.array([[2**0.5], [2**1.5]])))[:, 0, 0]
    assert found == pytest.approx([0.25 * np.log(2) ** 2, 2 * np.log(2) ** 2])


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
    values = latin_hypercube(drivers, 20, seed).clip([0.8, 0.0], [1.1, 0.5])
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
    distance = -np.log(model.trade.kernels[0].dense().astype(float))
    shock = np.zeros(model.trade.factors.shape)
    shock[seed % 71, 3] = 10.0
    return model, distance, shock


def solved(model: CountyModel, distance: np.ndarray, shock: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Output by county, (counties, 1), at other distances of local trade and another spending of households."""
    near = Symmetric.of(np.exp(-distance / values[0]))
    trade = Gravity.of(model.trade.factors, (near, *model.trade.kernels[1:]), model.trade.mixtures)
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

"""Balanced trade: its margins, its shares, and what cannot be balanced."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from impact.accounts import nation
from impact.counties import distance_matrix
from impact.errors import ModelError
from impact.reference import assumptions, table
from impact.trade import Gravity, margins, national_trade
from impact.trade._balance import MAX_ROUNDS, Scaling, balance
from impact.trade._margins import Margins
from impact.trade._mixtures import mixtures


@pytest.fixture(scope="module")
def trade() -> Gravity:
    return national_trade()


@pytest.fixture(scope="module")
def totals() -> Margins:
    return margins(nation())


def test_supply_is_output_less_exports_and_demand_adds_up_to_it(totals: Margins) -> None:
    accounts = nation()
    supplied = accounts.output - accounts.final_demand()["F04000"].to_numpy()
    wanted = totals.demand.sum(axis=0)
    assert totals.supply.sum(axis=0)[wanted > 0] == pytest.approx(supplied[wanted > 0], rel=1e-9)
    assert wanted == pytest.approx(totals.supply.sum(axis=0), rel=1e-9)


def test_what_did_not_match_is_named() -> None:
    """Demand over supply before scaling: water transport is bought abroad by ships' passengers and shippers."""
    mismatch = margins(nation(economy=2017)).mismatch
    assert set(mismatch) >= {"325414", "483000"}
    assert all(0.5 < ratio < 1.5 for ratio in mismatch.values())


def test_both_margins_of_every_industry_are_met(trade: Gravity, totals: Margins) -> None:
    demand, supply = totals.demand.T, totals.supply.T
    sold = trade.allocate_sales(demand.astype(np.float32)).astype(float)
    traded = demand.sum(axis=1) > 0
    error = np.abs(sold - supply).sum(axis=1)[traded] / supply.sum(axis=1)[traded]
    assert error.max() <= 1.1e-4  # 1e-4 when balanced; single precision adds the rest


def test_trade_shares_sum_to_one_for_every_industry_with_demand(trade: Gravity, totals: Margins) -> None:
    """The source of a value of one is one, wherever it is bought."""
    traded = totals.demand.sum(axis=0) > 0
    ones = trade.allocate_transposed(np.ones(trade.factors.shape, dtype=np.float32))
    assert ones[traded] == pytest.approx(1.0, abs=2e-6)
    assert (ones[~traded] == 0).all()


def test_where_a_county_buys_is_the_column_of_its_trade_shares(trade: Gravity, totals: Margins) -> None:
    """A county that alone buys one of everything is sold its column of C."""
    at = list(table("counties").fips).index("32029")
    bought = np.zeros(trade.factors.shape, dtype=np.float32)
    bought[:, at] = 1.0
    shares = trade.shares_of(at)
    traded = totals.demand.sum(axis=0) > 0
    assert shares[traded] == pytest.approx(trade.allocate_sales(bought)[traded], abs=2e-6)
    assert shares[traded].sum(axis=1) == pytest.approx(1.0, abs=1e-12)


def test_counties_without_an_industry_sell_none_of_it(trade: Gravity, totals: Margins) -> None:
    sold = trade.allocate_sales(np.ones(trade.factors.shape, dtype=np.float32))
    assert (sold[totals.supply.T == 0] == 0).all()


def test_shops_are_nearer_than_chips(trade: Gravity) -> None:
    codes = list(table("industries").code)
    at = list(table("counties").fips).index("32031")
    haul = {}
    for code in ("445000", "423400", "334413"):
        bought = np.zeros(trade.factors.shape, dtype=np.float32)
        bought[codes.index(code), at] = 1.0
        haul[code] = float(trade.allocate_sales(bought)[codes.index(code)] @ distance_matrix()[at])
    assert haul["445000"] < min(haul["423400"], haul["334413"])
    assert haul["445000"] < 100


def small(size: int) -> np.ndarray:
    """Return distances of counties 50 km apart along a road."""
    places = np.arange(size) * 50.0
    return np.abs(places[:, None] - places[None, :]) + 10.0 * np.eye(size)


@given(arrays(float, (3, 6), elements=st.floats(0.1, 10)), arrays(float, (3, 6), elements=st.floats(0.1, 10)))
def test_small_economies_balance(supply: np.ndarray, demand: np.ndarray) -> None:
    demand *= supply.sum(axis=1, keepdims=True) / demand.sum(axis=1, keepdims=True)
    kernel = np.exp(-small(6) / 75.0).astype(np.float32)
    found = Gravity.of(balance(supply, demand, kernel), (kernel,), np.zeros(3, dtype=np.int64))
    sold = found.allocate_sales(demand.astype(np.float32))
    assert np.abs(sold - supply).sum(axis=1) == pytest.approx(np.zeros(3), abs=2e-4 * supply.sum(axis=1).max())


@pytest.mark.parametrize("start", [None, np.array([[1e-6, 1.0, 1e-3]], dtype=np.float32)])
def test_balance_against_plain_furness_iterations(start: np.ndarray | None) -> None:
    """Doubly constrained gravity has one solution: ten thousand plain rounds in double precision find the same."""
    supply, demand = np.array([[5.0, 1.0, 4.0]]), np.array([[2.0, 6.0, 2.0]])
    kernel = np.exp(-small(3) / 60.0)
    single = kernel.astype(np.float32)
    found = Gravity.of(balance(supply, demand, single, scaling=Scaling(start)), (single,), np.zeros(1, dtype=np.int64))
    trade = found.factors[0][:, None] * kernel * (found.inverse[0] * demand[0])
    assert trade == pytest.approx(furness(supply[0], demand[0], kernel), abs=2e-3)


def furness(supply: np.ndarray, demand: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Return trade between counties after ten thousand plain rounds of scaling."""
    rows = (supply > 0).astype(float)
    for _ in range(10_000):
        columns = demand / (kernel.T @ rows)
        rows = supply / (kernel @ columns)
    return rows[:, None] * kernel * columns


@pytest.mark.parametrize(("scale", "most"), [(50.0, 20), (20.0, MAX_ROUNDS)])
def test_trade_along_a_road_that_rises(scale: float, most: int) -> None:
    """Sales grow to the east, purchases to the west. Plain scaling takes 41 and 73 rounds.

    At 20 km the factors span thirty orders of magnitude, and the first accelerated step leaves single precision.
    """
    supply = np.linspace(1, 3, 40) / 80
    kernel = np.exp(-small(40) / scale)
    single, rounds = kernel.astype(np.float32), list[int]()
    rows = balance(supply[None], supply[None, ::-1], single, rounds.append)[0].astype(float)
    assert len(rounds) < most
    trade = rows[:, None] * kernel * (supply[::-1] / (kernel.T @ rows))
    assert np.abs(trade - furness(supply, supply[::-1], kernel)).sum() < 2e-3


@given(st.integers(0, 2**32 - 1), st.floats(0.3, 3.0), st.floats(20.0, 300.0))
@settings(max_examples=25, deadline=None)
def test_uneven_economies_balance_as_by_plain_rounds(seed: int, spread: float, scale: float) -> None:
    """Forty counties on a plain, a third without the industry, sizes that differ by orders of magnitude."""
    rng = np.random.default_rng(seed)
    places = rng.uniform(0, 1000, (40, 2))
    distance = np.hypot(*(places[:, None] - places[None, :]).T) + 10.0 * np.eye(40)
    kernel = np.exp(-distance / scale) + 1e-4 * np.exp(-distance / 1000)
    supply, demand = rng.lognormal(0, spread, 40) * (rng.random(40) < 0.67), rng.lognormal(0, spread, 40)
    supply, demand = supply / supply.sum(), demand / demand.sum()
    single = kernel.astype(np.float32)
    rows = balance(supply[None], demand[None], single, scaling=Scaling(tolerance=1e-5))[0].astype(float)
    assert (rows[supply == 0] == 0).all()
    trade = rows[:, None] * kernel * (demand / (kernel.T @ rows))
    assert np.abs(trade - furness(supply, demand, kernel)).sum() < 2e-3


def test_local_services_of_2024_balance_from_nothing() -> None:
    """The nearest mixture is the hardest: single precision lets the error of a plain round grow, which stands."""
    totals, kernel = margins(nation(economy=2024)), mixtures().kernels(distance_matrix(), assumptions())[1]
    local = (mixtures().of_industry == 1) & (totals.demand.sum(axis=0) > 0)
    supply, demand = totals.supply.T[local], totals.demand.T[local]
    supply, demand = (side / side.sum(axis=1, keepdims=True) for side in (supply, demand))
    rows, exact = balance(supply, demand, kernel).astype(float), kernel.dense().astype(float)
    sold = rows * ((demand / (rows @ exact)) @ exact)
    assert np.abs(sold - supply).sum(axis=1).max() < 1.1e-4  # 1e-4 when balanced; single precision adds the rest


def test_relabelling_counties_changes_nothing() -> None:
    rng = np.random.default_rng(1)
    supply, demand = rng.random((4, 8)) + 0.1, rng.random((4, 8)) + 0.1
    demand *= supply.sum(axis=1, keepdims=True) / demand.sum(axis=1, keepdims=True)
    order = rng.permutation(8)
    kernel = np.exp(-small(8) / 80.0).astype(np.float32)
    one_mixture = np.zeros(4, dtype=np.int64)
    one = Gravity.of(balance(supply, demand, kernel), (kernel,), one_mixture).allocate_sales(demand.astype(np.float32))
    mixed = kernel[np.ix_(order, order)]
    other = Gravity.of(balance(supply[:, order], demand[:, order], mixed), (mixed,), one_mixture)
    assert other.allocate_sales(demand[:, order].astype(np.float32)) == pytest.approx(one[:, order], rel=1e-3, abs=1e-4)


def test_what_cannot_balance_is_refused() -> None:
    """Two islands: what one makes too much of cannot reach the other, or only over a distance that underflows."""
    supply, demand = np.array([[1.0, 3.0]]), np.array([[3.0, 1.0]])
    with pytest.raises(ModelError, match="1 industries do not balance"):
        balance(supply, demand, np.eye(2, dtype=np.float32))
    with pytest.raises(ModelError, match="reaches no supplier"):
        balance(np.array([[4.0, 0.0]]), demand, np.eye(2, dtype=np.float32))

"""Location quotients: their properties on any economy, and values by hand."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from impact.errors import RegionError, UsageError
from impact.trade import NationalIndustries, regional_purchases
from impact.trade._quotients import METHODS, location_quotients, quotients, size_factor, supply_demand_pool

N = 5
outputs = arrays(float, N, elements=st.floats(1.0, 1000.0))
shares = arrays(float, N, elements=st.one_of(st.just(0.0), st.floats(0.001, 1.0)))
requirements = arrays(float, (N, N), elements=st.floats(0, 0.19))
deltas = st.floats(0.0, 0.9)
absorption = np.full(N, 50.0)


@given(outputs, requirements, deltas)
def test_the_nation_buys_everything_at_home(national: np.ndarray, direct: np.ndarray, delta: float) -> None:
    for method in ("slq", "cilq", "rlq", "flq", "aflq"):
        bought = regional_purchases(method, national, NationalIndustries(direct, national, absorption), delta)
        assert bought.inputs == pytest.approx(direct, rel=1e-12), method
        assert bought.households == pytest.approx(np.ones(N), rel=1e-12), method


@given(outputs, requirements)
def test_the_pool_of_a_balanced_nation_is_full(national: np.ndarray, direct: np.ndarray) -> None:
    demand = direct @ national
    assume((national >= demand).all())
    bought = regional_purchases("sdp", national, NationalIndustries(direct, national, national - demand), 0.25)
    assert bought.inputs == pytest.approx(direct)


@given(outputs, shares, requirements)
def test_delta_zero_is_cilq(national: np.ndarray, share: np.ndarray, direct: np.ndarray) -> None:
    assume(share.sum() > 0)
    flq = regional_purchases("flq", national * share, NationalIndustries(direct, national, absorption), 0.0)
    cilq = regional_purchases("cilq", national * share, NationalIndustries(direct, national, absorption), 0.0)
    assert (flq.inputs == cilq.inputs).all()
    assert (flq.households == cilq.households).all()


@given(outputs, shares, requirements, deltas, deltas)
def test_flq_never_rises_with_delta(
    national: np.ndarray, share: np.ndarray, direct: np.ndarray, one: float, other: float
) -> None:
    assume(share.sum() > 0)
    low, high = sorted((one, other))
    small = regional_purchases("flq", national * share, NationalIndustries(direct, national, absorption), low).inputs
    large = regional_purchases("flq", national * share, NationalIndustries(direct, national, absorption), high).inputs
    assert (large <= small + 1e-12).all()


@given(outputs, shares, requirements, deltas, st.sampled_from(METHODS))
def test_an_absent_industry_sells_nothing_and_nobody_buys_more_than_they_need(
    national: np.ndarray, share: np.ndarray, direct: np.ndarray, delta: float, method: str
) -> None:
    assume(share.sum() > 0)
    bought = regional_purchases(method, national * share, NationalIndustries(direct, national, absorption), delta)
    assert (bought.inputs[share == 0] == 0).all()
    assert (bought.households[share == 0] == 0).all()
    assert (bought.inputs <= direct).all()
    assert (bought.inputs >= 0).all()
    assert np.isfinite(bought.inputs).all()


@given(outputs, shares)
def test_quotients_do_not_know_the_unit(national: np.ndarray, share: np.ndarray) -> None:
    assume(share.sum() > 0)
    local = national * share
    assert location_quotients(1000 * local, 1000 * national) == pytest.approx(location_quotients(local, national))


def test_values_by_hand() -> None:
    """Two industries: the region has 10 of 100 and 30 of 100, a fifth of the nation; SLQ 0.5 and 1.5."""
    local, national = np.array([10.0, 30.0]), np.array([100.0, 100.0])
    scale = np.log2(1.2) ** 0.25
    assert location_quotients(local, national) == pytest.approx([0.5, 1.5])
    assert size_factor(40.0, 200.0, 0.25) == pytest.approx(scale)
    slq, to_households = quotients("slq", local, national, 0.25)
    assert slq == pytest.approx(np.array([[0.5, 0.5], [1.5, 1.5]]))
    assert to_households == pytest.approx([0.5, 1.5])
    assert quotients("cilq", local, national, 0.25)[0] == pytest.approx(np.array([[0.5, 1 / 3], [3.0, 1.5]]))
    rlq = np.array([[0.5 / np.log2(1.5), 0.5 / np.log2(2.5)], [1.5 / np.log2(1.5), 1.5 / np.log2(2.5)]])
    assert quotients("rlq", local, national, 0.25)[0] == pytest.approx(rlq)
    flq = np.array([[0.5, 1 / 3], [3.0, 1.5]]) * scale
    assert quotients("flq", local, national, 0.25)[0] == pytest.approx(flq)
    assert quotients("flq", local, national, 0.25)[1] == pytest.approx(np.array([0.5, 1.5]) * scale)
    aflq = flq * np.array([1.0, np.log2(2.5)])
    assert quotients("aflq", local, national, 0.25)[0] == pytest.approx(aflq)


def test_pool_by_hand() -> None:
    """Demand is 0.1*10 + 0.5*4 + 2 = 5 for the first industry and 0.2*10 + 6 = 8 for the second."""
    pool = supply_demand_pool(np.array([10.0, 4.0]), np.array([[0.1, 0.5], [0.2, 0.0]]), np.array([2.0, 6.0]))
    assert pool == pytest.approx([2.0, 0.5])


def test_an_empty_region_and_an_unknown_method_are_refused() -> None:
    with pytest.raises(RegionError, match="no activity"):
        location_quotients(np.zeros(2), np.ones(2))
    with pytest.raises(UsageError, match="no trade model 'gravitas'"):
        quotients("gravitas", np.ones(2), np.ones(2), 0.25)

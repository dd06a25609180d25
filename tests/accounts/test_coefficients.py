"""The matrix algebra, against a textbook and by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from impact.accounts import close_households, leontief_inverse
from impact.accounts._coefficients import direct_requirements, input_coefficients, market_shares
from impact.errors import ModelError

MILLER_BLAIR = np.array([[0.15, 0.25], [0.20, 0.05]])


def test_leontief_inverse_of_miller_and_blair() -> None:
    assert leontief_inverse(MILLER_BLAIR) == pytest.approx(np.array([[1.2541, 0.3300], [0.2640, 1.1221]]), abs=5e-5)


def test_closed_model_of_miller_and_blair() -> None:
    """Miller & Blair (2009), sec. 2.5: households earn 0.3 and 0.25 and spend 0.05, 0.40 and 0.05 on labor."""
    closed = close_households(MILLER_BLAIR, np.array([0.30, 0.25]), np.array([0.05, 0.40]))
    closed[2, 2] = 0.05
    expected = np.array([[1.3651, 0.4253, 0.2509], [0.5273, 1.3481, 0.5954], [0.5698, 0.4890, 1.2885]])
    assert leontief_inverse(closed) == pytest.approx(expected, abs=2e-4)


def test_market_shares_guard_commodities_without_output() -> None:
    shares = market_shares(np.array([[4.0, 0.0], [12.0, 0.0]]))
    assert shares.tolist() == [[0.25, 0.0], [0.75, 0.0]]


def test_scrap_adjustment_by_hand() -> None:
    """Industry 1 makes 9 of its good and 1 of scrap: a tenth of its output, so 1/0.9 of output per good."""
    shares = market_shares(np.array([[9.0, 0.0, 1.0], [0.0, 5.0, 0.0]]), scrap=2)
    assert shares == pytest.approx(np.array([[1 / 0.9, 0.0, 0.0], [0.0, 1.0, 0.0]]))


def test_imports_above_use_are_clipped() -> None:
    domestic = input_coefficients(np.array([[3.0, 5.0]]), np.array([10.0, 10.0]), np.array([[4.0, 1.0]]))
    assert domestic.tolist() == [[0.0, 0.4]]


def test_an_economy_that_needs_more_than_it_makes_is_refused() -> None:
    with pytest.raises(ModelError, match="no productive solution"):
        leontief_inverse(np.array([[0.6, 0.5], [0.5, 0.6]]))
    with pytest.raises(ModelError, match="no productive solution"):
        leontief_inverse(np.eye(2))


@given(arrays(float, (5, 5), elements=st.floats(0, 0.19)), arrays(float, 5, elements=st.floats(0, 100)))
def test_inverse_is_the_sum_of_rounds(direct: np.ndarray, demand: np.ndarray) -> None:
    rounds, total = demand.copy(), demand.copy()
    for _ in range(2000):
        rounds = direct @ rounds
        total += rounds
    assert leontief_inverse(direct) @ demand == pytest.approx(total, rel=1e-9, abs=1e-9)


@given(arrays(float, (4, 6), elements=st.floats(0, 100)), arrays(float, (6, 4), elements=st.floats(0, 10)))
def test_inputs_of_a_dollar_are_those_in_the_use_table(make: np.ndarray, use: np.ndarray) -> None:
    """The industry-technology assumption moves purchases from commodities to their makers and loses none."""
    output = np.full(4, 1000.0)
    made = make.sum(axis=0) > 0
    spread = direct_requirements(market_shares(make), input_coefficients(use, output))
    assert spread.sum(axis=0) == pytest.approx(use[made].sum(axis=0) / 1000.0)

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import minimize

from impact.builder._gras import Blocks, gras
from impact.errors import ModelError

FREE = np.full(2, np.nan)
CELLS = st.one_of(st.just(0.0), st.floats(0.1, 10.0), st.floats(-2.0, -0.1))


def test_ras_of_two_by_two_by_hand():
    # all cells positive: x = r a s; with totals 4, 4 and 4, 4 the corner solves x² / (4 - x)² = 1 · 3 / (1 · 1)
    corner = 4 * np.sqrt(3) / (1 + np.sqrt(3))
    found = gras(np.array([[1.0, 1.0], [1.0, 3.0]]), np.array([4.0, 4.0]), np.array([4.0, 4.0]))
    assert found == pytest.approx(np.array([[corner, 4 - corner], [4 - corner, corner]]), abs=1e-7)


def test_one_row_with_a_negative_cell_by_hand():
    # 2 λ - 1 / λ = 3 has the root (3 + √17) / 4
    factor = (3 + np.sqrt(17)) / 4
    assert gras(np.array([[2.0, -1.0]]), np.array([3.0]), FREE)[0].tolist() == pytest.approx([2 * factor, -1 / factor])


def test_a_row_of_negative_cells_only():
    assert gras(np.array([[-2.0, -1.0]]), np.array([-6.0]), FREE)[0].tolist() == pytest.approx([-4.0, -2.0])


def test_totals_of_zero_empty_what_can_only_be_positive_or_negative():
    assert gras(np.array([[2.0, 3.0], [-1.0, -4.0]]), np.zeros(2), FREE).tolist() == [[0, 0], [0, 0]]


def test_the_solution_is_the_nearest_in_the_sense_of_junius_and_oosterhaven():
    prior = np.array([[7.0, 3.0, 5.0, -3.0], [2.0, 9.0, 8.0, 1.0], [-2.0, 0.0, 2.0, 1.0]])
    rows, columns = np.array([15.0, 26.0, -1.0]), np.array([9.0, 16.0, 17.0, -2.0])
    found = gras(prior, rows, columns, tolerance=1e-12)
    cells = np.nonzero(prior)
    size = np.abs(prior[cells])

    def loss(ratio):
        return float((size * ratio * (np.log(ratio) - 1)).sum())

    def value(ratio):
        matrix = np.zeros_like(prior)
        matrix[cells] = prior[cells] * ratio
        return matrix

    totals = [
        {"type": "eq", "fun": lambda z: value(z).sum(axis=1) - rows},
        {"type": "eq", "fun": lambda z: (value(z).sum(axis=0) - columns)[:-1]},
    ]
    other = minimize(loss, np.ones(len(size)), constraints=totals, bounds=[(1e-9, None)] * len(size), tol=1e-12)
    assert other.success
    assert found == pytest.approx(value(other.x), abs=1e-4)


def test_blocks_are_met_together_with_rows():
    prior = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])
    blocks = Blocks(np.array([0, 0, 1]), np.array([0, 1, 1]), np.array([[6.0, 24.0], [np.nan, 20.0]]))
    rows = np.array([10.0, 20.0, np.nan])
    found = gras(prior, rows, np.full(3, np.nan), blocks)
    assert found[:2, 0].sum() == pytest.approx(6)
    assert found[:2, 1:].sum() == pytest.approx(24)
    assert found[2, 1:].sum() == pytest.approx(20)
    assert found[2, 0] == 7  # free
    assert found[:2].sum(axis=1).tolist() == pytest.approx([10, 20])


@given(arrays(float, (4, 3), elements=CELLS), arrays(float, (4, 3), elements=st.floats(0.5, 2.0)))
def test_totals_of_a_matrix_of_the_same_signs_are_met(prior, moved):
    target = prior * moved
    found = gras(prior, target.sum(axis=1), target.sum(axis=0), tolerance=1e-6)
    allowed = 2e-6 * max(np.abs(target.sum(axis=1)).max(), np.abs(target.sum(axis=0)).max())
    assert np.abs(found.sum(axis=1) - target.sum(axis=1)).max() <= allowed
    assert np.abs(found.sum(axis=0) - target.sum(axis=0)).max() <= allowed
    assert ((found == 0) | (np.sign(found) == np.sign(prior))).all()
    assert (found[prior == 0] == 0).all()


@given(arrays(float, (3, 4), elements=CELLS))
def test_totals_that_hold_already_change_nothing(prior):
    assert gras(prior, prior.sum(axis=1), prior.sum(axis=0)) == pytest.approx(prior, abs=1e-6)


@given(arrays(float, (3, 3), elements=st.floats(0.1, 10.0)), arrays(float, 6, elements=st.floats(0.2, 5.0)))
def test_a_biproportional_prior_gives_the_same(prior, factors):
    """Scaling rows and columns of a positive prior beforehand is absorbed by the factors."""
    rows, columns = np.array([3.0, 5.0, 4.0]), np.array([6.0, 2.0, 4.0])
    scaled = factors[:3, np.newaxis] * prior * factors[3:]
    assert gras(scaled, rows, columns) == pytest.approx(gras(prior, rows, columns), rel=1e-6)


@pytest.mark.parametrize(
    ("prior", "total", "said"),
    [
        (np.array([[1.0, 2.0], [3.0, 0.0], [-1.0, 2.0]]), -3.0, "-3"),
        (np.array([[-1.0, -2.0], [-3.0, 0.0], [1.0, -2.0]]), 3.0, "3"),
    ],
)
@pytest.mark.parametrize("kind", ["row", "column", "block"])
def test_a_total_of_a_sign_that_no_cell_has_is_refused_and_named(prior, total, said, kind):
    """The second row, column or block has cells of one sign only; factors above zero cannot turn it."""
    free, wanted = np.full(3, np.nan), np.array([np.nan, total, np.nan])
    asked = {
        "row": (prior, wanted, FREE, None),
        "column": (prior.T, FREE, wanted, None),
        "block": (prior, free, FREE, Blocks(np.arange(3), np.zeros(2, dtype=int), wanted[:, np.newaxis])),
    }
    refusal = rf"1 {kind}\(s\) have no cell of the sign of their total; the first is number 1, .* sum to {said}\."
    with pytest.raises(ModelError, match=refusal):
        gras(*asked[kind])


def test_what_cannot_be_met_is_named():
    with pytest.raises(ModelError, match=r"1 row\(s\) have no cell of the sign of their total; the first is number 1"):
        gras(np.array([[1.0, 1.0], [0.0, 0.0]]), np.array([2.0, 3.0]), FREE)
    with pytest.raises(ModelError, match=r"cannot be met together: after .* rounds they are off by up to rows"):
        gras(np.ones((2, 2)), np.array([2.0, 2.0]), np.array([2.0, 3.0]))

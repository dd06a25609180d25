"""Rounding to 128ths: totals exact, zeros kept, nothing moved by more than its rounding."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from impact.builder._grid import GRID, on_grid, on_grid_both_ways
from impact.errors import ModelError

CELLS = arrays(float, st.tuples(st.integers(1, 6), st.integers(1, 5)), elements=st.just(0.0) | st.floats(0.01, 1e4))


def whole(values):
    return (values * GRID == np.rint(values * GRID)).all()


@given(CELLS)
def test_columns_are_exact(cells):
    totals = np.rint(cells.sum(axis=0) * GRID) / GRID
    cells = cells * np.divide(totals, cells.sum(axis=0), out=np.ones_like(totals), where=cells.sum(axis=0) > 0)
    rounded = on_grid(cells, totals)
    assert (rounded.sum(axis=0) == totals).all()
    assert whole(rounded)
    assert np.abs(rounded - cells).max() < 1.01 / GRID
    assert (rounded[cells == 0] == 0).all()


@given(arrays(int, (5, 4), elements=st.integers(0, 40)), st.data())
def test_rows_and_columns_are_exact_and_zeros_stay(units, data):
    """A table on the grid, of which each cell is moved by less than its rounding while both totals are kept."""
    start = units / GRID
    moved = start.copy()
    for _ in range(data.draw(st.integers(0, 8))):  # around rectangles of cells that are there
        one, other = data.draw(st.permutations(range(5)))[:2]
        left, right = data.draw(st.permutations(range(4)))[:2]
        corners = [(one, left), (other, right), (one, right), (other, left)]
        if all(start[corner] > 0 for corner in corners):
            step = data.draw(st.floats(0, 0.12)) / GRID
            for corner, sign in zip(corners, (1, 1, -1, -1), strict=True):
                moved[corner] += sign * step
    rounded = on_grid_both_ways(moved, start.sum(axis=1), start.sum(axis=0))
    assert (rounded.sum(axis=1) == start.sum(axis=1)).all()
    assert (rounded.sum(axis=0) == start.sum(axis=0)).all()
    assert whole(rounded)
    assert (rounded[start == 0] == 0).all()
    assert (rounded >= 0).all()
    assert np.abs(rounded - moved).max() <= 3 / GRID


@given(
    arrays(float, (6, 3), elements=st.floats(0.5, 1e3)),
    arrays(float, 6, elements=st.integers(1, 500).map(float)),
    st.lists(st.integers(1, 20), min_size=3, max_size=3),
)
def test_balanced_tables_are_rounded_both_ways(seed, rows, parts):
    """RAS of a seed to whole totals, then both totals hold exactly."""
    columns = np.floor(rows.sum() * np.array(parts) / sum(parts))
    columns[0] += rows.sum() - columns.sum()
    cells = np.where(columns > 0, seed, 0.0)
    for _ in range(2000):
        cells = cells * np.divide(columns, cells.sum(axis=0), out=np.zeros(3), where=columns > 0)
        cells = cells * (rows / cells.sum(axis=1))[:, np.newaxis]
    rounded = on_grid_both_ways(cells, rows, columns)
    assert (rounded.sum(axis=1) == rows).all()
    assert (rounded.sum(axis=0) == columns).all()
    assert np.abs(rounded - cells).max() <= 3 / GRID


def test_a_zero_gives_its_part_to_the_cell_that_is_there():
    """Two thirds of a 128th in each of three rows: the column of two rows takes one from where it can."""
    units = np.array([[2 / 3, 1 / 3], [2 / 3, 1 / 3], [2 / 3, 1 / 3]])
    rounded = on_grid_both_ways(units / GRID, np.full(3, 1 / GRID), np.array([2.0, 1.0]) / GRID) * GRID
    assert rounded.sum(axis=0).tolist() == [2, 1]
    assert rounded.sum(axis=1).tolist() == [1, 1, 1]


def test_totals_that_no_row_can_meet_are_refused():
    with pytest.raises(ModelError, match="Rounding leaves 256 of 128ths that no row can move"):
        on_grid_both_ways(np.eye(2), np.array([1.0, 1.0]), np.array([0.0, 2.0]))

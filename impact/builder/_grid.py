"""Rounding to a grid so that totals still add up exactly."""

import numpy as np

from .._types import FloatArray
from ..errors import ModelError

GRID = 128  # figures are kept in 128ths, which add up without rounding in binary


def on_grid(values: FloatArray, totals: FloatArray) -> FloatArray:
    """Round to 128ths, keeping each column's total exactly.

    Parameters
    ----------
    values : (rows, columns) array
        Figures that sum to ``totals`` but for float error.
    totals : (columns,) array
        On the grid.

    Examples
    --------
    >>> on_grid(np.array([[1 / 3], [5 / 3]]), np.array([2.0])) * 128
    array([[ 43.],
           [213.]])
    """
    scaled = values * GRID
    rounded_down = np.floor(scaled)
    short = np.rint(totals * GRID - rounded_down.sum(axis=0)).astype(int)
    order = np.argsort(rounded_down - scaled, axis=0, kind="stable")
    rank = np.argsort(order, axis=0, kind="stable")
    rounded: FloatArray = (rounded_down + (rank < short)) / GRID
    return rounded


def on_grid_both_ways(values: FloatArray, rows: FloatArray, columns: FloatArray) -> FloatArray:
    """Round to 128ths, keeping row and column totals exactly.

    Rows are rounded first. Columns with too large a sum then give 128ths to columns with too small a sum, in rows that
    have both. A cell of zero stays zero.

    Parameters
    ----------
    values : (rows, columns) array
        Figures that sum to both totals but for float error.
    rows, columns : (rows,) and (columns,) arrays
        On the grid.

    Raises
    ------
    ModelError
        If the totals cannot both be met.

    Examples
    --------
    >>> on_grid_both_ways(np.array([[0.5, 0.5], [1.5, 1.5]]), np.array([1.0, 3.0]), np.array([2.0, 2.0]))
    array([[0.5, 0.5],
           [1.5, 1.5]])
    """
    units = on_grid(values.T, rows).T * GRID
    column_errors = np.rint(units.sum(axis=0) - columns * GRID).astype(int)
    present = values > 0
    while column_errors.any():
        before = np.abs(column_errors).sum()
        for giver in np.flatnonzero(column_errors > 0):
            for taker in np.argsort(column_errors, kind="stable"):
                if column_errors[giver] <= 0 or column_errors[taker] >= 0:
                    break
                open_rows = np.flatnonzero((units[:, giver] >= 1) & present[:, taker])
                gain = (units - values * GRID)[open_rows, giver] - (units - values * GRID)[open_rows, taker]
                moved_rows = open_rows[
                    np.argsort(-gain, kind="stable")[: min(column_errors[giver], -column_errors[taker])]
                ]
                units[moved_rows, giver] -= 1
                units[moved_rows, taker] += 1
                column_errors[giver] -= len(moved_rows)
                column_errors[taker] += len(moved_rows)
        if np.abs(column_errors).sum() == before:
            raise ModelError(f"Rounding leaves {before} of {GRID}ths that no row can move between columns.")
    rounded: FloatArray = units / GRID
    return rounded

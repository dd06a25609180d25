"""Generalised RAS: a matrix moved to new totals, signs and zeros kept."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .._types import FloatArray
from ..errors import ModelError

MAX_ROUNDS = 5000


@dataclass(frozen=True)
class Blocks:
    """Totals of groups of cells, as an aggregate table gives them.

    Attributes
    ----------
    rows : (rows,) array of int
        Group of each row, from 0.
    columns : (columns,) array of int
        Group of each column, from 0.
    totals : (row groups, column groups) array
        Total wanted of the cells of each pair of groups; NaN where it is free.
    """

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    totals: FloatArray


def gras(
    prior: FloatArray, rows: FloatArray, columns: FloatArray, blocks: Blocks | None = None, tolerance: float = 1e-9
) -> FloatArray:
    r"""Move a matrix to new totals with least loss of information.

    .. math:: x_{ij} = a_{ij} \lambda_{ij} \text{ if } a_{ij} \ge 0, \quad a_{ij} / \lambda_{ij} \text{ if } a_{ij} < 0,
              \qquad \lambda_{ij} = r_i s_j b_{g(i)h(j)}

    A factor solves :math:`p \lambda - n / \lambda = t`. Here p are the positive and n the absolute negative cells of
    its row, column or block, and t is its total. The factors are found in turn until all totals hold.

    Parameters
    ----------
    prior : (rows, columns) array
        a; a zero stays zero, and no cell changes its sign.
    rows, columns : (rows,) and (columns,) arrays
        Totals wanted; NaN where a total is free.
    blocks : Blocks, optional
        Totals of groups of cells, met together with those of rows and columns.
    tolerance : float
        Largest difference between a total and what is wanted, relative to the largest total.

    Returns
    -------
    (rows, columns) array
        The matrix nearest to ``prior`` (in the sense of information) with the totals wanted.

    Raises
    ------
    ModelError
        If a row, column or block cannot have its total (it has no cell of that sign), or the totals contradict each
        other.

    References
    ----------
    Junius & Oosterhaven (2003), *Economic Systems Research* 15(1); Lenzen, Wood & Gallego (2007), ESR 19(4);
    Temurshoev, Miller & Bouwmeester (2013), ESR 25(3), for rows without positive cells; Temursho, Oosterhaven &
    Cardenete (2021), ESR 33(2), for blocks.

    Examples
    --------
    >>> gras(np.array([[2.0, -1.0], [1.0, 3.0]]), np.array([2.0, 5.0]), np.array([4.0, 3.0])).round(3)
    array([[ 2.739, -0.739],
           [ 1.261,  3.739]])
    """
    cells = np.nonzero(prior)
    value = prior[cells].astype(np.float64)
    wanted = [("row", cells[0], rows), ("column", cells[1], columns)]
    if blocks is not None:
        of_cell = blocks.rows[cells[0]] * blocks.totals.shape[1] + blocks.columns[cells[1]]
        wanted.append(("block", of_cell, blocks.totals.ravel()))
    totals = [total for _, _, total in wanted]
    allowed = tolerance * max(float(np.nanmax(np.abs(total), initial=0.0)) for total in totals)
    for kind, of_cell, total in wanted:
        _possible(kind, value, of_cell, total, allowed)
    for _ in range(MAX_ROUNDS):
        for _, of_cell, total in wanted:
            factor = _factor(*_parts(value, of_cell, len(total)), total)[of_cell]
            np.multiply(value, factor, out=value, where=value > 0)
            np.divide(value, factor, out=value, where=value < 0)
        if all(_off(value, of_cell, total) <= allowed for _, of_cell, total in wanted):
            moved = np.zeros_like(prior, dtype=np.float64)
            moved[cells] = value
            return moved
    worst = ", ".join(f"{kind}s {_off(value, of_cell, total):,.6g}" for kind, of_cell, total in wanted)
    raise ModelError(
        f"The totals cannot be met together: after {MAX_ROUNDS} rounds they are off by up to {worst}, {allowed:,.6g} "
        "is allowed. Make the totals agree with each other, or give a cell that may carry the difference."
    )


def _parts(value: FloatArray, of_cell: NDArray[np.intp], count: int) -> tuple[FloatArray, FloatArray]:
    """Return sums of positive and of absolute negative cells.

    They are by row, column or block.
    """
    positive = np.bincount(of_cell, np.maximum(value, 0.0), count)
    negative = np.bincount(of_cell, np.maximum(-value, 0.0), count)
    return positive.astype(np.float64), negative.astype(np.float64)


def _factor(positive: FloatArray, negative: FloatArray, total: FloatArray) -> FloatArray:
    """Return the root of p λ - n / λ = t.

    The form does not cancel; the root is 1 where the total is free.
    """
    wanted = np.nan_to_num(total)
    root = np.sqrt(wanted**2 + 4 * positive * negative)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(wanted >= 0, (wanted + root) / (2 * positive), 2 * negative / (root - wanted))
    factor[(positive == 0) & (wanted == 0)] = np.inf  # only negative cells, which must vanish
    factor[np.isnan(total) | ((positive == 0) & (negative == 0))] = 1.0
    return factor


def _off(value: FloatArray, of_cell: NDArray[np.intp], total: FloatArray) -> float:
    sums = np.bincount(of_cell, value, len(total))
    return float(np.nanmax(np.abs(sums - total), initial=0.0))


def _possible(kind: str, value: FloatArray, of_cell: NDArray[np.intp], total: FloatArray, allowed: float) -> None:
    positive, negative = _parts(value, of_cell, len(total))
    without = ((total > allowed) & (positive == 0)) | ((total < -allowed) & (negative == 0))
    if without.any():
        first = int(np.flatnonzero(without)[0])
        raise ModelError(
            f"{int(without.sum())} {kind}(s) have no cell of the sign of their total; the first is number {first}, "
            f"which should sum to {total[first]:,.6g}. Give it such a cell, or leave its total free (NaN)."
        )

"""Estimates for withheld cells: sums exact, bounds kept, proportional to a prior."""

import numpy as np
from numpy.typing import NDArray

from .._types import FloatArray
from ..errors import ModelError

Groups = NDArray[np.intp]
BISECTIONS, MAX_FACTOR = 60, 1e12
SCALING_ROUNDS = 20  # rounds for the second family of totals


def fill_suppressed(
    prior: FloatArray,
    within: tuple[Groups, FloatArray],
    across: tuple[Groups, FloatArray] | None = None,
    low: FloatArray | None = None,
    high: FloatArray | None = None,
) -> FloatArray:
    r"""Share the remainder of published totals among withheld cells.

    .. math:: x_c = \min(\max(\lambda_{p(c)} \, \mu_{q(c)} \, a_c, l_c), h_c), \qquad \sum_{c \in p} x_c = t_p

    A pool holds the withheld cells below one published total; its total is the remainder of that total after the
    published cells. A second family of totals (an industry in the state, say) is followed as nearly as the first
    allows.

    Parameters
    ----------
    prior : (cells,) array
        a, zero or more: other years, establishments, the mix of a larger place; only its proportions count.
    within : tuple of (cells,) and (pools,) arrays
        Pool of each cell, from 0, and t, the sum of each pool; a pool without cells must have a sum of zero.
    across : tuple of (cells,) and (others,) arrays, optional
        Group of each cell in the second family, and the totals of those groups; NaN where one is not known.
    low, high : (cells,) arrays, optional
        Bounds l and h; zero and none by default.

    Returns
    -------
    (cells,) array
        Within the bounds; pools sum to their totals.

    Raises
    ------
    ModelError
        If a pool cannot have its total: its bounds, or priors of zero, forbid it.

    References
    ----------
    Isserman & Westervelt (2006), "1.5 Million Missing Numbers", *International Regional Science Review* 29(3), for
    hierarchy and establishments as bounds; Deming & Stephan (1940) for the scaling.

    Examples
    --------
    Three cells share 30 jobs; the last has at most 9:

    >>> pool = np.zeros(3, int), np.array([30.0])
    >>> fill_suppressed(np.array([1.0, 2.0, 3.0]), pool, high=np.array([99.0, 99.0, 9.0]))
    array([ 7., 14.,  9.])
    """
    pools, totals = within
    low = np.zeros_like(prior) if low is None else low
    high = np.full_like(prior, np.inf) if high is None else high
    _possible(prior, pools, totals, low, high)
    value = prior.astype(np.float64)
    if across is not None:
        groups, wanted = across
        for _ in range(SCALING_ROUNDS):
            value = np.clip(value * _ratio(totals, _summed(value, pools, totals))[pools], low, high)
            value = value * _ratio(wanted, _summed(value, groups, wanted))[groups]
    return _within(np.where(prior > 0, np.maximum(value, 1e-12), 0.0), pools, totals, low, high)


def _within(value: FloatArray, pools: Groups, totals: FloatArray, low: FloatArray, high: FloatArray) -> FloatArray:
    """Scale each pool to its total within bounds.

    The factor is found by halving on a log scale.
    """
    below, above = np.full(len(totals), 1 / MAX_FACTOR), np.full(len(totals), MAX_FACTOR)
    for _ in range(BISECTIONS):
        middle = np.sqrt(below * above)
        short = _summed(np.clip(value * middle[pools], low, high), pools, totals) < totals
        below, above = np.where(short, middle, below), np.where(short, above, middle)
    filled = np.clip(value * above[pools], low, high)
    free = (filled > low) & (filled < high)
    left = totals - _summed(np.where(free, 0.0, filled), pools, totals)
    exact = _ratio(left, _summed(np.where(free, filled, 0.0), pools, totals))
    scaled: FloatArray = np.where(free, filled * exact[pools], filled)
    return scaled


def _summed(value: FloatArray, groups: Groups, totals: FloatArray) -> FloatArray:
    sums: FloatArray = np.bincount(groups, value, len(totals)).astype(np.float64)
    return sums


def _ratio(wanted: FloatArray, present: FloatArray) -> FloatArray:
    """Return wanted over present.

    It is 1 where no total is wanted, or no value is present to scale.
    """
    known = ~np.isnan(wanted) & (present > 0)
    ratio: FloatArray = np.divide(np.maximum(wanted, 0.0), present, out=np.ones_like(present), where=known)
    return ratio


def _possible(prior: FloatArray, pools: Groups, totals: FloatArray, low: FloatArray, high: FloatArray) -> None:
    reach = np.where(prior > 0, high, low)
    lowest_sums, highest_sums = _summed(low, pools, totals), _summed(reach, pools, totals)
    slack = 1e-9 * np.maximum(np.abs(totals), 1.0)
    impossible = np.flatnonzero((totals < lowest_sums - slack) | (totals > highest_sums + slack))
    if len(impossible):
        first = impossible[0]
        raise ModelError(
            f"{len(impossible)} pool(s) cannot have their total; the first is number {first}: its cells can hold "
            f"{lowest_sums[first]:,.6g} to {highest_sums[first]:,.6g}, its total is {totals[first]:,.6g}. "
            "Widen the bounds, give another cell a prior, or correct the total."
        )

"""Split distributions: median, and percentiles at the ends of the range.

The ends are the 5th and 95th percentile.
"""

import numpy as np

from ._types import FloatArray

Z95 = 1.6448536269514722  # standard normal quantile of 95 %
MAX_RANGE_FACTOR = 1.5  # of the distance from median to end; 1.4 % of the draws lie there


def split(probability: FloatArray, ends: tuple[float, float, float], meaning: tuple[float, float]) -> FloatArray:
    r"""Return the values at given probabilities.

    .. math:: g(\theta) = g(m) + |t|\,(g(e) - g(m)), \quad t = \Phi^{-1}(p) / 1.645

    where m is the median and e the low end for negative t, the high end for positive t. g is the logarithm of a
    positive value, the log-odds of a share, or the value itself on a side where neither exists. Draws beyond 1.5 times
    the distance to an end are moved there.

    Parameters
    ----------
    probability : array
        Between 0 and 1.
    ends : (float, float, float)
        5th percentile, median and 95th percentile, in order.
    meaning : (float, float)
        Smallest and largest value with a meaning; (0, 1) makes a share.

    Returns
    -------
    array
        In the shape of the probabilities.

    References
    ----------
    Johnson, Kotz & Balakrishnan (1994), *Continuous Univariate Distributions* 1, ch. 14, on lognormal distributions.

    Examples
    --------
    >>> split(np.array([0.05, 0.5, 0.95]), (0.5, 1.0, 3.0), (0.0, np.inf)).round(9).tolist()
    [0.5, 1.0, 3.0]
    >>> split(np.array([0.05, 0.5, 0.95]), (0.0, 0.2, 0.5), (0.0, 1.0)).round(9).tolist()
    [0.0, 0.2, 0.5]
    """
    from scipy.special import ndtri

    low, median, high = ends
    steps = np.clip(ndtri(probability) / Z95, -MAX_RANGE_FACTOR, MAX_RANGE_FACTOR)
    sides = [_side(np.abs(steps), median, end, meaning) for end in (low, high)]
    values: FloatArray = np.where(steps < 0, sides[0], sides[1])
    return values.clip(*meaning)


def _side(steps: FloatArray, median: float, end: float, meaning: tuple[float, float]) -> FloatArray:
    """Return the value some steps from the median.

    One step leads to an end of the range.
    """
    if meaning == (0.0, 1.0) and min(median, end) > 0 and max(median, end) < 1:
        odds = median / (1 - median) * (end / (1 - end) / (median / (1 - median))) ** steps
        share: FloatArray = odds / (1 + odds)
        return share
    if min(median, end) > 0:
        positive: FloatArray = median * (end / median) ** steps
        return positive
    return median + (end - median) * steps

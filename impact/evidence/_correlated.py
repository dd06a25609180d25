"""Correlated draws, each with its own distribution."""

import numpy as np

from .._types import FloatArray
from ..errors import UsageError


def correlated(probability: FloatArray, target: FloatArray) -> FloatArray:
    """Reorder a sample's columns to nearly the target's rank correlations.

    Parameters
    ----------
    probability : (draws, columns) array
        Independent columns, strictly between 0 and 1.
    target : (columns, columns) array
        Rank correlations.

    Returns
    -------
    (draws, columns) array
        The values of each column in another order.

    Raises
    ------
    UsageError
        If the target is not positive definite.

    References
    ----------
    Iman & Conover (1982), *Communications in Statistics: Simulation and Computation* B11(3).

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> found = correlated(rng.random((200, 2)), np.array([[1.0, 0.5], [0.5, 1.0]]))
    >>> round(float(np.corrcoef(found.argsort(0).argsort(0).T)[0, 1]), 1)
    0.5
    """
    from scipy.special import ndtri

    try:
        wanted = np.linalg.cholesky(2 * np.sin(np.pi / 6 * target))  # of normal scores with these rank correlations
    except np.linalg.LinAlgError:
        raise UsageError(
            "The correlations between assumptions are not positive definite: no draws can have all of them at once. "
            "Give 'size_correlation' a value nearer to 0."
        ) from None
    scores = ndtri(probability)
    factor = np.linalg.cholesky(np.corrcoef(scores, rowvar=False))
    order = (scores @ np.linalg.inv(factor).T @ wanted.T).argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    return np.take_along_axis(np.sort(probability, axis=0), order, axis=0)

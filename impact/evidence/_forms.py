"""Alternative forms of the model, and their part of the spread."""

import numpy as np
from numpy.typing import NDArray

from .._types import FloatArray


def in_nation(base: FloatArray, of_region: FloatArray, inside: NDArray[np.bool_]) -> FloatArray:
    """Return figures of all counties with a quotient's regional totals.

    Parameters
    ----------
    base : (phases, effects, counties, measures) array
        With gravity.
    of_region : (phases, effects, counties of the region, measures) array
        With a quotient.
    inside : (counties,) array
        Whether a county is in the region; the others stay as they are.
    """
    gravity, quotient = base[:, :, inside].sum(axis=2), of_region.sum(axis=2)
    ratio = np.divide(quotient, gravity, out=np.ones_like(gravity), where=gravity > 0)
    figures = base.copy()
    figures[:, :, inside] *= ratio[:, :, np.newaxis]
    return figures


def shares_of_variance(total: FloatArray, forms: FloatArray) -> tuple[float, float]:
    """Return the variance shares of model form and of figures.

    Parameters
    ----------
    total : (draws,) array
        With everything drawn.
    forms : (draws,) array
        The same draws with the form alone differing; empty where no other form is drawn.

    Returns
    -------
    (float, float)
        Sum to one; interactions count as figures.

    Examples
    --------
    >>> shares_of_variance(np.array([1.0, 2.0, 3.0, 4.0]), np.array([2.0, 2.0, 3.0, 3.0]))
    (0.2, 0.8)
    """
    variance = float(total.var())
    of_form = min(float(forms.var()) / variance, 1.0) if variance > 0 and len(forms) else 0.0
    return round(of_form, 12), round(1 - of_form, 12)

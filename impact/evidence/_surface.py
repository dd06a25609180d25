"""Response surface: figures as functions of assumptions, from few solves."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from .._types import FloatArray
from ..reference import measures
from ._drivers import Driver

MIN_RELATIVE_FIGURE = 1e-9  # of a figure that vanishes at the end of a range


@dataclass(frozen=True)
class Surface:
    r"""Local approximation of every figure by assumption.

    It is quadratic in each assumption, in logarithms, and additive.

    .. math:: \ln F(\theta) = \ln F(\theta_0) + \sum_k q_k(\ln \theta_k), \quad q_k(\ln \theta_{0k}) = 0

    where each q is the parabola through the figures solved at the low end, the value and the high end of assumption k.
    All other assumptions are at their values. Beyond the ends q is its tangent there; a range that ends at zero is not
    taken in logarithms.

    Attributes
    ----------
    drivers : tuple of Driver
        The assumptions.
    base : (...) array
        Figures at the values of all assumptions.
    bends : (2 * drivers, ...) array
        Logarithms of the figures at the low and the high end of each range, less those of the base.
    """

    drivers: tuple[Driver, ...]
    base: FloatArray
    bends: FloatArray

    def at(self, values: FloatArray, part: slice = slice(None)) -> FloatArray:
        """Return figures at values of the assumptions, (draws, ...).

        Parameters
        ----------
        values : (draws, drivers) array
            Of the assumptions.
        part : slice
            Of the last axis but one of the figures.
        """
        base, bends = self.base[..., part, :], self.bends[..., part, :]
        weights = self._weights(values)
        with threadpool_limits(1, "blas"):  # the same bits on any number of processors
            logs = weights @ bends.reshape(len(bends), base.size)
        np.exp(logs, out=logs)
        logs *= base.ravel()
        return logs.reshape(len(values), *base.shape)

    def _weights(self, values: FloatArray) -> FloatArray:
        """Return Lagrange weights of each draw, (draws, 2 * drivers)."""
        weights = np.zeros((len(values), 2 * len(self.drivers)))
        for driver_index, driver in enumerate(self.drivers):
            x, low, value, high = _scaled(driver, values[:, driver_index])
            inside = np.clip(x, low, high)
            ends = ((0, low, high), (1, high, low))
            for side, end, other in ends:
                if end == value:
                    continue
                if other == value:
                    weights[:, 2 * driver_index + side] = (x - value) / (end - value)
                    continue
                width = (end - value) * (end - other)
                slope = (2 * inside - value - other) / width
                weights[:, 2 * driver_index + side] = (inside - value) * (inside - other) / width + slope * (x - inside)
        return weights


def _scaled(driver: Driver, values: FloatArray) -> tuple[FloatArray, float, float, float]:
    """Return values and range of an assumption, in logarithms if positive."""
    low, value, high = driver.low, driver.value, driver.high
    if low > 0:
        values, low, value, high = np.log(values), math.log(low), math.log(value), math.log(high)
    return values, low, value, high


def surface(drivers: Sequence[Driver], base: FloatArray, ends: Sequence[FloatArray]) -> Surface:
    """Return the response surface of solved figures.

    Parameters
    ----------
    drivers : sequence of Driver
        The assumptions.
    base : (..., counties, measures) array
        Figures at their values.
    ends : sequence of arrays
        Figures at the low and the high end of the first assumption, of the second, and so on: :func:`corners`.
    """
    min_figures = np.where(base > 0, MIN_RELATIVE_FIGURE * base, 1.0)
    bends = [np.log(np.maximum(end, min_figures) / np.where(base > 0, base, 1.0)) for end in ends]
    return Surface(tuple(drivers), base, np.array(bends).reshape(len(bends), *base.shape))


def corners(drivers: Sequence[Driver]) -> FloatArray:
    """Return rows with one assumption at a range end.

    Their shape is (2 * drivers, drivers).

    Examples
    --------
    >>> corners([Driver("a", "", 0.0, 1.0, 3.0), Driver("b", "", 4.0, 5.0, 6.0)]).tolist()
    [[0.0, 5.0], [3.0, 5.0], [1.0, 4.0], [1.0, 6.0]]
    """
    values = np.tile([driver.value for driver in drivers], (2 * len(drivers), 1))
    for driver_index, driver in enumerate(drivers):
        values[2 * driver_index : 2 * driver_index + 2, driver_index] = driver.low, driver.high
    return values


def purchases_for_value_added(figures: FloatArray) -> FloatArray:
    """Swap purchases and direct value added.

    Either is output less the other.

    Output and purchases are products of assumptions, their difference is not and may be negative.

    Parameters
    ----------
    figures : (..., effects, counties, measures) array
        Effects in their order, the direct one first.
    """
    names = list(measures())
    added, output = names.index("value_added"), names.index("output")
    other = figures.copy()
    other[..., 0, :, added] = figures[..., 0, :, output] - figures[..., 0, :, added]
    return other


def only_forms(drivers: Sequence[Driver], values: FloatArray) -> FloatArray:
    """Return draws that differ in model form alone, (draws, drivers).

    There are no rows where no form can differ.
    """
    forms = [driver.weight is not None for driver in drivers]
    if not any(forms):
        return values[:0]
    return np.where(forms, values, [driver.value for driver in drivers])

"""Arithmetic of rounds of spending: products, sums, scales and the largest eigenvalue."""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from .._types import FloatArray, SingleArray

POWER_STEPS = 60


def products(matrix: SingleArray, stack: SingleArray) -> SingleArray:
    """Return the matrix times one array or several stacked ones.

    Each product runs on a processor of its own.
    """
    if stack.ndim == 2:
        return matrix @ stack
    result = np.empty_like(stack)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda pair: np.matmul(matrix, pair[0], out=pair[1]), zip(stack, result, strict=True)))
    return result


def scale_of(values: FloatArray, axis: tuple[int, ...] | None) -> FloatArray:
    """Return the largest absolute value along axes, 1 where all are zero."""
    largest: FloatArray = np.maximum(values.max(axis=axis), -values.min(axis=axis))
    return np.where(largest > 0, largest, 1.0)


def common_scale(sales: FloatArray, income: FloatArray) -> FloatArray:
    """Return the largest sale or income of each study, (..., 1)."""
    scale: FloatArray = np.maximum(scale_of(sales, (-2, -1)), scale_of(income, (-1,)))[..., np.newaxis]
    return scale


def size_of(values: SingleArray) -> FloatArray:
    """Return the sum of absolute values of each study, (...)."""
    rows: SingleArray = np.abs(values).sum(axis=-1)
    size: FloatArray = rows.sum(axis=-1, dtype=np.float64)
    return size


def national_output(requirements: FloatArray, start: SingleArray) -> FloatArray:
    """Return national output by industry that a start causes, (..., industries)."""
    wanted = start.sum(axis=-1, dtype=np.float64)[..., np.newaxis]
    output: FloatArray = np.linalg.solve(np.eye(len(requirements)) - requirements, wanted)[..., 0]
    return output


def matched(pattern: SingleArray, totals: FloatArray) -> SingleArray:
    """Scale each industry of a pattern over counties to its total.

    An industry without a pattern stays zero.
    """
    sums = pattern.sum(axis=-1, dtype=np.float64)
    factor = np.divide(totals, sums, out=np.zeros_like(sums), where=sums > 1e-12 * np.abs(sums).max(initial=1e-30))
    scaled: SingleArray = pattern * factor.astype(np.float32)[..., np.newaxis]
    return scaled


def radius_of(requirements: FloatArray | SingleArray) -> float:
    """Return the largest eigenvalue of the nation's rounds of spending.

    It is computed by powers of the matrix.
    """
    vector = np.ones(len(requirements))
    for _ in range(POWER_STEPS):
        vector = requirements @ vector
        vector /= np.abs(vector).max()
    return float(np.abs(requirements @ vector).max())

"""Distance decay of trade: exponential kernels and their mixtures."""

import math
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from threadpoolctl import threadpool_limits

from .._types import FloatArray, SingleArray
from ..reference import kept, table
from ._symmetric import Symmetric

GRID_KM = (5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 640.0, 1280.0, 2560.0)
UNIT_KM = 5.0  # scale whose kernel is one at no distance
UNSUPPLIED_WEIGHT, UNSUPPLIED_KM = 1e-8, 80.0  # kernel of purchases from neighbors in a county without homes of its own
ROWS_PER_BLOCK = 32  # of a kernel, so that all its scales stay in the cache
ROW_GROUPS = 8  # one a processor, and as many on any machine, so that sums have the same bits
MIN_EXPONENT = -60.0  # trade beyond is nil; much smaller numbers slow the processor down


def grid_weights(scale_km: FloatArray) -> FloatArray:
    r"""Weights of the grid for kernels of any scale.

    A scale between two of the grid is a mixture of both.

    Parameters
    ----------
    scale_km : (kernels,) array
        Between 5 and 2,560 km; others are moved to the nearest of these.

    Returns
    -------
    (kernels, 10) array
        Shares of the volume of the kernel over an even plain; rows sum to one.

    Examples
    --------
    >>> grid_weights(np.array([10.0, 28.284271247461902]))[:, 1:4].round(2).tolist()
    [[1.0, 0.0, 0.0], [0.0, 0.5, 0.5]]
    """
    place = np.clip(np.log2(np.asarray(scale_km) / GRID_KM[0]), 0, len(GRID_KM) - 1)
    lower = np.minimum(place.astype(np.int64), len(GRID_KM) - 2)
    weights = np.zeros((len(place), len(GRID_KM)))
    rows = np.arange(len(place))
    weights[rows, lower] = 1 - (place - lower)
    weights[rows, lower + 1] = place - lower
    return weights


def scale_kernels(
    distance: FloatArray, scales: Sequence[float] = GRID_KM, *, by_share: bool = False
) -> tuple[Symmetric, ...]:
    """Kernels of single scales; see :func:`mixed_kernels`.

    Parameters
    ----------
    distance : (counties, counties) array
        Kilometres between counties; the diagonal is not used.
    scales : sequence of float
        Kilometres.
    by_share : bool
        As there.
    """
    return mixed_kernels(distance, [[(km, 1.0)] for km in scales], [1.0] * len(scales), [by_share] * len(scales))


def mixed_kernels(
    distance: FloatArray,
    scales: Sequence[Sequence[tuple[float, float]]],
    factors: Sequence[float],
    by_share: Sequence[bool],
) -> tuple[Symmetric, ...]:
    r"""Mixtures of exponential kernels.

    .. math:: K_m[r, c] = \sum_g w_{mg} (s_0 / s)^2 \exp(-d_{rc} / s), \qquad s = f_m s_{mg}

    have weights over an even plain, where each part has the same volume. Those of mixtures by share are shares of
    purchases: each part reaches as many of the people p from every county,

    .. math:: K_m[r, c] = \sum_g w_{mg} \exp(-d_{rc} / s) / \sqrt{R_r R_c}

    .. math:: R_c = \sum_r p_r \exp(-d_{rc} / s)

    Inside a county the exponential is averaged over pairs of its residents (table ``settlement``). Below 20 km the
    diagonal decides everything, and the exponential of a mean distance is not the mean of the exponentials.

    Parameters
    ----------
    distance : (counties, counties) array
        Kilometres between counties; the diagonal is not used.
    scales : sequence of sequence of (float, float)
        Of each mixture, its scales in km and their weights. Without any, trade is inside each county alone, except for
        counties without supply.
    factors : sequence of float
        Factor of each mixture's scales.
    by_share : sequence of bool
        Whether the weights of each are shares of purchases.

    References
    ----------
    Wilson (1971), *Environment and Planning* 3(1).
    """
    parts = [[(factor * km, share) for km, share in mixture] for factor, mixture in zip(factors, scales, strict=True)]
    known = sorted({km for mixture in parts for km, _ in mixture} | {UNSUPPLIED_KM})
    evened = sorted({km for mixture, even in zip(parts, by_share, strict=True) for km, _ in mixture if even})
    weights = _weights(parts, by_share, known, evened)
    at_evened = [known.index(km) for km in evened]
    kernels = tuple(Symmetric.empty(len(distance)) for _ in parts)
    blocks = [slice(first, first + ROWS_PER_BLOCK) for first in range(0, len(distance), ROWS_PER_BLOCK)]
    shares = [blocks[first::ROW_GROUPS] for first in range(ROW_GROUPS)]

    decay = _decay(distance.astype(np.float32), known)

    def reached(share: Sequence[slice]) -> FloatArray:
        reach = np.zeros((len(evened), len(distance)))
        for block, values in _rooms(share, len(evened), len(distance)):
            decay(block, at_evened, values)
            right = values[:, :, values.shape[1] :]
            reach[:, block] += values @ people[block.start :]
            reach[:, len(distance) - right.shape[2] :] += people[block] @ right
        return reach

    def mix(share: Sequence[slice]) -> None:
        for block, values in _rooms(share, len(known) + len(evened), len(distance)):
            decay(block, range(len(known)), values)
            for value, evened_index, root in zip(values[len(known) :], at_evened, roots, strict=True):
                np.multiply(values[evened_index], root[block.start :], out=value)
                value *= root[block, np.newaxis]
            mixed = (weights @ values.reshape(len(values), -1)).reshape(len(parts), *values.shape[1:])
            for kernel, rows in zip(kernels, mixed, strict=True):
                kernel.fill(block.start, rows)

    with threadpool_limits(1, "blas"), ThreadPoolExecutor(os.cpu_count()) as pool:
        roots: SingleArray = np.empty((0, len(distance)), dtype=np.float32)
        if evened:
            people = table("counties").population.to_numpy(dtype=np.float32)
            people /= people.sum()
            roots = (1 / np.sqrt(sum(pool.map(reached, shares)))).astype(np.float32)
        list(pool.map(mix, shares))
    for kernel, mixture in zip(kernels, parts, strict=True):
        if not mixture:
            kernel.fill_diagonal(1.0)
    return kernels


def _decay(distance: SingleArray, known: Sequence[float]) -> Callable[[slice, Sequence[int], SingleArray], None]:
    """Return a function that fills in exponentials of some rows.

    It fills right of the diagonal, at some of the known scales (km).
    """
    inside = inside_decay(known).astype(np.float32)

    def decay(block: slice, places: Sequence[int], out: SingleArray) -> None:
        own = np.arange(out.shape[1])
        for value, scale_index in zip(out, places, strict=False):
            np.multiply(distance[block, block.start :], np.float32(-1 / known[scale_index]), out=value)
            np.maximum(value, np.float32(MIN_EXPONENT), out=value)
            np.exp(value, out=value)
            value[own, own] = inside[scale_index, block]

    return decay


def _weights(
    parts: Sequence[Sequence[tuple[float, float]]],
    by_share: Sequence[bool],
    plain: Sequence[float],
    evened: Sequence[float],
) -> SingleArray:
    """Weights of single scales in mixtures, (mixtures, plain and evened scales)."""
    weights = np.zeros((len(parts), len(plain) + len(evened)), dtype=np.float32)
    for row, mixture, even in zip(weights, parts, by_share, strict=True):
        for km, share in mixture:
            if even:
                row[len(plain) + evened.index(km)] += share
            else:
                row[plain.index(km)] += share * (UNIT_KM / km) ** 2
        if not mixture:
            row[plain.index(UNSUPPLIED_KM)] = UNSUPPLIED_WEIGHT
    return weights


def _rooms(share: Sequence[slice], scales: int, counties: int) -> Iterator[tuple[slice, SingleArray]]:
    """Give each block of rows space right of its diagonal.

    The space is (scales, rows, counties), all in the same memory.
    """
    memory: SingleArray = np.empty(scales * ROWS_PER_BLOCK * counties, dtype=np.float32)
    for block in share:
        shape = scales, min(block.stop, counties) - block.start, counties - block.start
        yield block, memory[: math.prod(shape)].reshape(shape)


def inside_decay(scales: Sequence[float]) -> FloatArray:
    """Mean of exp(-distance / scale) inside each county, (scales, counties).

    It is interpolated by log between the table's scales.
    """
    known, decay = _settlement()
    wanted = np.clip(np.log(scales), known[0], known[-1])
    upper = np.clip(np.searchsorted(known, wanted), 1, len(known) - 1)
    share = (wanted - known[upper - 1]) / (known[upper] - known[upper - 1])
    mean: FloatArray = np.exp(decay[:, upper - 1] * (1 - share) + decay[:, upper] * share).T
    return mean


@kept
def _settlement() -> tuple[FloatArray, FloatArray]:
    """Return log scales, (scales,), and log decay inside counties.

    The decay is (counties, scales).
    """
    wide = table("settlement").pivot(index="fips", columns="scale_km", values="decay")
    wide = wide.reindex(table("counties").fips)
    return np.log(wide.columns.to_numpy(dtype=np.float64)), np.log(wide.to_numpy(dtype=np.float64))

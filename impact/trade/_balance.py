"""Balancing factors that make trade meet supply and demand."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from .._types import FloatArray, SingleArray
from ..errors import ModelError
from ._symmetric import Symmetric

TOLERANCE = 1e-4
MAX_ROUNDS = 3000
Spread = Callable[[SingleArray, NDArray[np.int64]], SingleArray]
REMEMBERED_ROUNDS = 5  # for the extrapolation of a step
RIDGE = 1e-10  # of the least squares of the extrapolation, as a share of the trace


@dataclass(frozen=True)
class Scaling:
    """Start and end of scaling.

    Attributes
    ----------
    start : (industries, counties) array, optional
        Factors of a kernel that is nearly the one to balance; ones when omitted.
    tolerance : float
        Of sales, as a share of the industry (L1).
    """

    start: SingleArray | None = None
    tolerance: float = TOLERANCE

    def logs(self, supply: FloatArray) -> FloatArray:
        """Return the logarithms of the first factors, shaped like the supply."""
        logs = np.zeros_like(supply)
        if self.start is not None:
            np.log(self.start, out=logs, where=self.start > 0)
        return logs


def balance(
    supply: FloatArray,
    demand: FloatArray,
    kernel: SingleArray | Symmetric | Spread,
    progress: Callable[[int], None] = lambda done: None,
    scaling: Scaling | None = None,
) -> SingleArray:
    """Find balancing factors of industries that share a kernel.

    It scales rows and columns in turn, with Anderson acceleration.

    A round scales purchases, then sales: in logarithms, it adds a step to the factors. Each round is corrected by the
    changes of the last rounds, in the mix with the smallest step (counties weighted by sales). An industry whose error
    does not fall returns to the plain step of the round and forgets the earlier changes: plain scaling converges.

    Parameters
    ----------
    supply, demand : (industries, counties) arrays
        Margins with equal sums for each industry.
    kernel : (counties, counties) Symmetric or array, or callable
        Symmetric and positive; or a function that multiplies rows by it, called with the rows and the numbers of their
        industries.
    progress : callable
        Called with the number of industries balanced so far.
    scaling : Scaling, optional
        Where to start and how near to come.

    Returns
    -------
    (industries, counties) array
        Factors of the supplying counties. Purchases are met exactly, sales to the tolerance.

    Raises
    ------
    ModelError
        If industries do not balance, or some demand reaches no supplier.

    References
    ----------
    Furness (1965) on scaling; Walker and Ni (2011), *SIAM Journal on Numerical Analysis* 49(4), on its acceleration.
    """
    scaling = scaling or Scaling()
    supply = supply / supply.sum(axis=1, keepdims=True)
    demand = demand / demand.sum(axis=1, keepdims=True)
    result = np.zeros(supply.shape, dtype=np.float32)
    active = np.arange(len(supply))
    logs = scaling.logs(supply)
    changes = np.zeros((2, len(supply), REMEMBERED_ROUNDS, supply.shape[1]))
    scaled_before, step_before, error_before = logs, logs, np.full(len(supply), np.inf)
    grew = np.zeros(len(supply), dtype=np.bool_)
    spread = kernel if callable(kernel) else lambda rows, numbers: rows @ kernel
    for done in range(MAX_ROUNDS):
        made = supply[active]
        factors, step, error = _round(logs, made, demand[active], partial(_of, spread, active), first=done == 0)
        left = ~(error < scaling.tolerance)
        result[active[~left]] = factors[~left]
        progress(len(supply) - int(left.sum()))
        if not left.any():
            return result
        grew = ~(error < error_before) & ~grew  # keep plain steps
        if not np.isfinite(error[~grew]).all():
            break
        scaled = logs + step
        scaled[grew], step[grew], error[grew] = scaled_before[grew], step_before[grew], error_before[grew]
        if done > 0:
            changes[:, :, done % REMEMBERED_ROUNDS] = scaled - scaled_before, step - step_before
        changes[:, grew] = 0.0
        logs = _extrapolated(scaled, step, changes, made)
        logs -= logs.max(axis=1, keepdims=True, where=made > 0, initial=-np.inf)
        active, logs, changes, grew = active[left], logs[left], changes[:, left], grew[left]
        scaled_before, step_before, error_before = scaled[left], step[left], error[left]
    raise ModelError(
        f"{len(active)} industries do not balance to {scaling.tolerance:g} in {done + 1} rounds: their supply lies too "
        "far from demand for these distances. Raise 'local_distance' or 'goods_distance'."
    )


def _of(spread: Spread, industries: NDArray[np.int64], rows: SingleArray) -> SingleArray:
    return spread(rows, industries)


def _round(
    logs: FloatArray,
    made: FloatArray,
    wanted: FloatArray,
    spread: Callable[[SingleArray], SingleArray],
    *,
    first: bool,
) -> tuple[SingleArray, FloatArray, FloatArray]:
    """Scale purchases, then sales.

    Returns the factors, the step of their logarithms and the error of sales.

    The first round checks that all demand reaches a supplier.
    """
    factors = np.where(made > 0, np.exp(logs), 0.0).astype(np.float32)
    reach = spread(factors)
    if first and (reach[wanted > 0] <= 0).any():
        raise ModelError("Some demand reaches no supplier at all. Raise 'local_distance' or 'goods_distance'.")
    with np.errstate(all="ignore"):  # too long a step overflows single precision
        push = np.divide(wanted, reach, out=np.zeros_like(wanted), where=wanted > 0).astype(np.float32)
        sales = factors * spread(push)
        error = np.abs(sales - made).sum(axis=1)
        step = np.log(np.divide(made, sales, out=np.ones_like(made), where=made > 0))
    return factors, step, error


def _extrapolated(scaled: FloatArray, step: FloatArray, changes: FloatArray, weight: FloatArray) -> FloatArray:
    """Return log factors extrapolated from earlier rounds (Anderson acceleration).

    ``changes`` are those of ``scaled`` and ``step``, (2, industries, REMEMBERED_ROUNDS, counties); ``weight`` is that
    of the squares. Where nothing is remembered, the answer is ``scaled``.
    """
    of_scaled, of_step = changes
    weighted = of_step * weight[:, np.newaxis]
    products = weighted @ of_step.transpose(0, 2, 1)
    ridge = RIDGE * np.trace(products, axis1=1, axis2=2) + np.finfo(float).tiny
    products += ridge[:, np.newaxis, np.newaxis] * np.eye(REMEMBERED_ROUNDS)
    mix = np.linalg.solve(products, weighted @ step[:, :, np.newaxis])
    corrected: FloatArray = scaled - (mix.transpose(0, 2, 1) @ of_scaled)[:, 0]
    return corrected


def calibrate(
    supply: FloatArray,
    demand: FloatArray,
    kernels: tuple[Symmetric, ...],
    mixtures: NDArray[np.int64],
    progress: Callable[[int], None] = lambda done: None,
) -> SingleArray:
    """Balance every industry with supply and demand.

    Factors of other industries are zero.

    Parameters
    ----------
    supply, demand : (industries, counties) arrays
        From :func:`margins`, transposed.
    kernels, mixtures
        As in :class:`Gravity`.
    progress : callable
        Called with the number of industries balanced so far.

    Raises
    ------
    ModelError
        As :func:`balance`.
    """
    factors = np.zeros(supply.shape, dtype=np.float32)
    traded = (supply.sum(axis=1) > 0) & (demand.sum(axis=1) > 0)
    earlier = 0
    for group, kernel in enumerate(kernels):
        members = np.flatnonzero((mixtures == group) & traded)
        whole = kernel.dense()  # strips would change the last bits of the embedded factors
        factors[members] = balance(supply[members], demand[members], whole, partial(_add, progress, earlier))
        earlier += len(members)
    return factors


def _add(progress: Callable[[int], None], earlier: int, done: int) -> None:
    progress(earlier + done)

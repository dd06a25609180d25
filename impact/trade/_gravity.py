"""Doubly constrained gravity for every industry at once, kept as kernels and balancing factors."""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from ..errors import ModelError
from ..reference import Assumption, number, table

FloatArray = NDArray[np.float64]
SingleArray = NDArray[np.float32]
CLASSES = ("local", "regional", "wide", "national")
TOLERANCE = 1e-4
FEW = 100  # counties; below, to start threads takes longer than what they would do
ROUNDS = 3000
MEMORY = 5  # earlier rounds that a step is extrapolated from
RIDGE = 1e-10  # of the least squares of the extrapolation, as a share of the trace


@dataclass(frozen=True)
class Gravity:
    r"""Trade of every industry between all counties; arrays are (industries, counties), float32.

    Purchases and sales may be stacked, (studies, industries, counties).

    The share of county r in what county s buys of industry i is

    .. math:: C_i[r, s] = u_i[r] K_b[r, s] v_i[s], \qquad v_i[s] = 1 / \sum_r u_i[r] K_b[r, s]

    with one symmetric kernel for each class b of industries, so that all industries of a class are one matrix product
    and no matrix of an industry is ever formed.

    Attributes
    ----------
    kernels : tuple of (counties, counties) arrays
        One per class.
    classes : (industries,) array
        Number of the class of each industry.
    factors : array
        u; zero where a county supplies nothing.
    inverse : array
        v; zero where the nation supplies nothing.

    References
    ----------
    Wilson (1971), *Environment and Planning* 3(1); Chenery (1953) and Moses (1955) for trade shares in a model.
    """

    kernels: tuple[SingleArray, ...]
    classes: NDArray[np.int64]
    factors: SingleArray
    inverse: SingleArray

    def sell(self, bought: SingleArray, ignored: FloatArray | None = None) -> SingleArray:
        """Return what each county sells, given what each buys: C applied to every industry.

        Of each study, industries that are bought least and sum to no more than ``ignored``, (studies,), may sell
        nothing.
        """
        kept = None if ignored is None else _largest(np.abs(bought).sum(axis=-1), ignored)
        return self._spread(self.inverse, bought, self.factors, kept)

    def source(self, value: SingleArray) -> SingleArray:
        """Return what sellers' values are worth to each buyer: C transposed applied to every industry."""
        return self._spread(self.factors, value, self.inverse)

    def source_within(self, value: SingleArray, places: Sequence[slice]) -> SingleArray:
        """Return :meth:`source` with trade between groups of counties left out, such as between states."""
        weighted = self.factors * value
        spread = np.empty_like(weighted)
        for group, kernel in enumerate(self.kernels):
            of_class = self.classes == group
            values = weighted[of_class]
            spread[of_class] = np.hstack([values[:, place] @ kernel[place, place] for place in places])
        return self.inverse * spread

    def shares_of(self, county: int) -> FloatArray:
        """Return where a county buys, (industries, counties): its column of C for every industry."""
        columns = np.stack([kernel[:, county] for kernel in self.kernels])
        shares: FloatArray = (self.factors * columns[self.classes]).astype(np.float64)
        total = shares.sum(axis=1, keepdims=True)
        np.divide(shares, total, out=shares, where=total > 0)
        return shares

    def own_shares(self) -> SingleArray:
        """Return the part of each county's purchases that it sells itself."""
        diagonal = np.stack([np.diagonal(kernel) for kernel in self.kernels])
        own: SingleArray = self.factors * self.inverse * diagonal[self.classes]
        return own

    def _spread(
        self, before: SingleArray, values: SingleArray, after: SingleArray, kept: NDArray[np.bool_] | None = None
    ) -> SingleArray:
        """Return after × ((before × values) K), a class at a time on each processor.

        No row of a product depends on the others, so that an answer is the same to the bit in any stack.
        """
        rows = values.reshape(-1, values.shape[-1])
        spread = np.zeros_like(rows)
        classes = np.tile(self.classes, len(rows) // len(self.classes))
        wanted = np.ones(len(rows), dtype=np.bool_) if kept is None else kept.ravel()

        def product(group: int) -> None:
            chosen = np.flatnonzero((classes == group) & wanted)
            if len(chosen) == 1:
                chosen = np.repeat(chosen, 2)  # a single row would go another way through the library
            industry = chosen % len(self.classes)
            part = rows[chosen]
            part *= before[industry]
            part = part @ self.kernels[group]
            part *= after[industry]
            spread[chosen] = part

        largest_first = np.argsort(-np.bincount(self.classes, minlength=len(self.kernels)))
        if rows.shape[-1] < FEW:
            for group in largest_first:
                product(group)
        else:
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                list(pool.map(product, largest_first))
        return spread.reshape(values.shape)


def _largest(amounts: SingleArray, ignored: FloatArray) -> NDArray[np.bool_]:
    """Return True for all amounts but the smallest that sum to no more than ``ignored``, along the last axis."""
    order = np.argsort(amounts, axis=-1)
    running = np.take_along_axis(amounts, order, axis=-1).cumsum(axis=-1)
    kept = np.empty(amounts.shape, dtype=np.bool_)
    np.put_along_axis(kept, order, running > np.asarray(ignored)[..., np.newaxis], axis=-1)
    return kept


def gravity(factors: SingleArray, kernels: tuple[SingleArray, ...], classes: NDArray[np.int64]) -> Gravity:
    """Return the trade that balancing factors and kernels describe; the other side follows from the first.

    Parameters
    ----------
    factors : (industries, counties) array
        u of :class:`Gravity`.
    kernels : tuple of (counties, counties) arrays
        From :func:`distance_kernels`.
    classes : (industries,) array
        From :func:`distance_classes`.
    """
    ones = np.ones_like(factors)
    reach = Gravity(kernels, classes, ones, ones).sell(factors)
    inverse = np.divide(1.0, reach, out=np.zeros_like(reach), where=reach > 0)
    return Gravity(kernels, classes, factors, inverse)


def distance_kernels(distance: FloatArray, chosen: Mapping[str, Assumption]) -> tuple[SingleArray, ...]:
    r"""Return how trade of each class falls with distance.

    .. math:: K_b = \exp(-d / s_b) + \tau (s_b / s_t)^2 \exp(-d / s_t)

    The tail is the part of trade that distance hardly limits (head offices, travellers, mail order): on an even plain
    its share would be τ, since the area under each term grows with the square of its scale. It also keeps Alaska,
    Hawaii and places without a supplier nearby in the market.

    Parameters
    ----------
    distance : (counties, counties) array
        Kilometres, symmetric, with the mean distance inside each county on the diagonal.
    chosen : mapping of str to Assumption
        ``distance_local`` and so on, ``trade_tail`` and ``trade_tail_km``.
    """
    single = distance.astype(np.float32)
    far = number(chosen, "trade_tail_km")
    tail = _decay(single, far)

    def kernel(name: str) -> SingleArray:
        scale = number(chosen, f"distance_{name}")
        near = _decay(single, scale)
        near += np.float32(number(chosen, "trade_tail") * (scale / far) ** 2) * tail
        return near

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return tuple(pool.map(kernel, CLASSES))


def _decay(distance: SingleArray, scale: float) -> SingleArray:
    """Return exp(-distance / scale), made in one new array."""
    decay: SingleArray = distance * np.float32(-1 / scale)
    return np.exp(decay, out=decay)


@cache
def class_reasons() -> dict[str, tuple[str, str]]:
    """Return the distance class of each BEA summary industry, and the reason.

    Examples
    --------
    >>> class_reasons()["334"][0]
    'national'
    """
    declared = yaml.safe_load(Path(__file__).with_name("distance_classes.yaml").read_text(encoding="utf-8"))
    return {code: (name, entry["reason"]) for name, entry in declared.items() for code in entry["industries"]}


def distance_classes() -> NDArray[np.int64]:
    """Return the number of the distance class of each industry, (industries,).

    Examples
    --------
    >>> CLASSES[distance_classes()[list(table("industries").code).index("722110")]]
    'local'
    """
    reasons = class_reasons()
    return np.array([CLASSES.index(reasons[summary][0]) for summary in table("industries").summary])


def balance(
    supply: FloatArray,
    demand: FloatArray,
    kernel: SingleArray,
    progress: Callable[[int], None] = lambda done: None,
    start: SingleArray | None = None,
    tolerance: float = TOLERANCE,
) -> SingleArray:
    """Find the factors of some industries of one class by scaling in turn, with Anderson acceleration.

    A round scales purchases, then sales: in logarithms, it adds a step to the factors. What it finds is corrected by
    the changes of the last rounds, in the mix that leaves the smallest step (counties weighted by sales). An industry
    whose error does not fall goes back, forgets them and takes what the round had found: plain scaling converges.

    Parameters
    ----------
    supply, demand : (industries, counties) arrays
        Margins with equal sums for each industry.
    kernel : (counties, counties) array
        Symmetric and positive.
    progress : callable
        Called with the number of industries balanced so far.
    start : (industries, counties) array, optional
        Factors of a kernel that is nearly this one.
    tolerance : float
        Of sales, as a share of the industry (L1).

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
    supply = supply / supply.sum(axis=1, keepdims=True)
    demand = demand / demand.sum(axis=1, keepdims=True)
    result = np.zeros(supply.shape, dtype=np.float32)
    active = np.arange(len(supply))
    logs = np.zeros_like(supply)
    if start is not None:
        np.log(start, out=logs, where=start > 0)
    changes = np.zeros((2, len(supply), MEMORY, supply.shape[1]))
    scaled_before, step_before, error_before = logs, logs, np.full(len(supply), np.inf)
    grew = np.zeros(len(supply), dtype=np.bool_)
    for done in range(ROUNDS):
        wanted, made = demand[active], supply[active]
        factors = np.where(made > 0, np.exp(logs), 0.0).astype(np.float32)
        reach = factors @ kernel
        if done == 0 and (reach[wanted > 0] <= 0).any():
            raise ModelError("Some demand reaches no supplier at all. Raise 'trade_tail' or the distance of the class.")
        with np.errstate(all="ignore"):  # a step too far leaves the range of single precision
            push = np.divide(wanted, reach, out=np.zeros_like(wanted), where=wanted > 0).astype(np.float32)
            sold = factors * (push @ kernel)
            error = np.abs(sold - made).sum(axis=1)
            step = np.log(np.divide(made, sold, out=np.ones_like(made), where=made > 0))
        left = ~(error < tolerance)
        result[active[~left]] = factors[~left]
        progress(len(supply) - int(left.sum()))
        if not left.any():
            return result
        grew = ~(error < error_before) & ~grew  # a plain step stands
        if not np.isfinite(error[~grew]).all():
            break
        scaled = logs + step
        scaled[grew], step[grew], error[grew] = scaled_before[grew], step_before[grew], error_before[grew]
        if done > 0:
            changes[:, :, done % MEMORY] = scaled - scaled_before, step - step_before
        changes[:, grew] = 0.0
        logs = _extrapolated(scaled, step, changes, made)
        logs -= logs.max(axis=1, keepdims=True, where=made > 0, initial=-np.inf)
        active, logs, changes, grew = active[left], logs[left], changes[:, left], grew[left]
        scaled_before, step_before, error_before = scaled[left], step[left], error[left]
    raise ModelError(
        f"{len(active)} industries do not balance to {tolerance:g} in {done + 1} rounds: their supply lies too far "
        "from demand for these distances. Raise 'trade_tail' or the distance of the class."
    )


def _extrapolated(scaled: FloatArray, step: FloatArray, changes: FloatArray, weight: FloatArray) -> FloatArray:
    """Return the logarithms of factors, less the changes of earlier rounds whose steps add up to this step best.

    ``changes`` are those of ``scaled`` and ``step``, (2, industries, MEMORY, counties); ``weight`` is that of the
    squares. Where nothing is remembered, the answer is ``scaled``.
    """
    of_scaled, of_step = changes
    weighted = of_step * weight[:, np.newaxis]
    products = weighted @ of_step.transpose(0, 2, 1)
    ridge = RIDGE * np.trace(products, axis1=1, axis2=2) + np.finfo(float).tiny
    products += ridge[:, np.newaxis, np.newaxis] * np.eye(MEMORY)
    mix = np.linalg.solve(products, weighted @ step[:, :, np.newaxis])
    corrected: FloatArray = scaled - (mix.transpose(0, 2, 1) @ of_scaled)[:, 0]
    return corrected


def calibrate(
    supply: FloatArray,
    demand: FloatArray,
    kernels: tuple[SingleArray, ...],
    classes: NDArray[np.int64],
    progress: Callable[[int], None] = lambda done: None,
) -> SingleArray:
    """Balance every industry that is supplied and demanded; factors of the others are zero.

    Parameters
    ----------
    supply, demand : (industries, counties) arrays
        From :func:`margins`, transposed.
    kernels, classes
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
        members = np.flatnonzero((classes == group) & traded)
        factors[members] = balance(supply[members], demand[members], kernel, partial(_add, progress, earlier))
        earlier += len(members)
    return factors


def _add(progress: Callable[[int], None], earlier: int, done: int) -> None:
    progress(earlier + done)

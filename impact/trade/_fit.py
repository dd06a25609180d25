"""Fit of trade: scales at which balanced trade meets known distances."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .._types import FloatArray, SingleArray
from ._balance import Scaling, balance
from ._kernels import GRID_KM, grid_weights, scale_kernels
from ._mixtures import is_service

KM_PER_MILE = 1.609344
NEAR_MILES = 50.0
IN_PLACE, OWN_COUNTY, MEAN_MILES = "in_place", "own_county_share", "mean_miles"
FIT_STEPS = 10
TOLERANCE = 2e-3  # of the balance while scales move
OWN_SLOPE, MILES_SLOPE = 1.6, 0.7  # of the odds of the own county, and of mean miles, per logarithm of the scale
MIN_SCALE_KM, MAX_SCALE_KM = GRID_KM[0], GRID_KM[-1]
VISITORS_KM = 640.0  # scale of purchases by visitors
MOVE_LIMIT = 2.5  # factor by which a scale may leave the start from the evidence
MAX_LOG_STEP = 1.0
SHARE_GAIN = 1.5  # of the odds of the near scale per odds of the share under 50 miles, over an even plain
SHARE_LIMITS = 0.001, 0.95


@dataclass(frozen=True)
class Scales:
    """Scales of each industry; (industries,) each.

    ``near`` and ``far`` are kilometres, ``share`` the weight of the near one; one scale alone has a share of 1.
    ``by_share`` says whether weights are shares of purchases or over an even plain.
    """

    near: FloatArray
    share: FloatArray
    far: FloatArray
    by_share: NDArray[np.bool_]

    def weights(self, tail: FloatArray, tail_km: float) -> FloatArray:
        """Return grid weights over an even plain and by share, (industries, 20).

        A tail of the weights lies at one scale.
        """
        mixed = self.share[:, np.newaxis] * grid_weights(self.near)
        mixed += (1 - self.share[:, np.newaxis]) * grid_weights(self.far)
        tail_weights = grid_weights(np.array([tail_km]))
        mixed = mixed * (1 - tail[:, np.newaxis]) + tail[:, np.newaxis] * tail_weights
        kind = self.by_share[:, np.newaxis]
        return np.hstack([mixed * ~kind, mixed * kind])


@dataclass(frozen=True)
class Reached:
    """Outcome of balanced trade by industry, (industries,) each.

    It holds own-county share, share under 50 miles, and mean miles.
    """

    own: FloatArray
    near: FloatArray
    miles: FloatArray


class Places:
    """Supply, demand and grid kernels, from which any mixture is made.

    Kernels are over an even plain and by share.
    """

    def __init__(self, supply: FloatArray, demand: FloatArray, distance: FloatArray) -> None:
        from scipy.sparse import csr_array

        self.supply, self.demand = supply, demand
        self.traded = (supply.sum(axis=1) > 0) & (demand.sum(axis=1) > 0)
        scaled = scale_kernels(distance) + scale_kernels(distance, by_share=True)
        self.kernels = tuple(kernel.dense() for kernel in scaled)
        self.miles: SingleArray = (distance / KM_PER_MILE).astype(np.float32)
        near = np.nonzero(self.miles < NEAR_MILES)
        self.near_kernels = tuple(csr_array((kernel[near], near), kernel.shape) for kernel in self.kernels)

    def spread(self, weights: FloatArray, rows: SingleArray, kernels: tuple[SingleArray, ...]) -> SingleArray:
        """Return rows times each industry's mixture of kernels.

        Other kernels of the same scales may stand in.
        """
        result = np.zeros_like(rows)
        for kernel_index, kernel in enumerate(kernels):
            members = np.flatnonzero(weights[:, kernel_index] > 0)
            if len(members):
                result[members] += (
                    rows[members] * weights[members, kernel_index, np.newaxis].astype(np.float32)
                ) @ kernel
        return result

    def balanced(self, weights: FloatArray, start: SingleArray | None) -> SingleArray:
        """Return balancing factors of industries with mixtures of the grid."""
        members = np.flatnonzero(self.traded & (weights.sum(axis=1) > 0))
        factors = np.zeros(self.supply.shape, dtype=np.float32)
        halves = [half for half in np.array_split(members, os.cpu_count() or 1) if len(half)]

        def half_balanced(rows_of_half: NDArray[np.int64]) -> SingleArray:
            first = None if start is None else start[rows_of_half]
            return balance(
                self.supply[rows_of_half],
                self.demand[rows_of_half],
                lambda rows, active: self.spread(weights[rows_of_half[active]], rows, self.kernels),
                scaling=Scaling(first, TOLERANCE),
            )

        with ThreadPoolExecutor(len(halves)) as pool:
            for rows_of_half, half_factors in zip(halves, pool.map(half_balanced, halves), strict=True):
                factors[rows_of_half] = half_factors
        return factors

    def mass(self) -> FloatArray:
        """Return buyers' reach through each kernel, (20,).

        It is more than that of an even plain where that one is short.

        People live near each other, so that a small weight of a short scale is a large share of trade.
        """
        buyers = self.demand.sum(axis=0) / self.demand.sum()
        reach: FloatArray = np.array([float(buyers @ (kernel @ buyers)) for kernel in self.kernels])
        reach[: len(GRID_KM)] /= reach[len(GRID_KM) - 1]
        return reach

    def reached(self, weights: FloatArray, factors: SingleArray) -> Reached:
        """Return the outcome of trade with grid mixtures and balancing factors."""
        reach = self.spread(weights, factors, self.kernels)
        demand_shares = self.demand / np.maximum(self.demand.sum(axis=1, keepdims=True), 1e-30)
        push = np.divide(demand_shares, reach, out=np.zeros_like(demand_shares), where=reach > 0)
        diagonal = weights @ np.stack([np.diagonal(kernel) for kernel in self.kernels])
        own = (factors * diagonal * push).sum(axis=1)
        close = self.spread(weights, factors, self.near_kernels)
        hauled = np.zeros(len(own))
        for kernel_index, kernel in enumerate(self.kernels):
            members = np.flatnonzero(weights[:, kernel_index] > 0)
            if len(members):
                rows = (factors[members] * weights[members, kernel_index, np.newaxis].astype(np.float32)) @ (
                    kernel * self.miles
                )
                hauled[members] += (rows * push[members]).sum(axis=1)
        return Reached(own, (close * push).sum(axis=1), hauled)


def fit(
    places: Places,
    targets: pd.DataFrame,
    tail: FloatArray,
    tail_km: float,
    progress: Callable[[str], None] = lambda step: None,
) -> tuple[Scales, Reached, SingleArray]:
    """Move the scales of each industry until balanced trade meets its targets.

    Kernels are mixed and then balanced once; after each balance the scales move by the gap to the target over the
    slope that is usual. Services have one target, the share of purchases made in the own county: it sets the scale.
    Goods have two, the share of value under 50 miles and mean miles: these set the weight of the near scale and the
    far one.

    Parameters
    ----------
    places : Places
        Supply, demand and kernels.
    targets : DataFrame
        The table ``trade_targets``, in order of the industries.
    tail : (industries,) array
        Share of trade that distance hardly limits.
    tail_km : float
        Its scale.
    progress : callable
        Called with the name of each step.
    """
    kind = targets.target_type.to_numpy()
    start = scales = starting_scales(targets)

    def weights(scales: Scales) -> FloatArray:
        mixed: FloatArray = scales.weights(tail, tail_km) * (kind != IN_PLACE)[:, np.newaxis]
        return mixed

    factors: SingleArray | None = None
    for step in range(FIT_STEPS):
        progress(f"Fitting trade, step {step + 1} of {FIT_STEPS}")
        reached, factors = _tried(places, weights(scales), factors)
        scales = _moved(scales, start, of_groups(reached, targets.group, places.demand.sum(axis=1)), targets)
    return scales, *_tried(places, weights(scales), factors)


def _tried(places: Places, weights: FloatArray, factors: SingleArray | None) -> tuple[Reached, SingleArray]:
    """Return the outcome and factors of trade with grid mixtures."""
    tried_factors = places.balanced(weights, factors)
    return places.reached(weights, tried_factors), tried_factors


def starting_scales(targets: pd.DataFrame) -> Scales:
    """Return the scales that the evidence names as a start."""
    visitors = targets.visitor_share.to_numpy()
    has_one_scale = targets.far_km.isna().to_numpy() & (visitors == 0)
    return Scales(
        near=np.clip(targets.near_km.fillna(MIN_SCALE_KM).to_numpy(dtype=float), MIN_SCALE_KM, MAX_SCALE_KM),
        share=np.where(has_one_scale, 1.0, np.where(visitors > 0, 1 - visitors, targets.near_weight.fillna(1.0))),
        far=targets.far_km.fillna(VISITORS_KM).to_numpy(dtype=float),
        by_share=targets.industry.map(is_service).to_numpy(dtype=bool) & ~has_one_scale,
    )


def of_groups(reached: Reached, groups: "pd.Series[str]", value: FloatArray) -> Reached:
    """Return means by evidence group, weighted by traded value."""
    group = pd.factorize(groups)[0]
    total = np.bincount(group, value)

    def mean(figure: FloatArray) -> FloatArray:
        of_group: FloatArray = (np.bincount(group, figure * value) / np.maximum(total, 1e-30))[group]
        return of_group

    return Reached(mean(reached.own), mean(reached.near), mean(reached.miles))


def _moved(scales: Scales, start: Scales, reached: Reached, targets: pd.DataFrame) -> Scales:
    """Return scales moved toward the targets, within ``MOVE_LIMIT`` of the start."""
    kind, target = targets.target_type.to_numpy(), targets.target.to_numpy()
    visitors = targets.visitor_share.to_numpy()
    has_one_scale = start.share == 1
    own = (kind == OWN_COUNTY) & (has_one_scale | (visitors > 0))
    gap = _odds(reached.own) - _odds(target * (1 - visitors))
    longer = np.log(np.maximum(target, 1e-3) / np.maximum(reached.miles, 1e-3)) / MILES_SLOPE
    longer = np.exp(np.clip(longer, -MAX_LOG_STEP, MAX_LOG_STEP))
    has_two_scales = (kind == MEAN_MILES) & ~has_one_scale
    closer = _odds(targets.share_under_50_miles.fillna(0.5).to_numpy()) - _odds(reached.near)
    mixed = (kind == OWN_COUNTY) & ~own
    closer = np.where(mixed, _odds(target) - _odds(reached.own), closer)
    gain = np.where(scales.by_share, 1.0, SHARE_GAIN)
    odds = _odds(scales.share) + np.clip(gain * closer, -MAX_LOG_STEP, MAX_LOG_STEP)
    near = scales.near * np.where(own, np.exp(np.clip(gap / OWN_SLOPE, -MAX_LOG_STEP, MAX_LOG_STEP)), 1.0)
    near *= np.where((kind == MEAN_MILES) & has_one_scale, longer, 1.0)
    return Scales(
        near=np.clip(near, np.maximum(start.near / MOVE_LIMIT, MIN_SCALE_KM), start.near * MOVE_LIMIT),
        share=np.where(has_two_scales | mixed, np.clip(1 / (1 + np.exp(-odds)), *SHARE_LIMITS), scales.share),
        far=np.clip(scales.far * np.where(has_two_scales, longer, 1.0), start.far / MOVE_LIMIT, MAX_SCALE_KM),
        by_share=scales.by_share,
    )


def _odds(share: FloatArray) -> FloatArray:
    """Logarithm of the odds of a share."""
    inside = np.clip(share, 1e-4, 1 - 1e-4)
    odds: FloatArray = np.log(inside / (1 - inside))
    return odds


def shared(
    weights: FloatArray, value: FloatArray, count: int, mass: FloatArray
) -> tuple[FloatArray, NDArray[np.int64]]:
    """Merge similar mixtures until few are left.

    Each is then the mean of its members by value.

    The distance of two mixtures is the squared difference of their shares of trade within each scale of the grid. The
    cost of merging follows Ward's (1963) criterion. A mixture of no weight (trade in place) stays alone, and one over
    an even plain is not merged with one by share.

    Parameters
    ----------
    weights : (industries, 20) array
        Mixtures, from :meth:`Scales.weights`.
    value : (industries,) array
        Size of each industry.
    count : int
        Mixtures to leave.
    mass : (20,) array
        Reach of each kernel, from :meth:`Places.mass`.

    Returns
    -------
    (count, 20) array, (industries,) array
        Mixtures, the nearest first, and the one of each industry.

    References
    ----------
    Ward (1963), *Journal of the American Statistical Association* 58(301).
    """
    kinds, member = np.unique(weights.round(12), axis=0, return_inverse=True)
    size = np.bincount(member.ravel(), np.maximum(value, 1e-9))
    centers, groups = kinds.copy(), [[kind_index] for kind_index in range(len(kinds))]
    radius = np.array(GRID_KM * 2)
    inside = 1 - (1 + radius / radius[:, np.newaxis]) * np.exp(-radius / radius[:, np.newaxis])
    while len(groups) > count:
        reach = centers * mass
        profile = reach / np.maximum(reach.sum(axis=1, keepdims=True), 1e-30) @ inside
        apart = ((profile[:, np.newaxis] - profile) ** 2).sum(axis=2)
        cost = apart * size[:, np.newaxis] * size / (size[:, np.newaxis] + size)
        empty, by_share = centers.sum(axis=1) == 0, centers[:, len(GRID_KM) :].sum(axis=1) > 0
        cost[empty], cost[:, empty] = np.inf, np.inf
        cost[by_share[:, np.newaxis] != by_share] = np.inf
        np.fill_diagonal(cost, np.inf)
        a, b = sorted(np.unravel_index(int(cost.argmin()), cost.shape))
        centers[a] = (size[a] * centers[a] + size[b] * centers[b]) / (size[a] + size[b])
        size[a] += size[b]
        groups[a] += groups.pop(b)
        centers, size = np.delete(centers, b, axis=0), np.delete(size, b)
    order = np.argsort(centers @ np.log(radius) * (centers.sum(axis=1) > 0), kind="stable")
    of_kind = np.empty(len(kinds), dtype=np.int64)
    for number, kind_index in enumerate(order):
        of_kind[groups[kind_index]] = number
    return centers[order], of_kind[member.ravel()]

"""How much the data in hand say of the distances of trade and of the FLQ's delta: little, and this measures it."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .._types import FloatArray
from ..accounts import nation
from ..counties import activity, distance_matrix
from ..errors import ModelError, UsageError
from ..reference import Assumption, assumptions, override, table
from ..trade import (
    CLASSES,
    Gravity,
    balance,
    cross_industry_quotients,
    distance_classes,
    distance_kernels,
    gravity,
    location_quotients,
    margins,
    national_trade,
)

SCALES = (0.5, 1.0, 2.0)
DELTA_RANGE = (-1.0, 3.0)


def scaled(factor: float) -> dict[str, Assumption]:
    """Return the assumptions with every trade distance multiplied, within what has a meaning.

    Examples
    --------
    >>> scaled(2.0)["distance_local"].value / assumptions()["distance_local"].value
    2.0
    """
    names = [f"distance_{name}" for name in CLASSES]
    return override({name: factor * float(assumptions()[name].value or 0.0) for name in names})


def distance_profile(
    supply: FloatArray,
    demand: FloatArray,
    distance: FloatArray,
    classes: NDArray[np.int64],
    factors: Sequence[float] = SCALES,
) -> pd.DataFrame:
    """Balance trade with all distances multiplied, and see what of it data could contradict.

    Supply and demand are what agencies publish of counties; trade between them is not. Balancing meets supply and
    demand at every scale, so that a likelihood of county output, jobs or GDP is flat, while what differs (the share
    bought at home, the mean haul) is observed nowhere in these data.

    Parameters
    ----------
    supply, demand : (industries, places) arrays
        Equal in total for each industry.
    distance : (places, places) array
        Kilometres.
    classes : (industries,) array
        Class of distance of each industry.
    factors : sequence of float
        What to multiply the declared distances by.

    Returns
    -------
    DataFrame
        ``factor``; ``misfit``, the share of all supply that the balanced trade puts in a wrong place (demand is met
        exactly); ``own_share`` of purchases made in the place; ``mean_km`` of all trade.

    Raises
    ------
    ModelError
        If supply and demand have another shape, or an industry cannot be balanced.
    """
    if supply.shape != demand.shape or supply.shape != (len(classes), len(distance)):
        raise ModelError(
            f"Supply is {supply.shape} and demand {demand.shape}; both are industries by places, "
            f"here ({len(classes)}, {len(distance)})."
        )
    rows = []
    traded = supply.sum(axis=1) > 0
    for factor in factors:
        placed, home, kilometres = np.zeros(supply.shape), 0.0, 0.0
        for group, kernel in enumerate(distance_kernels(distance, scaled(factor))):
            members = np.flatnonzero((classes == group) & traded)
            if not len(members):
                continue
            exact = kernel.astype(np.float64)
            u = balance(supply[members], demand[members], kernel).astype(np.float64)
            v = demand[members] / (u @ exact)
            placed[members] = u * (v @ exact)
            home += float((u * v * np.diagonal(exact)).sum())
            kilometres += float((u * (v @ (exact * distance))).sum())
        total = float(supply[traded].sum())
        misfit = float(np.abs(placed - supply)[traded].sum()) / total
        rows.append((factor, misfit, home / total, kilometres / total))
    return pd.DataFrame(rows, columns=["factor", "misfit", "own_share", "mean_km"])


def national_profile(factors: Sequence[float] = SCALES) -> pd.DataFrame:
    """Return :func:`distance_profile` of the nation's counties; some seconds for each factor.

    Demand is that of the declared distances, since those also say how far people go for services.
    """
    distance = distance_matrix()
    totals = margins(nation(), distance)
    return distance_profile(totals.supply.T.copy(), totals.demand.T.copy(), distance, distance_classes(), factors)


def matching_delta(local_share: float, local: FloatArray, national: FloatArray, requirements: FloatArray) -> float:
    r"""Return the δ at which the FLQ buys a share of a region's inputs at home.

    .. math:: \frac{\sum_{ij} \min(1, CILQ_{ij} \lambda) \, a_{ij} x_j}{\sum_{ij} a_{ij} x_j} = s, \qquad
        \lambda = [\log_2(1 + x^r / x^n)]^\delta

    Parameters
    ----------
    local_share : float
        s, between 0 and 1.
    local, national : (industries,) arrays
        Output of the region and of the nation.
    requirements : (industries, industries) array
        National domestic direct requirements.

    Returns
    -------
    float
        Below zero where even δ = 0 buys less at home; NaN where no δ does.

    Raises
    ------
    ModelError
        If the share is not between 0 and 1, or the region is the whole nation.

    Examples
    --------
    >>> from impact.trade import NationalIndustries, regional_purchases
    >>> A = np.array([[0.1, 0.2], [0.3, 0.1]])
    >>> x, X = np.array([1.0, 2.0]), np.array([10.0, 10.0])
    >>> bought = regional_purchases("flq", x, NationalIndustries(A, output=X, absorption=X), 0.2).inputs
    >>> share = (bought @ x).sum() / (A @ x).sum()
    >>> round(matching_delta(share, x, X, A), 6)
    0.2
    """
    from scipy.optimize import brentq

    if not 0 < local_share < 1:
        raise ModelError(f"{local_share:g} is no share of purchases at home: it lies between 0 and 1.")
    size = float(np.log2(1 + local.sum() / national.sum()))
    if not 0 < size < 1:
        raise ModelError("The region is the whole nation, where every delta gives the same. Choose a part of it.")
    quotients = cross_industry_quotients(location_quotients(local, national))
    bought = requirements * local
    total = float(bought.sum())

    def excess(delta: float) -> float:
        return float((np.minimum(quotients * size**delta, 1.0) * bought).sum()) / total - local_share

    lowest, highest = DELTA_RANGE
    if excess(lowest) < 0 or excess(highest) > 0:
        return float("nan")
    return float(brentq(excess, lowest, highest, xtol=1e-8))


def delta_by_size(area: str = "zone", trade: Gravity | None = None) -> pd.DataFrame:
    """Return the δ at which the FLQ agrees with gravity on the inputs that each region buys at home.

    Agreement between two models, not evidence: neither has seen trade between counties.

    Parameters
    ----------
    area : str
        ``zone``: commuting zones; ``state``: states.
    trade : Gravity, optional
        Of all counties; the embedded one by default.

    Returns
    -------
    DataFrame
        ``area, size`` (share of the nation's output), ``local_share`` (of inputs, by gravity) and ``delta``; the
        smallest region first.

    Raises
    ------
    UsageError
        If area is neither.
    """
    if area not in ("zone", "state"):
        raise UsageError(f"There is no area {area!r}. Choose one of: zone, state.")
    accounts, counties = nation(), table("counties")
    key = (counties.cz if area == "zone" else counties.state).to_numpy()
    output = activity(list(counties.fips)).shares * accounts.output  # (counties, industries)
    requirements = accounts.direct_requirements()
    inside = within_shares(national_trade() if trade is None else trade, key)
    bought = requirements @ output.T  # (industries, counties)
    rows = []
    for name in np.unique(key):
        members = key == name
        share = float((inside[:, members] * bought[:, members]).sum() / bought[:, members].sum())
        local = output[members].sum(axis=0)
        delta = matching_delta(share, local, accounts.output, requirements)
        rows.append((name, float(local.sum() / accounts.output.sum()), share, delta))
    return pd.DataFrame(rows, columns=["area", "size", "local_share", "delta"]).sort_values("size", ignore_index=True)


def within_shares(trade: Gravity, key: NDArray[np.str_]) -> FloatArray:
    """Return the share of what each county buys of each industry that comes from its own area.

    Parameters
    ----------
    trade : Gravity
        Of all counties.
    key : (counties,) array
        Area of each county.

    Returns
    -------
    (industries, counties) array
        Zero where nobody supplies the industry.
    """
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.r_[True, key[order][1:] != key[order][:-1], True])
    kernels = tuple(kernel[np.ix_(order, order)] for kernel in trade.kernels)
    sorted_trade = gravity(trade.factors[:, order], kernels, trade.classes)
    ones = np.ones_like(sorted_trade.factors)
    inside = sorted_trade.source_within(ones, [slice(a, b) for a, b in pairwise(starts)])
    shares = np.empty(inside.shape)
    shares[:, order] = inside
    return shares

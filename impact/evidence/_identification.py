"""FLQ delta at which regional purchases agree with gravity trade."""

from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .._types import FloatArray
from ..accounts import nation
from ..counties import activity
from ..errors import ModelError, UsageError
from ..reference import table
from ..trade import Gravity, cross_industry_quotients, national_trade

DELTA_RANGE = (-1.0, 3.0)


def matching_delta(local_share: float, local: FloatArray, national: FloatArray, requirements: FloatArray) -> float:
    r"""Return the δ at which the FLQ meets a local share.

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
        Below zero where even δ = 0 buys less in the region; NaN where no δ does.

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
        raise ModelError(f"{local_share:g} is no share of purchases in the region: it lies between 0 and 1.")
    size = float(np.log2(1 + local.sum() / national.sum()))
    if not 0 < size < 1:
        raise ModelError("The region is the whole nation, where every delta gives the same. Choose a part of it.")
    quotients = cross_industry_quotients(local, national)
    purchases = requirements * local
    total = float(purchases.sum())

    def excess(delta: float) -> float:
        return float((np.minimum(quotients * size**delta, 1.0) * purchases).sum()) / total - local_share

    lowest, highest = DELTA_RANGE
    if excess(lowest) < 0 or excess(highest) > 0:
        return float("nan")
    return float(brentq(excess, lowest, highest, xtol=1e-8))


def delta_by_size(area: str = "zone", trade: Gravity | None = None) -> pd.DataFrame:
    """Return the δ at which FLQ and gravity agree, by region.

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
    purchases = requirements @ output.T  # (industries, counties)
    rows = []
    for name in np.unique(key):
        members = key == name
        share = float((inside[:, members] * purchases[:, members]).sum() / purchases[:, members].sum())
        local = output[members].sum(axis=0)
        delta = matching_delta(share, local, accounts.output, requirements)
        rows.append((name, float(local.sum() / accounts.output.sum()), share, delta))
    return pd.DataFrame(rows, columns=["area", "size", "local_share", "delta"]).sort_values("size", ignore_index=True)


def within_shares(trade: Gravity, key: NDArray[np.str_]) -> FloatArray:
    """Return each county's share of purchases from its own area.

    It is by industry.

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
    sorted_trade = trade.ordered(order)
    ones = np.ones_like(sorted_trade.factors)
    inside = sorted_trade.allocate_transposed_within(ones, [slice(a, b) for a, b in pairwise(starts)])
    shares = np.empty(inside.shape)
    shares[:, order] = inside
    return shares

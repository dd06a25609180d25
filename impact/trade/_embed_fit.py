"""Embedded fit of trade, made when the tables are built.

It is fitted in the default economy.
"""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from threadpoolctl import threadpool_limits

from .._types import FloatArray
from ..accounts import nation
from ..counties import distance_matrix
from ..errors import DataError
from ..reference import Derived, economy_year, manifest, table
from ._fit import IN_PLACE, MEAN_MILES, Places, Reached, Scales, fit, of_groups, shared
from ._margins import margins
from ._mixtures import FIT, WEIGHTS, forget_fit

MIXTURES = 20  # kernels of all pairs of counties that a model holds: 40 MB each
TAIL_KM = 1280.0
SERVICE_TAIL, GOODS_TAIL = 0.005, 0.0005  # share of trade with one scale that reaches islands and distant places
CONFIDENCE_WEIGHTS = {"high": 3.0, "medium": 1.5, "low": 1.0}  # weight of an industry where mixtures are merged
METHOD = 4  # raise when the calculation of the fit changes
OF_ECONOMY = ("industries", "make", "use", "imports", "county_jobs")
TABLES = ("county_income", "counties", "states", "settlement", "trade_targets")


def embed_fit(target: Path | None = None, progress: Callable[[str], None] = lambda step: None) -> Path:
    """Fit trade in the default economy and write the fit.

    It goes to ``target``, or into the package if that one is stale.
    """
    wanted, path = fingerprint(), target or FIT
    if target is None and Derived(path, wanted).read() is not None:
        return path
    Derived(path, wanted).write(fitted_trade(progress))
    forget_fit()
    return path


def check_fit() -> None:
    """Raise DataError if the fit of trade is damaged or stale."""
    if Derived(FIT, fingerprint()).read() is None:
        raise DataError(
            f"Trade fit: {FIT} is missing, damaged or stale, so distances do not belong to the tables. Reinstall the "
            "package, or rebuild it with 'impact data build --from DIR'."
        )


def fingerprint() -> str:
    """Return the sha256 of the fit's tables, method and mixture count."""
    year = economy_year()
    tables = {name: manifest().tables[name].sha256 for name in TABLES}
    tables |= {name: manifest().entry(name, year).sha256 for name in OF_ECONOMY}
    return hashlib.sha256(json.dumps([METHOD, MIXTURES, tables], sort_keys=True).encode()).hexdigest()


def fitted_trade(progress: Callable[[str], None] = lambda step: None) -> pa.Table:
    """Fit scales by group, share similar mixtures, and report their outcome.

    Returns
    -------
    Table
        One row per industry; see :func:`impact.trade.trade_fit`.
    """
    targets = table("trade_targets")
    distance = distance_matrix()
    totals = margins(nation(), distance)
    has_one_scale = targets.far_km.isna().to_numpy() & (targets.visitor_share == 0).to_numpy()
    goods = (targets.target_type == MEAN_MILES).to_numpy()
    tail = np.where(has_one_scale, np.where(goods, GOODS_TAIL, SERVICE_TAIL), 0.0)
    in_place = (targets.target_type == IN_PLACE).to_numpy()
    with threadpool_limits(1, "blas"):  # the same bits on any number of processors
        places = Places(totals.supply.T.copy(), totals.demand.T.copy(), distance)
        scales, reached, factors = fit(places, targets, tail, TAIL_KM, progress)
        weights = scales.weights(tail, TAIL_KM)
        weights[in_place] = 0.0
        value = places.demand.sum(axis=1)
        size = np.sqrt(value) * targets.confidence.map(CONFIDENCE_WEIGHTS).to_numpy()
        common, member = shared(weights, size, MIXTURES, places.mass())
        progress("Balancing the shared mixtures")
        after = places.reached(common[member], places.balanced(common[member], factors))
    return _as_table(targets, scales, (reached, after), (common, member), value)


def _as_table(
    targets: pd.DataFrame,
    scales: Scales,
    reached: tuple[Reached, Reached],
    mixtures: tuple[FloatArray, "np.ndarray[tuple[int], np.dtype[np.int64]]"],
    value: FloatArray,
) -> pa.Table:
    common, member = mixtures
    in_place = (targets.target_type == IN_PLACE).to_numpy()
    two = (scales.share < 1) & ~in_place
    columns: dict[str, FloatArray] = {
        "fitted_near_km": np.where(in_place, np.nan, scales.near),
        "fitted_near_share": np.where(in_place, np.nan, scales.share),
        "fitted_far_km": np.where(two, scales.far, np.nan),
    }
    for name, outcome in zip(("fitted", "reached"), reached, strict=True):
        group = of_groups(outcome, targets.group, value)
        columns[f"{name}_own_county"] = np.where(in_place, 1.0, group.own)
        columns[f"{name}_under_50_miles"] = np.where(in_place, 1.0, group.near)
        columns[f"{name}_mean_miles"] = np.where(in_place, np.nan, group.miles)
    weights = common[:, : len(WEIGHTS)] + common[:, len(WEIGHTS) :]
    columns |= {name: weights[member, weight_index] for weight_index, name in enumerate(WEIGHTS)}
    by_share = (common[:, len(WEIGHTS) :].sum(axis=1) > 0)[member]
    labels = {"industry": pa.array(targets.industry.tolist(), pa.string()), "mixture": member.astype(np.int16)}
    return pa.table(
        labels | {"by_share": by_share} | {name: values.astype(np.float64).round(6) for name, values in columns.items()}
    )

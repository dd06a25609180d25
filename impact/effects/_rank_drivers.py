"""Drivers of a county's rank, and the weighted score.

Drivers are suppliers, workers, pay and incentives.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from .._types import FloatArray
from .._wording import unknown
from ..counties import activity, great_circle_km
from ..errors import UsageError
from ..facilities import plants
from ..reference import table
from ..studies import Shock, Site
from ._county_model import CountyModel
from ._reach import workers_in_reach

NEAR_KM = 300.0  # of suppliers and customers, as in `impact facilities near`
SITE_DRIVERS = (
    "inputs_from_county",
    "workers_from_county",
    "workers_in_reach",
    "average_pay",
    "energy_community",
    "opportunity_zones",
    "suppliers",
    "customers",
)
CLOSED_STATUSES = ("canceled", "retired")
ENERGY_COMMUNITY = "energy_community_2025_v2"
TYPE_DRIVERS = ("suppliers", "customers")


def drivers(model: CountyModel, site: Site, shock: Shock) -> dict[str, FloatArray]:
    """Return the drivers of every county by name, (counties,) each; see :func:`impact.effects.rank`."""
    bill = shock.purchases.domestic
    areas = table("incentive_areas").set_index("fips").reindex(list(model.fips)).fillna(0.0)
    values = {
        "inputs_from_county": bill @ model.trade.own_shares() / bill.sum(),
        "workers_from_county": model.residence.diagonal().astype(np.float64),
        "workers_in_reach": workers_in_reach(),
        "average_pay": _average_pay(model),
        "energy_community": areas[ENERGY_COMMUNITY].to_numpy(dtype=np.float64),
        "opportunity_zones": areas.opportunity_zones.to_numpy(dtype=np.float64),
    }
    return values | (_plants_near(site.kind.name) if site.kind is not None else {})


def _average_pay(model: CountyModel) -> FloatArray:
    """Return labor income per job of each county.

    It is in USD of the model's year, benefits and proprietors included.
    """
    where = activity(list(model.fips), model.nation.economy)
    earned = where.shares @ (model.nation.output * model.nation.coefficients("labor_income"))
    pay: FloatArray = earned / where.jobs.sum(axis=1) * 1e6
    return pay


def _plants_near(kind: str) -> dict[str, FloatArray]:
    """Return known suppliers and buyers of a type near each county."""
    known = plants(related_to=[kind])
    known = known[~known.status.isin(CLOSED_STATUSES) & known.lon.notna()]
    counties = table("counties")
    _, supplies, buys, _ = known.relation.cat.categories
    counts = {}
    for name, wanted in (("suppliers", supplies), ("customers", buys)):
        related = known[known.relation == wanted]
        km = great_circle_km(
            counties.lon.to_numpy()[:, np.newaxis],
            counties.lat.to_numpy()[:, np.newaxis],
            related.lon.to_numpy()[np.newaxis],
            related.lat.to_numpy()[np.newaxis],
        )
        counts[name] = (km <= NEAR_KM).sum(axis=1).astype(np.float64)
    return counts


def check_weights(weights: Mapping[str, float], effects: Sequence[str], site: Site) -> None:
    """Refuse unknown or all-zero weights of a ranking."""
    known = [*effects, *(name for name in SITE_DRIVERS if site.kind is not None or name not in TYPE_DRIVERS)]
    for name, weight in weights.items():
        if name not in known:
            raise UsageError(unknown("column to weight", name, known) + ".")
        if not np.isfinite(weight):
            raise UsageError(f"The weight of {name} is {weight:g}. Give a number.")
    if not any(weights.values()):
        raise UsageError("All weights are zero. Give at least one that is not.")


def score(frame: pd.DataFrame, weights: Mapping[str, float]) -> "pd.Series[float]":
    """Return the weighted mean of percentiles among counties, 0 to 100.

    A negative weight turns the order round.

    Examples
    --------
    >>> three = pd.DataFrame({"jobs": [10.0, 30.0, 20.0], "pay": [3.0, 1.0, 2.0]})
    >>> score(three, {"jobs": 1.0}).tolist(), score(three, {"jobs": 3.0, "pay": -1.0}).tolist()
    ([0.0, 100.0, 50.0], [0.0, 100.0, 50.0])
    """
    total = pd.Series(0.0, index=frame.index)
    last_rank = max(len(frame) - 1, 1)
    for name, weight in weights.items():
        better = frame[name] if weight > 0 else -frame[name]
        total += abs(weight) * (better.rank() - 1) / last_rank
    return 100 * total / sum(map(abs, weights.values()))

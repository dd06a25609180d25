"""Taxes of suppliers and households: effective rates on effects by place."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .._types import FloatArray
from ..effects import Effects
from ..reference import CONSTRUCTION, OPERATIONS, kept, table
from ._rates import EMPLOYERS_PART, ENDS, TRADE, StateRates, by_industry, levied, national_rates, states

LABELS, VALUES = ("site", "phase", "effect", "base", "payer", "level", "kind"), ("value", "low", "high")
COLUMNS = ("site", "phase", "effect", "base", "fips", "payer", "level", "kind", *VALUES)
SALES_TAXES = ("general_sales", "selective_sales")


class _Tax(NamedTuple):
    """Tax of one payer by county, (3, counties): value, low and high."""

    site: str
    phase: str
    effect: str
    base: str
    payer: str
    level: str
    kind: str
    fips: NDArray[np.object_]
    values: FloatArray


def everyone(effects: Effects, plant_pays_sales: bool) -> pd.DataFrame:
    """Taxes of suppliers and households.

    They are of all construction, and of a full year of operation.

    Taxes on production and products fall where value added is. The rate is the national one for the industry mix of the
    region, or of the rest of the nation, times the state's taxes over the nation's. Taxes on income, social insurance
    and homes fall where workers live. Operations of the plant itself are left out, see :mod:`impact.fiscal._plant`.

    Parameters
    ----------
    effects : Effects
        Of the study.
    plant_pays_sales : bool
        Whether sales tax on equipment is counted with the plant; it is then not counted again with those that sell it.

    Returns
    -------
    DataFrame
        ``site, phase, effect``, the measure that is the ``base``, ``fips, payer, level, kind`` and ``value, low, high``
        in million USD of the dollar year.
    """
    taxes = [*_production(effects, plant_pays_sales), *_income(effects)]
    sizes = [len(tax.fips) for tax in taxes]
    columns: dict[str, Any] = {}
    for name in LABELS:
        categories, codes = np.unique(np.array([getattr(tax, name) for tax in taxes]), return_inverse=True)
        columns[name] = pd.Categorical.from_codes(np.repeat(codes, sizes), pd.Index(categories))
    columns["fips"] = np.concatenate([tax.fips for tax in taxes])
    columns |= dict(zip(VALUES, np.hstack([tax.values for tax in taxes]), strict=True))
    return pd.DataFrame(columns)[list(COLUMNS)]


def _production(effects: Effects, plant_pays_sales: bool) -> Iterator[_Tax]:
    industries = effects.industries
    inside = set(effects.region.fips)
    for (site, phase, effect), rows in effects.counties.groupby(["site", "phase", "effect"]):
        if phase == OPERATIONS and effect == "direct":
            continue
        plant_industries = industries.query("site == @site and phase == @phase and effect == @effect")
        region = plant_industries[plant_industries.place == "region"].groupby("industry").value_added.sum()
        nation = plant_industries[plant_industries.place == "nation"].groupby("industry").value_added.sum()
        rest = nation.sub(region, fill_value=0.0).clip(lower=0.0)
        local = rows.fips.isin(inside).to_numpy()
        added = rows.value_added.to_numpy(dtype=float)
        sold = phase == CONSTRUCTION and effect == "indirect" and plant_pays_sales
        region_rates, rest_rates, fips = _mix(region, sold), _mix(rest, sold), rows.fips.to_numpy(dtype=object)
        labels = (str(site), str(phase), str(effect), "value_added")
        for rates, values in _levied(added, local, region_rates, rest_rates, _places(rows.fips)):
            yield _Tax(*labels, _payer(str(effect), rates.kind), rates.level, rates.kind, fips, values)


def _mix(value_added: "pd.Series[float]", sold: bool) -> "pd.Series[float]":
    """Return national taxes per dollar of an industry mix's value added."""
    rates = by_industry().reindex(value_added.index).fillna(0.0)
    if sold:
        rates.loc[rates.summary.isin(TRADE), "general_sales"] = 0.0
    total = float(value_added.sum())
    numbers = rates.drop(columns="summary")
    taxes: pd.Series[float] = numbers.mul(value_added, axis=0).sum() / total if total > 0 else numbers.sum() * 0.0
    return taxes


def _payer(effect: str, kind: str) -> str:
    """Return the payer of a tax.

    Households pay at the till for what they buy; firms bear taxes on their purchases as a cost.
    """
    return "households" if effect == "induced" and kind in SALES_TAXES else "suppliers"


def _places(fips: "pd.Series[str]") -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    """Return the place of each county's state among the states."""
    order = _state_places()
    return np.array([order[code] for code in fips], dtype=np.intp)


@kept
def _state_places() -> dict[str, int]:
    """Return the place of the state of each county among the states."""
    order = {state: place for place, state in enumerate(states())}
    counties = table("counties")
    return {fips: order[state] for fips, state in zip(counties.fips, counties.state, strict=True)}


def _levied(
    added: FloatArray,
    local: "np.ndarray[tuple[int], np.dtype[np.bool_]]",
    region_rates: "pd.Series[float]",
    rest_rates: "pd.Series[float]",
    where: "np.ndarray[tuple[int], np.dtype[np.intp]]",
) -> Iterator[tuple[StateRates, FloatArray]]:
    """Give taxes of counties on production and surplus, kind by kind."""
    for state_rate in (*levied("production"), *levied("surplus")):
        column = "surplus" if state_rate.base == "surplus" else national_rates(state_rate.level, state_rate.kind)
        base = added * np.where(local, float(region_rates[column]), float(rest_rates[column]))
        if np.any(base):
            yield state_rate, _values(state_rate, base, where)


def _values(rates: StateRates, base: FloatArray, where: "np.ndarray[tuple[int], np.dtype[np.intp]]") -> FloatArray:
    """Return value, low and high of a tax, (3, counties)."""
    return np.stack([base * getattr(rates, end)[where] for end in ENDS])


def _income(effects: Effects) -> Iterator[_Tax]:
    """Yield taxes on the pay of all workers, by residence."""
    taxable = table("tax_states").set_index("state").taxable.reindex(list(states())).to_numpy(dtype=float)
    contributions = table("states").set_index("state").contributions.reindex(list(states())).to_numpy(dtype=float)
    for site in sorted(set(effects.counties.site)):
        lived = effects.lived(site)
        for (phase, effect), of_effect in lived.groupby(["phase", "effect"]):
            where = _places(of_effect.fips)
            earned = of_effect.labor_income.to_numpy(dtype=float)
            labels = (str(site), str(phase), str(effect), "labor_income")
            fips = of_effect.fips.to_numpy(dtype=object)
            for state_rate in levied("wages"):
                values = _values(state_rate, earned * taxable[where], where)
                yield _Tax(*labels, "households", state_rate.level, state_rate.kind, fips, values)
            for state_rate in levied("personal_income"):  # of their homes
                yield _Tax(
                    *labels, "households", state_rate.level, state_rate.kind, fips, _values(state_rate, earned, where)
                )
            contributions_paid = earned * contributions[where]
            parts = {"households": 1 - EMPLOYERS_PART, "suppliers": EMPLOYERS_PART}
            if phase == OPERATIONS and effect == "direct":
                parts.pop("suppliers")  # the plant pays by statute
            for payer, part in parts.items():
                yield _Tax(*labels, payer, "federal", "payroll", fips, np.tile(contributions_paid * part, (3, 1)))

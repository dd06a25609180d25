"""Effective tax rates by state, and taxes of a state's bases."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .._types import FloatArray
from ..reference import kept, table

PRODUCTION = ("property", "general_sales", "selective_sales", "severance", "other")
TRADE = ("42", "441", "445", "452", "4A0")  # sellers that collect sales tax on purchases of firms
HOUSING = "HS"
EMPLOYERS_PART = 0.5  # of contributions for social insurance
ENDS = ("rate", "low", "high")


@dataclass(frozen=True)
class StateRates:
    """Rates of a level and kind on a base, by state.

    ``rate, low, high`` are (states,) each, in the order of ``states``.
    """

    level: str
    kind: str
    base: str
    rate: FloatArray
    low: FloatArray
    high: FloatArray


@kept
def states() -> tuple[str, ...]:
    """Return the postal abbreviations of the states, in order."""
    return tuple(sorted(table("tax_states").state))


@kept
def state_rates() -> tuple[StateRates, ...]:
    """Return the effective rates of the table ``tax_rates``.

    Their bases are wages, surplus and production.
    """
    frame = table("tax_rates").set_index("state")
    rates_read = []
    for (level, kind, base), rows in frame.groupby(["level", "kind", "base"]):
        ends = (rows[end].reindex(list(states())).fillna(0.0).to_numpy(dtype=float) for end in ENDS)
        rates_read.append(StateRates(str(level), str(kind), str(base), *ends))
    return tuple(rates_read)


def levied(base: str) -> tuple[StateRates, ...]:
    """Return the rates on one base."""
    return tuple(rates for rates in state_rates() if rates.base == base)


@kept
def by_industry() -> pd.DataFrame:
    """Return taxes per dollar of value added by detail industry.

    Each has the rates of its summary industry.

    The property tax of homes is left out; households pay it out of their income.
    """
    codes = table("industries")[["code", "summary"]]
    rates = table("production_taxes").set_index("summary").drop(columns="value_added")
    rates.loc[HOUSING, "property"] = 0.0
    rates_by_code = codes.join(rates, on="summary").fillna(0.0)
    return rates_by_code.set_index("code")


def national_rates(level: str, kind: str) -> str:
    """Return the column of :func:`by_industry` for a level and kind."""
    return "federal_sales" if level == "federal" and kind == "selective_sales" else kind


@kept
def taxable_earnings() -> Mapping[str, float]:
    """Return the taxable part of labor income by state.

    Benefits and contributions are left out.
    """
    frame = table("tax_states")
    return dict(zip(frame.state, frame.taxable, strict=True))


def production_taxes(value_added: pd.DataFrame) -> pd.DataFrame:
    """Taxes on production and products of whole economies, by state.

    Parameters
    ----------
    value_added : DataFrame
        Million USD; index states, columns BEA detail industries.

    Returns
    -------
    DataFrame
        ``state, level, kind, value``: the nation's tax of each industry per dollar of its value added, times the
        state's taxes over the nation's.
    """
    rates = by_industry().reindex(value_added.columns).fillna(0.0)
    where = np.array([states().index(str(state)) for state in value_added.index])
    frames = []
    for state_rate in levied("production"):
        national = value_added.to_numpy() @ rates[national_rates(state_rate.level, state_rate.kind)].to_numpy()
        values = national * state_rate.rate[where]
        frames.append(
            pd.DataFrame(
                {"state": value_added.index, "level": state_rate.level, "kind": state_rate.kind, "value": values}
            )
        )
    return pd.concat(frames, ignore_index=True)

"""Incentives: yearly cost, present value, payback and break-even."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .._types import FloatArray
from ..reference import CONSTRUCTION, OPERATIONS, table
from ..studies import Incentive
from ._figures import declared, figure
from ._studied import Plant, state_rate

FIRST_CALENDAR_YEAR = 1900  # smaller numbers count years of operation
KWH_PER_GWH = 1e6
ABATED = {"property_abatement": "property", "sales_abatement": "general_sales", "corporate_credit": "corporate_income"}
CREDIT = "45X"
IRR_RANGE = (-0.95, 10.0)


def incentive_costs(plant: Plant, taxes: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Cost of a plant's incentives.

    Parameters
    ----------
    plant : Plant
        With its incentives.
    taxes : DataFrame
        From :func:`impact.fiscal._studied.plant_taxes`: an abatement costs its share of these.

    Returns
    -------
    DataFrame, list of str
        ``site, name, kind, level, year, value`` in million USD of the dollar year, and notices.
    """
    rows, notices = [], []
    for incentive in plant.site.incentives:
        costs, incentive_notices = _cost(incentive, plant, taxes)
        notices += incentive_notices
        labels = {"site": plant.site.name, "name": incentive.title, "kind": incentive.kind}
        rows.append(costs.assign(**labels))
    columns = ["site", "name", "kind", "level", "year", "value"]
    cost_rows = pd.concat(rows, ignore_index=True)[columns] if rows else pd.DataFrame(columns=columns)
    return cost_rows.astype({"value": float, "year": int}), notices


def _cost(incentive: Incentive, plant: Plant, taxes: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    if incentive.kind in ABATED:
        costs = _abated(incentive, plant, taxes)
        worthless = (
            [] if costs.value.sum() > 0 else [f"{incentive.title}: no such tax is due here, so it is worth nothing."]
        )
        return costs, [*worthless, *_longer(incentive, plant)]
    if incentive.kind == CREDIT:
        return _production_credit(incentive, plant)
    years = _years(incentive, plant, 1)
    if incentive.kind == "job_credit":
        promised = plant.jobs if incentive.jobs is None else min(incentive.jobs, plant.jobs)
        values = _running(plant, years) * promised * float(incentive.per_job or 0.0) / 1e6
        return _frame(incentive.payer, years, values), [*_longer(incentive, plant), *_promised(incentive, plant)]
    if incentive.kind == "withholding":
        rates = state_rate(plant.state, "personal_income", "wages")
        rate = rates["state"] or rates["local"]  # the District of Columbia is a local government
        values = _running(plant, years) * _share(incentive) * rate * plant.wages
        notices = (
            []
            if rate > 0
            else [f"{incentive.title}: {plant.state} has no income tax on wages, so it is worth nothing."]
        )
        return _frame(incentive.payer, years, values), [
            *notices,
            *_longer(incentive, plant),
            *_promised(incentive, plant),
        ]
    amount = float(incentive.amount or 0.0)
    return _frame(incentive.payer, years, np.full(len(years), amount / len(years))), _promised(incentive, plant)


def _share(incentive: Incentive) -> float:
    return 1.0 if incentive.share is None else incentive.share


def _years(incentive: Incentive, plant: Plant, usual: int) -> FloatArray:
    first = plant.opens + incentive.start - 1
    return np.arange(first, first + (incentive.years or usual), dtype=np.float64)


def _frame(level: str, years: FloatArray, values: FloatArray) -> pd.DataFrame:
    return pd.DataFrame({"level": level, "year": years, "value": values})


def _running(plant: Plant, years: FloatArray) -> FloatArray:
    """Return shares of full operation by year.

    They are zero outside the years shown.
    """
    share = plant.operating.set_index("year").share
    running: FloatArray = share.reindex(years).fillna(0.0).to_numpy(dtype=float)
    return running


def _abated(incentive: Incentive, plant: Plant, taxes: pd.DataFrame) -> pd.DataFrame:
    """Return abated taxes: a share of the tax at its levels."""
    phase = CONSTRUCTION if incentive.kind == "sales_abatement" else OPERATIONS
    due = taxes[(taxes.kind == ABATED[incentive.kind]) & (taxes.phase == phase) & (taxes.level != "federal")]
    if incentive.kind == "corporate_credit" or incentive.level is not None:
        due = due[due.level == incentive.payer]
    if incentive.kind != "sales_abatement":
        due = due[due.year.isin(_years(incentive, plant, len(plant.operating)))]
    return due[["level", "year"]].assign(value=_share(incentive) * due.value)


def _longer(incentive: Incentive, plant: Plant) -> list[str]:
    shown = len(plant.operating)
    if incentive.years is None or incentive.start + incentive.years - 1 <= shown:
        return []
    return [
        f"{incentive.title}: it lasts to year {incentive.start + incentive.years - 1} and {shown} years of operation "
        "are studied; later years are left out. Raise the assumption 'study_years'."
    ]


def _promised(incentive: Incentive, plant: Plant) -> list[str]:
    if incentive.jobs is None or incentive.jobs <= plant.jobs * (1 + 1e-9):
        return []
    return [
        f"{incentive.title}: {incentive.jobs:,.0f} jobs are promised and {plant.jobs:,.0f} studied; "
        "a credit counts these alone."
    ]


def _production_credit(incentive: Incentive, plant: Plant) -> tuple[pd.DataFrame, list[str]]:
    """Return the federal production credit 45X of a plant.

    It follows the law of July 2025.
    """
    no_credit = _frame("federal", np.array([]), np.array([]))
    earned, schedule = full_credit(plant)
    if earned is None or schedule is None:
        return no_credit, [
            f"{incentive.title}: what {plant.site.name} makes earns no credit 45X that is computed here."
        ]
    years = plant.operating.year.to_numpy(dtype=np.float64)
    if years.min() < FIRST_CALENDAR_YEAR:
        return no_credit, [
            f"{incentive.title}: the credit depends on the year, and the site does not say when it 'opens'."
        ]
    values = _share(incentive) * earned * plant.operating.share.to_numpy(dtype=float) * _phased(schedule, years)
    notice = f"{incentive.title}: {declared()['phase_out_source']}. USD of the law are not moved to other dollars."
    return _frame("federal", years, values), [notice]


def _phased(schedule: str, years: FloatArray) -> FloatArray:
    """Return the phase-out share of the credit in each year.

    It is whole before the schedule, none after it.
    """
    by_year: Mapping[int, float] = declared()["phase_out"][schedule]
    first = min(by_year)
    return np.array([1.0 if year < first else by_year.get(int(year), 0.0) for year in years])


def full_credit(plant: Plant) -> tuple[float | None, str | None]:
    """Return a full year's credit 45X and its schedule.

    The credit is before the phase-out, in million USD.
    """
    rules = declared()["credit_45x"]
    kind = plant.site.kind
    name = kind.name if kind is not None else ""
    for item in ("credit_cell", "credit_module"):
        if kind is not None and name in rules[item]:
            if plant.site.capacity is None:
                return None, None
            capacity = kind.capacity(plant.site.capacity)
            return capacity * KWH_PER_GWH * figure(item) / 1e6, "components"
    for schedule in ("components", "minerals"):
        if name in rules[schedule]:
            return figure("credit_cost_share") * (plant.materials + plant.labor_income), schedule
    return None, None


def known_support(plant: Plant) -> list[str]:
    """Return recorded support of the county's plants, one line each.

    A line has amounts, promised jobs and status.
    """
    rows = table("incentives")
    rows = rows[(rows.fips == plant.fips) & rows.amount_usd.notna() & ~rows.instrument.str.contains("loan")]
    return [
        f"{row['facility']}: {row['instrument']} of ${row['amount_usd'] / 1e6:,.1f} million ({row['level']}, "
        f"{row['period']}; {row['status']})"
        for row in rows.to_dict("records")
    ]


def areas_of_support(plant: Plant) -> list[str]:
    """Name the plant county's federal incentive areas.

    They are energy communities of 2025 and Opportunity Zones of 2018.
    """
    (row,) = table("incentive_areas").query("fips == @plant.fips").to_dict("records")
    grounds = []
    if row["energy_community_2025_v1"] > 0 or row["coal_closure_tracts"] > 0:
        relation = "is" if row["energy_community_2025_v1"] >= 1 else "holds"
        grounds.append(f"the county {relation} an energy community (IRS notices of 2025; computed, to verify)")
    if row["opportunity_zones"] > 0:
        grounds.append(f"{row['opportunity_zones']:.0%} of its people live in Opportunity Zones of 2018")
    return [f"{plant.site.name}: {'; '.join(grounds)}. The credit 45X has no test of place"] if grounds else []


@dataclass(frozen=True)
class Verdict:
    """Verdict on public money: cost, benefit and break-even.

    Attributes
    ----------
    cost, benefit : float
        Present values, million USD: of incentives, and of revenue less services.
    net : float
        Benefit less cost, if the plant would not have come without.
    break_even : float or None
        Share of the project that incentives must have tipped for benefit to meet cost; None without benefit.
    payback : int or None
        First year in which benefits so far meet costs so far, undiscounted.
    internal_rate : float or None
        Yearly rate at which benefits meet costs; None unless costs come first and benefits after, once.
    """

    cost: float
    benefit: float
    net: float
    break_even: float | None
    payback: int | None
    internal_rate: float | None


def present(values: "pd.Series[float]", rate: float) -> float:
    """Present value of a series by year, counted from its first year.

    Examples
    --------
    >>> round(present(pd.Series([1.0, 1.1], index=[2025, 2026]), 0.1), 6)
    2.0
    """
    if values.empty:
        return 0.0
    ahead = values.index.to_numpy(dtype=float) - float(values.index.min())
    return float((values.to_numpy(dtype=float) * (1 + rate) ** -ahead).sum())


def verdict(benefit: "pd.Series[float]", cost: "pd.Series[float]", rate: float) -> Verdict:
    """Weigh benefits against costs by year, in million USD.

    Both begin in the same year.
    """
    years = pd.Index(sorted({*benefit.index, *cost.index}))
    gained = benefit.reindex(years).fillna(0.0)
    spent = cost.reindex(years).fillna(0.0)
    present_benefit, present_cost = present(gained, rate), present(spent, rate)
    return Verdict(
        cost=present_cost,
        benefit=present_benefit,
        net=present_benefit - present_cost,
        break_even=present_cost / present_benefit if present_benefit > 0 else None,
        payback=_payback(gained - spent) if present_cost > 0 else None,
        internal_rate=_internal_rate(gained - spent) if present_cost > 0 else None,
    )


def _payback(flow: "pd.Series[float]") -> int | None:
    """Return the first year with no cumulative loss from then on."""
    reached = flow.cumsum() >= -1e-9
    late = np.flatnonzero(~reached.to_numpy())
    place = int(late[-1]) + 1 if len(late) else 0
    return int(flow.index[place]) if place < len(flow) else None


def _internal_rate(flow: "pd.Series[float]") -> float | None:
    from scipy.optimize import brentq

    signs = np.sign(flow[flow != 0].to_numpy())
    if not (len(signs) and signs[0] < 0 and np.count_nonzero(np.diff(signs)) == 1):
        return None
    low, high = IRR_RANGE
    if present(flow, low) * present(flow, high) >= 0:
        return None
    return float(brentq(lambda rate: present(flow, rate), low, high))

"""A year of full operation: what a plant makes, pays and buys."""

from collections.abc import Collection

import pandas as pd

from .._display import dollars
from .._notes import Note, noted
from .._types import FloatArray
from ..accounts import HouseholdRates, Nation, Prices
from ..errors import SiteError
from ..facilities import Facility, Figure, capacity_in, commodity_code, materials
from ..facilities._figures import BUYS
from ..reference import OPERATIONS
from ._limits import check_jobs, check_pay, check_size, check_surplus
from ._plant import Plant, Terms
from ._purchases import FALLBACK, average_purchases, priced_year, purchases_by_parts
from ._shock import Shock

HOURS = 2080  # of paid work in a year
DUTIES = ("tax", "transfer")


def average_operations(plant: Plant, terms: Terms) -> Shock:
    """Return the operations of a plant that buys and pays as its industries do on average.

    Jobs are as stated, or capacity times the catalogue's jobs per unit, or output times the industry's jobs per dollar.
    """
    site, kind, nation, prices = plant.site, plant.kind, terms.economy.nation, terms.economy.prices
    price = prices.price(terms.dollar_year)
    real = plant.mix / price
    per_dollar = nation.coefficients("jobs") * prices.jobs_per_real_dollar(terms.year)
    average = float(per_dollar @ real)
    notes: list[Note] = []
    jobs = site.jobs
    if jobs is None and kind is not None and site.capacity is not None:
        jobs = capacity_in(kind.unit, site.capacity) * _jobs_per_unit(kind, notes).base
        jobs *= terms.assumed("direct_jobs")
    sales = site.output if site.output is not None else (jobs or 0.0) / average
    if site.output is None:
        notes += noted(
            "output", f"Output: jobs times the industry's output per job, {dollars(sales)} of {terms.dollar_year}."
        )
    jobs = jobs if jobs is not None else sales * average * terms.assumed("direct_jobs")
    check_jobs(jobs, plant.county)
    notes += check_size(jobs, sales, average, plant, terms)
    output = sales * real
    staffing = jobs / (sales * average)
    earned = nation.coefficients("labor_income") * output * staffing
    household_income = float(earned.sum())
    if site.payroll is not None:
        earned *= site.payroll / float(earned @ price)
        household_income = site.payroll / consumption_price(nation, prices, terms.dollar_year)
    added, paid = nation.coefficients("value_added") * output, float(earned @ price)
    notes += check_surplus(sales, float(added @ price), paid)
    notes += check_pay(paid, jobs, terms.dollar_year)
    return Shock(
        phase=OPERATIONS,
        county=plant.county,
        output=output,
        jobs=per_dollar * output * staffing,
        labor_income=earned,
        value_added=added,
        household_income=household_income,
        purchases=average_purchases(output, terms, site.domestic_shares, plant.linked),
        notes=tuple(notes),
    )


def operations_by_parts(plant: Plant, kind: Facility, terms: Terms) -> Shock:
    """Return the operations of a plant from the cost structure of its type, analysis by parts.

    The scale is the stated capacity, or follows from the stated output or jobs. Jobs, payroll and output are as
    announced, else from the catalogue: output is capacity at the type's price, or, where no profit is known, what the
    plant buys and pays with the surplus of its BEA industry on top. Value added is output less purchases.

    Raises
    ------
    SiteError
        If the purchases cost more than the stated output, or the scale cannot be found.
    """
    notes: list[Note] = []
    site, nation, prices = plant.site, terms.economy.nation, terms.economy.prices
    price = prices.price(terms.dollar_year)
    level = consumption_price(nation, prices, terms.dollar_year)
    if site.capacity is not None:
        capacity = capacity_in(kind.unit, site.capacity)
    elif site.output is not None:
        unit_price = _unit_price(kind, plant.mix, terms)
        capacity = site.output / unit_price
        notes += noted(
            "capacity", f"Capacity: output over {dollars(unit_price)} per unit, {capacity:,.6g} {kind.unit}."
        )
    else:
        assert site.jobs is not None
        capacity = site.jobs / _jobs_per_unit(kind, []).base
        notes += noted("capacity", f"Capacity: jobs over the catalogue's jobs per unit, {capacity:,.6g} {kind.unit}.")
    if kind.scale and not kind.scale.holds(capacity):
        notes += noted(
            "capacity_range",
            f"A capacity of {capacity:,.6g} {kind.unit} is outside {kind.scale.low:,g} to {kind.scale.high:,g}, "
            "the range of the catalogue's cost structure.",
            level="warning",
        )
    jobs = site.jobs
    if jobs is None:
        jobs = capacity * _jobs_per_unit(kind, notes).base * terms.assumed("direct_jobs")
    check_jobs(jobs, plant.county)
    bought = purchases_by_parts(_lines(kind, capacity, plant, terms), terms, site.domestic_shares, plant.linked)
    notes += noted("stand_ins", *_stand_ins(kind, bought.lines))
    spent = float(bought.lines.value.sum())
    payroll = site.payroll
    if payroll is None:
        payroll = _payroll(kind, jobs, terms, notes)
    sales = site.output
    if sales is None and kind.price is not None:
        sales = capacity * _unit_price(kind, plant.mix, terms)
        notes += noted("output", f"Output: capacity at the catalogue's price, {dollars(sales)} of {terms.dollar_year}.")
    elif sales is None:
        surplus, year = _average_surplus(plant.mix, nation), nation.economy
        costs = _real(bought.lines, terms) + payroll / level
        costs += capacity * _unit_costs(kind, plant.mix, prices, year, DUTIES)
        sales = costs / (1 - surplus) / float((plant.mix / price).sum())
        notes += noted(
            "output",
            f"Output: no price or profit is known for this type. {dollars(sales)} of {terms.dollar_year} are what "
            f"it buys and pays in prices of {year}, with a surplus of {surplus:.0%} of output as in its BEA industry.",
        )
    if spent > sales:
        raise SiteError(
            f"The plant would buy for {dollars(spent)} and sell for {dollars(sales)} of {terms.dollar_year}. "
            f"Check 'capacity' (in {kind.unit}) and 'output'."
        )
    real = plant.mix / price
    average = float(nation.coefficients("jobs") * prices.jobs_per_real_dollar(terms.year) @ real)
    notes += check_size(jobs, sales, average, plant, terms)
    notes += check_surplus(sales, sales - spent, payroll)
    notes += check_pay(payroll, jobs, terms.dollar_year)
    return Shock(
        phase=OPERATIONS,
        county=plant.county,
        output=sales * real,
        jobs=jobs * plant.mix,
        labor_income=payroll * real,
        value_added=(sales - spent) * real,
        household_income=payroll / level,
        purchases=bought,
        notes=tuple(notes),
    )


def consumption_price(nation: Nation, prices: Prices, year: int) -> float:
    """Return the price of what households buy at home in a year, 1 in the year of the accounts."""
    basket = nation.household_demand(rates=HouseholdRates(contributions=0.0, taxes=0.0, consumption=1.0))
    return float(basket @ prices.price(year) / basket.sum())


def _lines(kind: Facility, capacity: float, plant: Plant, terms: Terms) -> pd.DataFrame:
    """Return what the plant buys at capacity, one row per item and commodity, and what the site says about it."""
    site, prices = plant.site, terms.economy.prices
    dearer = terms.assumed("purchases_cost") if kind.price is None and site.output is None else 1.0
    rows = [
        {
            "item": line.item,
            "kind": line.kind,
            "commodity": commodity,
            "material": line.material or "",
            "user": "intermediate",
            "value": line.base * capacity * share * dearer / 1e6,
            "price_year": priced_year(prices, line.dollar_year),
        }
        for line in kind.operations
        if line.kind in BUYS
        for commodity, share in line.commodities.items()
        if commodity not in site.purchases
    ]
    rows += [
        {
            "item": "Stated by the site",
            "kind": "purchase",
            "commodity": commodity_code(code),
            "material": "",
            "user": "intermediate",
            "value": amount,
            "price_year": terms.dollar_year,
        }
        for code, amount in site.purchases.items()
    ]
    return pd.DataFrame(rows)


def _stand_ins(kind: Facility, lines: pd.DataFrame) -> list[str]:
    """Say which battery materials have no domestic share of their own."""
    named = {line.item: materials()[line.material].title for line in kind.operations if line.material}
    rows = lines[lines.item.isin(named) & (lines.share_source == FALLBACK)]
    return [
        f"{named[row['item']]}: no domestic share is published. That of its BEA commodity {row['commodity']}, "
        f"{row['domestic_share']:.0%}, stands in; state another in 'domestic_shares'."
        for row in rows.to_dict("records")
    ]


def _unit_price(kind: Facility, mix: FloatArray, terms: Terms) -> float:
    """Return output per unit of capacity, million USD of the dollar year: costs and, if not stated, average surplus."""
    costs = _unit_costs(kind, mix, terms.economy.prices, terms.dollar_year, {line.kind for line in kind.operations})
    return costs if kind.price is not None else costs / (1 - _average_surplus(mix, terms.economy.nation))


def _unit_costs(kind: Facility, mix: FloatArray, prices: Prices, dollar_year: int, kinds: Collection[str]) -> float:
    """Return the lines of some kinds per unit of capacity, million USD of the dollar year by the industry's prices."""
    now = float(mix @ prices.price(dollar_year))
    return sum(
        line.base / 1e6 * now / float(mix @ prices.price(priced_year(prices, line.dollar_year)))
        for line in kind.operations
        if line.kind in kinds
    )


def _real(lines: pd.DataFrame, terms: Terms) -> float:
    """Return what purchases cost in prices of the accounts' year, million USD."""
    nation = terms.economy.nation
    level = terms.economy.prices.commodity_price(terms.dollar_year, nation.market_shares)
    return float((lines.value / level[nation.commodities.index.get_indexer(pd.Index(lines.commodity))]).sum())


def _average_surplus(mix: FloatArray, nation: Nation) -> float:
    """Return the share of output that is surplus in the plant's industries."""
    return float(mix @ (nation.industries.operating_surplus / nation.industries.output).to_numpy())


def _payroll(kind: Facility, jobs: float, terms: Terms, notes: list[Note]) -> float:
    """Return labor income, million USD of the dollar year: hourly pay, else labor cost by job, else the industry's."""
    nation, prices = terms.economy.nation, terms.economy.prices
    level = consumption_price(nation, prices, terms.dollar_year)

    def moved(dollars: float, year: int) -> float:
        return dollars * level / consumption_price(nation, prices, priced_year(prices, year))

    labor = [line for line in kind.operations if line.kind == "compensation"]
    if kind.wages:
        everyone = kind.wages[-1]
        benefits = terms.assumed("pay_benefits")
        per_job = moved(everyone.pay.base * HOURS * benefits, everyone.pay.dollar_year)
        source = f"{HOURS:,} hours at the pay of {everyone.name} and {benefits - 1:.0%} of it in benefits"
    elif labor and kind.jobs_per_unit:
        per_job = sum(moved(line.base, line.dollar_year) for line in labor) / kind.jobs_per_unit.base
        source = "the catalogue's labor cost over its jobs"
    else:
        code = max(kind.industries, key=lambda industry: kind.industries[industry])
        at = list(nation.industries.index).index(code)
        per_job = float(nation.coefficients("labor_income")[at] / nation.coefficients("jobs")[at]) * 1e6 * level
        source = f"the average of BEA industry {code} in {nation.economy}, moved with consumer prices"
    notes += noted("pay", f"Pay: ${per_job:,.0f} a job in {terms.dollar_year} dollars, {source}.")
    return float(per_job / 1e6 * jobs)


def _jobs_per_unit(kind: Facility, notes: list[Note]) -> Figure:
    """Return jobs per unit of capacity and say so; refuse a type for which they are not known."""
    per_unit = kind.jobs_per_unit
    if per_unit is None:
        raise SiteError(f"Jobs per {kind.unit} are not known for {kind.name}. Give 'jobs' or 'output' for the site.")
    notes += noted(
        "direct_jobs",
        f"Direct jobs: {per_unit.base:g} per {kind.unit} (range {per_unit.low:g} to {per_unit.high:g}, "
        f"{per_unit.confidence} confidence).",
    )
    return per_unit

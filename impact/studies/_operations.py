"""A year of full operation: output, pay and purchases."""

from dataclasses import replace

import numpy as np
import pandas as pd

from .._display import dollars
from .._notes import Note, noted
from ..errors import SiteError
from ..facilities import Facility, Figure, commodity_code, domestic_share, materials
from ..facilities._figures import BUYS
from ..reference import OPERATIONS
from ._limits import check_jobs, check_pay, check_size, check_surplus
from ._money import consumption_price
from ._pay import plant_payroll
from ._physical import physical_of
from ._plant import Plant, Terms
from ._purchases import STATED_SHARE, Purchases, average_purchases, purchases_by_parts
from ._shock import Shock
from ._unit import capacity_of, line_values, money_year, output_of, own_price

STATED = "Stated by the site"
MIN_MILLION_USD_PER_UNIT = 1e-4  # smaller units are reported by the thousand
NOT_KNOWN = (
    "Output and value added of the plant are not known: no price is known for what {kind} makes. The tables count "
    "those of suppliers and households alone. What the plant buys and pays is {costs} of {year}, which is no output. "
    "State 'output', or a price of its products."
)


def average_operations(plant: Plant, terms: Terms) -> Shock:
    """Return a plant's operations from its industries' average purchases and pay.

    Jobs are as stated, or capacity times the catalogue's jobs per unit, or output times the industry's jobs per dollar.
    Output is as stated, or the revenue of the type's products at capacity, or jobs times the industry's output per job.
    """
    site, nation, prices = plant.site, terms.economy.nation, terms.economy.prices
    price = prices.price(terms.dollar_year)
    real = plant.mix / price
    per_dollar = nation.coefficients("jobs") * prices.jobs_per_real_dollar(terms.year)
    average = float(per_dollar @ real)
    notes: list[Note] = []
    jobs, sales = _average_size(plant, average, terms, notes)
    check_jobs(jobs, plant.county)
    notes += check_size(jobs, sales, average, plant, terms)
    output = sales * real
    staffing = jobs / (sales * average)
    earned = nation.coefficients("labor_income") * output * staffing * terms.assumed("plant_pay")
    household_income = float(earned.sum())
    payroll = site.payroll
    if plant.kind is not None:
        payroll = plant_payroll(plant, plant.kind, jobs, terms, notes)
    if payroll is not None:
        earned *= payroll / float(earned @ price)
        household_income = payroll / consumption_price(nation, prices, terms.dollar_year)
    added, payroll_value = nation.coefficients("value_added") * output, float(earned @ price)
    notes += check_surplus(sales, float(added @ price), payroll_value, stated=site.output is not None)
    notes += check_pay(payroll_value, jobs, terms.dollar_year)
    capacity = None
    if plant.kind is not None and site.capacity is not None:
        capacity = plant.kind.capacity(site.capacity)
    used, unknown = physical_of(plant, plant.kind, capacity)
    return Shock(
        phase=OPERATIONS,
        county=plant.county,
        output=output,
        jobs=per_dollar * output * staffing,
        labor_income=earned,
        value_added=added,
        household_income=household_income,
        purchases=average_purchases(output, terms, site.domestic_shares, plant.linked),
        notes=(*notes, *unknown),
        physical=used,
        capacity=capacity,
    )


def _average_size(plant: Plant, average: float, terms: Terms, notes: list[Note]) -> tuple[float, float]:
    """Return jobs and sales of a plant by industry average.

    Sales are in million USD of the dollar year.
    """
    site, kind = plant.site, plant.kind
    jobs, sales = site.jobs, site.output
    if kind is not None and kind.price is not None:
        capacity = _capacity(plant, kind, terms, notes)
        if jobs is None:
            jobs = capacity * _jobs_per_unit(kind, notes).base * terms.assumed("direct_jobs")
        if sales is None:
            sales = _revenue(capacity, kind, terms, notes)
            assert sales is not None
            return jobs, sales
    elif jobs is None and kind is not None and site.capacity is not None:
        jobs = kind.capacity(site.capacity) * _jobs_per_unit(kind, notes).base * terms.assumed("direct_jobs")
    if sales is None:
        sales = (jobs or 0.0) / average * terms.assumed("output_per_job")
        notes += noted(
            "output", f"Output: jobs times the industry's output per job, {dollars(sales)} of {terms.dollar_year}."
        )
    return jobs if jobs is not None else sales * average * terms.assumed("direct_jobs"), sales


def operations_by_parts(plant: Plant, kind: Facility, terms: Terms) -> Shock:
    """Return a plant's operations by parts, from its type's cost structure.

    The scale is the stated capacity, or follows from the stated output or jobs. Jobs and payroll are as announced,
    else from the catalogue; output is as announced, else the revenue of the products. Value added is output less
    purchases, so dearer feed lowers it, and surplus may be negative. Where no price of a product is known, output and
    value added are not known.

    Raises
    ------
    SiteError
        If the purchases cost more than the stated output, or the scale cannot be found.
    """
    notes: list[Note] = []
    site, nation, prices = plant.site, terms.economy.nation, terms.economy.prices
    price = prices.price(terms.dollar_year)
    level = consumption_price(nation, prices, terms.dollar_year)
    capacity = _capacity(plant, kind, terms, notes)
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
    purchases = _bought(kind, capacity, plant, terms)
    notes += noted("unknown_shares", *_unknown_shares(kind, purchases.lines, terms.year))
    spent = float(purchases.lines.value.sum())
    payroll = plant_payroll(plant, kind, jobs, terms, notes)
    sales = site.output
    if sales is None:
        sales = _revenue(capacity, kind, terms, notes)
    known = sales is not None
    if sales is None:
        sales = spent + payroll  # not a fact: it only weighs the plant's industry in its county
        costs = NOT_KNOWN.format(kind=kind.name, costs=dollars(sales), year=terms.dollar_year)
        notes += noted("output", costs, level="warning")
    elif spent > sales and site.output is not None:
        raise SiteError(
            f"The plant would buy for {dollars(spent)} and sell for {dollars(sales)} of {terms.dollar_year}. "
            f"Check 'capacity' (in {kind.unit}) and 'output'."
        )
    real = plant.mix / price
    average = float(nation.coefficients("jobs") * prices.jobs_per_real_dollar(terms.year) @ real)
    notes += check_size(jobs, sales, average, plant, terms) if known else []
    notes += check_surplus(sales, sales - spent, payroll, stated=site.output is not None) if known else []
    notes += (
        _economics((sales / capacity, spent / capacity), ((sales - spent) / jobs, payroll / jobs), kind)
        if known
        else []
    )
    notes += check_pay(payroll, jobs, terms.dollar_year)
    used, unknown = physical_of(plant, kind, capacity)
    return Shock(
        phase=OPERATIONS,
        county=plant.county,
        output=sales * real,
        jobs=jobs * plant.mix,
        labor_income=payroll * real,
        value_added=(sales - spent) * real,
        household_income=payroll / level,
        purchases=purchases,
        notes=(*notes, *unknown),
        output_known=known,
        physical=used,
        capacity=capacity,
    )


def _capacity(plant: Plant, kind: Facility, terms: Terms, notes: list[Note]) -> float:
    """Return the capacity as stated, or from output or jobs."""
    site = plant.site
    if site.capacity is not None:
        return kind.capacity(site.capacity)
    if site.output is not None and (kind.price is not None or site.jobs is None):
        capacity = capacity_of(site.output, kind, terms)
        price_text = dollars(site.output / capacity)
        notes += noted("capacity", f"Capacity: output over {price_text} per unit, {capacity:,.6g} {kind.unit}.")
        return capacity
    assert site.jobs is not None
    capacity = site.jobs / _jobs_per_unit(kind, []).base
    notes += noted("capacity", f"Capacity: jobs over the catalogue's jobs per unit, {capacity:,.6g} {kind.unit}.")
    return capacity


def _revenue(capacity: float, kind: Facility, terms: Terms, notes: list[Note]) -> float | None:
    """Return revenue at capacity, and note the prices.

    It is None where no price is known.
    """
    sales = output_of(capacity, kind, terms)
    if sales is not None:
        basis = f"products at prices of {kind.revenue_year}" if kind.products else "capacity at the type's price"
        notes += noted("output", f"Output: {basis}, {dollars(sales)} of {terms.dollar_year}.")
    return sales


def _economics(unit: tuple[float, float], job: tuple[float, float], kind: Facility) -> list[Note]:
    """Note the economics of a unit of capacity and of a job.

    All arguments are million USD.
    """
    (sales, purchases), (added, pay) = unit, job
    multiple, multiple_text = (1000.0, "1,000 ") if sales < MIN_MILLION_USD_PER_UNIT else (1.0, "")
    left = added - pay
    rest = "left for taxes, capital and profit" if left >= 0 else "missing: a loss"
    return noted(
        "unit_economics",
        f"Unit economics, per {multiple_text}{kind.unit.removesuffix('/yr')}: revenue {dollars(multiple * sales)}, "
        f"purchases {dollars(multiple * purchases)}, value added {dollars(multiple * (sales - purchases))}. Per job: "
        f"value added {dollars(added)}, pay {dollars(pay)}, {dollars(abs(left))} {rest}.",
    )


def _bought(kind: Facility, capacity: float, plant: Plant, terms: Terms) -> Purchases:
    """Return the plant's purchases.

    Money moves to the dollar year as revenue does; quantities stay.
    """
    lines = _lines(kind, capacity, plant, terms)
    purchases = purchases_by_parts(lines, terms, plant.site.domestic_shares, plant.linked)
    moved = lines.value.to_numpy() * own_price(kind, money_year(kind, terms), terms)
    stated = (lines.item == STATED).to_numpy()
    return replace(purchases, lines=purchases.lines.assign(value=np.where(stated, purchases.lines.value, moved)))


def _lines(kind: Facility, capacity: float, plant: Plant, terms: Terms) -> pd.DataFrame:
    """Return purchases at capacity by item and commodity, one a row.

    What the site states about them is put in.
    """
    site, year = plant.site, money_year(kind, terms)
    dearer = terms.assumed("purchases_cost")
    rows = [
        {
            "item": line.item,
            "kind": line.kind,
            "commodity": commodity,
            "material": line.material or "",
            "user": "intermediate",
            "value": value * capacity * dearer,
            "price_year": year,
        }
        for line in kind.operations
        if line.kind in BUYS
        for commodity, value in line_values(line, year, terms).items()
        if commodity not in site.purchases
    ]
    rows += [
        {
            "item": STATED,
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


def _unknown_shares(kind: Facility, lines: pd.DataFrame, year: int) -> list[str]:
    """Note the battery materials without a known domestic share."""
    named = {line.item: line.material for line in kind.operations if line.material}
    stated = set(lines.item[lines.share_source == STATED_SHARE])
    sentences = []
    for item, material in named.items():
        share = domestic_share(material, year)
        if (share.low, share.high) == (0, 1) and item not in stated:
            sentences.append(
                f"{materials()[material].title}: its domestic share is not known. {share.share:.0%} is used, and 0 to "
                "100% is drawn; state another in 'domestic_shares'."
            )
    return sentences


def _jobs_per_unit(kind: Facility, notes: list[Note]) -> Figure:
    """Return jobs per unit of capacity, with a note.

    A type without known jobs is refused.
    """
    per_unit = kind.jobs_per_unit
    if per_unit is None:
        raise SiteError(f"Jobs per {kind.unit} are not known for {kind.name}. Give 'jobs' or 'output' for the site.")
    notes += noted(
        "direct_jobs",
        f"Direct jobs: {per_unit.base:g} per {kind.unit} (range {per_unit.low:g} to {per_unit.high:g}, "
        f"{per_unit.confidence} confidence).",
    )
    return per_unit

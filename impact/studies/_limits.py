"""Limits of the possible: jobs, output, pay, and position of a plant."""

import math

from .._display import distance, dollars
from .._notes import Note, noted
from ..counties import County, great_circle_km, resolve
from ..errors import SiteError
from ..reference import table
from ._plant import Plant, Terms
from ._position import position
from ._site import Site

MAX_JOBS_PER_LABOR_FORCE = 10.0  # direct jobs over the county's labor force
MIN_JOBS = 0.001  # direct
MAX_MILLION_USD_PER_JOB = 10.0  # of payroll
MIN_PAY, MAX_PAY = 15_000.0, 500_000.0  # USD a job and year, benefits included
MAX_SURPLUS_SHARE = 0.5  # of output, taxes included; in manufacturing tobacco alone earns more
NOTED_STAFFING_RATIO = 5.0  # times the industry's average output per job, or a fifth of it
MAX_STAFFING_RATIO = 300.0
MAX_CAPITAL_MILLION_USD = 200_000.0  # TSMC announced 165 billion for Arizona in March 2025
OUTLINE_TOLERANCE_KM = 2.0  # error of simplified outlines


def check_jobs(count: float, county: County, meaning: str = "") -> None:
    """Refuse more direct jobs than a county can fill, or none.

    ``meaning`` tells how they were derived.
    """
    labor_force = float(table("counties").set_index("fips").labor_force[county.fips])
    if count > MAX_JOBS_PER_LABOR_FORCE * labor_force:
        raise SiteError(
            f"{figure(count)} direct jobs{meaning} are more than ten times the labor force of "
            f"{county.label} ({labor_force:,.0f}). Check jobs and capacity, and that output is in million USD."
        )
    if count < MIN_JOBS:
        raise SiteError(
            f"{figure(count)} direct jobs{meaning} are next to none. "
            "Check jobs and capacity, and that output is in million USD."
        )


def check_size(jobs: float, sales: float, average: float, plant: Plant, terms: Terms) -> list[Note]:
    """Refuse impossible output or pay per job; note unusual values.

    ``average`` are the industry's jobs per million USD of ``sales``.
    """
    site = plant.site
    check_jobs(sales * average, plant.county, ", by the industry's output per job,")
    staffing = jobs / (sales * average)
    if not 1 / MAX_STAFFING_RATIO <= staffing <= MAX_STAFFING_RATIO:
        raise SiteError(
            f"Output per job would be {dollars(sales / jobs)} of {terms.dollar_year}. The industry's average is "
            f"{dollars(1 / average)}; plants lie between a fifth and five times that. "
            "Check jobs, capacity, and that output is in million USD."
        )
    if site.payroll is not None and site.payroll > MAX_MILLION_USD_PER_JOB * jobs:
        raise SiteError(
            f"A payroll of {dollars(site.payroll)} is over ${MAX_MILLION_USD_PER_JOB:g} million for each of "
            f"{figure(jobs)} jobs. Check that payroll is in million USD of a year."
        )
    if 1 / NOTED_STAFFING_RATIO <= staffing <= NOTED_STAFFING_RATIO:
        return []
    return noted(
        "output_per_job",
        f"Output per job is {dollars(sales / jobs)}, {1 / staffing:,.2g} times the industry's average. "
        "Suppliers follow output, so check both.",
        level="warning",
    )


def check_capital(capital: float) -> None:
    """Refuse capital that no plant ever had; million USD."""
    if capital > MAX_CAPITAL_MILLION_USD:
        raise SiteError(
            f"A capital of {dollars(capital)} is more than any plant has cost. "
            "Check 'capital', which is in million USD, and 'capacity'."
        )


def check_surplus(sales: float, added: float, payroll: float, stated: bool) -> list[Note]:
    """Note a loss or a surplus that is nearly all output.

    Pay above a ``stated`` output is refused.

    All money is in million USD of a year.
    """
    if stated and payroll > sales:
        raise SiteError(
            f"Labor income of {dollars(payroll)} exceeds output of {dollars(sales)}, so nobody could pay it. "
            "Check 'jobs', 'payroll' and 'output'; money is in million USD of a year."
        )
    if payroll > added and stated:
        text = f"Pay of {dollars(payroll)} exceeds output less purchases, {dollars(added)}: the plant runs at a loss. "
        return noted("surplus", text + "Check 'jobs', 'payroll' and 'output'.", level="warning")
    if payroll > added:
        text = (
            f"The plant runs at a loss at these prices: value added (output less purchases) is {dollars(added)}, "
            f"and it pays {dollars(payroll)}. "
        )
        return noted("surplus", text + "Check 'price_year', 'prices' and 'jobs'.", level="warning")
    surplus = added - payroll
    if surplus > MAX_SURPLUS_SHARE * sales:
        return noted(
            "surplus",
            f"Profit, depreciation and taxes would be {surplus / sales:.0%} of output, which few industries earn. "
            "Value added is then too large: state 'output', or what the plant pays for its inputs in 'purchases'.",
            level="warning",
        )
    return []


def check_pay(payroll: float, jobs: float, dollar_year: int) -> list[Note]:
    """Note unusual pay per job.

    ``payroll`` is in million USD of the dollar year, with benefits.
    """
    per_job = payroll / jobs * 1e6
    if MIN_PAY <= per_job <= MAX_PAY:
        return []
    return noted(
        "pay_per_job",
        f"Labor income is ${per_job:,.0f} of {dollar_year} per job, benefits included, outside ${MIN_PAY:,.0f} to "
        f"${MAX_PAY:,.0f}. Check 'jobs', and that 'payroll' is in million USD of a year.",
        level="warning",
    )


def near_county(site: Site, county: County) -> list[str]:
    """Refuse a position far outside the county; note one outside.

    Far is farther than the county is wide.
    """
    if site.lon is None or site.lat is None:
        return []
    plant_position = f"lon {site.lon:g}, lat {site.lat:g}"
    width = math.sqrt(float(table("counties").set_index("fips").land_km2[county.fips]))
    away = float(great_circle_km(county.lon, county.lat, site.lon, site.lat))
    if away <= width / 2:
        return []
    lies_in, outside = position(site.lon, site.lat, county.fips)
    if outside <= OUTLINE_TOLERANCE_KM:
        return []
    owner = resolve(lies_in).reference if lies_in else "no county of the 50 states and DC"
    sentence = f"The plant at {plant_position} lies in {owner}, {distance(outside)} outside {county.label}"
    if outside <= width:
        return [f"{sentence}, where it is counted."]
    raise SiteError(
        f"{sentence}. Change 'county', or 'lon' and 'lat': the county is at {county.lon:.2f}, {county.lat:.2f}, and "
        "longitudes of the United States are negative."
    )


def figure(value: float) -> str:
    """Write a quantity for a message."""
    return f"{value:,.0f}" if 10 <= value < 1e12 else f"{value:.3g}"

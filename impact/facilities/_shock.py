"""What a site changes directly: output, jobs and labor income of its industries."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..accounts import Nation, Prices
from ..counties import County, activity, great_circle_km, resolve
from ..errors import SiteError
from ..reference import table
from ._catalogue import facility
from ._industries import industry_mix
from ._site import Site

ABSURD = 10.0  # direct jobs per person in the county's labor force
SMALLEST = 0.001  # direct jobs
RICHEST = 10.0  # million USD of payroll per job
UNUSUAL = 5.0  # times the industry's average, or a fifth of it
FARTHEST_KM = 1500.0  # Attu is 1,400 km from the centre of population of Aleutians West, the longest of counties


@dataclass(frozen=True)
class Shock:
    """The direct effect of a site in a year of full operation; arrays are (industries,).

    Attributes
    ----------
    county : County
        Where it happens.
    output : array
        Million USD of the year of the accounts.
    jobs : array
        Full- and part-time jobs.
    labor_income : array
        Million USD of the year of the accounts.
    local_purchases : array
        What the plant buys in the county by the site's word, million USD of the accounts' year; NaN where the trade
        model decides.
    notices : tuple of str
        What was assumed about the site.
    """

    county: County
    output: NDArray[np.float64]
    jobs: NDArray[np.float64]
    labor_income: NDArray[np.float64]
    local_purchases: NDArray[np.float64]
    notices: tuple[str, ...]


def shock(site: Site, nation: Nation, prices: Prices) -> Shock:
    """Return the direct effect of a site.

    Jobs are as stated, or capacity times the catalogue's jobs per unit, or output times the industry's jobs per real
    dollar in the year of operation. Output is as stated, deflated by the price of its industry, or jobs over jobs per
    dollar. Labor income is the stated payroll, or the industry's labor income per dollar scaled by stated jobs. Shares
    of several industries are shares of output in dollars of the site's ``dollar_year``.

    Raises
    ------
    SiteError
        If a code or year is not covered; if the jobs, stated or implied by output, are more than ten times the county's
        labor force or next to none; if the payroll is over ten million dollars per job; or if the plant stands far from
        its county.
    RegionError
        If the county is not found.
    """
    county = resolve(site.county)
    _near(site, county)
    notices = [county.notice] if county.notice else []
    kind = facility(site.facility) if site.facility else None
    mix = industry_mix(kind.industries if kind else site.industries or {})
    price = prices.price(site.dollar_year)
    real = np.array([mix.get(code, 0.0) for code in nation.industries.index]) / price  # per dollar of the dollar year
    per_dollar = nation.coefficients("jobs") * prices.jobs_per_real_dollar(site.year)
    jobs = site.jobs
    if jobs is None and kind is not None and site.capacity is not None:
        per_unit = kind.jobs_per_unit
        jobs = site.capacity * per_unit.base
        notices.append(
            f"Direct jobs: {site.capacity:,g} {kind.unit} at {per_unit.base:g} jobs per unit "
            f"(range {per_unit.low:g} to {per_unit.high:g}, {per_unit.confidence} confidence)."
        )
    average = float(per_dollar @ real)  # jobs per million USD of the dollar year
    if site.output is not None:
        sales = site.output
    else:
        sales = (jobs or 0.0) / average
        notices.append(
            f"Output: jobs times the industry's output per job, ${sales:,.4g} million of {site.dollar_year}."
        )
    jobs = jobs if jobs is not None else sales * average
    for count, meaning in ((jobs, ""), (sales * average, ", by the industry's output per job,")):
        _plausible(count, meaning, county)
    staffing = jobs / (sales * average)
    if not 1 / UNUSUAL <= staffing <= UNUSUAL:
        notices.append(
            f"Output per job is ${sales / jobs:,.3g} million, {1 / staffing:,.2g} times the industry's average. "
            "Suppliers follow output, so check both."
        )
    output = sales * real
    earned = nation.coefficients("labor_income") * output * staffing
    if site.payroll is not None:
        if site.payroll > RICHEST * jobs:
            raise SiteError(
                f"A payroll of ${_figure(site.payroll)} million is over ${RICHEST:g} million for each of "
                f"{_figure(jobs)} jobs. Check that payroll is in million USD of a year."
            )
        earned *= site.payroll / float(earned @ price)
    local = _local_purchases(site, county, nation, output)
    return Shock(county, output, per_dollar * output * staffing, earned, local, tuple(notices))


def _local_purchases(site: Site, county: County, nation: Nation, output: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what the plant buys in its county by the site's word; refuse more than the county makes."""
    codes = list(nation.industries.index)
    share = np.full(len(codes), np.nan)
    for code, part in site.local_purchases.items():
        for industry in industry_mix({code: 1.0}):
            share[codes.index(industry)] = part
    if not site.local_purchases:
        return share
    wanted: NDArray[np.float64] = share * (nation.direct_requirements() @ output)
    made = activity([county.fips]).shares[0] * nation.output
    for number in np.flatnonzero(wanted > made):
        raise SiteError(
            f"The plant would buy ${_figure(wanted[number])} million of {codes[number]} "
            f"({nation.industries.title.iloc[number]}) in {county.label}, which makes {_figure(made[number])}. "
            "Lower its share in 'local_purchases'."
        )
    return wanted


def _plausible(jobs: float, meaning: str, county: County) -> None:
    """Refuse jobs that no county could fill, and next to none."""
    labor_force = float(table("counties").set_index("fips").labor_force[county.fips])
    if jobs > ABSURD * labor_force:
        raise SiteError(
            f"{_figure(jobs)} direct jobs{meaning} are more than ten times the labor force of {county.label} "
            f"({labor_force:,.0f}). Check jobs and capacity, and that output is in million USD."
        )
    if jobs < SMALLEST:
        raise SiteError(
            f"{_figure(jobs)} direct jobs{meaning} are next to none. "
            "Check jobs and capacity, and that output is in million USD."
        )


def _near(site: Site, county: County) -> None:
    """Refuse a position far from the county, as without the minus of a western longitude."""
    if site.lon is None or site.lat is None:
        return
    away = float(great_circle_km(county.lon, county.lat, site.lon, site.lat))
    if away > FARTHEST_KM:
        raise SiteError(
            f"The plant at lon {site.lon:g}, lat {site.lat:g} is {away:,.0f} km from {county.label}. "
            f"Longitudes of the United States are negative: the county is at {county.lon:.2f}, {county.lat:.2f}."
        )


def _figure(value: float) -> str:
    return f"{value:,.0f}" if 10 <= value < 1e12 else f"{value:.3g}"

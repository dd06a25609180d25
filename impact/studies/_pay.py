"""Pay of plants, from occupations and area wages, and builders' pay."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from .._notes import Note, noted
from .._types import FloatArray
from ..counties import County, mean_pay, occupation_pay, resolve, wage_area
from ..facilities import Facility, labor_plan, staffing
from ..reference import kept, manifest, table
from ._money import consumption_price, moved, priced_year
from ._pay_level import pay_level
from ._plant import Plant, Terms
from ._site import Site

ALL_OCCUPATIONS = "00-0000"
MAX_WAGE_RATIO = 1.5  # of a plant's wage to the area's average; notes explain a higher one
PAY_CACHE_SIZE = 64  # mixes of occupations
MIN_BORROWED_SHARE = 0.05  # of jobs at wages of a larger area; notes mention a higher one


@dataclass(frozen=True)
class Wage:
    """Yearly wage of a plant's job, USD of the dollar year.

    It follows from its occupations; benefits are apart.

    Attributes
    ----------
    wage, average : float
        Mean over the plant's occupations, and over all jobs of the area.
    area : str
        Area whose wages these are.
    borrowed : float
        Share of the jobs whose wages are those of the state or the nation, as the area's are not published.
    occupations : float
        National pay of the plant's occupations over that of all occupations.
    premium : float
        National pay of its industry over that of all industries for the same occupations.
    """

    wage: float
    average: float
    area: str
    borrowed: float
    occupations: float
    premium: float


def occupations_of(kind: Facility, site: Site | None = None) -> "pd.Series[float]":
    """Return occupation shares of the jobs by SOC code.

    They are stated, of the type, or the staffing of its industries.
    """
    plan = site.labor_plan[0] if site is not None else labor_plan(kind.occupations)[0]
    return pd.Series(plan, dtype=float) if plan else staffing(kind.staffed_as or kind.industries)


def wage_of(shares: "pd.Series[float]", kind: Facility, terms: Terms, county: County | None = None) -> Wage:
    r"""Return the wage of occupations in a county's area.

    It is of the study's year and dollars.

    .. math:: w = \frac{\sum_o s_o w_o}{\sum_o s_o} \, p \, \frac{W_{year}}{W_{survey}}
              \, \frac{P_{dollar\,year}}{P_{year}}

    with shares :math:`s` of occupations and their mean pay :math:`w` in the area (OEWS). :math:`p` is the industry's
    premium for the same occupations, :math:`W` national pay per job, and :math:`P` consumer prices. Occupations without
    published pay are assumed to earn the mean of the others.

    Parameters
    ----------
    shares : Series
        Of the jobs by SOC code.
    kind : Facility
        Type of the plant; its industries give the premium.
    terms : Terms
        Year, dollars and the assumption ``plant_pay``.
    county : County, optional
        Where the plant stands; without it the nation's wages.

    References
    ----------
    BLS, Occupational Employment and Wage Statistics (OEWS).
    """
    area = wage_area(county.fips)[1] if county else "the United States"
    premium = industry_premium(kind.staffed_as or kind.industries)
    to_dollars = _to_dollars(terms)
    mean, average, borrowed, occupations = _pay_of(*_as_tuples(shares), county.fips if county else None)
    return Wage(
        wage=mean * premium * terms.assumed("plant_pay") * to_dollars,
        average=average * to_dollars,
        area=area,
        borrowed=borrowed,
        occupations=occupations,
        premium=premium,
    )


def _as_tuples(shares: "pd.Series[float]") -> tuple[tuple[str, ...], tuple[float, ...]]:
    return tuple(shares.index), tuple(shares)


@partial(kept, most=PAY_CACHE_SIZE)
def _pay_of(codes: tuple[str, ...], shares: tuple[float, ...], fips: str | None) -> tuple[float, float, float, float]:
    """Return mean pay, area average, and two attributes of :class:`Wage`.

    These are ``borrowed`` and ``occupations``.
    """
    area_pay, everywhere = occupation_pay(fips), occupation_pay()["mean"].dropna()
    stated = pd.Series(shares, index=pd.Index(codes))
    known = stated[stated.index.isin(everywhere.index) & (stated.index != ALL_OCCUPATIONS)]
    weights = known / known.sum()
    borrowed = 0.0
    if fips is not None:
        borrowed = float(weights[(area_pay.pay_area[weights.index] != wage_area(fips)[1]).to_numpy()].sum())
    return (
        float(np.average(area_pay["mean"].reindex(weights.index), weights=weights)),
        float(area_pay["mean"].to_dict()[ALL_OCCUPATIONS]),
        borrowed,
        float(np.average(everywhere.reindex(weights.index), weights=weights)) / everywhere.to_dict()[ALL_OCCUPATIONS],
    )


def plant_payroll(plant: Plant, kind: Facility, jobs: float, terms: Terms, notes: list[Note]) -> float:
    """Return yearly labor income, with notes on its basis.

    It is in million USD of the dollar year.

    Stated payroll wins, then the pay of a type that has its own, then occupations at the area's wages with benefits.
    """
    wage = wage_of(occupations_of(kind, plant.site), kind, terms, plant.county)
    benefits = terms.assumed("pay_benefits")
    stated = _stated_pay(plant, kind, jobs, terms)
    per_job = stated if stated is not None else wage.wage * benefits
    if stated is None:
        notes += noted("pay", _basis(wage, per_job, terms))
    elif plant.site.payroll is None:
        text = f"Pay: ${per_job:,.0f} a job in {terms.dollar_year} dollars, benefits included, as its type states."
        notes += noted("pay", text)
    notes += noted("wage", _compared(wage, per_job / benefits, stated is not None))
    return per_job * jobs / 1e6


def own_pay(kind: Facility, terms: Terms) -> float | None:
    """Return a type's own pay per job, USD.

    It includes benefits and is of the dollar year; None where occupations decide.
    """
    if kind.pay_from == "occupations":
        return None
    if kind.pay_per_job is not None:
        return moved(kind.pay_per_job.base, kind.pay_per_job.dollar_year, terms) * 1e6
    labor = [line for line in kind.operations if line.kind == "compensation"]
    if not labor or kind.jobs_per_unit is None:
        return None
    return sum(moved(line.base, line.dollar_year, terms) for line in labor) / kind.jobs_per_unit.base * 1e6


def industry_premium(industries: Mapping[str, float]) -> float:
    """Return industries' pay over the national pay of the same occupations.

    Parameters
    ----------
    industries : mapping of str to float
        Shares of the jobs by BEA detail industry.

    Examples
    --------
    >>> round(industry_premium({"325180": 1.0}), 2)
    1.11
    """
    premium = table("industry_pay").set_index("industry").premium
    return float(sum(share * premium[code] for code, share in industries.items()))


def relative_pay(site: Site, fips: Sequence[str]) -> FloatArray:
    """Return a job's pay in other counties over its own, (counties,).

    Ones where pay is stated, or that of an industry.
    """
    if site.kind is None or not site.paid_by_occupation:
        return np.ones(len(fips))
    shares, nation = occupations_of(site.kind, site), occupation_pay()["mean"].dropna()
    shares = shares[shares.index.isin(nation.index) & (shares.index != ALL_OCCUPATIONS)]
    pay = mean_pay([*fips, resolve(site.county).fips])[shares.index].to_numpy() @ shares.to_numpy()
    ratio: FloatArray = pay[:-1] / pay[-1]
    return ratio


def builders_wage(jobs: "pd.Series[float]", county: County, terms: Terms) -> tuple[float, float]:
    """Return builders' relative pay in a county's area, and their pay.

    The first is over the nation's; the second includes benefits.

    Pay per job moves with that of construction in the nation's accounts, not with the price of buildings.

    Parameters
    ----------
    jobs : Series
        Shares of the jobs by construction industry, summing to one.
    county : County
        Where they build.
    terms : Terms
        Year and dollars.

    Returns
    -------
    float, float
        The ratio for the same occupations, and compensation in USD of the dollar year over that of the structure year.
    """
    codes, shares = _as_tuples(jobs)
    growth = pay_level(terms.year, codes) / pay_level(terms.economy.year, codes)
    return _builders_ratio(codes, shares, county.fips), growth * _consumer_prices(terms, terms.year)


@partial(kept, most=PAY_CACHE_SIZE)
def _builders_ratio(codes: tuple[str, ...], of_jobs: tuple[float, ...], fips: str) -> float:
    """Return an area's pay over the nation's, for industries' occupations."""
    shares = staffing(dict(zip(codes, of_jobs, strict=True)))
    local_pay, national_pay = occupation_pay(fips)["mean"], occupation_pay()["mean"].dropna()
    shares = shares[shares.index.isin(national_pay.index) & (shares.index != ALL_OCCUPATIONS)]
    ratio = float(np.average(local_pay.reindex(shares.index), weights=shares))
    return ratio / float(np.average(national_pay.reindex(shares.index), weights=shares))


def survey_year() -> int:
    """Return the year of the wages by occupation and area."""
    return int(re.findall(r"20\d\d", manifest().tables["wages"].source)[-1])


def _to_dollars(terms: Terms) -> float:
    """Return the factor from survey wages to the study's.

    It covers the study's year and its dollars.
    """
    return pay_level(terms.year) / pay_level(survey_year()) * _consumer_prices(terms, terms.year)


def _consumer_prices(terms: Terms, year: int) -> float:
    """Return consumer prices of the dollar year over those of a year."""
    nation, prices = terms.economy.nation, terms.economy.prices
    level = consumption_price(nation, prices, priced_year(prices, terms.dollar_year))
    return level / consumption_price(nation, prices, priced_year(prices, year))


def _stated_pay(plant: Plant, kind: Facility, jobs: float, terms: Terms) -> float | None:
    """Return the stated pay of a job, USD.

    The site or its type states it; it is of the dollar year.
    """
    if plant.site.payroll is not None:
        return plant.site.payroll / jobs * 1e6
    return own_pay(kind, terms)


def _basis(wage: Wage, per_job: float, terms: Terms) -> str:
    benefits = terms.assumed("pay_benefits") - 1
    text = (
        f"Pay: ${per_job:,.0f} a job in {terms.dollar_year} dollars: wages of ${wage.wage:,.0f} and {benefits:.0%} of "
        f"them in benefits. Wages are those of the plant's occupations in {wage.area} "
        f"({manifest().tables['wages'].source}), times {wage.premium:.2f}, what its industry pays above others."
    )
    if wage.borrowed > MIN_BORROWED_SHARE:
        text += f" For {wage.borrowed:.0%} of the jobs, wages of the state or the nation stand in."
    return text


def _compared(occupation_wage: Wage, paid_wage: float, stated: bool) -> str:
    """Compare a plant's wage with the area's average.

    Benefits are apart; reasons follow where it is far above.
    """
    ratio = paid_wage / occupation_wage.average
    text = (
        f"Wages of the plant, ${paid_wage:,.0f} a job without benefits, are {ratio:.2f} times the average of all jobs "
        f"in {occupation_wage.area}, ${occupation_wage.average:,.0f}."
    )
    if ratio <= MAX_WAGE_RATIO:
        return text
    reasons = [f"its occupations earn {occupation_wage.occupations:.2f} times the average in the nation"]
    reasons += [f"its industry pays {occupation_wage.premium:.2f} times what others pay for them"]
    reasons += (
        [f"pay is as stated, where its occupations would earn ${occupation_wage.wage:,.0f} in the area"]
        if stated
        else []
    )
    return f"{text} Why: {'; '.join(reasons)}."

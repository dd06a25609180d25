"""Unit economics, and the conversion between capacity and output."""

from dataclasses import dataclass

import numpy as np

from .._economy import economy
from ..errors import SiteError
from ..facilities import Facility, Line, industry_mix
from ..facilities._figures import BUYS
from ..reference import override
from ._money import moved, priced_year
from ._pay import occupations_of, own_pay, wage_of
from ._plant import Terms
from ._site import LATEST_YEAR

DUTIES = ("tax", "transfer")


@dataclass(frozen=True)
class UnitEconomics:
    """Revenue and costs of a unit of capacity, million USD.

    They are of a full year, in the dollar year.

    Attributes
    ----------
    revenue : float or None
        Products × yield × price; None where no price is known.
    purchases : float
        Materials, energy, maintenance and overhead.
    compensation : float
        Wages, salaries and benefits of the direct jobs.
    duties : float
        Taxes on production and transfers.
    dollar_year : int
        Of all of it.
    """

    revenue: float | None
    purchases: float
    compensation: float
    duties: float
    dollar_year: int

    @property
    def value_added(self) -> float | None:
        """Revenue less purchases."""
        return None if self.revenue is None else self.revenue - self.purchases

    @property
    def surplus(self) -> float | None:
        """Value added less pay and duties; negative for a loss."""
        return None if self.value_added is None else self.value_added - self.compensation - self.duties

    def parts(self, kind: Facility) -> list[tuple[str, float]]:
        """Return the lines of a type's unit economics, million USD.

        There are none without a price of its products.

        Revenue alone, where the costs of the type are not known or known in part.
        """
        if self.revenue is None:
            return []
        parts = [("Revenue", self.revenue)]
        if kind.operations and not kind.partial:
            parts += [("Purchases", -self.purchases), ("Value added", self.revenue - self.purchases)]
            if self.surplus is not None and self.compensation:
                parts += [("Pay with benefits", -self.compensation), ("Taxes and transfers", -self.duties)]
                parts += [("Surplus" if self.surplus >= 0 else "Surplus (runs at a loss)", self.surplus)]
        return parts


def unit_economics(kind: Facility, terms: Terms | None = None) -> UnitEconomics:
    """Economics of a unit of capacity at the nation's wages.

    The type needs a cost structure.

    By default of the latest year in the default economy, all assumptions as declared. Money is added up in dollars of
    :func:`money_year`. All of it moves to the dollar year by the price of the plant's own industry, so that the margin
    between products and feeds keeps its sign.
    """
    terms = terms or Terms(LATEST_YEAR, LATEST_YEAR, override({}), economy())
    stated = own_pay(kind, terms)
    average = wage_of(occupations_of(kind), kind, terms).wage * terms.assumed("pay_benefits")
    per_job = (average if stated is None else stated) / 1e6
    jobs = kind.jobs_per_unit.base if kind.jobs_per_unit else 0.0
    year = money_year(kind, terms)
    purchase_lines = (line for line in kind.operations if line.kind in BUYS)
    return UnitEconomics(
        revenue=unit_revenue(kind, terms),
        purchases=own_price(kind, year, terms)
        * sum(sum(line_values(line, year, terms).values()) for line in purchase_lines),
        compensation=jobs * per_job,
        duties=sum(moved(line.base, line.dollar_year, terms) for line in kind.operations if line.kind in DUTIES),
        dollar_year=terms.dollar_year,
    )


def money_year(kind: Facility, terms: Terms) -> int:
    """Return the dollar year of a type's sums.

    It is that of its market prices, else the study's dollar year.
    """
    priced = [
        entry.dollar_year for entry in (*kind.products, *kind.operations) if entry.price or entry in kind.products
    ]
    return priced_year(terms.economy.prices, priced[0]) if priced else terms.dollar_year


def own_price(kind: Facility, year: int, terms: Terms) -> float:
    """Return the price of a type's industries, relative to a year.

    It is that of the dollar year.
    """
    shares = industry_mix(kind.industries, terms.economy.year)
    codes = terms.economy.nation.industries.index
    mix = np.array([shares.get(code, 0.0) for code in codes])
    prices = terms.economy.prices
    return float(mix @ prices.price(terms.dollar_year)) / float(mix @ prices.price(priced_year(prices, year)))


def unit_revenue(kind: Facility, terms: Terms) -> float | None:
    """Return revenue per unit of capacity, million USD.

    It is of the dollar year; None where no price is known.
    """
    price, year = kind.price, kind.revenue_year
    if price is None or year is None:
        return None
    market = terms.assumed("market_prices") if kind.products else 1.0
    return price / 1e6 * market * own_price(kind, year, terms)


def output_of(capacity: float, kind: Facility, terms: Terms) -> float | None:
    """Return a year's revenue at a capacity, million USD.

    It is of the dollar year; None where no price is known.
    """
    revenue = unit_revenue(kind, terms)
    return None if revenue is None else capacity * revenue


def capacity_of(output: float, kind: Facility, terms: Terms) -> float:
    """Return the capacity for a revenue, the inverse of :func:`output_of`.

    Raises
    ------
    SiteError
        If no price of a product is known.
    """
    revenue = unit_revenue(kind, terms)
    if revenue is None:
        raise SiteError(
            f"No price is known for what {kind.name} makes, so output does not say how large the plant is. "
            "Give 'capacity' or 'jobs' too."
        )
    return output / revenue


def line_values(line: Line, year: int, terms: Terms) -> dict[str, float]:
    """Return a line's purchases by commodity, million USD of a year.

    They are per unit of capacity, those of priced lines.
    """
    nation, prices = terms.economy.nation, terms.economy.prices
    if line.price is not None:
        value = line.base / 1e6 * terms.assumed("market_prices")
        return {commodity: value * share for commodity, share in line.commodities.items()}
    old_price = prices.commodity_price(priced_year(prices, line.dollar_year), nation.market_shares)
    new_price = prices.commodity_price(year, nation.market_shares)
    commodity_index = {code: nation.commodities.index.get_loc(code) for code in line.commodities}
    return {
        code: line.base / 1e6 * share * float(new_price[commodity_index[code]] / old_price[commodity_index[code]])
        for code, share in line.commodities.items()
    }

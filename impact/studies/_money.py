"""Dollars of one year in those of another, by consumer prices."""

from ..accounts import HouseholdRates, Nation, Prices
from ._plant import Terms


def moved(amount: float, year: int, terms: Terms) -> float:
    """Return an amount as million USD of the dollar year.

    It moves by the price of household purchases.
    """
    nation, prices = terms.economy.nation, terms.economy.prices
    level = consumption_price(nation, prices, terms.dollar_year)
    return amount / 1e6 * level / consumption_price(nation, prices, priced_year(prices, year))


def consumption_price(nation: Nation, prices: Prices, year: int) -> float:
    """Return the price of households' domestic purchases in a year.

    It is 1 in the year of the accounts.
    """
    all_spent = HouseholdRates(contributions=0.0, taxes=0.0, consumption=1.0)
    basket = nation.household_demand(rates=all_spent, imputed_rent=1.0)
    return float(basket @ prices.price(year) / basket.sum())


def priced_year(prices: Prices, year: int) -> int:
    """Return the year whose prices stand for a year's.

    It is the last known one for later years.
    """
    return min(year, prices.dollar_years[-1])

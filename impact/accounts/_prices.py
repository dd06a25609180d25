"""Moving dollars and jobs between years, industry by industry."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .._types import FloatArray
from ..errors import DataError, SiteError
from ..reference import economy_year, table


@dataclass(frozen=True)
class Prices:
    """Price of output and real output per job by industry and year.

    Attributes
    ----------
    index : DataFrame
        (industries, years) chain-type price index of gross output, 1 in the year of the accounts.
    productivity : DataFrame
        (industries, years) real output per job, 1 in the year of the accounts; it begins a year later.
    """

    index: pd.DataFrame
    productivity: pd.DataFrame

    def price(self, year: int) -> FloatArray:
        """Price of each industry's output in a year, (industries,).

        It is 1 in the year of the accounts.

        Raises
        ------
        SiteError
            If there is no index for the year.
        """
        return _year(self.index, year, "Dollar year")

    def commodity_price(self, year: int, market_shares: FloatArray) -> FloatArray:
        """Price of each commodity in a year, (commodities,).

        It is 1 in the year of the accounts.

        The mean price of the output of the industries that make it, weighted by their shares in making it. BEA
        publishes prices of industry output, not of commodities, and an industry's price also holds its other products.

        Parameters
        ----------
        year : int
            Year of the money.
        market_shares : (industries, commodities) array
            As ``Nation.market_shares``. A commodity without a maker (used goods, noncomparable imports) has a price of
            1, which moves nothing.

        Raises
        ------
        SiteError
            If there is no index for the year.

        Examples
        --------
        >>> from impact.accounts import nation
        >>> economy = nation(economy=2017)
        >>> price = prices(2017).commodity_price(2021, economy.market_shares)
        >>> round(float(price[list(economy.commodities.index).index("325180")]), 3)
        1.169
        """
        made = market_shares.sum(axis=0)
        level = self.price(year) @ market_shares
        price: FloatArray = np.divide(level, made, out=np.ones_like(level), where=made != 0)
        return price

    def jobs_per_real_dollar(self, year: int) -> FloatArray:
        """Jobs per real dollar of output in a year, (industries,).

        They are 1 in the year of the accounts.

        Raises
        ------
        SiteError
            If productivity is not known for the year.
        """
        return 1.0 / _year(self.productivity, year, "Year of operation")

    @property
    def dollar_years(self) -> range:
        """Years in which money can be stated."""
        return range(int(self.index.columns[0]), int(self.index.columns[-1]) + 1)


def prices(economy: int | None = None) -> Prices:
    """Read prices and productivity of the 402 industries.

    Both are 1 in the year of the economy.

    Industries without jobs (customs duties, owner-occupied housing) have a productivity of 1, which moves nothing.

    Parameters
    ----------
    economy : int, optional
        Year of the economy; by default that of the manifest.

    Raises
    ------
    UsageError
        If there is no economy of that year.
    DataError
        If an embedded table is damaged or ends before that year.

    References
    ----------
    BEA, GDP by industry, underlying detail; for jobs see the table ``productivity`` in the manifest.

    Examples
    --------
    >>> float(prices(2017).index.loc["335911", 2017])
    1.0
    """
    codes = table("industries").code
    base = economy_year(economy)
    level, productivity = _relative("prices", "price_index", base), _relative("productivity", "productivity", base)
    return Prices(level.loc[codes], productivity.reindex(codes).fillna(1.0))


def _relative(name: str, column: str, base: int) -> pd.DataFrame:
    """Return a table's column relative to the base year, (industries, years)."""
    values = table(name).pivot(index="industry", columns="year", values=column)
    if base not in values:
        raise DataError(f"The economy of {base} lacks prices: the reference table {name} has no figures of that year.")
    return values.div(values[base], axis=0)


def _year(frame: pd.DataFrame, year: int, noun: str) -> FloatArray:
    if year not in frame.columns:
        last = int(frame.columns[-1])
        reason = (
            f" BEA's prices and output by industry end in {last}, and nothing later stands in." if year > last else ""
        )
        raise SiteError(f"{noun} {year} is not covered. Give a year from {frame.columns[0]} to {last}.{reason}")
    values: FloatArray = frame[year].to_numpy(dtype=np.float64)
    return values

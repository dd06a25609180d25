"""Economy of one year: accounts, prices, county activity and trade.

It is read once and passed on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ._types import Progress
from .accounts import Nation, Prices, nation, prices
from .counties import Activity, activity
from .reference import Assumption, Table, economy_year, kept, manifest
from .trade import Gravity, national_trade


@dataclass(frozen=True, eq=False)
class Economy:
    """Structure of one year for studies; :func:`economy` reads one.

    ``dataclasses.replace`` gives one with accounts of your own, such as those with the scrap adjustment.

    Attributes
    ----------
    nation : Nation
        Accounts before redefinitions.
    prices : Prices
        Prices and productivity of the industries, both 1 in the year of the accounts.
    """

    nation: Nation
    prices: Prices

    @property
    def year(self) -> int:
        """Year of the structure."""
        return self.nation.economy

    @property
    def tables(self) -> Mapping[str, Table]:
        """Declared reference tables of a study of the economy, by name."""
        return manifest().of_economy(self.year)

    def activity(self, fips: Sequence[str]) -> Activity:
        """Jobs and output shares of counties by industry, as :func:`impact.counties.activity`."""
        return activity(fips, self.year)

    def trade(
        self,
        assumptions: Mapping[str, Assumption] | None = None,
        progress: Progress = lambda done, total: None,
    ) -> Gravity:
        """Trade of every industry between all counties, as :func:`impact.trade.national_trade`."""
        return national_trade(assumptions, progress, self.year)

    def __repr__(self) -> str:
        """Name the year; the tables are too long."""
        return f"Economy({self.year})"


def economy(year: int | None = None) -> Economy:
    """Return the economy of a year, read once in a process.

    Parameters
    ----------
    year : int, optional
        One of ``manifest().economies``; by default its ``default_economy``.

    Raises
    ------
    UsageError
        If there is no economy of that year; the message names those there are.
    DataError
        If one of its tables is not declared, missing or damaged.

    Examples
    --------
    >>> economy(2017)
    Economy(2017)
    >>> economy(2017) is economy(2017)
    True
    """
    return _read(economy_year(year))


@kept
def _read(year: int) -> Economy:
    manifest().of_economy(year)
    return Economy(nation(economy=year), prices(year))

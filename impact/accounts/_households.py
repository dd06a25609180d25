"""From earnings to consumption: contributions, taxes and saving."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import pandas as pd

from ..reference import Assumption, economy_year, number, table


def state_rates(assumptions: Mapping[str, Assumption] | None = None) -> pd.DataFrame:
    """Return the household rates of each state by postal abbreviation.

    Columns: ``contributions, taxes, consumption``.

    Parameters
    ----------
    assumptions : mapping of str to Assumption, optional
        Assumptions of a study; those of the three names replace every state's rate if they have a value.

    References
    ----------
    BEA state accounts SAINC4, SAINC50 and SAEXP1 of 2017.

    Examples
    --------
    >>> round(float(state_rates().taxes["NV"]), 4)
    0.1043
    """
    rates = table("states").set_index("state")[["contributions", "taxes", "consumption"]].copy()
    for name in rates:
        assumed = assumptions[str(name)].value if assumptions else None
        if isinstance(assumed, float):
            rates[name] = assumed
    if assumptions:
        rates["consumption"] *= number(assumptions, "spending_factor")
    return rates


@dataclass(frozen=True)
class HouseholdRates:
    """Deductions from labor income before spending, as shares between 0 and 1.

    ``contributions`` are subtracted from earnings (employers' part included), and ``taxes`` from the rest.
    ``consumption`` is the share of disposable income spent.
    """

    contributions: float
    taxes: float
    consumption: float

    @property
    def spending(self) -> float:
        """Consumption per dollar of labor income.

        Examples
        --------
        >>> round(HouseholdRates(contributions=0.1, taxes=0.1, consumption=0.9).spending, 3)
        0.729
        """
        return (1.0 - self.contributions) * (1.0 - self.taxes) * self.consumption

    @classmethod
    def of(
        cls,
        earners: "pd.Series[float] | None" = None,
        assumptions: Mapping[str, Assumption] | None = None,
        economy: int | None = None,
    ) -> Self:
        """Return the rates of the households that earn an income.

        Parameters
        ----------
        earners : Series, optional
            Weights by state of residence (postal abbreviation), any unit, such as resident workers; by default each
            state weighs by its jobs.
        assumptions : mapping of str to Assumption, optional
            As in :func:`state_rates`.
        economy : int, optional
            Year of those jobs; by default that of the manifest.

        Returns
        -------
        HouseholdRates
            Averages over the states, weighted.

        Examples
        --------
        >>> round(HouseholdRates.of(pd.Series({"NV": 1.0})).taxes, 4)
        0.1043
        """
        if earners is None:
            counties = table("counties").set_index("fips").state
            jobs = table("county_sectors", economy_year(economy)).groupby("fips").jobs.sum()
            earners = jobs.groupby(counties).sum()
        weight = earners / earners.sum()
        averages = state_rates(assumptions).reindex(weight.index).mul(weight, axis=0).sum()
        return cls(**{str(name): float(value) for name, value in averages.items()})

"""From a dollar of earnings to a dollar of consumption: contributions, taxes, saving."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ..reference import Assumption, table


@dataclass(frozen=True)
class HouseholdRates:
    """What leaves labor income before it is spent; each a share between 0 and 1.

    ``contributions`` are taken off earnings (employers' part included), ``taxes`` off what is left, and ``consumption``
    is the part of disposable income that is spent.
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


def household_rates(
    earners: "pd.Series[float] | None" = None, chosen: Mapping[str, Assumption] | None = None
) -> HouseholdRates:
    """Return the rates of the households that earn an income.

    Parameters
    ----------
    earners : Series, optional
        Weights by state of residence (postal abbreviation), any unit, such as resident workers; by default each state
        weighs by its jobs in the embedded reference.
    chosen : mapping of str to Assumption, optional
        Assumptions of a study; ``contributions``, ``taxes`` and ``consumption`` replace the computed rates if they have
        a value.

    Returns
    -------
    HouseholdRates
        Averages over the states, weighted.

    References
    ----------
    BEA state accounts SAINC4, SAINC50 and SAEXP1 of 2017.

    Examples
    --------
    >>> round(household_rates(pd.Series({"NV": 1.0})).taxes, 4)
    0.1089
    """
    rates = table("states").set_index("state")
    if earners is None:
        counties = table("counties").set_index("fips").state
        jobs = table("county_totals").set_index("fips").jobs
        earners = jobs.groupby(counties).sum()
    weight = earners / earners.sum()
    values = {
        name: float((rates[name].reindex(weight.index) * weight).sum()) for name in HouseholdRates.__annotations__
    }
    for name in values:
        assumed = chosen[name].value if chosen else None
        if isinstance(assumed, float):
            values[name] = assumed
    return HouseholdRates(**values)

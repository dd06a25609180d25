"""Requirements of a region, closed with respect to its resident households."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from .._economy import economy as economy_of
from .._types import FloatArray, check_kind
from ..accounts import (
    HouseholdRates,
    Nation,
    close_households,
    leontief_inverse,
)
from ..counties import Activity, Region, activity, region, residence_shares
from ..reference import Assumption, at_odds, measures, number, table
from ..reference import assumptions as declared_assumptions
from ..trade import NationalIndustries, regional_purchases
from ._coefficients import coefficients_of_region


@dataclass(frozen=True)
class RegionalModel:
    """The region as one economy; arrays are by industry.

    Attributes
    ----------
    requirements : (industries, industries) array
        Inputs bought in the region per dollar of output.
    income : (industries,) array
        Labor income per dollar of output that goes to people who live in the region.
    consumption : (industries,) array
        Their purchases in the region per dollar of that income.
    activity : Activity
        Where in the region each industry is, the plants under study included.
    resident_share : float
        Share of the region's labor income that residents earn.
    rates : HouseholdRates
        Deductions from their income before spending.
    """

    requirements: FloatArray
    income: FloatArray
    consumption: FloatArray
    activity: Activity
    resident_share: float
    rates: HouseholdRates

    def indirect(self, shock: FloatArray) -> FloatArray:
        r"""Output of suppliers in all rounds, :math:`(L - I) f`, (industries,).

        It is in the unit of the shock.
        """
        suppliers: FloatArray = self._inverse @ shock - shock
        return suppliers

    @cached_property
    def _inverse(self) -> FloatArray:
        return leontief_inverse(self.requirements)

    def induced(self, shock: FloatArray, extra_income: float = 0.0) -> FloatArray:
        r"""Output that household spending adds: :math:`(\bar L - L) f`, (industries,).

        The inverse closed with respect to households differs from L by one column of spending times one row of income.

        Parameters
        ----------
        shock : (industries,) array
            Direct output.
        extra_income : float
            Labor income of residents beyond what the industry averages of ``shock`` imply, same unit.
        """
        spent = self._inverse @ self.consumption
        earned = self.income @ (self._inverse @ shock) + extra_income
        added: FloatArray = spent * (earned / (1 - self.income @ spent))
        return added

    def multipliers(self, coefficients: FloatArray, kind: str = "type2") -> FloatArray:
        """Regional effect per dollar of each industry's output, (industries,).

        ``coefficients`` are the measure per dollar of output; ``kind`` is ``type1`` or ``type2``.

        Raises
        ------
        ModelError
            If the kind is neither.
        """
        check_kind(kind)
        closed = close_households(self.requirements, self.income, self.consumption)
        inverse = leontief_inverse(self.requirements if kind == "type1" else closed)
        size = len(coefficients)
        effects: FloatArray = coefficients @ inverse[:size, :size]
        return effects


def regional_model(
    region: Region,
    nation: Nation,
    assumptions: Mapping[str, Assumption],
    trade: str = "flq",
    plants: Mapping[str, FloatArray] | None = None,
) -> RegionalModel:
    """Build the model of a region.

    Parameters
    ----------
    region : Region
        Its counties count as one economy.
    nation : Nation
        Accounts before redefinitions.
    assumptions : mapping of str to Assumption
        As from :func:`impact.reference.override`.
    trade : str
        A quotient of ``impact.trade.TRADE_MODELS``.
    plants : mapping of str to (industries,) array, optional
        Output of the studied plants in the region by county FIPS, million USD of the accounts' year. A new industry
        buys as an existing one.

    Raises
    ------
    RegionError
        If a county has no workers in the commuting flows.
    UsageError
        If the method is unknown.
    """
    where = activity(region.fips, nation.economy)
    output = where.shares * nation.output
    for fips, added in (plants or {}).items():
        output[where.fips.index(fips)] += added
    local = output.sum(axis=0)
    spread = np.divide(output, local, out=np.zeros_like(output), where=local > 0)
    where = Activity(where.fips, where.jobs, spread, where.estimated)

    living = residence_shares(region.fips, longest_km=number(assumptions, "commuting_cutoff_km"))
    at_home = living[living.index.isin(region.fips)]
    state = table("counties").set_index("fips").state
    rates = HouseholdRates.of(at_home.groupby(state.reindex(at_home.index).to_numpy()).sum(), assumptions)
    assumed = assumptions["resident_share"].value
    today = at_odds(np.array(at_home.sum()), 1 / number(assumptions, "commuting_in"))
    resident = assumed if isinstance(assumed, float) else float(today)

    industries = NationalIndustries(nation.direct_requirements(), nation.output, nation.domestic_absorption())
    imputed = number(assumptions, "imputed_rent")
    purchases = regional_purchases(trade, local, industries, number(assumptions, "flq_delta"))
    return RegionalModel(
        requirements=purchases.inputs,
        income=nation.coefficients("labor_income") * resident,
        consumption=nation.household_demand(rates=rates, imputed_rent=imputed) * purchases.households,
        activity=where,
        resident_share=resident,
        rates=rates,
    )


def computed(model: RegionalModel, assumptions: Mapping[str, Assumption]) -> dict[str, Assumption]:
    """Return the assumptions with the values computed for the region."""
    values = {
        "resident_share": model.resident_share,
        "contributions": model.rates.contributions,
        "taxes": model.rates.taxes,
        "consumption": model.rates.consumption,
    }
    return {
        name: declared.model_copy(update={"value": values[name]}) if name in values else declared
        for name, declared in assumptions.items()
    }


def regional_multipliers(place: str | Sequence[str], trade: str = "flq", economy: int | None = None) -> pd.DataFrame:
    """Multipliers of every industry in a county or region.

    Parameters
    ----------
    place : str or sequence of str
        As in :func:`impact.region`.
    trade : str
        A quotient of ``impact.trade.TRADE_MODELS``.
    economy : int, optional
        Year of the accounts; by default that of the manifest.

    Returns
    -------
    DataFrame
        One row per industry with jobs in the region: ``industry, title, local_jobs``, and for each measure ``_direct``,
        ``_type1`` and ``_type2`` per million USD of output of that year (jobs, or million USD).

    Raises
    ------
    RegionError, UsageError
        As :func:`regional_model`.

    Examples
    --------
    >>> table = regional_multipliers("Storey, NV").set_index("industry")
    >>> bool(table.jobs_type2["335911"] > table.jobs_type1["335911"] > table.jobs_direct["335911"])
    True
    """
    accounts = economy_of(economy).nation
    area = region(place)
    model = regional_model(area, accounts, declared_assumptions(), trade)
    columns: dict[str, FloatArray] = {}
    for name, measure in measures().items():
        own = coefficients_of_region(measure, accounts, area.fips)
        columns[f"{name}_direct"] = own
        columns[f"{name}_type1"] = model.multipliers(own, "type1")
        columns[f"{name}_type2"] = model.multipliers(own, "type2")
    jobs = activity(area.fips, accounts.economy).jobs.sum(axis=0)
    frame = pd.DataFrame({"title": accounts.industries.title, "local_jobs": jobs} | columns).reset_index(
        names="industry"
    )
    return frame[frame.local_jobs > 0].reset_index(drop=True)

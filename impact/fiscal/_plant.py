"""Statutory taxes of a plant by year.

They are property, sales, corporate income, severance and payroll taxes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .._types import FloatArray
from ._figures import figure


@dataclass(frozen=True)
class Capital:
    """Capital built, million USD: ``building`` and ``equipment``.

    ``soft`` is planning and the owner's cost of building.
    """

    building: float
    equipment: float
    soft: float = 0.0

    @property
    def total(self) -> float:
        """Sum of all parts."""
        return self.building + self.equipment + self.soft


@dataclass(frozen=True)
class Rates:
    """Rates that a plant pays, all shares.

    Attributes
    ----------
    property : float
        Per dollar of market value: rate times assessment ratio.
    equipment_taxed : float
        Share of equipment that property tax reaches.
    sales : float
        State and local sales tax; ``equipment_sales_taxed`` is the share of equipment on which it is due.
    corporate : float or None
        State corporate income tax by statute; None where only its average over surplus is known.
    surplus : float
        State corporate income tax per dollar of surplus, where that is so.
    severance : float
        Per dollar of output.
    """

    property: float
    equipment_taxed: float
    sales: float
    equipment_sales_taxed: float
    corporate: float | None
    surplus: float
    severance: float


@dataclass(frozen=True)
class Depreciation:
    """Depreciation of capital, for assessment and for income tax.

    The first has ``life, floor``, the second ``bonus`` and even parts.
    """

    equipment_life: float
    equipment_floor: float
    building_life: float
    building_floor: float
    bonus: float
    equipment_years: int
    building_years: int

    @classmethod
    def declared(cls) -> "Depreciation":
        """Return the declared schedule."""
        return cls(
            equipment_life=figure("equipment_life"),
            equipment_floor=figure("equipment_floor"),
            building_life=figure("building_life"),
            building_floor=figure("building_floor"),
            bonus=figure("bonus_depreciation"),
            equipment_years=round(figure("equipment_years")),
            building_years=round(figure("building_years")),
        )


def assessed(cost: float, years: int, life: float, floor: float) -> FloatArray:
    """Assessed value at the start of each year of operation.

    It falls evenly to its floor.

    Parameters
    ----------
    cost : float
        Million USD.
    years : int
        How many years.
    life, floor : float
        Years until the floor, and the floor as a share of cost.

    Examples
    --------
    >>> assessed(100.0, 4, 2, 0.2).round(6).tolist()
    [100.0, 60.0, 20.0, 20.0]
    """
    age = np.arange(years, dtype=float)
    taxable_value: FloatArray = cost * (1 - (1 - floor) * np.minimum(age / life, 1.0))
    return taxable_value


def property_tax(capital: Capital, rates: Rates, schedule: Depreciation, years: int) -> FloatArray:
    """Property tax before abatements by year of operation, (years,), million USD."""
    building = assessed(capital.building + capital.soft, years, schedule.building_life, schedule.building_floor)
    machines = assessed(capital.equipment, years, schedule.equipment_life, schedule.equipment_floor)
    return rates.property * (building + rates.equipment_taxed * machines)


def deductions(capital: Capital, schedule: Depreciation, years: int) -> FloatArray:
    """Income-tax depreciation by year of operation, (years,), million USD.

    The bonus and the first even part of equipment fall in the first year; buildings are deducted in even parts.
    """
    age = np.arange(years)
    rest = capital.equipment * (1 - schedule.bonus) / schedule.equipment_years
    machines = np.where(age < schedule.equipment_years, rest, 0.0)
    machines[:1] += capital.equipment * schedule.bonus
    building = (capital.building + capital.soft) / schedule.building_years
    return machines + np.where(age < schedule.building_years, building, 0.0)


def income_tax(income: Sequence[float] | FloatArray, rate: float, limit: float) -> FloatArray:
    """Income tax of each year with losses carried forward, (years,).

    Parameters
    ----------
    income : (years,) array
        Taxable income before losses of earlier years, million USD; negative in a loss year, in which no tax is due.
    rate : float
        Of the remainder.
    limit : float
        Share of a year's income that losses of earlier years can offset.

    Examples
    --------
    >>> income_tax([-100.0, 50.0, 100.0], 0.2, 0.8).round(6).tolist()
    [0.0, 2.0, 8.0]
    """
    carried, tax = 0.0, []
    for profit in income:
        if profit < 0:
            carried -= profit
            tax.append(0.0)
            continue
        used = min(carried, limit * profit)
        carried -= used
        tax.append(rate * (profit - used))
    return np.array(tax, dtype=float)


def employer_payroll(wages: float, jobs: float, wage_base: float) -> float:
    """Employer's social security and Medicare tax of a year, million USD.

    Parameters
    ----------
    wages : float
        Million USD a year, without benefits.
    jobs : float
        Over which they are taken as even.
    wage_base : float
        USD a year.

    Examples
    --------
    >>> round(employer_payroll(10.0, 100, 160_200), 6)
    0.765
    """
    covered = min(wages, jobs * wage_base / 1e6)
    return figure("social_security_rate") * covered + figure("medicare_rate") * wages


def corporate_taxes(surplus: FloatArray, deducted: FloatArray, rates: Rates) -> tuple[FloatArray, FloatArray]:
    """State and federal corporate income tax, (years,) each, million USD.

    Parameters
    ----------
    surplus : (years,) array
        Output less purchases, labor income and all other taxes of the plant.
    deducted : (years,) array
        Depreciation.
    rates : Rates
        A state's average is applied to surplus itself, none in a year without; a statutory rate to taxable income.
    """
    limit = figure("loss_limit")
    if rates.corporate is None:
        state = rates.surplus * np.maximum(surplus, 0.0)
    else:
        state = income_tax(surplus - deducted, rates.corporate, limit)
    federal = income_tax(surplus - deducted - state, figure("federal_corporate_rate"), limit)
    return state, federal

"""A plant of one county over ten years, by hand: every tax to the cent."""

import numpy as np
import pytest

from impact.fiscal._plant import (
    Capital,
    Depreciation,
    Rates,
    corporate_taxes,
    deductions,
    employer_payroll,
    income_tax,
    property_tax,
)

CENT = 1e-8  # million USD
CAPITAL = Capital(building=30.0, equipment=70.0, soft=9.0)
RATES = Rates(
    property=0.03 * 0.35,
    equipment_taxed=1.0,
    sales=0.08,
    equipment_sales_taxed=1.0,
    corporate=0.05,
    surplus=0.0,
    severance=0.0,
)
SCHEDULE = Depreciation(
    equipment_life=10,
    equipment_floor=0.2,
    building_life=40,
    building_floor=0.6,
    bonus=0.4,
    equipment_years=7,
    building_years=39,
)


def test_property_tax_of_ten_years() -> None:
    """Buildings lose 1 % of cost a year (40 % in 40 years), equipment 8 % (80 % in 10); 1.05 % of value is due."""
    expected = [0.0105 * (39 * (1 - 0.01 * year) + 70 * (1 - 0.08 * year)) for year in range(10)]
    assert property_tax(CAPITAL, RATES, SCHEDULE, 10) == pytest.approx(expected, abs=CENT)
    assert expected[0] == pytest.approx(1.1445, abs=CENT)
    assert expected[9] == pytest.approx(0.578445, abs=CENT)  # 0.0105 x (35.49 + 19.6)


def test_exempt_equipment_leaves_the_buildings() -> None:
    exempt = Rates(**{**RATES.__dict__, "equipment_taxed": 0.0})
    assert property_tax(CAPITAL, exempt, SCHEDULE, 2) == pytest.approx([0.4095, 0.405405], abs=CENT)


def test_deductions_of_ten_years() -> None:
    """40 % of 70 at once and a seventh of the other 42 in each of seven years; 39 of buildings in 39 years."""
    expected = [28 + 6 + 1, *[7.0] * 6, 1.0, 1.0, 1.0]
    assert deductions(CAPITAL, SCHEDULE, 10) == pytest.approx(expected, abs=CENT)


def test_corporate_taxes_with_a_loss_year() -> None:
    """Surplus of 20: the first year loses 15, the second earns 13, of which 80 % (10.4) is offset, the third 13 - 4.6.

    State at 5 %: 0, 0.13, 0.42, then 0.65. Federal at 21 % of what the state leaves: its loss of 15 offsets 80 % of
    12.87 (10.296), then 4.704 of 12.58.
    """
    surplus = np.full(4, 20.0)
    state, federal = corporate_taxes(surplus, deductions(CAPITAL, SCHEDULE, 4), RATES)
    assert state == pytest.approx([0.0, 0.05 * 2.6, 0.05 * 8.4, 0.05 * 13], abs=CENT)
    expected = [0.0, 0.21 * (12.87 - 10.296), 0.21 * (12.58 - 4.704), 0.21 * 12.35]
    assert federal == pytest.approx(expected, abs=CENT)
    assert federal[1] == pytest.approx(0.54054, abs=CENT)


def test_average_state_tax_where_no_rate_is_stated() -> None:
    average = Rates(**{**RATES.__dict__, "corporate": None, "surplus": 0.02})
    state, _ = corporate_taxes(np.array([-5.0, 10.0]), np.zeros(2), average)
    assert state == pytest.approx([0.0, 0.2], abs=CENT)


def test_a_plant_at_a_loss_pays_no_income_tax() -> None:
    assert income_tax([-1.0, -2.0, 0.0], 0.21, 0.8).tolist() == [0.0, 0.0, 0.0]


def test_employer_payroll_up_to_the_wage_base() -> None:
    """100 jobs at 80,000 USD: 7.65 % of all; 10 at 300,000: 6.2 % of 1.602 and 1.45 % of 3 million."""
    assert employer_payroll(8.0, 100, 160_200) == pytest.approx(0.612, abs=CENT)
    assert employer_payroll(3.0, 10, 160_200) == pytest.approx(0.062 * 1.602 + 0.0145 * 3, abs=CENT)

"""Assumptions that scale what a plant takes from the catalogue, and the range that the catalogue gives them."""

from typing import Any

import pytest

from impact import economy
from impact.accounts import prices
from impact.errors import SiteError
from impact.evidence._ranges import catalogue_ranges
from impact.reference import assumptions
from impact.studies import Shock, Study, study_shocks

PLANT = {"name": "P", "county": "32029", "facility": "recycling-hydromet", "capacity": "20 kt/yr"}


def studied(**given: Any) -> dict[str, Shock]:
    keys = {key: value for key, value in (PLANT | given).items() if value is not None}
    (found,) = study_shocks(Study.read(keys), economy())
    return {shock.phase: shock for shock in found}


def paid(**given: Any) -> float:
    """Labor income of the plant's residents-to-be, million USD of the economy's year."""
    return studied(**given)["operations"].household_income


def test_wages_come_with_benefits() -> None:
    """A quarter on top of the wages of the occupations."""
    cells = {"facility": "cell-lfp", "capacity": "10 GWh/yr"}
    plain = paid(**cells, assumptions={"pay_benefits": 1})
    assert paid(**cells) == pytest.approx(1.25 * plain, rel=1e-9)
    average = paid(**cells, recipe="average", assumptions={"pay_benefits": 1})
    assert average == pytest.approx(plain)


def test_a_stated_payroll_has_its_benefits_already() -> None:
    assert paid(payroll=9.0) == paid(payroll=9.0, assumptions={"pay_benefits": 2})
    average = {"industries": "335911", "facility": None, "capacity": None, "jobs": 100}
    assert paid(**average) == paid(**average, assumptions={"pay_benefits": 2})


@pytest.mark.parametrize("stated", [{}, {"capital": 100.0}])
def test_dearer_capital_is_more_of_the_same(stated: dict[str, float]) -> None:
    plain, dearer = (studied(**stated, assumptions={"capital_cost": cost})["construction"] for cost in (1.0, 1.3))
    assert dearer.jobs.sum() == pytest.approx(1.3 * plain.jobs.sum(), rel=1e-12)
    assert dearer.purchases.domestic == pytest.approx(1.3 * plain.purchases.domestic, rel=1e-9)


@pytest.mark.parametrize("given", [{}, {"output": 500.0}, {"facility": "cell-lfp", "capacity": "30 GWh/yr"}])
def test_dearer_purchases_lower_value_added_one_for_one(given: dict[str, Any]) -> None:
    plain, dearer = (studied(**given, assumptions={"purchases_cost": cost})["operations"] for cost in (1.0, 1.2))
    spent = plain.purchases.lines.value.sum()
    assert dearer.purchases.lines.value.sum() == pytest.approx(1.2 * spent, rel=1e-9)
    assert dearer.output == pytest.approx(plain.output)
    assert (plain.value_added - dearer.value_added) @ prices().price(2023) == pytest.approx(0.2 * spent, rel=1e-9)
    assert dearer.jobs.sum() == plain.jobs.sum()


def test_product_and_feed_prices_move_together() -> None:
    """Black mass is a payable of the metals that the plant sells: both double, and reagents stay."""
    plain, dearer = (studied(assumptions={"market_prices": level})["operations"] for level in (1.0, 2.0))
    assert dearer.output == pytest.approx(2 * plain.output)
    before, after = (shock.purchases.lines.set_index("item").value for shock in (plain, dearer))
    assert after["Black mass: nickel content"] == pytest.approx(2 * before["Black mass: nickel content"])
    assert after["Packaging"] == pytest.approx(before["Packaging"])


@pytest.mark.parametrize(
    ("name", "capital", "market"),
    [
        ("recycling-hydromet", (3500 / 8000, 19200 / 8000), None),
        ("lithium-hydroxide", (19400 / 26000, 33800 / 26000), (9000 / 10388, 13688 / 10388)),
        ("lithium-spodumene", (700 / 1230, 2000 / 1230), (800 / 850, 970 / 850)),
    ],
)
def test_ranges_are_those_of_records_and_prices(
    name: str, capital: tuple[float, float], market: tuple[float, float] | None
) -> None:
    """Low and high of capital by type, and of the price of the year, over their base."""
    found = catalogue_ranges(Study.read(PLANT | {"facility": name}).site)
    assert found["capital_cost"] == pytest.approx(capital, rel=1e-4)
    if market:
        assert found["market_prices"] == pytest.approx(market)


def test_what_is_stated_has_no_range_of_the_catalogue() -> None:
    stated = Study.read(PLANT | {"jobs": 90, "capital": 70, "output": 80, "payroll": 8}).site
    assert set(catalogue_ranges(stated)) == {"purchases_cost"}
    cells = {"facility": "cell-lfp", "capacity": "10 GWh/yr"}
    assert not Study.read(PLANT | cells | {"payroll": 8}).site.paid_by_occupation
    assert Study.read(PLANT | cells).site.paid_by_occupation
    assert Study.read(PLANT).site.paid_by_occupation
    average = {"name": "P", "county": "32029", "industries": "335911", "jobs": 5}
    assert not Study.read(average).site.paid_by_occupation


def test_benefits_are_those_of_the_national_accounts() -> None:
    """Compensation over wages and salaries, BEA tables 6.2D and 6.3D, 2018, million USD."""
    benefits = assumptions()["pay_benefits"]
    assert benefits.value == pytest.approx(1104985 / 883221, abs=0.005)  # manufacturing
    assert benefits.low == pytest.approx(32140 / 26964, abs=0.005)  # waste management and remediation
    assert benefits.high == pytest.approx(38142 / 27440, abs=0.005)  # electrical equipment


def test_equipment_is_imported_by_its_kind() -> None:
    """40 % of the process equipment of refineries and recyclers is imported, 25 % of that for power and services."""
    lines = studied()["construction"].purchases.lines.query("kind == 'equipment'")
    assert len(lines) > 3
    assert set(lines.domestic_share.round(9)) == {0.6, 0.75}


def test_capital_that_no_plant_ever_had_is_refused() -> None:
    with pytest.raises(SiteError, match=r"A capital of \$900 billion is more than any plant has cost"):
        studied(capital=9e5)

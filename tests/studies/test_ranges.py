"""Assumptions that scale what a plant takes from the catalogue, and the range that the catalogue gives them."""

from typing import Any

import pytest

from impact import economy
from impact.accounts import nation
from impact.errors import SiteError
from impact.facilities import facility
from impact.reference import assumptions
from impact.studies import Shock, Study, catalogue_ranges, paid_by_the_hour, study_shocks

PLANT = {"name": "P", "county": "32029", "facility": "recycling-hydromet", "capacity": "20 kt/yr"}


def studied(**given: Any) -> dict[str, Shock]:
    (found,) = study_shocks(Study.read(PLANT | given), economy())
    return {shock.phase: shock for shock in found}


def paid(**given: Any) -> float:
    """Labor income of the plant's residents-to-be, million USD of the economy's year."""
    return studied(**given)["operations"].household_income


def test_hourly_pay_comes_with_benefits() -> None:
    """38.12 USD an hour of 2021, 2,080 hours, 102 jobs, and a quarter on top; in 2021 no price moves it."""
    assert paid(dollar_year=2021) == pytest.approx(38.12 * 2080 * 102 * 1.25 / 1e6, rel=1e-9)
    assert paid(dollar_year=2021, assumptions={"pay_benefits": 1}) == pytest.approx(38.12 * 2080 * 102 / 1e6, rel=1e-9)


def test_a_stated_payroll_has_its_benefits_already() -> None:
    assert paid(payroll=9.0) == paid(payroll=9.0, assumptions={"pay_benefits": 2})
    assert paid(recipe="average") == paid(recipe="average", assumptions={"pay_benefits": 2})


@pytest.mark.parametrize("stated", [{}, {"capital": 100.0}])
def test_dearer_capital_is_more_of_the_same(stated: dict[str, float]) -> None:
    plain, dearer = (studied(**stated, assumptions={"capital_cost": cost})["construction"] for cost in (1.0, 1.3))
    assert dearer.jobs.sum() == pytest.approx(1.3 * plain.jobs.sum(), rel=1e-12)
    assert dearer.purchases.domestic == pytest.approx(1.3 * plain.purchases.domestic, rel=1e-9)


def test_dearer_purchases_raise_the_output_that_follows_from_costs() -> None:
    plain, dearer = (studied(assumptions={"purchases_cost": cost})["operations"] for cost in (1.0, 1.5))
    assert dearer.purchases.lines.value.sum() == pytest.approx(1.5 * plain.purchases.lines.value.sum(), rel=1e-9)
    assert dearer.output.sum() > plain.output.sum()
    assert dearer.jobs.sum() == plain.jobs.sum()


@pytest.mark.parametrize("given", [{"output": 500.0}, {"facility": "cell-lfp", "capacity": "30 GWh/yr"}])
def test_where_output_is_known_purchases_are_too(given: dict[str, Any]) -> None:
    plain, dearer = (studied(**given, assumptions={"purchases_cost": cost})["operations"] for cost in (1.0, 1.5))
    assert dearer.purchases.lines.value.tolist() == plain.purchases.lines.value.tolist()
    assert "purchases_cost" not in catalogue_ranges(Study.read(PLANT | given).site)


@pytest.mark.parametrize(
    ("name", "purchases", "capital"),
    [
        ("recycling-hydromet", (0.56, 1.78), (0.78, 2.99)),
        ("recycling-mechanical", (0.43, 1.50), (0.57, 2.03)),
        ("lithium-hydroxide", (0.68, 1.94), (0.49, 1.08)),
    ],
)
def test_ranges_are_those_of_all_lines_together(
    name: str, purchases: tuple[float, float], capital: tuple[float, float]
) -> None:
    """Sums of the lines added up by hand, scrap apart; of lithium hydroxide the total that is published."""
    found = catalogue_ranges(Study.read(PLANT | {"facility": name, "purchases": {"S00401": 0}}).site)
    assert found["capital_cost"] == pytest.approx(capital, abs=0.006)
    if facility(name).price is None:
        assert found["purchases_cost"] == pytest.approx(purchases, abs=0.006)


def test_what_is_stated_has_no_range_of_the_catalogue() -> None:
    stated = Study.read(PLANT | {"jobs": 90, "capital": 70, "output": 80, "payroll": 8}).site
    assert catalogue_ranges(stated) == {}
    assert not paid_by_the_hour(stated)
    assert paid_by_the_hour(Study.read(PLANT).site)
    assert not paid_by_the_hour(Study.read({"name": "P", "county": "32029", "industries": "335911", "jobs": 5}).site)


def test_benefits_are_those_of_the_national_accounts() -> None:
    """Compensation over wages and salaries, BEA tables 6.2D and 6.3D, 2018, million USD."""
    benefits = assumptions()["pay_benefits"]
    assert benefits.value == pytest.approx(1104985 / 883221, abs=0.005)  # manufacturing
    assert benefits.low == pytest.approx(32140 / 26964, abs=0.005)  # waste management and remediation
    assert benefits.high == pytest.approx(38142 / 27440, abs=0.005)  # electrical equipment


def test_equipment_is_imported_as_what_is_invested_in() -> None:
    accounts = nation()
    lines = studied()["construction"].purchases.lines.query("kind == 'equipment'")
    at = accounts.commodities.index.get_indexer(lines.commodity)
    assert lines.domestic_share.to_numpy() == pytest.approx(accounts.domestic_shares("equipment")[at])
    assert lines.domestic_share.to_numpy() != pytest.approx(accounts.domestic_shares()[at])


def test_capital_that_no_plant_ever_had_is_refused() -> None:
    with pytest.raises(SiteError, match=r"A capital of \$900 billion is more than any plant has cost"):
        studied(capital=9e5)

"""Pay of plants and builders, against wages worked out by hand from the OEWS and records of real plants."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from impact import Study, economy
from impact.accounts import nation, prices
from impact.facilities import facilities, staffing
from impact.reference import assumptions, table
from impact.studies import Shock, study_shocks
from impact.studies._money import consumption_price
from impact.studies._pay import industry_premium
from impact.studies._pay_level import pay_level

CELLS = {"name": "P", "county": "Hardin, KY", "facility": "cell-nmc811", "capacity": "30 GWh/yr", "jobs": 1000}
YEAR = {"year": 2024, "dollar_year": 2024}


def shock(phase: str = "operations", **given: Any) -> Shock:
    (found,) = study_shocks(Study.read(CELLS | given), economy())
    return next(each for each in found if each.phase == phase)


def paid(**given: Any) -> float:
    """Pay of a job, USD of 2024."""
    found = shock(**(YEAR | given))
    return float(found.labor_income @ prices().price(2024)) / float(found.jobs.sum()) * 1e6


def notes(found: Shock, code: str) -> str:
    return " ".join(note.text for note in found.notes if note.code == code)


def wages(area: str) -> dict[str, float]:
    rows = table("wages").query("area == @area").set_index("soc")["mean"].dropna()
    return {str(soc): float(mean) for soc, mean in rows.items()}


def test_pay_is_that_of_the_occupations_at_the_wages_of_the_area() -> None:
    """Two occupations in equal parts, both published in the Elizabethtown area; wages of May 2025 go back to 2024."""
    area = wages("0021060")
    mean = (area["51-2090"] + area["17-2112"]) / 2
    found = paid(occupations={"51-2090": 0.5, "17-2112": 0.5})
    assert found == pytest.approx(mean * industry_premium({"335911": 1.0}) * 1.25 * pay_level(2024) / pay_level(2025))
    assert 0.94 < pay_level(2024) / pay_level(2025) < 0.98  # a year's growth of wages


def test_the_same_plant_pays_more_where_wages_are_higher() -> None:
    here, there = paid(), paid(county="San Francisco, CA")
    assert 1.2 < there / here < 2.0
    assert paid(county="Larue, KY") == pytest.approx(here)  # the same metropolitan area


def test_stated_payroll_wins() -> None:
    assert paid(payroll=90.0) == pytest.approx(90_000)
    stated = shock(payroll=200.0, **YEAR)
    assert "Why: " in notes(stated, "wage")
    assert "pay is as stated" in notes(stated, "wage")
    assert not notes(stated, "pay")


def test_pay_of_a_type_of_ones_own_is_stated(tmp_path: Path) -> None:
    """A copy of the catalogue's pays as that does; without its ``pay_from``, the 95,000 USD of 2023 in the file."""
    text = facilities().text("copper-foil")
    known = paid(facility="copper-foil", capacity="9 kt/yr")
    for said, pay in ((text, known), (text.replace("pay_from: occupations\n", ""), 95_000 * _dearer(2023))):
        (tmp_path / "own.yaml").write_text(said, encoding="utf-8")
        own = facilities().read(tmp_path / "own.yaml").model_dump()
        assert paid(facility=own, capacity="9 kt/yr") == pytest.approx(pay)


def _dearer(year: int) -> float:
    return consumption_price(nation(), prices(), 2024) / consumption_price(nation(), prices(), year)


def test_wages_are_compared_with_wages() -> None:
    """Benefits are apart; the average of the Elizabethtown area is that of all its jobs."""
    found = shock(**YEAR)
    average = wages("0021060")["00-0000"] * pay_level(2024) / pay_level(2025)
    assert f"${average:,.0f}" in notes(found, "wage")
    assert f"{paid() / 1.25 / average:.2f} times" in notes(found, "wage")
    assert "Why: " not in notes(found, "wage")


def test_wages_of_the_state_or_nation_are_said_to_stand_in() -> None:
    rural = shock(county="Reeves, TX", **YEAR)
    assert "in Texas (OEWS May 2025)" in notes(rural, "pay")


def test_pay_is_drawn_around_the_wages() -> None:
    assert paid(assumptions={"plant_pay": 1.2}) == pytest.approx(1.2 * paid())
    assert paid(assumptions={"pay_benefits": 1.5}) == pytest.approx(1.2 * paid())


# Wages of real plants, USD a year without benefits: place, type, year, wage (plant records R001 to R051; hourly wages
# times 2,080). Entry wages, campuses of many products, and announcements of a minimum or maximum are left out.
RECORDS = [
    ("Trumbull, OH", "cell-nmc811", 2024, 30.00 * 2080),
    ("Hardin, KY", "cell-nmc811", 2024, 30.75 * 2080),
    ("Storey, NV", "cell-nmc811", 2023, 33.49 * 2080),
    ("Randolph, NC", "cell-nmc811", 2023, 62_000),
    ("Pima County, AZ", "cell-lfp", 2022, 65_000),
    ("Concordia, LA", "anode-natural", 2022, 69_000),
    ("Brunswick County, NC", "anode-synthetic", 2023, 52_264),
    ("Ascension, LA", "electrolyte", 2023, 71_000),
    ("Iberville, LA", "lithium-salt", 2023, 80_000),
    ("Gaston, NC", "lithium-hydroxide", 2021, 82_181),
]


def test_records_of_real_plants_lie_around_the_wages_of_their_occupations() -> None:
    """Median within 5 %; the range of the assumption holds all ten."""
    ratios = []
    for place, kind, year, wage in RECORDS:
        site = CELLS | {"county": place, "facility": kind, "year": year, "dollar_year": year}
        (found,) = study_shocks(Study.read({key: site[key] for key in site if key != "capacity"}), economy())
        plant = next(each for each in found if each.phase == "operations")
        pay = float(plant.labor_income @ prices().price(year)) / float(plant.jobs.sum()) * 1e6
        ratios.append(wage / (pay / 1.25))
    declared = assumptions()["plant_pay"]
    assert declared.low is not None
    assert declared.high is not None
    assert np.median(ratios) == pytest.approx(1.0, abs=0.05)
    assert all(declared.low <= ratio <= declared.high for ratio in ratios)


@pytest.mark.parametrize("name", list(facilities()))
def test_pay_of_the_catalogue_is_about_that_of_the_occupations_in_the_nation(name: str) -> None:
    """Two sources: what records and judgement say of a type, and its occupations at the nation's wages."""
    kind = facilities()[name]
    shares = staffing(kind.staffed_as or kind.industries)
    everywhere = wages("0000000")
    known = shares[shares.index.isin(everywhere)]
    mean = float((known * [everywhere[soc] for soc in known.index]).sum() / known.sum())
    pay = mean * industry_premium(kind.staffed_as or kind.industries) * 1.25 * pay_level(2023) / pay_level(2025)
    hourly = kind.wages[-1].pay.base * 2080 * 1.25 if kind.wages else 0.0
    level = kind.pay_per_job.base if kind.pay_per_job else hourly
    assert 0.75 < pay / level < 1.25


def test_builders_earn_what_their_occupations_do_in_the_area() -> None:
    """In Elizabethtown, KY construction pays 0.83 times the nation's; a dollar buys more work and material there."""
    cheap, dear = (shock("construction", county=county, **YEAR) for county in ("Hardin, KY", "San Francisco, CA"))
    level = nation().coefficients("labor_income")[_at("233230")] / nation().coefficients("jobs")[_at("233230")]
    for found, low, high in ((cheap, 0.78, 0.88), (dear, 1.25, 1.45)):
        pay = float(found.labor_income.sum() / found.jobs.sum())
        assert low < pay / level < high
        assert found.labor_income.sum() < found.value_added.sum() < found.output.sum()
        bought = found.purchases.lines[found.purchases.lines.item.isin(nation().commodities.title)].goods.sum()
        assert bought + found.value_added.sum() == pytest.approx(found.output.sum(), rel=1e-6)
    assert cheap.output == pytest.approx(dear.output)
    assert cheap.jobs.sum() > dear.jobs.sum()


def test_pay_of_builders_follows_wages_and_not_the_price_of_buildings() -> None:
    """From 2017 to 2024 buildings rose by more than the pay of builders."""
    codes = ("233230",)
    pay = {}
    for year in (2017, 2024):
        found = shock("construction", year=year, dollar_year=year)
        pay[year] = float(found.labor_income @ prices().price(year)) / float(found.jobs.sum())
    grown = pay_level(2024, codes) / pay_level(2017, codes)
    assert pay[2024] / pay[2017] == pytest.approx(grown, rel=1e-9)
    assert prices().price(2017)[_at("233230")] < 1 / grown


def test_dollars_of_another_year_keep_what_pay_buys() -> None:
    level = {year: consumption_price(nation(), prices(), year) for year in (2019, 2024)}
    found = {year: shock(year=2024, dollar_year=year) for year in level}
    assert found[2019].household_income == pytest.approx(found[2024].household_income)
    money = {year: float(each.labor_income @ prices().price(year)) for year, each in found.items()}
    assert money[2019] / money[2024] == pytest.approx(level[2019] / level[2024])


def _at(code: str) -> int:
    return list(nation().industries.index).index(code)

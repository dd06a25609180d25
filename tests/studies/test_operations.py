"""The direct effect of a site, against figures worked out by hand for an economy of two industries."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from impact import Economy, SiteError, Study
from impact.accounts import Nation, Prices, nation, prices
from impact.facilities import facilities, industry_mix
from impact.reference import table
from impact.studies import Shock, study_shocks

# Storage batteries (335911): 1,000 million USD and 2,000 jobs in 2017, so 2 jobs per million; compensation and
# proprietors' income are 300. Inorganic chemicals (325180): 500 million, 500 jobs, 1 job per million; 100.
CODES = ["335911", "325180"]
INDUSTRIES = pd.DataFrame(
    {
        "title": ["Storage batteries", "Inorganic chemicals"],
        "output": [1000.0, 500.0],
        "jobs": [2000.0, 500.0],
        "compensation": [280.0, 100.0],
        "proprietors_income": [20.0, 0.0],
        "production_taxes": [0.0, 0.0],
        "operating_surplus": [100.0, 50.0],
    },
    index=CODES,
)
# Output per job of batteries grew by a quarter to 2023 and prices by a fifth; chemicals' prices doubled.
PRICES = Prices(
    index=pd.DataFrame({2017: [1.0, 1.0], 2023: [1.2, 2.0]}, index=CODES),
    productivity=pd.DataFrame({2017: [1.0, 1.0], 2023: [1.25, 1.0]}, index=CODES),
)
BATTERY = {"name": "x", "county": "Storey, NV", "industries": "335911"}


@pytest.fixture(scope="module")
def economy() -> Economy:
    nothing = np.zeros((2, 2))
    titles = INDUSTRIES[["title"]]
    final = pd.DataFrame({"F01000": [500.0, 0.0], "F04000": [0.0, 0.0], "F05000": [0.0, 0.0]}, index=CODES)
    accounts = Nation(INDUSTRIES, titles, np.diag(INDUSTRIES.output), nothing, nothing, final, final * 0, 2017)
    return Economy(accounts, PRICES)


def direct(economy: Economy, **site: Any) -> Shock:
    return study_shocks(Study.read(BATTERY | site), economy)[0][0]


def test_output_follows_jobs(economy: Economy) -> None:
    """16 jobs at 2 / 1.25 = 1.6 jobs per real million are 10 million of 2017, 12 million of 2023."""
    found = direct(economy, jobs=16)
    assert found.jobs == pytest.approx([16, 0])
    assert found.output == pytest.approx([10, 0])
    assert found.labor_income == pytest.approx([3, 0])  # 0.3 of 10 million
    assert "$12 million of 2023" in " ".join(note.text for note in found.notes)


def test_jobs_follow_output(economy: Economy) -> None:
    """12 million of 2023 are 10 million of 2017; 12 million of 2017 are 12, at the productivity of 2023."""
    assert direct(economy, output=12).jobs == pytest.approx([16, 0])
    assert direct(economy, output=12).output == pytest.approx([10, 0])
    assert direct(economy, output=12, dollar_year=2017).output == pytest.approx([12, 0])
    assert direct(economy, output=12, dollar_year=2017).jobs == pytest.approx([19.2, 0])
    assert direct(economy, output=12, dollar_year=2017, year=2017).jobs == pytest.approx([24, 0])


def test_staffing_scales_labor_income(economy: Economy) -> None:
    """Twice the jobs of the average for the same output earn twice the labor income."""
    found = direct(economy, output=12, jobs=32)
    assert found.output == pytest.approx([10, 0])
    assert found.jobs == pytest.approx([32, 0])
    assert found.labor_income == pytest.approx([6, 0])


def test_payroll_is_labor_income(economy: Economy) -> None:
    """1.8 million of 2023 are 1.5 million of 2017, whatever the average is; households buy only batteries here."""
    found = direct(economy, jobs=16, payroll=1.8)
    assert found.household_income == pytest.approx(1.5)
    assert found.labor_income == pytest.approx([1.5, 0])
    assert found.output == pytest.approx([10, 0])


def test_shares_are_of_output_in_dollars_of_the_year(economy: Economy) -> None:
    """12 million, half each: 6 / 1.2 = 5 real million at 1.6 jobs, and 6 / 2 = 3 real million at 1 job."""
    mixed = {"industries": {"335911": 0.5, "325180": 0.5}}
    found = direct(economy, output=12, **mixed)
    assert found.output == pytest.approx([5, 3])
    assert found.jobs == pytest.approx([8, 3])
    again = direct(economy, jobs=11, **mixed)
    assert again.output == pytest.approx([5, 3])
    assert again.jobs == pytest.approx([8, 3])


def test_capacity_times_jobs_per_unit(economy: Economy) -> None:
    """20,000 t/yr at 0.0082 jobs per t/yr are 164 jobs, also where the sales are stated.

    Without a statement sales are those of the products: 0.4 t of cathode at 80 % of 14,878 USD and 0.07406 t of copper
    at 78 % of 4.9 USD per lb, million USD of 2023; chemicals' prices doubled since 2017.
    """
    kind = facilities()["recycling-direct"].model_copy(update={"capital": (), "capital_total": None})
    site: dict[str, Any] = {"industries": None, "facility": kind, "capacity": 20000, "analysis": "average"}
    sales = 0.02 * (0.4 * 0.8 * 14_878 + 0.07406 * 0.78 * 10_803)
    assert direct(economy, **site).jobs == pytest.approx([0, 164])
    assert direct(economy, **site).output == pytest.approx([0, sales / 2])
    stated = direct(economy, output=50, **site)
    assert stated.jobs == pytest.approx([0, 164])
    assert stated.output == pytest.approx([0, 25])
    assert "0.0082 per t/yr (range 0.004 to 0.01, low confidence)" in " ".join(note.text for note in stated.notes)
    assert direct(economy, jobs=7, **site).jobs == pytest.approx([0, 7])


def test_jobs_of_the_real_tables() -> None:
    """Jobs per output of 335911 as published, moved by the tables' own index and productivity."""
    accounts, level = nation(), prices()
    found = study_shocks(Study.read(BATTERY | {"jobs": 500, "dollar_year": 2021}), Economy(accounts, level))[0][0]
    row = accounts.industries.loc["335911"]
    real = 500 / (row.jobs / row.output / level.productivity.loc["335911", 2023])
    at = accounts.industries.index.get_loc("335911")
    assert found.output[at] == pytest.approx(real)
    assert np.count_nonzero(found.output) == 1
    notice = next(note.text for note in found.notes if note.text.startswith("Output: "))
    assert f"${real * level.index.loc['335911', 2021]:,.4g} million of 2021" in notice


@pytest.mark.parametrize(
    ("site", "parts"),
    [
        ({"jobs": 20000}, ["20,000 direct jobs", "ten times the labor force of Storey County, NV"]),
        ({"jobs": 5, "output": 1e6}, ["by the industry's output per job", "million USD"]),
        ({"jobs": 1e-9}, ["next to none"]),
        ({"output": 1e-320}, ["next to none"]),
        ({"jobs": 5, "payroll": 51}, ["payroll of $51 million", "over $10 million"]),
        ({"jobs": 5, "lon": 119.45, "lat": 39.53}, ["lon 119.45", "negative"]),
        ({"jobs": 5, "industries": "33591x"}, ['no industry "33591x"', "Storage battery manufacturing (335911)"]),
        ({"jobs": 5, "industries": "battery"}, ["Storage battery manufacturing (335911)"]),
        ({"jobs": 5, "industries": "x" * 5000}, ["no industry"]),
        ({"jobs": 5, "industries": "4200ID"}, ["Customs duties", "no jobs"]),
    ],
)
def test_absurd_sites_are_refused(economy: Economy, site: dict[str, Any], parts: list[str]) -> None:
    with pytest.raises(SiteError) as caught:
        direct(economy, **site)
    assert len(str(caught.value)) < 1000
    for part in parts:
        assert part in str(caught.value)


def test_unusual_output_per_job_is_noticed(economy: Economy) -> None:
    """5 jobs for 60 million are 12 million per job; the average is 12 / 16 = 0.75."""
    assert "16 times the industry's average" in " ".join(note.text for note in direct(economy, jobs=5, output=60).notes)
    assert "average" not in " ".join(note.text for note in direct(economy, jobs=50, output=60).notes)


def test_past_counties_are_translated_with_a_notice(economy: Economy) -> None:
    found = direct(economy, jobs=16, county="46113")
    assert found.county.fips == "46102"
    assert "ended on 2015-05-01" in found.notes[0].text


def test_naics_codes_are_split_by_output() -> None:
    mix = industry_mix({"335910": 1.0})
    assert set(mix) == {"335911", "335912"}
    assert sum(mix.values()) == pytest.approx(1)
    assert industry_mix({"335911": 0.4, "335910": 0.6})["335911"] == pytest.approx(0.4 + 0.6 * mix["335911"])
    for year in (2017, 2024):
        output = table("industries", year).set_index("code").output[["335911", "335912"]]
        assert industry_mix({"335910": 1.0}, year) == pytest.approx((output / output.sum()).to_dict(), rel=1e-5)
    with pytest.raises(SiteError, match=r"sum to 0\.9"):
        industry_mix({"335911": 0.9})

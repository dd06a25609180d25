"""The same study on both economies, and repeating a saved result."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import impact
from impact import Result, Study
from impact.accounts import HouseholdRates, prices
from impact.effects import place_multipliers
from impact.errors import DataError, ModelError, SiteError, UsageError
from impact.reference import Table, _tables, table
from impact.reference._kept import forget
from impact.reports._contents import contents
from impact.runs import reproduce

pytestmark = pytest.mark.usefixtures("solved_once")

CELLS = {"name": "cells", "county": "Storey, NV", "industries": "335911", "jobs": 500, "trade": "flq"}


@pytest.fixture(scope="module")
def recent() -> Result:
    return impact.run(Study.read(CELLS), economy=2024)


def test_the_nation_of_2024_has_its_own_accounts() -> None:
    old, new = impact.nation(economy=2017), impact.nation(economy=2024)
    assert (old.economy, new.economy) == (2017, 2024)
    assert new.output.sum() / old.output.sum() == pytest.approx(50_736_542 / 34_468_118, rel=1e-3)
    direct = new.direct_requirements()
    assert np.abs(np.linalg.eigvals(direct)).max() < 0.6
    assert new.multipliers("output", "type1").total.min() + 1e-9 > 1


def test_jobs_of_a_year_do_not_depend_on_the_base_of_the_prices() -> None:
    """Productivity and prices are those of the industry from one year to another, whichever of them counts as one."""
    old, new = prices(2017), prices(2024)
    assert (new.price(2024) == 1).all()
    assert new.price(2023) == pytest.approx(old.price(2023) / old.price(2024))
    assert new.jobs_per_real_dollar(2024) == pytest.approx(np.ones(402))


def test_a_study_says_which_economy_it_used(recent: Result) -> None:
    assert recent.economy == 2024
    assert {"county_jobs_2024", "make_2024", "industries"} <= set(recent.data)
    in_the_file = impact.run(Study.read(CELLS | {"economy": 2024}))
    assert in_the_file.summary().equals(recent.summary())
    benchmark = impact.run(Study.read(CELLS), economy=2017)
    assert benchmark.economy == 2017
    assert [name for name in benchmark.data if name.endswith("_2024")] == ["industries_2024"]  # pay of other years
    direct = [result.summary().query("effect == 'direct'").jobs.tolist() for result in (benchmark, recent)]
    assert direct[0] == pytest.approx(direct[1])  # the plant's own jobs are stated


def test_multipliers_of_a_region_follow_the_economy() -> None:
    found = place_multipliers("Storey, NV", "flq", 2024).set_index("industry")
    jobs = table("county_jobs", 2024).query("fips == '32029'").set_index("industry").jobs
    assert found.local_jobs.to_dict() == jobs[jobs > 0].to_dict()
    own = table("county_jobs", 2024).query("fips == '32029'").set_index("industry").eval("jobs / output")
    assert found.jobs_direct["335911"] == pytest.approx(own["335911"])


@pytest.mark.parametrize("year", [2017, 2022, 2024])
def test_a_study_reads_only_the_tables_that_it_names(year: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the solve to the workforce, the map and the report; the tables of the other economy are not touched."""
    read: set[str] = set()
    plain = _tables.intact

    def intact(name: str, declared: Table) -> Path:
        read.add(name)
        return plain(name, declared)

    monkeypatch.setattr(_tables, "intact", intact)
    forget()  # what an earlier test has read
    plant = {"name": "plant", "county": "Storey, NV", "facility": "recycling-hydromet", "capacity": 20000}
    result = impact.run(Study.read(plant), economy=year)
    contents(result)
    result.map()
    later = "" if year == 2017 else f"_{year}"
    assert {f"{name}{later}" for name in ("county_jobs", "use", "make", "imports", "industries")} <= read
    assert read <= set(result.data)
    assert sum(name.startswith("county_jobs") for name in result.data) == 1


@pytest.mark.parametrize("year", [2017, 2022, 2024])
def test_states_weigh_by_the_jobs_of_the_economy(year: int) -> None:
    """Households of the nation: the rate of each state times its published jobs of the year."""
    jobs = table("county_sectors", year).groupby("fips").jobs.sum()
    of_state = jobs.groupby(table("counties").set_index("fips").state).sum()
    taxes = table("states").set_index("state").taxes
    found = HouseholdRates.of(economy=year)
    assert found.taxes == pytest.approx(float((taxes * of_state).sum() / of_state.sum()), rel=1e-6)
    accounts = impact.nation(economy=year)
    spending = (1 - found.contributions) * (1 - found.taxes) * found.consumption
    everything = HouseholdRates(contributions=0.0, taxes=0.0, consumption=1.0)
    assert accounts.household_demand() == pytest.approx(spending * accounts.household_demand(rates=everything))


def test_economies_that_are_not_there() -> None:
    with pytest.raises(UsageError, match=r"no economy of 2019\. Choose that of 2017, 2022 or 2024"):
        impact.nation(economy=2019)
    with pytest.raises(UsageError, match=r"no economy of 2019\. Choose that of 2017, 2022 or 2024"):
        impact.run(Study.read(CELLS), economy=2019)
    with pytest.raises(SiteError, match=r"no economy of 2019\. Choose that of 2017, 2022 or 2024"):
        Study.read(CELLS | {"economy": 2019})
    for ask in (impact.economy, prices, lambda year: impact.county_model(economy=year)):
        with pytest.raises(UsageError, match=r"no economy of 2019\. Choose that of 2017, 2022 or 2024"):
            ask(2019)
    with pytest.raises(UsageError, match="accounts of 2024 are before redefinitions only"):
        impact.nation("after", economy=2024)


def test_a_saved_result_is_repeated(recent: Result, tmp_path: Path) -> None:
    recent.save(tmp_path / "out")
    saved = Result.load(tmp_path / "out")
    assert saved.vintages["industries_2024"] == recent.vintages["industries_2024"]
    assert reproduce(saved).counties.equals(recent.counties)


def test_other_tables_are_named_with_their_vintage(recent: Result) -> None:
    data = {**recent.data, "use_2024": "0" * 64, "gone": "1" * 64}
    differ = r"2 table\(s\) differ: use_2024 \(then 000.*; gone \(.*May 1999; now absent"
    with pytest.raises(DataError, match=differ):
        reproduce(replace(recent, data=data, vintages={"gone": "May 1999"}))


def test_another_program_is_told_from_other_tables(recent: Result) -> None:
    counties = recent.counties.assign(jobs=recent.counties.jobs * 1.01)
    with pytest.raises(ModelError, match="same study and tables give other figures: jobs by county"):
        reproduce(replace(recent, counties=counties))


def test_a_result_of_the_release_before_keeps_its_year(tmp_path: Path) -> None:
    """It tells the economy as an assumption of each site, and among the assumptions."""
    document = impact.run(Study.read(CELLS), economy=2017).to_dict()
    row = {"name": "economy", "title": "Year of the economic structure", "value": 2017.0, "unit": "", "source": "BEA",
           "year": 2024, "low": None, "high": None, "minimum": 2017.0, "maximum": 2024.0, "fixed": False,
           "overridden": True}  # fmt: skip
    document["assumptions"] = [row, *document["assumptions"]]
    document["inputs"] = {"name": "cells", "sites": [CELLS | {"assumptions": {"economy": 2017}}]}
    (tmp_path / "result.json").write_text(json.dumps(document))
    saved = Result.load(tmp_path)
    assert saved.economy == saved.to_dict()["economy"] == 2017
    assert "Economy: 2017." in saved._repr_html_()
    assert reproduce(saved).counties.jobs.sum() == pytest.approx(saved.counties.jobs.sum())


def test_a_result_of_before_is_refused(recent: Result, tmp_path: Path) -> None:
    document = recent.to_dict() | {"format": 2}
    (tmp_path / "result.json").write_text(json.dumps(document))
    with pytest.raises(DataError, match="saved by another version"):
        Result.load(tmp_path)

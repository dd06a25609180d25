"""The workers within commuting reach of a plant, their pay, and the gap."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

import impact
from impact import ModelError, Result, Study, UsageError
from impact.counties import occupation_pay, shed, wage_area
from impact.reference import table
from impact.workforce import Workforce, workforce
from impact.workforce._supply import residents

CELLS = {"name": "cells", "county": "Storey, NV", "region": "cbsa:39900", "industries": "335911", "jobs": 500}


@pytest.fixture(scope="module")
def result() -> Result:
    return impact.run(Study.read(CELLS | {"trade": "flq"}))


@pytest.fixture(scope="module")
def found(result: Result) -> Workforce:
    return workforce(result)


def test_residents_are_the_labor_force_in_the_groups_of_the_census() -> None:
    counties = ["32029", "32031", "06037", "48301", "09110"]
    people = residents(counties)
    latest = table("labor_force").query("year == 2025").set_index("fips")
    sums = people.groupby("fips")[["employed", "unemployed"]].sum()
    for column in ("employed", "unemployed"):
        assert sums[column][counties].to_numpy() == pytest.approx(latest[column][counties].to_numpy(), rel=1e-9)
    washoe = people[people.fips == "32031"]
    groups = table("resident_occupations").set_index("fips").loc["32031"]
    factory = washoe[washoe.soc.str[:2].isin(["51", "53"])].employed.sum() / washoe.employed.sum()
    assert factory == pytest.approx(groups.production)
    assert groups.production == pytest.approx(0.133, abs=0.02)  # ACS 2013-2017, DP03: production, transportation
    assert not people.soc.str.endswith("-0000").any()
    assert residents(["15005"]).empty  # Kalawao, HI: no labor force is published


def test_pay_is_that_of_the_area_and_missing_is_missing() -> None:
    assert wage_area("32031") == wage_area("32029") == ("0039900", "Reno, NV")
    assert wage_area("32510")[1] == "Carson City, NV"
    assert wage_area("01005") == ("0100000", "Alabama")  # rural, and the state has several such areas
    reno = table("wages").query("area == '0039900'").set_index("soc")
    paid = occupation_pay("32029")
    assert paid["median"]["51-1011"] == reno["median"]["51-1011"] == 78240
    assert paid.pay_area["51-1011"] == "Reno, NV"
    nevada = table("wages").query("area == '3200000'").set_index("soc")
    assert "51-9011" not in reno["median"].dropna().index  # chemical equipment operators
    assert paid["median"]["51-9011"] == nevada["median"]["51-9011"] == 58520
    assert paid.pay_area["51-9011"] == "Nevada"
    elsewhere = paid[paid.pay_area != "Reno, NV"]
    published = reno["median"].dropna().index
    assert len(elsewhere) > 0
    assert not set(elsewhere.index) & set(published)
    assert (paid["median"] > 0).all()


def test_demand_is_the_direct_jobs_and_everyone_in_the_shed_is_counted_once(found: Workforce) -> None:
    assert found.occupations.jobs.sum() == pytest.approx(500)
    assert found.figures["jobs"] == pytest.approx(500)
    assert found.shed.share.sum() >= 0.95
    assert found.shed.share[:-1].sum() < 0.95
    assert found.homes.jobs.sum() == pytest.approx(500)
    assert found.homes.fips.head(2).tolist() == ["32031", "32019"]
    shed_force = found.shed.labor_force.sum()
    assert found.figures["labor_force"] == pytest.approx(shed_force)
    everyone = residents(list(found.shed.fips))
    assert everyone[["employed", "unemployed"]].to_numpy().sum() <= shed_force * (1 + 1e-9)
    assert found.occupations.unemployed.sum() < found.occupations.reachable.sum()


def test_the_difficulties_follow_their_numbers(found: Workforce, result: Result) -> None:
    rows = found.occupations[found.occupations.difficulty != ""]
    won, local = 0.1 * rows.related_hires, 0.7 * rows.jobs  # 30 % of the jobs go to people who move in
    assert rows.years_to_fill.to_numpy() == pytest.approx((local / won).to_numpy())
    assert rows.gap.to_numpy() == pytest.approx(np.maximum(local - won, 0).to_numpy())
    difficulties = np.where(rows.years_to_fill <= 1, "low", np.where(rows.years_to_fill <= 3, "moderate", "high"))
    assert rows.difficulty.tolist() == difficulties.tolist()
    offers = {"low": "median", "moderate": "p75", "high": "p90"}
    for row in rows.dropna(subset="offered").to_dict("records"):
        assert row["offered"] == row[offers[row["difficulty"]]]
    known = table("occupations").set_index("soc")
    first = rows.iloc[0]
    assert first.openings / first.hires * 12 < 12
    assert first.education == known.education[first.soc]


def test_hires_are_those_of_the_sectors_of_an_occupation() -> None:
    """Carpenters work in construction above all: 12 months at its rate of JOLTS, 3.9 % a month in early 2026."""
    from impact.workforce._workforce import _yearly_hires

    construction = table("hires").set_index("sector").monthly_hires["23"]
    assert construction == pytest.approx((0.044 + 0.035 + 0.037 + 0.039) / 4)
    assert _yearly_hires(2017)["47-2031"] == pytest.approx(12 * construction, rel=0.05)


@pytest.mark.parametrize("year", [2017, 2024])
def test_residents_follow_the_jobs_of_the_economy(year: int) -> None:
    """Assemblers (51-2090) per machinist (51-4041) in Washoe: those of the jobs to which its people commute."""
    flows = table("commuting").query("distance_km <= 200")
    to_work = flows.workers / flows.work.map(flows.groupby("work").workers.sum())
    to_work = to_work[flows.home == "32031"].groupby(flows.work).sum()
    jobs = table("county_jobs" if year == 2017 else "county_jobs_2024")
    of_people = (jobs.jobs * jobs.fips.map(to_work)).groupby(jobs.industry).sum()
    staffing = table("staffing").set_index(["soc", "industry"]).share
    wanted = [float((staffing[soc] * of_people).sum()) for soc in ("51-2090", "51-4041")]
    people = residents(["32031"], year).set_index("soc").employed
    assert people["51-2090"] / people["51-4041"] == pytest.approx(wanted[0] / wanted[1], rel=1e-5)


@pytest.mark.parametrize("year", [2017, 2024])
def test_a_result_reports_the_workforce_of_its_economy(year: int) -> None:
    found = workforce(impact.run(Study.read(CELLS | {"trade": "flq"}), economy=year))
    assert found.economy == found.to_dict()["economy"] == year
    around = shed("32029").set_index("fips").reach
    people = residents(list(around.index), year)
    at_hand = (people.employed + people.unemployed) * people.fips.map(around)
    wanted = at_hand.groupby(people.soc).sum()
    rows = found.occupations[found.occupations.difficulty != ""].set_index("soc")
    assert rows.reachable.to_numpy() == pytest.approx(wanted[rows.index].to_numpy())
    jobs = table("industries" if year == 2017 else "industries_2024").set_index("code")
    at_work = jobs.jobs * table("staffing").query("soc == '51-1011'").set_index("industry").share.reindex(jobs.index)
    monthly = jobs.sector.map(table("hires").set_index("sector").monthly_hires).fillna(0)
    yearly = 12 * float((at_work * monthly).sum() / at_work.sum())
    assert rows.hires["51-1011"] == pytest.approx(
        yearly * float((people.employed * people.fips.map(around))[people.soc == "51-1011"].sum())
    )


def test_twice_the_plant_takes_twice_the_years(found: Workforce) -> None:
    double = workforce(impact.run(Study.read(CELLS | {"trade": "flq", "jobs": 1000})))
    assert double.occupations.years_to_fill.to_numpy() == pytest.approx(
        2 * found.occupations.years_to_fill.to_numpy(), nan_ok=True
    )
    assert double.occupations.reachable.to_numpy() == pytest.approx(found.occupations.reachable.to_numpy(), nan_ok=True)


def test_assumptions_move_the_difficulties(found: Workforce) -> None:
    eager = CELLS | {"trade": "flq", "assumptions": {"hiring_share": 0.2, "in_migration": 0.5}}
    other = workforce(impact.run(Study.read(eager)))
    assert other.occupations.years_to_fill.to_numpy() == pytest.approx(
        0.5 * 0.5 / 0.7 * found.occupations.years_to_fill.to_numpy(), nan_ok=True
    )
    assert other.figures["moving_in"] == pytest.approx(250)


def test_tightness_is_against_the_sheds_own_history(found: Workforce) -> None:
    people = table("labor_force")
    people = people[people.fips.isin(found.shed.fips)].groupby("year")[["labor_force", "unemployed"]].sum()
    rate = people.unemployed / people.labor_force
    assert rate.index[0] == 1990
    assert found.figures["unemployment"] == pytest.approx(rate[2025])
    assert found.figures["rank"] == pytest.approx((rate[rate.index < 2025] < rate[2025]).mean())


def test_where_the_workers_live_is_what_the_result_says(found: Workforce, result: Result) -> None:
    homes = result.residences().query("effect == 'direct' and phase == 'operations'").set_index("fips")
    ours = found.homes.set_index("fips")
    assert homes.jobs[ours.index].to_numpy() == pytest.approx(ours.jobs.to_numpy())
    assert homes.labor_income.sum() == pytest.approx(ours.labor_income.sum())
    whole = result.residences().query("effect == 'total'")
    assert whole.jobs.sum() == pytest.approx(result.summary().query("effect == 'total'").jobs.sum())


def test_a_stated_resident_share_holds_everywhere() -> None:
    site = CELLS | {"assumptions": {"resident_share": 0.5}}
    result = impact.run(Study.read(site | {"region": None, "trade": "flq"}))
    homes = result.residences().query("effect == 'direct'").set_index("fips").jobs
    assert homes["32029"] == pytest.approx(250)
    assert homes.sum() == pytest.approx(500)


def test_what_is_written_can_be_read(found: Workforce, tmp_path: Path) -> None:
    written = found.save(tmp_path / "out")
    assert sorted(path.name for path in written) == [
        "attribution.txt",
        "homes.csv",
        "occupations.csv",
        "shed.csv",
        "workforce.json",
        "workforce.xlsx",
    ]
    assert found.attribution in (tmp_path / "out/attribution.txt").read_text(encoding="utf-8")
    document = json.loads((tmp_path / "out/workforce.json").read_text(encoding="utf-8"))
    assert document["attribution"] == found.attribution
    assert sum(row["jobs"] for row in document["occupations"]) == pytest.approx(500)
    book = load_workbook(tmp_path / "out/workforce.xlsx")
    assert book.sheetnames == ["occupations", "shed", "homes", "figures", "notes"]
    sheet = book["occupations"]
    assert [cell.value for cell in sheet[1]] == list(found.occupations.columns)
    assert sheet.max_row == len(found.occupations) + 1
    assert sheet["C2"].value == pytest.approx(found.occupations.jobs.iloc[0])
    assert found.attribution in [cell.value for cell in book["notes"]["A"]]
    again = found.save(tmp_path / "again")
    assert [path.read_bytes() for path in written] == [path.read_bytes() for path in again]


def test_text_in_excel_is_never_a_formula(tmp_path: Path) -> None:
    from impact._files import write_workbook

    hostile = ["=1+1", "+1", "-1", "@x", "http://example.org", "\u202eabc", "12", None]
    write_workbook(tmp_path / "x.xlsx", {"t": pd.DataFrame({"=name": hostile, "n": [1.5, np.nan, *[0.0] * 6]})})
    sheet = load_workbook(tmp_path / "x.xlsx")["t"]
    assert [cell.value for cell in sheet["A"]][1:] == hostile
    assert all(cell.data_type in ("s", "n") for row in sheet.iter_rows() for cell in row)
    assert sheet["B3"].value is None
    with zipfile.ZipFile(tmp_path / "x.xlsx") as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
        assert not [name for name in book.namelist() if "rels" in name and "sheet" in name]


def test_what_has_no_workers_is_refused(result: Result) -> None:
    with pytest.raises(UsageError, match=r"no site 'mine'\. Its sites are: cells"):
        workforce(result, "mine")
    built = {"name": "built", "county": "Storey, NV", "facility": "cathode-nmc", "capital": 50.0, "trade": "flq"}
    with pytest.raises(ModelError, match="built has no operations"):
        workforce(impact.run(Study.read(built)))


def test_each_site_of_a_study_has_its_own_shed() -> None:
    sites = [{"name": name, "county": county, "industries": "335911", "jobs": 10} for name, county in
             (("nevada", "Storey, NV"), ("kansas", "Johnson, KS"))]  # fmt: skip
    study = impact.run(Study.read({"name": "two", "sites": sites, "trade": "flq"}))
    found = [workforce(study, name) for name in ("nevada", "kansas")]
    assert [each.homes.fips.iloc[0] for each in found] == ["32031", "20091"]
    assert [each.figures["jobs"] for each in found] == pytest.approx([10, 10])

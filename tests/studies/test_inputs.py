"""Inputs as people write them, through a whole study: what is read right, announced or refused."""

from pathlib import Path
from typing import Any

import pytest

import impact
from impact import Study
from impact.errors import ImpactError, RegionError, SiteError
from impact.studies import read_rows

PLAIN = {"name": "x", "county": "Storey, NV", "industries": 335911, "jobs": 100, "trade": "flq"}
RECYCLING = {
    "name": "x",
    "county": "Storey, NV",
    "facility": "recycling-hydromet",
    "capacity": "20 kt/yr",
    "trade": "flq",
}


def refusal(site: dict[str, Any]) -> str:
    with pytest.raises(ImpactError) as refused:
        impact.run(Study.read(site))
    return str(refused.value)


def direct(site: dict[str, Any]) -> Any:
    summary = impact.run(Study.read(site)).summary()
    return summary[(summary.phase == "operations") & (summary.effect == "direct")].iloc[0]


def notices(site: dict[str, Any]) -> str:
    return " ".join(str(notice) for notice in impact.run(Study.read(site)).warnings)


def test_mt_is_a_metric_ton() -> None:
    assert direct(RECYCLING | {"capacity": "20000 mt/yr"}).jobs == direct(RECYCLING).jobs
    assert direct(RECYCLING | {"capacity": "20 ktpa"}).output == direct(RECYCLING).output


def test_a_ton_is_announced() -> None:
    assert "short tons of 2,000 lb: 18,143.7 t/yr" in notices(RECYCLING | {"capacity": "20000 tons/yr"})


def test_a_decimal_comma_is_refused() -> None:
    assert "comma that does not group three digits" in refusal(RECYCLING | {"capacity": "1,5 kt/yr"})


def test_a_city_with_the_name_of_another_county_is_asked_about() -> None:
    message = refusal(PLAIN | {"county": "Austin, TX"})
    assert "Austin County, TX (48015)" in message
    assert "Travis County, TX (48453)" in message


def test_the_county_of_a_town_is_announced() -> None:
    assert '"Sparks, NV" is read as Washoe County, NV (32031)' in notices(PLAIN | {"county": "Sparks, NV"})


@pytest.mark.parametrize("site", [PLAIN, RECYCLING])
def test_the_county_of_a_zip_code_is_studied(site: dict[str, Any]) -> None:
    (plant,) = impact.run(Study.read(site | {"county": 89434})).sites
    assert plant.fips == "32031"


def test_a_region_of_a_past_county_is_headed_by_its_present_parts() -> None:
    result = impact.run(Study.read(PLAIN | {"county": "Hartford, CT", "region": "Hartford, CT"}))
    assert result.region.fips == ("09110", "09140", "09160")
    assert result.region.label.startswith("Capitol Planning Region, CT; Naugatuck Valley Planning Region, CT")


@pytest.mark.parametrize("analysis", ["parts", "average"])
def test_pay_above_output_is_refused(analysis: str) -> None:
    message = refusal(RECYCLING | {"analysis": analysis, "jobs": 200, "output": 180, "payroll": 190})
    assert "Labor income of $190 million exceeds output of $180 million" in message


def test_pay_of_the_industry_above_output_is_refused() -> None:
    assert "exceeds output of $10 million" in refusal(PLAIN | {"county": "Johnson, KS", "output": 10})


def test_pay_above_value_added_is_announced() -> None:
    assert "exceeds output less purchases" in notices(PLAIN | {"output": 20})


@pytest.mark.parametrize(("payroll", "pay"), [(1.2, "12,000"), (60, "600,000")])
@pytest.mark.parametrize("analysis", ["parts", "average"])
def test_absurd_pay_is_announced(analysis: str, payroll: float, pay: str) -> None:
    site = RECYCLING | {"analysis": analysis, "jobs": 100, "payroll": payroll}
    assert f"Labor income is ${pay} of 2023 per job" in notices(site)


def test_usual_pay_needs_no_notice() -> None:
    assert "per job, benefits" not in notices(PLAIN)


def test_a_position_in_another_county_is_refused() -> None:
    message = refusal(PLAIN | {"county": "Austin County, TX", "lon": -97.74, "lat": 30.27})
    assert "lies in Travis County, TX (48453)" in message
    assert "Longitudes" in message or "longitudes" in message


def test_a_position_without_its_minus_is_refused() -> None:
    assert "no county of the 50 states" in refusal(PLAIN | {"lon": 119.45, "lat": 39.53})


def test_a_position_just_outside_is_announced() -> None:
    assert "lies in Washoe County, NV (32031), 6 miles (9 km) outside Storey County, NV" in notices(
        PLAIN | {"lon": -119.8, "lat": 39.53}
    )


@pytest.mark.parametrize("position", [(-119.44, 39.53), (-119.65, 39.31)])
def test_a_position_inside_is_not_mentioned(position: tuple[float, float]) -> None:
    assert "The plant at" not in notices(PLAIN | dict(zip(("lon", "lat"), position, strict=True)))


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("employees", "jobs"),
        ("FTE", "jobs"),
        ("Headcount", "jobs"),
        ("wages", "payroll"),
        ("salaries", "payroll"),
        ("sales", "output"),
        ("revenue", "output"),
        ("investment", "capital"),
        ("capex", "capital"),
        ("capital cost", "capital"),
        ("naics", "industries"),
        ("longitude", "lon"),
    ],
)
def test_another_word_for_a_key_is_understood(word: str, key: str) -> None:
    with pytest.raises(SiteError, match=f'Did you mean "{key}"'):
        Study.read({"name": "x", "county": "Storey, NV", "industries": 335911, word: 100})


def test_a_region_may_be_wrong_too() -> None:
    with pytest.raises(RegionError, match="Houston County"):
        impact.run(Study.read(PLAIN | {"county": "48201", "region": "Houston, TX"}))


def test_a_key_of_before_loads_and_says_its_new_name(tmp_path: Path) -> None:
    said = 'The key "recipe" of a site is called "analysis" now.'
    study = Study.read(RECYCLING | {"recipe": "average", "jobs": 100})
    assert (study.site.analysis, study.notices) == ("average", (said,))
    assert said in notices(RECYCLING | {"recipe": "average", "jobs": 100})
    file = tmp_path / "old.yaml"
    file.write_text("sites:\n  - {name: A, county: 32029, facility: cell-lfp, jobs: 9, recipe: average}\n")
    loaded = Study.load(file, analysis="parts")
    assert (loaded.site.analysis, loaded.notices) == ("parts", (said,))
    assert Study.read(study.to_dict()).notices == ()
    assert "are given" in refusal(RECYCLING | {"recipe": "average", "analysis": "parts"})


def test_an_old_column_loads(tmp_path: Path) -> None:
    table = tmp_path / "sites.csv"
    table.write_text("name,county,facility,jobs,recipe\nA,32029,cell-lfp,9,average\n")
    (row,) = read_rows(table)
    assert row.study().site.analysis == "average"


def test_swapped_degrees_are_asked_for() -> None:
    assert "Are they swapped?" in refusal(PLAIN | {"lon": 39.53, "lat": -119.45})

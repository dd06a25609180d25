"""``impact rank``: the counties of a state in order, as a table, one JSON document, and a folder."""

import csv
import json
from pathlib import Path

import pytest

from .conftest import Call, Done

NEVADA = ["rank", "recycling-hydromet", "--state", "NV"]
DELAWARE = ["rank", "recycling-hydromet", "--state", "DE"]  # three counties, a sixth of the time
CRITERIA = ("local_jobs", "state_jobs", "us_jobs", "labor_income")


@pytest.fixture
def nevada(call: Call) -> Done:
    return call(*NEVADA, "--json")


def test_json_ranks_every_county_of_the_state(nevada: Done) -> None:
    assert (nevada.code, nevada.err) == (0, "")
    document = json.loads(nevada.out)
    assert set(document) == {"facility", "capacity", "by", "economy", "counties"}
    assert (document["facility"], document["capacity"], document["by"]) == ("recycling-hydromet", None, "local_jobs")
    assert document["economy"] == 2024  # the default
    counties = document["counties"]
    assert [county["rank"] for county in counties] == list(range(1, 18))  # 16 counties and Carson City
    assert {county["state"] for county in counties} == {"NV"}
    assert counties[0]["name"] == "Clark County"
    for county in counties:
        assert 100 <= county["local_jobs"] <= county["state_jobs"] <= county["us_jobs"]
        assert 0 <= county["inputs_from_county"] <= 1
        assert 0 <= county["workers_from_county"] <= 1
        assert county["suppliers"] >= 0
        assert county["average_pay"] > 30_000


def test_the_economy_is_chosen_and_told(call: Call) -> None:
    assert json.loads(call(*DELAWARE, "--economy", "2017", "--json").out)["economy"] == 2017
    assert "Economy of 2017" in call(*DELAWARE, "--economy", "2017").out
    call("rank", "335910", "--state", "NV", "--economy", "2019").refused("no economy of 2019", code=2)


def test_the_table_names_the_counties_in_order(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    done = call(*NEVADA)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0].endswith("by local jobs")
    ranked = [line.split()[:2] for line in lines if line[:1].isdigit()]
    assert [number for number, _ in ranked] == [str(number) for number in range(1, 18)]
    assert [name for _, name in ranked[:2]] == ["Clark", "Washoe"]
    assert "100 direct jobs" in " ".join(done.out.split())


@pytest.mark.parametrize("by", CRITERIA)
def test_each_criterion_orders(call: Call, by: str) -> None:
    document = json.loads(call(*DELAWARE, "--by", by, "--json").out)
    values = [county[by] for county in document["counties"]]
    assert document["by"] == by
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == 3


def test_weights_order_by_their_score(call: Call) -> None:
    done = call(
        *DELAWARE, "--weight", "workers_in_reach=2", "--weight", "average_pay=-1", "--capacity", "20 kt/yr", "--json"
    )
    document = json.loads(done.out)
    assert document["by"] == {"workers_in_reach": 2.0, "average_pay": -1.0}
    scores = [county["score"] for county in document["counties"]]
    assert scores == sorted(scores, reverse=True)
    assert {round(county["direct_jobs"], 6) for county in document["counties"]} == {60.0}  # 20,000 t at 0.003


def test_several_states_and_an_industry_code(call: Call) -> None:
    done = call("rank", "335911", "--state", "HI", "--state", "Delaware", "--json")
    counties = json.loads(done.out)["counties"]
    assert len(counties) == 5 + 3  # Kalawao among the five
    assert {county["state"] for county in counties} == {"HI", "DE"}


def test_out_is_written_once(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "rank"
    done = call(*DELAWARE, "--out", str(folder))
    assert (done.code, done.err) == (0, "")
    assert {path.name for path in folder.iterdir()} == {"rank.csv", "map.html"}
    with (folder / "rank.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["rank"] for row in rows] == [str(number) for number in range(1, 4)]
    assert rows[0]["fips"] == "10005"
    page = (folder / "map.html").read_text(encoding="utf-8")
    assert "Jobs in the county" in page
    assert "class limits" in page.lower()
    assert "New Castle County" in page
    before = {path: path.read_bytes() for path in folder.iterdir()}
    call(*DELAWARE, "--out", str(folder)).refused("exists already", code=2)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_what_is_unknown_is_refused(call: Call, tmp_path: Path) -> None:
    call("rank", "recycling", "--state", "NV").refused("recycling", 'Did you mean "recycling-')
    call("rank", "999999").refused('no industry "999999"', "Nearest")
    call("rank", "recycling-hydromet", "--state", "Nevda", "--out", str(tmp_path / "x")).refused('"Nevda"', "Nevada")
    assert not list(tmp_path.iterdir())
    call(*NEVADA, "--weight", "beauty=1").refused('"beauty"', code=2)
    call(*NEVADA, "--weight", "local_jobs").refused("COLUMN=NUMBER", code=2)
    call(*NEVADA, "--by", "us_jobs", "--weight", "local_jobs=1").refused("not both", code=2)
    wrong = call(*NEVADA, "--by", "beauty")
    assert (wrong.code, wrong.out) == (2, "")
    assert all(criterion in wrong.err for criterion in CRITERIA)

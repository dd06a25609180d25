"""``impact multipliers``: one county by gravity, a region by quotients, and all counties in a file."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

from impact.cli.app import app

from .conftest import Call

STOREY = ["multipliers", "Storey, NV", "--industry", "335911"]
MEASURES = ("jobs", "labor_income", "value_added", "output")
SCOPES = ("direct", "county", "state", "us")


def test_one_industry_of_a_county(call: Call) -> None:
    done = call(*STOREY)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Multipliers of Storey County, NV by gravity")
    assert [line.split()[0] for line in done.out.splitlines() if line[:1].isdigit()] == ["335911"]
    assert "total jobs there over direct jobs" in " ".join(done.out.split())


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """What ``--json`` says of Storey County."""
    done = CliRunner().invoke(app, [*STOREY, "--json"])
    assert (done.exit_code, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_json_has_every_measure_at_every_scope(document: dict[str, Any]) -> None:
    assert document["region"] == {"label": "Storey County, NV", "fips": ["32029"]}
    assert document["model"] == "gravity"
    (row,) = document["multipliers"]
    assert (row["fips"], row["industry"]) == ("32029", "335911")
    for measure in MEASURES:
        values = [row[f"{measure}_{scope}"] for scope in SCOPES]
        assert values == sorted(values)
        assert values[-1] > values[0] > 0
    assert row["output_direct"] == pytest.approx(1)


def test_a_naics_code_of_several_industries(call: Call) -> None:
    rows = json.loads(call("multipliers", "Washoe, NV", "--industry", "31", "--json").out)["multipliers"]
    assert len(rows) > 5
    assert all(row["industry"].startswith("31") for row in rows)


def test_an_industry_that_the_county_lacks_is_answered_for(call: Call) -> None:
    (row,) = json.loads(call("multipliers", "Storey, NV", "--industry", "331110", "--json").out)["multipliers"]
    assert row["local_jobs"] == 0
    assert 1 < row["ratio_county"] < row["ratio_state"] < row["ratio_us"]


def test_several_counties_need_a_quotient(call: Call) -> None:
    call("multipliers", "cbsa:39900").refused("has 3 counties", "--trade flq", code=2)
    call("multipliers", "Storey, NV; Washoe, NV").refused("has 2 counties", "--trade flq", code=2)
    done = call("multipliers", "cbsa:39900", "--trade", "flq", "--json")
    assert done.code == 0
    assert len(json.loads(done.out)["region"]["fips"]) == 3


def test_what_has_no_multiplier_is_refused(call: Call) -> None:
    call("multipliers", "Storey, NV", "--industry", "331110", "--trade", "flq").refused("has no jobs in 331110")
    call("multipliers", "Storey, NV", "--industry", "999999").refused('no industry "999999"', "Nearest")
    call("multipliers", "Stoery, NV").refused("Storey")


def test_out_holds_every_county(call: Call, document: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "all.parquet"
    done = call(*STOREY, "--out", str(path), "--json")
    assert (done.code, done.err) == (0, "")
    assert [file.name for file in tmp_path.iterdir()] == ["all.parquet"]
    table = pd.read_parquet(path)
    assert table.fips.nunique() == 3144
    assert not table.duplicated(["fips", "industry"]).any()
    assert table.notna().all(axis=None)
    (expected,) = json.loads(done.out)["multipliers"]
    (again,) = document["multipliers"]
    assert again == pytest.approx(expected)
    (found,) = table[(table.fips == "32029") & (table.industry == "335911")].to_dict("records")
    assert found["jobs_direct"] == pytest.approx(expected["jobs_direct"])
    assert found["jobs_us"] == pytest.approx(expected["jobs_us"], rel=0.05)  # workers live where commuters do
    for measure in MEASURES:
        assert (table[f"{measure}_us"] >= table[f"{measure}_county"] * (1 - 1e-4)).all()
    before = path.read_bytes()
    call(*STOREY, "--out", str(path)).refused("exists already", code=2)
    assert path.read_bytes() == before


def test_what_cannot_be_written_is_refused(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("impact.effects.national_multipliers", lambda model, fips=(): pd.DataFrame({"fips": ["1"]}))
    call(*STOREY, "--out", str(tmp_path / "no" / "all.parquet")).refused("cannot be written", "--out", code=2)
    (tmp_path / "file").write_text("x")
    call(*STOREY, "--out", str(tmp_path / "file" / "all.parquet")).refused("cannot be written", code=2)
    assert [file.name for file in tmp_path.iterdir()] == ["file"]
    call(*STOREY, "--trade", "flq", "--out", str(tmp_path / "x")).refused("needs the gravity model", code=2)

"""``impact facilities near``: a table and one JSON document, both with the attribution that the licence asks for."""

import json

import pytest
import typer
from typer.testing import CliRunner

from impact.cli.facilities_near import command
from impact.errors import RegionError, UsageError

APP = typer.Typer()
APP.command()(command)


def near(*arguments: str) -> str:
    done = CliRunner(env={"COLUMNS": "120", "NO_COLOR": "1"}).invoke(APP, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


@pytest.mark.parametrize("within", ["300", "300km", "300 km", " 300.0 KM "])
def test_json_lists_the_nearest_first(within: str) -> None:
    document = json.loads(near("Storey, NV", "--within", within, "--json"))
    assert set(document) == {"fips", "county", "within_km", "plants", "unplaced", "attribution", "warnings"}
    assert (document["fips"], document["county"], document["within_km"]) == ("32029", "Storey County, NV", 300)
    distances = [plant["distance_km"] for plant in document["plants"]]
    assert distances == sorted(distances)
    assert len(distances) > 20
    assert {plant["facility_id"] for plant in document["unplaced"]} == {"C049"}
    assert "Clean Investment Monitor" in document["attribution"]
    by_id = {plant["facility_id"]: plant for plant in document["plants"]}
    assert by_id["C001"]["jobs"] == 11_000
    assert by_id["C048"]["jobs"] is None


def test_the_table_credits_its_source() -> None:
    out = near("Storey, NV", "--within", "25")
    assert out.startswith("8 battery plants within 25 km of Storey County, NV\n")
    assert "Tesla / Panasonic Energy" in out
    assert "37 GWh/yr" in out
    assert "11,000" in out
    assert "Not placed: American Battery Technology Company" in " ".join(out.split())
    assert "CC BY 4.0" in " ".join(out.split())


def test_a_past_county_is_said() -> None:
    document = json.loads(near("46113", "--within", "10", "--json"))
    assert document["plants"] == []
    assert "Shannon County" in document["warnings"][0]
    assert "Shannon County" in near("46113", "--within", "10")


@pytest.mark.parametrize("within", ["300 mi", "near", ""])
def test_no_distance(within: str) -> None:
    with pytest.raises(UsageError, match='Write --within "300 km"'):
        near("Storey, NV", f"--within={within}")


def test_nothing_is_within_zero_or_less() -> None:
    with pytest.raises(RegionError, match="-5 km is no distance"):
        near("Storey, NV", "--within=-5")
    with pytest.raises(RegionError, match="positive number of kilometres"):
        near("Storey, NV", "--within", "0")

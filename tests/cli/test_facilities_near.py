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


@pytest.mark.parametrize("within", ["300km", "300 km", " 300.0 KM ", "186.411358 miles"])
def test_json_lists_the_nearest_first(within: str) -> None:
    document = json.loads(near("Storey, NV", "--within", within, "--json"))
    assert set(document) == {"fips", "county", "within_km", "plants", "unplaced", "attribution", "warnings"}
    assert (document["fips"], document["county"], round(document["within_km"], 4)) == (
        "32029",
        "Storey County, NV",
        300,
    )
    distances = [plant["distance_km"] for plant in document["plants"]]
    assert distances == sorted(distances)
    assert len(distances) > 20
    assert {plant["facility_id"] for plant in document["unplaced"]} == {"C049"}
    assert "Clean Investment Monitor" in document["attribution"]
    by_id = {plant["facility_id"]: plant for plant in document["plants"]}
    assert by_id["C001"]["jobs"] == 11_000
    assert by_id["C048"]["jobs"] is None


def test_the_table_credits_its_source() -> None:
    out = near("Storey, NV", "--within", "25 km")
    assert out.startswith("8 battery plants within 16 miles (25 km) of Storey County, NV\n")
    assert "Tesla / Panasonic Energy" in out
    assert "37 GWh/yr" in out
    assert "11,000" in out
    assert "Not placed: American Battery Technology Company" in " ".join(out.split())
    assert "CC BY 4.0" in " ".join(out.split())


def test_a_past_county_is_said() -> None:
    document = json.loads(near("46113", "--within", "10 mi", "--json"))
    assert document["plants"] == []
    assert "Shannon County" in document["warnings"][0]
    assert "Shannon County" in near("46113", "--within", "10 mi")


@pytest.mark.parametrize("within", ["300", "300 m", "near", ""])
def test_no_distance(within: str) -> None:
    with pytest.raises(UsageError, match='Write --within "200 miles"'):
        near("Storey, NV", f"--within={within}")


def test_a_point_that_may_group_thousands_is_refused() -> None:
    with pytest.raises(UsageError, match="may be 1,000 km or 1 km"):
        near("Storey, NV", "--within", "1.000 km")


def test_nothing_is_within_zero_or_less() -> None:
    with pytest.raises(RegionError, match=r"-8\.04672 km is no distance"):
        near("Storey, NV", "--within=-5 miles")
    with pytest.raises(RegionError, match="positive number of kilometers"):
        near("Storey, NV", "--within", "0 km")

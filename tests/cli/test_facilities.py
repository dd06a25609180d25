"""``impact facilities``: the catalogue as a table, a recipe, and JSON."""

import json

import pytest

from impact.facilities import facilities

from .conftest import Call

NARROW = 80


@pytest.mark.parametrize("arguments", [[], *(["show", name] for name in facilities())])
def test_tables_fit_a_narrow_terminal(call: Call, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(NARROW))
    done = call("facilities", *arguments)
    assert (done.code, done.err) == (0, "")
    assert max(len(line) for line in done.out.splitlines()) <= NARROW


def test_the_list_names_every_type(call: Call) -> None:
    lines = call("facilities").out.splitlines()
    assert [line.split()[0] for line in lines[3:27]] == list(facilities())
    listed = json.loads(call("facilities", "--json").out)["facilities"]
    assert [kind["name"] for kind in listed] == list(facilities())
    by_name = {kind["name"]: kind for kind in listed}
    assert (by_name["cell-lfp"]["scale"], by_name["cell-lfp"]["jobs_per_unit"]) == ([5, 50], 75)
    assert (by_name["electrolyte"]["jobs_per_unit"], by_name["lithium-claystone"]["capital"]) == (0.0011, "lines")
    assert {name for name, kind in by_name.items() if kind["operations"] == "part"} == {"recycling-pyro"}


def test_a_recipe_shows_its_lines_and_what_is_missing(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    done = call("facilities", "show", "Cell-NMC811")
    (cathode,) = [line.split() for line in done.out.splitlines() if line.startswith("Cathode active material")]
    assert cathode[-4:] == ["[3]", "30.6", "22.2", "41.3"]  # 1.458 kg per kWh at 21 USD per kg (15.691 to 27)
    assert "Operations, million USD of 2021 per GWh" in done.out
    assert "Unit economics, products at prices of 2025, million USD of 2023 per GWh" in done.out
    (revenue,) = [line.split() for line in done.out.splitlines() if line.startswith("Revenue")]
    assert revenue == [
        "Revenue",
        "90.6",
        "$1.51",
        "million",
    ]  # 91 USD of 2025 per kWh over 60 jobs
    assert "Sold per unit: Cells, 1,000,000 kWh at $91." in done.out
    for word in ("Missing", "No ramp", "[1] Argonne EverBatt 2023"):
        assert word in done.out
    mixed = call("facilities", "show", "lithium-hydroxide").out
    assert "Spodumene concentrate (6 % Li2O) (USD of 2025)" in mixed


def test_json_is_the_recipe(call: Call) -> None:
    document = json.loads(call("facilities", "show", "copper-foil", "--json").out)
    assert document["price"] == 16803  # copper at 4.9 USD per lb and a fee of 6,000
    assert document["operations"][0]["commodities"] == {"331410": 1}
    assert document["operations"][0]["dollar_year"] == 2025
    assert document["ramp"] is None


def test_unknown_names_are_refused(call: Call) -> None:
    call("facilities", "show", "cell-nmc81").refused('no facility "cell-nmc81"', 'Did you mean "cell-nmc811"?')
    call("facilities", "show", "\x1b[31m").refused("no facility")
    assert call("facilities", "show").code == 2
    assert call("facilities", "list").code == 2

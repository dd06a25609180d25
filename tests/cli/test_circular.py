"""``impact circular`` and ``impact evidence extraction``: sites and saved results."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Call

HUB = ("recycling-hydromet@Storey, NV", "--capacity", "20000", "--trade", "flq")


def test_a_saved_result_gives_the_same_burdens(call: "Call", tmp_path: Path) -> None:
    folder = str(tmp_path / "r")
    assert call("run", *HUB, "--out", folder, "--quiet", "--no-intervals").code == 0
    first, again = (json.loads(call("circular", *given, "--json").out) for given in (HUB, (folder,)))
    burdens = [{row["material"]: row["burden"] for row in each["products"]} for each in (first, again)]
    assert burdens[1] == pytest.approx(burdens[0])
    assert again["import_dependence"] == first["import_dependence"]
    call("circular", folder, "--trade", "slq").refused("--trade cannot change", "which is saved", code=2)


def test_extraction_tells_plant_and_sources(call: "Call") -> None:
    plant = ("cathode-nmc@Storey, NV", "--capacity", "20000")
    rows = json.loads(call("evidence", "extraction", *plant, "--json").out)["extraction"]
    assert [row["extracted"] for row in rows[:2]] == ["plant", "foreign source"]
    done = call("evidence", "extraction", *plant)
    assert done.code == 0
    assert "Without the plant the nation loses" in done.out
    assert f"{rows[0]['jobs']:,.0f}" in done.out
    assert rows[1]["imports"] == pytest.approx(rows[1]["value_added"], rel=0.05)

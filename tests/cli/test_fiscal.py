"""``impact fiscal`` and the tables of taxes that a result is saved with."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

if TYPE_CHECKING:
    from .conftest import Call

EXAMPLE = "examples/cell-plant-abated.yaml"


def test_a_saved_result_gives_the_same_taxes(call: "Call", tmp_path: Path) -> None:
    first = json.loads(call("fiscal", EXAMPLE, "--trade", "flq", "--json").out)
    assert call("run", EXAMPLE, "--trade", "flq", "--out", str(tmp_path / "r"), "--quiet").code == 0
    again = json.loads(call("fiscal", str(tmp_path / "r"), "--json").out)
    assert again["figures"] == pytest.approx(first["figures"], nan_ok=True)
    spans = [{row["figure"] + row["level"]: row["p5"] for row in each["fiscal_intervals"]} for each in (first, again)]
    assert spans[0] == pytest.approx(spans[1], rel=1e-3)
    taxes = pd.read_csv(tmp_path / "r/taxes.csv").query("place == 'region' and phase == 'operations'")
    assert taxes.value.sum() == pytest.approx(first["figures"]["revenue"])
    incentives = pd.read_csv(tmp_path / "r/incentives.csv")
    own = incentives[incentives.level != "federal"].value.sum()
    assert own == pytest.approx(first["figures"]["incentives"])
    balance = pd.read_csv(tmp_path / "r/fiscal_balance.csv")
    assert (balance.revenue - balance.services - balance.incentives).to_numpy() == pytest.approx(balance.net.to_numpy())


def test_text_names_what_incentives_buy(call: "Call") -> None:
    done = call("fiscal", EXAMPLE, "--trade", "flq")
    assert done.code == 0
    said = " ".join(done.out.split())
    assert "Ten-year abatement of property tax" in said
    assert "They break even if they tipped" in said
    assert "studies find 2% to 25%" in said
    assert "of the decision (90 % interval" in said
    assert "On record: Kokomo plant 1" in said


def test_several_plants_and_federal_money(call: "Call", tmp_path: Path) -> None:
    folder = tmp_path / "taxes"
    done = call("fiscal", "examples/abtc-public-money.yaml", "--trade", "flq", "--no-intervals", "--out", str(folder))
    assert done.code == 0
    said = " ".join(done.out.split())
    assert "Federal support: $224 million" in said
    assert {path.name for path in folder.iterdir()} == {
        "balance.csv", "fiscal.json", "fiscal_intervals.csv", "incentives.csv", "newcomers.csv", "sensitivity.csv",
        "services.csv", "taxes.csv", "taxes_by_county.csv", "taxes_by_year.csv",
    }  # fmt: skip


def test_construction_alone(call: "Call") -> None:
    done = call("fiscal", "cell-lfp@Storey, NV", "--set", "capital=500", "--trade", "flq")
    assert done.code == 0, done.err
    assert "No incentives are stated." in done.out


def test_bad_rates_are_refused(call: "Call") -> None:
    plant = ["fiscal", "cell-lfp@Storey, NV", "--capacity", "10", "--trade", "flq"]
    call(*plant, "--set", "taxes.property_rate=1.4").refused("property_rate", "give a share from 0 to 1")
    call(*plant, "--set", "incentives=[{kind: grant, amount: -1}]").refused("give zero or a positive number")

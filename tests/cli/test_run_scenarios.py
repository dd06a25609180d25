"""``impact run``: recipes, domestic shares, scenario files, years and the table of inputs."""

import json
from pathlib import Path

import pytest

from .conftest import Call

CELLS = ["run", "cell-nmc811@Storey, NV", "--capacity", "10 GWh/yr", "--trade", "flq"]
STUDY = "examples/abtc.yaml"


def jobs(call: Call, *arguments: str) -> float:
    """Jobs of operations in the region, all effects; the draws of an interval are not needed."""
    done = call(*arguments, "--no-intervals", "--json")
    assert (done.code, done.err) == (0, "")
    effects = json.loads(done.out)["effects"]
    return next(e["jobs"] for e in effects if (e["phase"], e["effect"]) == ("operations", "total"))


@pytest.mark.parametrize("path", sorted(Path("examples").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_example_runs(call: Call, path: Path) -> None:
    assert jobs(call, "run", str(path), "--trade", "flq") > 0


def test_a_scenario_file_is_the_option(call: Call, tmp_path: Path) -> None:
    scenario = tmp_path / "made-at-home.yaml"
    scenario.write_text('domestic_shares: {"325180": 1.0}\n', encoding="utf-8")
    plain = jobs(call, *CELLS)
    option = jobs(call, *CELLS, "--set", "domestic_shares.325180=1")
    assert jobs(call, *CELLS, "--set", str(scenario)) == option > plain
    both = jobs(call, *CELLS, "--set", str(scenario), "--set", "domestic_shares.325180=0")
    assert both < plain  # the option is nearer to the user


@pytest.mark.parametrize(("content", "key"), [("path: x", "path"), ("text: x", "text"), ("335911: 0.5", "335911")])
def test_what_is_no_key_of_a_scenario_is_named(call: Call, tmp_path: Path, content: str, key: str) -> None:
    scenario = tmp_path / "odd.yaml"
    scenario.write_text(f"{content}\n", encoding="utf-8")
    for site in ("335911@32029", "examples/abtc-tahoe-reno.yaml"):
        call("run", site, "--set", str(scenario)).refused(f'no key "{key}"')


def test_shares_change_every_site_of_a_study(call: Call) -> None:
    plain = jobs(call, "run", STUDY, "--trade", "flq")
    assert jobs(call, "run", STUDY, "--trade", "flq", "--set", "domestic_shares.325180=0") < plain
    call("run", STUDY, "--set", "domestic_shares.331410=1").refused("Tahoe-Reno recycling", "does not buy 331410")
    call("run", STUDY, "--capacity", "5").refused("several sites", "'capacity'")


@pytest.mark.parametrize(
    ("arguments", "parts", "code"),
    [
        (["--set", "domestic_shares.325180"], ["domestic_shares.325180", "not KEY=VALUE", "output=300"], 2),
        (["--set", "output="], ["output=", "not KEY=VALUE"], 2),
        (["--set", "output=300", "--set", "output=400"], ["'output' is given twice"], 2),
        (["--jobs", "5", "--set", "jobs=6"], ["'jobs' is given twice"], 2),
        (["--set", "domestic_shares.325180=1.5"], ['"325180"', "shares from 0 to 1"], 1),
        (["--set", "domestic_shares.32518=0.5"], ['"32518"', "Nearest: ", "(325180)"], 1),
        (["--set", "nowhere.yaml"], ["nowhere.yaml", "cannot be read"], 1),
        (["--set", "discount=7"], ['"discount" is 7', "such as 0.03"], 1),
        (["--set", "analysis=secret"], ["secret", "parts"], 1),
        (["--set", "assumptions.flq=0.3"], ["flq", "flq_delta"], 1),
        (["--set", "region=[a"], ["--set region", "in quotes"], 2),
        (["--set", "ouput=3"], ['no key "ouput"', 'Did you mean "output"?'], 1),
    ],
)
def test_what_is_wrong_is_said(call: Call, arguments: list[str], parts: list[str], code: int) -> None:
    done = call(*CELLS, *arguments)
    assert (done.code, done.out) == (code, "")
    assert "Traceback" not in done.err
    for part in parts:
        assert part in done.err


def test_the_table_of_inputs_is_in_both_outputs(call: Call) -> None:
    arguments = ["evidence", "onshoring", "cathode-nmc@Storey, NV", "--capacity", "2000", "--trade", "flq"]
    inputs = json.loads(call(*arguments, "--json").out)["onshoring"]
    gains = [row["jobs_all"] - row["jobs"] for row in inputs]
    assert gains == sorted(gains, reverse=True)
    text = call(*arguments).out
    table = text[text.index("Jobs from domestic inputs") :]
    assert inputs[0]["item"] in table
    assert "grow in step with the domestic share" in table.replace("\n", " ")


def test_years_are_dated_or_counted(call: Call, tmp_path: Path) -> None:
    counted = call(*CELLS, "--no-intervals", "--set", "discount=0.03").out.replace("\n", " ")
    assert "construction year 3" in counted
    assert "years 1 to 10" in counted
    assert " -1 " not in counted
    site = "name: x\ncounty: 32029\nfacility: cell-nmc811\ncapacity: 10\nopens: 2028\ncloses: 2031\ntrade: flq\n"
    (tmp_path / "site.yaml").write_text(site, encoding="utf-8")
    dated = call("run", str(tmp_path / "site.yaml"), "--no-intervals", "--set", "discount=0.03").out
    assert "2028 to 2030" in dated
    assert "2025 to 2030:" in dated.replace("\n", " ")
    assert "construction year" not in dated

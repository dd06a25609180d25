"""``impact data``: what it lists, checks and refuses."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from impact.cli.app import app
from impact.errors import DataError, UsageError
from impact.reference import manifest


def test_status_lists_every_table_and_the_ten_largest_adjustments() -> None:
    shown = CliRunner().invoke(app, ["data", "status", "--offline"], env={"COLUMNS": "120"}).output
    assert all(name in shown for name in manifest().tables)
    assert "economy of 2021, the default. Tables from the package have the economies of 2017 and 2021." in " ".join(
        shown.split()
    )
    assert "Los Angeles County, CA" in shown  # the largest county has the largest adjustment
    assert "In 22 counties CBP places jobs elsewhere" in " ".join(shown.split())
    assert "Storey NV" in " ".join(shown.split())


def test_verify_names_the_identities() -> None:
    done = CliRunner().invoke(app, ["data", "verify"], env={"COLUMNS": "120"})
    assert done.exit_code == 0
    assert "county_jobs of 2021: counties sum to national jobs" in done.output
    assert f"All {len(manifest().tables)} tables and the trade factors are intact." in done.output


def test_build_from_nowhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is not a folder"):
        CliRunner().invoke(app, ["data", "build", "--from", str(tmp_path / "nothing")], catch_exceptions=False)


def test_use_shows_in_status_and_in_what_is_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    runner, wide = CliRunner(), {"COLUMNS": "200"}
    try:
        assert "In use: the economy of 2017, chosen" in runner.invoke(app, ["data", "use", "2017"], env=wide).output
        assert "In use: the economy of 2017, chosen" in runner.invoke(app, ["data", "status"], env=wide).output
        shown = runner.invoke(app, ["multipliers", "Storey, NV", "--trade", "flq"], env=wide).output
        assert "of output of 2017" in shown
        assert "Economy of 2017." in shown
        stated = runner.invoke(
            app, ["multipliers", "Storey, NV", "--trade", "flq", "--economy", "2021"], env=wide
        ).output
        assert "of output of 2021" in stated
    finally:
        runner.invoke(app, ["data", "use", "default"])


def test_a_result_is_repeated_from_the_command_line(tmp_path: Path) -> None:
    runner, out = CliRunner(), tmp_path / "out"
    site = ["run", "335911@Storey, NV", "--jobs", "50", "--trade", "flq", "--set", "economy=2021", "--quiet"]
    assert runner.invoke(app, [*site, "--out", str(out)]).exit_code == 0
    again = runner.invoke(app, ["reproduce", str(out / "result.json"), "--json"])
    assert again.exit_code == 0
    saved = json.loads((out / "result.json").read_text())
    assert json.loads(again.stdout)["effects"] == saved["effects"]
    with pytest.raises(UsageError, match="Write: impact reproduce RESULT"):
        runner.invoke(app, ["run", "--reproduce", str(out)], catch_exceptions=False)

"""``impact data``: what it lists, checks and refuses."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from impact.cli.app import app
from impact.errors import DataError, UsageError
from impact.reference import manifest


def test_status_lists_every_table_and_how_much_is_published() -> None:
    shown = CliRunner().invoke(app, ["data", "status", "--offline"], env={"COLUMNS": "120"}).output
    assert all(name in shown for name in manifest().tables)
    assert "economy of 2024, the default. Tables from the package have the economies of 2017, 2022, 2024." in " ".join(
        shown.split()
    )
    assert "96% of the jobs are in cells that BEA publishes" in " ".join(shown.split())


def test_a_county_is_shown_with_the_plants_that_its_jobs_hold() -> None:
    """Known of Storey: a cell plant of 2017 is in the jobs of 2022, one whose opening is not known is not."""
    runner, wide = CliRunner(), {"COLUMNS": "160"}
    shown = runner.invoke(app, ["data", "status", "Storey, NV"], env=wide)
    assert shown.exit_code == 0
    rows = [" ".join(line.split()) for line in shown.output.splitlines()]
    assert "Gigafactory Nevada (existing site) cell operating 2017 11,000 yes" in rows
    assert any(row.startswith("Gigafactory Nevada 2023 expansion") and row.endswith("no") for row in rows)
    profile = runner.invoke(app, ["counties", "show", "Storey, NV"], env=wide)
    assert profile.exit_code == 0
    assert "Storage battery manufacturing" in profile.output
    assert "In county jobs" in profile.output


def test_verify_names_the_identities() -> None:
    done = CliRunner().invoke(app, ["data", "verify"], env={"COLUMNS": "120"})
    assert done.exit_code == 0
    assert "county_jobs of 2022: counties sum to national jobs" in done.output
    assert f"All {len(manifest().tables)} tables, the trade fit and its factors are intact." in done.output


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
            app, ["multipliers", "Storey, NV", "--trade", "flq", "--economy", "2022"], env=wide
        ).output
        assert "of output of 2022" in stated
    finally:
        runner.invoke(app, ["data", "use", "default"])


def test_a_result_is_repeated_from_the_command_line(tmp_path: Path) -> None:
    runner, out = CliRunner(), tmp_path / "out"
    site = ["run", "335911@Storey, NV", "--jobs", "50", "--trade", "flq", "--set", "economy=2022", "--quiet"]
    assert runner.invoke(app, [*site, "--out", str(out)]).exit_code == 0
    again = runner.invoke(app, ["reproduce", str(out / "result.json"), "--json"])
    assert again.exit_code == 0
    saved = json.loads((out / "result.json").read_text())
    assert json.loads(again.stdout)["effects"] == saved["effects"]
    with pytest.raises(UsageError, match="Write: impact reproduce RESULT"):
        runner.invoke(app, ["run", "--reproduce", str(out)], catch_exceptions=False)

"""``impact data``: what it lists, checks and refuses."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from impact.cli.app import app
from impact.errors import DataError
from impact.reference import manifest


def test_status_lists_every_table_and_the_ten_largest_adjustments() -> None:
    shown = CliRunner().invoke(app, ["data", "status", "--offline"], env={"COLUMNS": "120"}).output
    assert all(name in shown for name in manifest().tables)
    assert "Los Angeles County, CA" in shown  # the largest county has the largest adjustment
    assert "In 22 counties CBP places jobs elsewhere" in " ".join(shown.split())
    assert "Storey NV" in " ".join(shown.split())


def test_verify_names_the_identities() -> None:
    done = CliRunner().invoke(app, ["data", "verify"], env={"COLUMNS": "120"})
    assert done.exit_code == 0
    assert "county_jobs: counties sum to national jobs" in done.output
    assert f"All {len(manifest().tables)} tables and the trade factors are intact." in done.output


def test_build_from_nowhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is not a folder"):
        CliRunner().invoke(app, ["data", "build", "--from", str(tmp_path / "nothing")], catch_exceptions=False)

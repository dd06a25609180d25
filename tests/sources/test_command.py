"""``impact data refresh``, ``status`` and what they print."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from impact.cli.app import app
from impact.errors import UsageError
from impact.reference import table
from impact.sources import SOURCES, Transport, cache_folder, records
from impact.sources._newer import newest_upstream
from impact.sources._patience import Patience

from .conftest import KEY, Agencies, Answer, counties_of
from .test_bls import LAUS_FILE, laus_file, serve_qcew
from .test_census import serve_acs


def run(*arguments: str) -> str:
    """The output of a command that succeeds, on one line."""
    done = CliRunner().invoke(app, ["data", *arguments], env={"COLUMNS": "200"}, catch_exceptions=False)
    assert done.exit_code == 0
    assert KEY not in done.output
    return " ".join(done.output.split())


def test_refresh_prints_what_was_fetched(agencies: Agencies) -> None:
    serve_acs(agencies)
    shown = run("refresh", "acs", "--state", "nv", "--mirror", agencies.address)
    assert "Fetched and checked" in shown
    assert "acs-2023-32 Census Bureau 2019-2023" in shown
    shown = run("refresh", "acs", "--state", "32", "--offline")
    assert "In the cache" in shown
    assert len(agencies.asked) == 3


def test_one_source_that_fails_does_not_stop_the_next(agencies: Agencies) -> None:
    serve_qcew(agencies, 2024, counties_of("10"))
    command = ["data", "refresh", "lodes", "qcew", "--state", "DE", "--mirror", agencies.address]
    done = CliRunner().invoke(app, command, env={"COLUMNS": "200"})
    assert "lodes" in str(done.exception) or "LODES" in str(done.exception)
    assert "qcew-2024-10" in done.output
    assert [record.name for record in records(cache_folder())] == ["qcew-2024-10"]


def test_refresh_into_the_builders_folder(agencies: Agencies, tmp_path: Path) -> None:
    agencies.serve(LAUS_FILE, Answer(laus_file(lambda fips: range(2024, 2025), list(table("counties").fips))))
    run("refresh", "laus", "--into", str(tmp_path / "figures"), "--mirror", agencies.address)
    assert [path.name for path in (tmp_path / "figures").rglob("*.*")] == ["laus_county_annual_1990_2025.parquet"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing"], "There is no source 'nothing'. The sources are: acs, cbp"),
        (["acs", "--state", "ZZ"], "There is no state 'ZZ'"),
        (["qcew", "--state", "DE", "--into", "x"], "'impact data build' needs all states"),
    ],
)
def test_wrong_usage_is_explained(
    agencies: Agencies, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    serve_qcew(agencies, 2024, counties_of("10"))
    with pytest.raises(UsageError, match=said):
        run("refresh", *arguments, "--mirror", agencies.address)


def test_status_tells_embedded_cached_and_published(agencies: Agencies) -> None:
    serve_acs(agencies)
    run("refresh", "acs", "--state", "NV", "--mirror", agencies.address)
    agencies.asked.clear()
    for year in (2023, 2024):
        agencies.serve(f"api.census.gov/data/{year}/acs/acs5.json", Answer(b"{}"))
    shown = run("status", "--mirror", agencies.address)
    assert "2013-2017, the latest in five groups for every county 2019-2023 (32) 2024" in shown
    assert {request.method for request in agencies.asked} == {"HEAD"}
    assert all("key" not in request.query for request in agencies.asked)
    agencies.asked.clear()
    assert "not asked" in run("status", "--offline", "--mirror", agencies.address)
    assert agencies.asked == []


def test_an_agency_without_a_probe_or_an_answer_is_unknown(agencies: Agencies) -> None:
    with Transport(agencies.address, Patience(attempts=1)) as way:
        assert newest_upstream(SOURCES["laus"], way) is None
        agencies.serve("api.census.gov/data/2023/acs/acs5.json", Answer(b"", 503))
        assert newest_upstream(SOURCES["acs"], way) is None

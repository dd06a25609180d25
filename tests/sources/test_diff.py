"""What changed between two folders of tables."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from impact.cli.app import app
from impact.errors import DataError
from impact.sources import SOURCES, Transport, cache_folder, diff, refresh

from .conftest import Agencies, Answer, counties_of
from .test_bls import QCEW_AREA, qcew_file, serve_qcew

JOBS = pd.DataFrame(
    {
        "fips": ["32029", "32029", "32031", "32031"],
        "industry": ["335911", "325180", "335911", "325180"],
        "jobs": [10.0, 5.0, 20.0, 7.0],
        "share": [0.1, 0.2, 0.3, 0.4],
    }
)
PRICES = pd.DataFrame({"industry": ["335911"] * 2, "year": [2017, 2018], "index": [100.0, 101.0]})


def built(folder: Path, **tables: pd.DataFrame) -> Path:
    """A folder as ``impact data build --to`` writes it."""
    folder.mkdir()
    units = {"jobs": "jobs", "share": "share", "index": "2017 = 100"}
    declared = {
        name: {"columns": {column: {"unit": units.get(column, "")} for column in frame}}
        for name, frame in tables.items()
    }
    for name, frame in tables.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)
    (folder / "manifest.json").write_text(json.dumps({"tables": declared}))
    return folder


def test_changes_by_county_and_industry_in_order_of_size(tmp_path: Path) -> None:
    newer = JOBS.assign(jobs=[30.0, 5.0, 20.0, 8.0], share=[1.0, 0.2, 0.3, 0.4])
    newer = pd.concat([newer, pd.DataFrame({"fips": ["32001"], "industry": ["325180"], "jobs": [2.0]})])
    old = built(tmp_path / "old", county_jobs=JOBS, prices=PRICES, gone=PRICES)
    new = built(tmp_path / "new", county_jobs=newer, prices=PRICES.assign(index=[100.0, 103.0]), come=PRICES)
    found = diff(old, new)
    told = [(c.table, c.measure, c.kind, c.place, c.difference) for c in found.changes]
    assert told == [
        ("county_jobs", "jobs", "county", "32029", 20.0),
        ("county_jobs", "jobs", "county", "32001", 2.0),
        ("county_jobs", "jobs", "county", "32031", 1.0),
        ("county_jobs", "jobs", "industry", "335911", 20.0),
        ("county_jobs", "jobs", "industry", "325180", 3.0),  # shares do not add up
        ("prices", "index", "industry", "335911", 2.0),  # of the newest year
    ]
    assert (found.removed, found.added, found.same, found.other) == (("gone",), ("come",), (), ())


def test_a_table_that_changed_in_words_alone_is_not_called_the_same(tmp_path: Path) -> None:
    words = pd.DataFrame({"fips": ["32029"], "name": ["Storey"]})
    old = built(tmp_path / "old", counties=words, prices=PRICES)
    new = built(tmp_path / "new", counties=words.assign(name="Storey County"), prices=PRICES)
    found = diff(old, new)
    assert (found.same, found.other, found.changes) == (("prices",), ("counties",), ())


def test_two_copies_of_the_cache(agencies: Agencies, transport: Transport, tmp_path: Path) -> None:
    serve_qcew(agencies, 2023, counties_of("10"))
    refresh(SOURCES["qcew"], transport, state="10", year=2023)
    shutil.copytree(cache_folder(), tmp_path / "old")
    for fips in counties_of("10"):
        body = qcew_file(fips).replace(b"12345", b"12000") if fips == "10003" else qcew_file(fips)
        agencies.serve(QCEW_AREA.format(year=2024, fips=fips), Answer(body))
    refresh(SOURCES["qcew"], transport, state="10", year=2024)
    command = ["data", "diff", str(tmp_path / "old"), str(cache_folder())]
    done = CliRunner().invoke(app, command, env={"COLUMNS": "120"}, catch_exceptions=False)
    shown = " ".join(done.output.split())
    assert "qcew-10, jobs: the largest of 1 changes by county" in shown
    assert "New Castle County, DE 12,345 12,000 -345" in shown


def test_the_embedded_tables_are_the_same_as_themselves() -> None:
    import impact.reference

    folder = Path(impact.reference.__file__).parent
    found = diff(folder, folder)
    assert (found.removed, found.added, found.other, found.changes) == ((), (), (), ())
    assert "county_jobs" in found.same


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"holds no tables\. Give a folder written by"):
        diff(tmp_path, tmp_path)
    built(tmp_path / "bad", prices=PRICES)
    (tmp_path / "bad" / "prices.parquet").write_bytes(b"no parquet")
    with pytest.raises(DataError, match="bad cannot be read"):
        diff(tmp_path / "bad", tmp_path / "bad")

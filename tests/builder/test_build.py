import ast
import hashlib
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest

from impact.builder import build
from impact.builder._write import replace
from impact.errors import DataError
from impact.reference import Manifest, manifest


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_same_input_gives_same_bytes(source, built, tmp_path):
    named = []
    build(source, tmp_path / "again", progress=named.append)
    assert contents(tmp_path / "again") == contents(built)
    years = {2017: "", 2022: "_2022", 2024: "_2024"}
    tables = {name.split(" of ")[0] + years[int(name.split(" of ")[1])] if " of " in name else name for name in named}
    assert tables >= set(manifest().tables)
    assert len(named) == len(set(named))


def test_manifest_declares_every_column_and_fingerprint(built):
    declared = Manifest.model_validate_json((built / "manifest.json").read_bytes())
    assert {f"{name}.parquet" for name in declared.tables} | {"manifest.json"} == set(contents(built))
    for name, table in declared.tables.items():
        frame = pd.read_parquet(built / f"{name}.parquet")
        assert list(frame.columns) == list(table.columns), name
        assert len(frame) == table.rows > 0, name
        assert hashlib.sha256((built / f"{name}.parquet").read_bytes()).hexdigest() == table.sha256
        assert all(column.title for column in table.columns.values())
        assert table.source
        assert table.vintage
        assert table.licence


def test_failed_build_leaves_the_old_tables(scratch, built, tmp_path):
    target = tmp_path / "target"
    target.mkdir()
    for name, old in contents(built).items():
        (target / name).write_bytes(old)
    last = scratch / "county_employment/bea_cagdp2_total_county_2017_2022_partial.parquet"  # to be read
    pd.read_parquet(last).drop(columns="gdp_current_kusd").to_parquet(last)
    prices = scratch / "bea_io_2024/industry_timeseries.parquet"
    pd.read_parquet(prices).assign(gross_output_musd=1.0).to_parquet(prices)
    with pytest.raises(DataError, match=r"bea_cagdp2_total_county_2017_2022_partial\.parquet lacks .*gdp_current_kusd"):
        build(scratch, target)
    assert contents(target) == contents(built)


def test_one_place_that_cannot_be_written_changes_nothing(built, tmp_path):
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "make.parquet").write_text("old")
    places = {
        built / "make.parquet": tmp_path / "make.parquet",
        built / "use.parquet": tmp_path / "file/use.parquet",
    }
    with pytest.raises(DataError, match="cannot be written"):
        replace(places)
    assert contents(tmp_path) == {"file": b"in the way", "make.parquet": b"old"}


def test_source_that_is_no_folder(tmp_path):
    with pytest.raises(DataError, match=r"nowhere is not a folder\. Give --from"):
        build(tmp_path / "nowhere")


def test_the_library_does_not_import_the_builder():
    """Neither when it is imported nor later: no file but the builder's own and those of the command line names it."""
    package = Path(str(files("impact")))
    allowed = {package / "builder", package / "cli"}
    named = [
        path.relative_to(package)
        for path in package.rglob("*.py")
        if not allowed & set(path.parents)
        for node in ast.walk(ast.parse(path.read_text()))
        if (
            isinstance(node, ast.ImportFrom) and "builder" in [*(node.module or "").split("."), *map(_name, node.names)]
        )
        or (isinstance(node, ast.Import) and any(_name(each).startswith("impact.builder") for each in node.names))
    ]
    assert named == []


def _name(imported):
    return imported.name

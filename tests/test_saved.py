"""The document of a result is read back or refused."""

import json
from pathlib import Path

import pytest

import impact
from impact import Result, Study
from impact._saved import FORMAT, read_document, required
from impact.errors import DataError
from impact.runs import reproduce


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff", b"[" * 100_000, b"null", b'{"site": 1}'])
def test_damaged_results_are_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "result.json"
    file.write_bytes(content)
    with pytest.raises(DataError, match=r"result\.json is not a result saved by impact.*impact run"):
        read_document(file)


def test_missing_results_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"missing\.json cannot be read.*impact run"):
        read_document(tmp_path / "missing.json")


def test_whole_results_are_read(tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    whole = dict.fromkeys(required(), 1) | {"format": FORMAT}
    file.write_text(json.dumps(whole))
    assert read_document(file) == whole


@pytest.mark.parametrize(("marks", "by"), [({}, "an early one"), ({"format": FORMAT + 1, "version": "9.1"}, "9.1")])
def test_results_of_another_version_say_how_to_go_on(tmp_path: Path, marks: dict[str, object], by: str) -> None:
    file = tmp_path / "result.json"
    file.write_text(json.dumps(dict.fromkeys(required(), 1) | marks))
    with pytest.raises(DataError, match=rf"another version of impact \({by}\).*Run the study again"):
        read_document(file)


def test_a_result_of_the_release_before_is_read_and_repeated(tmp_path: Path) -> None:
    """It named the economy among the assumptions, gave what sites share in each site, and knew no discount."""
    now = impact.run(Study.short("335911@Storey, NV", jobs=50, trade="flq", year=2021, economy=2017))
    document = now.to_dict()
    del document["discount"]
    row = {"name": "economy", "title": "Economy", "value": 2017.0, "unit": "", "source": "BEA", "year": 2024}
    document["assumptions"].append(row | {"overridden": True})
    (site,) = document["inputs"]["sites"]
    shared = {key: value for key, value in document["inputs"].items() if key not in ("name", "sites", "economy")}
    document["inputs"] = {"name": now.name, "sites": [site | shared | {"assumptions": {"economy": 2017}}]}
    file = tmp_path / "result.json"
    file.write_text(json.dumps(document))
    old = Result.load(file)
    assert (old.economy, old.year, old.discount) == (2017, 2021, None)
    assert [each.name for each in old.assumptions] == [each.name for each in now.assumptions]
    assert reproduce(old).summary().equals(now.summary())

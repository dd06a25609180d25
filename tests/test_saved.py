"""The document of a result is read back or refused."""

import hashlib
import json
import random
from pathlib import Path

import pytest

import impact
from impact import Result, Study
from impact._files import json_text
from impact._saved import FORMAT, read_document, required, sealed
from impact.errors import DataError
from impact.runs import reproduce


@pytest.fixture
def sealed_file(tmp_path: Path) -> Path:
    """A document with the keys of a result, as it is saved."""
    file = tmp_path / "result.json"
    row = {"fips": "32029", "jobs": 1.5}
    document = {key: [row] for key in required()} | {"format": FORMAT, "name": "Doña Ana"}
    file.write_text(sealed(json_text(document)), encoding="utf-8")
    return file


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff", b"[" * 100_000, b"null", b'{"site": 1}'])
def test_damaged_results_are_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "result.json"
    file.write_bytes(content)
    with pytest.raises(DataError, match=r"result\.json is not a result saved by impact.*impact run"):
        read_document(file)


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_a_result_with_what_is_no_number_is_refused(tmp_path: Path, constant: str) -> None:
    file = tmp_path / "result.json"
    file.write_text(json.dumps(dict.fromkeys(required(), 1) | {"format": FORMAT, "year": float(constant)}))
    with pytest.raises(DataError, match=r"result\.json is not a result saved by impact, or is damaged"):
        read_document(file)


def test_missing_results_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"missing\.json cannot be read.*impact run"):
        read_document(tmp_path / "missing.json")


def test_a_device_without_an_end_is_no_result() -> None:
    with pytest.raises(DataError, match=r"/dev/zero cannot be read: it is no ordinary file"):
        read_document(Path("/dev/zero"))


def test_whole_results_are_read(tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    whole = dict.fromkeys(required(), 1) | {"format": FORMAT}
    file.write_text(json.dumps(whole))
    assert read_document(file) == whole


def test_a_saved_result_ends_with_the_checksum_of_what_stands_before(sealed_file: Path) -> None:
    text = sealed_file.read_text(encoding="utf-8")
    body = text[: text.rindex(', "sha256"')] + "}\n"
    assert json.loads(text)["sha256"] == hashlib.sha256(body.encode()).hexdigest()
    sealed_file.write_bytes(text.encode().replace(b"\n", b"\r\n"))
    assert read_document(sealed_file)["sha256"] == json.loads(text)["sha256"]


def test_no_change_of_a_saved_result_goes_unseen(sealed_file: Path) -> None:
    """A bit anywhere, a piece of the end, a field of any table, white space: refused, and never a traceback later."""
    whole = sealed_file.read_bytes()
    rng = random.Random(5)
    altered = [whole[: rng.randrange(len(whole))] for _ in range(20)]
    for place in [rng.randrange(len(whole) - 1) for _ in range(100)]:
        altered.append(whole[:place] + bytes([whole[place] ^ (1 << rng.randrange(7))]) + whole[place + 1 :])
    document = json.loads(whole)
    altered += [json.dumps(document | {key: None}).encode() for key in document if key != "sha256"]
    altered.append(json.dumps(document, indent=1).encode())
    for content in altered:
        sealed_file.write_bytes(content)
        with pytest.raises(DataError, match=r"impact run"):
            read_document(sealed_file)


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

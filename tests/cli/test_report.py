"""``impact report`` and ``impact map``: a saved result as a document and as a map."""

import json
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from .conftest import Call

STARTS = {"html": b"<!doctype html>", "docx": b"PK", "xlsx": b"PK", "md": b"# Economic impact of", "pdf": b"%PDF-"}
PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


@pytest.mark.parametrize("kind", STARTS)
def test_every_format(call: Call, saved: Path, tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"told.{kind.upper()}"
    done = call("report", str(saved / "result.json"), "--out", str(out))
    assert (done.code, done.err) == (0, "")
    assert done.out == f"Wrote {out}\n"
    assert out.read_bytes().lower().startswith(STARTS[kind].lower())
    if kind in PARTS:
        assert PARTS[kind] in ZipFile(out).namelist()
    assert list(tmp_path.iterdir()) == [out]


def test_beside_the_result_and_never_over_a_file(call: Call, saved: Path, tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    file.write_bytes((saved / "result.json").read_bytes())
    for options, place, name in (
        (["report"], tmp_path, "report.html"),
        (["report", "--format", "md"], file, "report.md"),
        (["map"], file, "map.html"),
        (["map", "--tiles"], tmp_path, "map-tiles.html"),
    ):
        assert call(*options, str(place)).out.startswith(f"Wrote {tmp_path / name}\n")
        before = (tmp_path / name).read_bytes()
        call(*options, str(place)).refused(name, "exists already", "--out", code=2)
        assert (tmp_path / name).read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 5


def test_a_map_asks_the_network_only_if_told(call: Call, saved: Path, tmp_path: Path) -> None:
    plain, tiles = tmp_path / "plain.html", tmp_path / "tiles.html"
    assert call("map", str(saved), "--out", str(plain)).out == f"Wrote {plain}\n"
    assert plain.read_bytes() == (saved / "map.html").read_bytes()
    done = call("map", str(saved), "--out", str(tiles), "--tiles")
    assert "asks tile.openstreetmap.org" in done.out
    assert "img-src data:;" in plain.read_text(encoding="utf-8")
    assert "img-src data: https://tile.openstreetmap.org;" in tiles.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["report", "map"])
def test_what_is_no_result(call: Call, saved: Path, tmp_path: Path, command: str) -> None:
    text = (saved / "result.json").read_text(encoding="utf-8")
    file = tmp_path / "result.json"
    again = "impact run SITE --out DIR"
    call(command, str(tmp_path)).refused(str(file), "No such file", again, code=3)
    call(command, str(tmp_path / "absent")).refused("absent cannot be read", again, code=3)
    call(command, "x" * 300).refused("File name too long", code=3)
    document = json.loads(text)
    document["counties"][0]["jobs"] = "many"
    for content in (text[: len(text) // 2], "", "[]", "{}", "\x00", json.dumps(document)):
        file.write_text(content, encoding="utf-8")
        call(command, str(tmp_path)).refused(str(file), again, code=3)
    file.write_text(json.dumps(json.loads(text) | {"format": 1, "version": "0.0.7"}), encoding="utf-8")
    call(command, str(tmp_path)).refused("saved by another version of impact (0.0.7)", again, code=3)
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("command", ["report", "map"])
def test_no_folder_to_write_to(call: Call, saved: Path, tmp_path: Path, command: str) -> None:
    out = tmp_path / "absent" / "told.html"
    call(command, str(saved), "--out", str(out)).refused(f"there is no folder {tmp_path / 'absent'}", code=2)
    assert list(tmp_path.iterdir()) == []


def test_unknown_formats(call: Call, saved: Path, tmp_path: Path) -> None:
    done = call("report", str(saved), "--format", "odt")
    assert (done.code, done.out) == (2, "")
    assert all(kind in done.err for kind in STARTS)
    call("report", str(saved), "--out", str(tmp_path / "told.odt")).refused("'odt'", ", ".join(STARTS), code=2)
    assert list(tmp_path.iterdir()) == []


def test_pdf_without_its_library(call: Call, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    out = tmp_path / "told.pdf"
    call("report", str(saved), "--out", str(out)).refused("pip install 'county-impact[pdf]'", code=2)
    assert list(tmp_path.iterdir()) == []

"""``impact report`` and ``impact map``: a saved result as a document and as a map."""

import json
import sys
from html.parser import HTMLParser
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pytest

from impact import Result

from .conftest import Call

STARTS = {
    "html": b"<!doctype html>",
    "docx": b"PK",
    "xlsx": b"PK",
    "md": b"# Economic impact of",
    "pdf": b"%PDF-",
    "pptx": b"PK",
}
PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


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


def test_the_method_writes_the_same(call: Call, saved: Path, tmp_path: Path) -> None:
    assert call("report", str(saved), "--out", str(tmp_path / "command.md")).code == 0
    assert Result.load(saved).report(tmp_path / "method.md") == tmp_path / "method.md"
    assert (tmp_path / "method.md").read_bytes() == (tmp_path / "command.md").read_bytes()


def test_beside_the_result_and_never_over_a_file(call: Call, saved: Path, tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    file.write_bytes((saved / "result.json").read_bytes())
    for options, place, name in (
        (["report"], tmp_path, "report.html"),
        (["report", "--format", "md"], file, "report.md"),
        (["report", "--format", "brief"], file, "brief.pdf"),
        (["map"], file, "map.html"),
        (["map", "--tiles"], tmp_path, "map-tiles.html"),
    ):
        assert call(*options, str(place)).out.startswith(f"Wrote {tmp_path / name}\n")
        before = (tmp_path / name).read_bytes()
        call(*options, str(place)).refused(name, "exists already", code=2)
        assert (tmp_path / name).read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 6


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
    again = "impact run"
    call(command, str(tmp_path)).refused(str(file), "No such file", again, code=3)
    call(command, str(tmp_path / "absent")).refused("absent cannot be read", again, code=3)
    call(command, "x" * 300).refused("File name too long", code=3)
    document = json.loads(text)
    document["counties"][0]["jobs"] = "many"
    for content in (text[: len(text) // 2], "", "[]", "{}", "\x00", json.dumps(document)):
        file.write_text(content, encoding="utf-8")
        call(command, str(tmp_path)).refused(str(file), again, code=3)
    file.write_text(json.dumps(json.loads(text) | {"format": 1, "version": "0.0.7"}), encoding="utf-8")
    call(command, str(tmp_path)).refused("saved by another version of impact (0.0.7)", "Run the study again", code=3)
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


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% raw %}",
    "=HYPERLINK(1)",
    "@SUM(1)",
    "../../etc/passwd",
    "\u202eretsehcnaM",
    "Fabrik \U0001f50b",
    "a | b\n# c",
)


@pytest.fixture(scope="module")
def hostile(saved: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The saved result with sites and inputs that bear hostile names."""
    text = (saved / "result.json").read_text(encoding="utf-8")
    document = json.loads(text)
    del document["sha256"]
    name, old = " ".join(HOSTILE), document["site"]["name"]
    document["site"]["name"] = name
    for record in [*document["sites"], *document["calendar"], *document["counties"], *document["industries"],
                   *document["purchases"], *document["labor_plans"]]:  # fmt: skip
        for key in ("name", "site"):
            if record.get(key) == old:
                record[key] = name
    for place, record in enumerate(document["purchases"]):
        record["item"] = HOSTILE[place % len(HOSTILE)]
    document["region"]["label"] = document["sites"][0]["county"] = HOSTILE[0]
    document["warnings"] = list(HOSTILE)
    document["notes"] = [{"code": "hostile", "level": "note", "text": text} for text in HOSTILE]
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "result.json").write_text(json.dumps(document), encoding="utf-8")
    return folder


class Elements(HTMLParser):
    """The elements and attributes of a page, and its text."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.found: set[tuple[str, str]] = set()
        self.text = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {(tag, ""), *((tag, name) for name, _ in attrs)}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("command", ["report", "map"])
def test_hostile_names_are_text_in_pages(call: Call, saved: Path, hostile: Path, tmp_path: Path, command: str) -> None:
    pages = []
    for place, folder in enumerate((saved, hostile)):
        out = tmp_path / f"{place}.html"
        assert call(command, str(folder), "--out", str(out)).code == 0
        pages.append(Elements(out))
    assert pages[1].found <= pages[0].found
    for name in HOSTILE[:6]:
        assert name in pages[1].text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.html", "1.html"]


def test_hostile_names_are_text_in_excel(call: Call, hostile: Path, tmp_path: Path) -> None:
    out = tmp_path / "told.xlsx"
    assert call("report", str(hostile), "--out", str(out)).code == 0
    cells = [cell for sheet in openpyxl.load_workbook(out) for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}  # no formula, no error
    assert not any(cell.hyperlink for cell in cells)
    texts = {cell.value for cell in cells if cell.data_type == "s"}
    assert set(HOSTILE[:6]) <= texts


def test_hostile_names_are_text_in_word_and_markdown(call: Call, hostile: Path, tmp_path: Path) -> None:
    for kind in ("docx", "md"):
        assert call("report", str(hostile), "--out", str(tmp_path / f"told.{kind}")).code == 0
    document = docx.Document(str(tmp_path / "told.docx"))
    texts = {paragraph.text for paragraph in document.paragraphs}
    texts |= {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert set(HOSTILE[:6]) <= texts
    assert not any("\u202e" in text for text in texts)
    lines = (tmp_path / "told.md").read_text(encoding="utf-8").splitlines()
    assert not any("<" in line for line in lines if not line.startswith("    "))
    assert not any(line.startswith("# c") for line in lines)


def test_a_county_without_a_labor_force_has_a_report_without_its_workers(call: "Call", tmp_path: Path) -> None:
    """Kalawao, Hawaii, whose labor force BLS does not publish."""
    out = tmp_path / "out"
    said = "Who could work in cell-lfp, Kalawao County, HI is not known: no labor force is published"
    done = call("run", "cell-lfp@Kalawao, HI", "--no-intervals", "--jobs", "100", "--trade", "flq", "--out", str(out))
    assert (done.code, done.err) == (0, "")
    assert said in " ".join(done.out.split())
    assert call("report", str(out), "--out", str(tmp_path / "r.md")).code == 0
    text = (tmp_path / "r.md").read_text(encoding="utf-8")
    assert "Who does the work" not in text
    assert "**Table 8.** Industries" in text
    call("workforce", "cell-lfp@Kalawao, HI", "--jobs", "100", "--trade", "flq").refused(said)


def test_a_name_that_belies_the_format_is_refused(call: "Call", saved: Path, tmp_path: Path) -> None:
    docx, txt = tmp_path / "x.docx", tmp_path / "m.txt"
    call("report", str(saved), "--format", "html", "--out", str(docx)).refused("--format html does not fit", code=2)
    call("map", str(saved), "--out", str(txt)).refused("A map is a file in html, png, svg or pdf", code=2)
    assert list(tmp_path.iterdir()) == []

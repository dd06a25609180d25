"""The files, opened by real readers."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import docx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from PIL import Image

from impact import Result
from impact.errors import UsageError
from impact.maps import save
from impact.reports import write_report
from impact.reports._contents import Report, Section, Table, contents
from impact.reports._formats import FORMATS, html, markdown, render
from impact.reports._word import word
from impact.reports._workbook import excel

from ..conftest import LONGEST

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def report(nationwide: Result) -> Report:
    return contents(nationwide)


class Page(HTMLParser):
    """Elements, attributes and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.seen: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.seen.append(data)


@pytest.fixture(scope="module")
def again(nationwide: Result) -> Report:
    """The report of the same result, made a second time."""
    return contents(nationwide)


@pytest.mark.parametrize(
    "kind", sorted(FORMATS.keys() - {"pdf"})
)  # whose writer draws random names; its text is compared below
def test_the_same_result_makes_the_same_bytes(report: Report, again: Report, kind: str) -> None:
    assert FORMATS[kind](report) == FORMATS[kind](again)


def test_a_format_is_written_from_the_contents(nationwide: Result, report: Report) -> None:
    assert render(nationwide, "md") == FORMATS["md"](report)


def test_word_holds_the_tables_and_pictures(report: Report) -> None:
    document = docx.Document(BytesIO(word(report)))
    boxes, *tables = document.tables
    assert [cell.text.splitlines() for cell in boxes.rows[0].cells] == [
        [each.label, each.value, each.note] if each.note else [each.label, each.value] for each in report.figures
    ]
    for table, meant in zip(tables, report.tables, strict=True):
        cells = [[cell.text for cell in row.cells] for row in table.rows]
        assert cells == [list(meant.columns), *meant.written()]
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert headings == [section.heading for section in report.sections]
    assert len(document.inline_shapes) == 5
    assert all(shape._inline.docPr.get("descr") for shape in document.inline_shapes)


def test_excel_holds_numbers_and_no_formula(report: Report) -> None:
    book = load_workbook(BytesIO(excel(report)))
    assert book.sheetnames == ["Report", "Inputs", *(table.sheet for table in report.tables)]
    assert {"1 Operations", "2 Construction", "5 Counties"} <= {*book.sheetnames}
    for table in report.tables:
        rows = list(book[table.sheet].iter_rows(min_row=2, values_only=True))
        assert book[table.sheet].auto_filter.ref.startswith("A2:")
        assert rows[0] == table.columns
        for cells, meant in zip(rows[1:], table.rows, strict=True):
            for cell, value, kind in zip(cells, meant, table.kinds, strict=True):
                if kind == "text":
                    assert cell == str(value)
                elif value == value:
                    assert cell == pytest.approx(value)
                else:
                    assert cell is None
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


@pytest.fixture(scope="module")
def printed(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folder with the Word and Excel files as LibreOffice prints them."""
    office = shutil.which("soffice")
    if office is None:
        pytest.fail("The report tests need LibreOffice: libreoffice-writer-nogui and libreoffice-calc-nogui.")
    folder = tmp_path_factory.mktemp("printed")
    (folder / "report.docx").write_bytes(word(report))
    (folder / "book.xlsx").write_bytes(excel(report))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    names = [str(folder / name) for name in ("report.docx", "book.xlsx")]
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *names]
    subprocess.run(command, check=True, capture_output=True, timeout=LONGEST)
    return folder


def pages(file: Path) -> list[np.ndarray]:
    """The pages of a PDF as grey pictures."""
    subprocess.run(["pdftoppm", "-gray", "-r", "40", "-png", file, file.with_suffix("")], check=True, timeout=LONGEST)
    return [np.asarray(Image.open(page)) for page in sorted(file.parent.glob(f"{file.stem}-*.png"))]


def text(file: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True, timeout=LONGEST)
    return " ".join(done.stdout.decode().split())


def test_word_prints_whole(printed: Path, report: Report) -> None:
    said = text(printed / "report.pdf")
    for words in (report.title, "Table 1. A year of full operation", "Gross, not net", "impact run study.yaml"):
        assert words in said
    looked = pages(printed / "report.pdf")
    assert 8 <= len(looked) <= 26
    for page in looked:
        ink = page < 128
        assert ink.any()
        assert not ink[:, -20:].any()  # nothing runs over the edge
    dark = max(float((page < 200).mean()) for page in looked)
    assert dark > 0.05  # the charts are there


def test_excel_prints_every_table(printed: Path, report: Report) -> None:
    said = text(printed / "book.pdf")
    for table in report.tables:
        assert f"Table {table.number}. {table.title}"[:60] in said
    over = [number for number, page in enumerate(pages(printed / "book.pdf"), 1) if (page[:, -8:] < 128).any()]
    assert over == []


def test_pdf_says_what_the_page_says(nationwide: Result, report: Report, tmp_path: Path) -> None:
    file = write_report(nationwide, tmp_path / "report.pdf")
    assert file.read_bytes().startswith(b"%PDF")
    said = text(file)
    for words in (
        report.title,
        "Table 1. A year of full operation",
        "Gross, not net",
        "difficulty",
        "Education",
        "Range",
    ):
        assert words in said


def test_pdf_without_its_library_says_what_to_install(nationwide: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(UsageError, match=r"pip install 'county-impact\[pdf\]'.*print it from a browser"):
        render(nationwide, "pdf")


def test_page_has_no_script_and_asks_nobody(nationwide: Result, tmp_path: Path, browser) -> None:  # type: ignore[no-untyped-def]
    file = write_report(nationwide, tmp_path / "report.html")
    parsed = Page(file.read_text(encoding="utf-8"))
    assert "script" not in parsed.tags
    assert parsed.tags.count("img") == 5
    browser.open(file)
    assert browser.requests()[0] == file.as_uri()
    assert not [address for address in browser.requests()[1:] if not address.startswith("data:")]
    assert browser.complaints() == []
    sizes = "return [...document.images].map((image) => image.naturalWidth)"
    assert min(browser.driver.execute_script(sizes)) > 300
    wide = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert browser.driver.execute_script(wide) is False


def violations(browser, file: Path) -> list[str]:  # type: ignore[no-untyped-def]
    """Serious findings of axe-core on a page."""
    if not AXE.exists():
        pytest.fail("The accessibility tests need axe-core: npm ci --prefix tests.")
    browser.open(file)
    browser.driver.execute_script(AXE.read_text(encoding="utf-8"))
    found = browser.driver.execute_async_script(
        "const done = arguments[0]; axe.run().then((found) => done(JSON.stringify(found.violations)));"
    )
    return [
        f"{finding['id']}: {finding['nodes'][0]['html'][:200]}"
        for finding in json.loads(found)
        if finding["impact"] in {"serious", "critical"}
    ]


def test_page_is_accessible(nationwide: Result, tmp_path: Path, browser) -> None:  # type: ignore[no-untyped-def]
    assert violations(browser, write_report(nationwide, tmp_path / "report.html")) == []


def test_map_is_accessible(nationwide: Result, tmp_path: Path, browser) -> None:  # type: ignore[no-untyped-def]
    save(nationwide.map(), tmp_path / "map.html")
    assert violations(browser, tmp_path / "map.html") == []


def test_map_tells_the_figures_of_the_result(nationwide: Result, tmp_path: Path, browser) -> None:  # type: ignore[no-untyped-def]
    save(nationwide.map(), tmp_path / "map.html")
    browser.open(tmp_path / "map.html")
    totals = nationwide.by_county().query("phase == 'operations' and effect == 'total'").set_index("fips")
    for fips, name in (("32031", "Washoe County, NV"), ("06037", "Los Angeles County, CA")):
        field = browser.driver.find_element("css selector", "input[type=search]")
        field.clear()
        field.send_keys(name, "\ue007")
        label = browser.driver.switch_to.active_element.get_attribute("aria-label")
        assert label.startswith(f"{name}, ")
        shown = re.search(r"Total effect ([\d,.]+)", label)
        assert shown is not None
        assert float(shown[1].replace(",", "")) == pytest.approx(totals.jobs[fips], rel=0.006)
    assert browser.complaints() == []


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [
        ("report.txt", None, "no report format 'txt'. Choose one of: html, docx, xlsx, md, pdf"),
        ("taken.html", None, "exists already"),
        ("absent/report.md", None, "cannot be written"),
    ],
)
def test_files_that_cannot_be_written(alone: Result, tmp_path: Path, name: str, kind: str, message: str) -> None:
    (tmp_path / "taken.html").write_text("mine")
    with pytest.raises(UsageError, match=message):
        write_report(alone, tmp_path / name, kind)
    assert (tmp_path / "taken.html").read_text() == "mine"
    assert [file.name for file in tmp_path.iterdir()] == ["taken.html"]


def test_a_plant_too_small_for_any_figure_makes_a_report(nationwide: Result) -> None:
    """No county reaches a class of the map, and no row a table: neither a warning nor an error."""
    measures = ["jobs", "labor_income", "value_added", "output"]
    counties = nationwide.counties.assign(**{name: nationwide.counties[name] * 1e-7 for name in measures})
    report = contents(replace(nationwide, counties=counties))
    empty = Table(1, "Nobody", ("Site", "Jobs"), ("text", "count"), (), "nobody")
    document = docx.Document(BytesIO(word(replace(report, sections=(*report.sections, Section("None", (), (empty,)))))))
    assert [cell.text for cell in document.tables[-1].rows[0].cells] == ["Site", "Jobs"]
    assert len(document.tables[-1].rows) == 1


ATTACKS = [
    "</p><script>alert(1)</script>", "'\"><img src=x onerror=alert(1)>", "{{ 7 * 7 }}", "=cmd|' /C calc'!A0",
    "+1+1", "@SUM(A1)", "-2", "| a | b |\n|---|", "[x](javascript:alert(1))", "\u202etxt.exe",
    "شركة", "🔋", "\x00\x1b[31m", "\ud800", "https://example.org", "`rm -rf /`", "&lt;b&gt;",
]  # fmt: skip
HOSTILE = st.one_of(st.text(max_size=80), st.sampled_from(ATTACKS))


def named(name: str) -> Report:
    """A small report with a name wherever one can be given."""
    table = Table(1, name, ("Site", "Jobs"), ("text", "count"), ((name, 12.5), ("x", float("nan"))), name)
    section = Section("Heading", (name,), (table,), points=(name,), code=f"name: {name}")
    return Report(name, name, (section,))


@given(HOSTILE)
@settings(max_examples=40)
def test_names_stay_text_in_every_format(name: str) -> None:
    given, plain = named(name), named("plain")
    shown = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    page, other = Page(html(given).decode()), Page(html(plain).decode())
    assert page.tags == other.tags
    assert page.attributes == other.attributes
    assert shown in [" ".join(seen.split()) for seen in page.seen] or not shown
    lines = markdown(given).decode().splitlines()
    assert len([line for line in lines if line.startswith("|")]) == 4
    assert not re.search(r"<(?!/?\w*&)\w", "\n".join(line for line in lines if not line.startswith("    ")))
    book = load_workbook(BytesIO(excel(given)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type in "sn" and cell.hyperlink is None for cell in cells)
    cell = book["Table 1"]["A3"].value
    assert " ".join(str(cell or "").split()) == shown
    document = docx.Document(BytesIO(word(given)))
    assert " ".join(document.tables[0].cell(1, 0).text.split()) == shown


def test_hostile_pages_do_nothing_in_a_browser(tmp_path: Path, browser) -> None:  # type: ignore[no-untyped-def]
    for place, name in enumerate(ATTACKS):
        file = tmp_path / f"{place}.html"
        file.write_bytes(html(named(name)))
        browser.open(file)
        inside = "return [document.querySelectorAll('script, img, iframe, object, form').length, document.title]"
        count, title = browser.driver.execute_script(inside)
        assert count == 0
        assert " ".join(title.split()) == " ".join("".join(c if c.isprintable() else " " for c in name).split())
        assert browser.requests() == [file.as_uri()]
        assert browser.complaints() == []

"""A workbook of inputs: it reads as the site file does, and what is wrong in it gives one message with its cell."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from impact import Study
from impact.counties import resolve
from impact.errors import SiteError
from impact.studies import new_site_file, new_workbook

STOREY = {"name": "Cells", "county": "Storey, NV", "facility": "cell-lfp", "jobs": 250}


def saved(tmp_path: Path, rows: list[tuple[Any, Any]], more: list[list[Any]] | None = None) -> Path:
    """A workbook with rows of keys and values, and further plants."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Site"
    for row in [("Key", "Value"), *rows]:
        sheet.append(row)
    if more is not None:
        other = book.create_sheet("More sites")
        for cells in more:
            other.append(cells)
    path = tmp_path / "site.xlsx"
    book.save(path)
    return path


def changed(tmp_path: Path, cell: str, value: Any) -> Path:
    """The workbook of four rows with one cell changed."""
    path = saved(tmp_path, list(STOREY.items()))
    book = openpyxl.load_workbook(path)
    book["Site"][cell] = value
    book.save(path)
    return path


@pytest.mark.parametrize("facility", ["cell-nmc811", "recycling-hydromet", "335911"])
def test_the_new_workbook_is_the_new_site_file(facility: str, tmp_path: Path) -> None:
    place = resolve("Storey, NV")
    (tmp_path / "site.yaml").write_text(new_site_file(facility, place), encoding="utf-8")
    (tmp_path / "site.xlsx").write_bytes(new_workbook(facility, place))
    assert Study.load(tmp_path / "site.xlsx").to_dict() == Study.load(tmp_path / "site.yaml").to_dict()
    assert new_workbook(facility, place) == (tmp_path / "site.xlsx").read_bytes()


def test_every_default_can_be_taken_over(tmp_path: Path) -> None:
    """The fifth column, copied into the second, is what the lines of the site file say when they are on."""
    path = tmp_path / "site.xlsx"
    path.write_bytes(new_workbook("cell-nmc811", resolve("Storey, NV")))
    book = openpyxl.load_workbook(path)
    sheet = book["Site"]
    assert [cell.value for cell in sheet[1]] == ["Key", "Value", "Unit", "Range", "Default or example", "Help"]
    for row in sheet.iter_rows(min_row=2):
        row[1].value = row[1].value or row[4].value
    book.save(path)
    site = Study.load(path).site
    assert (site.capacity, site.output, site.opens, site.analysis) == ("30 GWh/yr", 2730, 2026, "parts")
    assert site.domestic_shares["331420"] == 0.03
    assert site.purchases["541700"] == 92.68
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    assert rows["capacity"][3].value == "figures hold for 5 to 50"
    assert rows["jobs"][3].value == "45 to 105 per GWh/yr"
    assert not any(":func:" in str(row[5].value) for row in rows.values())


def test_cells_with_choices_offer_them() -> None:
    book = openpyxl.load_workbook(BytesIO(new_workbook("cell-lfp", resolve("Storey, NV"))))
    sheet = book["Site"]
    rows = {sheet.cell(row, 1).value: row for row in range(2, sheet.max_row + 1)}
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert set(lists) == {f"B{rows[key]}" for key in ("county", "facility", "analysis", "trade")}
    column = {cell.value: cell.column_letter for cell in book["Choices"][1]}
    last = lists[f"B{rows['trade']}"].rpartition("$")[2]
    trades = {book["Choices"][f"{column['trade']}{row}"].value for row in range(2, int(last) + 1)}
    assert trades == {"gravity", "slq", "cilq", "rlq", "flq", "aflq", "sdp"}
    assert f"${column['county']}$3145" in lists[f"B{rows['county']}"]  # 3,144 counties below the head


def test_numbers_codes_and_lists_are_read_as_in_a_site_file(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        [
            ("name", 5),
            ("county", 4013),  # a spreadsheet takes the zero from 04013
            ("industries", "{335911: 0.7, 325180: 0.3}"),
            ("jobs", "1,250"),
            ("ramp", "[0.5, 1]"),
            ("region", '["Maricopa, AZ", "Pinal, AZ"]'),
            ("output", None),
            (None, None),
            ("author", "=1+1 <b>"),
        ],
    )
    book = openpyxl.load_workbook(path)
    book["Site"]["B10"].data_type = "s"
    book.save(path)
    study = Study.load(path)
    assert (study.name, study.site.county, study.site.jobs, study.site.output) == ("5", "04013", 1250, None)
    assert study.site.industries == {"335911": 0.7, "325180": 0.3}
    assert study.site.ramp == (0.5, 1.0) or list(study.site.ramp or []) == [0.5, 1.0]
    assert study.author == "=1+1 <b>"


def test_further_rows_are_plants_of_one_study(tmp_path: Path) -> None:
    more = [["name", "county", "facility", "capacity"], ["Second", "Howard, IN", "cell-lfp", "2 GWh/yr"], [None] * 4]
    rows = [*STOREY.items(), ("trade", "flq"), ("region", "Storey, NV; Howard, IN")]
    study = Study.load(saved(tmp_path, rows, more))
    assert (study.name, study.trade) == ("Cells and 1 more", "flq")
    assert [(site.name, site.capacity, site.jobs) for site in study.sites] == [
        ("Cells", None, 250),
        ("Second", "2 GWh/yr", None),
    ]
    assert Study.load(saved(tmp_path, [*rows, ("study", "Both")], more)).name == "Both"
    assert Study.load(saved(tmp_path, rows[:5], more[:1])).name == "Cells"


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("B5", "many", 'sheet Site, cell B5: "jobs" is "many", which is text'),
        ("B5", "=SUM(A1:A3)", "sheet Site, cell B5 holds a formula"),
        ("B5", "#REF!", 'sheet Site, cell B5 holds the error "#REF!"'),
        ("B5", True, "sheet Site, cell B5 holds TRUE"),
        ("B5", -3, 'sheet Site, cell B5: "jobs"'),
        ("B4", "cell-lpf", "sheet Site, cell B4: "),
        ("B3", "Storye, NV", 'sheet Site, cell B3: No county or town is called "Storye, NV"'),
        ("A5", "jbos", 'sheet Site, cell B5: there is no key "jbos". Did you mean "jobs"?'),
        ("A5", "county", 'sheet Site, cell A5: the key "county" occurs twice'),
        ("A5", None, "sheet Site, cell B5 has a value without a key in A5"),
        ("B1", "Amount", 'sheet Site, cell B1 must be "Value"'),
        ("A2000", "x", "sheet Site has 2,000 rows; 1,000 are the most"),
        ("CZ1", "x", "sheet Site has 104 columns; 60 are the most"),
    ],
)
def test_what_is_wrong_is_named_with_its_cell(tmp_path: Path, cell: str, value: Any, said: str) -> None:
    path = changed(tmp_path, cell, value)
    with pytest.raises(SiteError) as raised:
        Study.load(path)
    assert f"{path}, {said}" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_wrong_cell_of_a_further_plant_is_named(tmp_path: Path) -> None:
    more = [["name", "county", "facility", "jobs"], ["Second", "Howard, IN", "cell-lfp", "few"]]
    with pytest.raises(SiteError, match='sheet More sites, cell D2: "jobs" is "few"'):
        Study.load(saved(tmp_path, list(STOREY.items()), more))
    more[1] = ["Second", "Howard, IN", "cell-lfp", "3", "4"]
    with pytest.raises(SiteError, match="sheet More sites, cell E2 has a value without a key in the first row"):
        Study.load(saved(tmp_path, list(STOREY.items()), more))


def test_merged_cells_and_other_sheets(tmp_path: Path) -> None:
    path = saved(tmp_path, list(STOREY.items()))
    book = openpyxl.load_workbook(path)
    book["Site"].merge_cells("B3:B4")
    book.save(path)
    with pytest.raises(SiteError, match="sheet Site: the cells B3:B4 are merged"):
        Study.load(path)
    book = openpyxl.Workbook()
    book.save(path)
    with pytest.raises(SiteError, match=r'has no sheet "Site"; its sheets are "Sheet"\. Make one with'):
        Study.load(path)


def test_what_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "site.xlsx"
    bomb, part = BytesIO(), BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as file:
        file.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    with ZipFile(part, "w") as file:
        file.writestr("xl/workbook.xml", b"<workbook/>")
    whole = saved(tmp_path, list(STOREY.items())).read_bytes()
    for content, said in (
        (b"name: Cells", "is no Excel workbook, or has a password"),
        (b"", "is no Excel workbook"),
        (whole[: len(whole) // 2], "is no Excel workbook"),
        (b"\0" * 50_000_000, "is larger than 2 MB"),
        (bomb.getvalue(), "unpacks to more than 30 MB"),
        (part.getvalue(), "is damaged"),
    ):
        path.write_bytes(content)
        with pytest.raises(SiteError, match=said):
            Study.load(path)
    with pytest.raises(SiteError, match=r"absent.xlsx cannot be read: No such file"):
        Study.load(tmp_path / "absent.xlsx")
    with pytest.raises(SiteError, match="Save it as an Excel workbook"):
        Study.load(tmp_path / "site.ods")


def test_a_change_of_the_command_line_is_no_cell(tmp_path: Path) -> None:
    path = saved(tmp_path, list(STOREY.items()))
    assert Study.load(path, capacity="3 GWh/yr").site.jobs is None
    with pytest.raises(SiteError, match='"closes"'):
        Study.load(path, closes="never")
    assert json.dumps(Study.load(path).to_dict())

"""``impact new --xlsx`` and ``impact run`` of what it wrote."""

from pathlib import Path

import openpyxl

from .conftest import Call


def test_a_workbook_is_written_filled_in_and_studied(call: Call, tmp_path: Path) -> None:
    book = tmp_path / "plant.xlsx"
    done = call("new", "recycling-hydromet", "Storey, NV", "--xlsx", str(book))
    assert (done.code, done.out, done.err) == (0, f"Wrote {book}\n", "")
    sheets = openpyxl.load_workbook(book)
    sheet = sheets["Site"]
    rows = {sheet.cell(row, 1).value: row for row in range(2, sheet.max_row + 1)}
    for key, value in {"name": "Plant", "jobs": None, "capacity": "20 kt/yr", "trade": "flq"}.items():
        sheet.cell(rows[key], 2).value = value
    sheets.save(book)
    site = tmp_path / "plant.yaml"
    site.write_text("name: Plant\ncounty: Storey, NV\nfacility: recycling-hydromet\ncapacity: 20 kt/yr\ntrade: flq\n")
    told = [call("run", str(path), "--no-intervals").out.partition("Next:")[0] for path in (book, site)]
    assert told[0] == told[1]
    assert "60 of them direct" in " ".join(told[0].split())
    before = book.read_bytes()
    call("new", "cell-lfp", "Storey, NV", "--xlsx", str(book)).refused("exists already", code=2)
    assert book.read_bytes() == before
    sheet.cell(rows["jobs"], 2).value = "=1+1"
    sheets.save(book)
    call("run", str(book)).refused(f"sheet Site, cell B{rows['jobs']} holds a formula")
    call("run", str(tmp_path / "none.xlsx")).refused("none.xlsx cannot be read")


def test_a_workbook_needs_its_ending_and_a_type(call: Call, tmp_path: Path) -> None:
    call("new", "cell-lfp", "Storey, NV", "--xlsx", str(tmp_path / "x.csv")).refused("ends in .xlsx", code=2)
    call("new", "cell-lpf", "Storey, NV", "--xlsx", str(tmp_path / "x.xlsx")).refused("cell-lpf")
    assert list(tmp_path.iterdir()) == []

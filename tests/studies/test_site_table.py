"""Tables of sites: what a row says, and what is wrong with it, by its line."""

from pathlib import Path

import numpy as np
import pytest

from impact import Site, Study
from impact.errors import SiteError
from impact.studies import Row, read_rows

HEAD = "name,county,industries,jobs\n"


def written(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "sites.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def problems(rows: list[Row]) -> dict[int, str]:
    """Return what is wrong with the bad rows, by line."""
    found = {}
    for row in rows:
        try:
            row.study()
        except SiteError as error:
            found[row.line] = str(error)
    return found


def test_rows_are_sites_whatever_the_order_of_the_columns(tmp_path: Path) -> None:
    content = (
        "\ufeffjobs,county, name ,facility,region,capacity,ramp,purchases,industries,opens\r\n"
        '500,"Storey, NV",Cells,,"Storey, NV; Washoe, NV",,"[0.5, 1]",,335911,2030\r\n'
        "\r\n"
        ',,,,,,,,,\r\n,2013,"two\nlines",recycling-hydromet,,20 kt/yr,,{S00401: 0},,\r\n'
    )
    rows = list(read_rows(written(tmp_path, content)))
    assert [row.line for row in rows] == [2, 5]
    first, second = (row.study() for row in rows)
    assert first.region == "Storey, NV; Washoe, NV"
    assert first.site == Site(
        name="Cells",
        county="Storey, NV",
        industries={"335911": 1.0},
        jobs=500.0,
        ramp=(0.5, 1.0),
        opens=2030,
    )
    assert (second.name, second.site.county, second.site.capacity) == ("two lines", "2013", "20 kt/yr")
    assert second.site.purchases == {"S00401": 0.0}


EXCEL = """\
\ufeff,,,,,,\r
name,county,industries,jobs,trade,,\r
A,"Storey, NV",335911,"1,000",flq,,\r
,,,,,,\r
B,'01001,'335911,'100,flq,,,,\r
C,"Doña Ana, NM",335911,100,flq,,text\r
"""
PANDAS = """\
,name,county,industries,jobs,year,opens,construction_years,Unnamed: 7
0,A,32029,335911,100.0,2022.0,2025.0,3.0,
1,B,1001.0,335911.0,100,2023,,,
2,C,1001.0,{335911.0: 0.5, 325180.0: 0.5},100,2023.0,,,
3,D,1001.0,335911.0,100,2023.5,,,
"""


def test_tables_of_excel_are_read(tmp_path: Path) -> None:
    rows = list(read_rows(written(tmp_path, EXCEL)))
    first, second = (row.study().site for row in rows[:2])
    assert (first.county, first.industries, first.jobs) == ("Storey, NV", {"335911": 1.0}, 1000.0)
    assert (second.county, second.industries, second.jobs) == ("01001", {"335911": 1.0}, 100.0)
    assert problems(rows) == {6: "line 6: it has 7 cells and there are 5 columns; put text with a comma in quotes."}


def test_tables_of_data_frames_are_read(tmp_path: Path) -> None:
    content = PANDAS.replace("{335911.0: 0.5, 325180.0: 0.5}", '"{335911.0: 0.5, 325180.0: 0.5}"')
    rows = list(read_rows(written(tmp_path, content)))
    first, second, third = (row.study() for row in rows[:3])
    assert (first.year, first.site.opens, first.site.construction_years, first.site.jobs) == (2022, 2025, 3, 100.0)
    assert (second.site.county, second.site.industries, second.site.opens) == ("1001", {"335911": 1.0}, None)
    assert third.site.industries == {"335911": 0.5, "325180": 0.5}
    assert problems(rows) == {5: 'line 5: "year" is 2023.5; give a year such as 2023.'}


def test_a_frame_of_numbers_is_read_as_its_table() -> None:
    row = {"name": "B", "county": 1001.0, "industries": np.float64(335911), "jobs": np.int64(100), "year": 2022.0}
    study = Study.read(row | {"opens": np.int64(2025), "region": [1001.0, "'01003"]})
    assert (study.site.county, study.site.industries, study.year) == ("01001", {"335911": 1.0}, 2022)
    assert (study.site.opens, study.region) == (2025, ["01001", "01003"])


def test_text_in_a_column_without_a_name_is_refused(tmp_path: Path) -> None:
    rows = list(read_rows(written(tmp_path, "name,,county,industries,jobs\nA,B,32029,335911,5\n")))
    assert '"B" stands in a column without a name' in problems(rows)[2]


@pytest.mark.parametrize("jobs", ["1,5", "1,50", "1,0000", "1.000,5"])
def test_a_comma_groups_three_digits(tmp_path: Path, jobs: str) -> None:
    rows = list(read_rows(written(tmp_path, f'{HEAD}A,32029,335911,"{jobs}"\n')))
    assert f'"jobs" is "{jobs}", which is text' in problems(rows)[2]


@pytest.mark.parametrize("jobs", ["1.250", "20.000"])
def test_a_point_that_may_group_thousands_is_refused(tmp_path: Path, jobs: str) -> None:
    rows = list(read_rows(written(tmp_path, f"{HEAD}A,32029,335911,{jobs}\n")))
    assert f'line 2: "jobs" may be {jobs.replace(".", ",")} or ' in problems(rows)[2]


@pytest.mark.parametrize(
    ("jobs", "read"), [("163.875", 163.875), ("20.5", 20.5), ("0.500", 0.5), ('"1,250.000"', 1250)]
)
def test_decimals_as_programs_write_them_are_read(tmp_path: Path, jobs: str, read: float) -> None:
    (row,) = read_rows(written(tmp_path, f"{HEAD}A,32029,335911,{jobs}\n"))
    assert row.study().site.jobs == read


def test_a_bad_row_names_its_line_and_spares_the_others(tmp_path: Path) -> None:
    content = (
        HEAD.encode() + b'A,32029,335911,5\nB,32029,335911,-5\nC,Storey, NV,335911,5\n"D\n",32029,335911,many\n'
        b"E\xff,32029,335911,5\nF,32029,[335911,5\nG,32029,335911,inf\nH,32029,335911,5\n"
    )
    found = problems(list(read_rows(written(tmp_path, content))))
    assert found[3] == 'line 3: "jobs" is -5; give a positive number.'
    assert found[4].startswith("line 4: it has 5 cells and there are 4 columns")
    assert 'line 5: "jobs" is "many", which is text' in found[5]
    assert "line 7: it is not text in UTF-8" in found[7]
    assert found[8].startswith("line 8, line 1: ")
    assert 'line 9: "jobs" is inf' in found[9]
    assert set(found) == {3, 4, 5, 7, 8, 9}


def test_an_open_quote_spoils_what_it_swallows(tmp_path: Path) -> None:
    content = HEAD + "A,32029,335911,5\n" + '"B,32029,335911,5\n' + "C,32029,335911,5\n" * 10_000
    rows = list(read_rows(written(tmp_path, content)))
    found = problems(rows)
    assert "is a quote left open" in found[3]
    assert rows[0].line == 2
    assert rows[-1].line == 10_003


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("name,county,job\n", 'line 1: there is no column "job". Did you mean "jobs"?'),
        ("name,county,name\n", 'the column "name" occurs twice'),
        ("name,jobs\n", 'the column "county" is missing'),
        ("name;county;jobs\n", "separate the columns with commas"),
        ("", 'the column "name" is missing'),
        ("name,county\n".encode("utf-16"), "there is no column"),
        ("x" * 200_000, "line 1: field larger than field limit"),
    ],
)
def test_a_table_without_columns_is_refused(tmp_path: Path, content: str | bytes, expected: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(SiteError) as refused:
        list(read_rows(path))
    assert expected in str(refused.value)
    assert str(path) in str(refused.value)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=r"none\.csv cannot be read: No such file"):
        list(read_rows(tmp_path / "none.csv"))


def test_names_are_short_and_on_one_line() -> None:
    assert Row(2, {"name": "\u202eevil\n" + "x" * 1000}).name == "evil " + "x" * 155

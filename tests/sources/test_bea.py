"""The BEA's API and the zip of its benchmark tables."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from impact.errors import DataError, UsageError
from impact.reference import combined_areas, table
from impact.sources import SOURCES, Transport, cache_folder, refresh
from impact.sources._builder import write_inputs
from impact.sources._cache import cached

from .conftest import KEY, Agencies, Answer, Request, counties_of

API = "apps.bea.gov/api/data"
ZIP = "apps.bea.gov/industry/iTables%20Static%20Files/AllTablesIO.zip"


def bea_answer(results: object) -> Answer:
    """An answer as the BEA sends it: with the request, and so the key, in it."""
    request = {"RequestParam": [{"ParameterName": "USERID", "ParameterValue": KEY}]}
    return Answer(json.dumps({"BEAAPI": {"Request": request, "Results": results}}).encode())


def income(areas: list[str]) -> Callable[[Request], Answer]:
    def answer(request: Request) -> Answer:
        assert request.query["UserID"] == KEY
        value = {"1": "1,234,567", "2": "20,000"}[request.query["LineCode"]]
        year = request.query["Year"]
        rows = [{"GeoFips": code, "GeoName": "", "TimePeriod": year, "DataValue": value} for code in areas]
        rows[1]["DataValue"] = "(NA)"
        return bea_answer({"Statistic": "", "UnitOfMeasure": "", "Data": rows, "Notes": []})

    return answer


def test_income_of_a_state(agencies: Agencies, transport: Transport) -> None:
    agencies.serve(API, income(["32000", *counties_of("32")]))
    record = refresh(SOURCES["bea-income"], transport, state="32")
    frame = cached(cache_folder(), record.name)[1].set_index("fips")
    assert [request.query["GeoFips"] for request in agencies.asked] == ["NV", "NV"]
    assert "32000" not in frame.index
    assert frame.personal_income_kusd["32029"] == 1234567
    assert frame.population["32029"] == 20000
    assert frame.personal_income_kusd.isna()["32001"]


def test_income_in_combined_areas_is_complete_and_the_builders(
    agencies: Agencies, transport: Transport, tmp_path: Path
) -> None:
    from impact.builder.inputs import read

    area_of = {member: area for area, members in combined_areas().items() for member in members}
    areas = sorted({area_of.get(fips, fips) for fips in table("counties").fips})
    agencies.serve(API, income(["00000", *areas]))
    record = refresh(SOURCES["bea-income"], transport, year=2017)
    frame = cached(cache_folder(), record.name)[1]
    write_inputs(SOURCES["bea-income"], record, frame, tmp_path)
    built = read(tmp_path, "cainc1")
    assert built[built.fips == "51901"].to_numpy().tolist() == [["51901", 2017, 1234567.0]]
    record = refresh(SOURCES["bea-income"], transport, year=2019)
    write_inputs(SOURCES["bea-income"], record, cached(cache_folder(), record.name)[1], tmp_path)
    years = read(tmp_path, "cainc1").query("fips == '51901'").year
    assert years.tolist() == [2017, 2019]


@pytest.mark.parametrize(
    ("code", "kind", "said"),
    [("3", UsageError, "does not accept the key in BEA_API_KEY"), ("40", DataError, "error 40: no data for")],
)
def test_errors_of_the_bea_come_with_status_200(
    agencies: Agencies, transport: Transport, code: str, kind: type[Exception], said: str
) -> None:
    error = {"APIErrorCode": code, "APIErrorDescription": f"no data for {KEY}"}
    agencies.serve(API, bea_answer({"Error": error}))
    with pytest.raises(kind, match=said) as refusal:
        refresh(SOURCES["bea-income"], transport, state="32")
    assert KEY not in str(refusal.value)


def workbook(year: str, rows: list[list[object]]) -> bytes:
    book = Workbook()
    assert book.active is not None
    book.active.title = "ReadMe"
    page = book.create_sheet(year)
    for row in rows:
        page.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def benchmark_zip(cell: object = 250.5) -> bytes:
    heading: list[list[object]] = [["The table"], ["(Millions of dollars)"], [], [], [None, None, "Oilseeds", "Grain"]]
    rows = [*heading, ["Code", "Description", "1111A0", "1111B0"], ["1111A0", "Oilseeds", cell, None]]
    rows += [["1111B0", "Grain", "...", -3], ["T007", "Total", 250.5, -3], [], ["Note. Detail may not add."]]
    names = [
        "IOMake_Before_Redefinitions_2017_Detail.xlsx",
        "IOUse_Before_Redefinitions_PRO_2017_Detail.xlsx",
        "ImportMatrices_Before_Redefinitions_DET_2017.xlsx",
    ]
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, workbook("2017", rows))
    return packed.getvalue()


def test_the_benchmark_is_read_cell_by_cell(agencies: Agencies, transport: Transport) -> None:
    agencies.serve(ZIP, Answer(benchmark_zip()))
    record = refresh(replace(SOURCES["bea-benchmark"], rows=(1, 20)), transport)
    frame = cached(cache_folder(), record.name)[1]
    assert set(frame.table) == {"make", "use", "imports"}
    make = frame[frame.table == "make"].set_index(["row", "column"])["value"]
    assert make.to_dict() == {
        ("1111A0", "1111A0"): 250.5,
        ("1111B0", "1111B0"): -3.0,
        ("T007", "1111A0"): 250.5,
        ("T007", "1111B0"): -3.0,
    }


def test_a_text_among_the_figures_of_the_benchmark_is_refused(agencies: Agencies, transport: Transport) -> None:
    agencies.serve(ZIP, Answer(benchmark_zip("n.a.")))
    with pytest.raises(DataError, match=r"BEA make table 2017, 1111A0, 1111A0: 'n\.a\.' is no figure"):
        refresh(replace(SOURCES["bea-benchmark"], rows=(1, 20)), transport)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(b"", 404), "does not exist"),
        (Answer(b"<html>"), "is not the JSON that the BEA describes"),
        (bea_answer([]), "is not the JSON that the BEA describes"),
        (bea_answer({"Data": [{"GeoFips": "32029", "DataValue": "1"}]}), r"lacks the column\(s\) TimePeriod"),
        (
            bea_answer({"Data": [{"GeoFips": "32029", "TimePeriod": "2023", "DataValue": "1"}] * 2}),
            "BEA CAINC1 32, 2023: a county came twice",
        ),
    ],
)
def test_an_answer_of_the_bea_that_is_none_is_refused(
    agencies: Agencies, transport: Transport, answer: Answer, said: str
) -> None:
    agencies.serve(API, answer)
    with pytest.raises(DataError, match=said):
        refresh(SOURCES["bea-income"], transport, state="32")


@pytest.mark.parametrize(
    ("sheet", "rows", "said"),
    [
        ("2012", [["Code"]], "BEA make table 2017: there is no sheet 2017; there are ReadMe, 2012"),
        ("2017", [["Industry"]], "BEA make table 2017: no row begins with Code"),
    ],
)
def test_another_layout_of_the_benchmark_is_refused(
    agencies: Agencies, transport: Transport, sheet: str, rows: list[list[object]], said: str
) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("IOMake_Before_Redefinitions_2017_Detail.xlsx", workbook(sheet, rows))
    agencies.serve(ZIP, Answer(packed.getvalue()))
    with pytest.raises(DataError, match=said):
        refresh(SOURCES["bea-benchmark"], transport)

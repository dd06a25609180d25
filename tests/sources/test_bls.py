"""QCEW, LAUS and OEWS in the formats of the Bureau of Labor Statistics."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from impact.errors import DataError, UsageError
from impact.reference import table
from impact.sources import SOURCES, Transport, cache_folder, refresh
from impact.sources._builder import write_inputs
from impact.sources._cache import Record, cached

from .conftest import KEY, Agencies, Answer, Request, counties_of

LAUS_FILE = "download.bls.gov/pub/time.series/la/la.data.64.County"
LAUS_API = "api.bls.gov/publicAPI/v2/timeseries/data/"
QCEW_AREA = "data.bls.gov/cew/data/api/{year}/a/area/{fips}.csv"
DELAWARE = counties_of("10")
QCEW_HEAD = (
    '"area_fips","own_code","industry_code","agglvl_code","size_code","year","qtr","disclosure_code",'
    '"annual_avg_estabs","annual_avg_emplvl","total_annual_wages","taxable_annual_wages"'
)


def qcew_file(fips: str) -> bytes:
    rows = [
        f'"{fips}","0","10","70","0","2024","A","",900,12345,678901234,1',
        f'"{fips}","5","3359","76","0","2024","A","N",2,0,0,0',
        f'"{fips}","5","3359","76","1","2024","A","",1,4,5,0',
    ]
    return "\n".join([QCEW_HEAD, *rows, ""]).encode()


def serve_qcew(agencies: Agencies, year: int, counties: list[str]) -> None:
    for fips in counties:
        agencies.serve(QCEW_AREA.format(year=year, fips=fips), Answer(qcew_file(fips)))


def test_a_withheld_cell_of_qcew_is_missing_and_not_zero(agencies: Agencies, transport: Transport) -> None:
    serve_qcew(agencies, 2024, DELAWARE)
    record = refresh(SOURCES["qcew"], transport, state="10")
    frame = cached(cache_folder(), record.name)[1].set_index(["fips", "naics"])
    assert len(frame) == 6  # cells by size of the establishment are left out
    assert frame.jobs["10003", "10"] == 12345
    assert frame.wages["10003", "10"] == 678901234
    assert frame.establishments["10003", "3359"] == 2
    assert frame[["jobs", "wages"]].loc["10003", "3359"].isna().all()


@pytest.mark.parametrize(("year", "wanted"), [(2023, "09001"), (2024, "09110")])
def test_qcew_asks_for_the_connecticut_of_the_year(
    agencies: Agencies, transport: Transport, year: int, wanted: str
) -> None:
    changes = table("fips_changes").old_fips
    before = sorted(set(changes[changes.str.startswith("09")]))
    serve_qcew(agencies, year, before if year == 2023 else counties_of("09"))
    record = refresh(SOURCES["qcew"], transport, state="09", year=year)
    assert wanted in set(cached(cache_folder(), record.name)[1].fips)


def test_another_area_in_a_file_of_qcew_is_refused(agencies: Agencies, transport: Transport) -> None:
    serve_qcew(agencies, 2024, DELAWARE)
    agencies.serve("data.bls.gov/cew/data/api/2024/a/area/10003.csv", Answer(qcew_file("10001")))
    with pytest.raises(DataError, match=r"QCEW 2024, 10003.csv holds another area \(10001\)"):
        refresh(SOURCES["qcew"], transport, state="10")


def test_qcew_by_ownership_is_the_builders(agencies: Agencies, transport: Transport, tmp_path: Path) -> None:
    from impact.builder.inputs import read

    for fips in DELAWARE:
        rows = [
            f'"{fips}","{owner}","{naics}","{level}","0","2024","A","{code}",{establishments},{jobs},9,1'
            for owner, naics, level, code, establishments, jobs in (
                ("0", "10", "70", "", 90, 700),
                ("1", "10", "71", "", 3, 20),
                ("2", "10", "71", "N", 4, 0),
                ("3", "10", "71", "", 5, 80),
                ("5", "10", "71", "", 78, 400),
                ("5", "1013", "73", "", 8, 100),
            )
        ]
        agencies.serve(QCEW_AREA.format(year=2024, fips=fips), Answer("\n".join([QCEW_HEAD, *rows, ""]).encode()))
    record = refresh(SOURCES["qcew"], transport, state="10")
    frame = cached(cache_folder(), record.name)[1]
    write_inputs(SOURCES["qcew"], replace(record, state=""), frame, tmp_path)
    built = read(tmp_path, "qcew_counties")
    assert built[built.fips == "10003"].fillna(-1).to_numpy().tolist() == [
        ["10003", 0, 90, 700, 2024, "A"],
        ["10003", 1, 3, 20, 2024, "A"],
        ["10003", 2, 4, -1, 2024, "A"],  # withheld
        ["10003", 3, 5, 80, 2024, "A"],
        ["10003", 5, 78, 400, 2024, "A"],
    ]
    twice = pd.concat([frame, frame])
    with pytest.raises(DataError, match="QCEW 2024: an area has two rows of the same ownership"):
        write_inputs(SOURCES["qcew"], replace(record, state=""), twice, tmp_path)


def laus_file(years: Callable[[str], range], counties: list[str]) -> bytes:
    """The flat file: padded, with tabs, and with the months."""
    lines = ["series_id                     \tyear\tperiod\t       value\tfootnote_codes"]
    for fips in counties:
        for year in years(fips):
            for measure, value in {"03": "4.0", "04": "40", "05": "960", "06": "1000"}.items():
                series = f"LAUCN{fips}00000000{measure}".ljust(30)
                lines += [f"{series}\t{year}\tM12\t        9999\t", f"{series}\t{year}\tM13\t{value:>12}\tP"]
    lines.append(f"{'LAUCS010780000000003':30}\t2025\tM13\t{'-':>12}\tN")
    return ("\n".join(lines) + "\n").encode()


def test_laus_keeps_annual_averages_in_the_builders_form(
    agencies: Agencies, transport: Transport, tmp_path: Path
) -> None:
    from impact.builder.inputs import read

    agencies.serve(LAUS_FILE, Answer(laus_file(lambda fips: range(2024, 2026), list(table("counties").fips))))
    record = refresh(SOURCES["laus"], transport, year=2025)
    frame = cached(cache_folder(), record.name)[1]
    assert len(frame) == 2 * 3144
    write_inputs(SOURCES["laus"], record, frame, tmp_path)
    built = read(tmp_path, "laus").drop(columns="vintage")
    assert built[built.fips == "32029"].to_numpy().tolist() == [
        ["32029", 2024, 1000, 960, 40],
        ["32029", 2025, 1000, 960, 40],
    ]


def test_laus_without_the_year_is_refused(agencies: Agencies, transport: Transport) -> None:
    agencies.serve(LAUS_FILE, Answer(laus_file(lambda fips: range(2023, 2024), list(table("counties").fips))))
    with pytest.raises(DataError, match="no annual averages of 2024 yet"):
        refresh(SOURCES["laus"], transport)


def laus_api(request: Request) -> Answer:
    wanted = json.loads(request.body)
    assert wanted["registrationkey"] == KEY
    assert len(wanted["seriesid"]) <= 50
    value = {"03": "4.0", "04": "40", "05": "960", "06": "1000"}
    series = [
        {
            "seriesID": name,
            "data": [
                {"year": "2024", "period": "M13", "value": value[name[-2:]], "footnotes": [{}]},
                {"year": "2024", "period": "M12", "value": "1", "footnotes": [{}]},
            ],
        }
        for name in wanted["seriesid"]
    ]
    answer = {"status": "REQUEST_SUCCEEDED", "message": [], "Results": {"series": series}}
    return Answer(json.dumps(answer).encode())


def test_laus_of_a_state_comes_from_the_api_with_fifty_series_a_request(
    agencies: Agencies, transport: Transport
) -> None:
    agencies.serve(LAUS_API, laus_api)
    record = refresh(SOURCES["laus"], transport, state="32")
    assert [len(json.loads(request.body)["seriesid"]) for request in agencies.asked] == [50, 18]  # 17 counties x 4
    frame = cached(cache_folder(), record.name)[1].set_index("fips")
    assert frame.unemployed["32029"] == 40
    assert frame.unemployment_rate["32029"] == 4.0


@pytest.mark.parametrize(
    ("message", "kind", "said"),
    [
        (f"The key:{KEY} provided by the User is invalid.", UsageError, "does not accept the key in BLS_API_KEY"),
        (f"The daily threshold for total requests of the user {KEY} is reached.", DataError, "daily threshold"),
    ],
)
def test_the_bls_refuses_without_the_key_in_the_message(
    agencies: Agencies, transport: Transport, message: str, kind: type[Exception], said: str
) -> None:
    answer = {"status": "REQUEST_NOT_PROCESSED", "message": [message], "Results": {}}
    agencies.serve(LAUS_API, Answer(json.dumps(answer).encode()))
    with pytest.raises(kind, match=said) as refusal:
        refresh(SOURCES["laus"], transport, state="10")
    assert KEY not in str(refusal.value)


def zipped(name: str, content: bytes) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def oews_zip() -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    pay = ["A_MEAN", "A_PCT10", "A_PCT25", "A_MEDIAN", "A_PCT75", "A_PCT90"]
    page.append(["AREA", "AREA_TITLE", "AREA_TYPE", "NAICS", "OCC_CODE", "OCC_TITLE", "O_GROUP", "TOT_EMP", *pay])
    nation = ["99", "U.S.", "1", "000000"]
    page.append(
        [*nation, "00-0000", "All Occupations", "total", "155495730", 69770, 31200, 37590, 50980, 80520, 128560]
    )
    page.append([*nation, "29-1141", "Surgeons", "detailed", "**", "*", 90000, 150000, "#", "#", "#"])
    page.append(["99", "U.S.", "1", "335900", "00-0000", "All Occupations", "total", "1", 1, 1, 1, 1, 1, 1])
    sheet = BytesIO()
    book.save(sheet)
    return zipped("oesm24all/all_data_M_2024.xlsx", sheet.getvalue())


def test_oews_keeps_all_industries_and_says_what_is_above_the_top(agencies: Agencies, transport: Transport) -> None:
    agencies.serve("www.bls.gov/oes/special-requests/oesm24all.zip", Answer(oews_zip()))
    record = refresh(replace(SOURCES["oews"], rows=(1, 10)), transport)
    frame = cached(cache_folder(), record.name)[1].set_index("soc")
    assert record.vintage == "May 2024"
    assert list(frame.area) == ["0000099", "0000099"]
    assert frame.jobs["00-0000"] == 155495730
    assert frame["median"]["00-0000"] == 50980
    assert frame.p25["29-1141"] == 150000
    assert frame.loc["29-1141", ["jobs", "mean", "median", "p90"]].isna().all()
    assert list(frame.topcoded) == ["no", "yes"]


AREAS = [
    ("99", "U.S.", "1"),
    ("32", "Nevada", "2"),
    ("72", "Puerto Rico", "3"),
    ("35620", "New York-Newark-Jersey City, NY-NJ", "4"),
    ("10380", "Aguadilla, PR", "4"),
    ("3200006", "Nevada nonmetropolitan area", "6"),
]


def oews_frame(areas: list[tuple[str, str, str]]) -> pd.DataFrame:
    """The cached table: for each area all occupations, one of them, and the broad one of the same code."""
    rows = [
        (area.zfill(7), title, kind, soc, level, jobs, 50.0, 30.0, 40.0, 45.0, 60.0, None, "yes")
        for area, title, kind in areas
        for soc, level, jobs in (
            ("00-0000", "total", 900.0),
            ("13-1020", "broad", 7.0),
            ("13-1020", "detailed", None),
        )
    ]
    return pd.DataFrame(rows, columns=list(SOURCES["oews"].columns))


@pytest.fixture
def oews(agencies: Agencies, transport: Transport) -> Record:
    agencies.serve(OEWS_ZIP, Answer(oews_zip()))
    return refresh(replace(SOURCES["oews"], rows=(1, 10)), transport)


def test_oews_is_the_builders_under_the_codes_of_the_time_series(oews: Record, tmp_path: Path) -> None:
    from impact.builder import workforce
    from impact.builder.inputs import read

    frame = oews_frame(AREAS)
    assert list(cached(cache_folder(), oews.name)[1].columns) == list(frame.columns)
    write_inputs(SOURCES["oews"], oews, frame, tmp_path)
    assert workforce.wage_areas(read(tmp_path, "oews_areas")).fillna("").to_numpy().tolist() == [
        ["0000000", "nation", "00", "", "U.S."],
        ["0035620", "metro", "36", "35620", "New York-Newark-Jersey City, NY-NJ"],
        ["3200000", "state", "32", "", "Nevada"],
        ["3200006", "nonmetro", "32", "", "Nevada nonmetropolitan area"],
    ]
    known = read(tmp_path, "oews_areas")[["area_code", "area_type", "state_fips"]]
    assert known[known.state_fips == "72"].to_numpy().tolist() == [
        ["7200000", "state", "72"],
        ["0010380", "metro", "72"],
    ]
    built = read(tmp_path, "oews_pay")
    assert len(built) == 2 * len(AREAS)
    assert built[built.area_code == "3200000"].astype(object).fillna(-1).to_numpy().tolist() == [
        ["3200000", "00-0000", 900, 50, 30, 40, 45, 60, -1, True, "May 2024"],
        ["3200000", "13-1020", -1, 50, 30, 40, 45, 60, -1, True, "May 2024"],
    ]


@pytest.mark.parametrize(
    ("areas", "kind", "said"),
    [
        ([*AREAS, ("71650", "Boston-Cambridge-Nashua, MA-NH", "4")], UsageError, r"others, such as 71650\. Choose"),
        (
            [*AREAS, ("39900", "Reno, ZZ", "4")],
            DataError,
            "OEWS May 2024: Reno, ZZ is of no known kind of area, or in no",
        ),
        ([*AREAS, ("39900", "Reno, NV", "5")], DataError, "OEWS May 2024: Reno, NV is of no known kind of area"),
        ([*AREAS, AREAS[1]], DataError, "OEWS May 2024: an area and occupation came twice"),
    ],
)
def test_areas_that_the_builder_does_not_know_are_refused(
    oews: Record, tmp_path: Path, areas: list[tuple[str, str, str]], kind: type[Exception], said: str
) -> None:
    with pytest.raises(kind, match=said):
        write_inputs(SOURCES["oews"], oews, oews_frame(areas), tmp_path)
    assert not list(tmp_path.rglob("*.csv"))


OEWS_ZIP = "www.bls.gov/oes/special-requests/oesm24all.zip"


@pytest.mark.parametrize(
    ("packed", "said"),
    [
        (b"<html>", r"oesm24all\.zip is no whole zip archive"),
        (zipped("readme.txt", b""), r"oesm24all\.zip lacks all_data_M_2024\.xlsx; it holds readme\.txt"),
        (zipped("all_data_M_2024.xlsx", b"text"), "OEWS 2024: the file is no Excel workbook"),
        (zipped("all_data_M_2024.xlsx", zipped("a.xml", b"")), "OEWS 2024: the workbook is damaged"),
        (oews_zip().replace(b"oesm24all/all", b"oesm24all/ALL", 1), r"all_data_M_2024\.xlsx is damaged"),
    ],
)
def test_a_damaged_archive_is_refused(agencies: Agencies, transport: Transport, packed: bytes, said: str) -> None:
    agencies.serve(OEWS_ZIP, Answer(packed))
    with pytest.raises(DataError, match=said):
        refresh(SOURCES["oews"], transport)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (qcew_file("10003").replace(b"12345", b"12e"), "QCEW 2024, 10003.csv, jobs: '12e' is no figure"),
        (b"", "10003.csv is no table in CSV"),
    ],
)
def test_a_strange_figure_or_an_empty_file_is_refused(
    agencies: Agencies, transport: Transport, body: bytes, said: str
) -> None:
    serve_qcew(agencies, 2024, DELAWARE)
    agencies.serve(QCEW_AREA.format(year=2024, fips="10003"), Answer(body))
    with pytest.raises(DataError, match=said):
        refresh(SOURCES["qcew"], transport, state="10")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(b"", 404), "does not exist"),
        (Answer(b"<html>"), "is not the JSON that the BLS describes"),
        (Answer(b'{"status": "REQUEST_SUCCEEDED", "Results": {}}'), "is not the JSON that the BLS describes"),
    ],
)
def test_an_answer_of_the_bls_that_is_none_is_refused(
    agencies: Agencies, transport: Transport, answer: Answer, said: str
) -> None:
    agencies.serve(LAUS_API, answer)
    with pytest.raises(DataError, match=said):
        refresh(SOURCES["laus"], transport, state="10")


def test_a_county_that_comes_twice_in_laus_is_refused(agencies: Agencies, transport: Transport) -> None:
    body = laus_file(lambda fips: range(2024, 2025), ["32029"])
    agencies.serve(LAUS_FILE, Answer(body + body.partition(b"\n")[2]))
    with pytest.raises(DataError, match="LAUS all states, 2024: a county and year came twice"):
        refresh(SOURCES["laus"], transport)


def test_the_builders_folder_must_be_one_and_the_table_of_all_states(
    agencies: Agencies, transport: Transport, tmp_path: Path
) -> None:
    agencies.serve(LAUS_API, laus_api)
    record = refresh(SOURCES["laus"], transport, state="10")
    frame = cached(cache_folder(), record.name)[1]
    with pytest.raises(UsageError, match="'impact data build' needs all states"):
        write_inputs(SOURCES["laus"], record, frame, tmp_path)
    with pytest.raises(UsageError, match="lodes: 'impact data build' cannot take this table yet"):
        write_inputs(SOURCES["lodes"], record, frame, tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match=r"file/labor_force.* cannot be written"):
        write_inputs(SOURCES["laus"], replace(record, state=""), frame, tmp_path / "file")

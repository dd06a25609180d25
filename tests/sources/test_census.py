"""The Census API: fewest requests, missing figures, bad keys."""

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from impact.errors import DataError, UsageError
from impact.reference import table
from impact.sources import SOURCES, Transport, cache_folder, refresh
from impact.sources._builder import write_inputs
from impact.sources._cache import Record, cached

from .conftest import Agencies, Answer, Request, census_answer, counties_of

PROFILE = "api.census.gov/data/2023/acs/acs5/profile"
DETAILED = "api.census.gov/data/2023/acs/acs5"
NEVADA = counties_of("32")


def figure(name: str, fips: str) -> str:
    """A figure that tells its variable and county apart; margins of error are not published for county 510."""
    if name.endswith("M"):
        return "-555555555" if fips == "32510" else "7"
    return str(int(fips[2:]) * 1000 + int(name[-4:-1]))


def serve_acs(agencies: Agencies, counties: list[str] = NEVADA) -> None:
    for path in (PROFILE, DETAILED):
        agencies.serve(path, lambda request: census_answer(request, figure, counties))


def refresh_acs(transport: Transport) -> Record:
    return refresh(SOURCES["acs"], transport, state="32", year=2023)


def test_one_state_takes_the_fewest_requests(agencies: Agencies, transport: Transport) -> None:
    serve_acs(agencies)
    refresh_acs(transport)
    sizes = {PROFILE: [], DETAILED: []}  # type: dict[str, list[int]]
    for request in agencies.asked:
        assert request.query["for"] == "county:*"
        assert request.query["in"] == "state:32"
        sizes[request.path].append(len(request.query["get"].split(",")))
    assert sizes == {PROFILE: [50, 4], DETAILED: [8]}  # 54 and 8 variables, 50 at most in one request


def test_figures_come_to_their_county_and_column(agencies: Agencies, transport: Transport) -> None:
    serve_acs(agencies)
    record = refresh_acs(transport)
    kept, frame = cached(cache_folder(), "acs-2023-32")
    assert kept == record
    frame = frame.set_index("fips")
    assert list(frame.index) == NEVADA
    assert frame.employed["32029"] == 29026
    assert frame.at_home["32029"] == 29024
    assert frame.work_in_state["32029"] == 29004
    assert frame.employed_moe["32029"] == 7
    assert frame.employed_moe.isna().sum() == 1
    assert frame.employed_moe.isna()["32510"]
    assert (record.vintage, record.rows, record.year, record.state) == ("2019-2023", 17, 2023, "32")
    assert record.addresses == (f"https://{PROFILE}", f"https://{DETAILED}")
    assert record.mirror.startswith("http://127.0.0.1:")  # this server, and not the agency


CBP = "api.census.gov/data/2022/cbp"
CBP_HEAD = ["NAICS2017", "LFO", "EMPSZES", "ESTAB", "EMP", "PAYANN", "EMP_N", "PAYANN_N", "state", "county"]


def serve_cbp(
    agencies: Agencies, counties: list[str], industries: tuple[str, ...] = ("00", "335911"), path: str = CBP
) -> None:
    """Fifty jobs in each industry of a county, of which twenty are of one legal form, and 99,000 of a state."""

    def answer(request: Request) -> Answer:
        level = request.query["for"].partition(":")[0]
        wanted = [*counties, "48999"] if level == "county" else sorted({fips[:2] for fips in counties})
        head = CBP_HEAD if level == "county" else CBP_HEAD[:-1]
        rows = [
            [naics, form, "001", "3", jobs, "900", "G", None, fips[:2], fips[2:]][: len(head)]
            for fips in wanted
            for naics in industries
            for form, jobs in (("001", "50" if level == "county" else "99000"), ("002", "20"))
        ]
        return Answer(json.dumps([head, *rows]).encode())

    agencies.serve(path, answer)


def test_business_patterns_keep_all_forms_and_sizes_together(agencies: Agencies, transport: Transport) -> None:
    texas = [fips for fips in counties_of("48") if fips not in ("48301", "48269")]  # Loving and King: hardly a business
    serve_cbp(agencies, texas)
    record = refresh(SOURCES["cbp"], transport, state="48")
    assert [(request.query["for"], request.query.get("in")) for request in agencies.asked] == [
        ("county:*", "state:48"),
        ("state:48", None),
    ]
    frame = cached(cache_folder(), record.name)[1].set_index(["fips", "naics"])
    assert len(frame) == 2 * len(texas) + 2
    assert frame.jobs["48", "335911"] == 99_000
    assert frame.jobs["48001", "335911"] == 50
    assert frame.jobs_noise["48001", "335911"] == "G"


def test_business_patterns_without_a_large_county_or_without_industries_are_refused(
    agencies: Agencies, transport: Transport
) -> None:
    serve_cbp(agencies, [fips for fips in counties_of("48") if fips != "48201"])
    with pytest.raises(DataError, match=r"cbp: 1 county\(ies\) are missing: 48201"):
        refresh(SOURCES["cbp"], transport, state="48")
    serve_cbp(agencies, counties_of("48"), ("00",))
    with pytest.raises(DataError, match="the API sent totals instead of industries"):
        refresh(SOURCES["cbp"], transport, state="48")


def test_the_whole_nation_is_asked_for_at_once_and_is_the_builders(
    agencies: Agencies, transport: Transport, tmp_path: Path
) -> None:
    from impact.builder.inputs import read

    serve_acs(agencies, list(table("counties").fips))
    record = refresh(SOURCES["acs"], transport)
    assert len(agencies.asked) == 3
    assert all("in" not in request.query for request in agencies.asked)
    write_inputs(SOURCES["acs"], record, cached(cache_folder(), record.name)[1], tmp_path)
    built = read(tmp_path, "acs_residents")
    storey = built[built.fips == "32029"].iloc[0]
    assert storey.civilian_employed_16plus == "29026"
    assert float(storey.occ_pct_service) == pytest.approx(100 * 29028 / 29026)


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    """The builder's files of County Business Patterns before a refresh: two years, in part withheld."""
    folder = tmp_path / "figures"
    (folder / "county_employment").mkdir(parents=True)
    cells = [("32031", "00", year, 9, 70, 1, "wide", year == 2020) for year in (2020, 2021)]
    states = [("32", "335911", year, 9, 80, 1, False) for year in (2020, 2021)]
    columns = ["naics", "year", "est", "emp", "payroll_kusd"]
    for name, rows, before, after in (
        ("county", cells, "fips", ["src", "withheld"]),
        ("state", states, "state", ["withheld"]),
    ):
        frame = pd.DataFrame(rows, columns=[before, *columns, *after]).astype({"year": "int16", "emp": "int32"})
        frame = frame.astype({"src": "category"}) if name == "county" else frame
        frame.to_parquet(folder / f"county_employment/cbp_{name}_naics_2017_2020.parquet")
    return folder


def refresh_cbp(agencies: Agencies, transport: Transport, year: int) -> tuple[Record, pd.DataFrame]:
    serve_cbp(agencies, list(table("counties").fips), path=f"api.census.gov/data/{year}/cbp")
    record = refresh(replace(SOURCES["cbp"], rows=(1, 10_000)), transport, year=year)
    return record, cached(cache_folder(), record.name)[1]


def test_business_patterns_become_one_more_year_of_the_builder(
    agencies: Agencies, transport: Transport, figures: Path
) -> None:
    from impact.builder.inputs import read

    record, frame = refresh_cbp(agencies, transport, 2021)
    frame.loc[(frame.fips == "32029") & (frame.naics == "335911"), "jobs"] = None
    write_inputs(SOURCES["cbp"], record, frame, figures)
    columns = ["naics", "year", "est", "emp", "withheld"]
    counties = read(figures, "cbp_counties")[["fips", *columns]]
    assert len(counties) == 1 + 2 * 3144  # of 2021 the new rows alone
    assert counties[counties.fips == "32031"].to_numpy().tolist() == [
        ["32031", "00", 2020, 9, 70, True],
        ["32031", "00", 2021, 3, 50, False],
        ["32031", "335911", 2021, 3, 50, False],
    ]
    assert counties[counties.withheld & (counties.year == 2021)].fips.tolist() == ["32029"]
    states = read(figures, "cbp_states")
    assert len(states) == 1 + 2 * 51
    assert states[(states.state == "32") & (states.naics == "335911")].emp.tolist() == [80, 99_000]


def test_years_that_the_builder_cannot_use_change_nothing(
    agencies: Agencies, transport: Transport, figures: Path
) -> None:
    before = {path: path.read_bytes() for path in figures.rglob("*.parquet")}
    for year in (2017, 2025):
        record, frame = refresh_cbp(agencies, transport, year)
        with pytest.raises(UsageError, match=f"cbp: 'impact data build' takes 2018 to 2024, not {year}: the API gives"):
            write_inputs(SOURCES["cbp"], record, frame, figures)
    (figures / "county_employment/cbp_state_naics_2017_2020.parquet").write_bytes(b"no table")
    record, frame = refresh_cbp(agencies, transport, 2021)
    with pytest.raises(DataError, match=r"cbp_state_naics_2017_2020\.parquet cannot be read"):
        write_inputs(SOURCES["cbp"], record, frame, figures)
    after = {path: path.read_bytes() for path in figures.rglob("*.*")}
    assert after == before | {figures / "county_employment/cbp_state_naics_2017_2020.parquet": b"no table"}


def test_answers_of_different_counties_are_not_joined(agencies: Agencies, transport: Transport) -> None:
    serve_acs(agencies)
    agencies.serve(
        PROFILE,
        lambda request: census_answer(request, figure, NEVADA),
        lambda request: census_answer(request, figure, NEVADA[1:]),
    )
    with pytest.raises(DataError, match="the answers to 2 requests are not of the same counties"):
        refresh(SOURCES["acs"], transport, state="32")
    agencies.serve(PROFILE, Answer(b"", 204))
    with pytest.raises(DataError, match="no county came for 32, 2023"):
        refresh(SOURCES["acs"], transport, state="32")

"""The Census API: fewest requests, missing figures, bad keys."""

import json
from pathlib import Path

import pytest

from impact.errors import DataError
from impact.reference import table
from impact.sources import SOURCES, Record, Transport, cache_folder, cached, refresh, to_builder

from .conftest import Agencies, Answer, census_answer, counties_of

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


def serve_cbp(agencies: Agencies, counties: list[str], industries: tuple[str, ...] = ("00", "335911")) -> None:
    rows = [
        [naics, form, "001", "3", jobs, "900", "G", None, fips[:2], fips[2:]]
        for fips in [*counties, "48999"]
        for naics in industries
        for form, jobs in (("001", "50"), ("002", "20"))
    ]
    agencies.serve(CBP, Answer(json.dumps([CBP_HEAD, *rows]).encode()))


def test_business_patterns_keep_all_forms_and_sizes_together(agencies: Agencies, transport: Transport) -> None:
    texas = [fips for fips in counties_of("48") if fips not in ("48301", "48269")]  # Loving and King: hardly a business
    serve_cbp(agencies, texas)
    record = refresh(SOURCES["cbp"], transport, state="48")
    assert len(agencies.asked) == 1
    assert agencies.asked[0].query["in"] == "state:48"
    frame = cached(cache_folder(), record.name)[1].set_index(["fips", "naics"])
    assert len(frame) == 2 * len(texas)
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
    from impact.reference.builder.inputs import read
    from impact.reference.builder.workforce import GROUPS

    serve_acs(agencies, list(table("counties").fips))
    record = refresh(SOURCES["acs"], transport)
    assert len(agencies.asked) == 3
    assert all("in" not in request.query for request in agencies.asked)
    path = to_builder(SOURCES["acs"], record, cached(cache_folder(), record.name)[1], tmp_path)
    built = read(tmp_path, str(path.relative_to(tmp_path)), ["fips", "civilian_employed_16plus", *GROUPS])
    storey = built[built.fips == "32029"].iloc[0]
    assert storey.civilian_employed_16plus == "29026"
    assert float(storey.occ_pct_service) == pytest.approx(100 * 29028 / 29026)


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

"""What goes wrong between an agency and the cache: nothing is lost, and the message says what to do."""

import os
import threading
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from impact.errors import DataError, ImpactError, UsageError
from impact.reference import table
from impact.sources import SOURCES, Transport, cache_folder, records, refresh
from impact.sources._cache import Record, cached
from impact.sources._patience import Patience

from ..conftest import LONGEST
from .conftest import KEY, Agencies, Answer, Request, census_answer, counties_of
from .test_bea import ZIP, benchmark_zip
from .test_bls import DELAWARE, qcew_file, serve_qcew
from .test_census import DETAILED, PROFILE, figure, serve_acs

QCEW = SOURCES["qcew"]
AREA = "data.bls.gov/cew/data/api/2024/a/area/10003.csv"
STALLED = 1.0  # seconds without a byte, far more than the server on this machine needs
HTML = b"<!DOCTYPE html><html><head><title>Maintenance</title></head><body>Please come back.</body></html>"


@pytest.fixture
def kept(agencies: Agencies, transport: Transport) -> Record:
    """What a good refresh has left in the cache, with the server still in order."""
    serve_qcew(agencies, 2024, DELAWARE)
    record = refresh(QCEW, transport, state="10")
    agencies.asked.clear()
    return record


def fails(transport: Transport, said: str, kind: type[ImpactError] = DataError) -> str:
    """Assert that a refresh fails with a message, leaves the old table, and tells the key nowhere."""
    before = records(cache_folder())
    with pytest.raises(kind, match=said) as failure:
        refresh(QCEW, transport, state="10")
    assert records(cache_folder()) == before
    for record in before:
        assert len(cached(cache_folder(), record.name)[1]) == record.rows
    return str(failure.value)


def ranged(body: bytes, tag: str = '"v1"', stop: int | None = None) -> Callable[[Request], Answer]:
    """A file that can be had in parts, as long as its tag is the one that the client knows."""

    def answer(request: Request) -> Answer:
        start = request.headers.get("Range", "")
        if start and request.headers.get("If-Range") == tag:
            first = int(start.removeprefix("bytes=").rstrip("-"))
            place = f"bytes {first}-{len(body) - 1}/{len(body)}"
            return Answer(body[first:], 206, {"ETag": tag, "Content-Range": place}, stop=stop)
        return Answer(body, 200, {"ETag": tag}, stop=stop)

    return answer


def sent(agencies: Agencies, path: str = AREA) -> list[str]:
    """The ranges of the requests for a path."""
    return [request.headers.get("Range", "all") for request in agencies.asked if request.path == path]


def test_a_slow_answer_is_waited_for(agencies: Agencies, transport: Transport, kept: Record) -> None:
    agencies.serve(AREA, Answer(qcew_file("10003"), pause=0.3))
    assert refresh(QCEW, transport, state="10").sha256 == kept.sha256


def test_a_stalled_answer_is_asked_for_anew_where_it_stopped(agencies: Agencies, kept: Record) -> None:
    body = qcew_file("10003")
    agencies.serve(AREA, Answer(body, 200, {"ETag": '"v1"'}, stalls=True), ranged(body))
    with Transport(agencies.address, Patience(timeout=STALLED, attempts=3, backoff=0.01)) as hasty:
        assert refresh(QCEW, hasty, state="10").sha256 == kept.sha256
    assert sent(agencies) == ["all", f"bytes={len(body) // 2}-"]


@pytest.mark.usefixtures("kept")
def test_an_answer_that_never_comes_is_given_up(agencies: Agencies) -> None:
    agencies.serve(AREA, Answer(qcew_file("10003"), stalls=True))
    with Transport(agencies.address, Patience(timeout=STALLED, attempts=2, backoff=0.01)) as hasty:
        message = fails(hasty, "10003.csv: it did not answer in time, after 2 attempts. Try again later")
    assert "--offline" in message


def test_a_cut_off_file_is_resumed_and_not_begun_anew(agencies: Agencies, transport: Transport, kept: Record) -> None:
    body = qcew_file("10003")
    agencies.serve(AREA, ranged(body, stop=100), ranged(body, stop=50), ranged(body))
    assert refresh(QCEW, transport, state="10").sha256 == kept.sha256
    assert sent(agencies) == ["all", "bytes=100-", "bytes=150-"]


def test_a_file_that_changed_meanwhile_is_begun_anew(agencies: Agencies, transport: Transport) -> None:
    serve_qcew(agencies, 2024, DELAWARE)
    newer = qcew_file("10003").replace(b"12345", b"54321")
    agencies.serve(AREA, ranged(qcew_file("10003"), '"v1"', stop=200), ranged(newer, '"v2"'))
    record = refresh(QCEW, transport, state="10")
    assert sent(agencies) == ["all", "bytes=200-"]
    assert 54321 in set(cached(cache_folder(), record.name)[1].jobs)


def test_the_next_refresh_goes_on_where_this_one_failed(agencies: Agencies, transport: Transport, kept: Record) -> None:
    for fips in DELAWARE:
        path = AREA.replace("10003", fips)
        body = qcew_file(fips)
        agencies.serve(path, lambda request, body=body: tagged(request, body))
    agencies.serve(AREA, ranged(qcew_file("10003"), stop=100), ranged(qcew_file("10003"), stop=0))
    fails(transport, r"10003.csv: the connection failed \(RemoteProtocolError\), after 3 attempts")
    agencies.serve(AREA, ranged(qcew_file("10003")))
    agencies.asked.clear()
    assert refresh(QCEW, transport, state="10").sha256 == kept.sha256
    assert sent(agencies) == ["bytes=100-"]
    first = agencies.asked[0]
    assert first.path == AREA.replace("10003", "10001")
    assert first.headers["If-None-Match"] == '"v1"'  # it had come whole, and is not sent again


def test_a_download_that_broke_off_does_not_pass_for_the_newer_file(agencies: Agencies, tmp_path: Path) -> None:
    agencies.serve("a.gov/b", Answer(b"old", 200, {"ETag": '"v1"'}))
    with Transport(agencies.address, Patience(attempts=1)) as hasty:
        hasty.download("https://a.gov/b", tmp_path / "b", most=100)
        agencies.serve("a.gov/b", Answer(b"newer", 200, {"ETag": '"v2"'}, stop=0))
        with pytest.raises(DataError, match="the connection failed"):
            hasty.download("https://a.gov/b", tmp_path / "b", most=100)
        agencies.serve(
            "a.gov/b",
            lambda request: Answer(b"", 304) if request.headers.get("If-None-Match") == '"v2"' else Answer(b"newer"),
        )
        hasty.download("https://a.gov/b", tmp_path / "b", most=100)
    assert (tmp_path / "b").read_bytes() == b"newer"


def tagged(request: Request, body: bytes) -> Answer:
    known = request.headers.get("If-None-Match") == '"v1"'
    return Answer(b"", 304) if known else Answer(body, 200, {"ETag": '"v1"'})


@pytest.mark.usefixtures("kept")
def test_a_length_that_is_too_long_is_noticed(agencies: Agencies, transport: Transport) -> None:
    agencies.serve(AREA, Answer(qcew_file("10003"), length=10_000))
    fails(transport, "the connection failed")


def test_a_length_that_is_too_short_is_noticed(agencies: Agencies, transport: Transport) -> None:
    body = zipped("IOMake_Before_Redefinitions_2017_Detail.xlsx", os.urandom(500))
    agencies.serve(ZIP, Answer(body, length=len(body) // 2))
    with pytest.raises(DataError, match=r"AllTablesIO\.zip is no whole zip archive"):
        refresh(SOURCES["bea-benchmark"], transport)
    assert records(cache_folder()) == []


@pytest.mark.usefixtures("kept")
def test_a_page_for_people_instead_of_a_file_is_refused(agencies: Agencies, transport: Transport) -> None:
    agencies.serve(AREA, Answer(HTML, 200, {"Content-Type": "text/html", "ETag": '"v1"'}))
    fails(transport, r"QCEW 2024, 10003.csv lacks the column\(s\) area_fips, own_code")
    agencies.serve(AREA, lambda request: tagged(request, qcew_file("10003")))
    refresh(QCEW, transport, state="10")  # the page is not kept as a download


def test_a_page_for_people_instead_of_json_is_refused(agencies: Agencies, transport: Transport) -> None:
    agencies.serve(PROFILE, Answer(HTML))
    with pytest.raises(DataError, match="acs5/profile: the answer is a page for people"):
        refresh(SOURCES["acs"], transport, state="32")


@pytest.mark.usefixtures("kept")
def test_a_renamed_column_is_named(agencies: Agencies, transport: Transport) -> None:
    agencies.serve(AREA, Answer(qcew_file("10003").replace(b"annual_avg_emplvl", b"annual_avg_employment")))
    fails(transport, r"lacks the column\(s\) annual_avg_emplvl; .* a newer version of impact is needed")


def test_a_renamed_variable_is_named(agencies: Agencies, transport: Transport) -> None:
    serve_acs(agencies)
    agencies.serve(
        DETAILED,
        lambda request: Answer(
            census_answer(request, figure, counties_of("32")).body.replace(b"B08007_003E", b"B08007_103E")
        ),
    )
    with pytest.raises(DataError, match=r"acs5 2023 lacks the column\(s\) B08007_003E"):
        refresh(SOURCES["acs"], transport, state="32")


@pytest.mark.parametrize("missing", [None, "-666666666", "-666666666.0"])
def test_a_missing_estimate_is_refused_and_never_filled(
    agencies: Agencies, transport: Transport, missing: str | None
) -> None:
    def value(name: str, fips: str) -> str | None:
        return missing if (name, fips) == ("DP03_0027E", "32009") else figure(name, fips)

    serve_acs(agencies)
    agencies.serve(PROFILE, lambda request: census_answer(request, value, counties_of("32")))
    with pytest.raises(DataError, match=r"acs: 1 figure\(s\) of management are missing, the first at 32009"):
        refresh(SOURCES["acs"], transport, state="32")


def test_a_missing_county_is_named(agencies: Agencies, transport: Transport) -> None:
    serve_acs(agencies, [fips for fips in counties_of("32") if fips != "32029"])
    with pytest.raises(DataError, match=r"acs: 1 county\(ies\) are missing: 32029"):
        refresh(SOURCES["acs"], transport, state="32")


def test_an_unknown_county_is_named(agencies: Agencies, transport: Transport) -> None:
    serve_acs(agencies, [*counties_of("32"), "32777"])
    with pytest.raises(DataError, match="acs: 32777 is no county of state 32, past or present"):
        refresh(SOURCES["acs"], transport, state="32")


def test_both_geographies_of_connecticut_are_taken_but_not_together(agencies: Agencies, transport: Transport) -> None:
    changes = table("fips_changes").old_fips
    before = sorted(set(changes[changes.str.startswith("09")]))
    regions = counties_of("09")
    assert (len(before), len(regions)) == (8, 9)
    for counties, rows in ((before, 8), (regions, 9)):
        serve_acs(agencies, counties)
        assert refresh(SOURCES["acs"], transport, state="09").rows == rows
    serve_acs(agencies, sorted([*before, *regions]))
    with pytest.raises(DataError, match="09001 stands beside the counties that took its place"):
        refresh(SOURCES["acs"], transport, state="09")
    assert cached(cache_folder(), "acs-2023-09")[0].rows == 9


def test_a_bad_key_is_explained_without_the_key(agencies: Agencies, transport: Transport) -> None:
    page = f"<html><head><title>Invalid Key</title></head><body>A valid key must be sent, not {KEY}.</body></html>"
    agencies.serve(PROFILE, Answer(page.encode()))
    with pytest.raises(UsageError, match="does not accept the key in CENSUS_API_KEY") as refusal:
        refresh(SOURCES["acs"], transport, state="32")
    assert KEY not in str(refusal.value)


def test_a_year_that_the_census_api_does_not_have(agencies: Agencies, transport: Transport) -> None:
    with pytest.raises(DataError, match=r"2031/acs/acs5/profile: it does not exist; .* \(HTTP 404\)\.$"):
        refresh(SOURCES["acs"], transport, state="32", year=2031)
    assert len(agencies.asked) == 1


def test_an_error_of_the_census_api_is_shown_without_the_key(agencies: Agencies, transport: Transport) -> None:
    agencies.serve(PROFILE, Answer(f"error: unknown variable 'DP03_0026E' {KEY}".encode(), 400))
    with pytest.raises(DataError, match="unknown variable 'DP03_0026E' ") as refusal:
        refresh(SOURCES["acs"], transport, state="32")
    assert KEY not in str(refusal.value)


def test_a_quota_is_waited_for_if_it_is_short(agencies: Agencies, transport: Transport, kept: Record) -> None:
    agencies.serve(AREA, Answer(b"", 429, {"Retry-After": "0"}), Answer(b"", 503), Answer(qcew_file("10003")))
    assert refresh(QCEW, transport, state="10").sha256 == kept.sha256
    assert len(sent(agencies)) == 3


@pytest.mark.usefixtures("kept")
def test_a_long_quota_is_told_at_once(agencies: Agencies, transport: Transport) -> None:
    agencies.serve(AREA, Answer(b"", 429, {"Retry-After": "3600"}))
    fails(transport, r"its quota of requests is reached \(HTTP 429\); the agency asks to wait 3,600 s")
    assert len(sent(agencies)) == 1


@pytest.mark.usefixtures("kept")
def test_an_agency_out_of_order_is_tried_three_times(agencies: Agencies, transport: Transport) -> None:
    agencies.serve(AREA, Answer(b"", 502))
    fails(transport, r"it is out of order \(HTTP 502\), after 3 attempts")
    assert len(sent(agencies)) == 3


@pytest.mark.usefixtures("kept")
def test_a_year_that_does_not_exist_is_not_asked_twice(agencies: Agencies, transport: Transport) -> None:
    del agencies.routes[AREA]
    fails(transport, r"10003.csv: it does not exist; the agency may not have published that year \(HTTP 404\)")
    assert len(sent(agencies)) == 1


def test_a_move_on_the_same_host_is_followed(agencies: Agencies, transport: Transport, kept: Record) -> None:
    agencies.serve(AREA, Answer(b"", 302, {"Location": "/moved/10003.csv"}))
    agencies.serve("moved/10003.csv", Answer(qcew_file("10003")))
    assert refresh(QCEW, transport, state="10").sha256 == kept.sha256


@pytest.mark.usefixtures("kept")
def test_a_circle_is_left(agencies: Agencies, transport: Transport) -> None:
    agencies.serve(AREA, Answer(b"", 302, {"Location": f"/{AREA}"}))
    fails(transport, "sends on in a circle")


def test_another_host_is_refused_and_sees_no_key(agencies: Agencies, transport: Transport) -> None:
    other = Agencies()
    try:
        agencies.serve(PROFILE, lambda request: Answer(b"", 302, {"Location": f"{other.address}/?key={KEY}"}))
        with pytest.raises(DataError, match=r"sends on to another host \(http://127.0.0.1\); refused") as refusal:
            refresh(SOURCES["acs"], transport, state="32")
    finally:
        other.close()
    assert other.asked == []
    assert KEY not in str(refusal.value)


@pytest.mark.usefixtures("kept")
def test_a_move_to_nowhere_is_refused(agencies: Agencies, transport: Transport) -> None:
    agencies.serve(AREA, Answer(b"", 302, {"Location": "http://["}))
    fails(transport, "sends on to what is no address; refused")


def test_a_damaged_compression_is_an_answer_that_failed(agencies: Agencies, transport: Transport) -> None:
    agencies.serve(PROFILE, Answer(b"no gzip", 200, {"Content-Encoding": "gzip"}))
    with pytest.raises(DataError, match=r"the connection failed \(DecodingError\), after 3 attempts"):
        refresh(SOURCES["acs"], transport, state="32")


def test_a_mirror_that_is_no_address_is_refused() -> None:
    with pytest.raises(UsageError, match="The mirror is no address"):
        Transport("http://[")


def zipped(name: str, content: bytes) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize("name", ["../../.bashrc", "/etc/passwd", "a/../../b.xlsx", "..\\b.xlsx", "C:\\b.xlsx"])
def test_a_zip_that_would_write_elsewhere_is_refused(
    agencies: Agencies, transport: Transport, tmp_path: Path, name: str
) -> None:
    agencies.serve(ZIP, Answer(zipped(name, b"x")))
    before = {path for path in tmp_path.parent.iterdir()}
    with pytest.raises(DataError, match="outside of its folder; refused"):
        refresh(SOURCES["bea-benchmark"], transport)
    assert {path for path in tmp_path.parent.iterdir()} == before


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    from impact.sources._archive import member

    path = tmp_path / "bomb.zip"
    path.write_bytes(zipped("a.csv", bytes(30_000_000)))
    assert path.stat().st_size < 100_000
    with pytest.raises(DataError, match="unpacks to more than 1,000,000 bytes; refused"):
        member(path, "a.csv", most=1_000_000)


def test_a_bomb_that_hides_its_size_is_refused(tmp_path: Path) -> None:
    import gzip

    from impact.sources._archive import gunzip

    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(bytes(30_000_000)))
    with pytest.raises(DataError, match="unpacks to more than 1,000,000 bytes; refused"):
        gunzip(path, most=1_000_000)
    assert list(tmp_path.iterdir()) == [path]  # nothing that was unpacked stays


def test_half_a_compressed_file_leaves_nothing(tmp_path: Path) -> None:
    import gzip

    from impact.sources._archive import gunzip

    path = tmp_path / "half.csv.gz"
    path.write_bytes(gzip.compress(os.urandom(5000))[:2000])
    with pytest.raises(DataError, match=r"half\.csv\.gz is no whole gzip file"):
        gunzip(path)
    assert list(tmp_path.iterdir()) == [path]


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    """The first bit of the flags says so, in the header of the file and in the directory at the end."""
    from impact.sources._archive import member

    content = bytearray(zipped("a.csv", b"county,jobs"))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path = tmp_path / "locked.zip"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"a\.csv is damaged or encrypted"):
        member(path, "a.csv")


def test_an_endless_file_is_refused(agencies: Agencies, transport: Transport, tmp_path: Path) -> None:
    agencies.serve("a.gov/b", Answer(bytes(200_000)))
    with pytest.raises(DataError, match="the file is longer than 1,000 bytes; refused"):
        transport.download("https://a.gov/b", tmp_path / "b", most=1000)


def test_two_refreshes_at_once(agencies: Agencies, transport: Transport, kept: Record) -> None:
    started, go = threading.Event(), threading.Event()

    def slow(request: Request) -> Answer:
        started.set()
        go.wait(LONGEST)
        return Answer(qcew_file("10003"))

    agencies.serve(AREA, slow)
    made: list[Record] = []
    with Transport(agencies.address, Patience(timeout=LONGEST)) as patient:
        first = threading.Thread(target=lambda: made.append(refresh(QCEW, patient, state="10")))
        first.start()
        assert started.wait(LONGEST)
        fails(transport, "Another refresh of qcew-2024-10 is under way. Wait for its end")
        go.set()
        first.join()
    assert [record.sha256 for record in made] == [kept.sha256]


def test_a_table_of_too_few_rows_is_refused(agencies: Agencies, transport: Transport) -> None:
    agencies.serve(ZIP, Answer(benchmark_zip()))
    with pytest.raises(DataError, match="bea-benchmark: 12 rows came, 50,000 to 600,000 were expected"):
        refresh(SOURCES["bea-benchmark"], transport)


def test_a_damaged_cache_is_noticed(kept: Record) -> None:
    path = cache_folder() / kept.file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"qcew-2024-10: the cached table is damaged\. Fetch it again"):
        refresh(QCEW, None, state="10")
    (cache_folder() / "qcew-2024-10.json").write_text("{")
    with pytest.raises(DataError, match=r"qcew-2024-10.json is damaged. Remove it"):
        records(cache_folder())


def test_offline_asks_no_agency(agencies: Agencies, kept: Record) -> None:
    assert refresh(QCEW, None, state="10") == kept
    with pytest.raises(DataError, match="qcew-2024-32 is not in the cache"):
        refresh(QCEW, None, state="32")
    assert agencies.asked == []


def test_what_cannot_be_had_is_refused_before_anything_is_asked(agencies: Agencies, transport: Transport) -> None:
    with pytest.raises(UsageError, match="qcew: 1990 is too early, the first year is 2021"):
        refresh(QCEW, transport, year=1990)
    with pytest.raises(UsageError, match="oews: the agency gives all states together"):
        refresh(SOURCES["oews"], transport, state="32")
    with pytest.raises(UsageError, match="give an address with https"):
        Transport("http://mirror.example")
    with pytest.raises(UsageError, match="without a name, password or query"):
        Transport("https://me:secret@mirror.example")
    assert agencies.asked == []


def test_the_environment_of_the_tests_is_not_the_users() -> None:
    assert str(cache_folder()).startswith(os.environ["XDG_CACHE_HOME"])
    assert replace(QCEW, name="other").name == "other"


def test_pauses_double_unless_the_agency_asks_for_one(
    agencies: Agencies, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    agencies.serve(PROFILE, *[Answer(b"", 503)] * 2, Answer(b"", 429, {"Retry-After": "7"}), Answer(b"", 503))
    with (
        Transport(agencies.address, Patience(backoff=3.0)) as patient,
        pytest.raises(DataError, match="after 5 attempts"),
    ):
        patient.get(f"https://{PROFILE}", {"key": KEY})
    asked = [pause for pause in pauses if pause > 0]  # other threads of the process give way with a sleep of nothing
    assert asked == [3, 6, 7, 24]
    assert KEY not in caplog.text

"""``impact run``: tables, one JSON document, and a folder that is complete or absent."""

import json
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from impact import Result

from .conftest import Call

FILES = {
    "taxes.csv",
    "taxes_by_county.csv",
    "taxes_by_year.csv",
    "fiscal_balance.csv",
    "environment_intervals.csv",
    "fiscal_intervals.csv",
    "attribution.txt",
    "newcomers.csv",
    "services.csv",
    "summary.csv",
    "years.csv",
    "places.csv",
    "counties.csv",
    "counties_wide.csv",
    "environment.csv",
    "environment_counties.csv",
    "counties.gpkg",
    "residences.csv",
    "occupations.csv",
    "industries.csv",
    "purchases.csv",
    "assumptions.csv",
    "intervals.csv",
    "county_intervals.csv",
    "drivers.csv",
    "result.json",
    "map.html",
}
KEYS = {
    "site", "region", "dollar_year", "model", "effects", "counties", "environment", "assumptions", "data", "warnings",
}  # fmt: skip
MEASURES = {"jobs", "labor_income", "value_added", "output"}
JOBS = ["run", "335911@Storey, NV", "--jobs", "500"]
HOSTILE = "=1+1\"',<script>alert(1)</script>[red]x[/red]\x1b[31m\u202e\t../../etc/passwd\n"


def test_json_is_one_document_and_out_is_written(call: Call, tmp_path: Path) -> None:
    done = call(*JOBS, "--region", "cbsa:39900", "--json", "--out", str(tmp_path / "study"))
    assert (done.code, done.err) == (0, "")
    document = json.loads(done.out)
    assert set(document) >= KEYS
    assert [effect["effect"] for effect in document["effects"]] == ["direct", "indirect", "induced", "total"]
    assert set(document["effects"][0]) == {"phase", "effect"} | MEASURES
    assert set(document["counties"][0]) == {"fips", "name", "state", "site", "phase", "effect"} | MEASURES
    assert {county["fips"] for county in document["counties"]} >= {"32019", "32029", "32031"}
    assert document["effects"][0]["jobs"] == pytest.approx(500)
    assert {path.name for path in (tmp_path / "study").iterdir()} == FILES
    saved = Result.load(tmp_path / "study")
    for again, effect in zip(saved.summary().to_dict("records"), document["effects"], strict=True):
        assert again == pytest.approx(effect)


def test_quiet_still_writes(call: Call, tmp_path: Path) -> None:
    done = call(*JOBS, "--quiet", "--out", str(tmp_path / "a/b"))
    assert (done.code, done.out, done.err) == (0, "", "")
    assert {path.name for path in (tmp_path / "a/b").iterdir()} == FILES


def test_an_existing_folder_is_left_alone(call: Call, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    call(*JOBS, "--out", str(tmp_path)).refused(str(tmp_path), "exists already", code=2)
    call(*JOBS, "--out", str(tmp_path / "mine.txt/x")).refused("mine.txt is a file", code=2)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_options_replace_the_site_file(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "site.yaml"
    file.write_text("name: x\ncounty: 32029\nindustries: 335911\noutput: 1000\npayroll: 50\ntrade: slq\n")
    options = ["--jobs", "70", "--trade", "sdp", "--set", "dollar_year=2017", "--set", "economy=2022"]
    done = call("run", str(file), "--no-intervals", *options, "--json")
    document = json.loads(done.out)
    assert document["effects"][0]["jobs"] == pytest.approx(70)
    assert (document["model"], document["dollar_year"], document["economy"]) == ("sdp", 2017, 2022)
    assert "Trade model: sdp. Economy: 2022. Year: 2023." in call("run", str(file), "--no-intervals", *options).out


def test_a_hostile_name_is_harmless(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "site.yaml"
    site = {"name": HOSTILE, "county": "32029", "industries": {"335911": 1.0}, "jobs": 5}
    file.write_text(json.dumps(site))
    done = call("run", str(file), "--out", str(tmp_path / "out"))
    assert (done.code, done.err) == (0, "")
    assert "[red]x[/red]" in done.out
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out
    for path in (tmp_path / "out").iterdir():
        if path.suffix == ".gpkg":
            continue  # a database, without names of sites
        text = path.read_text(encoding="utf-8")
        assert "\x1b" not in text.replace("\\u001b", "")
        assert "\u202e" not in text
    cells = (tmp_path / "out/summary.csv").read_text().splitlines()[1]
    assert ",\"'=1+1" in cells
    assert "<script>alert" not in (tmp_path / "out/map.html").read_text(encoding="utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {"site.yaml", "out"}


def test_a_long_name_is_cut_on_the_screen(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "site.yaml"
    length = {}
    for name in ("=x", "=x" * 5000):
        file.write_text(f"name: {name}\ncounty: 32029\nindustries: 335911\njobs: 5\ntrade: flq\n")
        done = call("run", str(file), "--no-intervals", "--out", str(tmp_path / f"out{len(name):05}"))
        assert done.code == 0
        length[len(name)] = len(done.out)
    assert length[10_000] - length[2] < 3 * 200  # in the head, the quotation and the headline: 200 of ten thousand each
    assert "…: Storey County, NV" in done.out.replace("\n", "")


def test_figures_survive_a_narrow_terminal(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    narrow = call(*JOBS, "--trade", "flq").out
    monkeypatch.setenv("COLUMNS", "300")
    wide = call(*JOBS, "--trade", "flq").out
    rows = [line.split() for line in wide.splitlines() if line.startswith(("direct", "indirect", "induced", "total"))]
    assert len(rows) == 4
    assert rows == [line.split() for line in narrow.splitlines() if line.split() in rows]


def test_own_assumptions_are_marked(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "site.yaml"
    file.write_text("name: x\ncounty: 32029\nindustries: 335911\njobs: 5\ntrade: flq\nassumptions: {flq_delta: 0.3}\n")
    (line,) = (
        line
        for line in call("run", str(file), "--no-intervals", "--assumptions").out.splitlines()
        if "FLQ" in line and "0.1 to 0.35" in line
    )
    assert " 0.3 (yours) " in line


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_terminal_without_the_letters(call: Call, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    page = BytesIO()
    with TextIOWrapper(page, encoding) as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert call("counties", "find", "dona ana").code == 0
        text = page.getvalue().decode(encoding)
    assert ("Do?a Ana County, NM" if encoding == "ascii" else "Doña Ana County, NM") in text
    assert "\x1b" not in text
    assert ("─" in text) == (encoding == "utf-8")


def test_colour_on_a_terminal_only(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b" not in call("counties", "find", "storey").out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert "\x1b[1m" in call("counties", "find", "storey").out

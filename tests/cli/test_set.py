"""``--set``, ``--verbose``, and what an option of before is answered with."""

import json
import re
from pathlib import Path

import pytest

import impact
from impact.cli.completion import county, facility, site
from impact.cli.options import Changes, plain_number

from .conftest import Call

PLANT = ["335911@Storey, NV", "--jobs", "50", "--trade", "flq"]
FILE = "name: x\ncounty: 32029\nindustries: 335911\njobs: 50\ntrade: flq\nassumptions: {productivity: 1.1}\n"
MAX_OPTIONS = 12  # of impact run


def test_keys_are_read_as_a_site_file_reads_them(call: Call, tmp_path: Path) -> None:
    stated = ["output=30", "year=2021", "discount=0.03", "assumptions.flq_delta=0.3"]
    words = [word for text in stated for word in ("--set", text)]
    document = json.loads(call("run", *PLANT, "--no-intervals", *words, "--json").out)
    assert (document["year"], document["discount"]) == (2021, 0.03)
    assumed = {each["name"]: each["value"] for each in document["assumptions"]}
    assert assumed["flq_delta"] == 0.3
    (direct,) = (row for row in document["effects"] if (row["phase"], row["effect"]) == ("operations", "direct"))
    assert (direct["jobs"], direct["output"]) == pytest.approx((50, 30))


def test_jobs_are_read_as_people_write_them(call: Call) -> None:
    place = PLANT[0]
    document = json.loads(call("run", place, "--trade", "flq", "--jobs", "1,250", "--json", "--no-intervals").out)
    (direct,) = (row for row in document["effects"] if (row["phase"], row["effect"]) == ("operations", "direct"))
    assert direct["jobs"] == 1250
    refused = call("run", place, "--jobs", "1.250")
    assert refused.code == 2
    assert "may be 1,250 or 1.25; write the one that is meant" in " ".join(refused.err.split())


def test_the_next_command_can_be_read_again() -> None:
    """Three decimals behind a short number would be refused, since their point may group thousands."""
    assert Changes({"jobs": 12.345}).arguments() == ["--jobs", "12.3450"]
    assert plain_number("12.3450") == 12.345


def test_a_part_of_a_key_leaves_the_others_of_the_file(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "site.yaml"
    file.write_text(FILE, encoding="utf-8")
    done = call("run", str(file), "--no-intervals", "--set", "assumptions.flq_delta=0.2", "--json")
    assumed = {each["name"]: each["value"] for each in json.loads(done.out)["assumptions"]}
    assert (assumed["flq_delta"], assumed["productivity"]) == (0.2, 1.1)


def test_the_present_value_is_in_every_output(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = call("run", *PLANT, "--no-intervals", "--set", "discount=0.03", "--json", "--out", str(out))
    (row,) = json.loads(done.out)["present_value"]
    result = impact.run(impact.Study.short(PLANT[0], jobs=50, trade="flq"))
    income = result.summary().labor_income.iloc[-1]
    assert row["labor_income"] == pytest.approx(sum(income / 1.03**year for year in range(10)))
    assert (out / "present_value.csv").exists()
    assert json.loads(call("run", *PLANT, "--no-intervals", "--json").out)["present_value"] == []


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (["run", *PLANT, "--output", "300"], "--set output=300"),
        (["run", *PLANT, "--domestic-share", "325180=1"], "--set domestic_shares.325180=0.6"),
        (["run", *PLANT, "--scenario=x.yaml"], "--set FILE"),
        (["run", *PLANT, "--economy", "2017"], "--set economy=2017"),
        (["workforce", *PLANT, "--output", "3"], "--set output=300"),
        (["run", *PLANT, "--compare-models"], "impact evidence compare-models SITE"),
        (["run", *PLANT, "--onshoring"], "impact evidence onshoring SITE"),
        (["run", "--reproduce", "x"], "impact reproduce RESULT"),
        (["run", *PLANT, "--seed", "2"], "impact evidence draw SITE --seed 1"),
    ],
)
def test_an_option_of_before_says_what_to_write(call: Call, arguments: list[str], advice: str) -> None:
    call(*arguments).refused("is no option", f"Write: {advice}", code=2)


def test_run_has_few_options(call: Call) -> None:
    options = re.findall(r"^  (--[a-z-]+)", call("run", "--help").out, flags=re.MULTILINE)
    assert len(set(options) - {"--help", "--verbose"}) <= MAX_OPTIONS  # --verbose is that of all commands


def test_verbose_stands_before_or_behind_the_command(call: Call) -> None:
    before = call("--verbose", "run", *PLANT, "--quiet").err
    behind = call("run", *PLANT, "--quiet", "--verbose").err
    assert re.sub(r"[\d.]+ s", "", before) == re.sub(r"[\d.]+ s", "", behind)
    assert "Studying the effects" in before
    assert call("run", *PLANT, "--no-intervals", "--quiet").err == ""


def test_the_headline_and_the_next_command_come_last(call: Call, tmp_path: Path) -> None:
    done = call("run", *PLANT, "--region", "cbsa:39900")
    result = impact.run(impact.Study.short(PLANT[0], jobs=50, trade="flq", region="cbsa:39900"))
    total = result.summary().jobs.iloc[-1]
    *_, headline, next_line = re.split(r"\n(?=335911, Storey|Next: )", done.out.strip())
    told = headline.replace("\n", " ")
    assert told.startswith(f"335911, Storey County, NV: {total:,.0f} jobs (90 % interval ")
    assert " in Reno, NV (CBSA 39900), 50 of them direct" in told
    assert next_line.startswith("Next: impact run '335911@Storey, NV' --jobs 50 --region cbsa:39900 --trade flq --out")
    assert "Assumptions" not in done.out
    assert "\nAssumptions\n" in call("run", *PLANT, "--no-intervals", "--assumptions").out
    out = tmp_path / "out"
    assert call("run", *PLANT, "--out", str(out)).out.splitlines()[-1] == f"Next: impact report {out}"


def test_reports_are_written_with_the_result(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = call("run", *PLANT, "--out", str(out), "--report", "html,MD", "--quiet")
    assert (done.code, done.err) == (0, "")
    assert "335911, Storey County, NV" in (out / "report.html").read_text(encoding="utf-8")
    assert (out / "report.md").read_text(encoding="utf-8").startswith("# Economic impact of 335911")
    call("run", *PLANT, "--report", "html").refused("--out DIR", code=2)
    call("run", *PLANT, "--out", str(tmp_path / "x"), "--report", "html,doc").refused("'doc'", "docx", code=2)
    assert not (tmp_path / "x").exists()


def test_notes_have_a_code_and_a_level(call: Call) -> None:
    document = json.loads(call("run", *PLANT, "--no-intervals", "--json").out)
    assert [note["text"] for note in document["notes"]] == document["warnings"]
    codes = {note["code"]: note["level"] for note in document["notes"]}
    assert codes["gross"] == codes["output"] == "note"
    apart = json.loads(call("run", *PLANT, "--no-intervals", "--set", "output=200", "--json").out)["notes"]
    assert {note["code"]: note["level"] for note in apart}["output_per_job"] == "warning"


def test_counties_and_facilities_are_completed() -> None:
    assert "cell-nmc811" in facility("cell-")
    assert county("storey") == ["Storey, NV"]
    assert site("recycling-hydromet@Sto") == [f"recycling-hydromet@{name}" for name in county("sto")]
    assert "recycling-hydromet@" in site("recycling-h")
    assert len(county("")) < len(impact.reference.table("counties"))

"""What clumsy and hostile users type: one message that says what, where and how to mend it."""

import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from .conftest import Call

STOREY = "recycling-hydromet@Storey, NV"


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["recycling-hydromet@Storee, NV", "--jobs", "5"], ["Storey County, NV (32029)"]),
        (["recycling-hydromet@Lyon", "--jobs", "5"], ["Lyon County, NV (32019)", "Lyon County, KS (20111)"]),
        ([STOREY], ['"jobs", "output"', '"capacity"']),
        ([STOREY, "--jobs", "-5"], ['"jobs" is -5', "positive"]),
        ([STOREY, "--capacity", "20.000 t"], ["may be 20,000 t or 20 t; write the one that is meant"]),
        ([STOREY, "--jobs", "0"], ['"jobs" is 0']),
        ([STOREY, "--set", "output=.nan"], ['"output" is nan']),
        ([STOREY, "--capacity", "inf"], ['capacity "inf"', "Write it in t/yr"]),
        ([STOREY, "--jobs", "1e308"], ["1e+308 direct jobs", "ten times the labor force", "Storey County, NV"]),
        ([STOREY, "--set", "output=1e9"], ["ten times the labor force", "million USD"]),
        ([STOREY, "--set", "output=1e-300"], ["next to none"]),
        (
            ["recycling-hydromt@Storey, NV", "--jobs", "5"],
            ['"recycling-hydromt"', 'Did you mean "recycling-hydromet"?'],
        ),
        (["battery@Storey, NV", "--jobs", "5"], ["there is no facility", "anode-natural, anode-synthetic"]),
        (["cell-nmc812@Storey, NV", "--jobs", "5"], ['Did you mean "cell-nmc811"?']),
        (
            ["electrolyte@Storey, NV", "--capacity", "20000", "--set", "price_year=2001"],
            ["no price of electrolyte", "is known for 2001; the years known are"],
        ),
        (["33599x@Storey, NV", "--jobs", "5"], ["Carbon and graphite", "(335991)"]),
        (["335911@Storey, NV", "--capacity", "5"], ['"capacity" needs a "facility"']),
        (["4200ID@Storey, NV", "--jobs", "5"], ["Customs duties", "no jobs"]),
        ([STOREY, "--jobs", "5", "--set", "year=1997"], ["1997", "1998 to 2024"]),
        ([STOREY, "--jobs", "5", "--set", "dollar_year=2025"], ["2025", "1997 to 2024"]),
        ([STOREY, "--jobs", "5", "--region", "state:CA"], ["California", "Storey County, NV (32029)"]),
        ([STOREY, "--jobs", "5", "--region", ""], ['"region" is empty']),
        (["recycling-hydromet@", "--jobs", "5"], ["FACILITY@COUNTY"]),
        (["missing.yaml"], ["missing.yaml cannot be read", "impact new"]),
        ([""], ["cannot be read"]),
        (["."], [". cannot be read: Is a directory"]),
        (["/dev/zero"], ["larger than"]),
        (["\udcff@32029", "--jobs", "5"], ['"facility" is empty']),
        (["x" * 5000], ["cannot be read"]),
        (["x" * 5000 + "@32029", "--jobs", "5"], ["there is no facility"]),
        (["cell-lfp@" + "x" * 5000, "--jobs", "5"], ["too long"]),
        (
            ["cell-lfp@Storey\x1b[31m\n[red], NV", "--jobs", "5"],
            ["No county or town is called", "Storey County, NV (32029)"],
        ),
    ],
)
def test_run_refuses(call: Call, arguments: list[str], parts: list[str]) -> None:
    call("run", *arguments).refused(*parts)


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["run"], "SITE"),
        (["rnu"], "run"),
        (["run", STOREY, "--job", "5"], "--jobs"),
        (["run", STOREY, "--jobs", "many"], "--jobs"),
        (["run", STOREY, "--jobs", "5", "--trade", "gravitation"], "flq"),
        (["multipliers", "Storey, NV", "--trade", "gravitation"], "flq"),
    ],
)
def test_wrong_usage(call: Call, arguments: list[str], part: str) -> None:
    done = call(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert part in done.err
    assert "Traceback" not in done.err


def test_past_codes_give_a_notice(call: Call) -> None:
    done = call("run", "recycling-hydromet@46113", "--no-intervals", "--jobs", "5", "--trade", "flq")
    assert done.code == 0
    assert "Oglala Lakota County, SD" in done.out
    assert "Note: Shannon County, SD (46113) ended on 2015-05-01" in done.out


def test_counties_find_knows_what_run_knows(call: Call) -> None:
    assert "01001" in call("counties", "find", "1001").out
    past = call("counties", "find", "Dade County, FL").out
    assert "Miami-Dade County, FL" in past
    assert "Note: Dade County, FL (12025) ended on 1997-07-22" in past
    assert "48453" in call("counties", "find", "Austin, TX").out
    assert "32031" in call("counties", "find", "89434").out
    call("counties", "find", "San Juan, PR").refused("not Puerto Rico")


def test_counties_find_refuses_nonsense(call: Call) -> None:
    call("counties", "find", "\x1b]0;qqqqq").refused("No county or town is called", "Storey, NV")


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["321100", "Storey, NV"], []),
        (["335911", "Storee, NV"], ["Storey County, NV (32029)"]),
        (["battery", "Storey, NV"], ['no facility "battery"']),
        (["33591x", "Storey, NV"], ["335911"]),
    ],
)
def test_new(call: Call, tmp_path: Path, arguments: list[str], parts: list[str]) -> None:
    done = call("new", *arguments)
    if parts:
        done.refused(*parts)
        return
    site = tmp_path / "site.yaml"
    site.write_text(done.out, encoding="utf-8")
    assert call("run", str(site), "--no-intervals", "--quiet").code == 0


def test_new_for_powershell(call: Call, tmp_path: Path) -> None:
    """Its redirection writes UTF-16."""
    text = call("new", "cell-lfp", "dona ana, nm").out
    assert "Doña Ana" in text
    site = tmp_path / "site.yaml"
    site.write_text(text, encoding="utf-16")
    assert "Doña Ana County, NM" in call("run", str(site), "--no-intervals", "--trade", "flq").out


def test_new_on_a_terminal_without_the_letters(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = BytesIO()
    with TextIOWrapper(page, "ascii") as stream, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", stream)
        assert call("new", "cell-lfp", "dona ana, nm").code == 0
        site = tmp_path / "site.yaml"
        site.write_bytes(page.getvalue())
    assert "Doña Ana County, NM" in call("run", str(site), "--no-intervals", "--trade", "flq").out


def test_multipliers_refuses_an_industry_that_is_not_there(call: Call) -> None:
    asked = call("multipliers", "Storey, NV", "--industry", "321100")
    assert "hypothetical" in asked.out  # the county has none: the answer is for a plant that it might get
    call("multipliers", "Storey, NV", "--industry", "").refused('There is no industry ""')

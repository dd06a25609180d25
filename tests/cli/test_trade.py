"""``impact trade``: the evidence on an industry's distance, and what was fitted to it."""

import json

import pytest

from .conftest import Call


def test_an_industry_tells_target_scales_and_what_they_reach(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    done = call("trade", "show", "445000")
    assert (done.code, done.err) == (0, "")
    assert "Food and beverage stores (445000)" in done.out
    assert "Target: 88% of purchases in the own county (84% to 93%), confidence medium." in done.out
    assert "NHTS 2022" in done.out


def test_json_has_every_column_and_a_naics_code_several_industries(call: Call) -> None:
    rows = json.loads(call("trade", "show", "722", "--json").out)["industries"]
    assert [row["industry"] for row in rows] == ["722110", "722211", "722A00"]
    assert all(row["visitor_share"] == 0.15 for row in rows)
    assert rows[0]["reached_own_county"] == pytest.approx(0.68, abs=0.02)  # 0.80 of residents' 85 %


def test_homes_are_consumed_where_they_stand(call: Call) -> None:
    assert "It is consumed where it stands." in call("trade", "show", "531HSO").out


def test_an_unknown_industry_is_refused(call: Call) -> None:
    call("trade", "show", "999999").refused('no industry "999999"', "Nearest")

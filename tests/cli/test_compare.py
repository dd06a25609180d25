"""``impact evidence compare-models``: every trade model side by side."""

import json

import pytest

from impact.trade import TRADE_MODELS

from .conftest import Call

SITE = ["335911@Storey, NV", "--jobs", "500", "--region", "cbsa:39900"]
MODELS = ["evidence", "compare-models", *SITE]


def rows_of(out: str) -> dict[str, list[str]]:
    table = out[out.index("by trade model") :]
    lines = (line.split() for line in table.splitlines())
    return {words[0]: words[1:] for words in lines if words and words[0] in TRADE_MODELS}


def test_all_seven_models_and_the_spread(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    done = call(*MODELS)
    assert (done.code, done.err) == (0, "")
    rows = rows_of(done.out)
    assert len(TRADE_MODELS) == 7
    assert list(rows) == list(TRADE_MODELS)
    assert all(len(figures) == 4 for figures in rows.values())
    jobs = sorted((float(figures[0].replace(",", "")), figures[0]) for figures in rows.values())
    assert jobs[0][0] >= 500
    low, high = jobs[0][1], jobs[-1][1]
    spread = next(line for line in done.out.splitlines() if line.startswith("Spread of jobs"))
    assert f": {low} to {high}, " in spread
    assert f"{jobs[0][0] / 500:.2f} to {jobs[-1][0] / 500:.2f} per direct job." in spread


def test_the_model_of_the_run_comes_first_and_is_the_run(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    out = call(*MODELS, "--trade", "sdp").out
    rows = rows_of(out)
    assert next(iter(rows)) == "sdp"
    assert sorted(rows) == sorted(TRADE_MODELS)
    run = call("run", *SITE, "--trade", "sdp").out
    (total,) = (line.split()[1:] for line in run.splitlines() if line.startswith("total"))
    assert rows["sdp"] == total


def test_without_the_option_there_is_one_model(call: Call) -> None:
    out = call("run", *SITE, "--trade", "flq").out
    assert "Spread of jobs" not in out
    assert "by trade model" not in out


def test_the_document_holds_the_totals_of_every_model(call: Call) -> None:
    effects = json.loads(call(*MODELS, "--json").out)["effects"]
    totals = {row["model"]: row["jobs"] for row in effects if row["effect"] == "total"}
    assert list(totals) == list(TRADE_MODELS)
    run = json.loads(call("run", *SITE, "--trade", "slq", "--json").out)["effects"]
    assert totals["slq"] == pytest.approx(run[-1]["jobs"])

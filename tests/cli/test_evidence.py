"""Intervals on the command line."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import impact
from impact import Result

if TYPE_CHECKING:
    from .conftest import Call

SITE = ["335911@Storey, NV", "--jobs", "500", "--trade", "flq"]


def test_draws_are_printed_saved_and_shown_again(call: "Call", tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = call("evidence", "draw", *SITE, "--draws", "20", "--out", str(out))
    assert first.code == 0, first.err
    assert "90 % interval of 20 draws" in first.out
    assert "What moves the total jobs of operations" in first.out
    assert "Every draw was solved." in first.out
    assert "Warning: 1." in first.out
    assert "Moretti (2010)" in first.out
    again = call("evidence", "draw", str(out))
    assert again.out in first.out
    document = json.loads(call("evidence", "draw", str(out), "--json").out)
    assert document["draws"]["count"] == 20
    assert len(document["outside"]) == 5


def test_run_prints_intervals_with_draws(call: "Call") -> None:
    done = call("run", *SITE, "--draws", "20", "--json")
    draws = json.loads(done.out)["draws"]
    assert (draws["count"], draws["seed"]) == (20, 1)
    shown = call("run", *SITE, "--draws", "20")
    assert "90 % interval of 20 draws" in shown.out


def test_a_result_with_draws_is_drawn_again(call: "Call", tmp_path: Path) -> None:
    out = tmp_path / "out"
    chosen = ["--set", "economy=2022", "--draws", "20", "--seed", "4"]
    call("evidence", "draw", *SITE, *chosen, "--out", str(out), "--json")
    saved = json.loads((out / "result.json").read_text(encoding="utf-8"))
    again = json.loads(call("reproduce", str(out), "--json").out)
    assert (again["draws"]["count"], again["draws"]["seed"]) == (20, 4)
    assert again["draws"]["headlines"] == saved["draws"]["headlines"]
    assert any(name == "use_2022" for name in again["data"])


def test_alternatives_are_printed(call: "Call") -> None:
    done = call("evidence", "ablate", *SITE)
    assert done.code == 0, done.err
    assert "One assumption at a time: total effect of operations" in done.out
    assert "Type I" in done.out


def test_the_economy_is_chosen_and_told(call: "Call", tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = call("evidence", "draw", *SITE, "--set", "economy=2022", "--draws", "20", "--out", str(out))
    assert "Economy: 2022." in done.out
    jobs = impact.run(impact.Study.short(SITE[0], jobs=500, trade="flq"), economy=2022).summary().jobs.iloc[-1]
    document = json.loads(call("evidence", "draw", str(out), "--json").out)
    assert document["economy"] == 2022
    found = Result.load(out).intervals().query("effect == 'total' and measure == 'jobs'")
    assert found.point.item() == pytest.approx(jobs)
    ablated = json.loads(call("evidence", "ablate", *SITE, "--set", "economy=2022", "--json").out)
    assert ablated["economy"] == 2022
    assert ablated["alternatives"][0]["jobs"] == pytest.approx(jobs)
    assert "in the economy of 2017" in call("evidence", "ablate", *SITE, "--set", "economy=2017").out
    call("evidence", "draw", str(out), "--set", "economy=2017").refused("--set cannot change", "is saved", code=2)
    call("evidence", "draw", *SITE, "--set", "economy=2019").refused("no economy of 2019", code=1)


def test_an_interrupt_keeps_no_draws_and_says_so(call: "Call", monkeypatch: pytest.MonkeyPatch) -> None:
    from impact import evidence

    def interrupted(*given: object, **named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(evidence, "draw", interrupted)
    call("evidence", "draw", *SITE).refused("Interrupted: the draws are not finished", code=130)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["evidence", "draw", *SITE, "--draws", "5"], 2, "5 draws are too few"),
        (["evidence", "draw", *SITE, "--seed", "-1"], 2, "seed is -1"),
        (["evidence", "oblate", *SITE], 2, "Write 'impact evidence draw SITE', or ablate"),
        (["evidence", *SITE], 2, "Write 'impact evidence draw SITE'"),
        (["evidence", "ablate", *SITE, "--seed", "4"], 2, "impact evidence draw SITE --seed"),
    ],
)
def test_bad_usage(call: "Call", arguments: list[str], code: int, message: str) -> None:
    call(*arguments).refused(message, code=code)


def test_a_result_without_draws_is_refused(call: "Call", tmp_path: Path) -> None:
    call("run", *SITE, "--no-intervals", "--out", str(tmp_path / "out"), "--quiet")
    call("evidence", "draw", str(tmp_path / "out")).refused("has no draws", code=2)


def test_run_has_a_quick_interval_unless_it_is_left_out(call: "Call") -> None:
    done = call("run", *SITE, "--json")
    document = json.loads(done.out)
    assert (document["draws"]["method"], document["draws"]["count"]) == ("quick", 1000)
    text = next(row["text"] for row in document["headlines"] if row["measure"] == "jobs")
    shown = " ".join(call("run", *SITE).out.split())
    assert text.replace(" (", " jobs (") in shown
    for said in ("90 % interval", "Why 1.", "Gross and net: of", "How to quote this", "Settle these first"):
        assert said in shown
    plain = json.loads(call("run", *SITE, "--no-intervals", "--json").out)
    assert plain["draws"] is None
    assert plain["headlines"][0]["p5"] is None
    call("run", *SITE, "--no-intervals", "--draws", "20").refused("Leave one of them out", code=2)


def test_quick_and_full_intervals_stand_beside_each_other(call: "Call") -> None:
    found = json.loads(call("evidence", "quick-errors", *SITE, "--draws", "20", "--json").out)
    total = next(row for row in found if row["effect"] == "total" and row["measure"] == "jobs")
    assert total["off_p5"] == pytest.approx(0, abs=0.05)
    assert total["off_p95"] == pytest.approx(total["quick_p95"] / total["full_p95"] - 1)
    assert "Quick" in call("evidence", "quick-errors", *SITE, "--draws", "20").out


def test_a_range_upside_down_is_refused(call: "Call", tmp_path: Path) -> None:
    site = tmp_path / "site.yaml"
    site.write_text('county: Storey, NV\nname: x\nindustries: "335911"\njobs: 5\nranges: {flq_delta: [0.3, 0.2]}\n')
    call("evidence", "draw", str(site)).refused("its low end is above its high end", code=1)


def test_coverage_tells_the_share_inside(call: "Call", monkeypatch: pytest.MonkeyPatch) -> None:
    """Three of four figures inside is 75 %, by hand; the same in JSON."""
    from impact import evidence

    frame = pd.DataFrame({"county": list("ABCD"), "low": 1.0, "high": 2.0, "inside": [True, True, True, False]})
    frame.attrs["least"] = 0.8
    monkeypatch.setattr(evidence, "coverage", lambda progress: {"Plants that opened": frame})
    shown = call("evidence", "coverage").out
    assert "Plants that opened" in shown
    assert "75% inside; aim: 90%, at least 80%." in shown
    document = json.loads(call("evidence", "coverage", "--json").out)
    assert [row["inside"] for row in document["Plants that opened"]] == [True, True, True, False]

"""One assumption at a time, and a result beside what others have found."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

import impact
from impact import Study
from impact.effects import Case
from impact.evidence import _ablation, ablate, outside_evidence
from impact.evidence._outside import findings

PLANT: dict[str, Any] = {
    "name": "plant", "county": "Storey, NV", "facility": "recycling-hydromet", "capacity": 20000, "trade": "flq",
}  # fmt: skip


@pytest.fixture(scope="module")
def alternatives() -> pd.DataFrame:
    found = ablate(Study.read(PLANT))
    return found[found.phase == "operations"].set_index(["assumption", "alternative"])


def test_the_first_row_is_the_study(alternatives: pd.DataFrame) -> None:
    total = impact.run(Study.read(PLANT)).summary().iloc[-1]
    assert alternatives.jobs.iloc[0] == pytest.approx(total.jobs)
    assert alternatives.output.iloc[0] == pytest.approx(total.output)
    assert alternatives.change.iloc[0] == 0


def test_alternatives_are_of_the_economy_of_the_study() -> None:
    site = Study.read(PLANT | {"assumptions": {"economy": 2022}})
    found = ablate(Study.read(PLANT), economy=2022)
    found = found.query("phase == 'operations'").set_index(["assumption", "alternative"])
    assert found.jobs.iloc[0] == pytest.approx(impact.run(site).summary().jobs.iloc[-1])
    slq = impact.run(site, "slq").summary().jobs.iloc[-1]
    assert found.jobs["trade model", "slq"] == pytest.approx(slq)
    gravity = impact.run(site, "gravity").summary().jobs.iloc[-1]
    assert found.jobs["trade model", "gravity"] == pytest.approx(gravity, rel=1e-3)


def test_an_alternative_is_the_study_with_that_key(alternatives: pd.DataFrame) -> None:
    for key, changes in {
        ("trade model", "slq"): {"trade": "slq"},
        ("analysis", "average"): {"analysis": "average"},
        ("households", "all live where they work"): {"assumptions": {"resident_share": 1.0}},
    }.items():
        total = impact.run(Study.read(PLANT | changes)).summary().iloc[-1]
        assert alternatives.jobs[key] == pytest.approx(total.jobs)


def test_without_households_the_induced_effect_is_gone(alternatives: pd.DataFrame) -> None:
    effects = impact.run(Study.read(PLANT)).summary().query("phase == 'operations'").set_index("effect").jobs
    left = alternatives.jobs["households", "spend nothing (Type I)"]
    assert left == pytest.approx(effects["direct"] + effects["indirect"])


def test_margins_and_scrap_move_suppliers_only(alternatives: pd.DataFrame) -> None:
    direct = impact.run(Study.read(PLANT)).summary().query("phase == 'operations' and effect == 'direct'").jobs.iloc[0]
    for name in ("margins", "scrap"):
        row = alternatives.loc[name].iloc[0]
        assert row.jobs > direct
        assert row.change != 0
        assert abs(row.change) < 0.05


def test_distances_are_alternatives_of_gravity_alone(alternatives: pd.DataFrame) -> None:
    assert not [name for name, _ in alternatives.index if name == "local trade"]
    assert {model for name, model in alternatives.index if name == "trade model"} == {
        "gravity", "slq", "cilq", "rlq", "aflq", "sdp",
    }  # fmt: skip


def test_distances_are_those_of_the_study_balanced_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Local trade stands for all: the ends of the range of its distance. The nearer, the more stays in the county."""
    every = _ablation._alternatives

    def local(case: Case) -> Iterator[_ablation._Alternative]:
        return (each for each in every(case) if each.assumption == "local distance")

    monkeypatch.setattr(_ablation, "_alternatives", local)
    site = PLANT | {"trade": "gravity"}
    found = ablate(Study.read(site)).query("phase == 'operations'").set_index(["assumption", "alternative"]).jobs
    assert list(found["local distance"].index) == ["0.75 times", "1.25 times"]
    assert found["local distance", "0.75 times"] > found.iloc[0] > found["local distance", "1.25 times"]
    anew = impact.run(Study.read(site | {"assumptions": {"local_distance": 1.25}})).summary()
    assert found["local distance", "1.25 times"] == pytest.approx(anew.jobs.iloc[-1], rel=1e-3)


def test_findings_are_those_of_the_papers() -> None:
    declared = {name: (finding.low, finding.high) for name, finding in findings().items()}
    assert declared == {
        "moretti_2010": (1.6, 1.6),
        "van_dijk_2014": (1.02, 1.02),
        "van_dijk_2017": (1.6, 1.7),
        "bartik_sotherland_2019": (1.3, 1.7),
        "bartik_2018": (0.02, 0.25),
    }


def test_a_result_out_of_the_range_is_told() -> None:
    result = impact.run(Study.read(PLANT))
    jobs = result.summary().query("phase == 'operations'").set_index("effect").jobs
    ratio = jobs["total"] / jobs["direct"]
    found = outside_evidence(result).set_index("measure")
    assert found.found["multiplier"] == pytest.approx(ratio)
    assert ratio < 1.3
    assert found.verdict["multiplier"] == (
        f"{ratio:.2f} jobs in the region per direct job, that one included, below the published 1.3 to 1.7; "
        "the result gives the reasons"
    )
    assert f"{0.02 * jobs['total']:,.0f} to {0.25 * jobs['total']:,.0f}" in found.verdict["but_for"]


def test_a_result_between_two_ranges_that_disagree_is_told_so() -> None:
    """1.86 jobs a direct one are more than 1.3 to 1.7, and the 0.86 extra ones fewer than 1.02 to 1.7."""
    result = impact.run(Study.read(PLANT | {"region": "cbsa:39900", "assumptions": {"flq_delta": 0.18}}))
    found = outside_evidence(result).set_index("measure").verdict
    assert (
        "below the published 1.02 to 1.7 and above the other range (the two disagree); the result gives"
        in set(found["extra_jobs"]).pop()
    )
    assert "above the published 1.3 to 1.7 and below the other range (the two disagree)" in found["multiplier"]


def test_a_result_within_the_range_is_told_too() -> None:
    result = impact.run(Study.read(PLANT | {"region": "cbsa:39900", "assumptions": {"flq_delta": 0.25}}))
    found = outside_evidence(result).set_index("measure")
    assert found.verdict["multiplier"].endswith("within 1.3 to 1.7")
    assert 1.3 <= found.found["multiplier"] <= 1.7


def test_construction_alone_is_compared_with_nothing() -> None:
    site = {key: value for key, value in PLANT.items() if key != "capacity"} | {"capital": 100.0}
    assert outside_evidence(impact.run(Study.read(site))).empty

"""The quick interval beside solved ends, and what is told of a result: reasons, who takes the jobs, how to quote it."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import impact
from impact import Result, run
from impact.effects import Draws
from impact.errors import SiteError, UsageError
from impact.evidence import explained, net_sentences, quotation, settle_first
from impact.evidence._explained import reasons
from impact.evidence._net import takers
from impact.evidence._sensitivities import _changes, _fit, sensitivities
from impact.reference import assumptions
from impact.studies import Study

PLANT: dict[str, Any] = {
    "name": "plant", "county": "Storey, NV", "facility": "recycling-hydromet", "capacity": 20000,
    "region": "cbsa:39900", "trade": "flq",
}  # fmt: skip


@pytest.fixture(scope="module")
def quick() -> Result:
    return run(Study.read(PLANT)).quick_draw(200)


@pytest.fixture(scope="module")
def everywhere() -> Result:
    return run(Study.read(PLANT | {"trade": "gravity"})).quick_draw(200)


def total(result: Result, column: str = "jobs") -> float:
    rows = result.summary().query("phase == 'operations' and effect == 'total'")
    return float(rows[column].iloc[0])


def test_the_headline_is_near_the_median(quick: Result, everywhere: Result) -> None:
    for result in (quick, everywhere):
        found = result.intervals().query("effect in ['direct', 'total'] and measure == 'jobs'")
        assert found.p50.to_numpy() == pytest.approx(found.point.to_numpy(), rel=0.1)  # sums of skewed parts
        assert (found.p5 < found.point).all()
        assert (found.point < found.p95).all()


def test_ends_of_the_plant_are_those_of_the_model(everywhere: Result) -> None:
    """A run of the model with the assumption at its high end: the plant's closely, distances as the page says."""
    assert everywhere.draws is not None
    ends = everywhere.draws.drivers.query("phase == 'operations' and measure == 'jobs'").set_index("name")
    for name, close in (("direct_jobs", 0.01), ("goods_distance", 0.05)):
        end = float(ends.high[name])
        solved = run(Study.read(PLANT | {"trade": "gravity", "assumptions": {name: end}}))
        assert ends.at_high[name] == pytest.approx(total(solved), rel=close)


def test_productivity_is_exact(everywhere: Result) -> None:
    """Jobs that follow are divided by it; direct jobs stay."""
    assert everywhere.draws is not None
    rows = everywhere.draws.drivers.query("phase == 'operations' and measure == 'jobs' and name == 'productivity'")
    summary = everywhere.summary().query("phase == 'operations'").set_index("effect").jobs
    followed = summary["indirect"] + summary["induced"]
    assert rows.at_high.iloc[0] == pytest.approx(summary["direct"] + followed / 1.2)


def test_same_seed_same_bytes(quick: Result) -> None:
    assert quick.draws is not None
    again = run(Study.read(PLANT)).quick_draw(200).draws
    assert again is not None
    assert again.to_dict() == quick.draws.to_dict()
    assert again.method == "quick"


def test_every_trade_and_household_assumption_has_a_sensitivity() -> None:
    assert set(sensitivities()) == {"local_distance", "goods_distance", "market_area", "spending_factor"}
    for ends in sensitivities().values():
        assert all(math.isfinite(term) for end in ends.values() for effect in end.values() for term in effect.values())


def test_the_fit_finds_the_elasticity_that_made_the_figures() -> None:
    """Effects of regions that moved by (θ / θ0) to the power -0.2 (1 - k)², k their part of the nation's."""
    rng, step = np.random.default_rng(3), math.log(1.3)
    base = rng.random((2, 3, 6, 4)) + 0.1
    moved = base.copy()
    inside = np.array([True, True, False, False, False, False])
    share = base[:, 1, inside].sum(axis=1) / base[:, 1].sum(axis=1)
    moved[:, 1, inside] *= np.exp(-0.2 * (1 - share) ** 2 * step)[:, np.newaxis]
    part, change = _changes([base], [moved], [[inside]], 1)
    found = _fit(part, change / step, ("gap",))
    assert found == {"level": 0.0, "kept": 0.0, "gap": -0.2}
    part, change = _changes([base], [base * 1.3**1.1], [[inside]], 1)
    assert _fit(part, change / step, ("level", "kept")) == {
        "level": 1.1,
        "kept": pytest.approx(0.0, abs=1e-12),
        "gap": 0.0,
    }


def test_headlines_hold_figure_range_and_text(quick: Result) -> None:
    first = next(row for row in quick.headlines() if row["phase"] == "operations" and row["measure"] == "jobs")
    assert first["value"] == pytest.approx(total(quick))
    assert first["text"] == f"{first['value']:,.0f} (90 % interval {first['p5']:,.0f} to {first['p95']:,.0f})"
    assert quick.to_dict()["headlines"] == quick.headlines()
    alone = run(Study.read(PLANT)).headlines()[0]
    assert alone["p5"] is None
    assert "interval" not in alone["text"]


def test_reasons_add_up_to_the_multiplier(everywhere: Result) -> None:
    why = reasons(everywhere)
    assert why.multiplier == pytest.approx(1 + why.supplier_jobs + why.household_jobs)
    bought = everywhere.purchases.query("phase == 'operations'")
    assert why.purchases_per_job == pytest.approx(bought.value.sum() / 60)
    assert why.output_per_job == pytest.approx(
        everywhere.summary().query("phase == 'operations' and effect == 'direct'").output.iloc[0] / 60
    )
    assert 0 < why.imported < 1
    assert why.bought_here is not None
    assert 0 < why.bought_here < 1
    first, second = explained(everywhere)
    assert first.startswith(f"Why {why.multiplier:.2f}?")
    assert f"{why.supplier_jobs:.2f} jobs at suppliers" in second


def test_a_quotient_does_not_know_what_others_sell(quick: Result) -> None:
    assert reasons(quick).bought_here is None
    assert "are in the region" not in explained(quick)[0]


def test_who_takes_the_jobs(quick: Result) -> None:
    """Of residents 30 % move in, 25 % did not work before, 45 % leave another job: the declared shares."""
    found = takers(quick)
    assert found.jobs.sum() == pytest.approx(total(quick))
    assert found.share.sum() == pytest.approx(1)
    resident = 1 - found.share[0]
    assert found.share[1:].to_numpy() == pytest.approx(resident * np.array([0.30, 0.25, 0.45]))
    assert ((found.low <= found.share) & (found.share <= found.high)).all()
    said = " ".join(net_sentences(quick))
    assert "Bartik 1993" in said
    assert f"the net gain is {total(quick) - found.jobs[3]:,.0f} jobs" in said
    assert "full employment" not in said


def test_national_totals_carry_the_words_on_full_employment(everywhere: Result) -> None:
    assert "full employment" in net_sentences(everywhere)[-1]


def test_a_quotation_has_sentence_range_source_and_date(quick: Result) -> None:
    sentence, span, source, date = quotation(quick)
    assert f"about {total(quick):,.0f} jobs" in sentence
    assert "gross" in sentence
    assert span.startswith("Range: 90 % interval ")
    assert "economy of 2024" in source
    assert "dollars of 2023" in date
    assert "none was drawn" in quotation(run(Study.read(PLANT)))[1]


def test_what_to_settle_first_are_figures_not_forms(quick: Result) -> None:
    assert quick.draws is not None
    form, first = settle_first(quick.draws)
    assert "form of the model" in form
    assert first.startswith("Settle these first: ")
    assert "weight" not in first


@pytest.mark.parametrize("weight", [0, 0.6])
def test_a_form_without_weight_and_one_that_outweighs_the_study(weight: float) -> None:
    with pytest.raises(SiteError, match="'slq_weight' is"):
        impact.run(Study.read(PLANT | {"assumptions": {"slq_weight": weight}}))


def test_a_plant_by_the_average_has_no_other_recipe() -> None:
    site = {"name": "c", "county": "Storey, NV", "industries": "335911", "jobs": 500, "trade": "flq"}
    found = run(Study.read(site)).quick_draw(50)
    assert found.draws is not None
    assert "average_weight" not in set(found.draws.drivers.name)
    assert "flq_weight" not in set(found.draws.drivers.name)
    assert "workplace_weight" in set(found.draws.drivers.name)
    assert assumptions()["workplace_weight"].value == 0.1


def test_draws_of_a_result_of_another_economy_are_refused() -> None:
    result = run(Study.read(PLANT), economy=2022)
    inputs = {key: value for key, value in result.inputs.items() if key != "economy"}
    inputs["assumptions"] = {key: value for key, value in inputs["assumptions"].items() if key != "economy"}
    with pytest.raises(UsageError, match=r"economy of 2022.*now of that of 2024"):
        replace(result, inputs=inputs).quick_draw(20)


def test_a_saved_result_of_before_forms_were_drawn_is_read(quick: Result) -> None:
    document = quick.to_dict()
    del document["draws"]["variance"], document["draws"]["method"]
    draws = Draws.from_dict(document["draws"])
    assert draws.method == "full"
    assert len(settle_first(draws)) == 1

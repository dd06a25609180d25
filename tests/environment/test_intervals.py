"""Intervals of emissions, energy, water and waste: by hand where only one thing is drawn, and identities."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from impact import Result, Study, run
from impact.environment import environment_intervals, footprint_sentences

PLANT = {
    "name": "Recycler",
    "county": "Storey, NV",
    "facility": "recycling-hydromet",
    "capacity": "20000 t/yr",
    "region": "cbsa:39900",
}


@pytest.fixture(scope="module")
def drawn() -> Result:
    return run(Study.read(PLANT)).quick_draw()


def still(result: Result, **columns: float) -> Result:
    """Return the result with draws in which effects stay as in the study, but for some."""
    assert result.draws is not None
    samples = pd.DataFrame(1.0, result.draws.samples.index, result.draws.samples.columns)
    for name, value in columns.items():
        samples[name.replace("_", " ")] = value
    return Result.of(result, replace(result.draws, samples=samples))


def row(intervals: pd.DataFrame, *labels: str) -> pd.Series:
    return intervals.set_index(["phase", "place", "effect", "measure"]).loc[labels]


def test_points_are_those_of_the_table_and_lie_inside(drawn: Result) -> None:
    table = drawn.environmental().set_index(["phase", "place", "effect"])
    intervals = environment_intervals(drawn)
    assert set(intervals.measure) == {"ghg", "energy", "water", "hazardous_waste"}
    for known in intervals[intervals.effect != "cradle_to_gate"].to_dict("records"):
        point = table.loc[(known["phase"], known["place"], known["effect"]), known["measure"]]
        assert known["point"] == pytest.approx(float(point), rel=1e-9)
        assert known["p5"] < known["point"] < known["p95"]
        assert known["p5"] <= known["p50"] <= known["p95"]


def test_cradle_to_gate_is_plant_suppliers_and_imports(drawn: Result) -> None:
    parts = drawn.environmental().query("phase == 'operations' and place == 'all'").set_index("effect").ghg
    gate = row(environment_intervals(drawn), "operations", "all", "cradle_to_gate", "ghg")
    assert gate.point == pytest.approx(float(parts[["direct", "indirect", "imports"]].astype(float).sum()))


def test_where_effects_stay_the_ranges_are_the_declared_ones(drawn: Result) -> None:
    """P5 and P95 of one drawn figure are the ends of its range: 0.7 to 1.5, 0.6 to 2, 0.5 to 2."""
    intervals = environment_intervals(still(drawn))
    for labels, low, high in (
        (("operations", "all", "indirect", "ghg"), 0.7, 1.5),
        (("construction", "region", "direct", "ghg"), 0.7, 1.5),
        (("operations", "all", "imports", "ghg"), 0.6, 2.0),
        (("operations", "region", "indirect", "water"), 0.5, 2.0),
        (("operations", "region", "direct", "water"), 3.7 / 5.3, 4.0),  # of the catalogue: m3 per t
    ):
        found = row(intervals, *labels)
        assert [found.p5, found.p95] == pytest.approx([low * found.point, high * found.point], rel=0.01), labels


def test_power_and_gas_of_the_plant_are_drawn_apart(drawn: Result) -> None:
    """Two independent uses: the variance of the sum is the sum of the variances, each side of its median."""
    energy = row(environment_intervals(still(drawn)), "operations", "region", "direct", "energy")
    power, gas = 175 * 3.6e-6, 1.2732 * 1.055056e-3
    assert energy.point == pytest.approx(20_000 * (power + gas))
    both_high = (power * 700 / 175 + gas * 5.1 / 1.2732) / (power + gas)
    one_high = (power + gas * 5.1 / 1.2732) / (power + gas)
    assert one_high < energy.p95 / energy.point < both_high


def test_emissions_of_suppliers_move_with_their_output(drawn: Result) -> None:
    twice = environment_intervals(still(drawn, nation_operations_indirect_output=2.0))
    once = environment_intervals(still(drawn))
    for effect, factor in (("indirect", 2.0), ("imports", 2.0), ("induced", 1.0), ("direct", 1.0)):
        labels = ("operations", "all", effect, "ghg")
        assert row(twice, *labels).p50 == pytest.approx(factor * row(once, *labels).p50), effect


def test_parts_of_a_total_share_the_draws_of_a_dollars_emissions(drawn: Result) -> None:
    """Builders and their suppliers are more or less clean together: their spans add up."""
    intervals = environment_intervals(still(drawn))
    parts = [row(intervals, "construction", "all", effect, "ghg") for effect in ("direct", "indirect")]
    total = row(intervals, "construction", "all", "total", "ghg")
    assert total.p95 == pytest.approx(sum(part.p95 for part in parts))


def test_what_is_not_known_has_no_interval() -> None:
    pyro = {"facility": "recycling-pyro", "capacity": "10000 t/yr"}
    result = run(Study.read(PLANT | pyro)).quick_draw()
    intervals = environment_intervals(result).query("phase == 'operations' and measure == 'ghg'")
    assert set(intervals.effect) == {"indirect", "induced", "imports"}
    assert not any("year of full operation" in sentence for sentence in footprint_sentences(result))


def test_without_draws_there_are_no_intervals(drawn: Result) -> None:
    bare = replace(drawn, draws=None)
    assert environment_intervals(bare).empty
    assert not any("interval" in sentence for sentence in footprint_sentences(bare))


def test_the_same_seed_gives_the_same_bytes(drawn: Result) -> None:
    first, again = (environment_intervals(drawn).to_csv() for _ in range(2))
    assert first == again
    assert np.isfinite(environment_intervals(drawn)[["p5", "p50", "p95"]].to_numpy()).all()

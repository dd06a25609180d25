"""Intervals of real studies: exact where they can be, and the same bytes whenever and wherever they are drawn."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

import impact
from impact import Result, run
from impact.effects import prepare
from impact.errors import DataError, ModelError, SiteError, UsageError
from impact.evidence._drivers import drawn, drivers_of, latin_hypercube
from impact.runs import redraw
from impact.studies import Study

CELLS: dict[str, Any] = {
    "name": "cells", "county": "Storey, NV", "region": "cbsa:39900", "industries": "335911", "jobs": 500,
    "trade": "flq",
}  # fmt: skip
PLANT: dict[str, Any] = {
    "name": "plant", "county": "Storey, NV", "facility": "recycling-hydromet", "capacity": 20000, "trade": "flq",
}  # fmt: skip


def drivers(site: dict[str, Any]) -> dict[str, tuple[float, float]]:
    study = Study.of(Study.read(site))
    found = drivers_of(prepare(study))
    return {driver.name: (driver.low, driver.high) for driver in found}


def only(site: dict[str, Any], *names: str) -> dict[str, Any]:
    """A site where all but some assumptions are known."""
    values = impact.assumptions()
    fixed = {name: [values[name].value] * 2 for name in drivers(site) if name not in names}
    return site | {"ranges": fixed}


@pytest.fixture(scope="module")
def moved() -> Result:
    """What moves in a quotient: size, quotient, households, productivity."""
    site = only(CELLS, "direct_jobs", "flq_delta", "spending_factor", "productivity", "commuting_in")
    return run(Study.read(site)).draw(30, seed=7)


def test_a_quotient_draws_no_distances_and_gravity_no_quotient() -> None:
    assert "flq_delta" in drivers(CELLS)
    assert not {"local_distance", "market_area"} & set(drivers(CELLS))
    assert "flq_delta" not in drivers(CELLS | {"trade": "slq"})
    everywhere = drivers(CELLS | {"trade": "gravity"})
    assert everywhere["local_distance"] == (0.75, 1.25)
    assert "flq_delta" not in everywhere


def test_what_moves_no_effect_is_not_drawn() -> None:
    assert not {"construction_years", "hiring_share", "in_migration", "building_share"} & set(drivers(CELLS))
    assert "building_share" in drivers(PLANT)
    assert not {"capital_cost", "purchases_cost", "market_prices", "pay_benefits"} & set(drivers(CELLS))
    assert {"plant_pay", "output_per_job"} <= set(drivers(CELLS))  # both are its industry's
    assert {"capital_cost", "purchases_cost", "market_prices"} <= set(drivers(PLANT))
    assert "market_prices" not in drivers(PLANT | {"output": 300})
    assert {"pay_benefits", "plant_pay"} <= set(drivers(PLANT))
    assert not {"pay_benefits", "plant_pay"} & set(drivers(PLANT | {"payroll": 9}))


def test_jobs_of_the_catalogue_have_its_range_and_those_stated_the_declared() -> None:
    assert drivers(CELLS)["direct_jobs"] == (0.8, 1.2)
    assert drivers(PLANT)["direct_jobs"] == pytest.approx((0.0022 / 0.003, 0.0051 / 0.003))
    assert drivers(PLANT | {"ranges": {"direct_jobs": [0.5, 2]}})["direct_jobs"] == (0.5, 2.0)


def test_a_value_of_ones_own_is_known_unless_its_range_is_stated() -> None:
    own = CELLS | {"assumptions": {"flq_delta": 0.2, "resident_share": 0.5}}
    assert not {"flq_delta", "commuting_in"} & set(drivers(own))
    assert drivers(own | {"ranges": {"flq_delta": [0.15, 0.3]}})["flq_delta"] == (0.15, 0.3)


def test_nothing_uncertain_gives_the_point_itself() -> None:
    for site in (only(CELLS), only(CELLS | {"trade": "gravity"})):
        result = run(Study.read(site)).draw(20)
        found = result.intervals()
        for column in ("p5", "p50", "p95"):
            assert (found[column] == found.point).all()
        counties = result.by_county().query("effect == 'total'").set_index(["fips", "phase"])
        by_county = result.intervals(by_county=True).query("measure == 'jobs'").set_index(["fips", "phase"])
        assert (by_county.p50 == counties.jobs.reindex(by_county.index)).all()
        assert result.draws is not None
        assert result.draws.drivers.empty


@pytest.mark.parametrize("trade", ["flq", "gravity"])
def test_draws_are_of_the_economy_year_the_study(trade: str) -> None:
    site = only(CELLS | {"trade": trade}, "spending_factor")
    result = run(Study.read(site), economy=2022).draw(20)
    assert result.economy == 2022
    assert result.draws is not None
    row = result.draws.drivers.query("measure == 'jobs'").iloc[0]
    assert row["name"] == "spending_factor"
    high = {"assumptions": {"spending_factor": row.high, "economy": 2022}}
    there = impact.run(Study.read(CELLS | {"trade": trade} | high)).summary()
    assert row.at_high == pytest.approx(there.query("effect == 'total'").jobs.iloc[-1], rel=1e-4)


def test_an_economy_is_never_drawn() -> None:
    assert "economy" not in drivers(CELLS | {"assumptions": {"economy": 2022}})
    with pytest.raises(SiteError, match="An economy is chosen, not drawn"):
        Study.read(CELLS | {"ranges": {"economy": [2017, 2022]}})


def test_a_saved_result_is_drawn_again(few: tuple[Study, Result]) -> None:
    _, result = few
    assert redraw(result).intervals().equals(result.intervals())
    assert result.draws is not None
    other = result.draws.headlines.assign(p5=result.draws.headlines.p5 * 1.01)
    with pytest.raises(ModelError, match="same study, seed and tables give other intervals"):
        redraw(replace(result, draws=replace(result.draws, headlines=other)))


def test_percentiles_are_in_order_and_hold_the_point(moved: Result) -> None:
    for found in (moved.intervals(), moved.intervals(by_county=True)):
        assert (found.p5 <= found.p50).all()
        assert (found.p50 <= found.p95).all()
    headlines = moved.intervals()
    assert ((headlines.p5 < headlines.point) & (headlines.point < headlines.p95)).mean() > 0.8


@pytest.fixture(scope="module")
def few() -> tuple[Study, Result]:
    site = Study.read(only(CELLS, "direct_jobs", "flq_delta"))
    with threadpool_limits(1):
        return site, run(site).draw(20, seed=3)


def test_draws_of_a_quotient_are_studies_of_their_own(few: tuple[Study, Result]) -> None:
    site, result = few
    study = Study.of(site)
    found = drivers_of(prepare(study, "flq"))
    jobs = []
    for row in latin_hypercube(found, 20, seed=3):
        other = drawn(study, {driver.name: float(x) for driver, x in zip(found, row, strict=True)})
        jobs.append(float(impact.run(other).summary().jobs.iloc[-1]))
    total = result.intervals().query("effect == 'total' and measure == 'jobs'").iloc[0]
    assert [total.p5, total.p50, total.p95] == pytest.approx(np.percentile(jobs, [5, 50, 95]), rel=1e-9)


@pytest.mark.parametrize(
    ("name", "sign"), [("direct_jobs", 1), ("flq_delta", -1), ("spending_factor", 1), ("productivity", -1)]
)
def test_an_assumption_that_moves_alone_orders_the_draws(name: str, sign: int) -> None:
    result = run(Study.read(only(CELLS, name))).draw(20)
    assert result.draws is not None
    row = result.draws.drivers.query("measure == 'jobs'").iloc[0]
    assert row.correlation == pytest.approx(sign)
    assert sign * (row.at_high - row.at_low) > 0


def test_same_seed_same_bytes_on_one_processor_or_two(few: tuple[Study, Result]) -> None:
    site, one = few
    with threadpool_limits(2):
        two = run(site).draw(20, seed=3)
    assert one.draws is not None
    assert two.draws is not None
    assert json.dumps(one.draws.to_dict()) == json.dumps(two.draws.to_dict())


@pytest.fixture(scope="module")
def near() -> tuple[Study, Result]:
    site = Study.read(only(PLANT | {"trade": "gravity"}, "direct_jobs", "spending_factor"))
    return Study.of(site), run(site).draw(20, seed=2)


def test_gravity_is_approximated_within_the_error_it_reports(near: tuple[Study, Result]) -> None:
    """A few draws against full runs of the model."""
    study, result = near
    assert result.draws is not None
    worst = result.draws.errors.groupby("effect").error.max()
    assert worst["total"] < 2e-3
    assert worst["county"] < 5e-3
    found = drivers_of(prepare(study, "gravity"))
    values = latin_hypercube(found, 20, seed=2)
    jobs = result.intervals().query("effect == 'total' and measure == 'jobs'").set_index("phase")
    for row in values[:2]:
        other = impact.run(drawn(study, {d.name: float(x) for d, x in zip(found, row, strict=True)})).summary()
        for phase, total in other[other.effect == "total"].set_index("phase").jobs.items():
            assert 0.9 * jobs.p5[phase] <= total <= 1.1 * jobs.p95[phase]


def test_a_result_is_saved_with_its_draws_and_read_back(moved: Result, tmp_path: Path) -> None:
    written = moved.save(tmp_path / "out")
    assert {"intervals.csv", "county_intervals.csv", "drivers.csv"} <= {path.name for path in written}
    again = Result.load(tmp_path / "out")
    assert moved.draws is not None
    assert again.draws is not None
    assert again.draws.to_dict() == moved.draws.to_dict()
    assert again.warnings == moved.warnings
    assert again.intervals(by_county=True).equals(moved.intervals(by_county=True))


def test_draws_of_another_version_are_told(moved: Result, tmp_path: Path) -> None:
    document = moved.to_dict()
    document["draws"]["versions"]["scipy"] = "1.0.0"
    (tmp_path / "result.json").write_text(json.dumps(document))
    assert any("scipy 1.0.0; here are" in warning for warning in Result.load(tmp_path).warnings)


def test_damaged_draws_are_refused(moved: Result, tmp_path: Path) -> None:
    document = moved.to_dict()
    del document["draws"]["versions"]
    (tmp_path / "result.json").write_text(json.dumps(document))
    with pytest.raises(DataError, match="is damaged"):
        Result.load(tmp_path)


def test_a_result_without_draws_has_no_intervals() -> None:
    with pytest.raises(UsageError, match=r"has no draws.*result\.draw\(500\)"):
        impact.run(Study.read(CELLS)).intervals()


@pytest.mark.parametrize(
    ("ranges", "message"),
    [
        ({"flq_delta": [0.3, 0.2]}, "its low end is above its high end"),
        ({"flq_delta": [0.3, 0.4]}, "does not hold its value 0.25"),
        ({"flq_delta": [-1, 0.4]}, "give a value from 0 to 0.99"),
        ({"resident_share": [0.1, 0.4]}, "is computed for each place"),
        ({"flq_detla": [0.1, 0.4]}, 'Did you mean "flq_delta"'),
        ({"technology": [0, 1]}, "built into the reference"),
        ({"flq_delta": 0.3}, r'gives "flq_delta" the range 0\.3'),
        ([1], "write names and ranges"),
    ],
)
def test_ranges_that_make_no_sense(ranges: object, message: str) -> None:
    with pytest.raises(SiteError, match=message):
        Study.read(CELLS | {"ranges": ranges})

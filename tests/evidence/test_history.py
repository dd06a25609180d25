from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from impact.errors import ModelError, RegionError, UsageError
from impact.evidence import against_model, what_happened
from impact.evidence._history import mixing_weights, rank_p, synthetic_control
from impact.reference import table

YEARS = list(range(2001, 2022))


def made_up(effect: float, seed: int = 8, places: int = 30):
    """Donors that wander, and a place that is six tenths of one and four of another until the effect comes in 2014."""
    rng = np.random.default_rng(seed)
    paths = 1e4 * np.exp(rng.normal(0, 0.02, (places, len(YEARS))).cumsum(axis=1))
    paths *= 1e4 / paths[:, [YEARS.index(2013)]]
    pool = pd.DataFrame(paths, index=[f"{number:05d}" for number in range(places)], columns=YEARS)
    own = 0.6 * paths[3] + 0.4 * paths[7] + np.where(np.array(YEARS) >= 2014, effect, 0.0)
    return pd.DataFrame([own], index=["99999"], columns=YEARS), pool


def test_a_planted_mix_and_effect_are_found():
    found = synthetic_control(*made_up(5_000.0), since=2014)
    assert found.weights.place.tolist() == ["00003", "00007"]
    assert found.weights.weight.tolist() == pytest.approx([0.6, 0.4], abs=1e-6)
    assert found.effect == pytest.approx(5_000, rel=1e-6)
    assert found.path.gap[:13].abs().max() < 0.01
    assert found.p_value == pytest.approx(1 / 31)
    assert found.difference_p == pytest.approx(1 / 31)
    assert found.low < 5_000 < found.high
    assert "not one plant" in found.reading()


def test_without_an_effect_the_place_is_one_of_many():
    assert synthetic_control(*made_up(0.0), since=2014).effect == pytest.approx(0, abs=0.1)
    pool = made_up(0.0)[1]
    ordinary = synthetic_control(pool.iloc[[5]], pool.drop(index="00005"), since=2014)
    assert ordinary.difference_p > 0.05
    assert ordinary.p_value > 0.05


def test_difference_in_differences_by_hand():
    treated, pool = made_up(3_000.0)
    found = synthetic_control(treated, pool, since=2014)
    before = np.array(YEARS) < 2014
    change = [np.log(row[~before]).mean() - np.log(row[before]).mean() for row in pool.to_numpy()]
    own = np.log(treated.to_numpy()[0])
    assert found.difference == pytest.approx(own[~before].mean() - own[before].mean() - np.mean(change))


@given(st.integers(0, 10_000), st.integers(2, 25))
def test_weights_are_a_mix(seed, donors):
    rng = np.random.default_rng(seed)
    others = rng.uniform(0.5, 2.0, (donors, 10))
    weights = mixing_weights(rng.uniform(0.5, 2.0, 10), others)
    assert weights.min() >= 0
    assert weights.sum() == pytest.approx(1, abs=1e-12)


def test_rank_counts_ties_against_the_place():
    assert rank_p(np.array([2.0, 1.0, 2.0, 3.0])) == 0.75


def test_fit_is_that_of_another_solver():
    found = what_happened("Storey, NV", 2014)
    jobs = table("jobs_history").pivot(index="fips", columns="year", values="jobs").astype(float)
    before = jobs.columns < 2014
    paths = jobs.div(jobs[2013], axis=0)
    own, others = paths.loc["32029"].to_numpy(), paths.loc[found.placebos.place[1:]].to_numpy()

    def loss(weights):
        return float(((own - weights @ others)[before] ** 2).sum())

    size = len(others)
    start = np.full(size, 1 / size)
    other = minimize(
        loss,
        start,
        method="SLSQP",
        bounds=[(0, 1)] * size,
        constraints={"type": "eq", "fun": lambda weights: weights.sum() - 1},
        options={"ftol": 1e-12, "maxiter": 500},
    )
    ours = ((found.path.gap[before[: len(found.path)]] / jobs.loc["32029", 2013]) ** 2).sum()
    assert ours == pytest.approx(other.fun, rel=1e-3)
    assert found.placebos.before[0] == pytest.approx(100 * np.sqrt(ours / before.sum()))


def test_storey_after_the_gigafactory():
    found = what_happened("Storey, NV", 2014)
    actual = found.path.set_index("year").actual
    assert [actual[2013], actual[2017], actual[2021]] == [4218, 11839, 20211]  # BEA CAEMP25N
    assert found.effect > 10_000
    assert found.difference_p == pytest.approx(1 / 61)
    away = table("counties").set_index("fips").loc[found.placebos.place[1:]]
    assert not (away.state == "NV").all()
    assert "32031" not in set(found.placebos.place)  # its neighbour


def test_donors_had_no_battery_plant():
    found = what_happened("Arthur, NE", 2014, donors=1000)
    jobs = table("jobs_history").query("year == 2013").set_index("fips").jobs
    alike = jobs[jobs.between(jobs["31005"] / 4, jobs["31005"] * 4)]
    assert "32009" in alike.index  # Esmeralda, with the brine of Silver Peak
    assert "32009" not in set(found.placebos.place)
    assert set(found.placebos.place) <= set(alike.index)
    assert len(found.placebos) > len(alike) / 2


def test_a_zone_adds_its_counties():
    found = what_happened("Storey, NV", 2014, "zone")
    jobs = table("jobs_history")
    zone = jobs[jobs.fips.isin(["32001", "32019", "32021", "32029", "32031", "32510"])]
    assert found.path.actual.tolist() == zone.groupby("year").jobs.sum().tolist()
    assert found.weights.name.str.startswith("Zone of ").all()


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"place": "Atlantis, NV"}, RegionError, "Atlantis"),
        ({"since": 2004}, ModelError, "3 years before 2004 and 19 since then are not enough"),
        ({"since": 2023}, ModelError, "22 years before 2023 and 0 since then"),
        ({"area": "state"}, UsageError, "no area 'state'"),
        ({"place": "09110"}, ModelError, "has no history of jobs by itself"),
        ({"apart_km": 9_000.0}, ModelError, "places to compare with are too few; it takes at least 10"),
    ],
)
def test_what_has_no_answer_is_refused(given, error, message):
    with pytest.raises(error, match=message):
        what_happened(**({"place": "Storey, NV", "since": 2014} | given))


def test_the_model_beside_what_happened():
    found = synthetic_control(*made_up(5_000.0), since=2014)
    compared = against_model(found, 4_000.0)
    assert compared.share == pytest.approx(0.8)
    assert compared.within == (found.low <= 4_000 <= found.high)
    assert "1,000 more came from elsewhere" in compared.reading()
    assert "did not come" in against_model(found, 6_000.0).reading()
    assert not against_model(found, 1e6).within
    with pytest.raises(ModelError, match="not a finite number"):
        against_model(found, float("nan"))
    with pytest.raises(ModelError, match="nothing to compare with"):
        against_model(replace(found, effect=0.0), 4_000.0)


def test_no_donor_holds_a_plant_that_may_have_opened() -> None:
    """Plants that operate since an unknown year among them, such as BMZ's in Virginia Beach, announced in 2018."""
    counties, plants = table("counties").set_index("fips"), table("plants")
    running = plants[(plants.status == "operating") & ~(plants.operation_year > 2021) & ~(plants.announced_year > 2021)]
    assert running.operation_year.isna().any()
    donors = set(what_happened("Storey, NV", 2014, "zone").placebos.place[1:])
    assert len(donors) == 60
    assert not donors & set(counties.cz.reindex(running.fips))

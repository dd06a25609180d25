"""The commuting shed: the fit against another estimator and its margins, and what it says of real counties."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from impact.counties import _shed as shed_module
from impact.counties import activity, commuting_fit, distance_matrix, embed_fit, occupation_pay, shed, wage_area
from impact.counties._shed import EMBEDDED, CommutingFit, _fingerprint, _fit
from impact.errors import ImpactWarning, ModelError, RegionError
from impact.reference import Derived, assumptions, override, table


@pytest.fixture(scope="module")
def fit() -> CommutingFit:
    return commuting_fit()


def made_up(places: int = 14, seed: int = 2) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Poisson flows between places with known decay; some pairs have none."""
    rng = np.random.default_rng(seed)
    at = rng.random((places, 2)) * 100
    km = np.hypot(*np.moveaxis(at[:, None] - at, -1, 0)) + 5
    home, work = np.nonzero(km < 90)
    terms = np.column_stack([home == work, np.log(km[home, work]), km[home, work] / 100]).astype(float)
    size = rng.normal(5, 1, places)[home] + rng.normal(1, 1, places)[work]
    return home, work, rng.poisson(np.exp(size + terms @ [0.7, -0.6, -4.0])).astype(float), terms


def test_the_fit_is_that_of_a_regression_with_a_dummy_for_every_place() -> None:
    """statsmodels GLM with all dummies, which 3,144 counties would not allow."""
    import statsmodels.api as sm

    home, work, flow, terms = made_up()
    ours = _fit(home, work, flow, terms)
    dummies = np.column_stack([np.eye(14)[home], np.eye(14)[work][:, 1:]])
    model = sm.GLM(flow, np.column_stack([terms, dummies]), family=sm.families.Poisson())
    plain = model.fit(tol=1e-12)
    assert ours.gamma == pytest.approx(plain.params[:3], rel=1e-6)
    assert ours.mean == pytest.approx(plain.fittedvalues, rel=1e-6)
    assert ours.deviance == pytest.approx(plain.deviance, rel=1e-8)
    clustered = model.fit(tol=1e-12, cov_type="cluster", cov_kwds={"groups": home})
    assert ours.errors == pytest.approx(clustered.bse[:3], rel=0.15)  # but for the count of parameters
    assert (abs(ours.gamma - [0.7, -0.6, -4.0]) < 3 * ours.errors + 0.3).all()


def test_a_place_where_nobody_works_or_lives_is_left_out() -> None:
    home, work, flow, terms = made_up()
    flow = np.where((home == 3) | (work == 5), 0.0, flow)
    found = _fit(home, work, flow, terms)
    assert found.homes[3] == found.works[5] == -np.inf
    assert (found.mean[(home == 3) | (work == 5)] == 0).all()
    assert found.mean.sum() == pytest.approx(flow.sum())


def test_fitted_flows_meet_both_margins_of_every_county(fit: CommutingFit) -> None:
    distance, counties, flows = distance_matrix(), table("counties"), table("commuting")
    home, work = np.nonzero(distance <= 200)
    km, state, gamma = distance[home, work], counties.state.to_numpy(), fit.coefficients
    score = gamma["same_county"] * (home == work) + gamma["same_state"] * (state[home] == state[work])
    score += gamma["log_km"] * np.log(km) + gamma["km_100"] * km / 100
    mean = np.exp(fit.homes[home] + fit.works[work] + score)
    order = pd.Index(counties.fips)
    workers = np.zeros(distance.shape)
    workers[order.get_indexer(pd.Index(flows.home)), order.get_indexer(pd.Index(flows.work))] = flows.workers
    workers[distance > 200] = 0
    assert np.bincount(home, mean, len(order)) == pytest.approx(workers.sum(axis=1), rel=1e-5)
    assert np.bincount(work, mean, len(order)) == pytest.approx(workers.sum(axis=0), rel=1e-5)
    assert fit.report["placed"] == pytest.approx(np.minimum(mean, workers[home, work]).sum() / workers.sum())
    assert fit.report["workers"] == workers.sum()


def test_the_report_says_how_well_it_predicts(fit: CommutingFit) -> None:
    report = fit.report
    assert 0 < report["left_out"] < 0.01  # as the survey's notes say: 0.9 % work over 200 km from home
    assert 15 < report["mean_km"] < 30
    assert report["held_pairs"] == pytest.approx(report["pairs"] / 10, rel=0.02)
    assert 0.5 < report["held_sorensen"] < report["sorensen"]
    assert 0.5 < report["held_placed"] < report["placed"]
    assert (fit.decay.standard_error > 0).all()
    gamma = fit.coefficients
    assert gamma["log_km"] < 0
    assert gamma["km_100"] < 0
    assert gamma["same_state"] > 0


def test_the_embedded_fit_is_current() -> None:
    declared = assumptions()["commuting_cutoff_km"].value
    assert isinstance(declared, int | float)
    assert Derived(EMBEDDED, _fingerprint(float(declared))).read() is not None
    assert embed_fit() == EMBEDDED


def test_other_longest_commutes_are_fitted_once(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    calls = []
    known = commuting_fit()

    def fitted(longest: float, progress: object) -> CommutingFit:
        calls.append(longest)
        return known

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(shed_module, "fit_commuting", fitted)
    for _ in range(2):
        again = commuting_fit(override({"commuting_cutoff_km": 150.0}))
    assert calls == [150.0]
    (lock,) = (tmp_path / "impact").glob("*.lock")
    lock.unlink()
    lock.mkdir()  # nobody can lock or write there any more; what is kept is still read
    again = commuting_fit(override({"commuting_cutoff_km": 150.0}))
    assert calls == [150.0]
    assert again.homes.tolist() == known.homes.tolist()
    pd.testing.assert_frame_equal(again.decay, known.decay)


def test_a_cache_that_cannot_be_written_costs_time_and_a_warning(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file stands where the folder is wanted; what was fitted before is read all the same."""
    calls = []
    known = commuting_fit()

    def fitted(longest: float, progress: object) -> CommutingFit:
        calls.append(longest)
        return known

    (tmp_path / "impact").write_text("not a folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(shed_module, "fit_commuting", fitted)
    with pytest.warns(ImpactWarning, match="XDG_CACHE_HOME"):
        commuting_fit(override({"commuting_cutoff_km": 151.0}))
    again = commuting_fit(override({"commuting_cutoff_km": 151.0}))  # this process knows it
    assert calls == [151.0]
    pd.testing.assert_frame_equal(again.decay, known.decay)


def test_storeys_workers_live_in_washoe_then_lyon_then_itself_and_carson_city() -> None:
    found = shed("32029")
    assert found.fips.head(4).tolist() == ["32031", "32019", "32029", "32510"]
    assert found.share.sum() == pytest.approx(1)
    assert found.share.head(2).sum() > 0.85
    assert found.observed.sum() == pytest.approx(1)
    assert found.modelled.sum() == pytest.approx(1)
    assert (found.distance_km <= 200).all()


def test_few_workers_in_the_survey_leave_it_to_the_model() -> None:
    survey = table("commuting")
    for fips, prior in (("32029", 25000.0), ("06037", 25000.0), ("32029", 0.0)):
        found = shed(fips, override({"shed_prior_workers": prior})).set_index("fips")
        near = survey[(survey.work == fips) & survey.home.isin(found.index)]
        trust = near.workers.sum() / (near.workers.sum() + prior)
        expected = trust * found.observed + (1 - trust) * found.modelled
        assert found.share.to_numpy() == pytest.approx(expected.to_numpy())
        assert (trust > 0.9) == (fips == "06037" or prior == 0)


def test_reach_falls_with_distance_and_at_the_border_of_a_state() -> None:
    found = shed("32029").set_index("fips")
    usual = commuting_fit().report["mean_km"]
    assert (found.reach[found.distance_km <= usual] == 1).all()
    assert found.reach.between(0, 1).all()
    inside = found[found.index.str.startswith("32")].sort_values("distance_km").reach
    assert inside.is_monotonic_decreasing
    beyond = found.reach["06091"] / np.interp(  # Sierra, CA, beside Washoe
        found.distance_km["06091"], sorted(found.distance_km[inside.index]), inside
    )
    assert beyond < 0.8


def test_a_county_without_anybody_near_is_refused() -> None:
    with pytest.raises(ModelError, match="Nobody lives within the longest commute of 15003"):
        shed_of_nobody()


def shed_of_nobody() -> None:
    known = commuting_fit()
    nobody = CommutingFit(known.decay, np.full_like(known.homes, -np.inf), known.works, known.report)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shed_module, "commuting_fit", lambda chosen: nobody)
        shed("15003")


@pytest.mark.parametrize("asked", [shed, lambda code: activity([code]), wage_area, occupation_pay])
def test_what_is_no_county_is_named(asked: Callable[[str], object]) -> None:
    with pytest.raises(RegionError, match=r"99999: no county of 2023\. Find codes"):
        asked("99999")

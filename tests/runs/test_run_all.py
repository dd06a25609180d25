"""Many studies at once: each as if it were alone, whatever stands beside it."""

import numpy as np
import pandas as pd
import pytest
from threadpoolctl import threadpool_limits

import impact
from impact import Study
from impact.reference import measures
from impact.runs import run_all
from impact.testing import small_model

CELLS = {"name": "cells", "county": "Storey, NV", "industries": "335911", "jobs": 500}
PLANT = {"name": "plant", "county": "Los Angeles, CA", "facility": "lithium-hydroxide", "capacity": 20000, "jobs": 200}
SMALL = {"name": "small", "county": "Loving, TX", "industries": "562000", "jobs": 0.5}


def test_results_are_those_of_each_study_alone() -> None:
    """To single precision: the last digit of a product may depend on how many rows stand beside it."""
    sites = [Study.read(site) for site in (CELLS, PLANT, SMALL, CELLS | {"trade": "flq"}, PLANT | {"jobs": 100})]
    together = list(run_all(sites))
    assert [result.name for result in together] == ["cells", "plant", "small", "cells", "plant"]
    for site, result in zip(sites, together, strict=True):
        alone = impact.run(site)
        pd.testing.assert_frame_equal(result.counties, alone.counties, rtol=1e-4, atol=0.002)
        assert result.to_dict()["assumptions"] == alone.to_dict()["assumptions"]


def test_a_looser_solve_moves_jobs_by_no_more_than_its_tolerance() -> None:
    site = Study.read(CELLS)
    loose, tight = impact.run(site, tolerance=1e-4), impact.run(site, tolerance=1e-7)
    by_county = [result.by_county().query("effect == 'total'").set_index("fips").jobs for result in (loose, tight)]
    assert by_county[0].sub(by_county[1], fill_value=0.0).abs().sum() <= 1e-4 * by_county[1].sum()


def test_studies_with_other_distances_do_not_share_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    from impact.effects import _studied

    plain = _studied.county_model
    _studied._last_model().clear()
    monkeypatch.setattr(_studied, "county_model", lambda *given, **named: made.append(1) or plain(*given, **named))
    other = CELLS | {"assumptions": {"consumption": 0.8}}
    first, second, third = run_all([Study.read(CELLS), Study.read(other), Study.read(other | {"jobs": 1000})])
    assert len(made) == 2
    induced = [
        result.summary().set_index("effect").loc["induced", list(measures())] for result in (first, second, third)
    ]
    assert (induced[1] < induced[0]).all()
    assert induced[2].to_numpy(dtype=float) == pytest.approx(2 * induced[1].to_numpy(dtype=float), rel=1e-3)


def test_what_is_left_out_of_a_round_sells_nothing_and_the_rest_as_before() -> None:
    trade = small_model(30).trade
    bought = np.random.default_rng(1).random((2, *trade.factors.shape), dtype=np.float32)
    bought[1, 5:] *= 1e-9
    whole, part = trade.allocate_sales(bought), trade.allocate_sales(bought, np.array([0.0, 1e-3]))
    assert part[0] == pytest.approx(whole[0], rel=1e-5)
    assert part[1, :5] == pytest.approx(whole[1, :5], rel=1e-5)
    assert (part[1, 5:] == 0).all()


def test_threads_of_the_algebra_change_no_digit() -> None:
    site = Study.short("recycling-hydromet@Storey, NV", capacity=20000)
    with threadpool_limits(1, "blas"):
        alone = impact.run(site)
    pd.testing.assert_frame_equal(impact.run(site).counties, alone.counties, check_exact=True)

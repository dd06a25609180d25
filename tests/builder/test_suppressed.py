import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog

from impact.builder._suppressed import fill_suppressed
from impact.builder.county_cbp import filled
from impact.errors import ModelError


@given(st.data())
def test_sums_are_exact_and_bounds_kept(data):
    pools = np.array([0, 0, 0, 1, 1, 2])
    prior = data.draw(arrays(float, 6, elements=st.floats(0.01, 100)))
    low = data.draw(arrays(float, 6, elements=st.floats(0, 5)))
    high = low + data.draw(arrays(float, 6, elements=st.floats(0, 50)))
    least, most = np.bincount(pools, low), np.bincount(pools, high)
    totals = least + data.draw(arrays(float, 3, elements=st.floats(0, 1))) * (most - least)
    found = fill_suppressed(prior, (pools, totals), low=low, high=high)
    assert np.bincount(pools, found) == pytest.approx(totals, rel=1e-9, abs=1e-9)
    assert (found >= low - 1e-9).all()
    assert (found <= high + 1e-9).all()


def test_without_bounds_cells_keep_the_proportions_of_the_prior():
    found = fill_suppressed(np.array([1.0, 3.0, 5.0, 0.0]), (np.array([0, 0, 1, 1]), np.array([8.0, 2.0])))
    assert found.tolist() == pytest.approx([2, 6, 2, 0])


def test_what_bounds_allow_agrees_with_a_linear_program():
    """With tight bounds there is one answer, which HiGHS finds too."""
    pools, totals, high = np.array([0, 0, 0]), np.array([12.0]), np.array([3.0, 4.0, 5.0])
    program = linprog([1, 1, 1], A_eq=[[1, 1, 1]], b_eq=totals, bounds=[(0, most) for most in high])
    assert fill_suppressed(np.array([9.0, 1.0, 1.0]), (pools, totals), high=high).tolist() == pytest.approx(program.x)


def test_the_second_family_is_followed_as_far_as_the_first_allows():
    pools, groups = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    found = fill_suppressed(np.ones(4), (pools, np.array([10.0, 20.0])), (groups, np.array([24.0, 6.0])))
    assert found.tolist() == pytest.approx([8, 2, 16, 4])
    unknown = fill_suppressed(np.ones(4), (pools, np.array([10.0, 20.0])), (groups, np.array([24.0, np.nan])))
    assert np.bincount(pools, unknown).tolist() == pytest.approx([10, 20])
    assert unknown[0] + unknown[2] > 15


def test_impossible_totals_are_named():
    with pytest.raises(ModelError, match=r"1 pool\(s\) cannot have their total; the first is number 1: .* 0 to 3, "):
        fill_suppressed(np.ones(2), (np.array([0, 1]), np.array([1.0, 4.0])), high=np.array([9.0, 3.0]))
    with pytest.raises(ModelError, match="cannot have their total"):
        fill_suppressed(np.zeros(1), (np.array([0]), np.array([1.0])))


def test_a_withheld_cell_is_what_the_levels_above_leave():
    published = pd.DataFrame(
        [
            ("01001", "00", 9, 100.0), ("01001", "31-33", 4, 60.0), ("01001", "3359", 3, 50.0),
            ("01001", "335912", 3, 20.0), ("01001", "722511", 5, 35.0), ("01001", "99", 1, 1.0),
        ],
        columns=["fips", "naics", "est", "emp"],
    )  # fmt: skip
    prior = pd.Series({("01001", "335911"): 1.0, ("01001", "311111"): 7.0, ("01001", "113310"): 2.0})
    prior.index.names, prior.name = ["fips", "naics"], "emp"
    states = pd.Series({("01", "335911"): 500.0, ("01", "311111"): 500.0, ("01", "113310"): 500.0})
    cells = filled(published, prior, states).set_index("naics")
    # 50 less 20 of batteries; 60 less 50 of factories; 100 less 60, 35 and one without a class
    assert cells.emp[["335911", "311111", "113310"]].tolist() == pytest.approx([30, 10, 4])
    assert cells.kind.to_dict() == {
        "113310": "estimated", "311111": "estimated", "335911": "estimated", "335912": "observed", "722511": "observed",
    }  # fmt: skip


def test_cells_of_2020_in_the_miniature(built):
    jobs = pd.read_parquet(built / "county_jobs_2022.parquet")
    assert not jobs.published[jobs.industry == "335912"].any()
    assert jobs.jobs[jobs.industry == "335912"].sum() > 0
    assert jobs.published[(jobs.fips == "32031") & (jobs.industry == "722110")].all()

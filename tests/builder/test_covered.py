"""Jobs and wages covered by unemployment insurance, by hand."""

import numpy as np
import pandas as pd
import pytest

from impact.builder.covered import covered_detail, moved_shares


def test_shares_move_evenly_from_the_benchmark_to_2024():
    """A half becomes nine tenths by 2024: ratios 1.8 and 0.2, of which five of seven years are there in 2022."""
    before, covered = pd.Series([50.0, 50.0], list("ab")), pd.Series([90.0, 10.0], list("ab"))
    group = pd.Series("g", list("ab"))
    assert moved_shares(before, covered, group, 2024).tolist() == pytest.approx([1.8, 0.2])
    assert moved_shares(before, covered, group, 2017).tolist() == [1, 1]
    assert moved_shares(before, covered, group, 2022).tolist() == pytest.approx([1.8 ** (5 / 7), 0.2 ** (5 / 7)])
    assert moved_shares(before, covered, group, 2026).tolist() == pytest.approx([1.8, 0.2])  # nothing is known after


def test_a_group_that_is_covered_in_part_stays_as_it_was():
    before = pd.Series([50.0, 50.0, 10.0, 0.0], list("abcd"))
    covered = pd.Series([90.0, np.nan, 7.0, np.nan], list("abcd"))
    group = pd.Series(["g", "g", "h", "h"], list("abcd"))
    found = moved_shares(before, covered, group, 2024)
    assert found[["a", "b", "d"]].isna().all()  # b is not covered; d had nothing that could move
    assert found["c"] == 1


@pytest.fixture
def nation():
    return pd.DataFrame(
        [
            ("335911", "335", 1000.0, 80.0), ("335912", "335", 1000.0, 20.0), ("423100", "42", 1000.0, 60.0),
            ("1111A0", "111-112", 1000.0, 100.0), ("441000", "441", 1000.0, 90.0),
        ],
        columns=["code", "group", "output", "jobs"],
    )  # fmt: skip


def test_a_merged_code_is_split_by_the_output_of_the_year(nation):
    """Batteries: 40 and 60 parts in 2017; the first trebled its output: 120 to 60."""
    weights = pd.DataFrame(
        [
            ("2022", "335910", "6", "335911", "0.4", "merged_by_output"),
            ("2022", "335910", "6", "335912", "0.6", "merged_by_output"),
            ("2022", "423110", "6", "423100", "1.0", "exact"),
            ("2022", "423120", "6", "423100", "1.0", "exact"),
            ("2022", "111110", "6", "1111A0", "1.0", "exact"),
            ("2022", "441110", "6", "441000", "1.0", "retail_rule"),
            ("2017", "423110", "6", "335911", "1.0", "exact"),
        ],
        columns=["naics_year", "naics", "digits", "bea_detail", "weight", "method"],
    )
    qcew = pd.DataFrame(
        [
            (5, "335910", 90.0, 900.0), (5, "423110", 30.0, 330.0), (5, "423120", 10.0, 100.0),
            (5, "111110", 40.0, 100.0), (5, "441110", 90.0, 500.0), (5, "4231", 40.0, 430.0), (3, "423110", 7.0, 7.0),
        ],
        columns=["own_code", "industry_code", "emp", "qtr_wages_usd"],
    )  # fmt: skip
    output = pd.Series({"335911": 3000.0, "335912": 1000.0, "423100": 1.0, "1111A0": 1.0, "441000": 1.0})
    found = covered_detail(qcew, weights, output, nation)
    # not the farms, of whose jobs less than half are covered, nor retail, which an assumption assigns
    assert found.index.tolist() == ["335911", "335912", "423100"]
    assert found.loc["335911"].tolist() == pytest.approx([60, 600])
    assert found.loc["335912"].tolist() == pytest.approx([30, 300])
    assert found.loc["423100"].tolist() == [40, 430]

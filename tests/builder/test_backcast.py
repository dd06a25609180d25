"""The errors that the documentation shows: hand examples, and the embedded figures calculated another way."""

import numpy as np
import pandas as pd
import pytest

from impact.builder.backcast import _classes, _without
from impact.reference import table


def test_errors_by_class_of_size():
    found, truth, size = pd.Series([12.0, 90.0, 7.0]), pd.Series([10.0, 100.0, 0.0]), pd.Series([3, 40, 4])
    errors = _classes(found, truth, size, (0, 5, 10, np.inf)).set_index("size")
    assert errors.loc["all"].tolist() == [3, pytest.approx(19 / 110, abs=1e-5), pytest.approx(0.15)]
    assert errors.loc["under 5"].tolist() == [2, pytest.approx(0.9), pytest.approx(0.2)]
    assert errors.loc["10 and more"].tolist() == [1, pytest.approx(0.1), pytest.approx(0.1)]


def test_a_hidden_cell_takes_the_totals_that_would_give_it_away():
    codes = {"335911": 3, "335912": 2, "33591": 5, "3359": 5, "335": 9, "311111": 4, "31111": 4, "3111": 4, "311": 8}
    published = pd.DataFrame({"fips": "01001", "naics": list(codes), "est": list(codes.values()), "emp": 1.0})
    taken = published[published.naics.isin(["335911", "311111"])]
    assert set(_without(published, taken).naics) == {"335912", "33591", "3359", "335", "311"}


def test_the_embedded_errors_of_county_jobs_are_those_of_the_tables():
    old = table("county_jobs", 2017).pivot(index="fips", columns="industry", values="jobs").fillna(0.0)
    nation = {year: table("industries", year).set_index("code").jobs.reindex(old.columns) for year in (2017, 2021)}
    predicted = old @ (nation[2021] / nation[2017])
    published = table("county_totals", 2021).set_index("fips").bea_jobs
    off = (predicted * (published.sum() / predicted.sum()) - published).abs()
    shown = table("backcast").query("figure == 'jobs' and method == 'structure of 2017'").set_index("size")
    assert shown.error["all"] == pytest.approx(off.sum() / published.sum(), abs=1e-5)
    large = published >= 250_000
    assert shown.counties["250,000 and more"] == large.sum()
    assert shown.error["250,000 and more"] == pytest.approx(off[large].sum() / published[large].sum(), abs=1e-5)


def test_hidden_cells_are_found_better_when_other_years_are_known_and_when_they_are_large():
    errors = table("holdout").pivot(index="size", columns="known", values="error")
    assert (errors["other years known"] < errors["hidden in all years"]).all()
    assert errors["other years known"][["under 5", "5 to 10", "10 to 50", "50 and more"]].is_monotonic_decreasing

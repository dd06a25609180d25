"""The errors that the documentation shows: hand examples, and what is embedded against what was aimed at."""

import numpy as np
import pandas as pd
import pytest

from impact.builder.backcast import _classes, _without, accuracy
from impact.errors import DataError
from impact.reference import table

# jobs of the miniature's areas by year: Alaska and Connecticut stand still, the others grow by 20, 10 and 4 percent
AREAS = {
    year: pd.Series({
        "02063": 312.0, "02066": 208.0, "09001": 2080.0, "09003": 3120.0, "51958": 4460.0, "32029": 790 * (1 + 0.2 * n),
        "32031": 10_130 * (1 + 0.1 * n), "51650": 5900 * (1 + 0.04 * n),
    }) for year, n in ((2021, 4), (2022, 5))
}  # fmt: skip


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


def test_totals_carried_from_2021_to_2022(source, made):
    """All areas alike, or by the root of what their wages grew more than the nation's, which is what their jobs did."""
    before, after = AREAS[2021], AREAS[2022]
    alike = before * after.sum() / before.sum()
    grown = before * np.sqrt(after / before)
    grown *= after.sum() / grown.sum()
    found = made(source, "backcast").set_index(["years", "figure", "method"]).error["2021 to 2022"]["totals of areas"]
    assert found["all alike"] == pytest.approx((alike - after).abs().sum() / after.sum(), abs=1e-5)
    assert found["as the economy"] == pytest.approx((grown - after).abs().sum() / after.sum(), abs=1e-5)


def test_every_tenth_published_cell_is_hidden_with_the_next(source, made):
    """144 cells are left of 8 areas and 19 private lines: 14 times two, and two; shares are those of other years."""
    found = made(source, "sector_holdout").set_index(["known", "size"])
    assert found.cells[:, "all"].tolist() == [30, 30]
    assert found.error["other years known", "all"] == 0


def test_accuracy_by_hand():
    """Two industries of value 90 and 60, labor 60 and 30; jobs say half and half of both, output another share."""
    industries = pd.DataFrame(
        [("a", 100.0, 100.0, 60.0, 10.0, 20.0, 0.0), ("b", 100.0, 50.0, 20.0, 0.0, 40.0, 10.0)],
        columns=[
            "code", "jobs", "output", "compensation", "production_taxes", "operating_surplus", "proprietors_income",
        ],
    )  # fmt: skip
    county_jobs = pd.DataFrame(
        [
            ("32029", "a", 50.0, 70.0), ("32029", "b", 50.0, 20.0),
            ("32031", "a", 50.0, 30.0), ("32031", "b", 50.0, 30.0),
        ],
        columns=["fips", "industry", "jobs", "output"],
    )  # fmt: skip
    gdp = pd.Series({"32029": 170.0, "32031": 130.0}, name="2022")  # a nation of twice the value added
    earnings = pd.Series({"32029": 54.0, "32031": 36.0})
    found = accuracy(industries, county_jobs, gdp, earnings, 2023).set_index(["figure", "method", "size"])
    assert set(found.index.levels[0]) == {"GDP of 2022", "earnings of 2023"}
    # jobs: 150 to 150 of 300; output: 0.7 x 90 + 0.4 x 60 = 87 of 150, 174 of 300
    assert found.error["GDP of 2022", "jobs", "all"] == pytest.approx(40 / 300, abs=1e-5)
    assert found.error["GDP of 2022", "jobs and pay", "all"] == pytest.approx(8 / 300, abs=1e-5)
    # 0.7 x 60 + 0.4 x 30 = 54 of 90
    assert found.error["earnings of 2023", "jobs and pay", "all"] == 0
    assert found.error["earnings of 2023", "jobs", "all"] == pytest.approx(18 / 90)
    assert found.counties["GDP of 2022", "jobs", "under 10,000"] == 2


def test_gdp_is_of_the_newest_year_and_of_counties_of_2023(source, made):
    found = made(source, "published_gdp", 2024)
    assert found.name == "2022"
    assert found.to_dict() == {"02063": 6.0, "02066": 4.0, "32029": 10.0, "32031": 200.0, "51650": 100.0}
    with pytest.raises(DataError, match=r"cagdp2.*no figure for 1 place\(s\): 2016"):
        made(source, "published_gdp", 2016)


@pytest.mark.parametrize("year", [2022, 2024])
def test_embedded_errors_are_within_what_was_aimed_at(year):
    """12 and 35 percent of GDP, which no step uses, 3 percent of earnings, which output follows."""
    shown = table("accuracy", year)
    figure = shown.figure.str.split().str[0]
    error = shown.assign(figure=figure).set_index(["figure", "method", "size"]).error
    assert error["GDP", "jobs and pay", "all"] < 0.12
    assert error["GDP", "jobs and pay", "under 10,000"] < 0.35
    assert error["earnings", "jobs and pay", "all"] < 0.03
    assert (error[:, "jobs and pay", :] < error[:, "jobs", :]).all()


def test_embedded_totals_carried_on_are_closer_than_those_that_grow_alike():
    shown = table("backcast").pivot(index=["figure", "years"], columns="method", values="error")
    assert (shown["as the economy"] < shown["all alike"]).all()
    assert len(shown) == 2 * 4


@pytest.mark.parametrize("name", ["holdout", "sector_holdout"])
def test_hidden_cells_are_found_better_when_other_years_are_known_and_when_they_are_large(name):
    errors = table(name).pivot(index="size", columns="known", values="error")
    assert (errors["other years known"] < errors["hidden in all years"]).all()
    classes = [size for size in table(name)["size"].unique() if size != "all"]
    assert errors["other years known"][classes].is_monotonic_decreasing

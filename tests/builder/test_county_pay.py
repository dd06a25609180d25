"""Output of counties follows jobs and what they pay: hand examples, and state GDP and earnings of the miniature."""

import numpy as np
import pandas as pd
import pytest

from impact.builder.county_pay import (
    _bounds,
    _gdp_factors,
    _shares,
    gdp_line_of,
    pattern_pay,
    relative_pay,
    weekly_pay,
)
from impact.errors import DataError
from impact.reference import sectors

PLACES = ["32029", "32031"]


@pytest.fixture
def industries():
    """Batteries pay 100 and 50 per job, shops 40."""
    return pd.DataFrame(
        [
            ("335911", "335", 100.0, 9_000.0, 1_000.0), ("335912", "335", 300.0, 15_000.0, 0.0),
            ("441000", "441", 200.0, 8_000.0, 0.0),
        ],
        columns=["code", "summary", "jobs", "compensation", "proprietors_income"],
    )  # fmt: skip


@pytest.fixture
def balanced_jobs():
    return pd.DataFrame([[100.0, 0, 100], [0, 300, 100]], PLACES, ["335911", "335912", "441000"])


def weekly(**groups):
    every = dict.fromkeys({each.pay for each in sectors().values()}, (1000.0, 1000.0)) | {"All": (1200.0, 800.0)}
    return pd.DataFrame({**every, **groups}, PLACES)


def test_pay_is_that_of_the_county_without_its_mix(industries, balanced_jobs):
    """The mix alone makes factories pay 1.6 and 0.8 of the nation's mean, 62.5.

    Factories are counted to pay 200 and 50, in 100 and 300 jobs: 2.2857 and 0.5714 of the mean over jobs, 87.5. All pay
    1,200 and 800 a week, 9/7 and 6/7 of the mean, of which the mix makes 1.3 and 0.85.
    """
    counted = pd.DataFrame(
        [("32029", "manufacturing", 100.0, 200.0), ("32031", "manufacturing", 300.0, 50.0)],
        columns=["fips", "sector", "jobs", "pay"],
    )
    found = relative_pay(counted, weekly(), balanced_jobs, industries)
    observed, own = [200 / 87.5 / 1.6, 50 / 87.5 / 0.8], [9 / 7 / 1.3, 6 / 7 / 0.85]
    expected = [(100 * observed[0] + 200 * own[0]) / 300, (300 * observed[1] + 200 * own[1]) / 500]
    assert found.manufacturing.tolist() == pytest.approx(expected)
    assert found.retail.tolist() == [1, 1]  # not counted: the weekly wages, of which both have the same


def test_without_any_pay_the_countys_own_is_taken(industries, balanced_jobs):
    counted = pd.DataFrame(columns=["fips", "sector", "jobs", "pay"]).astype({"jobs": float, "pay": float})
    trade = {"Trade, Transit, Utilities": (np.nan, 1000.0)}
    found = relative_pay(counted, weekly(**trade), balanced_jobs, industries)
    assert found.retail.tolist() == pytest.approx([9 / 7 / 1.3, 1])


def test_pay_beyond_belief_is_cut(industries, balanced_jobs):
    counted = pd.DataFrame([("32029", "retail", 1e9, 900.0), ("32031", "retail", 1e9, 1.0)])
    counted.columns = ["fips", "sector", "jobs", "pay"]
    found = relative_pay(counted, weekly(), balanced_jobs, industries)
    assert found.retail.tolist() == [pytest.approx(1.998, abs=0.001), 0.4]
    assert found.to_numpy().max() <= 2.5


def test_payroll_of_a_sector_or_else_of_its_industries():
    cells = pd.DataFrame(
        [
            ("32029", "31-33", 2020, 10, 500, False), ("32029", "335911", 2020, 9, 900, False),
            ("32031", "335911", 2020, 30, 900, False), ("32031", "321113", 2020, 10, 700, False),
            ("32031", "3359", 2020, 99, 9, False), ("32031", "445110", 2020, 4, 80, False),
            ("32031", "22", 2020, 5, 500, True), ("32031", "23", 2020, 0, 0, False),
            ("32031", "42", 2019, 5, 50, False),
        ],
        columns=["fips", "naics", "year", "emp", "payroll_kusd", "withheld"],
    )  # fmt: skip
    found = pattern_pay(cells, 2022).set_index(["fips", "sector"])
    assert found.jobs.to_dict() == {
        ("32029", "manufacturing"): 10, ("32031", "manufacturing"): 40, ("32031", "retail"): 4,
    }  # fmt: skip
    assert found.pay.tolist() == [50, 40, 20]
    assert pattern_pay(cells, 2019).to_numpy().tolist() == [["32031", "wholesale", 5, 10]]


def test_weekly_wages_are_of_the_structure_year():
    frame = pd.DataFrame(
        [("32029", 2022, "All", 900.0), ("32029", 2021, "All", 800.0), ("32031", 2022, "All", 0.0)],
        columns=["fips", "year", "industry_group", "avg_weekly_wage"],
    )
    found = weekly_pay(frame, 2022)
    assert found.loc["32029", "All"] == 900
    assert pd.isna(found.loc["32031", "All"])  # withheld
    with pytest.raises(DataError, match=r"weekly_wage.*no figure for 1 place\(s\): 2023"):
        weekly_pay(frame, 2023)


WIDE = np.array(0.0), np.array(1.0)


def gdp(state, group, shares):
    return np.array(state), np.array(group), np.array(shares)


def test_one_county_in_a_state_has_the_gdp_of_the_state():
    """A quarter and a half of two industries, whatever jobs and earnings say."""
    found = _shares(
        np.array([[9.0, 1.0], [1.0, 1.0]]),
        WIDE,
        (np.array([60.0, 40.0]), np.array([30.0, 70.0])),
        np.array([100.0, 100.0]),
        gdp([0, 1], [0, 1], [[0.25, 0.5], [0.75, 0.5]]),
    )
    assert found == pytest.approx(np.array([[0.25, 0.5], [0.75, 0.5]]))


def test_counties_of_one_state_share_by_earnings():
    found = _shares(
        np.array([[1.0], [1.0], [8.0]]),
        WIDE,
        (np.array([100.0]), np.array([300.0, 500.0, 200.0])),  # of which the nation has a tenth
        np.array([80.0]),
        gdp([0, 0, 0], [0], [[1.0]]),
    )
    assert found.ravel() == pytest.approx([0.3, 0.5, 0.2])


def test_earnings_and_gdp_are_met_together():
    """Two states, the first of two counties; totals are taken from shares that we know and another start."""
    truth = np.array([[0.1, 0.3], [0.2, 0.2], [0.7, 0.5]])
    income, value = np.array([60.0, 40.0]), np.array([100.0, 90.0])
    found = _shares(
        np.array([[1.0, 2.0], [3.0, 1.0], [2.0, 2.0]]),
        WIDE,
        (income, 7 * (truth @ income)),
        value,
        gdp([0, 0, 1], [0, 1], [[0.3, 0.5], [0.7, 0.5]]),
    )
    assert found.sum(axis=0) == pytest.approx([1, 1])
    assert found @ income == pytest.approx(truth @ income, rel=1e-6)
    assert found[:2].sum(axis=0) == pytest.approx([0.3, 0.5])
    # what both leave open keeps the odds of the start: 1 x 1 / (2 x 3)
    assert found[0, 0] * found[1, 1] / found[0, 1] / found[1, 0] == pytest.approx(1 / 6)


def test_industries_of_one_gdp_line_are_moved_together():
    found = _shares(
        np.array([[1.0, 3.0], [1.0, 1.0]]),
        WIDE,
        (np.array([50.0, 50.0]), np.array([60.0, 40.0])),
        np.array([100.0, 100.0]),
        gdp([0, 1], [0, 0], [[0.6], [0.4]]),
    )
    assert found.sum(axis=0) == pytest.approx([1, 1])
    assert found[0].sum() == pytest.approx(1.2)  # six tenths of both


def test_an_office_is_not_taken_for_a_well():
    """A tenth of the jobs may make a quarter of the output, 2.5 times as much each, not the half that earnings ask."""
    jobs = np.array([[0.1], [0.9]])
    states = gdp([0, 0], [0], [[1.0]])
    found = _shares(
        jobs,
        _bounds(jobs, jobs, np.array([False]), _gdp_factors(jobs, np.array([100.0]), states)),
        (np.array([100.0]), np.array([50.0, 50.0])),
        np.array([100.0]),
        states,
    )
    assert found.ravel() == pytest.approx([0.25, 0.75])  # the bound, and what it leaves


def test_a_state_may_make_more_of_a_job_where_its_gdp_says_so():
    """A fifth of the jobs makes three fifths, three times as much each. The other state makes the rest."""
    jobs, value = np.array([[0.1], [0.1], [0.8]]), np.array([100.0])
    states = gdp([0, 0, 1], [0], [[0.6], [0.4]])
    factors = _gdp_factors(jobs, value, states)
    assert factors.ravel() == pytest.approx([3, 3, 0.5])
    least, most = _bounds(jobs, jobs, np.array([False]), factors)
    assert most.ravel() == pytest.approx([0.1 * 2.5 * 2, 0.1 * 2.5 * 2, 0.8 * 2.5 / 2])
    assert least.ravel() == pytest.approx([0.1 * 0.4 * 2, 0.1 * 0.4 * 2, 0.8 * 0.4 / 2])
    found = _shares(jobs, (least, most), (value, np.array([50.0, 10.0, 40.0])), value, states)
    assert found.ravel() == pytest.approx([0.5, 0.1, 0.4])


def test_gdp_per_job_is_followed_to_twice_the_nations():
    """A thousandth of the GDP for half of the jobs, as of oil where there is none, is followed to half."""
    jobs, value = np.array([[0.5], [0.5]]), np.array([100.0])
    states = gdp([0, 1], [0], [[0.001], [0.999]])
    least, most = _bounds(jobs, jobs, np.array([False]), _gdp_factors(jobs, value, states))
    assert least.ravel() == pytest.approx([0.5 * 0.4 / 2, 0.5 * 0.4 * 0.999 / 0.5])
    assert most.ravel() == pytest.approx([0.5 * 2.5 / 2, 0.5 * 2.5 * 0.999 / 0.5])


def test_gdp_of_no_jobs_and_of_no_figure_move_nothing():
    factors = _gdp_factors(
        np.array([[1.0, 1.0], [0.0, 0.0]]), np.array([5.0, 5.0]), gdp([0, 1], [0, 1], [[0.0, 0.5], [0.7, 0.5]])
    )
    assert factors.tolist() == [[1, 0.5], [1, 1]]


@pytest.mark.parametrize("year", [2022, 2024])
def test_gdp_of_states_by_line_is_met(source, made, year):
    """Value added of 1,100 or 1,140 each; states have what SAGDP2 gives, of government federal and military."""
    nation = made(source, "industries", year).set_index("code")
    output = made(source, "county_output", year)
    value = nation[["compensation", "production_taxes", "operating_surplus"]].sum(axis=1)
    worth = output * (value / nation.output).reindex(output.columns)
    state = worth.groupby(worth.index.str[:2]).sum().T.groupby(gdp_line_of(nation.summary)).sum().T
    published = made(source, "state_gdp").xs(year, level="year").drop(index="00000")
    published[84] += published[85]
    published = published[state.columns]
    shares = (published / published.sum()).set_axis(published.index.str[:2])
    assert (state / state.sum() - shares).abs().max().max() < 0.004
    assert output.sum().to_dict() == nation.output.drop("4200ID").to_dict()


def test_earnings_of_counties_are_met(source, made):
    """Storey earns a fifth more per job than others: its output per job is higher, its jobs are the same."""
    nation = made(source, "industries", 2022).set_index("code")
    output = made(source, "county_output", 2022)
    earned = output @ ((nation.compensation + nation.proprietors_income) / nation.output)[output.columns]
    published = made(source, "county_earnings", 2022)
    assert (earned / earned.sum()).to_dict() == pytest.approx((published / published.sum()).to_dict(), rel=0.05)
    jobs = made(source, "balanced_jobs", 2022)
    assert (output["441000"] / jobs["441000"]).idxmax() == "32029"


def test_earnings_are_divided_as_combined_areas_are(source, made):
    """62.5 thousand USD for each of 4,460 jobs, York and Poquoson having 70 and 10 of each 80 covered jobs."""
    found = made(source, "county_earnings", 2022)
    assert found["51199"] == pytest.approx(62.5 * 4460 * 7 / 8)
    assert found["32029"] == pytest.approx(1.2 * 62.5 * 1580)


def test_a_county_without_earnings_is_an_error(scratch, made):
    path = scratch / "county_2022_2023/bea_cainc4_county_2012_2023.parquet"
    frame = pd.read_parquet(path)
    frame[(frame.fips != "32029") | (frame.line != 35)].to_parquet(path)
    with pytest.raises(DataError, match=r"bea_cainc4_county.*no figure for 1 place\(s\): 32029"):
        made(scratch, "county_earnings", 2022)


def test_a_plant_does_not_double_the_pay_of_the_town_hall():
    """The GDP of the state leaves a plant a tenth; earnings of the county ask for more than 1.5 times the pay there."""
    jobs = np.array([[0.1, 0.2], [0.9, 0.8]])
    income = np.array([50.0, 50.0])
    measured = jobs * [[1.0, 0.9], [1.0, 1.0]]
    close = np.array([False, True])
    least, most = _bounds(jobs, measured, close, np.ones((2, 2)))
    assert most[0] == pytest.approx([0.1 * 2.5, 0.18 * 1.5])
    assert least[0] == pytest.approx([0.1 * 0.4, 0.18 / 1.5])
    found = _shares(
        measured, (least, most), (income, np.array([40.0, 60.0])), income, gdp([0, 1], [0, 1], [[0.1, 0.0], [0.9, 0.0]])
    )
    assert found[:, 1] == pytest.approx([0.27, 0.73])
    assert found[:, 0] == pytest.approx([0.1, 0.9])


def test_bounds_of_jobs_and_of_pay_do_not_cross():
    """Pay of a fifth, which CBP's own bounds leave out, is raised to the least that jobs allow."""
    least, most = _bounds(np.array([[0.5]]), np.array([[0.1]]), np.array([True]), np.ones((1, 1)))
    assert least == most == pytest.approx(0.2)

"""National jobs of years after BEA's detail, and what sums they meet: by hand and as embedded."""

import numpy as np
import pandas as pd
import pytest

from impact.builder.later_jobs import _balanced, _whole
from impact.builder.national_jobs import at_most_surplus
from impact.reference import sector_of, table

from . import miniature


def test_proprietors_income_is_at_most_the_surplus():
    """30 of 50 do not fit; rooms of 60 and 30 take 20 and 10."""
    income = pd.Series({"a": 50.0, "b": 20.0, "c": 0.0})
    surplus = pd.Series({"a": 20.0, "b": 80.0, "c": 30.0})
    assert at_most_surplus(income, surplus).to_dict() == pytest.approx({"a": 20, "b": 40, "c": 10})


def test_income_below_the_surplus_stays():
    income = pd.Series({"a": 10.0, "b": 0.0})
    assert at_most_surplus(income, pd.Series({"a": 20.0, "b": 5.0})).equals(income)


def test_whole_jobs_keep_their_sum():
    found = _whole(pd.Series({"a": 1.5, "b": 2.25, "c": 3.25}))
    assert found.to_dict() == {"a": 2, "b": 2, "c": 3}
    assert _whole(pd.Series([0.75, 0.75, 0.5])).tolist() == [1, 1, 0]


def test_balanced_meets_rows_and_columns():
    found = _balanced(np.array([[1.0, 1.0], [1.0, 3.0]]), np.array([50.0, 50.0]), np.array([40.0, 60.0]))
    assert found.sum(axis=1) == pytest.approx([50, 50])
    assert found.sum(axis=0) == pytest.approx([40, 60])
    assert found[0, 0] * found[1, 1] / found[0, 1] / found[1, 0] == pytest.approx(3)


def of_sectors(frame):
    return frame.jobs.groupby(sector_of(frame.summary)).sum()


def test_sectors_of_2022_have_the_jobs_of_bea(source, made):
    """Every line of the miniature's nation, for instance 2,000 in health: 1.26 times as many as in 2017."""
    nation = made(source, "industries", 2022)
    found = of_sectors(nation)
    assert found["health"] == 2520
    assert found["manufacturing"] == 600 + 495 + 360 + (1500 * 190 / 500)  # the others stand still
    assert found["state_local"] == 630 + 2520
    assert found.sum() == 34_035
    assert nation.wage_salary_jobs.sum() == pytest.approx(0.9 * 34_035, abs=len(nation) / 2)


def test_later_totals_move_with_employed_residents(source, made):
    for year, employed in ((2023, 94), (2024, 95)):
        found = made(source, "industries", year, years=(2017, 2022, 2023, 2024))
        assert found.jobs.sum() == pytest.approx(34_035 * employed / 94, abs=11)  # 22 sectors of whole jobs
        assert (found.jobs >= found.wage_salary_jobs).all()


def test_inside_a_group_jobs_move_to_those_that_are_covered(source, made):
    """Batteries: 1,180 and 270 in 2017, half and half in early 2024; five and seven of seven years of the way."""
    for year, part in ((2022, 5 / 7), (2024, 1)):
        jobs = made(source, "industries", year).set_index("code").wage_salary_jobs
        ratio = 1180 / 270 * (270 / 1180) ** part
        assert jobs["335911"] / jobs["335912"] == pytest.approx(ratio, rel=0.002)
    assert of_sectors(made(source, "industries", 2024))["transport"] > 0


def test_proprietors_income_is_that_of_the_nation(source, made):
    """CAINC4: 100 thousand USD for each of 34,035 jobs, a quarter dearer than in 2017; then with the surplus."""
    assert made(source, "proprietors_income", 2022) == pytest.approx(0.1 * 34_035 * 1.25)
    of_2023 = 0.1 * 1.3 * (520 + 5200 + 4460 + 790 * 2.2 + 10_130 * 1.6 + 5900 * 1.24)
    assert made(source, "proprietors_income", 2024) == pytest.approx(of_2023 * 1140 / 1120)
    nation = made(source, "industries", 2022)
    assert nation.proprietors_income.sum() == pytest.approx(0.1 * 34_035 * 1.25, abs=0.05)
    assert (nation.proprietors_income <= nation.operating_surplus).all()


def test_lines_of_one_sector_keep_their_proportions(source, made):
    found = made(source, "line_jobs", 2022)
    expected = {line: sum(miniature.jobs(area, line, 2022) for area in miniature.AREAS) for line in miniature.NATION}
    assert found.to_dict() == expected
    later = made(source, "line_jobs", 2024)
    assert later[2011] / later[2012] == pytest.approx(expected[2011] / expected[2012], rel=0.001)
    assert (later == later.round()).all()
    assert later.sum() == made(source, "industries", 2024).jobs.sum()


def test_owners_are_as_many_per_employee_as_in_2018(source, made):
    """Hotels and lawyers: 200 for 4,800 and 300 for 1,200, both scaled as the owners of their sector."""
    found = made(source, "estimated_jobs", 2022)
    assert (found.owners / found.wage_salary)[["722", "54", "482"]].tolist() == pytest.approx([200 / 4800, 0.25, 0])


def test_embedded_jobs_meet_what_bea_publishes_of_2022():
    """CAEMP25N of the United States, release of November 2023."""
    found = table("industries", 2022)
    assert found.jobs.sum() == 212_442_000
    assert found.wage_salary_jobs.sum() == pytest.approx(158_015_000, abs=200)
    sectors = of_sectors(found)
    assert sectors[["farms", "manufacturing", "hospitality", "federal"]].tolist() == pytest.approx(
        [2_567_000, 13_523_700, 14_750_300, 2_920_000 + 1_869_000], abs=1
    )
    assert found.proprietors_income.sum() == pytest.approx(1_880_817, abs=1)  # CAINC4, million USD


def test_embedded_income_of_proprietors_is_at_most_the_surplus():
    for year in (2017, 2022, 2024):
        found = table("industries", year)
        assert (found.proprietors_income <= found.operating_surplus.clip(lower=0) + 1e-3).all()

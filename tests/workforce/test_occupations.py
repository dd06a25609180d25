"""Jobs by occupation on the real tables."""

import numpy as np
import pandas as pd
import pytest

import impact
from impact import DataError, Result, Study
from impact.accounts import nation
from impact.facilities import staffing_matrix
from impact.reference import table
from impact.workforce import occupations
from impact.workforce._occupations import occupations_of

CELLS = {"name": "cells", "county": "Storey, NV", "region": "cbsa:39900", "industries": "335911", "jobs": 500}


@pytest.fixture(scope="module")
def cells() -> Result:
    return impact.run(Study.read(CELLS | {"trade": "flq"}))


def test_occupations_sum_to_the_jobs_of_every_industry() -> None:
    matrix, industries, _ = staffing_matrix()
    jobs = nation().industries.jobs.reindex(list(industries))
    sums = matrix.sum(axis=1)
    assert sums[jobs > 0] == pytest.approx(1, abs=1e-9)
    assert (sums[jobs == 0] == 0).all()
    for code in ("335911", "325180", "562000", "814000", "1111A0"):
        assert occupations_of(pd.Series({code: 1234.5})).sum() == pytest.approx(1234.5, rel=1e-9)


def test_the_nation_has_the_major_groups_that_the_survey_reports() -> None:
    """Shares of major groups in wage-and-salary jobs of 2017 against OEWS May 2025, published: largest difference.

    Farms, fishing and private households are not in the OEWS; eight years lie between.
    """
    matrix, industries, codes = staffing_matrix()
    accounts = nation().industries.reindex(list(industries))
    covered = ~accounts.index.str.match("11|814|S00500")
    found = pd.Series((accounts.wage_salary_jobs.to_numpy() * covered) @ matrix, index=[code[:2] for code in codes])
    found = found.groupby(level=0).sum()
    found = found[found.index != "00"] / found[found.index != "00"].sum()
    published = {  # percent of all jobs, BLS news release of May 2026
        "43": 11.4, "35": 8.8, "53": 8.8, "41": 8.6, "11": 7.2, "13": 6.8, "29": 6.3, "25": 5.9, "51": 5.5, "47": 4.1,
    }  # fmt: skip
    for major, share in published.items():
        assert found[major] * 100 == pytest.approx(share, abs=1.0), major


def test_effects_sum_to_the_jobs_of_the_result(cells: Result) -> None:
    by_occupation = cells.by_occupation()
    jobs = cells.summary().set_index("effect").jobs
    found = by_occupation.groupby("effect").jobs.sum()
    assert found[jobs.index].to_numpy() == pytest.approx(jobs.to_numpy(), rel=1e-9)
    direct = by_occupation[by_occupation.effect == "direct"]
    assert direct.title.iloc[0].startswith("Electrical, Electronic, and Electromechanical Assemblers")
    assert direct.jobs.is_monotonic_decreasing


def test_a_labor_plan_replaces_the_pattern_of_the_direct_jobs_alone(cells: Result) -> None:
    plan = {"51-9161": 0.25, "49-9041": 0.75}
    planned = impact.run(Study.read(CELLS | {"trade": "flq", "occupations": plan}))
    effects = planned.by_occupation()
    direct = effects[effects.effect == "direct"].set_index("soc").jobs
    assert direct.to_dict() == pytest.approx({"49-9041": 375.0, "51-9161": 125.0})
    before = cells.by_occupation()
    rest = [frame[frame.effect.isin(["indirect", "induced"])].reset_index(drop=True) for frame in (before, effects)]
    pd.testing.assert_frame_equal(*rest)
    again = Result._from_dict(planned.to_dict())
    pd.testing.assert_frame_equal(again.by_occupation(), effects)


def test_sites_of_a_study_are_told_apart(cells: Result) -> None:
    other = CELLS | {"name": "chemicals", "industries": "325180", "jobs": 100}
    shared = {"region": "cbsa:39900", "trade": "flq"}
    sites = [{key: value for key, value in site.items() if key != "region"} for site in (CELLS, other)]
    study = impact.run(impact.Study.read({"name": "both", "sites": sites, **shared}))
    direct = occupations(study, ["chemicals"]).query("effect == 'direct'")
    assert direct.jobs.sum() == pytest.approx(100)
    assert direct.soc.iloc[0] == "51-9011"
    whole = occupations(study).query("effect == 'direct'")
    assert whole.jobs.sum() == pytest.approx(600)


def test_years_share_out_the_occupations() -> None:
    plant = {"name": "x", "county": "Storey, NV", "facility": "cathode-nmc", "capacity": 2000, "trade": "flq"}
    result = impact.run(Study.read(plant | {"opens": 2030, "ramp": [0.5]}))
    whole = result.by_occupation().set_index(["soc", "phase", "effect"]).jobs
    years = result.by_occupation(by_year=True)
    operators = years[(years.soc == "51-9011") & (years.effect == "direct")]
    running = operators[operators.phase == "operations"].set_index("year").jobs
    assert running[2030] == pytest.approx(0.5 * running[2031])
    assert running[2031] == pytest.approx(whole["51-9011", "operations", "direct"])
    built = years[years.phase == "construction"].groupby(["soc", "effect"]).jobs.sum()
    expected = whole.xs("construction", level="phase")
    assert built[expected.index].to_numpy() == pytest.approx(expected.to_numpy())
    assert set(years[years.phase == "construction"].year) == {2027, 2028, 2029}


def test_an_industry_without_staffing_is_named() -> None:
    with pytest.raises(DataError, match=r"531HSO \(.*[Hh]ousing"):
        occupations_of(pd.Series({"531HSO": 1.0, "335911": 2.0}))
    assert occupations_of(pd.Series({"531HSO": 0.0})).sum() == 0


def test_every_code_has_a_title() -> None:
    known = set(table("occupations").soc) | {"00-0000"}
    assert set(staffing_matrix()[2]) <= known
    assert np.isfinite(table("occupations").query("level == 'detailed'").separations).all()

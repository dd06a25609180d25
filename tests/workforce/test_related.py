"""Related occupations: whose workers can learn a job in months, and how fast a large plant was staffed."""

import numpy as np
import pandas as pd
import pytest

import impact
from impact import Study
from impact.workforce import workforce
from impact.workforce._related import nearness, shared_hires, staffing_interval

ASSEMBLERS, TEAM, ENGINEERS, SUPERVISORS = "51-2028", "51-2090", "17-2112", "51-1011"


def test_a_job_learnt_in_months_is_filled_from_related_ones() -> None:
    own, related = nearness([ASSEMBLERS, ENGINEERS], [ASSEMBLERS, TEAM, ENGINEERS, SUPERVISORS])
    assert own.tolist() == [[1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]]
    assert related[0].tolist() == [0.0, 1.0, 0.0, 0.0]  # the same minor group; nobody steps down from supervisor
    assert not related[1].any()  # a degree is not learnt in months


def test_nobody_is_hired_twice() -> None:
    """Sources of 100 and 60 hires: the second is half as near to the first job, which claims a third of it."""
    jobs, hires = np.array([10.0, 10.0]), pd.Series([100.0, 60.0])
    own, related = np.eye(2), np.array([[0.0, 1.0], [0.0, 0.0]])
    pool, unrelated = shared_hires(jobs, hires, own, related, np.array([0.5, 0.0]))
    assert pool == pytest.approx([100 + 0.5 * 60 / 3, 60 * 2 / 3])
    assert pool.sum() <= hires.sum()
    assert unrelated == pytest.approx([100, 60])
    assert shared_hires(2 * jobs, hires, own, related, np.array([0.5]))[0] == pytest.approx(pool)


def test_the_gigafactory_could_be_staffed_in_a_few_years() -> None:
    """7,059 worked there in 2018, hired in about three years (Storey County, NV): a test of order, not a fit."""
    plant = {"name": "x", "county": "Storey, NV", "facility": "cell-nmc811", "capacity": 35, "jobs": 7059}
    found = workforce(impact.run(Study.read(plant | {"trade": "flq"})))
    assert 1 < found.figures["years_to_staff"] < 9
    settled = workforce(impact.run(Study.read(plant | {"trade": "flq", "assumptions": {"in_migration": 0.0}})))
    assert settled.figures["years_to_staff"] == pytest.approx(found.figures["years_to_staff"] / 0.7)


def test_the_interval_of_one_hiring_assumption_is_its_range() -> None:
    """Years go with one over the share of hires: 0.05 to 0.2 around 0.1 is half to twice the years."""
    plant = {
        "name": "x",
        "county": "Storey, NV",
        "facility": "cell-nmc811",
        "capacity": 35,
        "jobs": 7059,
        "trade": "flq",
    }
    stated = {"hiring_share": 0.1, "related_reach": 0.5, "in_migration": 0.3}
    known = workforce(impact.run(Study.read(plant | {"assumptions": stated})))
    assert "years_to_staff_p5" not in known.figures
    ranged = workforce(impact.run(Study.read(plant | {"assumptions": stated, "ranges": {"hiring_share": [0.05, 0.2]}})))
    years = known.figures["years_to_staff"]
    assert ranged.figures["years_to_staff_p5"] == pytest.approx(years / 2, rel=0.01)
    assert ranged.figures["years_to_staff_p95"] == pytest.approx(years * 2, rel=0.01)
    assert ranged.figures["years_to_staff"] == years


def test_the_interval_moves_with_what_related_workers_can_learn() -> None:
    """Without related occupations the pool is their own hires alone, so the years are the longest."""
    jobs = pd.DataFrame({"soc": [ASSEMBLERS], "jobs": [10.0], "years_to_fill": [1.0]})
    hires = pd.Series({ASSEMBLERS: 100.0, TEAM: 60.0})
    known = {"hiring_share": (0.1,) * 3, "in_migration": (0.0,) * 3}
    span = staffing_interval(jobs, hires, known | {"related_reach": (0.2, 0.5, 0.8)})
    # the last tenth of the jobs is not waited for; hires are 100 + 60 r²/r = 100 + 60 r
    assert span["years_to_staff_p95"] == pytest.approx(0.9 * 10 / (0.1 * (100 + 60 * 0.2)), rel=0.01)
    assert span["years_to_staff_p5"] == pytest.approx(0.9 * 10 / (0.1 * (100 + 60 * 0.8)), rel=0.01)
    assert staffing_interval(jobs, hires, known | {"related_reach": (0.5,) * 3}) == {}

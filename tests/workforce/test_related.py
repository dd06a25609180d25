"""Related occupations: whose workers can learn a job in months, and how fast a large plant was staffed."""

import numpy as np
import pandas as pd
import pytest

import impact
from impact import Study
from impact.workforce import workforce
from impact.workforce._related import nearness, shared_hires

ASSEMBLERS, TEAM, ENGINEERS, SUPERVISORS = "51-2028", "51-2090", "17-2112", "51-1011"


def test_a_job_learnt_in_months_is_filled_from_related_ones() -> None:
    near = nearness([ASSEMBLERS, ENGINEERS], [ASSEMBLERS, TEAM, ENGINEERS, SUPERVISORS], 0.5)
    assert near[0].tolist() == [1.0, 0.5, 0.0, 0.0]  # the same minor group; nobody steps down from supervisor
    assert near[1].tolist() == [0.0, 0.0, 1.0, 0.0]  # a degree is not learnt in months
    assert nearness([ASSEMBLERS], [ASSEMBLERS, TEAM], 0.0).tolist() == [[1.0, 0.0]]


def test_nobody_is_hired_twice() -> None:
    """Sources of 100 and 60 hires: the second is half as near to the first job, which claims a third of it."""
    jobs, hires = np.array([10.0, 10.0]), pd.Series([100.0, 60.0])
    near = np.array([[1.0, 0.5], [0.0, 1.0]])
    pool = shared_hires(jobs, hires, near)
    assert pool == pytest.approx([100 + 0.5 * 60 / 3, 60 * 2 / 3])
    assert pool.sum() <= hires.sum()
    assert shared_hires(2 * jobs, hires, near) == pytest.approx(pool)


def test_the_gigafactory_could_be_staffed_in_a_few_years() -> None:
    """7,059 worked there in 2018, hired in about three years (Storey County, NV): a test of order, not a fit."""
    plant = {"name": "x", "county": "Storey, NV", "facility": "cell-nmc811", "capacity": 35, "jobs": 7059}
    found = workforce(impact.run(Study.read(plant | {"trade": "flq"})))
    assert 1 < found.figures["years_to_staff"] < 9
    settled = workforce(impact.run(Study.read(plant | {"trade": "flq", "assumptions": {"in_migration": 0.0}})))
    assert settled.figures["years_to_staff"] == pytest.approx(found.figures["years_to_staff"] / 0.7)

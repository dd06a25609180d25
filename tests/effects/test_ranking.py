"""Counties ranked for a plant by its own purchases, with what drives the rank and weights of one's own."""

import numpy as np
import pandas as pd
import pytest

import impact
from impact import Study
from impact.effects import CountyModel, county_model, prepare, rank
from impact.effects._reach import workers_in_reach
from impact.errors import SiteError, UsageError
from impact.facilities import plants
from impact.facilities._plants import relation
from impact.reference import OPERATIONS, table
from impact.studies import relative_pay

pytestmark = pytest.mark.usefixtures("solved_once")

CHEMISTRIES = ("cell-lfp", "cell-nmc622", "cell-nmc811")
HOWARD = "18067"  # Kokomo, Indiana
THREE = (HOWARD, "32029", "36061")


@pytest.fixture(scope="module")
def model() -> CountyModel:
    return county_model()


@pytest.fixture(scope="module")
def ranked(model: CountyModel) -> dict[str, pd.DataFrame]:
    return {kind: rank(model, kind, fips=THREE).set_index("fips") for kind in CHEMISTRIES}


def test_chemistries_of_cells_do_not_rank_alike(ranked: dict[str, pd.DataFrame]) -> None:
    """They are one BEA industry, and buy different materials."""
    jobs = [ranked[kind].us_jobs[HOWARD] for kind in CHEMISTRIES]
    assert np.diff(sorted(jobs)).min() > 5  # of some 500 per 100 direct jobs
    local = [ranked[kind].local_jobs[HOWARD] for kind in CHEMISTRIES]
    assert len({round(value, 1) for value in local}) == 3


def test_a_rank_agrees_with_a_study_of_the_same_plant(ranked: dict[str, pd.DataFrame], model: CountyModel) -> None:
    year = model.nation.economy
    study = Study.short(f"cell-lfp@{HOWARD}", jobs=100, year=year, dollar_year=year)
    summary = impact.run(study).summary().query("phase == 'operations' and effect == 'total'").iloc[0]
    row = ranked["cell-lfp"].loc[HOWARD]
    assert row.with_returns
    assert row.direct_jobs == 100
    assert row.local_jobs == pytest.approx(summary.jobs, abs=0.05)
    assert row.labor_income == pytest.approx(summary.labor_income, rel=1e-3)
    assert row.value_added == pytest.approx(summary.value_added, rel=1e-3)


def test_weights_and_capacity(model: CountyModel) -> None:
    weights = {"workers_in_reach": 2.0, "average_pay": -1.0}
    found = rank(model, "cell-lfp", weights, THREE, "30 GWh/yr").set_index("fips")
    assert found.direct_jobs.tolist() == pytest.approx([30 * 75] * 3)  # jobs per GWh of the catalogue
    assert found.score.is_monotonic_decreasing
    # Manhattan has the most workers within reach and the highest pay: 2/3 × 100 + 1/3 × 0.
    assert found.score["36061"] == pytest.approx(200 / 3)
    assert found.average_pay.idxmax() == found.workers_in_reach.idxmax() == "36061"
    with pytest.raises(UsageError, match="workers_in_reach"):
        rank(model, "cell-lfp", {"workers_in_reac": 1.0})
    with pytest.raises(UsageError, match="weights are zero"):
        rank(model, "cell-lfp", {"local_jobs": 0.0})
    with pytest.raises(SiteError, match="measured in something else"):
        rank(model, "cell-lfp", capacity="30 kt/yr")


def test_drivers_are_those_of_the_tables(ranked: dict[str, pd.DataFrame]) -> None:
    row = ranked["cell-lfp"].loc["32029"]
    near = plants(near="32029", within_km=300)
    near = near[~near.status.isin(["canceled", "retired"])]
    of = near.segment.map(lambda segment: relation(segment, ["cell-lfp"]))
    assert (row.suppliers, row.customers) == ((of == "Can supply it").sum(), (of == "Can buy from it").sum())
    areas = table("incentive_areas").set_index("fips").loc["32029"]
    assert row.energy_community == areas.energy_community_2025_v2


def test_workers_within_reach_grow_with_the_people_around() -> None:
    reach = dict(zip(table("counties").fips, workers_in_reach(), strict=True))
    people = table("counties").set_index("fips").labor_force
    assert reach["36061"] > 3e6 > reach["32031"]  # New York, and Reno
    assert reach["30033"] < 2 * people["30033"] + 5000  # Garfield County, Montana, far from everybody
    assert min(reach.values()) >= 0


def test_pay_in_a_metro_area_across_states_is_that_of_a_study_there() -> None:
    """Lake County, Indiana, is in the area of Chicago; what is not published there is that of Indiana."""

    def paid(place: str) -> float:
        parts = prepare(Study.short(f"cell-lfp@{place}", jobs=100)).parts
        return next(float(part.shock.labor_income.sum()) for part in parts if part.shock.phase == OPERATIONS)

    here = Study.short("cell-lfp@Storey, NV", jobs=100).site
    assert relative_pay(here, ["18089"]) == pytest.approx([paid("Lake, IN") / paid("Storey, NV")])

"""The regional model: by hand, against the nation, and as the field knows regions to behave."""

import numpy as np
import pandas as pd
import pytest

from impact.accounts import HouseholdRates, nation
from impact.counties import Activity, Region, region
from impact.effects import place_multipliers
from impact.effects._regional import RegionalModel, regional_model
from impact.errors import ModelError
from impact.reference import assumptions, override, table

CONSTRUCTION = "2332D0"  # other nonresidential structures


def two_industries(resident: float = 1.0) -> RegionalModel:
    here = Activity(("00001",), np.ones((1, 2)), np.ones((1, 2)), np.ones((1, 2), dtype=bool))
    rates = HouseholdRates(contributions=0.0, taxes=0.0, consumption=1.0)
    direct = np.array([[0.15, 0.25], [0.20, 0.05]])
    income = np.array([0.3, 0.25]) * resident
    return RegionalModel(direct, income, np.array([0.05, 0.40]), here, resident, rates)


def test_effects_by_hand() -> None:
    """A million for industry 1 in Miller & Blair's economy: L gives 1.2541 and 0.2640."""
    model, shock = two_industries(), np.array([1.0, 0.0])
    assert model.indirect(shock) == pytest.approx([0.2541, 0.2640], abs=5e-5)
    closed = np.array([[0.15, 0.25, 0.05], [0.20, 0.05, 0.40], [0.30, 0.25, 0.0]])
    total = np.linalg.inv(np.eye(3) - closed)[:2, 0]
    assert model.induced(shock) == pytest.approx(total - [1.2541, 0.2640], abs=1e-4)


def test_extra_income_is_spent_like_any_other() -> None:
    """Income of 1 without output has the induced effect of the household column."""
    closed = np.array([[0.15, 0.25, 0.05], [0.20, 0.05, 0.40], [0.30, 0.25, 0.0]])
    spent = np.linalg.inv(np.eye(3) - closed)[:2, 2]
    assert two_industries().induced(np.zeros(2), 1.0) == pytest.approx(spent)


def test_effects_are_linear_and_nobody_spends_at_home_who_lives_elsewhere() -> None:
    model, one, two = two_industries(), np.array([1.0, 0.0]), np.array([0.0, 2.0])
    assert model.induced(one + 3 * two) == pytest.approx(model.induced(one) + 3 * model.induced(two))
    assert two_industries(resident=0.0).induced(one) == pytest.approx([0.0, 0.0])


def test_the_whole_country_as_a_region_is_the_nation() -> None:
    everywhere = Region("United States", tuple(table("counties").fips))
    accounts = nation()
    model = regional_model(everywhere, accounts, assumptions(), "flq")
    assert model.requirements == pytest.approx(accounts.direct_requirements(), abs=1e-12)
    for measure in ("jobs", "output"):
        regional = model.multipliers(accounts.coefficients(measure), "type1")
        assert regional == pytest.approx(accounts.multipliers(measure, "type1").total.to_numpy(), rel=1e-9)


@pytest.fixture(scope="module")
def reno() -> pd.DataFrame:
    return place_multipliers("cbsa:39900", "flq").set_index("industry")


def test_a_region_keeps_less_than_the_nation(reno: pd.DataFrame) -> None:
    """Of jobs, a region that pays less may have more: there output tells."""
    national = nation().multipliers("output", "type2").total.reindex(reno.index)
    assert (reno.output_type2 <= national + 1e-9).all()
    assert (reno.jobs_type2 >= reno.jobs_type1 - 1e-12).all()
    assert (reno.jobs_type1 >= reno.jobs_direct - 1e-12).all()


def test_commuters_and_outside_suppliers_lower_a_construction_multiplier() -> None:
    """RIMS II's example: 18.0 jobs per million fall to 14.4 (0.80) when a quarter of the workers live outside, and to
    9.8 (0.54) when inputs are not local and three quarters live outside. There jobs count by residence, as here."""
    accounts = nation()
    place = regional_model(region("state:NV"), accounts, override({"resident_share": 1.0}), "slq")
    jobs = accounts.coefficients("jobs")
    column = list(accounts.industries.index).index(CONSTRUCTION)

    def resident_jobs(share: float, local_inputs: bool) -> float:
        requirements = place.requirements if local_inputs else np.zeros_like(place.requirements)
        model = RegionalModel(requirements, place.income * share, place.consumption, place.activity, share, place.rates)
        shock = np.zeros(len(jobs))
        shock[column] = 1.0
        induced = float(jobs @ model.induced(shock))
        return share * float(jobs @ (shock + model.indirect(shock))) + induced

    all_local = resident_jobs(1.0, True)
    assert resident_jobs(0.75, True) / all_local == pytest.approx(0.80, abs=0.1)
    assert resident_jobs(0.25, False) / all_local < 0.54


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ModelError, match="type1 or type2"):
        two_industries().multipliers(np.ones(2), "type3")

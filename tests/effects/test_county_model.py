"""The national county model: its invariants on the real economy, and an independent solver on a small one."""

import warnings
from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
import pytest

from impact import Study, run
from impact.accounts import nation
from impact.counties import region
from impact.effects import CountyModel, county_model, rank
from impact.effects._county_model import Response
from impact.effects._multipliers import county_multipliers
from impact.errors import ModelError, UsageError
from impact.reference import table
from impact.testing import small_model

PLACES = (
    "32029",
    "06037",
    "48301",
    "02185",
    "15001",
    "36061",
)  # a park, the largest, the smallest, islands, the Arctic


@pytest.fixture(scope="module")
def model() -> CountyModel:
    return county_model()


def shock(model: CountyModel, fips: str, industry: str) -> np.ndarray:
    direct = np.zeros(model.trade.factors.shape)
    direct[list(model.nation.industries.index).index(industry), model.fips.index(fips)] = 1.0
    return direct


@pytest.fixture(scope="module")
def solved(model: CountyModel) -> Callable[[str, str], Response]:
    """The response to a shock of one dollar in a county and industry, solved once."""
    return cache(lambda fips, industry: model.solve(shock(model, fips, industry)))


@pytest.fixture(scope="module")
def everywhere(model: CountyModel) -> np.ndarray:
    """Jobs in the nation by industry and county of the shock, from one transposed solve."""
    return model.multipliers("jobs", tolerance=1e-8)


@pytest.fixture(scope="module")
def at_home(model: CountyModel) -> np.ndarray:
    """Jobs in the county of the shock."""
    return model.county_multipliers("jobs")


def test_one_solve_gives_indirect_and_induced_output_together(
    model: CountyModel, solved: Callable[[str, str], Response]
) -> None:
    row = list(model.nation.industries.index).index("335911")
    places = [model.fips.index(fips) for fips in PLACES[:2]]
    sales = np.stack([model.sales_to(at, model.requirements[:, row].astype(float)) for at in places])
    homes = model.residence.toarray()[:, places].T * float(model.income[row])
    together = model.total_response(sales, homes)
    for fips, output in zip(PLACES, together, strict=False):
        apart = solved(fips, "335911")
        wanted = apart.indirect + apart.induced
        assert np.abs(output - wanted).sum() < 2e-5 * wanted.sum()
        assert output[:, model.fips.index(fips)].sum() == pytest.approx(
            wanted[:, model.fips.index(fips)].sum(), rel=1e-5
        )


@pytest.mark.parametrize("fips", PLACES)
def test_suppliers_add_up_to_the_nation_wherever_the_plant_is(
    model: CountyModel, solved: Callable[[str, str], Response], fips: str
) -> None:
    """Trade moves purchases between counties and loses none: totals by industry are those of the national model."""
    total = (solved(fips, "325180").indirect + shock(model, fips, "325180")).sum(axis=1)
    column = list(model.nation.industries.index).index("325180")
    national = nation().total_requirements()[:, column]
    assert np.abs(total - national).sum() <= 1e-5 * national.sum()


def test_suppliers_add_up_however_loose_the_solve(model: CountyModel, solved: Callable[[str, str], Response]) -> None:
    direct = shock(model, "32029", "325180")
    totals = [
        (response.indirect + direct).sum(axis=1)
        for response in (model.solve(direct, tolerance=1e-3), solved("32029", "325180"))
    ]
    assert np.abs(totals[0] - totals[1]).sum() <= 1e-6 * totals[1].sum()


def test_effects_are_linear(model: CountyModel, solved: Callable[[str, str], Response]) -> None:
    plants = ("32029", "325180"), ("06037", "335911")
    both = model.solve(shock(model, *plants[0]) + 3 * shock(model, *plants[1]))
    first, second = (solved(*plant) for plant in plants)
    for effect in ("indirect", "induced"):
        expected = getattr(first, effect) + 3 * getattr(second, effect)
        found = getattr(both, effect)
        assert np.abs(found - expected).sum() <= 1e-5 * expected.sum()


def test_the_transposed_solve_gives_the_forward_answer(model: CountyModel, everywhere: np.ndarray) -> None:
    """A plant in one place, and plants of many sizes in thirty places at once."""
    rng = np.random.default_rng(7)
    jobs = model.direct("jobs").astype(float)
    present = np.argwhere(model.trade.factors > 0)
    for places in (1, 30):
        direct = np.zeros(model.trade.factors.shape)
        industries, counties = present[rng.choice(len(present), places, replace=False)].T
        direct[industries, counties] = rng.random(places) + 0.5
        response = model.solve(direct, tolerance=1e-8)
        forward = (jobs * (direct + response.indirect + response.induced)).sum()
        assert (everywhere * direct).sum() == pytest.approx(forward, rel=1e-6)


def test_county_and_state_multipliers_lie_between_the_direct_effect_and_the_nation(
    model: CountyModel, at_home: np.ndarray, everywhere: np.ndarray
) -> None:
    own = model.direct("jobs")
    state = model.state_multipliers("jobs")
    assert (at_home >= own - 1e-4).all()
    assert (state >= at_home - 1e-3).all()
    assert (everywhere >= state - 1e-3).all()


def test_own_county_multiplier_is_the_forward_effect_but_for_what_comes_back(
    model: CountyModel, solved: Callable[[str, str], Response], at_home: np.ndarray
) -> None:
    jobs = model.direct("jobs").astype(float)
    row = list(model.nation.industries.index).index("335911")
    for fips in ("32031", "06037"):
        at = model.fips.index(fips)
        direct = shock(model, fips, "335911")
        response = solved(fips, "335911")
        forward = float(jobs[:, at] @ (direct + response.indirect + response.induced)[:, at])
        alone = float(at_home[row, at])
        assert alone <= forward * (1 + 1e-4)
        assert alone == pytest.approx(forward, rel=0.1)


def test_no_induced_jobs_are_negative(model: CountyModel, solved: Callable[[str, str], Response]) -> None:
    """One industry in every county, all industries in one county, and a plant's effects by county and industry."""
    assert (model.pattern >= 0).all()
    rounds = {kind: model.multipliers("jobs", kind) for kind in ("type1", "type2")}
    induced = rounds["type2"] - rounds["type1"]
    row, at = list(model.nation.industries.index).index("335911"), model.fips.index("32029")
    assert induced[row].min() > 0
    assert induced[:, at].min() >= -1e-5  # single precision
    response = solved("32031", "335911")
    assert response.induced.min() >= -1e-6 * response.induced.max()


@pytest.mark.usefixtures("solved_once")
def test_multipliers_of_a_county_rank_and_study_agree(model: CountyModel) -> None:
    """The three ways to the jobs of a plant that buys as its industry does: forward, transposed, and a study."""
    fips, code = "20091", "335911"
    row = county_multipliers(model, fips, ["jobs"], [code]).iloc[0]
    ratio = row.jobs_county / row.jobs_direct
    everyone = county_multipliers(model, fips, ["jobs"])
    found = everyone.set_index("industry").loc[code]
    for place in ("county", "state", "us"):
        assert found[f"jobs_{place}"] == pytest.approx(row[f"jobs_{place}"], rel=2e-3)
    ranked = rank(model, {code: 1.0}, "local_jobs", [fips]).iloc[0]
    assert ranked.with_returns
    assert ranked.local_jobs == pytest.approx(100 * ratio, rel=1e-3)
    year = model.nation.economy
    study = {"name": "A", "county": fips, "industries": {code: 1.0}, "jobs": 100, "year": year, "dollar_year": year}
    total = run(Study.read(study)).summary().query("phase == 'operations' and effect == 'total'").jobs.iloc[0]
    assert total == pytest.approx(ranked.local_jobs, abs=0.05)


def test_a_county_cut_off_from_trade_has_the_closed_answer(model: CountyModel) -> None:
    """With kernels that hold nothing but the county itself, its effects are those of a closed region."""
    from dataclasses import replace

    from impact.trade import Gravity
    from impact.trade._symmetric import Symmetric

    identity = Symmetric.of(np.eye(len(model.fips)))
    present = (model.trade.factors > 0).astype(np.float32)
    alone = Gravity((identity,) * len(model.trade.kernels), model.trade.mixtures, present, present)
    stay = type(model.residence)(np.eye(len(model.fips), dtype=np.float32))
    closed = replace(model, trade=alone, residence=stay)
    at = model.fips.index("06037")
    direct = shock(model, "06037", "325180")
    found = closed.solve(direct, tolerance=1e-7)
    here = present[:, at].astype(bool)
    A = model.nation.direct_requirements() * here[:, np.newaxis]
    suppliers = np.linalg.solve(np.eye(len(A)) - A, direct[:, at])
    assert found.indirect[:, at] == pytest.approx(suppliers - direct[:, at], abs=1e-5)
    spent = np.outer(model.pattern * here, model.income) * model.spending[at]
    everyone = np.linalg.solve(np.eye(len(A)) - A - spent, direct[:, at])
    assert found.induced[:, at] == pytest.approx(everyone - suppliers, abs=1e-5)
    others = np.delete(found.indirect, at, axis=1)
    assert np.abs(others).max() <= 1e-6


@pytest.mark.parametrize("fips", ["32029", "06037"])
def test_the_response_of_a_county_alone_is_that_of_its_own_equations(model: CountyModel, fips: str) -> None:
    """One county's inputs, pay of its residents and their spending as one system of 402 equations."""
    place, size = model.fips.index(fips), len(model.income)
    purchases = np.random.default_rng(5).uniform(0, 1, size)
    pay = np.full(len(model.fips), 30.0)
    own = model.trade.own_shares()[:, place].astype(np.float64)
    spent = float(model.residence[place, place]) * float(model.spending[place])
    round_of_spending = model.requirements + np.outer(model.pattern, model.income) * spent
    bought = own * (purchases + model.pattern * spent * pay[place])
    expected = np.linalg.solve(np.eye(size) - own[:, np.newaxis] * round_of_spending, bought)
    response = model.county_response(purchases, pay, tolerance=1e-7)[:, place]
    assert response == pytest.approx(expected, rel=1e-4, abs=1e-6)


def test_against_pymrio_on_50_counties_and_71_industries() -> None:
    """The explicit 3,550 x 3,550 multi-regional system, solved by pymrio, gives the same output."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pymrio's own deprecations
        import pymrio

    small = small_model(50)
    industries, counties = small.trade.factors.shape
    at, of = 17, 5
    direct = np.zeros((industries, counties))
    direct[of, at] = 1.0
    response = small.solve(direct, tolerance=1e-8)
    shares = np.stack(
        [
            small.trade.factors[i][:, None]
            * small.trade.kernels[small.trade.mixtures[i]].dense()
            * small.trade.inverse[i]
            for i in range(industries)
        ]
    ).astype(float)  # (industries, sellers, buyers)
    requirements = small.requirements.astype(float)
    explicit = np.einsum("irs,ij->irjs", shares, requirements)  # seller's industry and county, buyer's
    size = industries * counties
    flat = explicit.reshape(size, industries, counties).reshape(size, size)
    inverse = pymrio.calc_L(pd.DataFrame(flat))
    expected = (inverse.to_numpy() @ direct.ravel()).reshape(industries, counties)
    assert np.abs(response.indirect + direct - expected).sum() <= 1e-6 * expected.sum()


def test_merging_two_counties_brackets_them() -> None:
    """The multiplier of a merged county lies between (or above, since they trade) those of its parts."""
    model = small_model(20)
    own = np.ones(model.trade.factors.shape[0])
    direct = np.zeros(model.trade.factors.shape)
    direct[3, 4] = 1.0
    response = model.solve(direct)
    alone = own @ (direct + response.indirect + response.induced)[:, 4]
    pair = own @ (direct + response.indirect + response.induced)[:, [4, 5]].sum(axis=1)
    total = own @ (direct + response.indirect + response.induced).sum(axis=1)
    assert alone <= pair <= total


@pytest.mark.usefixtures("solved_once")
def test_ranking_finds_the_places_with_suppliers(model: CountyModel) -> None:
    found = rank(model, {"325180": 1.0}, "local_jobs", region("state:NV").fips)
    assert found["rank"].tolist() == list(range(1, 18))
    assert found.fips.head(2).tolist() == ["32003", "32031"]  # Clark (Las Vegas), then Washoe (Reno)
    assert (found.us_jobs >= found.state_jobs - 0.5).all()
    assert (found.state_jobs >= found.local_jobs - 0.5).all()
    assert (found.local_jobs >= 100).all()
    with pytest.raises(UsageError, match="not ranked by 'beauty'"):
        rank(model, {"325180": 1.0}, "beauty")


def test_what_is_no_shock_is_refused(model: CountyModel) -> None:
    with pytest.raises(ModelError, match="ends in the shape"):
        model.solve(np.zeros((2, 2)))
    with pytest.raises(ModelError, match="is finite"):
        model.solve(np.full(model.trade.factors.shape, np.nan))
    with pytest.raises(ModelError, match="type1 or type2"):
        model.multipliers("jobs", "type3")  # type: ignore[arg-type]


def test_counties_of_the_model_are_those_of_the_reference(model: CountyModel) -> None:
    assert list(model.fips) == table("counties").fips.tolist()

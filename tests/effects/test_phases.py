"""Construction and operations, years, and plants that feed each other, with the national county model."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

import impact
from impact import Result, Study, UsageError
from impact.accounts import nation, prices
from impact.effects import onshoring
from impact.reference import measures
from impact.runs import run_all
from impact.studies import study_shocks

pytestmark = pytest.mark.usefixtures("solved_once")

REFINERY = {"name": "refinery", "county": "Nye, NV", "facility": "lithium-hydroxide", "capacity": 30000, "jobs": 300}
CATHODE = {"name": "cathode", "county": "Storey, NV", "facility": "cathode-nmc", "capacity": 2000, "ramp": [0.5]}
LINK = {"from": "refinery", "to": "cathode", "commodity": "325180", "share": 0.4}


def pair(*links: dict[str, Any]) -> Study:
    return Study.read({"name": "pair", "sites": [REFINERY, CATHODE], "links": list(links)})


@pytest.fixture(scope="module")
def solved() -> dict[str, Result]:
    """All studies with the declared assumptions in one pass, each as it is by itself (see test_run_all)."""
    studies = {
        "alone": pair(),
        "linked": pair(LINK),
        "linked by nothing": pair(LINK | {"share": 0.0}),
        "refinery": Study.read(REFINERY),
        "cathode": Study.read(CATHODE),
    }
    return dict(zip(studies, run_all(studies.values()), strict=True))


@pytest.fixture(scope="module")
def alone(solved: dict[str, Result]) -> Result:
    return solved["alone"]


@pytest.fixture(scope="module")
def linked(solved: dict[str, Result]) -> Result:
    return solved["linked"]


def nationwide(result: Result, effect: str = "total", phase: str = "operations") -> "pd.Series[float]":
    places = result.by_place()
    rows = places[(places.place == "all") & (places.effect == effect) & (places.phase == phase)]
    return rows[list(measures())].iloc[0]


def test_two_plants_are_the_sum_of_each_alone(solved: dict[str, Result]) -> None:
    each = [nationwide(solved[name]) for name in ("refinery", "cathode")]
    assert nationwide(solved["alone"]).to_numpy() == pytest.approx((each[0] + each[1]).to_numpy(), rel=1e-4)


def test_a_link_lowers_the_total_and_nothing_but_the_indirect_and_induced(alone: Result, linked: Result) -> None:
    assert (nationwide(linked) < nationwide(alone)).all()
    assert nationwide(linked, "direct").to_numpy() == pytest.approx(nationwide(alone, "direct").to_numpy())
    built = "construction"
    assert nationwide(linked, phase=built).to_numpy() == pytest.approx(nationwide(alone, phase=built).to_numpy())


def test_a_link_of_nothing_is_the_sum(solved: dict[str, Result], alone: Result) -> None:
    assert nationwide(solved["linked by nothing"]).to_numpy() == pytest.approx(nationwide(alone).to_numpy())


def test_what_the_link_takes_off_is_what_the_national_model_gives_for_it(alone: Result, linked: Result) -> None:
    """Indirect output falls by the total requirements of the domestic purchases that the link replaces."""
    accounts = nation()
    lines = alone.purchases.query("site == 'cathode' and phase == 'operations' and commodity == '325180'")
    at = accounts.commodities.index.get_loc("325180")
    sold = accounts.market_shares[:, at] * float((lines.goods * lines.domestic_share).sum() * LINK["share"])
    output = accounts.total_requirements() @ sold * prices().price(2023)
    fall = nationwide(alone, "indirect") - nationwide(linked, "indirect")
    assert fall.output == pytest.approx(output.sum(), rel=1e-4)


def test_years_hold_all_of_construction_and_the_ramp(alone: Result) -> None:
    years, whole = alone.by_year(), alone.summary().set_index(["phase", "effect"])
    built = years[years.phase == "construction"].groupby("effect")[list(measures())].sum()
    for effect in built.index:
        expected = whole.loc[("construction", effect), list(measures())]
        assert built.loc[effect].to_numpy() == pytest.approx(expected.to_numpy())
    running = years[(years.phase == "operations") & (years.effect == "total")].set_index("year").jobs
    sites = alone.by_site().query("phase == 'operations' and effect == 'total'").set_index("site").jobs
    assert running[1] == pytest.approx(sites["refinery"] + 0.5 * sites["cathode"])
    assert running[2] == pytest.approx(sites.sum())
    assert not set(years[years.phase == "construction"].year) & set(years[years.phase == "operations"].year)


def test_discounting_takes_money_and_no_jobs(alone: Result) -> None:
    plain, worth = alone.by_year(), alone.by_year(discount=0.05)
    assert plain.jobs.tolist() == worth.jobs.tolist()
    later = plain.year - plain.year.min()
    assert worth.output.to_numpy() == pytest.approx((plain.output / 1.05**later).to_numpy())
    assert alone.by_year(discount=0.0).output.tolist() == plain.output.tolist()
    with pytest.raises(UsageError, match="out of range"):
        alone.by_year(discount=5)


def test_sites_and_counties_add_up(alone: Result) -> None:
    summary = alone.summary().set_index(["phase", "effect"])[list(measures())]
    sites = alone.by_site().groupby(["phase", "effect"])[list(measures())].sum()
    assert sites.loc[summary.index].to_numpy() == pytest.approx(summary.to_numpy())
    assert alone.region.fips == ("32023", "32029")
    direct = alone.by_county().query("effect == 'direct' and phase == 'operations'")
    assert direct.fips.tolist() == ["32023", "32029"]


def test_builders_from_outside_spend_at_home() -> None:
    """With all builders from outside, induced job-years of construction fall in the region and not in the nation."""
    none, all_of_them = (
        impact.run(Study.read(CATHODE | {"assumptions": {"outside_builders": share}})) for share in (0.0, 1.0)
    )
    near, far = [r.by_place().query("phase == 'construction' and effect == 'induced'") for r in (none, all_of_them)]
    for place, expected in (("county", -1), ("nation", 1)):
        change = far[far.place == place].jobs.sum() - near[near.place == place].jobs.sum()
        assert np.sign(change) == expected
    assert nationwide(none, "direct", "construction").jobs == nationwide(all_of_them, "direct", "construction").jobs


def test_average_purchases_have_the_national_multiplier() -> None:
    """Run with analysis: average, a plant's suppliers are those of its BEA industry."""
    site = Study.read(
        CATHODE | {"analysis": "average", "capacity": None, "jobs": 100, "year": 2017, "dollar_year": 2017}
    )
    result = impact.run(site, economy=2017)
    accounts = nation(economy=2017)
    code = accounts.industries.index.get_loc("325180")
    direct = nationwide(result, "direct").output
    expected = accounts.total_requirements()[:, code].sum() - 1
    assert nationwide(result, "indirect").output / direct == pytest.approx(expected, rel=1e-4)
    assert "average purchases" not in " ".join(result.warnings)


def test_what_parts_and_average_differ_in_is_said() -> None:
    found = impact.run(Study.read(CATHODE | {"trade": "flq"}))
    said = next(note.text for note in found.notes if note.code == "national")
    direct = found.summary().query("phase == 'operations' and effect == 'direct'").jobs.item()
    assert f"({direct:,.0f} direct)" in said


@pytest.mark.parametrize("assumed", [{}, {"productivity": 1.2}])
def test_onshoring_is_the_difference_between_two_runs(assumed: dict[str, float]) -> None:
    """Jobs by the transposed solve are those of the forward one."""
    plant = CATHODE | {"assumptions": assumed}
    table = onshoring(Study.read(plant))
    nickel = table.loc[table.commodity == "325180"]
    more, now = run_all([Study.read(plant | {"domestic_shares": {"325180": 1.0}}), Study.read(plant)])
    gain = nationwide(more).jobs - nationwide(now).jobs
    assert (nickel.jobs_all - nickel.jobs).sum() == pytest.approx(gain, rel=1e-3)
    inside = more.summary().query("phase == 'operations' and effect == 'total'").jobs.item()
    before = now.summary().query("phase == 'operations' and effect == 'total'").jobs.item()
    assert (nickel.region_jobs_all - nickel.region_jobs).sum() == pytest.approx(inside - before, rel=1e-3, abs=1e-3)
    assert (table.jobs_all >= table.jobs).all()


def test_construction_alone() -> None:
    result = impact.run(
        Study.read({"name": "x", "county": "Storey, NV", "facility": "cathode-nmc", "capital": 50.0, "trade": "flq"})
    )
    assert set(result.summary().phase) == {"construction"}
    bought = result.purchases.value.sum() - result.purchases[result.purchases.kind == "purchase"].value.sum()
    direct = result.summary().query("effect == 'direct'").output.item()
    equipment = result.purchases[result.purchases.kind.isin(["equipment", "engineering", "commissioning"])].value.sum()
    assert direct + equipment == pytest.approx(50.0, rel=1e-6)
    assert bought == pytest.approx(equipment)


def test_prices_leave_jobs_alone() -> None:
    early, late = (impact.run(Study.read(CATHODE | {"dollar_year": year, "trade": "flq"})) for year in (2012, 2023))
    assert early.counties.jobs.to_numpy() == pytest.approx(late.counties.jobs.to_numpy())


def test_shocks_of_a_site_are_operations_first() -> None:
    assert [s.phase for s in study_shocks(Study.read(CATHODE), impact.economy())[0]] == ["operations", "construction"]

"""Taxes, services and incentives of whole studies: identities, states with rules of their own, and hand checks."""

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

import impact
from impact import Result
from impact.accounts import nation
from impact.effects import Draws
from impact.fiscal import Fiscal, fiscal
from impact.fiscal._fiscal import PLACES
from impact.fiscal._incentives import verdict
from impact.fiscal._rates import by_industry, production_taxes, state_rates
from impact.reference import table

STATED = {
    "property_rate": 0.03,
    "assessment_ratio": 0.35,
    "equipment_taxed": 1.0,
    "sales_rate": 0.08,
    "equipment_sales_taxed": 1.0,
    "corporate_rate": 0.05,
}


@cache
def effects(county: str = "Storey, NV", facility: str = "cell-lfp") -> Result:
    """Return a plant of 10 GWh that opens in 2027, by a quotient, without taxes and incentives of its own."""
    content = {"name": "Plant", "county": county, "facility": facility, "opens": 2027, "trade": "flq"}
    size = {"capacity": 10} if facility.startswith("cell") else {"capacity": 20_000}
    return impact.run(impact.Study.read(content | size))


def counted(county: str = "Storey, NV", facility: str = "cell-lfp", **more: Any) -> Fiscal:
    """Return taxes and the like of the plant, with keys of a site file put in."""
    found = effects(county, facility)
    sites = [{**found.inputs["sites"][0], **more}]
    changed = Result.of(found)
    object.__setattr__(changed, "inputs", {**found.inputs, "sites": sites})
    return fiscal(changed)


def test_levels_and_payers_sum_to_the_whole() -> None:
    found = counted()
    county = found.by_county()
    levels = [f"{level}_taxes" for level in ("federal", "state", "local")]
    assert county[levels].sum(axis=1).to_numpy() == pytest.approx(county.total_taxes.to_numpy())
    assert county.total_taxes.sum() == pytest.approx(found.revenue.value.sum())
    assert county.total_taxes.sum() == pytest.approx(found.summary("nation").value.sum())


def test_years_sum_to_the_phases() -> None:
    """Taxes of suppliers and households of construction are spread over its years, those of operations repeat."""
    found = counted()
    others = found.revenue.query("payer != 'plant'")
    by_year = found.yearly.query("place == 'nation' and payer != 'plant'")
    for phase, times in (("construction", 1), ("operations", 10)):
        whole = others[others.phase == phase].value.sum()
        assert by_year[by_year.phase == phase].value.sum() == pytest.approx(times * whole)


def test_places_hold_each_other() -> None:
    found = counted()
    region, state, whole = (found.summary(place).value.sum() for place in PLACES)
    assert 0 < region <= state <= whole


def test_plant_by_hand() -> None:
    """Property tax of the first year: 3 % x 35 % of all capital; sales tax: 8 % of equipment; ten years of decline."""
    found, result = counted(taxes=STATED), effects()
    direct = result.counties.query("effect == 'direct'").set_index("phase")
    bought = result.purchases.query("phase == 'construction'").groupby("kind").value.sum()
    building = float(direct.output["construction"]) + bought["engineering"] + bought["commissioning"]
    yearly = found.yearly.query("place == 'nation' and payer == 'plant'")
    first = yearly.query("year == 2027 and kind == 'property'").value.sum()
    assert first == pytest.approx(0.0105 * (building + bought["equipment"]), abs=1e-8)
    last = yearly.query("year == 2036 and kind == 'property'").value.sum()  # 9 of 40 years to 30 %, 9 of 10 to 20 %
    assert last == pytest.approx(0.0105 * (building * (1 - 0.7 * 9 / 40) + bought["equipment"] * 0.28), abs=1e-8)
    sales = yearly.query("kind == 'general_sales'").value.sum()
    assert sales == pytest.approx(0.08 * bought["equipment"], abs=1e-8)
    surplus = float(direct.value_added["operations"] - direct.labor_income["operations"])
    income = surplus - last - building / 39
    state = yearly.query("year == 2036 and level == 'state' and kind == 'corporate_income'").value.sum()
    assert state == pytest.approx(0.05 * income, abs=1e-8)
    federal = yearly.query("year == 2036 and level == 'federal' and kind == 'corporate_income'").value.sum()
    assert federal == pytest.approx(0.21 * 0.95 * income, abs=1e-8)


def test_stated_rates_leave_no_range() -> None:
    plant = counted(taxes=STATED).revenue.query("payer == 'plant'")
    assert plant.low.to_numpy() == pytest.approx(plant.value.to_numpy())
    assert plant.high.to_numpy() == pytest.approx(plant.value.to_numpy())
    average = counted().revenue.query("payer == 'plant' and kind == 'property'")
    assert (average.low < average.value).all()
    assert (average.value < average.high).all()


def test_taxes_are_part_of_value_added() -> None:
    """Taxes on production, products and profits of suppliers stay below their value added less labor income."""
    found, result = counted(), effects()
    kinds = ["property", "general_sales", "selective_sales", "severance", "other", "corporate_income"]
    firms = found.revenue[found.revenue.kind.isin(kinds)].query("phase == 'operations' and payer != 'plant'")
    homes = found.revenue.query("phase == 'operations' and payer == 'households' and kind == 'property'")
    others = result.counties.query("phase == 'operations' and effect != 'direct'")
    left = others.value_added.sum() - others.labor_income.sum()
    assert 0 < firms.value.sum() - homes.value.sum() < left


def test_the_plant_is_counted_once() -> None:
    """Of operations, nobody but the plant pays taxes on its production: more surplus changes its own taxes alone."""
    found, result = counted(), effects()
    counties = result.counties.copy()
    own = (counties.effect == "direct") & (counties.phase == "operations")
    counties.loc[own, ["value_added", "output"]] += 100.0
    richer = Result.of(result)
    object.__setattr__(richer, "counties", counties)
    more = fiscal(richer)
    pairs = [frame.revenue.query("payer != 'plant'").value.sum() for frame in (found, more)]
    assert pairs[0] == pytest.approx(pairs[1])
    assert more.revenue.value.sum() > found.revenue.value.sum()


def test_sales_tax_on_equipment_is_not_paid_twice() -> None:
    taxed = counted(taxes={**STATED})
    exempt = counted(taxes={**STATED, "equipment_sales_taxed": 0.0})
    built = [
        each.revenue.query("phase == 'construction' and kind == 'general_sales' and payer == 'suppliers'").value.sum()
        for each in (taxed, exempt)
    ]
    assert built[0] < built[1]


def test_whole_economy_pays_the_accounts() -> None:
    """All industries of 2022 in one state whose rates are the nation's: taxes on production of the accounts.

    BEA 2022: 758.5 and 1,075.9 billion USD, 314.2 of them on homes, which households pay out of income.
    """
    added = nation(economy=2022).coefficients("value_added") * nation(economy=2022).output
    frame = pd.DataFrame([added], index=["KS"], columns=nation(economy=2022).industries.index)
    taxes = production_taxes(frame)
    rates = {(each.level, each.kind): each for each in state_rates() if each.base == "production"}
    place = sorted(table("tax_states").state).index("KS")
    kinds = {"property", "general_sales", "selective_sales", "severance", "other"}
    over_nation = {
        k: sum(float(r.rate[place]) for (lv, kind), r in rates.items() if kind == k and lv != "federal") for k in kinds
    }
    own = taxes[taxes.level != "federal"].groupby("kind").value.sum()
    national = sum(own[kind] / over_nation[kind] for kind in kinds) + taxes[taxes.level == "federal"].value.sum()
    assert national == pytest.approx(758_530 + 1_075_949 - 314_160, rel=0.01)


def test_taxes_less_subsidies_are_those_of_the_accounts() -> None:
    """Gross taxes less subsidies (24.4 and 103.6 billion USD) are the taxes of the embedded accounts of 2022."""
    embedded = table("industries", 2022).production_taxes.sum()
    assert embedded == pytest.approx(758_530 + 1_075_949 - 24_369 - 103_627, rel=0.005)


def test_an_incentive_of_zero_changes_nothing() -> None:
    nothing = [{"kind": "property_abatement", "share": 0}, {"kind": "grant", "amount": 0}]
    before, after = counted(), counted(incentives=nothing)
    pd.testing.assert_frame_equal(before.balance, after.balance)
    assert after.figures()["break_even"] == 0


def test_a_full_abatement_costs_the_tax() -> None:
    found = counted(taxes=STATED, incentives=[{"kind": "property_abatement", "years": 10}])
    due = found.yearly.query("place == 'nation' and payer == 'plant' and kind == 'property'").value.sum()
    assert found.incentives.value.sum() == pytest.approx(due)
    part = counted(taxes=STATED, incentives=[{"kind": "property_abatement", "years": 4, "share": 0.5}])
    first = found.yearly.query(
        "place == 'nation' and payer == 'plant' and kind == 'property' and year < 2031"
    ).value.sum()
    assert part.incentives.value.sum() == pytest.approx(0.5 * first)


def test_a_break_even_of_one_means_that_cost_is_benefit() -> None:
    plain = counted()
    worth = plain.verdict().benefit
    first = int(plain.yearly.year.min())
    grant = {"kind": "grant", "amount": worth, "start": first - 2027 + 1}  # in the first year: not discounted
    found = counted(incentives=[grant]).verdict()
    assert found.break_even == pytest.approx(1.0)
    assert found.net == pytest.approx(0.0, abs=1e-6)
    assert found.internal_rate == pytest.approx(plain.discount, abs=1e-6)


def test_verdict_by_hand() -> None:
    """100 spent at once, 60 in each of two years after, at 10 %: 104.13 today, 96 % to break even, 13.1 % a year."""
    cost = pd.Series([100.0], index=[2025])
    benefit = pd.Series([60.0, 60.0], index=[2026, 2027])
    found = verdict(benefit, cost, 0.1)
    assert found.benefit == pytest.approx(60 / 1.1 + 60 / 1.21)
    assert found.break_even == pytest.approx(100 / (60 / 1.1 + 60 / 1.21))
    assert found.payback == 2027
    assert found.internal_rate == pytest.approx(0.1306623862918, abs=1e-9)


def test_no_internal_rate_where_costs_do_not_come_first() -> None:
    flow = pd.Series([10.0, -100.0, 95.0], index=[2025, 2026, 2027])
    found = verdict(flow.clip(lower=0), -flow.clip(upper=0), 0.03)
    assert found.internal_rate is None
    assert found.payback == 2027


def test_credit_45x_of_cells_by_year() -> None:
    """10 GWh at 35 USD per kWh: 350 million a year to 2029, then 75, 50 and 25 percent, and nothing from 2033."""
    found = counted(incentives=[{"kind": "45X"}])
    by_year = found.incentives.set_index("year").value
    expected = {2027: 350, 2028: 350, 2029: 350, 2030: 262.5, 2031: 175, 2032: 87.5, 2033: 0, 2034: 0}
    for year, value in expected.items():
        assert by_year[year] == pytest.approx(value), year
    assert found.figures()["incentives"] == 0  # federal, not of the state
    assert any("to verify" in notice for notice in found.notices)


def test_job_credit_counts_jobs_studied_and_says_so() -> None:
    found = counted(incentives=[{"kind": "job_credit", "per_job": 2000, "jobs": 5000, "years": 3}])
    jobs = effects().counties.query("phase == 'operations' and effect == 'direct'").jobs.sum()
    assert found.incentives.value.sum() == pytest.approx(3 * 2000 * jobs / 1e6)
    assert any("5,000 jobs are promised" in notice for notice in found.notices)


@pytest.mark.parametrize(
    ("county", "words"),
    [
        ("Anchorage, AK", "Alaska: no state tax on sales"),
        ("Hillsborough, NH", "New Hampshire: no tax on wages"),
        ("Grant, WA", "business and occupation tax"),
        ("Travis, TX", "franchise (margin) tax"),
        ("Storey, NV", "modified business tax"),
    ],
)
def test_states_with_rules_of_their_own_are_flagged(county: str, words: str) -> None:
    found = counted(county, "recycling-hydromet")
    assert any(words in notice for notice in found.notices)
    wages = found.revenue.query("level == 'state' and kind == 'personal_income'")
    assert wages[wages.fips.str[:2] == effects(county, "recycling-hydromet").sites[0].fips[:2]].value.sum() == 0
    withheld = counted(county, "recycling-hydromet", incentives=[{"kind": "withholding", "years": 5}])
    assert withheld.incentives.value.sum() == 0
    assert any("has no income tax on wages" in notice for notice in withheld.notices)


def test_unknown_output_leaves_income_tax_out_and_says_so() -> None:
    found = counted("Richland, SC", "recycling-mechanical")
    if effects("Richland, SC", "recycling-mechanical").summary().query("phase == 'operations'").output.iloc[0] > 0:
        assert (found.revenue.query("payer == 'plant'").value >= 0).all()
    else:
        assert any("output is not known" in notice for notice in found.notices)


def test_every_industry_has_rates() -> None:
    rates = by_industry()
    assert len(rates) == 402
    assert np.isfinite(rates.drop(columns="summary").to_numpy()).all()


def test_taxes_per_job_are_those_of_states() -> None:
    """State and local taxes of 2022 were 2,368 billion USD over 212.4 million jobs (BEA): 11,100 USD a job."""
    per_job = counted().figures()["state_local_per_job"]
    assert per_job is not None
    assert 0.5 * 11_100 < per_job < 2.5 * 11_100


def drawn(factor: float | None, **more: Any) -> Fiscal:
    """Return taxes of the plant whose effects are some multiple of the study's in each of 100 draws, or vary evenly."""
    found = effects()
    names = [
        f"region {phase} {effect} {measure}"
        for phase in ("construction", "operations")
        for effect in ("direct", "indirect", "induced")
        for measure in ("jobs", "labor_income", "value_added", "output")
    ]
    values = np.linspace(0.5, 1.5, 101) if factor is None else np.full(101, factor)
    nothing = pd.DataFrame()
    draws = Draws(101, 1, {}, *(nothing,) * 6, samples=pd.DataFrame(dict.fromkeys(names, values)))
    changed = Result.of(found)
    object.__setattr__(changed, "draws", draws)
    object.__setattr__(changed, "inputs", {**found.inputs, "sites": [{**found.inputs["sites"][0], **more}]})
    return fiscal(changed)


def test_intervals_stand_around_the_figures_of_the_study() -> None:
    """Points are computed anew from parts; they are the taxes, present values and break-even of the study."""
    grant = [{"kind": "grant", "amount": 30.0}, {"kind": "property_abatement", "share": 0.5, "years": 6}]
    found = drawn(None, incentives=grant)
    rows = found.intervals.set_index(["figure", "place", "phase", "level", "kind"])
    for place in PLACES:
        summary = found.summary(place)
        for (phase, level, kind), value in summary.groupby(["phase", "level", "kind"]).value.sum().items():
            assert rows.point["taxes", place, phase, level, kind] == pytest.approx(value), (place, phase, level, kind)
    verdicts = found.verdict()
    for name, value in (
        ("present_cost", verdicts.cost),
        ("present_benefit", verdicts.benefit),
        ("present_net", verdicts.net),
        ("break_even", verdicts.break_even),
    ):
        assert rows.point[name, "", "", "", ""] == pytest.approx(value), name
    years = found.intervals.query("figure == 'balance'")
    balance = found.balance.set_index(["year", "level"])
    for row in years.query("level != 'state and local'").to_dict("records"):
        assert row["point"] == pytest.approx(balance.net[row["year"], row["level"]]), row
        assert balance.net_p5[row["year"], row["level"]] == row["p5"]
    both = years.query("level == 'state and local'").set_index("year").point
    worth = (1 + found.discount) ** -(both.index - both.index[0])
    assert (both * worth).sum() == pytest.approx(verdicts.net)
    assert balance.net_p5.isna().groupby("level").all().to_dict() == {"federal": True, "local": False, "state": False}
    assert (rows.p5 <= rows.p50).all()
    assert (rows.p50 <= rows.p95).all()
    low, high = found.taxes_interval("local") or (None, None)
    assert low is not None
    assert high is not None
    assert low < rows.point["taxes", "region", "operations", "local", "all"] < high


def test_taxes_move_with_the_effects_that_were_drawn() -> None:
    """All effects a fifth higher in every draw: payroll tax, which has no range of its own, is a fifth higher."""
    rows = drawn(1.2).intervals.set_index(["figure", "place", "phase", "level", "kind"])
    payroll = rows.loc[("taxes", "region", "operations", "federal", "payroll")]
    assert payroll[["p5", "p50", "p95"]].to_numpy(float) == pytest.approx(1.2 * payroll.point)
    wages = rows.loc[("taxes", "nation", "operations", "federal", "personal_income")]
    assert wages.p50 == pytest.approx(1.2 * wages.point, rel=0.01)
    assert wages.p5 < 1.2 * wages.point


def test_rates_alone_give_a_range_where_effects_do_not_move() -> None:
    """Nevada's property rate for business has the range of 0.5 to 2 % about 1 %; a stated one has none of its own."""
    key = ("taxes", "region", "operations", "local", "property")
    average = drawn(1.0).intervals.set_index(["figure", "place", "phase", "level", "kind"]).loc[key]
    stated = drawn(1.0, taxes=STATED).intervals.set_index(["figure", "place", "phase", "level", "kind"]).loc[key]
    assert average.p95 / average.p5 > 2.5
    assert stated.p95 / stated.p5 < 1.6


def test_a_result_without_draws_has_no_intervals() -> None:
    found = counted()
    assert found.intervals.empty
    assert found.taxes_interval("local") is None

"""The national model, against figures that BEA's published tables give."""

import numpy as np
import pandas as pd
import pytest

from impact.accounts import HouseholdRates, Nation, nation
from impact.errors import ModelError, UsageError
from impact.reference import measures, table

# Column sums of total requirements, 2017 benchmark: after (BEA's published table), before, domestic before.
OUTPUT_MULTIPLIERS = {
    "335911": (2.552, 2.497, 1.793),
    "325180": (2.079, 2.065, 1.819),
    "331410": (2.626, 2.599, 1.848),
    "562000": (2.055, 2.050, 1.851),
}


@pytest.fixture(scope="module")
def before() -> Nation:
    return nation(economy=2017)


@pytest.fixture(scope="module")
def after() -> Nation:
    return nation("after", economy=2017)


def test_output_multipliers(before: Nation, after: Nation) -> None:
    found = {
        code: (
            after.multipliers("output", "type1", domestic=False).total[code],
            before.multipliers("output", "type1", domestic=False).total[code],
            before.multipliers("output", "type1").total[code],
        )
        for code in OUTPUT_MULTIPLIERS
    }
    for code, expected in OUTPUT_MULTIPLIERS.items():
        assert found[code] == pytest.approx(expected, abs=5e-4), code


def test_spectral_radius(before: Nation, after: Nation) -> None:
    radius = [
        np.abs(np.linalg.eigvals(direct)).max()
        for direct in (
            before.direct_requirements(False),
            after.direct_requirements(False),
            before.direct_requirements(),
        )
    ]
    assert radius == pytest.approx([0.489, 0.494, 0.432], abs=5e-4)


def test_gdp_is_the_published_one(before: Nation) -> None:
    """The detail benchmark's GDP, million USD."""
    value_added = before.coefficients("value_added") * before.output
    assert value_added.sum() == pytest.approx(19_612_089, abs=50)


def test_labor_income_is_bea_earnings(before: Nation) -> None:
    """Compensation of the benchmark and all proprietors' income of SAINC5N, million USD."""
    income = before.coefficients("labor_income") * before.output
    assert income.sum() == pytest.approx(10_434_981 + 1_523_572, abs=2)


def test_income_ratio_is_the_same_for_every_industry(before: Nation) -> None:
    """With one household and one pattern, Type II over Type I income is 1/(1 - w'Lh) everywhere."""
    one = before.multipliers("labor_income", "type1").total
    two = before.multipliers("labor_income", "type2").total
    ratio = (two / one).dropna()
    income, spending = before.coefficients("labor_income"), before.household_demand()
    expected = 1 / (1 - income @ before.total_requirements() @ spending)
    assert ratio.to_numpy() == pytest.approx(expected, rel=1e-9)


def test_scrap_adjustment_matters_for_metals(before: Nation) -> None:
    """Unadjusted over adjusted: about 1 % for batteries, 25 to 28 % for steel and secondary aluminium."""
    adjusted = nation(scrap_adjustment=True, economy=2017).multipliers("output", "type1", domestic=False).total
    excess = before.multipliers("output", "type1", domestic=False).total / adjusted - 1
    assert excess["335911"] == pytest.approx(0.014, abs=0.004)
    assert 0.25 < excess["331110"] < 0.28
    assert 0.25 < excess["331314"] < 0.28


def test_multipliers_grow_with_what_they_count(before: Nation) -> None:
    for measure in measures():
        one, two = before.multipliers(measure, "type1"), before.multipliers(measure, "type2")
        assert (one.total >= one.direct - 1e-12).all()
        assert (two.total >= one.total - 1e-12).all()
        assert (two.ratio.dropna() >= 1 - 1e-12).all()


def test_final_demand_makes_the_output(before: Nation) -> None:
    """Leontief's identity on the real tables: total requirements times final demand give back output."""
    final = before.market_shares @ before.final_uses.to_numpy().sum(axis=1)
    output = before.total_requirements(domestic=False) @ final
    assert output.sum() == pytest.approx(before.output.sum(), rel=1e-4)
    assert np.abs(output - before.output).max() < 400  # million USD; used goods and rounding


def test_household_demand_loses_what_leaves() -> None:
    rates = HouseholdRates(contributions=0.1, taxes=0.2, consumption=0.5)
    spent = nation().household_demand(domestic=False, rates=rates).sum()
    assert spent == pytest.approx(0.36, rel=0.02)  # 0.9 * 0.8 * 0.5, less goods without an American maker
    assert nation().household_demand(rates=rates).sum() < spent


def test_rates_of_a_state() -> None:
    """BEA 2018: Nevada's personal current taxes 15,566,431 of personal income 149,218,639 thousand USD."""
    assert HouseholdRates.of(pd.Series({"NV": 3.0})).taxes == pytest.approx(15_566_431 / 149_218_639)
    mixed = HouseholdRates.of(pd.Series({"NV": 1.0, "CA": 3.0})).taxes
    alone = [HouseholdRates.of(pd.Series({state: 1.0})).taxes for state in ("NV", "CA")]
    assert mixed == pytest.approx(0.25 * alone[0] + 0.75 * alone[1])


def test_no_domestic_model_after_redefinitions(after: Nation) -> None:
    with pytest.raises(UsageError, match="no imports after redefinitions"):
        after.direct_requirements()
    with pytest.raises(UsageError, match="no imports after redefinitions"):
        after.domestic_absorption()


def test_unknown_names(before: Nation) -> None:
    with pytest.raises(ModelError, match="no measure 'wages'"):
        before.multipliers("wages")
    with pytest.raises(ModelError, match="no kind 'type3' of multiplier"):
        before.multipliers(kind="type3")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="'before' or 'after'"):
        nation("during")  # type: ignore[arg-type]


def test_domestic_shares_by_hand(before: Nation) -> None:
    """Basic inorganic chemicals and storage batteries: what industries use less what of it is imported."""
    found = pd.Series(before.domestic_shares(), index=before.commodities.index)
    for code in ("325180", "335911"):
        used = table("use").query("redefinitions == 'before' and commodity == @code and not user.str.startswith('F')")
        imported = table("imports").query("commodity == @code and not user.str.startswith('F')")
        assert found[code] == pytest.approx(1 - imported.value.sum() / used.value.sum(), abs=2e-3)
    assert found["S00300"] == 0  # noncomparable imports
    assert found["233240"] == 1
    assert found.between(0, 1).all()


def test_what_is_invested_in_is_imported_in_another_share(before: Nation) -> None:
    """Machinery of industry (333318) of BEA's benchmark, which industries use up, invest in and households buy."""
    by_user = {user: before.domestic_shares(user) for user in ("intermediate", "equipment", "households")}
    parts = (table("use").query("redefinitions == 'before'"), table("imports"))
    bought, abroad = (part[part.commodity == "333318"].set_index("user").value for part in parts)
    at = list(before.commodities.index).index("333318")
    for user, column in (("equipment", "F02E00"), ("households", "F01000")):
        assert by_user[user][at] == pytest.approx(1 - abroad[column] / bought[column], abs=1e-6)
    assert by_user["intermediate"][at] == pytest.approx(0.54, abs=0.005)
    assert by_user["equipment"][at] == pytest.approx(0.81, abs=0.005)
    nobody = before.final_uses["F02E00"].to_numpy() == 0
    assert (by_user["equipment"][nobody] == by_user["intermediate"][nobody]).all()
    assert all(((shares >= 0) & (shares <= 1)).all() for shares in by_user.values())

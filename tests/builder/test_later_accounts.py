"""Accounts of later years: from the miniature inputs, where everything is known, and as embedded."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from impact.reference import manifest, table

EACH = 1100.0  # output of every miniature industry in 2022: ten percent above 2017


@pytest.fixture(scope="module")
def moved(source, made):
    return SimpleNamespace(**{name: made(source, name, 2022) for name in ("make", "use", "imports", "value_added")})


def test_make_meets_the_summary_and_the_output(moved):
    assert moved.make.value.tolist() == pytest.approx([EACH] * len(moved.make))
    assert (moved.make.industry == moved.make.commodity).all()  # zeros stay zeros


def test_use_meets_commodities_and_final_uses(moved):
    use = moved.use
    assert use.groupby("commodity").value.sum().tolist() == pytest.approx([EACH] * len(moved.make), abs=0.2)
    final = use.groupby("user").value.sum()
    assert final["F05000"] == pytest.approx(EACH)  # duties, and no other commodity
    assert final["F01000"] == pytest.approx(EACH * (len(moved.make) - 1) - 100)
    stored = use[use.user == "F03000"].set_index("commodity").value
    assert stored.to_dict() == pytest.approx({"335911": 50, "335912": 50}, rel=0.01)


def test_taxes_turn_into_subsidies(moved):
    assert moved.value_added.V00200.tolist() == pytest.approx([-0.05 * EACH] * len(moved.value_added))
    assert moved.value_added.V00100.sum() == pytest.approx(0.7 * EACH * len(moved.value_added))
    assert moved.value_added.sum(axis=1).tolist() == pytest.approx([EACH] * len(moved.value_added), abs=0.2)


def test_imports_keep_their_pattern_and_meet_the_summary(moved):
    imports = moved.imports.set_index(["commodity", "user"]).value
    assert imports.to_dict() == pytest.approx({("335911", "F01000"): 300.0, ("335911", "F05000"): -300.0})


def test_pay_starts_from_covered_wages(source, made):
    """Wages of three to one in early 2024, alike in 2017: 1.5 and 0.5 times, five of seven years of it by 2022."""
    covered = pd.DataFrame({"jobs": [1.0, 1.0], "wages": [75.0, 25.0]}, index=["335911", "335912"])
    expected = made(source, "expected_pay", 2022, covered_detail=covered)
    factors = [ratio ** (5 / 7) / (EACH / 1000) for ratio in (1.5, 0.5)]
    assert expected[["335911", "335912"]].tolist() == pytest.approx(factors)
    assert set(expected.drop(["335911", "335912"])) == {1.0}
    value = made(source, "value_added", 2022, covered_detail=covered)
    pay, surplus = (value.loc[["335911", "335912"], row] for row in ("V00100", "V00300"))
    assert pay.sum() == pytest.approx(0.7 * 2 * EACH)  # what the summary industry pays stays
    odds = pay["335911"] * surplus["335912"] / pay["335912"] / surplus["335911"]
    assert odds == pytest.approx(3 ** (5 / 7), rel=1e-3)


@pytest.mark.parametrize(("year", "gdp", "output"), [(2022, 26_054_614, 46_611_224), (2024, 29_298_012, 50_736_542)])
def test_embedded_accounts_meet_what_bea_publishes(year, gdp, output):
    """Sums of the summary tables of September 2025, in million USD."""
    industries = table("industries", year)
    value_added = industries[["compensation", "production_taxes", "operating_surplus"]].to_numpy().sum()
    assert value_added == pytest.approx(gdp, abs=5)
    assert industries.output.sum() == pytest.approx(output, abs=1)
    restaurants = industries[industries.summary == "722"].production_taxes.sum()
    assert restaurants == pytest.approx({2022: 79_141, 2024: 89_045}[year], abs=1)
    batteries = industries[industries.code.isin(["335911", "335912"])]
    if year == 2024:
        assert batteries.output.sum() == pytest.approx(46_600, rel=0.002)  # gross output by detail industry
    uses = table("use", year)
    assert uses.value[uses.user == "F05000"].sum() == pytest.approx(
        table("summary", year).query("table == 'use' and column == 'F050'").value.sum(), abs=1
    )


@pytest.mark.parametrize("year", [2022, 2024])
def test_every_commodity_is_used_up_and_those_without_a_maker_too(year):
    """Used goods are bought from those who sell them, noncomparable imports abroad: neither is made."""
    used = table("use", year).groupby("commodity").value.sum()
    made = table("make", year).groupby("commodity").value.sum().reindex(used.index).fillna(0.0)
    # balancing goes to five millionths of the largest cell, 13.7 and 15.7 million USD
    largest = table("summary", year).value.max()
    assert (used - made).abs().max() < 5e-6 * largest + 9  # the summary tables differ by up to 9 among themselves
    assert {"S00300", "S00402"} <= set(used.index)
    assert (made[["S00300", "S00402"]] == 0).all()


@pytest.mark.parametrize("later", [2022, 2024])
def test_imports_by_user_are_those_of_the_use_table(later):
    """The same part of them as in the benchmark, where margins and transport of imports are on other rows.

    Forestry, fishing and support stand together: one user's imports of the summary table are those of one of them.
    """
    summary = table("industries").set_index("code").summary
    name = {code: "113FF" for code in summary.index[summary == "113FF"]}

    def part(year):
        by_user, uses = table("imports", year), table("use", year).query("redefinitions == 'before'")
        by_user, uses = (flows.replace({"commodity": name}) for flows in (by_user, uses))
        abroad = -uses[uses.user == "F05000"].groupby("commodity").value.sum()
        return by_user[by_user.user != "F05000"].groupby("commodity").value.sum() / abroad[abroad > 100]

    parts = pd.DataFrame({year: part(year) for year in (2017, later)}).dropna()
    goods = parts[parts.index.str.match("[123]")]
    assert len(goods) > 200
    assert goods[later].tolist() == pytest.approx(goods[2017].tolist(), rel=0.02)


@pytest.mark.parametrize("year", manifest().economies[1:])
def test_embedded_recipes_stay_close_to_the_benchmark(year):
    old, new = _recipes(2017), _recipes(year)
    change = np.abs(new - old).to_numpy().sum() / old.to_numpy().sum()
    assert 0.05 < change < 0.25  # some years of prices and technology, not another economy


def _recipes(year):
    use = table("use", year).query("redefinitions == 'before'")
    output = table("industries", year).set_index("code").output
    wide = use[use.user.isin(output.index)].pivot(index="commodity", columns="user", values="value").fillna(0.0)
    return (
        (wide / output[wide.columns])
        .reindex(index=table("commodities").code, columns=table("industries").code)
        .fillna(0.0)
    )

"""The economy of 2021: from the miniature inputs, where everything is known, and as embedded, against publications."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from impact.reference import manifest, table

EACH = 1080.0  # output of every miniature industry in 2021: eight percent above 2017


@pytest.fixture(scope="module")
def moved(source, made):
    return SimpleNamespace(**{name: made(source, name, 2021) for name in ("make", "use", "imports", "value_added")})


@pytest.fixture(scope="module")
def industries(built):
    return pd.read_parquet(built / "industries_2021.parquet").set_index("code")


def test_make_meets_the_summary_and_the_output(moved):
    assert moved.make.value.tolist() == pytest.approx([EACH] * len(moved.make))
    assert (moved.make.industry == moved.make.commodity).all()  # zeros stay zeros


def test_use_meets_commodities_and_final_uses(moved):
    use = moved.use
    assert use.groupby("commodity").value.sum().tolist() == pytest.approx([EACH] * len(moved.make), abs=0.2)
    final = use.groupby("user").value.sum()
    assert final["F05000"] == pytest.approx(EACH)  # duties, and no other commodity
    assert final["F01000"] == pytest.approx(EACH * (len(moved.make) - 1) - 100)
    stored = use[use.user == "F03000"]
    assert stored.value.tolist() == pytest.approx([100 / (len(moved.make) - 1)] * (len(moved.make) - 1), rel=0.01)


def test_taxes_turn_into_subsidies(moved):
    assert moved.value_added.V00200.tolist() == pytest.approx([-0.05 * EACH] * len(moved.value_added))
    assert moved.value_added.V00100.sum() == pytest.approx(0.7 * EACH * len(moved.value_added))
    assert moved.value_added.sum(axis=1).tolist() == pytest.approx([EACH] * len(moved.value_added), abs=0.2)


def test_imports_keep_their_pattern_and_meet_the_summary(moved):
    imports = moved.imports.set_index(["commodity", "user"]).value
    assert imports.to_dict() == pytest.approx({("335911", "F01000"): 300.0, ("335911", "F05000"): -300.0})


def test_wage_salary_jobs_follow_pay_and_covered_jobs(source, industries):
    # Covered jobs of all groups but uncovered rail stand still from 2019 to 2023, and so do employed residents.
    benchmark = pd.read_csv(source / "bea_io/employment_detail.csv", index_col="bea_detail")
    assert industries.wage_salary_jobs.sum() == pytest.approx(14_000, abs=5)  # of CAINC30
    assert industries.jobs.sum() == pytest.approx(16_800, abs=5)  # all counties in 2021
    farms = benchmark.jobs_total_2017_est - benchmark.jobs_wage_salary_2017_est
    owners = industries.jobs - industries.wage_salary_jobs
    assert owners["722110"] / owners["335912"] == pytest.approx(farms["722110"] / farms["335912"], rel=0.15)


def test_the_bea_total_of_the_counties(source, made):
    assert made(source, "nation_jobs", 2021) == 16_800


def test_embedded_accounts_meet_what_bea_publishes_of_2021():
    industries = table("industries", 2021)
    value_added = industries[["compensation", "production_taxes", "operating_surplus"]].to_numpy().sum()
    assert value_added == pytest.approx(23_681_174, abs=5)  # GDP in the summary tables of September 2024
    assert industries.output.sum() == pytest.approx(41_809_335, abs=1)  # total of the summary make table
    restaurants = industries[industries.summary == "722"]
    assert restaurants.production_taxes.sum() == pytest.approx(-15_959, abs=1)  # subsidies of the pandemic
    uses = table("use", 2021)
    assert uses.value[uses.user == "F05000"].sum() == pytest.approx(
        table("summary", 2021).query("table == 'use' and column == 'F050'").value.sum(), abs=1
    )


def test_every_commodity_is_used_up_and_those_without_a_maker_too():
    """Used goods are bought from those who sell them, noncomparable imports abroad: neither is made."""
    used = table("use", 2021).groupby("commodity").value.sum()
    made = table("make", 2021).groupby("commodity").value.sum().reindex(used.index).fillna(0.0)
    assert (used - made).abs().max() < 15  # million USD; the summary tables differ by up to 9 among themselves
    assert {"S00300", "S00402"} <= set(used.index)
    assert (made[["S00300", "S00402"]] == 0).all()


def test_imports_by_user_are_those_of_the_use_table():
    """The same part of them as in the benchmark, where margins and transport of imports are on other rows."""

    def part(year):
        by_user, uses = table("imports", year), table("use", year).query("redefinitions == 'before'")
        abroad = -uses[uses.user == "F05000"].set_index("commodity").value
        return by_user[by_user.user != "F05000"].groupby("commodity").value.sum() / abroad[abroad > 100]

    parts = pd.DataFrame({year: part(year) for year in (2017, 2021)}).dropna()
    goods = parts[parts.index.str.match("[123]")]
    assert len(goods) > 200
    assert goods[2021].tolist() == pytest.approx(goods[2017].tolist(), rel=0.02)


def test_embedded_jobs_meet_what_bea_publishes_of_2021():
    assert table("industries", 2021).jobs.sum() == pytest.approx(201_142_600, abs=200)  # whole jobs by industry
    totals = table("county_totals", 2021).set_index("fips")
    assert totals.jobs[["32029", "32031", "20091", "21093"]].tolist() == pytest.approx(
        [20_201, 306_029, 475_884, 64_664], rel=1e-4
    )  # CAEMP25N
    storey = table("county_jobs", 2021).query("fips == '32029'")
    sector = storey.industry.map(table("industries").set_index("code").sector)
    assert storey.jobs[sector.str.startswith("3")].sum() / 20_201 == pytest.approx(0.59, abs=0.01)


def test_embedded_recipes_stay_close_to_the_benchmark():
    old, new = (_recipes(year) for year in manifest().economies)
    change = np.abs(new - old).to_numpy().sum() / old.to_numpy().sum()
    assert 0.05 < change < 0.25  # four years of prices and technology, not another economy


def _recipes(year):
    use = table("use", year).query("redefinitions == 'before'")
    output = table("industries", year).set_index("code").output
    wide = use[use.user.isin(output.index)].pivot(index="commodity", columns="user", values="value").fillna(0.0)
    return (
        (wide / output[wide.columns])
        .reindex(index=table("commodities").code, columns=table("industries").code)
        .fillna(0.0)
    )

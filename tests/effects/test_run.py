"""A study from site to result, on the real tables."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

import impact
from impact import Result, Study
from impact.accounts import prices
from impact.errors import DataError, RegionError, UsageError
from impact.reference import measures

MONEY = ["labor_income", "value_added", "output"]
BATTERY = {"name": "cells", "county": "Storey, NV", "region": "cbsa:39900", "industries": "335911"}


@pytest.fixture(scope="module")
def cells() -> Result:
    return impact.run(Study.read(BATTERY | {"jobs": 500, "trade": "flq"}))


def table_of(result: Result) -> pd.DataFrame:
    return result.summary().set_index("effect")[list(measures())]


def test_total_is_the_sum_of_the_effects(cells: Result) -> None:
    effects = table_of(cells)
    assert effects.loc["total"].to_numpy() == pytest.approx(effects.drop("total").sum().to_numpy())
    assert (effects > 0).all(axis=None)
    assert effects.jobs["direct"] == pytest.approx(500)


def test_counties_and_industries_add_up_to_the_region(cells: Result) -> None:
    for parts in (cells.by_county(), cells.by_industry()):
        sums = parts.groupby("effect")[list(measures())].sum()
        assert sums.to_numpy() == pytest.approx(table_of(cells).loc[sums.index].to_numpy(), rel=1e-9)


def test_the_direct_effect_is_at_the_site(cells: Result) -> None:
    direct = cells.by_county().query("effect == 'direct'")
    assert direct.fips.tolist() == ["32029"]
    industry = cells.by_industry().query("effect == 'direct'")
    assert industry.industry.tolist() == ["335911"]


def test_effects_grow_with_the_plant() -> None:
    """Twice the plant is more than twice nothing and about twice the effect: its industry is larger in the region."""
    one, two = (table_of(impact.run(Study.read(BATTERY | {"jobs": jobs, "trade": "flq"}))) for jobs in (500, 1000))
    assert two.jobs["direct"] == pytest.approx(2 * one.jobs["direct"])
    assert two.jobs["total"] == pytest.approx(2 * one.jobs["total"], rel=0.05)


def test_dollars_of_another_year_change_money_by_the_price_of_each_industry() -> None:
    old, new = (
        impact.run(Study.read(BATTERY | {"jobs": 500, "dollar_year": year, "trade": "flq"})) for year in (2005, 2023)
    )
    both = old.industries.merge(new.industries, on=["effect", "industry"], suffixes=("_old", "_new"))
    assert len(both) == len(old.industries) == len(new.industries)
    assert both.jobs_old.to_numpy() == pytest.approx(both.jobs_new.to_numpy())
    index = prices().index
    ratio = (index[2023] / index[2005]).reindex(both.industry).to_numpy()
    for measure in MONEY:
        assert both[f"{measure}_new"].to_numpy() == pytest.approx((both[f"{measure}_old"] * ratio).to_numpy())


def test_jobs_per_real_dollar_are_those_of_the_year_of_operation() -> None:
    output = {"output": 100.0, "dollar_year": 2017, "trade": "flq", "assumptions": {"economy": 2017}}
    base, late = (table_of(impact.run(Study.read(BATTERY | output | {"year": year}))) for year in (2017, 2010))
    code = list(prices(2017).index.index).index("335911")
    assert late.jobs["direct"] / base.jobs["direct"] == pytest.approx(prices(2017).jobs_per_real_dollar(2010)[code])
    assert late.output["indirect"] == pytest.approx(base.output["indirect"])


def test_a_larger_payroll_raises_only_labor_income_and_the_induced_effect() -> None:
    low, high = (
        table_of(impact.run(Study.read(BATTERY | {"jobs": 500, "payroll": pay, "trade": "flq"})))
        for pay in (30.0, 60.0)
    )
    assert high.labor_income["direct"] == pytest.approx(60.0)
    assert low.labor_income["direct"] == pytest.approx(30.0)
    assert high.jobs[["direct", "indirect"]].to_numpy() == pytest.approx(low.jobs[["direct", "indirect"]].to_numpy())
    assert high.jobs["induced"] > low.jobs["induced"] * 1.2


def test_the_region_must_hold_the_county() -> None:
    with pytest.raises(RegionError, match=r"does not hold the site's county Storey County, NV"):
        impact.run(Study.read(BATTERY | {"jobs": 5, "region": "Washoe, NV"}))


def test_unknown_trade_model() -> None:
    with pytest.raises(UsageError, match="no trade model 'magic'"):
        impact.run(Study.read(BATTERY | {"jobs": 5}), trade="magic")


def test_assumptions_are_used_and_shown() -> None:
    site = Study.read(BATTERY | {"jobs": 500, "trade": "flq", "assumptions": {"resident_share": 0.0, "flq_delta": 0.1}})
    result = impact.run(site)
    assert table_of(result).jobs["induced"] == pytest.approx(0.0, abs=1e-9)
    used = result.assumptions_table().set_index("name")
    assert used.value["flq_delta"] == 0.1
    assert bool(used.overridden["flq_delta"])
    assert not bool(used.overridden["commuting_cutoff_km"])


def test_computed_assumptions_carry_their_value(cells: Result) -> None:
    """96 % of the workers of the Reno metro area live in it (ACS 2016-2020)."""
    used = cells.assumptions_table().set_index("name").value
    assert used["resident_share"] == pytest.approx(0.956, abs=0.001)
    assert used["taxes"] == pytest.approx(15_566_431 / 149_218_639, rel=1e-6)


def test_a_saved_result_is_the_same_when_read(cells: Result, tmp_path: Path) -> None:
    written = cells.save(tmp_path / "study")
    assert sorted(path.name for path in written) == [
        "assumptions.csv",
        "attribution.txt",
        "counties.csv",
        "counties.gpkg",
        "counties_wide.csv",
        "environment.csv",
        "environment_counties.csv",
        "fiscal_balance.csv",
        "industries.csv",
        "map.html",
        "newcomers.csv",
        "occupations.csv",
        "places.csv",
        "purchases.csv",
        "residences.csv",
        "result.json",
        "services.csv",
        "summary.csv",
        "taxes.csv",
        "taxes_by_county.csv",
        "taxes_by_year.csv",
        "years.csv",
    ]
    again = Result.load(tmp_path / "study")
    pd.testing.assert_frame_equal(again.by_county(), cells.by_county())
    pd.testing.assert_frame_equal(again.by_industry(), cells.by_industry())
    assert again.assumptions == cells.assumptions
    assert (again.name, again.sites, again.region, again.warnings) == (
        cells.name,
        cells.sites,
        cells.region,
        cells.warnings,
    )
    other = cells.save(tmp_path / "again")
    assert [path.read_bytes() for path in written] == [path.read_bytes() for path in other]


def test_what_is_no_result_is_refused(tmp_path: Path) -> None:
    (tmp_path / "result.json").write_text("[]")
    with pytest.raises(DataError, match="is not a result"):
        Result.load(tmp_path)
    with pytest.raises(DataError, match="cannot be read"):
        Result.load(tmp_path / "nothing.json")


def test_same_site_same_figures(cells: Result) -> None:
    again = impact.run(Study.read(BATTERY | {"jobs": 500, "trade": "flq"}))
    assert np.array_equal(again.counties[list(measures())], cells.counties[list(measures())])


def test_tables_carry_units_years_and_outlines(cells: Result, tmp_path: Path) -> None:
    """The wide table holds the long one; its file with outlines is read by others, and has the same bytes again."""
    table = cells.by_county(geometry=True)
    assert table.crs.to_epsg() == 4326
    assert table.geometry.geom_type.isin(["Polygon", "MultiPolygon"]).all()
    assert table.attrs["dollar_year"] == cells.dollar_year
    assert table.attrs["units"]["jobs"] == "jobs"
    wide = cells.by_county_wide()
    assert wide.fips.is_unique
    assert wide.attrs["units"]["operations_total_output"] == f"million USD of {cells.dollar_year}"
    totals = cells.summary().set_index("effect").jobs
    for effect, jobs in totals.items():
        assert wide[f"operations_{effect}_jobs"].sum() == pytest.approx(jobs)
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        cells.save(folder)
    one, two = ((folder / "counties.gpkg").read_bytes() for folder in folders)
    assert one == two
    read = gpd.read_file(folders[0] / "counties.gpkg")
    assert read.operations_total_jobs.sum() == pytest.approx(totals["total"])


def test_a_result_is_printed_in_one_line(cells: Result) -> None:
    jobs = cells.summary().query("effect == 'total'").jobs.item()
    assert repr(cells) == f"<Result: cells, Reno, NV (CBSA 39900): operations {jobs:,.0f} jobs>"


def test_industries_are_ordered_by_jobs_of_operations_not_with_job_years() -> None:
    found = impact.run(impact.Study.short("recycling-hydromet@Storey, NV", capacity=20000, trade="flq")).by_industry()
    totals = found[found.effect == "total"].groupby(["industry", "phase"]).jobs.sum().unstack(fill_value=0)
    totals = totals.loc[list(found.industry.unique())]
    assert totals.operations.is_monotonic_decreasing
    assert not (totals.operations + totals.construction).is_monotonic_decreasing  # builders would stand above

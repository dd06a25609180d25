"""Rates applied to the whole economy give back what governments collected, state by state."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from impact import economy
from impact.fiscal._rates import by_industry, production_taxes
from impact.reference import table

# Census Bureau, million USD: Census of Governments 2022 and Annual Survey 2023 (50 states, the District as in 2022)
COLLECTED = {
    "property": (649_034.173, 679_109.451 + 2_908.139),
    "general_sales": (557_176.030, 592_252.013 + 1_708.787),
    "selective_sales": (232_066.896, 246_741.206 + 413.141),
    "personal_income": (600_616.718, 513_087.213 + 3_116.991),
    "corporate_income": (159_659.664, 152_250.710 + 991.322),
    "other and severance": (34_811.526 + 134_324.620, 97_683.003 + 69_316.111 + 59.002 + 880.183),
}
KINDS = ["property", "general_sales", "selective_sales", "other"]


@cache
def by_state() -> tuple[pd.DataFrame, float]:
    """Return value added of 2022 by state and industry from county jobs, and the nation's labor income."""
    here = economy(2022)
    counties = table("counties")
    shares = here.activity(tuple(counties.fips)).shares
    nation = here.nation
    added = shares * (nation.coefficients("value_added") * nation.output)
    frame = pd.DataFrame(added, columns=nation.industries.index).groupby(counties.state.to_numpy()).sum()
    return frame, float(nation.coefficients("labor_income") @ nation.output)


@cache
def ratios() -> pd.DataFrame:
    """Return taxes of states and localities over what they collected, by state and kind."""
    taxes = production_taxes(by_state()[0])
    collected = table("tax_rates").query("base == 'production'")
    both = [frame.query("level != 'federal'").groupby(["state", "kind"]) for frame in (taxes, collected)]
    return (both[0].value.sum() / both[1].collections.sum()).unstack()


@pytest.mark.parametrize("kind", COLLECTED)
def test_rates_on_their_bases_are_what_the_census_counted(kind: str) -> None:
    rows = table("tax_rates").query("level != 'federal'")
    rows = rows[rows.kind.isin(kind.split(" and "))]
    assert (rows.rate * rows.base_value).sum() == pytest.approx(sum(COLLECTED[kind]) / 2, rel=0.001)


def test_no_state_loses_a_tax_for_want_of_a_base() -> None:
    rows = table("tax_rates")
    by = (
        rows.assign(back=rows.rate * rows.base_value).groupby(["state", "level", "kind"])[["back", "collections"]].sum()
    )
    assert by.index.get_level_values("state").nunique() == 51
    assert by.back.to_numpy() == pytest.approx(by.collections.to_numpy(), rel=0.01)


@pytest.mark.parametrize("kind", [*KINDS, "severance"])
def test_all_industries_of_the_economy_pay_what_was_collected(kind: str) -> None:
    """The bases are the economy's own, from county jobs, not those that the rates were made with."""
    taxes = production_taxes(by_state()[0]).query("kind == @kind and level != 'federal'").value.sum()
    collected = table("tax_rates").query("kind == @kind and level != 'federal' and base == 'production'").collections
    assert taxes == pytest.approx(collected.sum(), rel=0.01)


def test_each_state_pays_what_it_collected_of_each_kind() -> None:
    """Rates were made by the builder from tables in files; bases are here those of a study, by county."""
    found = ratios()[[*KINDS, "severance"]]
    assert len(found) == 51
    assert set(found.index[found.general_sales.isna()]) == {"DE", "MT", "NH"}  # Oregon has a gross receipts tax
    assert found[["property", "selective_sales", "other"]].notna().all().all()
    assert found.stack().dropna().to_numpy() == pytest.approx(1.0, rel=0.01)


def test_wages_of_the_economy_pay_the_income_tax_on_wages() -> None:
    """BEA, 2022: wages of 11,114 billion USD are 0.8553 of wages and proprietors' income, to which rates apply."""
    states = table("tax_states")
    rows = table("tax_rates").query("base == 'wages' and kind == 'personal_income'")
    rate = rows.collections.sum() / rows.drop_duplicates("state").base_value.sum()
    wages = by_state()[1] * np.average(states.taxable, weights=states.personal_income) * 0.8553
    assert states.wages.sum() == pytest.approx(11_114_046)
    assert rate * wages == pytest.approx(rows.collections.sum(), rel=0.01)


def test_profits_of_the_economy_pay_the_corporate_tax() -> None:
    added, _ = by_state()
    surplus = added @ by_industry().surplus.reindex(added.columns).fillna(0.0)
    rows = table("tax_rates").query("kind == 'corporate_income'").set_index(["state", "level"])
    federal = rows.index.get_level_values("level") == "federal"
    assert federal.sum() == 51
    paid = rows.rate * rows.index.get_level_values("state").map(surplus)
    assert paid.to_numpy() == pytest.approx(rows.collections.to_numpy(), rel=0.01)

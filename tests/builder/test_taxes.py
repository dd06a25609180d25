"""Effective tax rates and costs of services: the miniature by hand, embedded tables against published sums."""

import pandas as pd
import pytest

from impact.reference import table

CENSUS = {  # Census Bureau, Annual Survey of State and Local Government Finances: fiscal 2022 and 2023, million USD
    ("TX", "property"): (67_076.254, 71_083.177),
    ("NV", "general_sales"): (8_666.163, 9_206.923),
    ("KS", "corporate_income"): (868.262, 1_561.519),
    ("AK", "selective_sales"): (455.035, 498.297),
}
WHOLE = {"property": (649_034.173, 679_109.451), "general_sales": (557_176.030, 592_252.013)}  # of the nation


@pytest.mark.parametrize(("state", "kind"), CENSUS)
def test_rates_on_bases_reproduce_collections_of_a_state(state: str, kind: str) -> None:
    rows = table("tax_rates").query("state == @state and kind == @kind and level != 'federal'")
    assert (rows.rate * rows.base_value).sum() == pytest.approx(sum(CENSUS[state, kind]) / 2, rel=0.01)


@pytest.mark.parametrize("kind", WHOLE)
def test_states_add_up_to_the_nation(kind: str) -> None:
    rows = table("tax_rates").query("kind == @kind and level != 'federal'")
    assert (rows.rate * rows.base_value).sum() == pytest.approx(sum(WHOLE[kind]) / 2, rel=0.01)


def test_taxes_of_all_industries_equal_the_accounts() -> None:
    """BEA, supply-use tables of 2022: 758.5 billion USD on production and 1,075.9 billion on products."""
    rates = table("production_taxes")
    taxes = rates[["property", "general_sales", "selective_sales", "federal_sales", "severance", "other"]]
    assert taxes.mul(rates.value_added, axis=0).to_numpy().sum() == pytest.approx(758_530 + 1_075_949, abs=1)


def test_federal_sales_taxes_are_excise_and_customs() -> None:
    """Fiscal 2022: excise 87.7 and customs 99.9 billion USD (Treasury); the accounts are of the calendar year."""
    rows = table("tax_rates").query("level == 'federal' and kind == 'selective_sales'")
    assert rows.collections.sum() == pytest.approx(187_600, rel=0.1)


def test_federal_income_tax_is_that_of_the_returns() -> None:
    """IRS, SOI Historic Table 2, 2022: 2,105.3 billion USD after credits; of wages of 9,709 billion less."""
    rows = table("tax_rates").query("level == 'federal' and kind == 'personal_income'")
    assert (rows.rate * rows.base_value).sum() == pytest.approx(2_105_346, rel=0.01)
    wages = rows[rows.base == "wages"]
    assert wages.base_value.sum() == pytest.approx(11_117_000, rel=0.01)  # BEA, wages and salaries of 2022
    assert 0.11 < wages.collections.sum() / 9_709_000 < 2105.3 / 14_782.5


def test_no_tax_on_wages_where_there_is_none() -> None:
    rates = table("tax_rates").query("kind == 'personal_income' and level != 'federal'")
    for state in ("AK", "FL", "NV", "NH", "SD", "TN", "TX", "WA", "WY"):
        assert (rates.query("state == @state and base == 'wages'").rate == 0).all(), state
    assert rates.query("state == 'NH' and base == 'other_income'").rate.sum() > 0  # interest and dividends
    assert rates.query("state == 'KS' and base == 'wages'").rate.sum() == pytest.approx(0.0415 / 1.145, abs=0.0005)


def test_services_of_a_state_by_function() -> None:
    """Kansas, fiscal 2022: 2,505 USD per resident for schools (7.36 billion USD over 2.94 million people)."""
    costs = table("service_costs").query("state == 'KS'")
    assert costs.query("level == 'local' and function == 'Schools'").spent.item() == pytest.approx(2505, rel=0.01)
    assert (costs.spent >= 0).all()


def test_miniature_rates_by_hand(built) -> None:
    """Collections of 100 and 110 of each kind and level; homes bear their part of property tax."""
    rates = pd.read_parquet(built / "tax_rates.parquet")
    sales = rates.query("state == 'NV' and level == 'local' and kind == 'general_sales'")
    assert sales.collections.item() == pytest.approx(105.0)
    assert sales.rate.item() == pytest.approx(105.0 / sales.base_value.item())
    assert sales.low.item() == pytest.approx(100.0 / sales.base_value.item())
    assert sales.high.item() == pytest.approx(110.0 / sales.base_value.item())
    industries = pd.read_parquet(built / "production_taxes.parquet").set_index("summary")
    levied = industries.property * industries.value_added
    homes = rates.query("state == 'NV' and level == 'local' and base == 'personal_income'")
    assert homes.collections.item() == pytest.approx(105.0 * levied["HS"] / levied.sum())
    whole = rates.query("state == 'NV' and level == 'local' and kind == 'property'")
    assert whole.collections.sum() == pytest.approx(105.0)
    federal = rates.query("state == 'VA' and level == 'federal' and kind == 'personal_income' and base == 'wages'")
    assert federal.rate.item() * federal.base_value.item() == pytest.approx((0.07 * 800 + 0.16 * 1200) / 1000)
    wages = rates.query("level == 'federal' and base == 'wages'").base_value.sum()
    assert wages == pytest.approx(pd.read_parquet(built / "tax_states.parquet").wages.sum())
    costs = pd.read_parquet(built / "service_costs.parquet").query("state == 'NV' and level == 'local'")
    assert costs.federal_share.iloc[0] == pytest.approx(0.2)
    assert costs.state_share.iloc[0] == pytest.approx(0.1)

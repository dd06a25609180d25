"""Analysis by parts: margins, prices and domestic shares of what a plant buys, checked by hand on the real tables."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from impact import SiteError, Study, economy
from impact.accounts import nation, prices
from impact.facilities import facilities
from impact.reference import table
from impact.studies import Shock, study_shocks

HYDROMET = {"name": "x", "county": "Storey, NV", "facility": "recycling-hydromet", "capacity": 20000}


def studied(**site: Any) -> tuple[Shock, ...]:
    return study_shocks(Study.read(HYDROMET | site), economy())[0]


@pytest.fixture(scope="module")
def operations() -> Shock:
    return studied()[0]


def at(code: str) -> int:
    return int(nation().industries.index.get_loc(code))


def since_2023() -> float:
    """Price of what the plant's industry makes in 2024 over that of 2023: its money moves by it to the dollar year."""
    price = prices().index.loc["325180"]
    return float(price[2024] / price[2023])


def test_a_line_is_its_cost_at_capacity_in_the_dollars_of_the_result(operations: Shock) -> None:
    """Packaging, a purchase with one commodity: USD per t x 20,000 t, moved from 2021 to 2024 by its own price,
    and to 2023 by that of the plant's industry."""
    packaging = next(line for line in facilities().known("recycling-hydromet").operations if line.item == "Packaging")
    rows = operations.purchases.lines.query("item == 'Packaging'")
    price = prices().index.loc["322210"]  # paperboard containers are made by one industry alone
    expected = packaging.base * 20000 / 1e6 * price[2024] / price[2021] / since_2023()
    assert rows.value.item() == pytest.approx(expected, rel=0.02)
    assert rows.share_source.item() == "BEA import matrix"


def test_goods_lose_their_margins_and_the_traders_gain_them(operations: Shock) -> None:
    lines = operations.purchases.lines
    acid = lines[lines.commodity == "325180"]
    producers = table("margins").query("user == 'intermediate' and commodity == '325180'").producers.item()
    real = (
        acid.value.sum()
        * since_2023()
        / prices().commodity_price(2024, nation().market_shares)[nation().commodities.index.get_loc("325180")]
    )
    assert acid.goods.sum() == pytest.approx(real * producers)
    assert operations.purchases.domestic[at("484000")] > 0  # trucking, which no line names


def test_what_is_bought_is_made_at_home_or_abroad_and_none_is_lost() -> None:
    """With every share at one, the domestic sales are all purchases in the prices of 2017."""
    lines = studied()[0].purchases.lines
    whole = studied(domestic_shares=dict.fromkeys(lines.commodity.unique(), 1.0))[0].purchases
    level = prices().commodity_price(2024, nation().market_shares)
    real = (
        whole.lines.value
        * since_2023()
        / level[nation().commodities.index.get_indexer(pd.Index(whole.lines.commodity))]
    )
    imported_services = real.sum() - whole.domestic.sum()
    assert whole.domestic.sum() == pytest.approx(real.sum(), rel=0.01)
    assert imported_services >= -1e-9  # the traders' and carriers' own imports


def test_a_plant_that_buys_everything_abroad_has_no_supplier_at_home(operations: Shock) -> None:
    bought = operations.purchases.lines.commodity.unique()
    goods = studied(domestic_shares=dict.fromkeys(bought, 0.0))[0].purchases.domestic
    assert goods[at("325180")] < 1e-3 * operations.purchases.domestic[at("325180")]  # its by-products among services
    assert goods[at("484000")] > 0  # home carriers bring what comes from abroad
    carriers = table("margin_services").commodity.unique()
    nothing = studied(domestic_shares=dict.fromkeys([*bought, *carriers], 0.0))[0].purchases.domestic
    assert (nothing == 0).all()


def test_prices_of_another_year_change_no_quantity() -> None:
    """The same capacity buys the same in the prices of 2017, whichever dollars the result shows."""
    early, late = (studied(dollar_year=year)[0] for year in (2012, 2023))
    assert early.purchases.domestic == pytest.approx(late.purchases.domestic)
    assert early.jobs == pytest.approx(late.jobs)
    assert early.output == pytest.approx(late.output)
    assert early.household_income == pytest.approx(late.household_income)


def test_direct_output_is_purchases_and_value_added(operations: Shock) -> None:
    price = prices().price(2023)
    sales = operations.output @ price
    assert operations.purchases.lines.value.sum() + operations.value_added @ price == pytest.approx(sales)


@pytest.mark.parametrize("name", [name for name, kind in facilities().items() if kind.operations])
def test_every_recipe_can_be_studied(name: str) -> None:
    scale = facilities().known(name).scale
    capacity = scale.base if scale else 10 if facilities().known(name).unit == "GWh/yr" else 10000
    site = Study.read({"name": "x", "county": "Clark, NV", "facility": name, "capacity": capacity, "jobs": 500})
    for shock in study_shocks(site, economy())[0]:
        assert shock.purchases.domestic.sum() > 0
        assert np.isfinite(shock.purchases.domestic).all()
        assert shock.purchases.lines.domestic_share.between(0, 1).all()
        assert shock.phase == "construction" or shock.output.sum() > 0


def test_twice_the_capacity_is_twice_the_plant() -> None:
    one, two = (studied(capacity=capacity) for capacity in (20000, 40000))
    for small, large in zip(one, two, strict=True):  # the capital of this type grows with an exponent of one
        assert large.purchases.domestic == pytest.approx(2 * small.purchases.domestic)
        assert large.jobs == pytest.approx(2 * small.jobs)
        assert large.output == pytest.approx(2 * small.output)


def test_stated_purchases_replace_those_of_the_commodity() -> None:
    lines = studied(purchases={"423A00": 0.0, "484000": 3.0})[0].purchases.lines
    assert lines[lines.commodity == "423A00"].value.tolist() == [0.0]
    assert lines[lines.commodity == "484000"].value.tolist() == pytest.approx([3.0])
    assert lines[lines.commodity == "484000"].item.tolist() == ["Stated by the site"]


@pytest.mark.parametrize(
    ("site", "parts"),
    [
        ({"domestic_shares": {"32518": 0.5}}, ['no commodity "32518"', "325180"]),
        ({"domestic_shares": {"111400": 0.5}}, ["does not buy 111400", "It buys:"]),
        ({"domestic_shares": {"325180": 1.5}}, ["share 1.5", "from 0 to 1"]),
        ({"purchases": {"325180": -1}}, ["-1", "0 or more"]),
        ({"output": 10.0}, ["would buy for", "sell for $10 million"]),
        (
            {"capital": 5.0, "facility": None, "industries": "335911", "capacity": None, "jobs": 5},
            ["Construction cannot be studied"],
        ),
        (
            {"jobs": 5, "output": 90000.0, "county": "Clark, NV"},
            ["Output per job would be $18 billion", "industry's average"],
        ),
    ],
)
def test_impossible_plants_are_refused(site: dict[str, Any], parts: list[str]) -> None:
    with pytest.raises(SiteError) as caught:
        studied(**site)
    for part in parts:
        assert part in str(caught.value)


def test_a_capacity_outside_the_range_is_noticed() -> None:
    notices = " ".join(note.text for note in studied(capacity=500)[0].notes)
    assert "A capacity of 500 t/yr is outside 10,000 to 100,000" in notices

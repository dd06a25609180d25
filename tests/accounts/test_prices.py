"""Years: prices and productivity."""

import pytest

from impact.accounts import nation, prices
from impact.errors import SiteError
from impact.reference import table


def test_the_base_year_moves_nothing() -> None:
    found = prices(2017)
    assert (found.price(2017) == 1).all()
    assert (found.jobs_per_real_dollar(2017) == 1).all()


def test_price_is_the_published_index() -> None:
    published = table("prices").set_index(["industry", "year"]).price_index
    code = list(nation().industries.index).index("335911")
    assert prices(2017).price(2010)[code] == pytest.approx(published["335911", 2010] / published["335911", 2017])


def test_productivity_of_rail_by_hand() -> None:
    """BEA jobs in rail: 190,100 in 2016 and 183,500 in 2017."""
    series = table("prices").set_index(["industry", "year"])
    jobs = table("productivity").set_index(["industry", "year"]).productivity
    real = {year: series.output["482000", year] / series.price_index["482000", year] * 100 for year in (2016, 2017)}
    implied = real[2016] / jobs["482000", 2016] / real[2017] * 183_500
    assert implied == pytest.approx(190_100, abs=1)


@pytest.mark.parametrize("year", [1996, 2025])
def test_dollar_years_end(year: int) -> None:
    with pytest.raises(SiteError, match="from 1997 to 2024"):
        prices().price(year)


def test_productivity_begins_a_year_later() -> None:
    with pytest.raises(SiteError, match="from 1998 to 2024"):
        prices().jobs_per_real_dollar(1997)


def test_commodity_price_by_hand() -> None:
    """The mean of its makers' indexes by what each makes (2017, before redefinitions)."""
    economy = nation(economy=2017)
    made = table("make").query("redefinitions == 'before' and commodity == '335911'").set_index("industry").value
    published = table("prices").set_index(["year", "industry"]).price_index
    assert len(made) > 1
    expected = (made * published[2021][made.index]).sum() / made.sum() / 100
    code = list(economy.commodities.index).index("335911")
    assert prices(2017).commodity_price(2021, economy.market_shares)[code] == pytest.approx(expected)


def test_a_commodity_without_a_maker_keeps_its_price() -> None:
    economy = nation(economy=2017)
    price = prices(2017).commodity_price(2021, economy.market_shares)
    assert list(economy.commodities.index[price == 1]) == ["S00300", "S00402"]
    assert (prices(2017).commodity_price(2017, economy.market_shares).round(12) == 1).all()


def test_commodity_price_does_not_mind_scrap() -> None:
    """The scrap adjustment raises the shares of every commodity above one; their mean stays a mean."""
    adjusted = prices(2017).commodity_price(2017, nation(scrap_adjustment=True, economy=2017).market_shares)
    assert adjusted == pytest.approx(1)

"""Domestic shares of battery materials, against USGS Mineral Commodity Summaries 2026."""

import pytest

from impact.errors import SiteError
from impact.facilities import domestic_share, materials
from impact.reference import table


@pytest.mark.parametrize(
    ("material", "year", "reliance"),
    [
        ("cobalt", 2021, 73),
        ("cobalt", 2025, 79),
        ("nickel", 2022, 43),
        ("copper", 2024, 45),
        ("natural-graphite", 2023, 100),
    ],
)
def test_published_reliance(material: str, year: int, reliance: int) -> None:
    """One less net import reliance, percent of apparent consumption."""
    found = domestic_share(material, year)
    assert found is not None
    assert found.share == pytest.approx(1 - reliance / 100)
    assert (found.year, found.kind, found.confidence) == (year, "published", "high")
    assert found.low is None
    assert found.high is None


def test_lithium_is_at_most_half_domestic() -> None:
    """USGS withholds production and says only that reliance is over 50 percent from 2023, over 25 before."""
    late, early = domestic_share("lithium-chemicals", 2024), domestic_share("lithium-chemicals", 2022)
    assert late is not None
    assert early is not None
    assert (late.share, late.low, late.high, late.kind) == (0.5, 0.0, 0.5, "upper bound")
    assert early.high == 0.75


def test_the_nearest_earlier_year_stands_in() -> None:
    after, before = domestic_share("cobalt", 2031), domestic_share("cobalt", 2017)
    assert after is not None
    assert before is not None
    assert (after.share, after.year) == (pytest.approx(0.21), 2025)
    assert (before.share, before.year) == (pytest.approx(0.27), 2021)  # none is earlier


def test_judgements_are_open_from_nothing_to_all() -> None:
    found = domestic_share("cathode-material", 2024)
    assert found is not None
    assert (found.kind, found.confidence) == ("judgement", "low")
    assert (found.low, found.high) == (0.0, 1.0)


def test_no_figure_is_none_with_a_reason() -> None:
    without = [key for key, material in materials().items() if material.item is None]
    assert without == ["spodumene", "nickel-sulfate", "manganese-sulfate"]
    for key in without:
        assert domestic_share(key, 2023) is None
        assert materials()[key].note


def test_every_item_has_one_material() -> None:
    items = [material.item for material in materials().values() if material.item]
    assert sorted(items) == sorted(set(table("domestic_supply")["item"]))


def test_shares_are_shares() -> None:
    supply = table("domestic_supply")
    assert supply.share.between(0, 1).all()
    assert set(supply.commodity) <= set(table("commodities").code)
    assert not supply.duplicated(["item", "year"]).any()


def test_unknown_material() -> None:
    with pytest.raises(SiteError, match=r'no material "lithium"\..* lithium-chemicals, '):
        domestic_share("lithium", 2023)

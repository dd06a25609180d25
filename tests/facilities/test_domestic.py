"""Domestic shares of battery materials, against USGS Mineral Commodity Summaries 2026."""

import pytest

from impact import Study, economy
from impact.errors import SiteError
from impact.facilities import domestic_share, materials
from impact.reference import table
from impact.studies import study_shocks


@pytest.mark.parametrize(
    ("material", "year", "reliance"),
    [
        ("cobalt", 2021, 73),
        ("cobalt", 2025, 79),
        ("nickel", 2022, 43),
        ("copper", 2024, 45),
    ],
)
def test_published_reliance(material: str, year: int, reliance: int) -> None:
    """One less net import reliance, percent of apparent consumption."""
    found = domestic_share(material, year)
    assert found.share == pytest.approx(1 - reliance / 100)
    assert (found.year, found.kind, found.confidence) == (year, "published", "high")
    assert found.low is None
    assert found.high is None


@pytest.mark.parametrize("material", ["spodumene", "natural-graphite", "electrolyte-salt", "manganese-sulfate"])
def test_what_nobody_makes_here_is_imported(material: str) -> None:
    """No concentrate of lithium, no flake graphite, no LiPF6 and no battery-grade manganese sulfate is made here."""
    assert domestic_share(material, 2023).share == 0


def test_lithium_is_at_most_half_domestic() -> None:
    """USGS withholds production of carbonate and says that reliance is over 50 percent from 2023."""
    found = domestic_share("lithium-carbonate", 2024)
    assert found.high == 0.5
    assert found.low is not None
    assert found.low <= found.share <= found.high


def test_shares_move_with_the_period() -> None:
    """Storage cells: none were made here in 2024; half of use in 2026."""
    assert [domestic_share("storage-cells", year).share for year in (2023, 2024, 2025, 2026)] == [0.03, 0.03, 0.15, 0.5]


def test_the_nearest_earlier_year_stands_in() -> None:
    after, before = domestic_share("cobalt", 2031), domestic_share("cobalt", 2017)
    assert (after.share, after.year) == (pytest.approx(0.21), 2025)
    assert (before.share, before.year) == (pytest.approx(0.27), 2021)  # none is earlier


def test_every_material_has_one_home() -> None:
    published = {material.item for material in materials().values() if material.item}
    assert published == {"nickel", "cobalt", "manganese", "copper"}
    for key, material in materials().items():
        assert bool(material.item) != bool(material.shares), key
        for share in material.shares:
            assert share.low <= share.base <= share.high


def test_shares_are_shares() -> None:
    supply = table("domestic_supply")
    assert supply.share.between(0, 1).all()
    assert set(supply.commodity) <= set(table("commodities").code)
    assert not supply.duplicated(["item", "year"]).any()


def test_unknown_material() -> None:
    with pytest.raises(SiteError, match=r'no material "lithium"\..* lithium-carbonate, '):
        domestic_share("lithium", 2023)


def test_shares_move_inside_their_own_range() -> None:
    """0.5 is the low end, 1 the base, 2 the high end; zero stays zero where it is known to be."""
    for name in materials():
        share = domestic_share(name, 2023)
        low, base, high = (share.at(place) for place in (0.5, 1.0, 2.0))
        assert 0 <= low <= base <= high <= 1
        assert base == pytest.approx(share.share)
        if share.low is not None:
            assert low == pytest.approx(share.low)
        if share.high is not None:
            assert high == pytest.approx(share.high)
    assert domestic_share("spodumene", 2023).at(2.0) == 0
    assert domestic_share("iron-phosphate", 2023).at(2.0) == 1  # nothing is known: the whole range


def test_an_unknown_share_is_said_and_drawn() -> None:
    given = {"name": "x", "county": "Storey, NV", "facility": "cathode-lfp", "capacity": 20_000}
    shares = {}
    for place in (0.5, 1.0, 2.0):
        study = Study.read(given | {"assumptions": {"material_supply": place}})
        shock = study_shocks(study, economy())[0][0]
        shares[place] = shock.purchases.lines.set_index("item").domestic_share
    assert [shares[place]["Iron phosphate"] for place in shares] == [0, 0, 1]
    assert shares[2.0]["Lithium carbonate"] == pytest.approx(0.5)
    assert shares[2.0]["Natural gas"] == shares[0.5]["Natural gas"]  # of the import matrix
    assert "domestic share is not known. 0% is used, and 0 to 100% is drawn" in " ".join(
        note.text for note in shock.notes
    )

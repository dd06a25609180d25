"""Tables of the battery supply chain, built from the miniature inputs and as embedded."""

import pandas as pd
import pytest

from impact.errors import DataError
from impact.reference import table


def test_a_plant_without_coordinates_takes_its_county(source, made):
    found = made(source, "plants").set_index("facility_id")
    assert found.position.to_dict() == {"C1": "plant", "B1": "plant", "B2": "county centre", "B3": "unknown"}
    assert found.loc["B2", ["lon", "lat"]].tolist() == [-100.0, 40.0]
    assert found.loc["B3", ["lon", "lat", "fips"]].isna().all()
    assert found.loc["C1", ["lon", "capacity", "jobs"]].tolist() == [-119.4, 30.0, 3000.0]
    assert found.capex_usd.isna().to_dict() == {"C1": True, "B1": False, "B2": False, "B3": False}


def test_a_county_that_is_none_of_2023_is_an_error(scratch, made):
    path = scratch / "battery/facilities.csv"
    path.write_text(path.read_text().replace("32031", "09001"))
    with pytest.raises(DataError, match=r"facilities\.csv: counties of 2023: no figure for 1 place.*09001"):
        made(scratch, "plants")


def test_shares_and_their_ranges(source, made):
    found = made(source, "domestic_supply").set_index("item")
    assert found.kind.to_dict() == {"cobalt": "published", "lithium": "upper bound", "separator": "judgement"}
    assert found.year.to_dict() == {"cobalt": 2021, "lithium": 2022, "separator": 2024}
    assert found.loc["cobalt", ["low", "high"]].isna().all()
    assert found.loc["lithium", ["low", "share", "high"]].tolist() == [0.0, 0.75, 0.75]
    assert found.loc["separator", ["low", "share", "high"]].tolist() == [0.0, 0.15, 1.0]


def test_incentives_keep_what_is_unknown_missing(source, made):
    found = made(source, "incentives").set_index("incentive_id")
    assert found.amount_usd.isna().to_dict() == {"P1": True, "P2": False}
    assert found.loc["P2", ["fips", "facility_id", "jobs_promised", "source"]].tolist() == [
        "32029",
        "C1",
        50,
        "web page",
    ]


def test_connecticut_is_divided_by_people(source, made):
    """Of old 09001 (100 people) a quarter is in 09110 and the rest in 09120; all of 09003 (100) is in 09110."""
    found = made(source, "incentive_areas").set_index("fips")
    assert found.energy_community_2024[["09110", "09120"]].tolist() == pytest.approx([25 / 125, 1.0])
    assert found.opportunity_zones[["09110", "09120"]].tolist() == pytest.approx([(25 * 0.2 + 100 * 0.1) / 125, 0.2])
    assert found.coal_closure_tracts[["09110", "09120"]].tolist() == pytest.approx([2.0, 3.0])
    assert found.opportunity_zone_tracts.sum() == 8 + 5 + 5
    assert found.loc["32029"].tolist() == [1, 0, 1, 0, 0.5, 2, 1]
    assert found.index.is_monotonic_increasing
    assert pd.isna(found.opportunity_zones["02063"])


def test_embedded_energy_communities():
    """Notice 2024-48 names 898 counties of the states, Fairfield and New Haven of Connecticut among them."""
    found = table("incentive_areas").set_index("fips")
    assert sorted(found.index) == sorted(table("counties").fips)
    whole = found[found.index.str[:2] != "09"]
    assert whole.energy_community_2024.isin([0, 1]).all()
    assert whole.energy_community_2024.sum() == 898 - 2
    assert found.opportunity_zones.isna().sum() == 2
    assert found.loc["32009", "energy_community_2025_v1"] == 1


def test_embedded_incentives():
    """Nevada abated $330,250,366 for Tesla's expansion of 2023 (GOED)."""
    found = table("incentives")
    assert len(found) == 112
    tesla = found[(found.facility_id == "C002") & (found.level == "state/local package")]
    assert tesla.amount_usd.tolist() == [330_250_366]
    assert set(found.fips.dropna()) <= set(table("counties").fips)
    assert set(found.facility_id.dropna()) <= set(table("plants").facility_id)

"""Where the effects of a plant in Storey County fall, and where its workers live."""

import pandas as pd
import pytest

import impact
from impact import Result, Study
from impact.counties import region
from impact.errors import UsageError
from impact.reference import measures

STOREY, WASHOE, LYON, CARSON, CLARK = "32029", "32031", "32019", "32510", "32003"
MONEY_AND_JOBS = list(measures())
PLANT = {"name": "plant", "county": STOREY, "region": "cbsa:39900", "facility": "recycling-hydromet", "jobs": 200}


@pytest.fixture(scope="module")
def plant() -> Result:
    return impact.run(Study.read(PLANT))


@pytest.fixture(scope="module")
def alone() -> Result:
    return impact.run(Study.read(PLANT | {"trade": "flq"}))


def measured(rows: pd.DataFrame, *keys: str) -> pd.DataFrame:
    return rows.groupby(["effect", *keys])[MONEY_AND_JOBS].sum()


def jobs(plant: Result, effect: str) -> "pd.Series[float]":
    counties = plant.by_county()
    return counties[counties.effect == effect].set_index("fips").jobs


def test_places_sum_to_all(plant: Result) -> None:
    places = plant.by_place()
    assert list(places.place.unique()) == ["county", "region", "state", "nation", "all"]
    parts, whole = places[places.place != "all"], places[places.place == "all"]
    assert measured(parts).to_numpy() == pytest.approx(measured(whole).to_numpy(), rel=1e-9)
    assert measured(whole).to_numpy() == pytest.approx(measured(plant.by_county()).to_numpy(), rel=1e-9)


def test_county_and_region_are_the_summary(plant: Result) -> None:
    places = plant.by_place()
    inside = places[places.place.isin(["county", "region"])]
    assert measured(inside).to_numpy() == pytest.approx(measured(plant.summary()).to_numpy(), rel=1e-9)
    assert list(measured(inside).index) == list(measured(plant.summary()).index)


def test_the_direct_effect_is_in_the_county_alone(plant: Result) -> None:
    places = plant.by_place()
    assert places[places.effect == "direct"].place.tolist() == ["county", "all"]
    assert jobs(plant, "direct").to_dict() == {STOREY: pytest.approx(200)}


def test_quotients_have_no_place_but_the_region(alone: Result) -> None:
    places = alone.by_place()
    assert set(places.place) == {"county", "region", "all"}
    whole = places[places.place == "all"]
    assert measured(whole).to_numpy() == pytest.approx(measured(alone.summary()).to_numpy(), rel=1e-9)


@pytest.mark.parametrize("effect", ["direct", "indirect", "induced", "total"])
def test_everyone_who_works_lives_somewhere(plant: Result, effect: str) -> None:
    homes = plant.residences()
    living, working = homes[homes.effect == effect].jobs.sum(), jobs(plant, effect).sum()
    assert living == pytest.approx(working, rel=1e-6)
    assert homes[homes.effect == effect].jobs.is_monotonic_decreasing


def test_workers_in_storey_live_in_washoe_then_lyon(plant: Result) -> None:
    homes = plant.residences()
    direct = homes[homes.effect == "direct"].set_index("fips").jobs
    assert direct.index[:2].tolist() == [WASHOE, LYON]
    assert direct[WASHOE] > direct.sum() / 2
    assert direct[LYON] > direct[STOREY]


def test_industries_of_the_nation_sum_to_all_places(plant: Result) -> None:
    places = plant.by_place()
    whole = measured(places[places.place == "all"])
    assert measured(plant.by_industry("nation")).to_numpy() == pytest.approx(whole.to_numpy(), rel=1e-9)
    assert measured(plant.by_industry("region")).to_numpy() == pytest.approx(
        measured(plant.summary()).to_numpy(), rel=1e-9
    )


def test_industries_of_an_unknown_place(plant: Result, alone: Result) -> None:
    with pytest.raises(UsageError, match=r"no industries of 'moon' in this result\. Choose one of: region, nation"):
        plant.by_industry("moon")
    with pytest.raises(UsageError, match="Choose one of: region"):
        alone.by_industry("nation")


@pytest.mark.parametrize("effect", ["indirect", "induced"])
def test_the_suppliers_and_shops_of_storey_are_next_door(plant: Result, effect: str) -> None:
    """Storey has 4,000 people: what it does not make comes from Reno first, not from far and large Las Vegas."""
    nevada = jobs(plant, effect).reindex(region("state:NV").fips).fillna(0.0)
    assert nevada.idxmax() == WASHOE
    assert nevada[WASHOE] > nevada.sum() / 2
    assert jobs(plant, effect).idxmax() == WASHOE  # in the nation, too
    assert nevada[CLARK] < nevada[[LYON, CARSON]].sum()


def test_lyon_supplies_more_than_the_rest_of_nevada(plant: Result) -> None:
    nevada = jobs(plant, "indirect").reindex(region("state:NV").fips).fillna(0.0)
    others = nevada.drop([WASHOE, LYON, STOREY, CLARK, CARSON])
    assert nevada[WASHOE] > nevada[LYON] > others.max()
    assert nevada[CARSON] > others.max()


def test_what_leaves_the_region_is_said(plant: Result) -> None:
    """A small region keeps little of what its plant buys: more indirect jobs are outside than inside."""
    places = plant.by_place()
    indirect = places[places.effect == "indirect"].set_index("place").jobs
    assert indirect["nation"] > indirect["county"]
    assert indirect["region"] > indirect["county"]  # Washoe and Lyon before Storey itself


def test_a_saved_result_has_the_same_places(plant: Result) -> None:
    again = Result._from_dict(plant.to_dict())
    pd.testing.assert_frame_equal(again.by_place(), plant.by_place())
    pd.testing.assert_frame_equal(again.residences(), plant.residences())
    pd.testing.assert_frame_equal(again.by_industry("nation"), plant.by_industry("nation"))

"""Towns, ZIP codes and metro areas in place of a county. Counties of towns are from Census gazetteers and maps."""

import pytest

from impact.counties import find, resolve
from impact.errors import RegionError
from impact.reference import table


@pytest.mark.parametrize(
    ("text", "fips"),
    [
        ("Sparks, NV", "32031"),
        ("reno nevada", "32031"),
        ("Fort Wayne, IN", "18003"),
        ("Ft. Wayne, Indiana", "18003"),
        ("Mt. Pleasant, SC", "45019"),
        ("city of Austin, TX", "48453"),
        ("Austin city, TX", "48453"),
        ("City of Houston, Texas", "48201"),
        ("Johnson City, TN", "47179"),
        ("Jefferson City, MO", "29051"),
        ("Iowa City, IA", "19103"),
        ("Union City, NJ", "34017"),
        ("Dodge City, KS", "20057"),
        ("Kansas City, MO", "29095"),
        ("Kansas City, KS", "20209"),
        ("Town of Fairfield, CT", "09120"),
        ("Charles Town, WV", "54037"),
        ("De Soto, KS", "20091"),
        ("city of Harrison, OH", "39061"),
        ("89434", "32031"),
        ("zip 48201", "26163"),
        ("ZIP code: 78701", "48453"),
        ("89434-1234", "32031"),
        ("Sparks, NV 89434", "32031"),
        ("00501", "36103"),
        ("Kokomo, IN metro area", "18067"),
    ],
)
def test_towns_and_zip_codes_say_which_county_was_taken(text, fips):
    county = resolve(text)
    assert county.fips == fips
    assert f"is read as {county.reference}" in str(county.notice)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Austin, TX", ["Austin County, TX (48015)", "Travis County, TX (48453)", '"city of Austin, TX"']),
        ("Houston, TX", ["Houston County, TX (48225)", "Harris County, TX (48201)"]),
        ("Hamilton, OH", ["Hamilton County, OH (39061)", "Butler County, OH (39017)"]),
        ("Franklin, TN", ["Franklin County, TN (47051)", "Williamson County, TN (47187)"]),
        ("Macon, GA", ["Macon County, GA (13193)", "Bibb County, GA (13021)"]),
        ("Fairfield, CT", ["Fairfield County, CT (09001)", "Greater Bridgeport Planning Region, CT (09120)"]),
        ("Houston", ["names 5 counties", "Houston, TX is a town in Harris County, TX (48201)"]),
        ("Reno", ["Reno County, KS (20155)", "Washoe County, NV (32031)"]),
        ("Reno, TX", ["Lamar County, TX (48277)", "Parker County, TX (48367)"]),
        ("Springfield", ["Greene County, MO (29077)", "Hampden County, MA (25013)", "others"]),
        ("02467", ["Norfolk County, MA (25021)", "Middlesex County, MA (25017)"]),
        ("Sparks, NV 78701", ["Travis County, TX (48453)"]),
        ("cbsa:39900", ["Washoe County, NV (32031)", "Storey County, NV (32029)"]),
        ("Austin-Round Rock-San Marcos, TX", ["Travis County, TX (48453)", "Hays County, TX (48209)"]),
        ("zip 00000", ["No ZIP code"]),
        ("72127", ["Puerto Rico", '"zip 72127"']),
        ("Sparkks, NV", ["Sparks, NV in Washoe County, NV (32031)"]),
    ],
)
def test_what_may_be_another_place_is_asked(text, parts):
    with pytest.raises(RegionError) as asked:
        resolve(text)
    for part in parts:
        assert part in str(asked.value)


@pytest.mark.parametrize(
    ("text", "fips"),
    [
        ("Austin County, TX", "48015"),
        ("County of Orange, CA", "06059"),
        ("Houston Co., TX", "48225"),
        ("Lafayette, LA", "22055"),
        ("Storey County, NV (32029)", "32029"),
        ("fips 48201", "48201"),
        ("48201", "48201"),
        ("48201.0", "48201"),
        ("'01001", "01001"),
        ("0500000US32029", "32029"),
        ("Storey Cnty, NV", "32029"),
        ("city of St. Louis, MO", "29510"),
    ],
)
def test_what_is_said_in_full_stays_the_county(text, fips):
    county = resolve(text)
    assert (county.fips, county.notice) == (fips, None)


def test_a_small_town_does_not_stand_in_the_way_of_a_large_county():
    county = resolve("Johnson, KS")
    assert county.fips == "20091"
    assert "Johnson, KS is also a town in Stanton County, KS" in str(county.notice)


def test_a_dropped_kind_is_announced():
    assert "Cameron County, TX (48061)" in str(resolve("Cameron Parish, TX").notice)
    assert "Storey County, NV (32029)" in str(resolve("Storey City, NV").notice)


@pytest.mark.parametrize(
    ("text", "counties"),
    [
        ("Kansas City, MO", ["Clay County", "Platte County"]),
        ("New York City", ["Bronx County", "Kings County", "Queens County", "Richmond County"]),
    ],
)
def test_a_town_in_several_counties_names_them(text, counties):
    for county in counties:
        assert county in str(resolve(text).notice)


def test_suggestions_stay_in_the_state():
    with pytest.raises(RegionError) as refused:
        resolve("Story, NV")
    assert "Storey County, NV (32029)" in str(refused.value)
    assert ", IA" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Austin, TX", ["Austin County, TX", "Travis County, TX"]),
        ("1001", ["Autauga County, AL"]),
        ("Dade County, FL", ["Miami-Dade County, FL"]),
        ("Sparks, NV", ["Washoe County, NV"]),
        ("89434", ["Washoe County, NV"]),
        ("48201", ["Harris County, TX", "Wayne County, MI"]),
        ("Kokomo, IN metro area", ["Howard County, IN"]),
        ("Valdez-Cordova, AK", ["Chugach Census Area, AK", "Copper River Census Area, AK"]),
    ],
)
def test_find_knows_what_resolve_knows(text, labels):
    assert [county.label for county in find(text, len(labels))] == labels


@pytest.mark.parametrize("text", ["San Juan, PR", "Puerto Rico"])
def test_find_has_no_county_of_the_territories(text):
    assert find(text) == []


def test_every_town_and_zip_code_lies_in_a_county_of_its_state():
    state = table("counties").set_index("fips").state
    towns = table("towns")
    assert (towns.fips.map(state) == towns.state).all()
    assert table("zips").fips.isin(state.index).all()
    assert not towns.duplicated(["name", "state", "fips"]).any()

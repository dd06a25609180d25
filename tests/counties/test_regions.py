from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impact.counties import Region, region
from impact.errors import RegionError
from impact.reference import table


@pytest.mark.parametrize(
    ("spec", "fips"),
    [
        ("Storey, NV", {"32029"}),
        (["Storey, NV", "32031", "32029"], {"32029", "32031"}),
        ("Storey, NV; Washoe, NV;", {"32029", "32031"}),
        ("cbsa:39900", {"32019", "32029", "32031"}),
        ("CBSA: Reno, NV", {"32019", "32029", "32031"}),
        ("cz:80", {"32001", "32019", "32021", "32029", "32031", "32510"}),
        ("cz:080", {"32001", "32019", "32021", "32029", "32031", "32510"}),
        ("state:DC", {"11001"}),
        ("state:delaware", {"10001", "10003", "10005"}),
        ("state:10", {"10001", "10003", "10005"}),
        ("09001", {"09120", "09140", "09190"}),
        (["02261", "state:RI"], {"02063", "02066", "44001", "44003", "44005", "44007", "44009"}),
        ("within 20 km of Washoe, NV", {"32031"}),
        ("within 30 km of Storey, NV", {"32029", "32031", "32510", "32019"}),
    ],
)
def test_regions(spec, fips):
    found = region(spec)
    assert set(found.fips) == fips
    assert list(found.fips) == sorted(fips)


@pytest.mark.parametrize(
    ("spec", "label"),
    [
        ("32029", "Storey County, NV"),
        (["32029", "32031"], "Storey County, NV; Washoe County, NV"),
        (["32029", "32031", "32019", "32510"], "Storey County, NV and 3 others"),
        ("cbsa:39900", "Reno, NV (CBSA 39900)"),
        ("cz:80", "Commuting zone 80 (Washoe County, NV)"),
        ("state:NV", "Nevada"),
        ("within 62.5 MILES of storey nv", "Counties within 62.5 miles of Storey County, NV"),
        ("02261", "Chugach Census Area, AK; Copper River Census Area, AK"),
        (
            "Hartford, CT",
            "Capitol Planning Region, CT; Naugatuck Valley Planning Region, CT; Northwest Hills Planning Region, CT",
        ),
        ("Kokomo, IN metro area", "Kokomo, IN (CBSA 29020)"),
        ("Reno, NV (CBSA 39900)", "Reno, NV (CBSA 39900)"),
        ("Austin-Round Rock-San Marcos, TX", "Austin-Round Rock-San Marcos, TX (CBSA 12420)"),
        ("Reno, NV", "Washoe County, NV"),
        ("within 50 mi of Sparks, NV", "Counties within 50 miles of Washoe County, NV"),
    ],
)
def test_labels(spec, label):
    assert region(spec).label == label


def test_states_have_the_counties_of_2023():
    assert len(region("state:NV").fips) == 17
    assert len(region("state:TX").fips) == 254
    assert len(region("state:CT").fips) == 9
    every = [region(f"state:{state}").fips for state in table("counties").state.unique()]
    assert len(every) == 51
    assert len({fips for state in every for fips in state}) == sum(map(len, every)) == 3144


def test_every_metro_area_and_zone_is_found():
    counties = table("counties")
    for column, prefix, number in (("cbsa", "cbsa", 925), ("cz", "cz", 709)):
        groups = counties.dropna(subset=column).groupby(column).fips.apply(lambda f: tuple(sorted(f)))
        assert len(groups) == number
        for code, fips in groups.items():
            assert region(f"{prefix}:{code}").fips == fips


def test_miles_and_kilometres_agree():
    assert region("within 1000 mi of 32029").fips == region("within 1609.344 km from 32029").fips
    assert region("within 1,000 km of 32029").fips == region("within 1000 kilometers of 32029").fips


def test_any_collection_of_texts_is_a_list():
    expected = region(["32029", "32031"]).fips
    assert region(("32029", "32031")).fips == region({"32029", "32031"}).fips == expected
    assert region(table("counties").fips.loc[lambda f: f.isin(expected)]).fips == expected


def test_notices_are_kept():
    assert region("Storey, NV").notices == ()
    divided = region(["09001", "46113", "09001"])
    assert divided.notices[0].startswith("Fairfield County, CT (09001) ended on 2022-06-01")
    assert len(divided.notices) == 2
    assert "largest part" in region("within 50 km of 09001").notices[0]
    assert "No other county" in region("within 1 km of Storey, NV").notices[0]


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("cbsa:39910", r"39910.*Reno, NV \(39900\)"),
        ("cbsa:Renoo", r"Reno, NV \(39900\)"),
        ("cbsa:", "cbsa:39900"),
        ("cz:9999", "1 to 709"),
        ("state:Nevadda", r"Nevada \(NV\)"),
        ("state:PR", "not Puerto Rico"),
        ("state:", "state:NV"),
        ("msa:39900", "no kind of region.*cbsa:39900"),
        ("within 0 km of Storey, NV", "positive"),
        ("within -5 km of Storey, NV", "no distance"),
        ("within " + "9" * 400 + " km of Storey, NV", "positive"),
        ("within 10 parsecs of Storey, NV", "miles or km"),
        ("within 100 km of Story, NV", r"Storey County, NV \(32029\)"),
        ("Storey, NV; Wahsoe, NV", r"Washoe County, NV \(32031\)"),
        ("Nevada", "state:NV"),
        ([], "No county or area was given"),
        ("", "No county or area was given"),
        (" ; ", "No county or area was given"),
        (32029, "not .32029"),
        (None, "not .None"),
        (b"32029", "not .b'32029'"),
        (["32029", 32031], "not .32031"),
    ],
)
def test_refusals_say_how_to_mend(spec, message):
    with pytest.raises(RegionError, match=message):
        region(spec)


PIECES = st.sampled_from(["cbsa:", "cz:", "state:", "within ", "5", " km of ", ";", ",", "Storey", " NV", "32029"])


@settings(deadline=None)
@given(st.text(max_size=30) | st.lists(PIECES, max_size=6).map("".join))
def test_any_text_is_a_region_or_is_refused(text):
    with suppress(RegionError):
        found = region(text)
        assert isinstance(found, Region)
        assert found.fips
        assert list(found.fips) == sorted(set(found.fips))


@pytest.mark.parametrize("piece", ["cbsa:", "within ", "x:", " ", "within 5 km of ", "9", ";", "state:", "fips "])
def test_huge_text_is_refused_briefly(piece):
    with pytest.raises(RegionError) as refusal:
        region((piece * 10_000)[:10_000])
    assert len(str(refusal.value)) < 600


def test_a_town_with_the_title_of_a_metro_area_names_both():
    found = region("Reno, NV")
    assert found.fips == ("32031",)
    assert '"Reno, NV" is read as Washoe County, NV (32031)' in found.notices[0]
    assert 'write "cbsa:39900"' in found.notices[1]


def test_towns_and_zip_codes_stand_in_lists():
    assert region(["Sparks, NV", "78701", "Storey, NV"]).fips == ("32029", "32031", "48453")


def test_a_point_that_may_group_thousands_is_refused_in_a_distance():
    with pytest.raises(RegionError, match="1,000 or 1; write the one that is meant"):
        region("within 1.000 km of Storey, NV")


@pytest.mark.parametrize("distance", ["1,5 km", "1,50 mi", "1,0000 km"])
def test_a_comma_in_a_distance_groups_three_digits(distance):
    with pytest.raises(RegionError, match="comma that does not group three digits"):
        region(f"within {distance} of Storey, NV")
    assert region("within 1,000 km of Storey, NV").fips == region("within 1000 km of Storey, NV").fips

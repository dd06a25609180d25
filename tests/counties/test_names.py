from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impact.counties import find, resolve
from impact.errors import RegionError
from impact.reference import table


@pytest.mark.parametrize(
    ("text", "fips"),
    [
        ("32029", "32029"),
        (" 32029 ", "32029"),
        ("fips: 32029", "32029"),
        ("Storey, NV", "32029"),
        ("Storey County, Nevada", "32029"),
        ("storey nv", "32029"),
        ("STOREY CO., NV", "32029"),
        ("Storey County, NV, USA", "32029"),
        ("Doña Ana, NM", "35013"),
        ("dona ana nm", "35013"),
        ("La Salle, IL", "17099"),
        ("lasalle county il", "17099"),
        ("LaSalle Parish", "22059"),
        ("DeSoto, LA", "22031"),
        ("Saint Louis County, MO", "29189"),
        ("St. Louis city", "29510"),
        ("St Louis, MN", "27137"),
        ("Sainte Genevieve", "29186"),
        ("Prince George’s, MD", "24033"),
        ("O'Brien", "19141"),
        ("Carson City", "32510"),
        ("Carson City, NV", "32510"),
        ("Baltimore city, MD", "24510"),
        ("Baltimore County", "24005"),
        ("Fairfax County, Virginia", "51059"),
        ("Fairfax city, Virginia", "51600"),
        ("Alexandria, VA", "51510"),
        ("James City, VA", "51095"),
        ("District of Columbia", "11001"),
        ("Washington, D.C.", "11001"),
        ("DC", "11001"),
        ("Juneau, AK", "02110"),
        ("Anchorage, Alaska", "02020"),
        ("Fairbanks North Star Borough", "02090"),
        ("Orleans Parish", "22071"),
        ("Orleans County, LA", "22071"),
        ("Western Connecticut", "09190"),
        ("Capitol Planning Region, CT", "09110"),
        ("Ohio, West Virginia", "54069"),
        ("Texas, MO", "29215"),
        ("New York, NY", "36061"),
    ],
)
def test_names_and_codes(text, fips):
    county = resolve(text)
    assert county.fips == fips
    assert county.notice is None


def test_county_carries_its_label_and_areas():
    storey = resolve("32029")
    assert (storey.label, storey.reference) == ("Storey County, NV", "Storey County, NV (32029)")
    assert (storey.cbsa, storey.cbsa_title, storey.state_name) == ("39900", "Reno, NV", "Nevada")
    assert resolve("Esmeralda, NV").cbsa is None


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("St. Louis, MO", ["29189", "29510"]),
        ("Baltimore", ["24005", "24510"]),
        ("Fairfax, VA", ["51059", "51600"]),
        ("Storey County, CA", ["32029"]),
        ("Nevada", ["05099", "06057", "state:NV"]),
        ("Hartford County, KY", ["24025"]),
        ("NV", ["state:NV"]),
        ("32000", ["32001", "state:NV"]),
        ("Story, NV", ["Storey County, NV (32029)"]),
        ("Storrey Conty NV", ["Storey County, NV (32029)"]),
        ("Storey, Nevadda", ["Storey County, NV (32029)"]),
        ("Ohyo, West Virginia", ["Nearest: Ohio County, WV (54069)"]),
        ("los angelas", ["Los Angeles County, CA (06037)"]),
        ("32", ["five digits"]),
        ("123456", ["five digits"]),
        ("99999", ["99999"]),
        ("", ["No county was given"]),
        (" \t\n", ["No county was given"]),
        ("72127", ["Puerto Rico", "50 states"]),
        ("San Juan, PR", ["not Puerto Rico"]),
        ("Puerto Rico", ["not Puerto Rico"]),
        ("66010", ["Guam"]),
    ],
)
def test_refusals_say_how_to_mend(text, candidates):
    with pytest.raises(RegionError) as refusal:
        resolve(text)
    for candidate in candidates:
        assert candidate in str(refusal.value)


def test_a_name_in_many_states_lists_all_of_them():
    with pytest.raises(RegionError, match="names 12 counties") as refusal:
        resolve("Clark")
    assert "Clark County, NV (32003)" in str(refusal.value)
    assert "Clark County, WA (53011)" in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "fips"),
    [
        ("46113", "46102"),
        ("12025", "12086"),
        ("Dade County, FL", "12086"),
        ("51515", "51019"),
        ("02270", "02158"),
    ],
)
def test_past_counties_are_translated_with_a_notice(text, fips):
    county = resolve(text)
    assert county.fips == fips
    assert county.reference in str(county.notice)
    assert "ended on" in str(county.notice)


@pytest.mark.parametrize("text", ["09001", "Fairfield County, CT", "fairfield co ct"])
def test_a_divided_county_gives_its_largest_part_and_names_the_others(text):
    county = resolve(text)
    assert county.fips == "09190"
    for part in ("(09190) 61.7%", "(09120) 34.0%", "(09140) 4.3%", "largest part is used"):
        assert part in str(county.notice)


def test_doubtful_readings_are_announced():
    assert resolve("1001").fips == "01001"
    assert "Autauga County, AL (01001)" in str(resolve("1001").notice)
    assert "state:IN" in str(resolve("Indiana").notice)
    assert "Jackson County, CO (08057)" in str(resolve("Jackson Co").notice)
    assert resolve("Jackson, CO").notice is None


def test_long_text_is_cut_in_the_message():
    with pytest.raises(RegionError, match="10,000 characters") as refusal:
        resolve("x" * 10_000)
    assert len(str(refusal.value)) < 300
    with pytest.raises(RegionError):
        resolve("Storey, NV" + " " * 200 + "not really")


def test_control_characters_do_not_reach_the_message():
    with pytest.raises(RegionError) as refusal:
        resolve("\x1b[31mStory\nNV\u202e")
    assert str(refusal.value).isprintable()


@settings(deadline=None)
@given(st.text(max_size=40) | st.from_regex(r"[0-9]{3,6}", fullmatch=True))
def test_any_text_resolves_or_is_refused(text):
    with suppress(RegionError):
        county = resolve(text)
        assert resolve(county.fips).label == county.label


@settings(deadline=None)
@given(st.text(max_size=40), st.integers(-2, 5))
def test_find_keeps_the_limit(text, limit):
    assert len(find(text, limit)) <= max(limit, 0)


def test_every_county_is_found_by_its_own_label():
    for row in table("counties").itertuples():
        assert resolve(f"{row.name}, {row.state}").fips == row.fips
        assert resolve(f"{row.name}, {row.state_name}").fips == row.fips
        assert resolve(row.fips).name == row.name


def test_find_ranks_names_before_likenesses():
    assert [c.label for c in find("story nv", 1)] == ["Storey County, NV"]
    assert [c.label for c in find("orleans", 3)] == [
        "Orleans Parish, LA",
        "Orleans County, NY",
        "Orleans County, VT",
    ]
    assert [c.fips for c in find("St. Louis", 3)] == ["29189", "29510", "27137"]
    assert [c.fips for c in find("nevada", 3)] == ["06057", "05099", "32003"]
    assert "Prince of Wales-Hyder Census Area, AK" in [c.label for c in find("prince of")]
    assert [c.fips for c in find("32029")] == ["32029"]
    assert [c.fips for c in find("09001")] == ["09190", "09120", "09140"]
    assert len(find("nv", 100)) == 17
    assert find("") == find("zzzzqqqq") == []

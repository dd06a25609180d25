import json
import re

import pandas as pd
import pytest

from impact.errors import DataError, UsageError
from impact.maps import county_map
from impact.maps._inputs import Layer

from .conftest import map_of

VALUES = pd.DataFrame(
    [
        ["32029", "Storey County", "NV", 110.0, 8.0, 14.0, 33.0],
        ["32031", "Washoe County", "NV", 234.0, 17.0, 31.0, 70.0],
        ["32019", "Lyon County", "NV", 0.04, 0.01, 0.01, 0.01],
    ],
    columns=["fips", "name", "state", "jobs", "labor_income", "value_added", "output"],
)
HOMES = pd.Series({"32031": 300.0, "32029": 44.0})


def page(layers, values=VALUES, **options):
    html = map_of(values, layers=layers, **options).get_root().render()
    return html.partition("<body>")[2]


def words(html):
    return " ".join(re.sub("<[^>]*>", " ", html.partition("<script>")[0]).split())


def test_layers_share_one_geometry(nation):
    values, layers = nation
    one, five = (len(page(some, values)) for some in ((), layers))
    assert five - one < 120_000
    assert page(layers, values).count("unpack(shape), style") == 1


def test_a_national_map_can_be_mailed(nation):
    values, layers = nation
    html = map_of(values, layers=layers, region=["32029"]).get_root().render()
    assert len(html.encode()) < 1_600_000


def test_legend_of_each_layer():
    text = words(page({"Total jobs": VALUES.set_index("fips").jobs, "Homes": HOMES}, jobs_unit="job-years"))
    total, homes = text.split("Total jobs Job-years by county")[1].split("Homes Job-years by county")
    assert "44 0 110 1 234 1 300 0" in total  # one color scale, with the counties of each layer
    assert "44 1 110 0 234 0 300 1" in homes
    assert "All layers of a measure share one color scale." in homes


def test_one_layer_has_no_control_but_its_name():
    html = page({"Homes": HOMES})
    assert 'type="radio"' not in html.partition("<script>")[0]
    assert "Homes Jobs by county" in words(html)
    assert "one color scale" not in html
    assert page({}) == page(())


def test_layers_of_money():
    html = page({"All": VALUES.set_index("fips").output, "Abroad": HOMES}, measure="output", money_unit="USD of 2023")
    assert "All USD of 2023 by county" in words(html)
    rows = json.loads(re.search(r'\[\["All",.*\]\](?=,\n)', html)[0])
    assert [row[0] for row in rows] == ["All", "Abroad", "Jobs", "Labor income", "Value added"]  # no Output


def test_tiny_effects_are_told_but_not_coloured():
    html = page(())
    assert "Under 0.05 jobs, or no figures" in words(html)
    assert "2 have at least 0.05" in html
    texts, figures = (
        json.loads(found) for found in re.search(r"\n   (\[\".*?\]), \[.*?\], (\[\[.*?\]\]), ", html).groups()
    )
    names = json.loads(re.search(r'\["Washoe County, NV".*?\]', html)[0])
    assert texts[figures[0][names.index("Lyon County, NV")]] == "under 0.05"
    assert "No county reaches 0.05." in words(page({"Tiny": pd.Series({"32019": 0.04})}))


def test_order_of_counties_does_not_matter():
    assert page({"Homes": HOMES}) == page({"Homes": HOMES[::-1]}, VALUES[::-1])
    one = pd.Series({"32031": 300.0})  # the other two are equal
    assert page({"Homes": one}) == page({"Homes": one}, VALUES[::-1])


def test_layers_of_one_name_are_all_shown():
    html = page({"x" * 50: HOMES, "x" * 51: HOMES * 2})
    name = "x" * 39 + r"\u2026"
    assert html.partition("<script>")[0].count('type="radio"') == len(re.findall("<section(?: hidden)?>", html)) == 2
    assert f'["{name}","",0,false,false,"Jobs: {"x" * 50} (jobs)"],["{name}","",1,false,' in html


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        (pd.Series({"06001": 1.0}), "layer 'Homes': county 06001 is given twice, or has no row"),
        (pd.Series([1.0, 2.0], ["32029", "32029"]), "county 32029 is given twice"),
        (pd.Series({"32029": float("nan")}), "layer 'Homes': the figure of county 32029 is missing or infinite"),
    ],
)
def test_layers_that_cannot_be_drawn(layer, message):
    with pytest.raises(DataError, match=message):
        page({"Homes": layer})


@pytest.mark.parametrize("name", ["", "  ", "\u200b"])
def test_layers_have_a_name(name):
    with pytest.raises(UsageError, match="a layer has no name"):
        page({"Total": HOMES, name: HOMES})


@pytest.mark.parametrize("title", ["", " \n\t", "\u200b\u2060"])
def test_a_map_always_has_a_title(title):
    html = county_map(VALUES, title=title).get_root().render()
    assert "<title>Economic impact by county</title>" in html
    assert '<h1 dir="auto">Economic impact by county</h1>' in html


@pytest.mark.parametrize(
    ("count", "shown", "rest"),
    [(6, 6, None), (7, 6, "Another note is in the result."), (40, 6, "Another 34 notes are in the result.")],
)
def test_the_foot_stays_short(count, shown, rest):
    text = words(page((), notes=[f"note {i}" for i in range(count)] + ["", " "]))
    assert len(re.findall(r"note \d+", text)) == shown
    assert (rest is None and "in the result." not in text) or rest in text


def test_counties_of_layers_with_several_scales_are_too_small_to_color():
    few = pd.Series({"32031": 3.0})
    share = Layer("All", few, counted="Jobs per 1,000 county jobs", unit="jobs per 1,000 county jobs", format="rate")
    text = words(page([Layer("All", few), share]))
    assert "Too small to color" in text
    assert "All Jobs per 1,000 county jobs Color" in text
    assert "Under 0.05 jobs" not in text

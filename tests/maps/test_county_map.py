import json
import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact._wording import legible, tidy
from impact.errors import DataError, SiteError, UsageError
from impact.maps import county_map, save
from impact.maps._inputs import SiteMark
from impact.maps._layers import Heading
from impact.reference import table

from .conftest import map_of

REGION = ["32029", "32031", "32510"]


def figures(jobs):
    """Made-up effects in some counties of the reference geography."""
    known = table("counties").set_index("fips").loc[list(jobs), ["name", "state"]].reset_index()
    values = pd.Series(list(jobs.values()), dtype=float)
    return known.assign(jobs=values, labor_income=values * 0.07, value_added=values * 0.13, output=values * 0.3)


NEVADA = figures({"32029": 1234.0, "32031": 812.0, "32510": 0.0})


def page(**options):
    return map_of(NEVADA, **{"region": REGION, **options}).get_root().render()


class Text(HTMLParser):
    """Text that a reader sees, and every element and attribute."""

    def __init__(self, html):
        super().__init__()
        self.seen, self.tags, self.attributes = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        if self.lasttag not in {"script", "style"}:
            self.seen.append(data)


def test_equal_arguments_make_equal_files(tmp_path):
    for name in ("a.html", "b.html"):
        save(map_of(NEVADA, region=REGION), tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    drawn = county_map(NEVADA, title="Plant")
    assert drawn.get_root().render() == drawn.get_root().render()


def test_order_of_rows_does_not_matter():
    reverse = map_of(NEVADA[::-1], region=REGION).get_root().render()
    assert reverse == page()


def test_no_address_to_load_from():
    text = Text(page())
    assert not {"link", "iframe", "img", "object", "base"} & set(text.tags)
    assert not [value for name, value in text.attributes if name in {"src", "srcset", "data"}]
    assert set(re.findall(r"url\((\w+:|#)", page())) == {"data:", "#"}
    assert "sourceMappingURL" not in page()


def test_policy_allows_the_two_scripts_and_no_request():
    policy = next(value for _, value in Text(page()).attributes if value and "default-src" in value)
    assert policy.startswith("default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; ")
    assert policy.count("sha256-") == page().count("<script>") == 2
    assert "http" not in policy


def test_legend_names_units_method_and_signs():
    seen = " ".join(" ".join(Text(page(jobs_unit="job-years", money_unit="USD of 2023")).seen).split())
    for words in (
        "Jobs by county", "Total effect, job-years", "812", "1,234", "One color for each figure.",
        "Money in USD of 2023.", "Study region", "Under 0.05 job-years, or no figures",
    ):  # fmt: skip
        assert words in seen
    assert "Site" not in seen.split("Study region")[1]


def test_shading_by_money():
    seen = " ".join(Text(page(measure="output", jobs_unit="job-years", money_unit="USD of 2023")).seen)
    for words in ("Output by county", "Total effect, USD of 2023", "$370.2 million", "Jobs in job-years."):
        assert words in seen


def test_nothing_positive_and_nothing_at_all():
    for values in (figures({"32029": 0.0, "32031": -3.0}), NEVADA.head(0)):
        text = Text(county_map(values, title="Plant").get_root().render())
        assert "No county reaches 0.05." in text.seen


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (NEVADA.drop(columns="output"), "no column output"),
        (NEVADA.assign(fips=["32029", "32031", "09001"]), "no outline for 09001"),
        (NEVADA.assign(fips=["32029", "32029", "32031"]), "32029 is given twice"),
        (NEVADA.assign(output=[1.0, float("nan"), 2.0]), "32031 is missing or infinite"),
        (NEVADA.assign(jobs=[1.0, 2.0, float("inf")]), "32510 is missing or infinite"),
    ],
)
def test_figures_that_cannot_be_drawn(values, message):
    with pytest.raises(DataError, match=message):
        county_map(values, title="Plant")


def test_region_that_cannot_be_drawn():
    with pytest.raises(DataError, match="no outline for 99999"):
        page(region=["99999"])


def test_unknown_measure():
    with pytest.raises(UsageError, match="no measure 'wages'"):
        page(measure="wages")


@pytest.mark.parametrize(("lon", "lat"), [(float("nan"), 39.5), (-119.5, 91.0), (-181.0, 39.5)])
def test_sites_are_on_earth(lon, lat):
    with pytest.raises(SiteError, match="no place on Earth"):
        SiteMark("Plant", lon, lat)


def test_neighbours_are_named_and_far_counties_left_out():
    html = page()
    assert '"Pershing County, NV: no figures"' in html
    assert '"Cook County, IL: no figures"' not in html
    assert '"Storey County, NV: no figures"' not in html


def test_parts_belong_into_a_page():
    with pytest.raises(TypeError, match="only inside a Page"):
        Heading("Plant", "").render()


def test_unwritable_path(tmp_path):
    with pytest.raises(UsageError, match="cannot be written"):
        save(county_map(NEVADA, title="Plant"), tmp_path / "absent" / "map.html")


HOSTILE = st.one_of(
    st.text(max_size=200),
    st.sampled_from(
        [
            "</script><script>alert(1)</script>", "<!--<script>", "'\"><img src=x onerror=alert(1)>",
            "{{ 7 * 7 }}", "{% raise %}", "{# gone", "${alert(1)}", "`;alert(1);//", "\\", "\u2028\u2029",
            "\ud800", "\x00\x1b", "=cmd()", "../../etc", "\u202etxt.exe", "شركة البطاريات", "🔋" * 50,
            "x" * 10_000,
        ]
    ),
)  # fmt: skip


def named(name):
    """A page with a name wherever one can be given."""
    layers = {name if legible(name) else "x": NEVADA.set_index("fips").jobs, "other": NEVADA.set_index("fips").output}
    sites = [SiteMark(name, -119, 39)]
    return page(title=name, subtitle=name, notes=[name], jobs_unit=name, money_unit=name, sites=sites, layers=layers)


@pytest.fixture(scope="module")
def plain():
    return Text(named("x"))


@given(name=HOSTILE)
def test_names_stay_text(plain, name):
    html = named(name)
    html.encode()
    text = Text(html)
    assert text.tags.count("script") == 2
    assert set(text.tags) <= {*plain.tags}
    assert {name for name, _ in text.attributes} == {name for name, _ in plain.attributes}
    line = tidy(name)
    assert not legible(name) or line in [seen.strip() for seen in text.seen]
    marks = re.search(r'\}\)\(offline_map_\d+, "(?:[^"\\]|\\.)*", (\[\[.*\]\])\);', html)[1]
    assert json.loads(marks) == [[39, -119, tidy(name, 60) if legible(name) else "Site"]]


@given(st.text(), st.integers(1, 200))
def test_tidy_text_is_short_printable_and_stable(text, longest):
    line = tidy(text, longest)
    assert len(line) <= longest
    assert tidy(line, longest) == line
    line.encode()

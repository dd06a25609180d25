import re
from types import SimpleNamespace

import pandas as pd
import pytest

from impact.maps import result_map

MEASURES = ["jobs", "labor_income", "value_added", "output"]
NAMES = {"32029": "Storey County", "32031": "Washoe County", "32510": "Carson City"}


def effects(rows):
    """Effects by county, phase and effect; money follows jobs."""
    table = pd.DataFrame(rows, columns=["fips", "phase", "effect", "jobs"])
    table.insert(1, "name", table.fips.map(NAMES))
    table.insert(2, "state", "NV")
    return table


def result(rows, homes):
    table = effects(rows)
    for share, measure in enumerate(MEASURES[1:], start=1):
        table[measure] = table.jobs * share / 10
    return SimpleNamespace(
        name="Plant",
        sites=[SimpleNamespace(name="Plant", county="Storey County, NV", lon=-119.5, lat=39.5)],
        region=SimpleNamespace(label="Storey County, NV", fips=("32029",)),
        dollar_year=2023,
        model="gravity",
        warnings=("Gross effects.",),
        by_county=lambda: table,
        residences=lambda: effects(homes),
    )


ROWS = [
    ("32029", "construction", "total", 999.0),
    ("32029", "construction", "direct", 777.0),
    ("32029", "operations", "direct", 102.0),
    ("32029", "operations", "total", 110.0),
    ("32029", "operations", "indirect", 8.0),
    ("32031", "operations", "indirect", 31.0),
    ("32031", "operations", "induced", 57.0),
    ("32031", "operations", "total", 88.0),
]
HOMES = [
    ("32031", "operations", "total", 140.0),
    ("32510", "operations", "total", 21.0),
    ("32031", "operations", "direct", 77.0),
    ("32031", "construction", "total", 888.0),
]


@pytest.fixture
def drawn():
    return result_map(result(ROWS, HOMES)).get_root().render()


def names(html):
    return re.findall(r'<input type="radio".*?<span dir="auto">(.*?)</span>', html)


def legends(html):
    sections = re.findall(r"<section.*?</section>", html, re.DOTALL)
    return [re.findall(r"</i></td><td>(.*?)</td>", section) for section in sections]


def test_operations_by_effect_and_construction_apart(drawn):
    jobs = ["Total jobs", "Direct jobs", "Indirect jobs", "Induced jobs"]
    assert names(drawn) == [*jobs, "Where the workers live", "Construction, job-years"]
    assert legends(drawn) == [["88", "110"], ["102"], ["8", "31"], ["57"], ["21", "140"], ["999"]]
    assert "Carson City, NV" in drawn
    assert '"777"' not in drawn
    assert '"888"' not in drawn


def test_construction_alone():
    html = result_map(result(ROWS[:2], HOMES[-1:])).get_root().render()
    assert names(html)[-1] == "Where the workers live"
    assert legends(html)[0] == ["999"]
    assert "Effects of construction, in job-years." in html


def test_what_the_page_says(drawn):
    for words in (
        '<h1 dir="auto">Plant</h1>',
        "Storey County, NV. Effects of a year of full operation. Study region: Storey County, NV.",
        "regional trade by a gravity model of all counties",
        "Money in USD of 2023.",
        "Gross effects.",
    ):
        assert words in drawn

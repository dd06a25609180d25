import json
import re
from functools import partial
from types import SimpleNamespace

import pandas as pd
import pytest

from impact._classes import LESS, PALETTE
from impact.accounts import prices
from impact.counties import county, county_totals
from impact.effects import Effects
from impact.errors import UsageError
from impact.maps import comparison_map, result_map
from impact.reference import table

MEASURES = ["jobs", "labor_income", "value_added", "output"]
NAMES = {"32029": "Storey County", "32031": "Washoe County", "32510": "Carson City"}


def effects(rows):
    """Effects by county, phase and effect; money follows jobs."""
    table = pd.DataFrame(rows, columns=["fips", "phase", "effect", "jobs"])
    table.insert(1, "name", table.fips.map(NAMES))
    table.insert(2, "state", "NV")
    return table


def result(rows, homes, name="Plant", dollar_year=2023, years=((2027, "operations", 1.0),), economy=2017):
    tables = [effects(rows), effects(homes)]
    for frame in tables:
        for share, measure in enumerate(MEASURES[1:], start=1):
            frame[measure] = frame.jobs * share / 10
    every, living = tables
    stand_in = SimpleNamespace(
        name=name,
        sites=[
            SimpleNamespace(
                name=name, fips="32029", county="Storey County, NV", lon=-119.5, lat=39.5, facility="cell-nmc811"
            )
        ],
        region=SimpleNamespace(label="Storey County, NV", fips=("32029",)),
        dollar_year=dollar_year,
        economy=economy,
        model="gravity",
        warnings=("Gross effects.",),
        environment=pd.DataFrame(),
        draws=None,
        year=2023,
        counties=every,
        summary=lambda: pd.DataFrame(
            [(phase, effect, 0.0) for phase in ("construction", "operations") for effect in ("direct", "total")],
            columns=["phase", "effect", "jobs"],
        ),
        interval=lambda phase, measure: None,
        years=pd.DataFrame([(name, *year) for year in years], columns=["site", "year", "phase", "share"]),
        by_county=lambda by_site=False: every.assign(site=name) if by_site else every,
        residences=lambda: living,
        lived=lambda site: living,
    )
    stand_in.made_with = partial(Effects.made_with, stand_in)
    return stand_in


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


def layers(html):
    """Number of layers by measure of each radio button."""
    return [[*json.loads(found)] for found in re.findall(r'\["[^"]*",(\{"[^}]*\})\]', html)]


def legends(html):
    sections = re.findall(r"<section(?: hidden)?>.*?</section>", html, re.DOTALL)
    return [re.findall(r"</i></td><td>(.*?)</td>", section) for section in sections]


def test_operations_by_effect_and_construction_apart(drawn):
    effects = ["Total effect", "Direct", "Indirect", "Induced"]
    assert names(drawn) == [*effects, "Where the workers live", "Construction, all years"]
    every = ["Jobs", "Labor income", "Value added"]
    rates = ["Jobs per 1,000 county jobs", "Labor income, % of the county's", "Value added, % of county GDP"]
    effect = every + rates
    assert layers(drawn) == [effect, effect, effect, effect, every[:2], every]
    jobs = [legend for legend in legends(drawn) if not re.search(r"[$%.]", legend[0])]
    assert len({*map(tuple, jobs)}) == 1  # one color scale for all of them
    assert jobs[0] == ["up to 10", "20 – 50", "50 – 100", "100 – 200", "500 – 999"]
    assert {'"102"', '"31"', '"57"', '"140"', '"999 job-years"'} <= set(re.findall(r'"\d[^"]*"', drawn))
    assert "Carson City, NV" in drawn
    assert '"777"' not in drawn
    assert '"888"' not in drawn


def test_construction_alone():
    years = [(2026, "construction", 0.5), (2027, "construction", 0.5)]
    html = result_map(result(ROWS[:2], HOMES[-1:], years=years)).get_root().render()
    assert names(html)[-1] == "Where the workers live"
    assert legends(html)[0] == ["777", "888", "999"]
    assert "Job-years by county" in html
    assert "Effects of construction, in job-years." in html


def test_steps_of_the_time_slider():
    years = [
        (2026, "construction", 0.25), (2027, "construction", 0.75), (2028, "operations", 0.5),
        (2029, "operations", 1.0), (2030, "operations", 1.0),
    ]  # fmt: skip
    html = result_map(result(ROWS, HOMES, years=years)).get_root().render()
    steps = re.findall(r'\["(20[^"]*)",(\d+)\]', html)
    assert [name for name, _ in steps] == [
        "2026, construction", "2027, construction", "2028, operations", "2029 to 2030, operations",
    ]  # fmt: skip
    assert {'"250 job-years"', '"749 job-years"', '"44"', '"55"'} <= set(
        re.findall(r'"\d[^"]*"', html)
    )  # a quarter, the rest, one half
    assert '"44"' not in result_map(result(ROWS, HOMES)).get_root().render()
    assert len({*map(tuple, legends(html)[-4:])}) == 1  # the years share their classes
    assert 'type="range" min="0" max="3"' in html
    assert 'type="range"' not in result_map(result(ROWS, HOMES)).get_root().render()


def test_steps_without_an_opening_year_are_counted():
    years = [(-1, "construction", 0.25), (0, "construction", 0.75), (1, "operations", 1.0), (2, "operations", 1.0)]
    html = result_map(result(ROWS, HOMES, years=years)).get_root().render()
    steps = re.findall(r'\["([^"]*years? \d[^"]*)",\d+\]', html)
    assert steps == ["construction year 1", "construction year 2", "years 1 to 2, operations"]


def test_differences_are_the_second_less_the_first():
    less = [(*row[:3], row[3] * (0.5 if row[0] == "32029" else 2.0)) for row in ROWS]
    html = comparison_map(result(ROWS, HOMES), result(less, HOMES, name="Other")).get_root().render()
    assert '<h1 dir="auto">Other less Plant</h1>' in html
    signs = legends(html)[0]
    less, more = ([label[1:] for label in signs if label.startswith(sign)] for sign in "−+")
    assert less[::-1] == more  # the classes of both signs mirror each other
    section = re.search(r"<section(?: hidden)?>.*?</section>", html, re.DOTALL)[0]
    colours = re.findall(r"#[0-9a-f]{6}", section)
    assert set(colours[: len(less)]) <= {*LESS}
    assert set(colours[len(less) :]) <= {*PALETTE}
    assert '"+88"' in html
    assert r'"\u221255"' in html


def test_a_map_names_the_economy_of_each_result():
    alike = comparison_map(result(ROWS, HOMES), result(ROWS, HOMES, name="Other")).get_root().render()
    assert "U.S. economy of 2017, regional trade by a gravity model of all counties." in alike
    assert "Plant: U.S." not in alike
    html = comparison_map(result(ROWS, HOMES), result(ROWS, HOMES, name="Other", economy=2022)).get_root().render()
    assert "Plant: U.S. economy of 2017" in html
    assert "Other: U.S. economy of 2022" in html
    assert "economy of 2022" in result_map(result(ROWS, HOMES, economy=2022)).get_root().render()


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (result(ROWS, HOMES, dollar_year=2021), "of 2023, of the other of 2021. Run both"),
        (result(ROWS[:2], HOMES[-1:]), "jobs and job-years do not compare"),
    ],
)
def test_studies_that_do_not_compare(other, message):
    with pytest.raises(UsageError, match=message):
        comparison_map(result(ROWS, HOMES), other)


def test_what_the_page_says(drawn):
    for words in (
        '<h1 dir="auto">Plant</h1>',
        "Storey County, NV. Effects of a year of full operation. Study region: Storey County, NV.",
        "regional trade by a gravity model of all counties",
        "Money in USD of 2023.",
        "Gross effects.",
    ):
        assert words in drawn


def test_taxes_have_a_choice_of_their_own():
    taxes = pd.DataFrame({"fips": ["32029", "32031"], "phase": "operations"})
    for column in ("federal_taxes", "state_taxes", "local_taxes", "total_taxes"):
        taxes[column] = [4.0, 2.0]
    html = result_map(result(ROWS, HOMES), taxes=taxes).get_root().render()
    assert "<option>Taxes</option>" in html
    assert "All levels, where the base is" in names(html)
    assert "<option>Taxes</option>" not in result_map(result(ROWS, HOMES)).get_root().render()


def test_rates_are_shares_of_what_the_county_has(drawn):
    jobs = county("32029", 2017).figures["jobs"]
    assert f'"{float(f"{110 / jobs * 1000:.2g}"):g}"' in drawn
    gdp = county_totals(2017, prices(2017).price(2023)).value_added["32029"]
    assert f'"{float(f"{110 * 0.2 / gdp * 100:.2g}"):g}%"' in drawn
    without = result_map(result(ROWS, HOMES, economy=1999)).get_root().render()
    assert "county jobs" not in without  # nothing is known of the counties of that year


def test_the_card_tells_who_commutes(drawn):
    rows = json.loads(re.search(r'\[\["Total effect".*?\]\](?=,\n)', drawn)[0])
    assert [row[:2] for row in rows if row[4]] == [
        ["Jobs, 2017", "The county"],
        ["Work here, live elsewhere", "The county"],
        ["Live here, work elsewhere", "The county"],
    ]
    flows = table("commuting").query("work == '32029'")
    come = flows.workers[flows.home != "32029"].sum()
    assert f'"{come:,.0f} ({come / flows.workers.sum():.0%})"' in drawn

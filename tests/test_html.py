"""What a notebook shows of a region, a site, a result and the nation: tables in which every text stays text."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

import impact
from impact import Region, Result, Study
from impact._notes import Note
from impact.reference import measures, table

ATTACK = "</table><script>alert(1)</script><img src=x onerror=alert(1)>'\"&"


class Reader(HTMLParser):
    """The tags, the cells of each row, and the captions and notes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.rows: list[list[str]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag in ("caption", "p"):
            self.texts.append("")
        self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside in ("td", "th"):
            self.rows[-1][-1] += data
        if self.inside in ("caption", "p"):
            self.texts[-1] += data


def read(shown: Region | Study | Result | impact.Nation) -> Reader:
    page = Reader(shown._repr_html_())
    assert page.tags <= {"table", "caption", "thead", "tbody", "tr", "th", "td", "p"}
    return page


@pytest.fixture(scope="module")
def cells() -> Result:
    return impact.run(
        Study.short("recycling-hydromet@Storey, NV", jobs=500, region="cbsa:39900", trade="flq", capital=100)
    )


@pytest.mark.parametrize("year", [2017, 2024])
def test_a_region_lists_its_counties_and_jobs(year: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("impact.counties._regions.economy_year", lambda: year)
    page = read(impact.region("cbsa:39900"))
    assert page.rows[0] == ["FIPS", "County", f"Jobs of {year}"]
    jobs = table("county_jobs", year).groupby("fips").jobs.sum()
    assert page.texts[0] == "Reno, NV (CBSA 39900)"
    assert [row[:2] for row in page.rows[1:]] == [
        ["32019", "Lyon County, NV"],
        ["32029", "Storey County, NV"],
        ["32031", "Washoe County, NV"],
    ]
    shown = [float(row[2].replace(",", "")) for row in page.rows[1:]]
    assert shown == pytest.approx([float(jobs[row[0]]) for row in page.rows[1:]], abs=0.06)


def test_a_site_shows_what_was_stated_and_nothing_else() -> None:
    site = Study.read(
        {
            "name": ATTACK,
            "county": "Storey, NV",
            "region": ["Storey, NV", "Washoe, NV"],
            "industries": {"335911": 0.7, "325180": 0.3},
            "jobs": 500,
            "ramp": [0.5, 1],
        }
    )
    page = read(site)
    assert page.texts == [ATTACK]
    assert page.rows[1:] == [
        ["county", "Storey, NV"],
        ["industries", "335911: 0.7; 325180: 0.3"],
        ["jobs", "500"],
        ["ramp", "0.5; 1"],
        ["region", "Storey, NV; Washoe, NV"],
    ]


def test_a_result_shows_its_own_figures(cells: Result) -> None:
    page = read(cells)
    head = ["Jobs", "Labor income", "Value added", "Output"]
    assert [row for row in page.rows if row[-4:] == head] == [["Phase", "Effect", *head], ["Place", "Phase", *head]]
    wanted = [
        *([row.phase, row.effect, row] for row in cells.summary().itertuples()),
        *([row.place, row.phase, row] for row in cells.by_place().query("effect == 'total'").itertuples()),
    ]
    shown = [row for row in page.rows if row[-4:] != head]
    places = {"county": "Site county", "region": "Rest of region", "all": "All"}
    assert [row[:2] for row in shown] == [[places.get(first, first), second] for first, second, _ in wanted]
    for row, (_, _, figures) in zip(shown, wanted, strict=True):
        assert row[2:] == [f"{getattr(figures, measure):,.1f}" for measure in measures()]
    direct = next(row for row in shown if row[:2] == ["operations", "direct"])
    assert direct[2] == "500.0"
    assert page.texts[-len(cells.warnings) :] == list(cells.warnings)


def test_hostile_names_stay_text(cells: Result) -> None:
    region = replace(cells.region, label=ATTACK, notices=(ATTACK,))
    assert read(region).texts == [ATTACK, ATTACK]
    page = read(replace(cells, name=ATTACK, region=region, notes=(Note("attack", "note", ATTACK),)))
    assert page.texts[0] == f"{ATTACK}: effects in {ATTACK}"
    assert page.texts[-1] == ATTACK


def test_the_nation_shows_the_published_gross_domestic_product() -> None:
    for year, published in ((2017, 19612.1), (2024, 29298.0)):  # BEA, NIPA table 1.1.5, billion USD
        page = read(impact.nation(economy=year))
        row = dict(zip(page.rows[0], page.rows[1], strict=True))
        assert float(row["Value added"].replace(",", "")) == pytest.approx(1000 * published, abs=50)
        assert page.texts == [
            f"The U.S. economy of {year}: 402 industries, 402 commodities",
            f"Jobs, full- and part-time, and million USD of {year}.",
        ]

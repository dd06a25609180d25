"""Arcs to suppliers and homes: which counties, how wide, and how the page shows them."""

from pathlib import Path

import pandas as pd
import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

import impact
from impact import Result, Study
from impact.counties import shed
from impact.maps import save
from impact.maps._arcs import HOMES, SUPPLIERS, arcs_of, lines_of
from impact.maps._inputs import ArcMark, SiteMark
from impact.reference import table

from ..conftest import LONGEST
from .conftest import map_of

NEVADA = pd.DataFrame(
    [
        ["32029", "Storey County", "NV", 1234.0, 87.6, 160.4, 382.5],
        ["32031", "Washoe County", "NV", 812.4, 57.7, 105.6, 251.8],
    ],
    columns=["fips", "name", "state", "jobs", "labor_income", "value_added", "output"],
)
ATTACK = "</script><img src=https://example.org/x onerror=alert(1)>'\""
SITE = (-119.45, 39.53)
ARCS = [
    ArcMark("Washoe County, NV: 90 jobs at suppliers", "Suppliers", (-119.8, 39.6), SITE, 90.0),
    ArcMark("Lyon County, NV: 10 jobs at suppliers", "Suppliers", (-119.1, 39.0), SITE, 10.0),
    ArcMark(ATTACK, ATTACK, (-119.7, 39.2), SITE, 5.0),
]


@pytest.fixture(scope="module")
def result() -> Result:
    keys = {"name": "Plant", "county": "Washoe, NV", "facility": "recycling-hydromet", "capacity": 20000}
    return impact.run(Study.read(keys))


def test_arcs_go_to_the_counties_with_most_jobs(result: Result) -> None:
    arcs = arcs_of(result, "operations")
    suppliers, homes = ([arc for arc in arcs if arc.kind == kind] for kind in (SUPPLIERS, HOMES))
    effects = result.by_county().query("phase == 'operations' and effect == 'indirect' and fips != '32031'")
    largest = effects.nlargest(8, "jobs")
    assert [arc.jobs for arc in suppliers] == pytest.approx(largest.jobs.tolist())
    first = table("counties").set_index("fips").loc[largest.fips.iloc[0]]
    assert suppliers[0].start == (first.lon, first.lat)
    assert suppliers[0].what.startswith(f"{first['name']}, {first.state}: ")
    assert {arc.end for arc in arcs} == {(result.sites[0].lon, result.sites[0].lat)}
    living = result.residences().query("phase == 'operations' and effect == 'direct' and fips != '32031'")
    assert homes[0].jobs == pytest.approx(living.jobs.max())
    assert len(homes) == min(8, int((living.jobs >= 0.05).sum()))


def test_workers_of_each_site_come_from_its_own_commuting_shed() -> None:
    places = {"Storey, NV": (120, "32029"), "Whitfield, GA": (80, "13313")}
    sites = [
        {"name": place, "county": place, "industries": {"335912": 1}, "jobs": jobs}
        for place, (jobs, _) in places.items()
    ]
    result = impact.run(Study.read({"name": "Two plants", "sites": sites}))
    arcs = [arc for arc in arcs_of(result, "operations") if arc.kind == HOMES]
    assert len(arcs) <= 16
    counties = table("counties").set_index("fips")
    for site in result.sites:
        jobs, fips = places[site.name]
        shares = shed(fips).set_index("fips").share.drop(fips)
        ours = [arc for arc in arcs if arc.end == (site.lon, site.lat)]
        assert ours[0].jobs == pytest.approx(jobs * shares.max())
        first = counties.loc[shares.idxmax()]
        assert ours[0].what.startswith(f"{first['name']}, {first.state}: ")


def test_widths_are_those_of_a_kind() -> None:
    lines, kinds = lines_of(ARCS)
    assert [(name, number) for name, _, number in kinds] == [("Suppliers", 2), (ATTACK[:60], 1)]
    widths = {line[4]: line[5] for line in lines}
    assert widths["Washoe County, NV: 90 jobs at suppliers"] == 7.0
    assert widths["Lyon County, NV: 10 jobs at suppliers"] == pytest.approx(1.5 + 5.5 / 3, abs=0.05)
    assert lines[-1][4].startswith("Washoe")  # on top
    assert lines_of([]) == ([], [])


def opened(browser, tmp_path, arcs=ARCS):
    save(map_of(NEVADA, region=["32029"], sites=[SiteMark("Plant", *SITE)], arcs=arcs), tmp_path / "map.html")
    browser.open(tmp_path / "map.html")
    return browser.driver


def shown(driver):
    return driver.find_elements(By.CSS_SELECTOR, ".leaflet-arcs-pane path.leaflet-interactive")


def test_boxes_show_the_arcs_of_their_kind(browser, tmp_path):
    driver = opened(browser, tmp_path)
    assert shown(driver) == []
    first, second = driver.find_elements(By.CSS_SELECTOR, ".arcs input")
    first.click()
    assert [arc.get_attribute("aria-label") for arc in shown(driver)] == [
        "Lyon County, NV: 10 jobs at suppliers",
        "Washoe County, NV: 90 jobs at suppliers",
    ]
    assert [float(arc.get_attribute("stroke-width")) for arc in shown(driver)] == pytest.approx([3.3, 7.0])
    pin = driver.find_element(By.CSS_SELECTOR, ".site-pin").rect
    tip = (pin["x"] + pin["width"] / 2, pin["y"] + pin["height"])
    box = shown(driver)[1].rect
    assert abs(box["x"] + box["width"] - tip[0]) < 12  # Washoe lies to the west: the arc ends at the pin
    second.click()
    assert len(shown(driver)) == 3
    first.click()
    assert [arc.get_attribute("aria-label") for arc in shown(driver)] == [ATTACK]
    assert driver.find_elements(By.TAG_NAME, "img") == []
    assert browser.complaints() == []
    assert browser.requests() == [(tmp_path / "map.html").as_uri()]


def test_an_arc_says_its_figure_under_the_pointer(browser, tmp_path):
    driver = opened(browser, tmp_path, ARCS[:1])
    driver.find_element(By.CSS_SELECTOR, ".arcs input").click()
    (arc,) = shown(driver)
    middle = driver.execute_script(
        "const p = arguments[0].getPointAtLength(arguments[0].getTotalLength() / 2), m = arguments[0].getScreenCTM();"
        "return [p.x * m.a + m.e, p.y * m.d + m.f];",
        arc,
    )
    actions = ActionChains(driver)
    actions.w3c_actions.pointer_action.move_to_location(*map(round, middle))
    actions.perform()
    said = WebDriverWait(driver, LONGEST, 0.05).until(
        lambda driver: [box.text for box in driver.find_elements(By.CSS_SELECTOR, ".figures") if box.text]
    )
    assert said == ["Washoe County, NV: 90 jobs at suppliers"]


def test_no_barrier_is_found_with_arcs(browser, tmp_path):
    axe = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
    driver = opened(browser, tmp_path)
    for box in driver.find_elements(By.CSS_SELECTOR, ".arcs input"):
        box.click()
    driver.execute_script(axe.read_text(encoding="utf-8"))
    assert driver.execute_async_script("axe.run().then(arguments[0])")["violations"] == []


def test_a_map_without_arcs_has_no_box(browser, tmp_path):
    assert opened(browser, tmp_path, []).find_elements(By.CSS_SELECTOR, ".arcs") == []


def test_the_map_of_a_result_stays_small(result: Result, tmp_path: Path) -> None:
    save(result.map(), tmp_path / "map.html")
    assert (tmp_path / "map.html").stat().st_size <= 2_500_000
    assert SUPPLIERS in (tmp_path / "map.html").read_text(encoding="utf-8")

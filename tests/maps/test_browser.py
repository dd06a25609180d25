"""The saved page in a real browser: it draws, answers, and asks nobody for anything."""

import base64
from pathlib import Path

import pandas as pd
import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from impact.maps import county_map
from impact.maps._inputs import PlantMark, SiteMark

from ..conftest import LONGEST
from .conftest import COLUMNS, LAYERS, NEVADA, TIMED, dots

ATTACK = "</script><img src=https://example.org/x onerror=alert(1)>'\"{{ 7 * 7 }}"


def county(browser, name):
    return browser.driver.find_element(By.CSS_SELECTOR, f'path[aria-label^="{name}"]')


def tooltip(browser):
    """Text of the tooltip with figures, once it is there."""

    def shown(driver):
        return [box.text for box in driver.find_elements(By.CSS_SELECTOR, ".figures") if box.text]

    return WebDriverWait(browser.driver, LONGEST, 0.05).until(shown)[0].splitlines()


def test_no_request_and_no_complaint(show, tmp_path):
    browser = show(sites=[SiteMark("Plant", -119.45, 39.5)])
    assert browser.driver.find_elements(By.CSS_SELECTOR, ".site-pin svg")
    assert browser.requests() == [(tmp_path / "map.html").as_uri()]
    assert browser.complaints() == []


def test_a_notebook_shows_the_map_in_a_frame(browser, tmp_path):
    page = tmp_path / "notebook.html"
    page.write_text(
        f"<!doctype html><title>-</title>{county_map(NEVADA, title=ATTACK)._repr_html_()}", encoding="utf-8"
    )
    browser.open(page)
    (frame,) = browser.driver.find_elements(By.CSS_SELECTOR, "body > *")
    assert (frame.tag_name, frame.rect["height"]) == ("iframe", 640)
    assert frame.get_attribute("title").startswith(ATTACK[:39])
    browser.driver.switch_to.frame(frame)
    assert county(browser, "Washoe County, NV").rect["height"] > 20
    assert browser.driver.find_elements(By.TAG_NAME, "img") == []
    browser.driver.switch_to.default_content()
    assert [address for address in browser.requests() if address != "about:srcdoc"] == [page.as_uri()]
    assert browser.complaints() == []


def test_policy_blocks_requests_and_foreign_scripts(show):
    browser = show()
    answer = browser.driver.execute_async_script(
        """
        const done = arguments[0];
        const script = document.createElement("script");
        script.textContent = "window.intruder = true";
        document.body.appendChild(script);
        fetch("https://example.org/").then(() => done("loaded"), () => done(window.intruder ?? "blocked"));
        """
    )
    assert answer == "blocked"


def test_counties_have_the_colour_of_their_class(show):
    browser = show()
    rows = browser.driver.find_elements(By.CSS_SELECTOR, "aside tbody tr")
    legend = {
        row.find_elements(By.TAG_NAME, "td")[1].text: row.find_element(By.TAG_NAME, "i").value_of_css_property(
            "background-color"
        )
        for row in rows
    }
    assert list(legend) == ["812", "1,234"]
    for name, label in {"Storey County, NV": "1,234", "Washoe County, NV": "812"}.items():
        fill = county(browser, name).value_of_css_property("fill")
        assert fill.removeprefix("rgb(") == legend[label].removeprefix("rgba(").replace(", 1)", ")")
    assert county(browser, "Carson City, NV").get_attribute("fill") == "#eceae4"


def test_study_region_is_outlined(show):
    browser = show(region=["32029", "32031"])
    border = browser.driver.find_element(By.CSS_SELECTOR, 'path[stroke="#1a1a1a"][stroke-width="2.5"]')
    counties = [county(browser, name).rect for name in ("Storey County, NV", "Washoe County, NV")]
    assert border.rect["x"] == pytest.approx(min(box["x"] for box in counties), abs=3)
    right = max(box["x"] + box["width"] for box in counties)
    assert border.rect["x"] + border.rect["width"] == pytest.approx(right, abs=3)


def test_known_plants_are_shown_when_asked_for(show):
    plants = [PlantMark("Cells Inc", "cell, operating", -119.6, 39.4, True), PlantMark(ATTACK, ATTACK, 173, 52, False)]
    browser = show(plants=plants, sites=[SiteMark("Site", -119, 39)], credit="Plants: the Monitor, CC BY 4.0.")
    assert dots(browser) == []
    box = browser.driver.find_element(By.CSS_SELECTOR, ".plants input")
    assert browser.driver.find_element(By.CSS_SELECTOR, ".plants").text.startswith("Known battery plants\nAll (2)\n")
    assert "Plants: the Monitor, CC BY 4.0." in browser.driver.find_element(By.TAG_NAME, "footer").text
    box.click()
    assert [dot.get_attribute("fill") for dot in dots(browser)] == ["#6a3d9a", "#fff"]
    assert dots(browser)[0].get_attribute("aria-label") == "Cells Inc, cell, operating"
    ActionChains(browser.driver).move_to_element(dots(browser)[0]).perform()
    assert tooltip(browser) == ["Cells Inc", "cell, operating"]
    assert browser.complaints() == []
    box.click()
    assert dots(browser) == []


def test_known_plants_are_there_at_once_where_they_are_the_subject(show):
    browser = show(plants=[PlantMark("Cells", "operating", -119.6, 39.4, True, "Operating")])
    assert [dot.get_attribute("aria-label") for dot in dots(browser)] == ["Cells, operating"]
    browser.driver.find_element(By.CSS_SELECTOR, ".plants input").click()
    assert dots(browser) == []


def test_tooltip_under_the_pointer(show):
    browser = show()
    ActionChains(browser.driver).move_to_element(county(browser, "Washoe County, NV")).perform()
    assert tooltip(browser) == [
        "Washoe County, NV", "Jobs 812",
        "Labor income $57.7 million", "Value added $105.6 million", "Output $251.8 million",
    ]  # fmt: skip


def test_tooltip_by_keyboard(show):
    browser = show()
    for _ in range(10):
        ActionChains(browser.driver).send_keys(Keys.TAB).perform()
        focused = browser.driver.switch_to.active_element
        if focused.tag_name == "path":
            break
    assert focused.get_attribute("aria-label").startswith("Storey County, NV, Jobs 1,234,")
    assert tooltip(browser)[:2] == ["Storey County, NV", "Jobs 1,234"]


def test_tab_key_reaches_the_fifty_largest(show):
    alabama = [[f"{1000 + 2 * i + 1:05}", f"County {i}", "AL", 60.0 - i, 1.0, 1.0, 1.0] for i in range(55)]
    browser = show(pd.DataFrame(alabama, columns=COLUMNS), region=[])
    stops = browser.driver.find_elements(By.CSS_SELECTOR, 'path[tabindex="0"]')
    assert [stop.get_attribute("aria-label").split(",")[0] for stop in stops] == [f"County {i}" for i in range(50)]
    listening = browser.driver.find_elements(By.CSS_SELECTOR, "path.leaflet-interactive:not([tabindex])")
    assert listening == []


def test_first_view_holds_the_shaded_counties(show):
    browser = show()
    frame = browser.driver.find_element(By.CLASS_NAME, "folium-map").rect
    for name in ("Storey County, NV", "Washoe County, NV"):
        box = county(browser, name).rect
        assert frame["x"] <= box["x"]
        assert box["x"] + box["width"] <= frame["x"] + frame["width"]
        assert frame["y"] <= box["y"]
        assert box["y"] + box["height"] <= frame["y"] + frame["height"]
    height = max(county(browser, "Washoe County, NV").rect["height"], 1)
    assert height > frame["height"] / 2


def test_hostile_names_are_shown_as_text(show):
    browser = show(title=ATTACK, subtitle=ATTACK, notes=[ATTACK], sites=[SiteMark(ATTACK, -119.45, 39.5)])
    assert browser.driver.find_element(By.TAG_NAME, "h1").text == ATTACK
    assert browser.driver.find_element(By.CLASS_NAME, "site-name").text == ATTACK[:59] + "…"
    assert browser.driver.find_element(By.CLASS_NAME, "site-pin").get_attribute("aria-label")[6:15] == "</script>"
    assert browser.driver.find_elements(By.TAG_NAME, "img") == []
    assert len(browser.requests()) == 1
    assert browser.complaints() == []


def test_long_names_keep_the_page_in_shape(show):
    browser = show(title="x" * 10_000, subtitle="y" * 10_000, sites=[SiteMark("z" * 10_000, -119.45, 39.5)])
    assert browser.driver.find_element(By.CLASS_NAME, "folium-map").rect["height"] > 400
    wide = "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert browser.driver.execute_script(wide) is False


def test_paper_holds_map_and_legend_on_one_page(show):
    browser = show(sites=[SiteMark("Plant", -119.45, 39.5)])
    place = browser.driver.find_element(By.CLASS_NAME, "site-pin").rect
    printed = browser.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    browser.driver.execute_script("window.dispatchEvent(new Event('beforeprint'))")
    widths = [browser.driver.find_element(By.CSS_SELECTOR, part).rect["width"] for part in (".folium-map", "aside")]
    assert widths == pytest.approx([7.4 * 96, 2.3 * 96], abs=1)
    browser.driver.execute_script("window.dispatchEvent(new Event('afterprint'))")
    pages = base64.b64decode(printed["data"]).count(b"/Type /Page\n")
    assert pages == 1
    assert browser.driver.find_element(By.CLASS_NAME, "site-pin").rect == pytest.approx(place, abs=2)


def layer(browser, name):
    return browser.driver.find_element(By.XPATH, f"//fieldset//label[span='{name}']/input")


def legend(browser):
    """Heading, and colour by range, of the legend in sight."""
    [section] = [one for one in browser.driver.find_elements(By.CSS_SELECTOR, "aside section") if one.is_displayed()]
    rows = [row.find_elements(By.TAG_NAME, "td") for row in section.find_elements(By.CSS_SELECTOR, "tbody tr")]
    colours = [row[0].find_element(By.TAG_NAME, "i").value_of_css_property("background-color") for row in rows]
    ranges = [row[1].text for row in rows]
    return section.find_element(By.TAG_NAME, "h2").text, dict(zip(ranges, colours, strict=True))


def fill(browser, name):
    return county(browser, name).value_of_css_property("fill").replace("rgb(", "rgba(").replace(")", ", 1)")


def test_no_control_without_a_choice(show):
    browser = show()
    assert browser.driver.find_elements(By.CSS_SELECTOR, "fieldset, select, input:not([type=search])") == []


def test_switching_the_layer_restyles_counties_and_legend(show, tmp_path):
    browser = show(layers=LAYERS)
    control = browser.driver.find_element(By.TAG_NAME, "fieldset")
    assert control.find_element(By.TAG_NAME, "legend").text == "Show on the map"
    assert [label.text for label in control.find_elements(By.TAG_NAME, "label")] == [*LAYERS]
    title, colours = legend(browser)
    classes = ["up to 20", "200 – 500", "500 – 1,000", "1,000 – 1,700"]
    assert (title, list(colours)) == ("Total jobs", classes)
    assert fill(browser, "Storey County, NV") == colours["1,000 – 1,700"]
    paths = len(browser.driver.find_elements(By.CSS_SELECTOR, "path.leaflet-interactive"))

    layer(browser, "Where the workers live").click()
    title, colours = legend(browser)
    assert (title, list(colours)) == ("Where the workers live", classes)
    for name, place in {"Storey County, NV": 0, "Washoe County, NV": 3, "Carson City, NV": 1}.items():
        assert fill(browser, name) == colours[classes[place]]
    assert browser.driver.find_element(By.CLASS_NAME, "folium-map").get_attribute("aria-label") == (
        "Map of counties colored by Where the workers live, jobs. 3 have at least 0.05; "
        "it is largest in Washoe County, NV: 1,700."
    )
    assert len(browser.driver.find_elements(By.CSS_SELECTOR, "path.leaflet-interactive")) == paths

    layer(browser, "Direct jobs").click()
    assert fill(browser, "Storey County, NV") == legend(browser)[1]["200 – 500"]
    assert fill(browser, "Washoe County, NV") == "rgba(236, 234, 228, 1)"
    layer(browser, "Total jobs").click()
    assert fill(browser, "Washoe County, NV") == legend(browser)[1]["500 – 1,000"]
    assert browser.requests() == [(tmp_path / "map.html").as_uri()]
    assert browser.complaints() == []


def test_layers_by_keyboard(show):
    browser = show(layers=LAYERS)
    ActionChains(browser.driver).send_keys(Keys.TAB, Keys.TAB).perform()
    assert browser.driver.switch_to.active_element == layer(browser, "Total jobs")
    ActionChains(browser.driver).send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN).perform()
    assert layer(browser, "Where the workers live").is_selected()
    title, colours = legend(browser)
    assert title == "Where the workers live"
    assert fill(browser, "Washoe County, NV") == colours["1,000 – 1,700"]


def test_tooltip_holds_all_layers_and_marks_the_one_shown(show):
    browser = show(layers=LAYERS)
    layer(browser, "Direct jobs").click()
    ActionChains(browser.driver).move_to_element(county(browser, "Washoe County, NV")).perform()
    assert tooltip(browser) == [
        "Washoe County, NV", "Total jobs 812", "Direct jobs under 0.05", "Where the workers live 1,700",
        "Labor income $57.7 million", "Value added $105.6 million", "Output $251.8 million",
    ]  # fmt: skip
    assert browser.driver.find_element(By.CSS_SELECTOR, ".figures .shown").text == "Direct jobs under 0.05"


def test_the_measure_is_switched_by_a_list(show):
    browser = show(layers=TIMED)
    assert [label.text for label in browser.driver.find_elements(By.CSS_SELECTOR, ".layers label")][1:3] == [
        "Total", "Homes",
    ]  # fmt: skip
    Select(browser.driver.find_element(By.TAG_NAME, "select")).select_by_visible_text("Labor income")
    assert list(legend(browser)[1]) == ["$57.7 million", "$87.6 million"]
    assert not layer(browser, "Homes").is_displayed()
    ActionChains(browser.driver).move_to_element(county(browser, "Washoe County, NV")).perform()
    assert tooltip(browser) == ["Washoe County, NV", "Total $57.7 million"]
    Select(browser.driver.find_element(By.TAG_NAME, "select")).select_by_visible_text("Jobs")
    assert layer(browser, "Homes").is_enabled()
    assert layer(browser, "Homes").is_displayed()
    assert list(legend(browser)[1])[-1] == "1,000 – 1,700"
    assert browser.complaints() == []


def test_the_slider_walks_through_the_years(show):
    browser = show(layers=TIMED)
    slider = browser.driver.find_element(By.CSS_SELECTOR, "input[type=range]")
    assert slider.get_attribute("aria-valuetext") == "2026, construction"
    slider.send_keys(Keys.ARROW_RIGHT)
    assert browser.driver.find_element(By.TAG_NAME, "output").text == "2027, operations"
    assert slider.get_attribute("aria-valuetext") == "2027, operations"
    later = fill(browser, "Storey County, NV")
    assert county(browser, "Washoe County, NV").get_attribute("aria-label").endswith(", 2027, operations 40")
    slider.send_keys(Keys.ARROW_LEFT)
    assert fill(browser, "Washoe County, NV") == "rgba(236, 234, 228, 1)"
    assert fill(browser, "Storey County, NV") != later  # 150 and 60 are of different classes
    layer(browser, "Total").click()
    assert browser.driver.find_element(By.TAG_NAME, "output").text == ""
    assert list(legend(browser)[1])[-1] == "1,000 – 1,700"


def test_search_finds_a_county(show):
    browser = show()
    field = browser.driver.find_element(By.CSS_SELECTOR, "input[type=search]")
    field.send_keys("carson", Keys.ENTER)
    assert tooltip(browser)[0] == "Carson City, NV"
    assert browser.driver.switch_to.active_element == county(browser, "Carson City, NV")
    frame, found = (browser.driver.find_element(By.CLASS_NAME, "folium-map").rect, county(browser, "Carson City").rect)
    assert frame["x"] < found["x"] < found["x"] + found["width"] < frame["x"] + frame["width"]
    field.clear()
    field.send_keys("Atlantis", Keys.ENTER)
    assert browser.driver.find_element(By.CSS_SELECTOR, ".search p").text == "No county of this name is on the map."
    field.clear()
    field.send_keys(ATTACK, Keys.ENTER)
    assert browser.driver.find_elements(By.TAG_NAME, "img") == []
    assert browser.complaints() == []


def test_counties_of_a_kind_get_a_border(show):
    browser = show(borders={"Energy communities": ["32031", "06037"], ATTACK: ["32510"]})
    boxes = browser.driver.find_elements(By.CSS_SELECTOR, ".marks input")
    before = county(browser, "Washoe County, NV").get_attribute("stroke")
    boxes[0].click()
    assert county(browser, "Washoe County, NV").get_attribute("stroke") == "#b35806"
    assert county(browser, "Storey County, NV").get_attribute("stroke") == before
    boxes[0].click()
    assert county(browser, "Washoe County, NV").get_attribute("stroke") == before
    assert browser.driver.find_elements(By.TAG_NAME, "img") == []


def test_a_background_is_loaded_only_when_asked(show, tmp_path):
    browser = show(tiles=True)
    asked = [address for address in browser.requests() if not address.startswith("file:")]
    assert asked
    assert all(address.startswith("https://tile.openstreetmap.org/") for address in asked)
    assert "OpenStreetMap contributors" in browser.driver.find_element(By.TAG_NAME, "footer").text
    show()
    assert browser.requests() == [(tmp_path / "map.html").as_uri()]


def test_hostile_layers_are_shown_as_text(show):
    browser = show(layers={ATTACK: LAYERS["Total jobs"], "b" * 10_000: LAYERS["Direct jobs"]})
    assert browser.driver.find_element(By.CSS_SELECTOR, ".layers label").text == ATTACK[:39] + "…"
    assert legend(browser)[0] == ATTACK[:39] + "…"
    browser.driver.find_elements(By.CSS_SELECTOR, ".layers input")[1].click()
    assert legend(browser)[0] == "b" * 39 + "…"
    assert browser.driver.find_elements(By.TAG_NAME, "img") == []
    assert len(browser.requests()) == 1
    assert browser.complaints() == []


def test_the_nation_opens_on_the_region_and_shows_the_whole(show, nation):
    values, layers = nation
    browser = show(values, layers=layers, region=["32029", "32031"])
    frame = browser.driver.find_element(By.CLASS_NAME, "folium-map").rect
    assert county(browser, "Washoe County, NV").rect["height"] > frame["height"] / 2
    views = [button.text for button in browser.driver.find_elements(By.CSS_SELECTOR, ".views button")]
    assert views == ["Reset view", "Whole US"]
    browser.driver.find_element(By.XPATH, "//button[text()='Whole US']").click()
    west, east = (county(browser, name).rect for name in ("Clallam County, WA", "Washington County, ME"))
    assert frame["x"] < west["x"] < east["x"] < frame["x"] + frame["width"]
    assert east["x"] - west["x"] > frame["width"] / 2
    layer(browser, "Where the workers live").click()
    assert fill(browser, "Washoe County, NV") == [*legend(browser)[1].values()][-1]
    assert browser.complaints() == []


def test_a_color_means_the_same_in_all_layers(show):
    same = {"Total jobs": pd.Series({"32029": 1234.0}), "Homes": pd.Series({"32031": 1234.0, "32029": 3.0})}
    browser = show(layers=same)
    before = fill(browser, "Storey County, NV")
    layer(browser, "Homes").click()
    assert fill(browser, "Washoe County, NV") == before
    assert fill(browser, "Storey County, NV") != before


@pytest.fixture
def phone(show):
    """Open a map on a screen of 390 by 844."""

    def open_phone(**options):
        size = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
        browser = show(layers=TIMED, **options)
        browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        browser.driver.refresh()
        driven.append(browser)
        return browser

    driven = []
    yield open_phone
    for browser in driven:
        browser.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_the_first_screen_of_a_phone_is_the_map(phone):
    browser = phone(title="A plant with a name that is long enough for a second line", notes=["Gross effects."])
    drawn = browser.driver.find_element(By.CLASS_NAME, "folium-map").rect
    assert drawn["height"] > 844 / 2
    assert drawn["width"] == 390
    key = browser.driver.find_element(By.TAG_NAME, "aside").rect
    assert drawn["y"] + drawn["height"] <= key["y"] + 1 < 844 - 48  # pinned below the map, above the buttons
    assert legend(browser)[0] == "Total"
    choices, notes = browser.driver.find_elements(By.CSS_SELECTOR, ".bar button")
    side, foot = (browser.driver.find_element(By.CSS_SELECTOR, part) for part in (".side", "footer"))
    assert not side.is_displayed()
    assert not foot.is_displayed()
    choices.click()
    assert side.is_displayed()
    assert choices.get_attribute("aria-expanded") == "true"
    layer(browser, "Homes").click()
    assert legend(browser)[0] == "Homes"
    notes.click()
    assert not side.is_displayed()
    assert "Gross effects." in foot.text
    ActionChains(browser.driver).send_keys(Keys.ESCAPE).perform()
    assert not foot.is_displayed()
    wide = "return document.documentElement.scrollWidth > 390 || document.documentElement.scrollHeight > 844"
    assert browser.driver.execute_script(wide) is False


CARD = {"Jobs": {"90 % interval of the total": ["9 to 11", "700 to 900", "0 to 1"]}, "The county": {ATTACK: ["x"] * 3}}


def test_a_click_opens_the_card_of_a_county(show):
    browser = show(layers=TIMED, card=CARD)
    card = browser.driver.find_element(By.CLASS_NAME, "card")
    assert not card.is_displayed()
    ActionChains(browser.driver).move_to_element(county(browser, "Washoe County, NV")).click().perform()
    assert card.text.splitlines()[1:] == [
        "Washoe County, NV", "Jobs", "Total 812", "Homes 1,700", "90 % interval of the total 700 to 900",
        "Labor income", "Total $57.7 million", "The county", f"{ATTACK[:39]}… x",
    ]  # fmt: skip
    assert browser.driver.switch_to.active_element == card
    ActionChains(browser.driver).send_keys(Keys.ESCAPE).perform()
    assert not card.is_displayed()
    assert browser.driver.switch_to.active_element == county(browser, "Washoe County, NV")
    ActionChains(browser.driver).send_keys(Keys.ENTER).perform()
    assert card.is_displayed()
    card.find_element(By.CSS_SELECTOR, "button").click()
    assert not card.is_displayed()
    assert browser.driver.find_elements(By.TAG_NAME, "img") == []
    assert browser.complaints() == []


def test_the_address_keeps_layer_and_county(show, tmp_path):
    browser = show(layers=TIMED)
    assert browser.driver.current_url.endswith("map.html")
    layer(browser, "Homes").click()
    ActionChains(browser.driver).move_to_element(county(browser, "Carson City, NV")).click().perform()
    assert browser.driver.current_url.endswith("map.html#layer=jobs-homes&county=32510")
    address = (tmp_path / "map.html").as_uri()
    browser.driver.get("about:blank")
    browser.driver.get(f"{address}#layer=labor-income-total&county=32031")
    assert Select(browser.driver.find_element(By.TAG_NAME, "select")).first_selected_option.text == "Labor income"
    assert list(legend(browser)[1])[-1] == "$87.6 million"
    assert browser.driver.find_element(By.CSS_SELECTOR, ".card h2").text == "Washoe County, NV"
    browser.driver.execute_script("location.hash = '#layer=jobs-2027-operations&county=nowhere'")
    said = browser.driver.find_element(By.TAG_NAME, "output")
    WebDriverWait(browser.driver, LONGEST, 0.05).until(lambda _: said.text == "2027, operations")
    assert browser.complaints() == []


@pytest.mark.parametrize("opened", ["", "#county=32031"])
def test_no_barrier_is_found(show, phone, tmp_path, opened):
    axe = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
    for open_map in (show, phone):
        options = {} if open_map is phone else {"layers": TIMED}
        browser = open_map(card=CARD, notes=["Gross effects."], sites=[SiteMark("Plant", -119.45, 39.5)], **options)
        browser.driver.get(f"{(tmp_path / 'map.html').as_uri()}{opened}")
        browser.driver.execute_script(axe.read_text(encoding="utf-8"))
        found = browser.driver.execute_async_script("axe.run().then(arguments[0])")
        assert found["violations"] == []
        assert browser.driver.find_elements(By.CSS_SELECTOR, "main .folium-map")


def test_a_map_with_many_notes_prints_on_one_page(show):
    browser = show(notes=["A note of some length, which says what the figures are. " * 6] * 6, layers=TIMED)
    printed = browser.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    assert base64.b64decode(printed["data"]).count(b"/Type /Page\n") == 1

"""Small pictures of Alaska and Hawaii beside the nation, in a real browser."""

import pandas as pd
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from impact.maps import save

from ..conftest import LONGEST
from .conftest import map_of


@pytest.fixture
def show(browser, tmp_path):
    """Open a map of the figures in the browser."""

    def open_map(values, **options):
        save(map_of(values, **options), tmp_path / "map.html")
        browser.open(tmp_path / "map.html")
        return browser

    return open_map


def insets(browser):
    """Buttons with a picture, by name."""
    return {button.text: button for button in browser.driver.find_elements(By.CSS_SELECTOR, ".insets button")}


def outer(browser, name):
    return browser.driver.find_element(By.CSS_SELECTOR, f'path[aria-label^="{name}"]')


def fills(button):
    return [path.value_of_css_property("fill") for path in button.find_elements(By.TAG_NAME, "path")]


def test_a_far_county_is_drawn_within_its_state_and_leads_to_it(show):
    columns = ["fips", "name", "state", "jobs", "labor_income", "value_added", "output"]
    rows = [
        ["32029", "Storey County", "NV", 12.0, 1.0, 1.0, 1.0],
        ["02110", "Juneau City and Borough", "AK", 3.0, 0.2, 0.3, 0.6],
    ]
    browser = show(pd.DataFrame(rows, columns=columns))
    assert outer(browser, "Juneau").rect["width"] == 0
    [(name, button)] = insets(browser).items()
    assert name == "Alaska"
    state, juneau = button.find_elements(By.TAG_NAME, "path")
    assert juneau.rect["x"] > state.rect["x"] + 0.7 * state.rect["width"]  # in the southeast
    assert juneau.rect["y"] > state.rect["y"] + 0.4 * state.rect["height"]
    assert state.rect["width"] > 50
    button.click()
    frame = browser.driver.find_element(By.CLASS_NAME, "folium-map").rect
    assert outer(browser, "Juneau").rect["width"] > 100
    assert frame["x"] < outer(browser, "Juneau").rect["x"] < frame["x"] + frame["width"]
    assert browser.complaints() == []


def test_pictures_wear_the_colors_of_the_layer_in_sight(show, nation):
    values, layers = nation
    total = layers["Total jobs"]
    browser = show(values, layers={"Total jobs": total, "Away": total * values.set_index("fips").state.eq("HI")})
    WebDriverWait(browser.driver, LONGEST, 0.05).until(lambda _: insets(browser))  # a page of the nation takes its time
    assert list(insets(browser)) == ["Alaska", "Hawaii"]
    counties = int(values.state.eq("HI").sum())
    before = fills(insets(browser)["Alaska"])
    assert len(fills(insets(browser)["Hawaii"])) == 1 + counties
    browser.driver.find_element(By.XPATH, "//fieldset//label[span='Away']/input").click()
    assert set(fills(insets(browser)["Alaska"])) == {"rgb(236, 234, 228)"}
    assert fills(insets(browser)["Alaska"]) != before
    assert outer(browser, "Honolulu County, HI").value_of_css_property("fill") in fills(insets(browser)["Hawaii"])


def test_a_view_of_a_region_gives_way_to_its_counties(show, nation):
    values, layers = nation
    browser = show(values, layers=layers, region=["32029", "32031"])
    assert [button.is_displayed() for button in browser.driver.find_elements(By.CSS_SELECTOR, ".insets button")] == [
        False
    ] * 2
    browser.driver.find_element(By.XPATH, "//button[text()='Whole US']").click()
    assert all(button.is_displayed() for button in insets(browser).values())
    browser.driver.find_element(By.XPATH, "//button[text()='Reset view']").click()
    assert not browser.driver.find_element(By.CLASS_NAME, "insets").is_displayed()


def test_no_picture_without_a_far_county(show, nation):
    values, _ = nation
    assert insets(show(values[values.state == "NV"])) == {}

"""What the page of a map writes itself: figures, outlines and pictures, in a real browser."""

import io
from xml.etree import ElementTree

import geopandas as gpd
import pandas as pd
import pytest
from PIL import Image
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from impact.maps._inputs import SiteMark
from impact.shapes import counties as outlines

from ..conftest import LONGEST
from .conftest import LAYERS, TIMED


@pytest.fixture
def download(show, tmp_path):
    """Press a button of a map and wait for the file."""

    def press(kind, ending, **options):
        browser = show(**options)
        behavior = {"behavior": "allow", "downloadPath": str(tmp_path / "files")}
        browser.driver.execute_cdp_cmd("Browser.setDownloadBehavior", behavior)
        browser.driver.find_element(By.CSS_SELECTOR, f".exports button[value={kind}]").click()
        file = tmp_path / "files" / f"plant.{ending}"
        WebDriverWait(browser.driver, LONGEST, 0.05).until(lambda _: file.exists())
        asked = {address.partition(":")[0] for address in browser.requests()}
        assert asked <= {"file", "blob", "data"}  # nothing of the network
        assert browser.complaints() == []
        return file.read_bytes()

    return press


def test_the_page_writes_its_figures_as_csv(download):
    layers = {"Total jobs": LAYERS["Total jobs"], "=1+1": pd.Series({"32029": 0.01, "32031": 57.66})}
    written = download("csv", "csv", layers=layers, tooltip={"Share, of all": ["1%", '"', "=2"]})
    assert written.decode("utf-8-sig") == (
        "fips,county,Jobs: Total jobs (jobs),Jobs: =1+1 (jobs),Labor income (million USD),Value added (million USD),"
        'Output (million USD),"Share, of all"\n'
        '32029,"Storey County, NV",1234,0,87.6,160.4,382.5,1%\n'
        '32031,"Washoe County, NV",812,58,57.7,105.6,251.8,""""\n'
        '32510,"Carson City, NV",0,0,0,0,0,\'=2\n'
    )
    assert written.startswith(b"\xef\xbb\xbf")


def test_the_page_writes_its_counties_as_geojson(download, tmp_path):
    download("geojson", "geojson")
    read = gpd.read_file(tmp_path / "files" / "plant.geojson")
    assert read.fips.tolist() == ["32029", "32031", "32510"]
    assert read["Jobs (jobs)"].tolist() == [1234, 812, 0]
    known = outlines().set_index("fips").geometry[read.fips.tolist()].to_crs("EPSG:5070")
    assert read.geometry.is_valid.all()
    assert read.to_crs("EPSG:5070").area.to_numpy() == pytest.approx(known.area.to_numpy(), rel=0.01)


def test_the_page_draws_itself_as_a_picture(download):
    drawn = Image.open(io.BytesIO(download("png", "png", sites=[SiteMark("Plant", -119.45, 39.5)])))
    colors = {color for _, color in drawn.convert("RGB").getcolors(1 << 24)}
    assert {(0x7F, 0xCD, 0xBB), (0x22, 0x5E, 0xA8), (0xD5, 0x5E, 0)} <= colors  # two classes and the pin
    assert drawn.width > 2 * 1000


def test_the_page_draws_itself_as_an_svg(download, show, tmp_path):
    """Well-formed, the names in it as text, and another page shows its colors."""
    sites = [SiteMark('Plant <&" one', -119.45, 39.5)]
    root = ElementTree.fromstring(download("svg", "svg", sites=sites))
    name = "{http://www.w3.org/2000/svg}"
    words = [text.text for text in root.iter(f"{name}text")]
    assert {"Plant", 'Plant <&" one'} <= set(words)
    assert len([*root.iter(f"{name}path")]) > 3
    assert {element.tag.removeprefix(name) for element in root.iter()} <= {
        "svg", "rect", "clipPath", "g", "path", "circle", "text",
    }  # fmt: skip
    browser = show()
    browser.driver.get((tmp_path / "files" / "plant.svg").as_uri())
    drawn = Image.open(io.BytesIO(browser.driver.get_screenshot_as_png()))
    colors = {color for _, color in drawn.convert("RGB").getcolors(1 << 24)}
    assert {(0x7F, 0xCD, 0xBB), (0x22, 0x5E, 0xA8), (0xD5, 0x5E, 0)} <= colors


def test_figures_of_the_layer_as_a_table(show):
    browser = show(layers=TIMED)
    browser.driver.find_element(By.CSS_SELECTOR, ".exports button[value=table]").click()
    box = browser.driver.find_element(By.TAG_NAME, "dialog")
    rows = [
        [cell.text for cell in row.find_elements(By.CSS_SELECTOR, "th, td")]
        for row in box.find_elements(By.TAG_NAME, "tr")
    ]
    assert rows == [
        ["County", "Total, Jobs", "Homes, Jobs"],
        ["Storey County, NV", "1,234", "20"],
        ["Washoe County, NV", "812", "1,700"],
        ["Carson City, NV", "0", "300"],
    ]
    box.find_element(By.TAG_NAME, "button").click()
    assert browser.driver.find_elements(By.TAG_NAME, "dialog") == []

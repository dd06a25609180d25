"""Build the map of all counties, and measure in headless Chromium how long it takes to answer."""

import shutil
import statistics
import tempfile
import time
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

import impact
from impact.maps import result_map, save

SWITCHES = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1400,900")
ANSWER = """
const done = arguments[0];
const began = performance.now();
%s;
requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
"""
LAYER = "const radios = document.querySelectorAll('.layers input[type=radio]'); radios[%d].click()"
MEASURE = (
    "const list = document.querySelector('.layers select'); list.selectedIndex = %d;"
    "list.dispatchEvent(new Event('change', {bubbles: true}))"
)
WHOLE = "[...document.querySelectorAll('.views button')].find((button) => button.textContent === 'Whole US').click()"
PAN = "eval(document.querySelector('.folium-map').id).panBy([%d, 60], {animate: false})"


def table() -> list[str]:
    """Return the lines of the table."""
    site = impact.Study.short("recycling-hydromet@Storey, NV", capacity=20000)
    result = impact.run(site)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.html"
        built = []
        for _ in range(5):
            start = time.perf_counter()
            save(result_map(result), path)
            built.append(time.perf_counter() - start)
        size = path.stat().st_size / 1e6
        layer, measure, pan = answers(path)
    return [
        "The map of all counties, as `impact run --out` writes it, at the whole US in headless Chromium. Answers: the",
        "slowest of ten, by its own clock until the next frame is done.",
        "",
        "| the map | aim | measured |",
        "|---|---|---|",
        f"| size of the file | 2.5 MB | {size:.2f} MB |",
        f"| building it | 3 s | {statistics.median(built):.2f} s |",
        f"| switching the layer | 200 ms | {layer:.0f} ms |",
        f"| switching the measure | 200 ms | {measure:.0f} ms |",
        f"| a pan | 200 ms | {pan:.0f} ms |",
    ]


def answers(path: Path) -> tuple[float, float, float]:
    """Return the slowest of ten switches of the layer, of the measure, and pans, in ms."""
    options = Options()
    options.binary_location = shutil.which("chromium") or "chromium"
    for switch in SWITCHES:
        options.add_argument(switch)
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        driver.get(path.as_uri())
        driver.execute_async_script(ANSWER % WHOLE)
        slowest = []
        for code, places in ((LAYER, (1, 0)), (MEASURE, (1, 0)), (PAN, (80, -80))):
            spent = [driver.execute_async_script(ANSWER % (code % places[turn % 2])) for turn in range(10)]
            slowest.append(max(spent))
    finally:
        driver.quit()
    layer, measure, pan = slowest
    return layer, measure, pan


if __name__ == "__main__":
    print("\n".join(table()))

"""Made-up effects in every county."""

import numpy as np
import pandas as pd
import pytest
from selenium.webdriver.common.by import By

from impact.maps import MapColors, MapPage, county_map, save
from impact.maps._inputs import Layer, MapMarks
from impact.reference import table

COLUMNS = ["fips", "name", "state", "jobs", "labor_income", "value_added", "output"]
NEVADA = pd.DataFrame(
    [
        ["32029", "Storey County", "NV", 1234.0, 87.6, 160.4, 382.5],
        ["32031", "Washoe County", "NV", 812.4, 57.7, 105.6, 251.8],
        ["32510", "Carson City", "NV", 0.0, 0.0, 0.0, 0.0],
    ],
    columns=COLUMNS,
)
LAYERS = {
    "Total jobs": NEVADA.set_index("fips").jobs,
    "Direct jobs": pd.Series({"32029": 500.0, "32031": 0.01}),
    "Where the workers live": pd.Series({"32029": 20.0, "32031": 1700.0, "32510": 300.0}),
}
INCOME = NEVADA.set_index("fips").labor_income
TIMED = [
    Layer("Total", LAYERS["Total jobs"]),
    Layer("Total", INCOME, "labor_income"),
    Layer("Homes", LAYERS["Where the workers live"]),
    Layer("2026", pd.Series({"32029": 150.0}), step="2026, construction"),
    Layer("2027", pd.Series({"32029": 60.0, "32031": 40.0}), step="2027, operations"),
]


def dots(browser):
    """Dots of known plants on the map."""
    return browser.driver.find_elements(By.CSS_SELECTOR, ".leaflet-plants-pane path")


def map_of(values, title="Plant", **options):
    """Draw a map; each option goes to the colors, the marks or the page, which has a field of its name."""
    parts = {
        name: kind(**{key: options.pop(key) for key in list(options) if key in kind.__dataclass_fields__})
        for name, kind in {"colors": MapColors, "marks": MapMarks, "page": MapPage}.items()
    }
    return county_map(values, title=title, **parts, **options)


@pytest.fixture(scope="session")
def nation() -> tuple[pd.DataFrame, dict[str, pd.Series]]:
    """Effects that fall with the distance from Storey County, NV, and five layers of jobs."""
    values = table("counties").sort_values("fips", ignore_index=True)
    storey = values[values.fips == "32029"].iloc[0]
    degrees = np.hypot(values.lon - storey.lon, values.lat - storey.lat)
    jobs = 1000 / (1 + (2 * degrees) ** 2) * (1 + values.index % 7) / 7
    values = values[["fips", "name", "state"]].assign(
        jobs=jobs, labor_income=jobs * 0.07, value_added=jobs * 0.13, output=jobs * 0.3
    )
    total = values.set_index("fips").jobs
    names = ["Total jobs", "Direct jobs", "Indirect jobs", "Induced jobs"]
    layers = {name: total * share for name, share in zip(names, [1, 0.2, 0.3, 0.5], strict=True)}
    return values, layers | {"Where the workers live": total * (1 + (total.index == "32031"))}


@pytest.fixture
def show(browser, tmp_path):
    """Open a map of the figures in the browser."""

    def open_map(values=NEVADA, **options):
        save(map_of(values, **{"region": ["32029"], **options}), tmp_path / "map.html")
        browser.open(tmp_path / "map.html")
        return browser

    return open_map

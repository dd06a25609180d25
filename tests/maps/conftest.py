"""Made-up effects in every county."""

import numpy as np
import pandas as pd
import pytest
from selenium.webdriver.common.by import By

from impact.maps import MapColors, MapPage, county_map
from impact.maps._inputs import MapMarks
from impact.reference import table


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

"""The map on one sheet: its words, its colors, and equal bytes for equal results."""

import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from impact import Result
from impact._scale import SCALES
from impact.errors import UsageError
from impact.reference import table
from impact.reports import static_map
from impact.reports._region_map import STATES_48, box_around, coloring, far_states, widened

from .conftest import only, scaled


def words(page: bytes, tmp_path: Path) -> str:
    file = tmp_path / "map.pdf"
    file.write_bytes(page)
    said = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True, text=True).stdout
    return " ".join(said.split())


def pixels(page: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(page)).convert("RGB"))


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_equal_results_give_equal_bytes(nationwide: Result, kind: str) -> None:
    assert static_map(nationwide, kind) == static_map(replace(nationwide), kind)


def test_the_sheet_says_what_it_shows(nationwide: Result, tmp_path: Path) -> None:
    stated = dict(nationwide.inputs) | {"date": "2026-11-29", "client": "Storey County"}
    said = words(static_map(replace(nationwide, inputs=stated), "pdf"), tmp_path)
    for part in (
        "Cells",
        f"Jobs by county, all effects, a year of full operation ({nationwide.year})",
        "Study region: Reno, NV",
        "study region",
        "Prepared for Storey County. 2026-11-29.",
        "U.S. Census Bureau",
    ):
        assert part in said
    built = words(static_map(only(nationwide, "construction"), "pdf"), tmp_path)
    assert "Job-years by county, all effects, construction, all years" in built
    assert "full operation" not in built


def test_the_picture_holds_the_colors_of_its_classes(nationwide: Result) -> None:
    image = Image.open(BytesIO(static_map(nationwide, "png")))
    assert image.size == (1760, 1216)
    assert (image.info["Title"], "Software" in image.info) == ("Cells", False)
    assert "a year of full operation" in image.info["Description"]
    seen = {
        tuple(int(part) for part in color)
        for color in np.unique(pixels(static_map(nationwide, "png")).reshape(-1, 3), axis=0)
    }
    assert (0x0C, 0x2C, 0x84) in seen  # the darkest blue
    assert (0x7F, 0x3B, 0x08) not in seen
    lost = replace(nationwide, counties=scaled(nationwide.counties, -20.0))
    brown = (pixels(static_map(lost, "png")) == (0x7F, 0x3B, 0x08)).all(axis=2)
    assert brown.sum() > 2000  # the site's county, beside the legend


def test_a_hostile_name_is_text(nationwide: Result, tmp_path: Path) -> None:
    name = "=<script>alert(1)</script> $x^2$ \u202eabc\u202c \u0645\u0635\u0646\u0639 \U0001f50b " + "x" * 10_000
    result = replace(nationwide, name=name)
    page = static_map(result, "svg")
    tags = {element.tag.partition("}")[2] for element in ET.fromstring(page).iter()}
    assert "script" not in tags
    assert b"<script" not in page
    assert "=<script>alert(1)</script> $x^2$ abc" in words(static_map(result, "pdf"), tmp_path)
    assert pixels(static_map(result, "png")).shape == (1216, 1760, 3)


def test_a_nationwide_map_has_alaska_and_hawaii_apart(nationwide: Result, tmp_path: Path) -> None:
    every = tuple(table("counties").fips)
    assert box_around(every) == STATES_48 == (-124.8, 24.5, -66.9, 49.4)
    assert [*far_states(["02020", "15001", "32029"])] == ["Alaska", "Hawaii"]
    region = replace(nationwide.region, label="the United States", fips=every)
    everywhere = pd.DataFrame({"fips": every, "site": "Cells", "phase": "operations", "effect": "direct"})
    counties = everywhere.assign(jobs=7.0, labor_income=1.0, value_added=1.0, output=1.0)
    page = static_map(replace(nationwide, region=region, counties=counties), "png")
    corner = pixels(page)[900:1110, 60:600].reshape(-1, 3)
    assert (corner == (0x1D, 0x91, 0xC0)).all(axis=1).sum() > 2000  # one class alone
    only_states = replace(nationwide, region=region, counties=counties[~counties.fips.str[:2].isin(["02", "15"])])
    empty = pixels(static_map(only_states, "png"))[940:1110, 60:300].reshape(-1, 3)
    assert (empty == 255).all()
    assert box_around(["02016"])[0] < -187  # the Aleutians lie west of -180, in one piece


def test_maps_that_share_a_legend_share_their_classes() -> None:
    near, far = pd.Series({"a": 500.0, "b": 3.0, "c": 0.01}), pd.Series({"a": 40.0, "d": 3.0, "e": -8.0})
    found = coloring([near, far], SCALES["count"])
    assert found.colors[0]["b"] == found.colors[1]["d"] != found.colors[0]["a"]
    assert "c" not in found.colors[0]
    assert [label for _, label in found.legend] == ["−8", "3", "40", "500"]
    assert coloring([pd.Series({"a": 0.0})], SCALES["count"]).legend == ()


def test_a_box_fills_its_frame() -> None:
    west, south, east, north = widened((-120.0, 39.0, -119.0, 41.0), 2.0)
    assert (south, north) == (39.0, 41.0)
    assert (east - west) * np.cos(np.radians(40.0)) == pytest.approx(2 * 2.0)


def test_an_unknown_format(nationwide: Result) -> None:
    with pytest.raises(UsageError, match=r"no map format 'bmp'\. Choose from: html, png, svg, pdf\."):
        static_map(nationwide, "bmp")

"""The map of a build-out: its plants by stage, from a small build-out made by hand."""

import re
from pathlib import Path

import pandas as pd

from impact.cli.buildout import _map
from impact.facilities import plants
from impact.reference import measures
from impact.runs import Buildout
from impact.runs._plant_list import plant_list

STAGES = ("announced", "operating", "under construction")


def test_the_map_shows_the_plants_by_stage(tmp_path: Path) -> None:
    listed, _ = plant_list(economy=2024)
    counted = pd.concat([listed[(listed.status == stage) & ~listed.in_structure].head(2) for stage in STAGES])
    older = listed[listed.in_structure].head(1)
    row = {"fips": "32029", "opens": 2025, "effect": "direct", **dict.fromkeys(measures(), 10.0)}
    effects = [row | {"status": stage, "phase": phase} for stage in STAGES for phase in ("operations", "construction")]
    nothing = pd.DataFrame()
    result = Buildout(counted.assign(direct_jobs=10.0), older, nothing, pd.DataFrame(effects), nothing, 2024, 2023)
    _map(result, tmp_path / "map.html")
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    boxes = re.findall(r'<input type="checkbox" value="\d" checked.*?<span>(.*?)</span>', page)
    assert boxes == ["In the county jobs already (1)", "Operating (2)", "Under construction (2)", "Announced (2)"]
    where = plants().set_index("facility_id").loc[older.facility_id.iloc[0]]
    assert f"{round(where.lat, 3)},{round(where.lon, 3)}" in page.replace(" ", "")

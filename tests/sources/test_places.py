"""LODES and the outlines of counties."""

import gzip
import zipfile
from io import BytesIO
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from impact.errors import DataError
from impact.reference import table
from impact.sources import SOURCES, Transport, cache_folder, refresh
from impact.sources._cache import cached

from .conftest import Agencies, Answer, counties_of

HEAD = "w_geocode,h_geocode,S000,SA01,SA02,SA03,SE01,SE02,SE03,SI01,SI02,SI03,createdate"
OD = "lehd.ces.census.gov/data/lodes/LODES8/de/od/de_od_{part}_JT00_2022.csv.gz"
BOUNDARIES = "www2.census.gov/geo/tiger/GENZ2023/shp/cb_2023_us_county_500k.zip"


def od(pairs: list[tuple[str, str, int]]) -> bytes:
    rows = [f"{work},{home},{jobs},0,{jobs},0,1,0,{jobs - 1},0,0,{jobs},20240101" for work, home, jobs in pairs]
    return gzip.compress("\n".join([HEAD, *rows, ""]).encode())


def test_blocks_are_summed_to_pairs_of_counties(agencies: Agencies, transport: Transport) -> None:
    inside = [(f"{fips}0001001000", f"{fips}0002001000", 10) for fips in counties_of("10")]
    inside += [("100010401001011", "100010401001012", 5), ("100010401001011", "100030101001000", 2)]
    agencies.serve(OD.format(part="main"), Answer(od(inside)))
    agencies.serve(OD.format(part="aux"), Answer(od([("100010401001011", "240110101001000", 3)])))
    record = refresh(SOURCES["lodes"], transport, state="10")
    frame = cached(cache_folder(), record.name)[1].set_index(["work", "home"])
    assert frame.jobs.to_dict() == {
        ("10001", "10001"): 15,
        ("10001", "10003"): 2,
        ("10001", "24011"): 3,
        ("10003", "10003"): 10,
        ("10005", "10005"): 10,
    }
    assert frame.high_pay["10001", "10001"] == 13


def test_a_short_code_of_a_block_is_refused(agencies: Agencies, transport: Transport) -> None:
    agencies.serve(OD.format(part="main"), Answer(od([("10001", "100010401001012", 5)])))
    with pytest.raises(DataError, match=r"de_od_main_JT00_2022.csv.gz: '10001' is no code of a block"):
        refresh(SOURCES["lodes"], transport, state="10")


def boundaries(folder: Path, fips: list[str], outlines: list[shapely.Polygon] | None = None) -> bytes:
    places = range(len(fips))
    squares = outlines or [shapely.box(i % 60, i // 60, i % 60 + 1, i // 60 + 1) for i in places]
    fields = {"GEOID": fips, "NAMELSAD": fips, "STUSPS": "NV", "ALAND": 5_000_000, "AWATER": 0}
    folder.mkdir()
    path = folder / "cb_2023_us_county_500k.shp"
    gpd.GeoDataFrame(fields, geometry=squares, crs="EPSG:4269").to_file(path)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in path.parent.iterdir():
            archive.write(part, part.name)
    return packed.getvalue()


def test_outlines_of_all_counties(agencies: Agencies, transport: Transport, tmp_path: Path) -> None:
    agencies.serve(BOUNDARIES, Answer(boundaries(tmp_path / "shp", [*table("counties").fips, "72001"])))
    record = refresh(SOURCES["boundaries"], transport)
    frame = cached(cache_folder(), record.name)[1].set_index("fips")
    assert len(frame) == 3144
    assert frame.land_km2["32029"] == 5.0
    assert shapely.from_wkb(frame.outline["01001"]).bounds == pytest.approx((0, 0, 1, 1), abs=1e-4)


def test_a_broken_file_of_lodes_is_refused(agencies: Agencies, transport: Transport) -> None:
    agencies.serve(OD.format(part="main"), Answer(od([("100010401001011", "100010401001012", 5)])[:-20]))
    with pytest.raises(DataError, match="is no whole gzip file"):
        refresh(SOURCES["lodes"], transport, state="10")
    agencies.serve(OD.format(part="main"), Answer(gzip.compress(b"")))
    with pytest.raises(DataError, match="is no table in CSV"):
        refresh(SOURCES["lodes"], transport, state="10")


def test_broken_outlines_are_refused(agencies: Agencies, transport: Transport, tmp_path: Path) -> None:
    bow = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    agencies.serve(BOUNDARIES, Answer(boundaries(tmp_path / "bow", ["01001"], [bow])))
    with pytest.raises(DataError, match="the outline of 01001 crosses itself"):
        refresh(SOURCES["boundaries"], transport)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in ("shp", "shx", "dbf", "prj"):
            archive.writestr(f"cb_2023_us_county_500k.{part}", b"nothing")
    agencies.serve(BOUNDARIES, Answer(packed.getvalue()))
    with pytest.raises(DataError, match="holds no outlines that can be read"):
        refresh(SOURCES["boundaries"], transport)

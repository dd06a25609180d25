"""Census Bureau: cartographic boundaries of the counties."""

import pandas as pd

from ..errors import DataError
from ._archive import member
from ._check import numbers, require
from ._declared import PUBLIC_DOMAIN, Asked, Column, Fetched, Source

ZIP = "https://www2.census.gov/geo/tiger/GENZ{year}/shp/cb_{year}_us_county_500k.zip"
MAX_BYTES = 100_000_000
MAX_UNPACKED_BYTES = 300_000_000
FIELDS = {"GEOID": "fips", "NAMELSAD": "name", "STUSPS": "state"}


def _boundaries(asked: Asked) -> Fetched:
    import geopandas as gpd

    address = ZIP.format(year=asked.year)
    path = asked.folder / address.rpartition("/")[2]
    asked.transport.download(address, path, MAX_BYTES)
    for part in ("shp", "shx", "dbf", "prj"):
        unpacked = path.with_suffix(f".{part}")
        unpacked.write_bytes(member(path, unpacked.name, MAX_UNPACKED_BYTES).getbuffer())
    try:
        shapes = gpd.read_file(path.with_suffix(".shp"))
    except (OSError, ValueError, RuntimeError):
        raise DataError(f"{path.name} holds no outlines that can be read. The old data are kept.") from None
    require(shapes.columns, [*FIELDS, "ALAND", "AWATER"], path.name)
    valid = shapes.geometry.is_valid
    if not valid.all():
        crossed = shapes.GEOID[~valid].iloc[0]
        raise DataError(f"{path.name}: the outline of {crossed} crosses itself. The old data are kept.")
    frame = pd.DataFrame(shapes[list(FIELDS)].rename(columns=FIELDS))
    frame["land_km2"] = numbers(shapes.ALAND, path.name) / 1e6
    frame["water_km2"] = numbers(shapes.AWATER, path.name) / 1e6
    frame["outline"] = shapes.geometry.to_crs("EPSG:4326").to_wkb()
    frame = frame[frame.fips < "57"].sort_values("fips", ignore_index=True)
    return Fetched(frame[list(BOUNDARIES.columns)], (address,), str(asked.year))


BOUNDARIES = Source(
    name="boundaries",
    title="Outlines of the counties, 1 : 500,000",
    agency="Census Bureau",
    address=ZIP,
    licence=PUBLIC_DOMAIN,
    newest=2023,
    oldest=2020,
    by_state=False,
    columns={
        "fips": Column("County FIPS", "text"),
        "name": Column("Legal name", "text"),
        "state": Column("Postal abbreviation of the state", "text"),
        "land_km2": Column("Land area", unit="km²"),
        "water_km2": Column("Water area", unit="km²"),
        "outline": Column("Outline, longitude and latitude (EPSG:4326)", "shape"),
    },
    rows=(3_130, 3_250),
    fetch=_boundaries,
    probe=ZIP,
    embedded=("counties", "county_shapes"),
)

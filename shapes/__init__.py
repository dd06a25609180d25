"""Simplified outlines of counties and states for maps.

Centers of population are in the table of counties.

Both layers come from one topology of the Census boundaries of 2023: neighbours share their border exactly,
and the counties of a state fill it.
"""

import geopandas as gpd

from impact.reference import manifest
from impact.reference._tables import intact

__all__ = ["counties", "states"]


def counties() -> gpd.GeoDataFrame:
    """Return the outlines of the 3,144 counties in the geography of 2023.

    They cover the 50 states and DC.

    Returns
    -------
    GeoDataFrame
        ``fips`` (five digits) and ``geometry`` (degrees, EPSG:4326), sorted by FIPS.

    Raises
    ------
    DataError
        If the file is missing or damaged.

    References
    ----------
    U.S. Census Bureau, cartographic boundary files 2023, 1:5,000,000, simplified.

    Examples
    --------
    >>> len(counties())
    3144
    """
    return _read("county_shapes")


def states() -> gpd.GeoDataFrame:
    """Return the outlines of the 50 states and DC.

    Returns
    -------
    GeoDataFrame
        ``fips`` (two digits) and ``geometry`` (degrees, EPSG:4326), sorted by FIPS.

    Raises
    ------
    DataError
        If the file is missing or damaged.

    References
    ----------
    U.S. Census Bureau, cartographic boundary files 2023, 1:5,000,000, simplified.

    Examples
    --------
    >>> len(states())
    51
    """
    return _read("state_shapes")


def _read(name: str) -> gpd.GeoDataFrame:
    return gpd.read_parquet(intact(name, manifest().tables[name]))

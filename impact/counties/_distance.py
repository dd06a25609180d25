"""Great-circle distances between centers of population, and mean distances inside counties."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from ..reference import table

EARTH_RADIUS_KM = 6371.0088
INTERIOR_DISTANCE_FACTOR = 0.52


def great_circle_km(lon: ArrayLike, lat: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> NDArray[np.float64]:
    r"""Great-circle distance between points on a sphere of the Earth's mean radius.

    .. math::
        d = 2 R \arcsin \sqrt{\sin^2 \tfrac{\phi_2 - \phi_1}{2}
            + \cos\phi_1 \cos\phi_2 \sin^2 \tfrac{\lambda_2 - \lambda_1}{2}}

    Parameters
    ----------
    lon, lat, lon2, lat2 : array_like
        Degrees, of shapes that broadcast together.

    Returns
    -------
    array
        Kilometres, in the broadcast shape: 0 for equal points, at most :math:`\pi R`. Roads are longer.

    References
    ----------
    Sinnott (1984), "Virtues of the Haversine", *Sky and Telescope* 68(2). Mean radius of the Earth: IUGG.

    Examples
    --------
    A degree of the equator:

    >>> round(float(great_circle_km(0, 0, 1, 0)), 2)
    111.2
    """
    lon, lat, lon2, lat2 = (np.radians(np.asarray(angle, dtype=np.float64)) for angle in (lon, lat, lon2, lat2))
    haversine = np.sin((lat2 - lat) / 2) ** 2 + np.cos(lat) * np.cos(lat2) * np.sin((lon2 - lon) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(haversine, 1.0))))


def intra_county_km(land_km2: ArrayLike) -> NDArray[np.float64]:
    r"""Typical distance between two places in the same county.

    .. math:: d = 0.52 \sqrt{A / \pi}

    Parameters
    ----------
    land_km2 : array_like
        Land area, square kilometres, not negative.

    Returns
    -------
    array
        Kilometres: about half the radius of a disc of the same area.

    Examples
    --------
    >>> round(float(intra_county_km(683.238)), 2)
    7.67
    """
    return np.asarray(INTERIOR_DISTANCE_FACTOR * np.sqrt(np.asarray(land_km2, dtype=np.float64) / np.pi))


def distance_matrix(counties: pd.DataFrame | None = None) -> NDArray[np.float64]:
    """Distances between the population centers of all counties.

    The diagonal holds the mean distance inside each.

    Parameters
    ----------
    counties : DataFrame, optional
        ``lon, lat`` (degrees) and ``land_km2`` of each county; all 3,144 in order of FIPS when omitted.

    Returns
    -------
    (counties, counties) array
        Kilometres, symmetric; the diagonal is :func:`intra_county_km`. All counties take 79 MB.

    Examples
    --------
    >>> from impact.reference import table
    >>> nevada = table("counties").query("short_name in ['Storey', 'Washoe'] and state == 'NV'")
    >>> distance_matrix(nevada).round(1)
    array([[ 7.7, 21.8],
           [21.8, 37.5]])
    """
    frame = table("counties") if counties is None else counties
    lon, lat = np.radians(frame.lon.to_numpy(np.float64)), np.radians(frame.lat.to_numpy(np.float64))
    points = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    matrix: NDArray[np.float64] = points @ points.T
    np.subtract(1.0, matrix, out=matrix)  # in place: an array of all pairs is 79 MB
    matrix /= 2  # the haversine of the arc
    np.clip(matrix, 0.0, 1.0, out=matrix)
    np.sqrt(matrix, out=matrix)
    np.arcsin(matrix, out=matrix)
    matrix *= 2 * EARTH_RADIUS_KM
    np.fill_diagonal(matrix, intra_county_km(frame.land_km2))
    return matrix


def distance_to(county_index: int) -> NDArray[np.float64]:
    """Return the distance of every county to one, (counties,) km.

    The county is given by its place in order of FIPS.
    """
    counties = table("counties")
    km = great_circle_km(counties.lon, counties.lat, counties.lon[county_index], counties.lat[county_index])
    km[county_index] = intra_county_km(counties.land_km2[county_index])
    return km

"""The county of a point, and distances outside a county."""

import numpy as np

from .._types import FloatArray
from ..reference import kept

KM_PER_DEGREE = 111.2  # of latitude


@kept
def position(lon: float, lat: float, fips: str) -> tuple[str, float]:
    """Return a point's county and its distance outside another county.

    The county is empty if there is none.

    Parameters
    ----------
    lon, lat : float
        Degrees.
    fips : str
        The other county.

    Returns
    -------
    str, float
        A FIPS code of 2023, and kilometers to the outline, 0 inside; on a plane about the point, which holds for
        neighbors.
    """
    import shapely

    from impact import shapes

    def flat(degrees: FloatArray) -> FloatArray:
        east = (degrees[:, 0] - lon + 180) % 360 - 180  # across the date line too
        scaled = np.column_stack([east * np.cos(np.radians(lat)), degrees[:, 1] - lat])
        return np.asarray(scaled * KM_PER_DEGREE)

    outlines = shapes.counties().set_index("fips").geometry
    inside = outlines.index[outlines.contains(shapely.Point(lon, lat))]
    outline = shapely.transform(outlines[fips], flat)
    return (str(inside[0]) if len(inside) else ""), float(shapely.distance(outline, shapely.Point(0, 0)))

"""Battery plants that exist, are being built or were announced."""

import pandas as pd

from ..counties import great_circle_km, resolve
from ..errors import RegionError
from ..reference import table


def plants(counted_once: bool = True) -> pd.DataFrame:
    """Return the known battery plants of the United States.

    Parameters
    ----------
    counted_once : bool
        Leave out the rows that are a phase of another one (``core_id``), so that jobs, capacity and capital can be
        added. Otherwise all rows are returned.

    Returns
    -------
    DataFrame
        The columns of the reference table ``plants``; what was not announced is missing. Whoever shows rows shows
        ``manifest().tables["plants"].attribution`` with them.

    Examples
    --------
    >>> len(plants()), len(plants(counted_once=False))
    (341, 478)
    """
    known = table("plants")
    if not counted_once:
        return known
    return known[(known.tier == "core") | known.core_id.isna()].reset_index(drop=True)


def plants_near(place: str, within_km: float) -> pd.DataFrame:
    """Return the plants within a distance of a county, the nearest first, each counted once.

    Parameters
    ----------
    place : str
        A county, as :func:`impact.counties.resolve` reads it; distances are from its centre of population.
    within_km : float
        Great-circle kilometres, positive.

    Returns
    -------
    DataFrame
        The columns of :func:`plants` and ``distance_km``. A plant of an unknown ``position`` is in no distance: find
        them with ``plants().query("position == 'unknown'")``.

    Raises
    ------
    RegionError
        If the county is not found or the distance is not positive.

    Examples
    --------
    >>> plants_near("Storey, NV", 25).company.head(2).tolist()
    ['Dragonfly Energy', 'Nanotech Energy']
    """
    centre = resolve(place)
    if not within_km > 0:
        raise RegionError(f"{within_km:g} km is no distance. Give a positive number of kilometres, such as 300.")
    known = plants()
    distance = great_circle_km(centre.lon, centre.lat, known.lon, known.lat)
    near = known.assign(distance_km=distance)[distance <= within_km]
    return near.sort_values(["distance_km", "facility_id"], ignore_index=True)

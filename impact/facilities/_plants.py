"""Battery plants that exist, are being built or were announced."""

import math
from collections.abc import Collection

import pandas as pd

from ..counties import great_circle_km, resolve
from ..errors import RegionError
from ..reference import table
from ._catalogue import facilities

TYPES = {  # of the catalogue, by segment of the table of plants
    "cell": ("cell-nmc811", "cell-nmc622", "cell-lfp"),
    "module/pack": ("module-pack",),
    "ESS": ("storage-system",),
    "anode": ("anode-natural", "anode-synthetic"),
    "lithium refining": ("lithium-hydroxide", "lithium-carbonate"),
    "precursor/CAM": ("precursor-ncm", "cathode-nmc", "cathode-lfp"),
    "electrolyte": ("electrolyte", "lithium-salt"),
    "recycling-hydromet": ("recycling-hydromet",),
    "recycling-mechanical": ("recycling-mechanical",),
    "mining/brine": ("lithium-brine", "lithium-claystone", "lithium-spodumene"),
    "separator": ("separator",),
    "copper/aluminium foil": ("copper-foil", "aluminium-foil"),
}
RELATIONS = ("Same stage", "Can supply it", "Can buy from it", "Others")


def relation(segment: str, kinds: Collection[str]) -> str:
    """Return the relation of a known plant to facility types.

    It is one of ``RELATIONS``.

    Parameters
    ----------
    segment : str
        Of the table of plants.
    kinds : collection of str
        Facility types of the catalogue.

    Examples
    --------
    >>> relation("cell", ["cathode-nmc"]), relation("precursor/CAM", ["cell-nmc811"]), relation("cell", [])
    ('Can buy from it', 'Can supply it', 'Others')
    """
    types = TYPES.get(segment, ())
    known = facilities()
    same_kind, supplies, buys, other = RELATIONS
    if not set(types).isdisjoint(kinds):
        return same_kind
    if any(not set(types).isdisjoint(known[kind].takes) for kind in kinds if kind in known):
        return supplies
    return buys if any(not set(kinds).isdisjoint(known[type_name].takes) for type_name in types) else other


def plants(
    counted_once: bool = True, near: str = "", within_km: float = math.inf, related_to: Collection[str] | None = None
) -> pd.DataFrame:
    """Return known battery plants of the nation, or near a county.

    Parameters
    ----------
    counted_once : bool
        Leave out the rows that are a phase of another one (``core_id``), so that jobs, capacity and capital can be
        added. Otherwise all rows are returned.
    near : str, optional
        A county, as :func:`impact.counties.resolve` reads it; distances are from its center of population.
    within_km : float
        Great-circle kilometers from there, positive.
    related_to : collection of str, optional
        Facility types of the catalogue.

    Returns
    -------
    DataFrame
        The columns of the reference table ``plants``; what was not announced is missing. With ``near`` also
        ``distance_km``, the nearest first. With ``related_to`` also ``relation``, a category of what the plant can be
        to plants of these types, in the order of ``RELATIONS``. A plant of an unknown ``position`` is in no distance:
        find them with ``plants().query("position == 'unknown'")``. Whoever shows rows shows
        ``manifest().tables["plants"].attribution`` with them.

    Raises
    ------
    RegionError
        If the county is not found or the distance is not positive.

    Examples
    --------
    >>> len(plants()), len(plants(counted_once=False))
    (341, 478)
    >>> plants(near="Storey, NV", within_km=25).company.head(2).tolist()
    ['Dragonfly Energy', 'Nanotech Energy']
    """
    known = table("plants")
    if counted_once:
        known = known[(known.tier == "core") | known.core_id.isna()].reset_index(drop=True)
    if near:
        known = _near(known, near, within_km)
    return known if related_to is None else _with_relation(known, related_to)


def _near(known: pd.DataFrame, near: str, within_km: float) -> pd.DataFrame:
    """Return the plants near a county with their distance, the nearest first."""
    centre = resolve(near)
    if not within_km > 0:
        raise RegionError(f"{within_km:g} km is no distance. Give a positive number of kilometers, such as 300.")
    distance = great_circle_km(centre.lon, centre.lat, known.lon, known.lat)
    nearby = known.assign(distance_km=distance)[distance <= within_km]
    return nearby.sort_values(["distance_km", "facility_id"], ignore_index=True)


def _with_relation(known: pd.DataFrame, kinds: Collection[str]) -> pd.DataFrame:
    """Return plants with their relation to facility types, ordered by it."""
    by_segment = {segment: relation(segment, kinds) for segment in known.segment.unique()}
    known = known.assign(relation=pd.Categorical(known.segment.map(by_segment), RELATIONS, ordered=True))
    return known.sort_values("relation", kind="stable")

"""Embodied burdens of plants' purchases, cradle to gate, by quantity."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from ..reference import table
from ._figures import BUYS, Line

DECLARED = Path(__file__).with_name("embodied.yaml")
PER_UNIT = {"ghg": 1e-3, "energy": 1e-6}  # from kg CO2e to t and from MJ to TJ
USED = ("S00401", "S00402")  # scrap and used goods come without the burden of their first life


@cache
def _declared() -> Mapping[str, Any]:
    return MappingProxyType(yaml.safe_load(DECLARED.read_text(encoding="utf-8")))


def embodied(price: str) -> dict[str, float]:
    """Return the cradle-to-gate burden per unit of a priced good.

    It is empty without a factor.

    Parameters
    ----------
    price : str
        Key of :func:`market_prices`.

    Returns
    -------
    dict of str to float
        ``ghg`` (t CO2e) and ``energy`` (TJ) per t or kWh.

    References
    ----------
    Argonne National Laboratory, EverBatt 2023 and GREET: table ``burdens``.

    Examples
    --------
    >>> round(embodied("cathode-nmc811")["ghg"], 3), embodied("spodumene")
    (25.489, {})
    """
    entry = _declared().get(price)
    if entry is None:
        return {}
    burdens = table("burdens")
    rows = burdens[burdens.kind == entry.get("kind", "material")].set_index("item")
    return {
        name: sum(float(rows.loc[item, name]) * part for item, part in entry["burdens"].items()) * factor
        for name, factor in PER_UNIT.items()
    }


def feeds(lines: Sequence[Line]) -> dict[str, dict[str, float]]:
    """Return the burden of purchase lines; see :meth:`Facility.embodied`."""
    burdens = {}
    for line in lines:
        used = any(code in USED for code in line.commodities)
        if line.kind not in BUYS or line.quantity is None or line.price is None or used or len(line.commodities) != 1:
            continue
        burden = embodied(line.price)
        if burden:
            burdens[line.item] = {name: line.quantity.base * value for name, value in burden.items()}
    return burdens

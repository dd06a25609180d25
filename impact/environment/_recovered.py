"""Recovered materials of a full year, and the needs of cells."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from .._yaml import read_declared
from ..effects import Effects
from ..facilities import embodied, facilities
from ..reference import OPERATIONS

DECLARED = Path(__file__).with_name("circular.yaml")
KG_PER_T = 1000.0
RECYCLERS = "recycling"
COLUMNS = ["site", "facility", "product", "material", "tonnes", "low", "high", "revenue", "replaced_per_t", "why"]


@cache
def declared() -> Mapping[str, Any]:
    """Return the declarations of ``circular.yaml``."""
    content: Mapping[str, Any] = read_declared(DECLARED)
    return content


def capacities(effects: Effects) -> dict[str, tuple[str, float]]:
    """Return type and capacity of operating sites by name.

    Sites without a known capacity are left out.
    """
    return {
        part.site.name: (part.site.kind.name, part.shock.capacity)
        for part in effects.case.parts
        if part.shock.phase == OPERATIONS and part.site.kind is not None and part.shock.capacity is not None
    }


def recovers(effects: Effects) -> bool:
    """Whether a plant of a study recovers materials that replace mined ones."""
    recyclers = any(site.facility.startswith(RECYCLERS) for site in effects.sites)
    return recyclers and bool(len(effects.environment)) and bool(recovered(effects).replaced_per_t.notna().any())


def recovered(effects: Effects) -> pd.DataFrame:
    """Return a year's recovered materials of a study's recyclers.

    Returns
    -------
    DataFrame
        ``site, facility, product``; ``material``, t of it with ``low`` and ``high`` of the yield, ``revenue`` (USD),
        ``replaced_per_t``: cradle-to-gate t CO2e per t of material that it replaces, missing without a virgin factor,
        and then ``why``.
    """
    rows = []
    for site, (kind, capacity) in capacities(effects).items():
        known = facilities().get(kind)
        if known is None or not kind.startswith(RECYCLERS):
            continue
        for product in known.products:
            if product.quantity is not None:
                span = [
                    per_unit * capacity
                    for per_unit in (product.quantity.base, product.quantity.low, product.quantity.high)
                ]
                rows.append(
                    [
                        site,
                        kind,
                        product.item,
                        *_replaced(product.item, product.price or "", span),
                        product.base * capacity,
                    ]
                )
    frame = pd.DataFrame(rows, columns=[*COLUMNS[:7], "replaced_per_t", "why", "revenue"])
    return frame[COLUMNS]


def _replaced(item: str, price: str, span: list[float]) -> list[Any]:
    """Return material, tonnes, virgin burden per t and missing reason.

    Tonnes are base, low and high; the reason says why no burden is known.
    """
    entry = declared()["products"].get(price)
    refined = not any(word in item for word in declared()["unrefined"])
    if entry is None or not refined:
        reason = "not refined yet, so no salt is replaced" if not refined else "no virgin factor is known"
        return [price or item, *span, float("nan"), reason]
    return [
        entry["material"],
        *(tonnes * entry["holds"] for tonnes in span),
        embodied(price)["ghg"] / entry["holds"],
        "",
    ]


def cells_again(tonnes: Mapping[str, float]) -> pd.DataFrame:
    """Return the cells whose cathodes could be made again from recovered materials.

    Parameters
    ----------
    tonnes : mapping of str to float
        By material.

    Returns
    -------
    DataFrame
        ``cell, chemistry, kwh, scarce``: the kWh of cells, and the metal that runs out first. Metals of which none is
        recovered are taken as bought, manganese too.
    """
    rows = []
    for name, cell in declared()["cells"].items():
        cathode = next(line for line in facilities()[name].operations if line.price == cell["cathode"])
        assert cathode.quantity is not None
        kilograms = cathode.quantity.base / KG_PER_T  # of cathode per kWh, from t per GWh
        possible = {
            metal: tonnes[metal] * KG_PER_T / (kilograms * share)
            for metal, share in cell["metals"].items()
            if tonnes.get(metal, 0.0) > 0
        }
        if possible:
            scarce = min(possible, key=lambda metal: possible[metal])
            rows.append([name, cell["chemistry"], possible[scarce], scarce])
    return pd.DataFrame(rows, columns=["cell", "chemistry", "kwh", "scarce"])

"""Import dependence: U.S. demand, domestic supply, net imports, and plants' additions."""

import pandas as pd

from ..effects import Effects
from ..facilities import facilities
from ..reference import table
from ._recovered import capacities, declared

LISTED = {  # rows of the table of supply, by material
    "lithium": "lithium compounds",
    "nickel": "nickel",
    "cobalt": "cobalt",
    "manganese": "manganese",
    "copper": "copper",
    "graphite": "graphite (natural)",
}
MADE = {  # other products that hold a material: t of it per t of product
    "lithium-hydroxide": ("lithium", 0.1654),  # monohydrate
    "spodumene": ("lithium", 0.0279),  # concentrate of 6 % Li2O
    "nickel": ("nickel", 1.0),
    "cobalt": ("cobalt", 1.0),
}
COLUMNS = [
    "material",
    "year",
    "demand",
    "mined",
    "secondary",
    "reliance",
    "bound",
    "adds",
    "of_demand",
    "reliance_after",
]


def import_dependence(effects: Effects | None = None, year: int | None = None) -> pd.DataFrame:
    """Return demand, supply, import reliance and plants' additions of each material.

    Parameters
    ----------
    effects : Effects, optional
        Of a study; without one, nothing is added.
    year : int, optional
        Of the figures; the newest by default.

    Returns
    -------
    DataFrame
        ``material, year``; ``demand`` (apparent consumption), ``mined``, ``secondary`` (t of content) and ``reliance``
        (net imports over demand, with its ``bound``), missing where USGS withholds or does not give them; ``adds`` (t a
        year at full operation), ``of_demand``, and ``reliance_after``: the reliance if all of it replaced imports.
    """
    supply = table("material_supply")
    year = year or int(supply.year.max())
    of_year = supply[supply.year == year]
    by_measure = of_year.pivot(index="material", columns="measure", values="value")
    bounds = of_year[of_year.measure == "reliance"].set_index("material").bound
    added = {} if effects is None else _added(effects)
    rows = []
    for material, listed in LISTED.items():
        figures = [by_measure[name].get(listed, float("nan")) for name in ("demand", "mined", "secondary", "reliance")]
        adds = added.get(material, 0.0)
        share = adds / figures[0]
        after = max(figures[3] - share, 0.0) if share == share else float("nan")
        rows.append([material, year, *figures, bounds.get(listed, ""), adds, share, after])
    return pd.DataFrame(rows, columns=COLUMNS)


def _added(effects: Effects) -> dict[str, float]:
    """Return t of each material that plants make in a year.

    They make it from ore or spent batteries.
    """
    tonnes: dict[str, float] = {}
    for kind, capacity in capacities(effects).values():
        for product in facilities()[kind].products:
            entry = declared()["products"].get(product.price or "")
            material, holds = (entry["material"], entry["holds"]) if entry else MADE.get(product.price or "", ("", 0.0))
            if product.quantity is not None and material in LISTED:
                tonnes[material] = tonnes.get(material, 0.0) + product.quantity.base * capacity * holds
    return tonnes

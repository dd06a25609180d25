"""Links of the battery chain: plants' mutual needs and possible deliveries."""

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from ..facilities import Facility, Line, facilities
from ..facilities._figures import BUYS

COLUMNS = ["buyer", "item", "sellers", "demand", "supply", "stated", "unit", "share"]
MAX_LINK_SHARE = 1.0


def chain(capacities: Mapping[str, float], stated: Mapping[str, float] = MappingProxyType({})) -> pd.DataFrame:
    """Return demand and supply of each link between plants of some types.

    Parameters
    ----------
    capacities : mapping of str to float
        By type of the catalogue, in its unit.
    stated : mapping of str to float
        The part of it that plants state; the rest follows from their jobs or capital.

    Returns
    -------
    DataFrame
        ``buyer`` (type), ``item`` (what it buys), ``sellers`` (types), ``demand`` and ``supply`` in the ``unit`` of
        the sellers' product, ``stated`` (the supply of plants that state their capacity), and ``share``: supply over
        demand of all buyers, at most one. Supply is what the sellers make in a full year, whoever buys it. Lines
        without a quantity are left out.
    """
    lines = [
        (buyer, line, _needed(line) * amount)
        for buyer, amount in capacities.items()
        for line in facilities()[buyer].operations
        if line.from_facilities and line.quantity is not None and amount > 0
    ]
    total: dict[str, float] = {}
    for _, line, amount in lines:
        total[_product(line)] = total.get(_product(line), 0.0) + amount
    rows = []
    for buyer, line, amount in lines:
        supply, sure = (
            sum(_made(facilities()[seller], line) * known.get(seller, 0.0) for seller in line.from_facilities)
            for known in (capacities, stated)
        )
        share = min(supply / total[_product(line)], MAX_LINK_SHARE)
        unit = "kWh" if "cell" in _product(line) else "m2" if _product(line) == "separator" else "t"
        rows.append([buyer, line.item, ", ".join(line.from_facilities), amount, supply, sure, unit, share])
    return pd.DataFrame(rows, columns=COLUMNS)


def linked(kind: Facility, links: pd.DataFrame) -> dict[str, float]:
    """Return linked shares of a type's purchases by commodity.

    Plants of the chain deliver them.
    """
    of_type = links[links.buyer == kind.name].set_index("item").share
    purchases: dict[str, float] = {}
    delivered: dict[str, float] = {}
    for line in kind.operations:
        if line.kind not in BUYS:
            continue
        for commodity, part in line.commodities.items():
            purchases[commodity] = purchases.get(commodity, 0.0) + part * line.base
            delivered[commodity] = delivered.get(commodity, 0.0) + part * line.base * float(of_type.get(line.item, 0.0))
    return {code: amount / purchases[code] for code, amount in delivered.items() if amount > 0}


def _product(line: Line) -> str:
    """Return the sellers and price that identify a line's product.

    The price matters for several products of one seller.
    """
    return (
        line.price or line.item if len(line.from_facilities) == 1 and _several(line) else "+".join(line.from_facilities)
    )


def _several(line: Line) -> bool:
    return len(facilities()[line.from_facilities[0]].products) > 1


def _needed(line: Line) -> float:
    return line.quantity.base if line.quantity is not None else 0.0


def _made(seller: Facility, line: Line) -> float:
    """Return a seller's quantity of a line's product per unit capacity."""
    has_byproducts = len(seller.products) > 1
    fits = [product for product in seller.products if not has_byproducts or product.price == line.price]
    return sum(product.quantity.base for product in fits if product.quantity is not None)

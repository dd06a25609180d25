"""Plants' power, fuels and water, and the resulting environmental measures.

They are greenhouse gases, energy and water.
"""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BeforeValidator

from .._types import Positive, Text, one_of
from ..reference import table
from ._figures import Figure, Line

CARRIERS = {  # BEA commodity and unit of each
    "electricity": ("221100", "kWh"),
    "natural gas": ("221200", "mmBtu"),
    "diesel": ("324110", "mmBtu"),
    "water": ("221300", "m3"),
}
FUELS = {"natural gas": "Natural Gas", "diesel": "Distillate Fuel Oil No. 2"}
TJ_PER_KWH, TJ_PER_MMBTU = 3.6e-6, 1.055056e-3
COST_TOLERANCE = 0.02  # between quantity times price and cost, both rounded by sources
Carrier = Annotated[Literal["electricity", "natural gas", "diesel", "water"], BeforeValidator(one_of(*CARRIERS))]


class Use(Figure):
    """Yearly use of a unit of capacity.

    It is in kWh, mmBtu (higher heating value) or m3.

    Attributes
    ----------
    carrier : str
        ``electricity``, ``natural gas``, ``diesel`` or ``water``.
    line : str
        The line of operations that pays for it.
    at_price : float
        USD of the line's year per unit, at which quantity and cost agree.
    """

    carrier: Carrier
    line: Text
    at_price: Positive

    @property
    def unit(self) -> str:
        """Unit of the quantity."""
        return CARRIERS[self.carrier][1]


def check_cost(use: Use, lines: Sequence[Line]) -> None:
    """Raise ValueError unless a line pays for a use.

    Its cost has to be quantity times price.
    """
    line = next((known_line for known_line in lines if known_line.item == use.line), None)
    commodity = CARRIERS[use.carrier][0]
    if line is None or commodity not in line.commodities:
        raise ValueError(f"uses: no line of operations named {use.line!r} buys {commodity}, {use.carrier}")
    cost, cost_of_use = line.base * line.commodities[commodity], use.base * use.at_price
    if abs(cost_of_use - cost) > COST_TOLERANCE * cost:
        raise ValueError(
            f"uses: {use.base:,.6g} {use.unit} of {use.carrier} at {use.at_price:g} USD are {cost_of_use:,.6g} USD, "
            f"and the line {use.line!r} costs {cost:,.6g}; make them agree"
        )


def grid_rate(fips: str) -> float | None:
    """Return emissions of power used in a county, kg CO2e/kWh.

    Line losses are included; the answer is None without a known grid.

    Several subregions count by the businesses that each serves.

    Examples
    --------
    >>> round(grid_rate("32029"), 4), grid_rate("02063")
    (0.3005, None)
    """
    grids = table("grids")
    sources = grids[grids.fips == fips]
    if sources.empty:
        return None
    return float((sources.share * sources.kg_per_mwh / (1 - sources.loss.fillna(0.0))).sum() / 1000)


def burned(carrier: str) -> float:
    """Return emissions of a fuel, kg CO2e per mmBtu.

    Examples
    --------
    >>> round(burned("natural gas"), 2)
    53.11
    """
    fuels = table("fuels").set_index("fuel").kg_per_mmbtu
    return float(fuels[FUELS[carrier]])


def physical(uses: Sequence[Use], capacity: float, fips: str) -> dict[str, float]:
    """Return emissions and uses of a full year.

    Unknown ones are left out.

    Parameters
    ----------
    uses : sequence of Use
        Of the type.
    capacity : float
        In the unit of the type.
    fips : str
        County whose grid serves the plant.

    Returns
    -------
    dict of str to float
        ``ghg`` (t CO2e), ``energy`` (TJ) and ``water`` (m3), as far as the type has lines for them.
    """
    amounts = {use.carrier: use.base * capacity for use in uses}
    power, fuels = amounts.get("electricity"), {name: amounts[name] for name in FUELS if name in amounts}
    values = {}
    rate = grid_rate(fips) if power is not None else 0.0
    if power is not None or fuels:
        values["energy"] = (power or 0.0) * TJ_PER_KWH + sum(fuels.values()) * TJ_PER_MMBTU
        if rate is not None:
            kilograms = (power or 0.0) * rate + sum(amount * burned(name) for name, amount in fuels.items())
            values["ghg"] = kilograms / 1000
    if "water" in amounts:
        values["water"] = amounts["water"]
    return values

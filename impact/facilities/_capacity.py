"""Capacities with units, such as "30 GWh/yr" or "20 kt/yr"."""

import math
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from .._wording import quoted
from ..errors import SiteError

if TYPE_CHECKING:
    import pint

# As plants are described: t is the metric ton (and kt is no knot), m2 a square metre.
SPELLINGS = {"t": "metric_ton", "kt": "kilometric_ton", "Mt": "megametric_ton", "m2": "m**2", "m²": "m**2"}
AMOUNT = re.compile(r"\s*([-+]?[\d,]*\.?\d+(?:[eE][-+]?\d+)?)\s*(.*?)\s*(?:(?:/|per)\s*(?:yr|year|a))?\s*")
PLAIN_UNIT = re.compile(r"[A-Za-z_]+(\*\*2)?")


def capacity_in(unit: str, given: float | str) -> float:
    """Return a capacity in the unit of a facility type; a bare number is in that unit already.

    Parameters
    ----------
    unit : str
        Such as ``GWh/yr``.
    given : float or str
        Such as 30, "30 GWh/yr", "30 GWh" (a year is meant) or "30,000 MWh per year".

    Raises
    ------
    SiteError
        If the text has no number, an unknown unit, or one of another dimension.

    Examples
    --------
    >>> capacity_in("t/yr", "20 kt/yr")
    20000.0
    """
    if not isinstance(given, str):
        return given
    hint = f"Write it in {unit}, such as {quoted(f'20 {unit}')}."
    parts = AMOUNT.fullmatch(given)
    if parts is None:
        raise SiteError(f"The capacity {quoted(given)} does not begin with a number. {hint}")
    number = float(parts[1].replace(",", ""))
    if not 0 < number < math.inf:
        raise SiteError(f"The capacity {quoted(given)} is not a positive number. {hint}")
    if not parts[2] or parts[2] == unit.removesuffix("/yr"):
        return number
    found, wanted = _unit(parts[2]), _unit(unit.removesuffix("/yr"))
    if found is None or wanted is None:
        raise SiteError(f"The capacity {quoted(given)} has a unit that is not known. {hint}")
    if not found.is_compatible_with(wanted):
        raise SiteError(f"The capacity {quoted(given)} is measured in something else. {hint}")
    return float(f"{(number * found).to(wanted.units).magnitude:.12g}")


def _unit(written: str) -> "pint.Quantity[float] | None":
    """Return one of a unit, or None if there is no such unit."""
    plain = SPELLINGS.get(written, written)
    if not PLAIN_UNIT.fullmatch(plain):
        return None
    from pint.errors import PintError

    try:
        return _registry().Quantity(1, plain)
    except (PintError, AttributeError):
        return None


@cache
def _registry() -> "pint.UnitRegistry[Any]":
    import pint

    return pint.UnitRegistry()

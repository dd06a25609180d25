"""Capacities with units, such as "30 GWh/yr" or "20 kt/yr"."""

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from .._wording import number_hint, quoted, read_amount
from ..errors import SiteError

if TYPE_CHECKING:
    import pint

# As plants are described: t is the metric ton (and kt is no knot), m2 a square meter. Case matters.
SYMBOLS = {
    "t": "metric_ton",
    "mt": "metric_ton",
    "MT": "metric_ton",
    "Mt": "megametric_ton",
    "Mg": "megagram",
    "Gg": "gigagram",
    "MMlb": "megapound",
    "MMlbs": "megapound",
}
# Names and symbols in any case.
NAMES = {
    "kt": "kilometric_ton",
    "kmt": "kilometric_ton",
    "kta": "kilometric_ton",
    "ktonne": "kilometric_ton",
    "kilotonne": "kilometric_ton",
    "megatonne": "megametric_ton",
    "tonne": "metric_ton",
    "metric ton": "metric_ton",
    "metric tonne": "metric_ton",
    "kilometric ton": "kilometric_ton",
    "ton": "short_ton",
    "kton": "kiloshort_ton",
    "kiloton": "kiloshort_ton",
    "short ton": "short_ton",
    "us ton": "short_ton",
    "u.s. ton": "short_ton",
    "long ton": "long_ton",
    "kg": "kilogram",
    "kilo": "kilogram",
    "lb": "pound",
    "pound": "pound",
    "kwh": "kilowatt_hour",
    "mwh": "megawatt_hour",
    "gwh": "gigawatt_hour",
    "twh": "terawatt_hour",
    "kilowatt hour": "kilowatt_hour",
    "megawatt hour": "megawatt_hour",
    "gigawatt hour": "gigawatt_hour",
    "terawatt hour": "terawatt_hour",
    "m2": "m**2",
    "m^2": "m**2",
    "m²": "m**2",
    "sqm": "m**2",
    "sq m": "m**2",
    "square meter": "m**2",
    "square metre": "m**2",
}
# Dimension and size of common units in kilograms, kilowatt hours or square meters. Others are looked up in a
# registry of all units, which takes half a second to read.
SIZES = {
    "kilogram": ("mass", 1.0),
    "megagram": ("mass", 1e3),
    "gigagram": ("mass", 1e6),
    "metric_ton": ("mass", 1e3),
    "kilometric_ton": ("mass", 1e6),
    "megametric_ton": ("mass", 1e9),
    "pound": ("mass", 0.45359237),
    "megapound": ("mass", 453592.37),
    "short_ton": ("mass", 907.18474),
    "kiloshort_ton": ("mass", 907184.74),
    "long_ton": ("mass", 1016.0469088),
    "kilowatt_hour": ("energy", 1.0),
    "megawatt_hour": ("energy", 1e3),
    "gigawatt_hour": ("energy", 1e6),
    "terawatt_hour": ("energy", 1e9),
    "m**2": ("area", 1.0),
}
TONS = {"ton": "short tons of 2,000 lb", "kton": "thousand short tons", "kiloton": "thousand short tons"}
TONS_A_YEAR = {"tpy": "metric tons", "ktpy": "thousand metric tons"}
MULTIPLES = {"k": 1e3, "thousand": 1e3, "million": 1e6, "mn": 1e6, "mm": 1e6, "billion": 1e9, "bn": 1e9}
MILLION_M2 = ("Mm2", "Mm²", "Mm^2")  # million m2 in the film industry, not square megameters
SMALL = ("milli", "micro", "nano", "pico", "femto", "atto", "zepto", "yocto", "ronto", "quecto")
UNCLEAR = {"mtpa": "million or metric tons a year", "mlb": "thousand or million lb", "mlbs": "thousand or million lb"}
A_YEAR = re.compile(
    r"\s*(?:/|\bper\s)\s*(?:yr|y|year|annum|a)\.?$|\s+an?\s+year$|\s+(?:annually|yearly|p\.?\s?a\.?)$",
    re.IGNORECASE,
)
GLUED = re.compile(r"(k?m?t)p[ay]", re.IGNORECASE)  # tpa, ktpy
OTHER_TIME = re.compile(
    r"(?:/|\bper\s)\s*(?:s|sec|second|min|minute|h|hr|hour|d|day|wk|week|mo|month|quarter)s?\.?$|^[a-z]+p[dhm]$",
    re.IGNORECASE,
)
SQUARED = re.compile(r"(?<=[A-Za-zµμ])(?:\*\*2|\^?2|²)$")
PLAIN_UNIT = re.compile(r"[A-Za-z_µμ]+(\*\*2)?")


@dataclass(frozen=True)
class _Unit:
    """Unit as written: multiple, plain name, and reading of ambiguous words."""

    multiple: float
    name: str
    taken: str = ""


def capacity_in(unit: str, given: float | str) -> float:
    """Return a capacity in the unit of a facility type.

    A bare number is in that unit already.

    Parameters
    ----------
    unit : str
        Such as ``GWh/yr``.
    given : float or str
        As :meth:`impact.facilities.Facility.capacity` takes it.

    Raises
    ------
    SiteError
        If the text has no number, or one with an ambiguous comma or point. Also if the unit is unknown, unclear, of
        another dimension, of another time than a year, or a milli- or micro-unit.

    Examples
    --------
    >>> capacity_in("t/yr", "20 kt/yr"), capacity_in("t/yr", "20,000 mt/yr"), capacity_in("GWh/yr", "500 MWH")
    (20000.0, 20000.0, 0.5)
    """
    if not isinstance(given, str):
        return given
    hint = f"Write it in {unit}, such as {quoted(f'20 {unit}')}."
    amount = read_amount(given)
    if amount is None:
        problem = number_hint(given) or f"does not begin with a number. {hint}"
        raise SiteError(f"The capacity {quoted(given)} {problem}")
    number, written = amount
    if not 0 < number < math.inf:
        raise SiteError(f"The capacity {quoted(given)} is not a positive number. {hint}")
    plain = unit.removesuffix("/yr")
    if written in ("", plain, unit):
        return number
    if OTHER_TIME.search(written):
        raise SiteError(f"The capacity {quoted(given)} is not that of a year. {hint}")
    stated_unit, type_unit = _read(written), _read(plain)
    if stated_unit.name.casefold() in UNCLEAR:
        raise SiteError(f"The capacity {quoted(given)} may be {UNCLEAR[stated_unit.name.casefold()]}. {hint}")
    if stated_unit.name == type_unit.name:
        return number * stated_unit.multiple
    if stated_unit.name in SIZES and type_unit.name in SIZES:
        (kind, size), (own_kind, own_size) = SIZES[stated_unit.name], SIZES[type_unit.name]
        if kind != own_kind:
            raise SiteError(f"The capacity {quoted(given)} is measured in something else. {hint}")
        return float(f"{number * stated_unit.multiple * size / own_size:.12g}")
    quantity, wanted = _quantity(stated_unit.name), _quantity(type_unit.name)
    if _is_small(stated_unit.name):
        raise SiteError(f"The capacity {quoted(given)} is in a milli- or micro-unit, which no plant has. {hint}")
    if quantity is None or wanted is None:
        raise SiteError(f"The capacity {quoted(given)} has a unit that is not known. {hint}")
    if not quantity.is_compatible_with(wanted):
        raise SiteError(f"The capacity {quoted(given)} is measured in something else. {hint}")
    return float(f"{(number * stated_unit.multiple * quantity).to(wanted.units).magnitude:.12g}")


def capacity_notice(unit: str, given: float | str | None) -> str:
    """Say which ton a capacity was read in, if ambiguous.

    The text is empty otherwise.

    Examples
    --------
    >>> capacity_notice("t/yr", "1,000 tons/yr")
    'The capacity "1,000 tons/yr" is read as short tons of 2,000 lb: 907.185 t/yr. Write "metric tons" if meant.'
    """
    amount = read_amount(given) if isinstance(given, str) else None
    reading = _read(amount[1]).taken if amount else ""
    if not reading:
        return ""
    other = "short tons" if "metric" in reading else "metric tons"
    value = f"{capacity_in(unit, str(given)):,.6g} {unit}"
    return f'The capacity {quoted(given)} is read as {reading}: {value}. Write "{other}" if meant.'


def _read(written: str) -> _Unit:
    """Split a unit into a multiple and a plain name.

    The year is dropped, and spellings become one name.
    """
    word = A_YEAR.sub("", written).strip()
    multiple = 1.0
    first, _, rest = word.partition(" ")
    if rest and first.casefold() in MULTIPLES:
        multiple, word = MULTIPLES[first.casefold()], rest.strip().removeprefix("of ")
    if word.casefold() in UNCLEAR and word != "Mtpa":
        return _Unit(multiple, word)
    if GLUED.fullmatch(word):
        symbol, folded = word[:-2], word[:-2].casefold()
        name = SYMBOLS.get(symbol) or NAMES.get(folded) or SYMBOLS[folded]
        return _Unit(multiple, name, TONS_A_YEAR.get(word.casefold(), ""))
    if word in SYMBOLS:
        return _Unit(multiple, SYMBOLS[word])
    if word in MILLION_M2:
        return _Unit(multiple * 1e6, "m**2")
    if word == "mWh":  # a milliwatt hour; mwh in lower case is no unit and means MWh
        return _Unit(multiple, word)
    name = " ".join(word.casefold().replace("-", " ").split())
    singular = name if name in NAMES else name.removesuffix("s")
    return _Unit(multiple, NAMES.get(singular, word), TONS.get(singular, ""))


def _is_small(name: str) -> bool:
    """Whether a unit is a thousandth or less of another."""
    plain = SQUARED.sub("", name)
    if not PLAIN_UNIT.fullmatch(plain):
        return False
    readings = _registry().parse_unit_name(plain)
    return bool(readings) and readings[0][0] in SMALL


def _quantity(name: str) -> "pint.Quantity[float] | None":
    """Return the quantity of a unit, or None for unknown ones."""
    plain = SQUARED.sub("**2", name)
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

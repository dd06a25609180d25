"""Declared figures of taxes, services, incentives, and state rules."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .._yaml import read_declared
from ..reference import Assumption

DECLARED = Path(__file__).with_name("figures.yaml")
LEVELS = {"federal": "Federal", "state": "State", "local": "County and other local"}
KINDS = {
    "personal_income": "Personal income tax",
    "payroll": "Payroll taxes (social insurance)",
    "corporate_income": "Corporate income tax",
    "property": "Property tax",
    "general_sales": "General sales tax",
    "selective_sales": "Selective sales taxes, excise and customs",
    "severance": "Severance tax",
    "other": "Licenses and other taxes",
}
PAYERS = {"plant": "The plant", "suppliers": "Suppliers and other businesses", "households": "Households"}


@cache
def declared() -> Mapping[str, Any]:
    """Return the declarations of ``figures.yaml``."""
    return MappingProxyType(read_declared(DECLARED))


@cache
def figures() -> Mapping[str, Assumption]:
    """Return the declared figures by name, each with its range and source.

    Examples
    --------
    >>> figures()["federal_corporate_rate"].value
    0.21
    """
    return MappingProxyType({name: Assumption(name=name, **entry) for name, entry in declared()["figures"].items()})


def figure(name: str) -> float:
    """Return the value of a declared figure."""
    value = figures()[name].value
    assert isinstance(value, int | float)
    return float(value)


def spread(name: str) -> tuple[float, float, float]:
    """Return value, low and high of a declared figure.

    A figure without a range is its own range.
    """
    entry, value = figures()[name], figure(name)
    return value, value if entry.low is None else entry.low, value if entry.high is None else entry.high

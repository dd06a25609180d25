"""The declared assumptions, and replacing some of them for one study."""

import difflib
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml
from pydantic import BaseModel, ConfigDict

from ..errors import ModelError, SiteError

DECLARED = Path(__file__).with_name("assumptions.yaml")


class Assumption(BaseModel):
    """One choice of the model: its value, the range left open, and who says so.

    ``value`` is None where the model computes it from the tables for the place at hand. A ``fixed`` assumption
    describes how the reference was built; a study cannot change it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    value: float | str | None
    unit: str
    source: str
    year: int
    low: float | None = None
    high: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    fixed: bool = False
    overridden: bool = False


@cache
def assumptions() -> Mapping[str, Assumption]:
    """Return every declared assumption by name, in the order of the model.

    Examples
    --------
    >>> assumptions()["flq_delta"].value
    0.25
    """
    declared = yaml.safe_load(DECLARED.read_text(encoding="utf-8"))
    return MappingProxyType({name: Assumption(name=name, **entry) for name, entry in declared.items()})


def override(values: Mapping[str, float]) -> dict[str, Assumption]:
    """Return the assumptions with some values replaced.

    Parameters
    ----------
    values : mapping of str to float
        New values by name, as in the ``assumptions`` section of a site file.

    Raises
    ------
    SiteError
        If a name is unknown or fixed, or a value lies outside what has a meaning.

    Examples
    --------
    >>> override({"flq_delta": 0.3})["flq_delta"].overridden
    True
    """
    chosen = dict(assumptions())
    for name, value in values.items():
        if name not in chosen:
            near = difflib.get_close_matches(name, [n for n, a in chosen.items() if not a.fixed], n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            free = ", ".join(n for n, a in chosen.items() if not a.fixed)
            raise SiteError(f"There is no assumption {name[:60]!r}.{hint} These can be changed: {free}.")
        declared = chosen[name]
        if declared.fixed:
            raise SiteError(f"The assumption {name!r} is built into the reference tables and cannot be changed.")
        low = -math.inf if declared.minimum is None else declared.minimum
        high = math.inf if declared.maximum is None else declared.maximum
        if not low <= value <= high:
            span = f"{low:g} to {high:g} {declared.unit}".strip()
            raise SiteError(f"The assumption {name!r} is {value:g}; give a value from {span}.")
        chosen[name] = declared.model_copy(update={"value": float(value), "overridden": True})
    return chosen


def number(chosen: Mapping[str, Assumption], name: str) -> float:
    """Return the value of an assumption that has to be a number.

    Raises
    ------
    ModelError
        If it is text, or left to be computed.

    Examples
    --------
    >>> number(assumptions(), "flq_delta")
    0.25
    """
    value = chosen[name].value
    if not isinstance(value, int | float):
        raise ModelError(f"The assumption {name!r} needs a number.")
    return float(value)

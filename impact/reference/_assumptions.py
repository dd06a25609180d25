"""The declared assumptions, and replacing some of them for one study."""

import math
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from .._wording import did_you_mean, quoted
from .._yaml import read_declared
from ..errors import ModelError, SiteError
from ._kept import kept

DECLARED = Path(__file__).with_name("assumptions.yaml")

_FITTED = "each industry now has fitted distances of its own ('impact trade show INDUSTRY'). "
_SCALED = _FITTED + "Scale them together by {0!r} (1 is as fitted), or state an industry's own under 'trade_scales'."
_TAIL = _FITTED + "Their second scale takes the place of the tail; state an industry's own under 'trade_scales'."
REPLACED = {
    "distance_local": _SCALED.format("local_distance"),
    "distance_regional": _SCALED.format("local_distance"),
    "distance_wide": _SCALED.format("goods_distance"),
    "distance_national": _SCALED.format("goods_distance"),
    "trade_tail": _TAIL,
    "trade_tail_km": _TAIL,
}


class Assumption(BaseModel):
    """Declared choice of the model: value, range and source.

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


@kept
def assumptions() -> Mapping[str, Assumption]:
    """Return every declared assumption by name, in the order of the model.

    Examples
    --------
    >>> assumptions()["flq_delta"].value
    0.25
    """
    declared = read_declared(DECLARED)
    return MappingProxyType({name: Assumption(name=name, **entry) for name, entry in declared.items()})


def override(
    values: Mapping[str, float], ranges: Mapping[str, tuple[float, float]] = MappingProxyType({})
) -> dict[str, Assumption]:
    """Return the assumptions with some values and ranges replaced.

    Parameters
    ----------
    values : mapping of str to float
        New values by name, as in the ``assumptions`` section of a site file.
    ranges : mapping of str to (float, float)
        New low and high by name, as in its ``ranges`` section.

    Raises
    ------
    SiteError
        If a name is unknown or fixed, a value has no meaning, or a range does not contain its value.

    Examples
    --------
    >>> override({"flq_delta": 0.3})["flq_delta"].overridden
    True
    """
    replaced = dict(assumptions())
    for name in (*values, *ranges):
        if name in REPLACED:
            raise SiteError(f"The assumption {name!r} is gone: {REPLACED[name]}")
        if name not in replaced:
            free = [n for n, a in replaced.items() if not a.fixed]
            hint = did_you_mean(name, free)
            raise SiteError(f"There is no assumption {quoted(name)}.{hint} These can be changed: {', '.join(free)}.")
        if replaced[name].fixed:
            raise SiteError(f"The assumption {name!r} is built into the reference tables and cannot be changed.")
    for name, value in values.items():
        _within(replaced[name], value)
        replaced[name] = replaced[name].model_copy(update={"value": float(value), "overridden": True})
    for name, (low, high) in ranges.items():
        _check_range(replaced[name], low, high)
        replaced[name] = replaced[name].model_copy(update={"low": float(low), "high": float(high)})
    return replaced


def _within(declared: Assumption, value: float) -> None:
    """Refuse a value without a meaning."""
    low = -math.inf if declared.minimum is None else declared.minimum
    high = math.inf if declared.maximum is None else declared.maximum
    if not low <= value <= high:
        span = f"{low:g} to {high:g} {declared.unit}".strip()
        raise SiteError(f"The assumption {declared.name!r} is {value:g}; give a value from {span}.")


def _check_range(declared: Assumption, low: float, high: float) -> None:
    """Refuse a range that is disordered, meaningless or without its value."""
    span = f"The range of {declared.name!r} is {low:g} to {high:g}"
    if low > high:
        raise SiteError(f"{span}: its low end is above its high end. Give the lower one first.")
    _within(declared, low)
    _within(declared, high)
    if not isinstance(declared.value, int | float):
        raise SiteError(f"{span}, but its value is computed for each place. State the value under 'assumptions' too.")
    if not low <= declared.value <= high:
        raise SiteError(f"{span}, which does not hold its value {declared.value:g}. State another under 'assumptions'.")


def at_odds(share: NDArray[np.float64], factor: float) -> NDArray[np.float64]:
    r"""Return shares with their odds multiplied.

    The formula :math:`f s / (1 - s + f s)` keeps them between 0 and 1.

    Parameters
    ----------
    share : array
        Between 0 and 1, any shape.
    factor : float
        Positive; 1 changes nothing.

    Examples
    --------
    >>> at_odds(np.array([0.0, 0.5, 0.75, 1.0]), 3.0).tolist()
    [0.0, 0.75, 0.9, 1.0]
    """
    return share if factor == 1 else factor * share / (1 - share + factor * share)


def number(values: Mapping[str, Assumption], name: str) -> float:
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
    value = values[name].value
    if not isinstance(value, int | float):
        raise ModelError(f"The assumption {name!r} needs a number.")
    return float(value)

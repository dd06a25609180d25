"""The catalogue: one YAML file per facility type, read and checked."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml
from pydantic import BaseModel, ConfigDict

FOLDER = Path(__file__).with_name("catalogue")


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Figure(_Declared):
    """A figure with its range and where it comes from."""

    base: float
    low: float
    high: float
    source: str
    confidence: str


class Facility(_Declared):
    """A type of plant: the industries it belongs to, the unit of its capacity, and jobs per unit of capacity."""

    name: str
    title: str
    industries: dict[str, float]
    unit: str
    jobs_per_unit: Figure


@cache
def facilities() -> Mapping[str, Facility]:
    """Return the facility types of the catalogue by name.

    Examples
    --------
    >>> facilities()["recycling"].unit
    't/yr'
    """
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        entry = yaml.safe_load(path.read_text(encoding="utf-8"))
        found[path.stem] = Facility(name=path.stem, **entry)
    return MappingProxyType(found)


def facility(name: str) -> Facility | None:
    """Return one facility type, or None if the catalogue has no such name.

    Examples
    --------
    >>> facility("cell").title
    'Battery cell plant'
    """
    return facilities().get(name)

"""How much of a battery material is made at home."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml
from pydantic import BaseModel, ConfigDict

from .._wording import quoted
from ..errors import SiteError
from ..reference import table

MATERIALS = Path(__file__).with_name("materials.yaml")


class Material(BaseModel):
    """A material that recipes name: the item of the table ``domestic_supply``, or a note why there is none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    item: str | None = None
    note: str = ""


@dataclass(frozen=True)
class DomesticShare:
    """The part of a material's supply that is made at home, between 0 and 1.

    Attributes
    ----------
    share : float
        By ``kind``: ``published``; an ``upper bound``, where only the least reliance on imports is published; or a
        ``judgement``.
    low, high : float or None
        Range; None where none is known.
    year : int
        Of the figure, which may differ from the year asked for.
    kind, source, confidence, note : str
        As in the reference table.
    """

    share: float
    low: float | None
    high: float | None
    year: int
    kind: str
    source: str
    confidence: str
    note: str


@cache
def materials() -> Mapping[str, Material]:
    """Return the materials that a recipe can name, by key.

    Examples
    --------
    >>> materials()["cathode-material"].title
    'Cathode active material'
    """
    entries = yaml.safe_load(MATERIALS.read_text(encoding="utf-8"))
    return MappingProxyType({key: Material.model_validate(entry) for key, entry in entries.items()})


def domestic_share(material: str, year: int) -> DomesticShare | None:
    """Return the domestic share of a material in a year, or in the nearest year with a figure.

    Parameters
    ----------
    material : str
        A key of :func:`materials`.
    year : int
        The latest figure up to this year is taken, or else the first after it.

    Returns
    -------
    DomesticShare or None
        None where no share is known: take that of the commodity, ``Nation.domestic_shares``.

    Raises
    ------
    SiteError
        If there is no such material.

    Examples
    --------
    >>> domestic_share("cobalt", 2023).share
    0.31
    >>> domestic_share("spodumene", 2023) is None
    True
    """
    known = materials()
    if material not in known:
        raise SiteError(f"There is no material {quoted(material)}. The materials are: {', '.join(known)}.")
    supply = table("domestic_supply")
    figures = supply[supply["item"] == known[material].item].sort_values("year")
    if figures.empty:
        return None
    until = figures[figures.year <= year]
    row = until.iloc[-1] if len(until) else figures.iloc[0]
    low, high = (None if bound != bound else float(bound) for bound in (row.low, row.high))
    return DomesticShare(float(row.share), low, high, int(row.year), row.kind, row.source, row.confidence, row.note)

"""The domestic share of the supply of battery materials."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Self

import numpy as np
from pydantic import BaseModel, ConfigDict, model_validator

from .._types import Share, Text
from .._wording import quoted
from .._yaml import read_declared
from ..errors import SiteError
from ..reference import at_odds, table
from ._figures import Trust

MATERIALS = Path(__file__).with_name("materials.yaml")


class ShareOfPeriod(BaseModel):
    """Domestic share of a material in a period such as ``2023-25``.

    It has a range.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    period: Text
    low: Share
    base: Share
    high: Share
    source: Text
    confidence: Trust

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.base <= self.high:
            raise ValueError(f"low {self.low:g}, base {self.base:g} and high {self.high:g} are out of order")
        return self

    @property
    def year(self) -> int:
        """First year of the period."""
        return int(self.period[:4])


class Material(BaseModel):
    """Material of purchases, with its domestic shares.

    They are stated, or an item of the table ``domestic_supply``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text
    item: Text | None = None
    shares: tuple[ShareOfPeriod, ...] = ()

    @model_validator(mode="after")
    def _one_home(self) -> Self:
        if bool(self.item) == bool(self.shares):
            raise ValueError("give either item or shares")
        return self


@dataclass(frozen=True)
class DomesticShare:
    """Domestic part of a material's supply, between 0 and 1.

    Attributes
    ----------
    share : float
        By ``kind``: ``estimate``, from the evidence that the source names; ``published``; or an ``upper bound``, where
        only the least reliance on imports is published.
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

    def at(self, place: float) -> float:
        """Return the share at a place in its range.

        0.5 is the low end, 1 the base, 2 the high end.

        A published share without a range moves by that factor of its odds; an upper bound goes down to none.

        Examples
        --------
        >>> share = domestic_share("lithium-carbonate", 2023)
        >>> [round(share.at(place), 2) for place in (0.5, 1, 2)]
        [0.15, 0.25, 0.5]
        """
        if self.low is None and self.high is None and self.kind != "upper bound":
            return float(at_odds(np.array(self.share), place))
        low = 0.0 if self.low is None else self.low
        high = self.share if self.high is None else self.high
        deviation = math.log2(place)
        return self.share + (deviation * (high - self.share) if deviation > 0 else deviation * (self.share - low))

    @property
    def whence(self) -> str:
        """Kind, year and source on one line."""
        return f"{self.kind}, {self.year}: {self.source}"


@cache
def materials() -> Mapping[str, Material]:
    """Return the materials that lines can name, by key.

    Examples
    --------
    >>> materials()["cathode-lfp"].title
    'LFP cathode material'
    """
    entries = read_declared(MATERIALS)
    return MappingProxyType({key: Material.model_validate(entry) for key, entry in entries.items()})


def domestic_share(material: str, year: int) -> DomesticShare:
    """Return the domestic share of a material in a year.

    The nearest year with a figure stands in.

    Parameters
    ----------
    material : str
        A key of :func:`materials`.
    year : int
        The latest figure up to this year is taken, or else the first after it.

    Raises
    ------
    SiteError
        If there is no such material.

    Examples
    --------
    >>> domestic_share("cobalt", 2023).share
    0.31
    >>> domestic_share("spodumene", 2023).share
    0.0
    """
    known = materials()
    if material not in known:
        raise SiteError(f"There is no material {quoted(material)}. The materials are: {', '.join(known)}.")
    if shares := sorted(known[material].shares, key=lambda dated_share: dated_share.year):
        earlier_shares = [dated_share for dated_share in shares if dated_share.year <= year] or shares[:1]
        of = earlier_shares[-1]
        return DomesticShare(of.base, of.low, of.high, of.year, "estimate", of.source, of.confidence, "")
    supply = table("domestic_supply")
    figures = supply[supply["item"] == known[material].item].sort_values("year")
    until = figures[figures.year <= year]
    row = until.iloc[-1] if len(until) else figures.iloc[0]
    low, high = (None if bound != bound else float(bound) for bound in (row.low, row.high))
    return DomesticShare(float(row.share), low, high, int(row.year), row.kind, row.source, row.confidence, row.note)

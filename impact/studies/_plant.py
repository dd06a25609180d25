"""A plant prepared for calculation, and terms shared by a study's plants."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .._economy import Economy
from .._types import FloatArray
from ..counties import County
from ..facilities import Facility
from ..reference import Assumption, number
from ._site import Site


@dataclass(frozen=True)
class Terms:
    """Shared terms of the direct effects of a study's plants.

    Attributes
    ----------
    year, dollar_year : int
        Year of operation, and year of the prices of all money.
    assumptions : mapping of str to Assumption
        As from :func:`impact.reference.override`.
    economy : Economy
        Accounts, prices and activity of its structure year.
    """

    year: int
    dollar_year: int
    assumptions: Mapping[str, Assumption]
    economy: Economy

    def assumed(self, name: str) -> float:
        """Return the value of an assumption."""
        return number(self.assumptions, name)


@dataclass(frozen=True)
class Plant:
    """A site with its county, type and industries.

    Attributes
    ----------
    site : Site
        What is stated.
    county : County
        Where it stands.
    kind : Facility or None
        Its type, if it has one.
    mix : (industries,) array
        Shares of output in dollars of the dollar year; they sum to one.
    linked : mapping of str to float
        By commodity, the share of its purchases that plants of the same study deliver.
    """

    site: Site
    county: County
    kind: Facility | None
    mix: FloatArray
    linked: Mapping[str, float] = field(default_factory=dict)

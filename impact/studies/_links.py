"""Deliveries between plants of a study."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from pydantic import BaseModel, ConfigDict

from .._wording import as_text, quoted, unknown
from ..errors import SiteError
from ..facilities import commodity_code

LINK_KEYS = ("from", "to", "commodity", "share")
ROUNDING = 1e-9  # of shares and deliveries


class Link(BaseModel):
    """Delivery between plants of a study: a share of a purchased commodity.

    Attributes
    ----------
    seller, buyer : str
        Names of sites.
    commodity : str
        BEA commodity code.
    share : float
        Of the buyer's purchases of it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    seller: str
    buyer: str
    commodity: str
    share: float


def read_links(entries: object, names: list[str], where: str) -> tuple[Link, ...]:
    if not isinstance(entries, list):
        raise SiteError(f'{where}: "links" must be a list of links with the keys {", ".join(LINK_KEYS)}.')
    links = []
    for number, entry in enumerate(entries, start=1):
        place = f"{where}, link {number}"
        if not isinstance(entry, Mapping) or set(entry) != set(LINK_KEYS):
            raise SiteError(f"{place}: give exactly the keys {', '.join(LINK_KEYS)}.")
        for key in ("from", "to"):
            if entry[key] not in names:
                raise SiteError(f"{place}: {unknown('site', as_text(entry[key]), names)}.")
        share = entry["share"]
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
            raise SiteError(f'{place}: "share" is {quoted(share)}; give a share from 0 to 1.')
        try:
            commodity = commodity_code(as_text(entry["commodity"]))
        except SiteError as error:
            raise SiteError(f"{place}: {error}") from None
        links.append(Link(seller=entry["from"], buyer=entry["to"], commodity=commodity, share=share))
    for link in links:
        total = sum(other.share for other in links if (other.buyer, other.commodity) == (link.buyer, link.commodity))
        if total > 1 + ROUNDING:
            raise SiteError(
                f"{where}: the links give {quoted(link.buyer)} {total:.0%} of its {link.commodity}. "
                "Shares may sum to 1 at most."
            )
    sellers: dict[str, set[str]] = {}
    for link in links:
        sellers.setdefault(link.buyer, set()).add(link.seller)
    try:
        TopologicalSorter(sellers).prepare()
    except CycleError as error:
        loop = " -> ".join(quoted(name) for name in error.args[1])
        raise SiteError(f"{where}: the links form a loop: {loop}. Take one of them out.") from None
    return tuple(links)

"""The direct effects of all plants of a study."""

from collections.abc import Mapping
from types import MappingProxyType

from .._economy import Economy
from .._wording import quoted
from ..accounts import Nation
from ..errors import SiteError
from ..reference import OPERATIONS
from ._links import ROUNDING
from ._phases import shocks
from ._plant import Terms
from ._shock import Shock
from ._site import Study


def study_shocks(
    study: Study, economy: Economy, delivered: Mapping[str, float] = MappingProxyType({})
) -> tuple[tuple[Shock, ...], ...]:
    """Return the phases of every site, without purchases that links meet.

    Parameters
    ----------
    study : Study
        With its links.
    economy : Economy
        Accounts, prices and county jobs.
    delivered : mapping of str to float
        By commodity, the share of its plants' purchases delivered by plants outside the study.

    Raises
    ------
    SiteError
        As :func:`shocks`; or if a plant would deliver more than it makes.
    """
    terms = Terms(study.year, study.dollar_year, study.assumed(), economy)
    shocks_by_site = []
    for site in study.sites:
        linked = dict(delivered)
        for link in study.links:
            if link.buyer == site.name:
                linked[link.commodity] = linked.get(link.commodity, 0.0) + link.share
        try:
            shocks_by_site.append(shocks(site, terms, linked))
        except SiteError as error:
            if len(study.sites) == 1:
                raise
            raise SiteError(f"{site.name}: {error}") from None
    _within_capacity(study, tuple(shocks_by_site), economy.nation)
    return tuple(shocks_by_site)


def _within_capacity(study: Study, phases: tuple[tuple[Shock, ...], ...], nation: Nation) -> None:
    operations = {
        site.name: shock
        for site, of_site in zip(study.sites, phases, strict=True)
        for shock in of_site
        if shock.phase == OPERATIONS
    }
    delivered: dict[str, float] = {}
    for link in study.links:
        if link.seller not in operations or link.buyer not in operations:
            raise SiteError(
                f"The link from {quoted(link.seller)} to {quoted(link.buyer)} needs two plants that operate."
            )
        deliveries = operations[link.buyer].purchases.from_links
        total = sum(
            other.share for other in study.links if (other.buyer, other.commodity) == (link.buyer, link.commodity)
        )
        amount = float(deliveries[nation.commodities.index.get_loc(link.commodity)]) * (
            link.share / total if total else 0.0
        )
        delivered[link.seller] = delivered.get(link.seller, 0.0) + amount
    for seller, amount in delivered.items():
        made = float(operations[seller].output.sum())
        if amount > made * (1 + ROUNDING):
            raise SiteError(
                f"{quoted(seller)} would deliver ${amount:,.4g} million a year and makes ${made:,.4g} million "
                f"(of {nation.economy}). Lower the shares of its links or raise its capacity."
            )

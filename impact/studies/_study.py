"""Several sites in one study, and what they sell to each other."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from .._wording import quoted, unknown
from ..accounts import Nation, Prices
from ..errors import SiteError
from ..reference import ECONOMY, economy_of, override
from ._phases import shocks
from ._purchases import commodity_code
from ._shock import Shock
from ._site import Site, read_changed
from ._site_file import read_mapping, shown
from ._timeline import OPERATIONS

SHARED = ("region", "year", "dollar_year", "trade", "assumptions", "ranges")
KEYS = ("name", "sites", "links", *SHARED)
EACH = ("recipe", "domestic_shares")
LINK_KEYS = ("from", "to", "commodity", "share")
ROUNDING = 1e-9


class Link(BaseModel):
    """A plant of the study delivers a share of what another one buys of a commodity.

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


class Study(BaseModel):
    """One or more sites that are studied together.

    Attributes
    ----------
    name : str
        What to call the study.
    sites : tuple of Site
        With one region, year, dollar year, trade model and set of assumptions.
    links : tuple of Link
        Who delivers to whom; no plant delivers to itself, not even through others.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    sites: tuple[Site, ...]
    links: tuple[Link, ...] = ()

    @classmethod
    def of(cls, site: Site) -> Self:
        """Return the study of a single site."""
        return cls(name=site.name, sites=(site,))

    @property
    def economy(self) -> int:
        """Year of the economy that the study uses: its own choice, or the default."""
        return economy_of(override(self.sites[0].assumptions))

    def in_economy(self, year: int | None) -> Self:
        """Return the study with another economy among its assumptions; without a year, as it is."""
        if year is None:
            return self
        sites = [site.model_copy(update={"assumptions": {**site.assumptions, ECONOMY: year}}) for site in self.sites]
        return self.model_copy(update={"sites": tuple(sites)})

    def to_dict(self) -> dict[str, Any]:
        """Return the study as :meth:`read` takes it, with all that differs from the defaults."""
        sites = [site.model_dump(mode="json", exclude_defaults=True) for site in self.sites]
        links = [
            {"from": link.seller, "to": link.buyer, "commodity": link.commodity, "share": link.share}
            for link in self.links
        ]
        return {"name": self.name, "sites": sites} | ({"links": links} if links else {})

    @classmethod
    def load(cls, path: str | Path, /, **changes: Any) -> Self:
        """Read a study file: the keys ``name``, ``sites`` and ``links``; or a site file.

        Keys that all sites share (region, year, dollar_year, trade, assumptions, ranges) stand beside ``sites``. A link
        has the keys ``from, to, commodity, share``.

        Parameters
        ----------
        path : str or Path
            The file, in UTF-8 or UTF-16.
        **changes
            As in :meth:`Site.load`. Of several sites ``recipe`` and ``domestic_shares`` are changed in each, beside the
            keys that they share; other keys cannot be changed for several sites at once.

        Raises
        ------
        SiteError
            Saying what is wrong in which file, and how to mend it.
        """
        content = read_mapping(Path(path))
        if "sites" not in content:
            return cls.of(read_changed(content, changes, where=shown(path)))
        given = {key: value for key, value in changes.items() if value is not None}
        others = sorted(given.keys() - {*SHARED, *EACH})
        if others:
            raise SiteError(f"{shown(path)} has several sites: change '{others[0]}' in the file.")
        return cls.read(_in_each(content, given), where=shown(path))

    @classmethod
    def read(cls, content: Mapping[Any, Any], where: str = "The study") -> Self:
        """Check the keys and values of a study with several sites.

        Raises
        ------
        SiteError
            Naming what is wrong and ``where`` it stands.
        """
        for key in content:
            if key not in KEYS:
                raise SiteError(f"{where}: {unknown('key', str(key), KEYS)}.")
        entries = content.get("sites")
        if not isinstance(entries, list) or not entries or not all(isinstance(entry, Mapping) for entry in entries):
            raise SiteError(f'{where}: "sites" must be a list of sites, each with the keys of a site file.')
        shared = {key: content[key] for key in SHARED if key in content}
        sites = []
        for number, entry in enumerate(entries, start=1):
            twice = sorted(shared.keys() & entry.keys())
            if twice:
                raise SiteError(f'{where}: site {number} gives "{twice[0]}", which the study gives for all sites.')
            sites.append(Site.read({**shared, **entry}, where=f"{where}, site {number}"))
        names = [site.name for site in sites]
        for name in names:
            if names.count(name) > 1:
                raise SiteError(f"{where}: two sites are called {quoted(name)}. Give each its own name.")
        for key in SHARED:
            if len({repr(getattr(site, key)) for site in sites}) > 1:
                raise SiteError(f'{where}: the sites differ in "{key}". Give it once, beside "sites".')
        dated = [site.name for site in sites if site.opens is not None]
        if dated and len(dated) < len(sites):
            silent = next(site.name for site in sites if site.opens is None)
            raise SiteError(
                f'{where}: {quoted(dated[0])} says when it "opens" and {quoted(silent)} does not. '
                "Give the year for all sites, or for none."
            )
        name = content.get("name", where)
        if not isinstance(name, str) or not name.strip():
            raise SiteError(f'{where}: "name" is {quoted(name)}; write a text.')
        links = _links(content.get("links") or [], names, where)
        return cls(name=" ".join(name.split()), sites=tuple(sites), links=links)


def study_shocks(study: Study, nation: Nation, prices: Prices) -> tuple[tuple[Shock, ...], ...]:
    """Return the phases of every site, purchases that linked plants meet left out.

    Raises
    ------
    SiteError
        As :func:`shocks`; or if a plant would deliver more than it makes.
    """
    found = []
    for site in study.sites:
        linked: dict[str, float] = {}
        for link in study.links:
            if link.buyer == site.name:
                linked[link.commodity] = linked.get(link.commodity, 0.0) + link.share
        try:
            found.append(shocks(site, nation, prices, linked))
        except SiteError as error:
            if len(study.sites) == 1:
                raise
            raise SiteError(f"{site.name}: {error}") from None
    _within_capacity(study, tuple(found), nation)
    return tuple(found)


def _in_each(content: Mapping[Any, Any], given: Mapping[str, Any]) -> dict[Any, Any]:
    """Return a study with changed keys beside its sites or in each of them; read it to find what is wrong."""
    own = {key: value for key, value in given.items() if key in EACH}
    beside = {key: value for key, value in given.items() if key not in EACH}
    sites = content["sites"]
    if own and isinstance(sites, list):
        sites = [_changed(site, own) if isinstance(site, Mapping) else site for site in sites]
    return {**content, **beside, "sites": sites}


def _changed(site: Mapping[Any, Any], given: Mapping[str, Any]) -> dict[Any, Any]:
    """Return a site with keys replaced; shares are added to those of the site."""
    shares = {**(site.get("domestic_shares") or {}), **given.get("domestic_shares", {})}
    return {**site, **given} | ({"domestic_shares": shares} if shares else {})


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
        bought = operations[link.buyer].purchases.from_links
        total = sum(
            other.share for other in study.links if (other.buyer, other.commodity) == (link.buyer, link.commodity)
        )
        amount = float(bought[nation.commodities.index.get_loc(link.commodity)]) * (
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


def _links(entries: object, names: list[str], where: str) -> tuple[Link, ...]:
    if not isinstance(entries, list):
        raise SiteError(f'{where}: "links" must be a list of links with the keys {", ".join(LINK_KEYS)}.')
    links = []
    for number, entry in enumerate(entries, start=1):
        place = f"{where}, link {number}"
        if not isinstance(entry, Mapping) or set(entry) != set(LINK_KEYS):
            raise SiteError(f"{place}: give exactly the keys {', '.join(LINK_KEYS)}.")
        for key in ("from", "to"):
            if entry[key] not in names:
                raise SiteError(f"{place}: {unknown('site', str(entry[key]), names)}.")
        share = entry["share"]
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
            raise SiteError(f'{place}: "share" is {quoted(share)}; give a share from 0 to 1.')
        try:
            commodity = commodity_code(str(entry["commodity"]))
        except SiteError as error:
            raise SiteError(f"{place}: {error}") from None
        links.append(Link(seller=entry["from"], buyer=entry["to"], commodity=commodity, share=share))
    for link in links:
        total = sum(each.share for each in links if (each.buyer, each.commodity) == (link.buyer, link.commodity))
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

"""A study: one or more plants, what they deliver to each other, and what they share."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_serializer, model_validator

from .._economy import Economy
from .._html import html_table
from .._types import Number, Numbers, Places, Ranges, Text, Year, read_text
from .._wording import quoted, unknown
from .._yaml import shown
from ..accounts import Nation
from ..errors import SiteError, UsageError
from ..reference import OPERATIONS, Assumption, economy_year, override
from ..trade import GRAVITY, TRADE_MODELS
from ._files import read_file, with_own_types
from ._phases import shocks
from ._plant import Terms
from ._purchases import commodity_code
from ._shock import Shock
from ._site import SIZES, Site, is_code, read_keys, written

LATEST_YEAR = 2023
ECONOMY = "economy"
SHARED = ("region", "year", "dollar_year", "trade", "economy", "discount", "assumptions", "ranges")
KEYS = ("name", "sites", "links", *SHARED)
EACH = ("recipe", "domestic_shares")
LINK_KEYS = ("from", "to", "commodity", "share")
ROUNDING = 1e-9
MIN_DISCOUNT, MAX_DISCOUNT = -0.5, 1.0  # a year


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


def _trade_model(value: object) -> str:
    text = read_text(value)
    if text.lower() not in TRADE_MODELS:
        raise ValueError(f"is {quoted(text)}; choose one of {', '.join(TRADE_MODELS)}")
    return text.lower()


class Study(BaseModel):
    """One or more plants that are studied together, and what they share.

    Attributes
    ----------
    name : str
        What to call the study.
    sites : tuple of Site
        The plants.
    links : tuple of Link
        Who delivers to whom; no plant delivers to itself, not even through others.
    region : str or list of str
        The study region, which must hold the plants' counties; by default these alone. See :func:`impact.region`.
    year : int
        Year of operation, 1998 to 2023: jobs per real dollar are those of this year.
    dollar_year : int
        Year of the prices in which money is given and reported, 1997 to 2023.
    trade : str
        ``gravity`` (all counties, the default), or a quotient for the region alone: ``flq``, ``slq``, ``cilq``,
        ``rlq``, ``aflq`` or ``sdp``.
    economy : int
        Year of the structure: accounts and county jobs; by default the newest one.
    discount : float
        Yearly rate for the present value of all years, such as 0.03.
    assumptions : dict of str to float
        Values that replace declared assumptions, by name.
    ranges : dict of str to [low, high]
        Ranges that replace theirs when assumptions are drawn; a value of one's own without a range is taken as known.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Text
    sites: tuple[Site, ...]
    links: tuple[Link, ...] = ()
    region: Places | None = None
    year: Year = LATEST_YEAR
    dollar_year: Year = LATEST_YEAR
    trade: Annotated[str, BeforeValidator(_trade_model)] = GRAVITY
    economy: Year | None = None
    discount: Number | None = None
    assumptions: Numbers = Field(default_factory=dict)
    ranges: Ranges = Field(default_factory=dict)

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.discount is not None and not MIN_DISCOUNT <= self.discount <= MAX_DISCOUNT:
            raise ValueError(f'"discount" is {self.discount:g}; give a share a year, such as 0.03')
        try:
            economy_year(self.economy)
        except UsageError as error:
            raise SiteError(str(error)) from None
        self.assumed()
        return self

    @field_serializer("assumptions")
    def _stated(self, values: dict[str, float]) -> dict[str, Any]:
        return {name: int(value) if float(value).is_integer() else value for name, value in values.items()}

    @classmethod
    def of(cls, site: "Site | Study") -> "Study":
        """Return the study of a single plant with all defaults, or a study as it is."""
        return site if isinstance(site, Study) else cls(name=site.name, sites=(site,))

    @property
    def site(self) -> Site:
        """The plant of a study of one.

        Raises
        ------
        SiteError
            If there are several.
        """
        if len(self.sites) > 1:
            raise SiteError(f"{self.name} has {len(self.sites)} sites, not one.")
        (site,) = self.sites
        return site

    def assumed(self) -> dict[str, Assumption]:
        """Return all assumptions with the values and ranges of the study.

        Raises
        ------
        SiteError
            As :func:`impact.reference.override`.
        """
        return override(self.assumptions, self.ranges)

    @property
    def structure_year(self) -> int:
        """Year of the economy that the study uses: its own choice, or the default."""
        return economy_year(self.economy)

    def in_economy(self, year: int | None) -> Self:
        """Return the study with another economy; without a year, as it is.

        Raises
        ------
        UsageError
            If there is no economy of that year.
        """
        return self if year is None else self.model_copy(update={ECONOMY: economy_year(year)})

    def to_dict(self) -> dict[str, Any]:
        """Return the study as :meth:`read` takes it, with all that differs from the defaults."""
        shared = self.model_dump(mode="json", exclude_defaults=True, exclude={"sites", "links"})
        sites = [site.model_dump(mode="json", exclude_defaults=True) for site in self.sites]
        links = [
            {"from": link.seller, "to": link.buyer, "commodity": link.commodity, "share": link.share}
            for link in self.links
        ]
        return {**shared, "sites": sites} | ({"links": links} if links else {})

    def _repr_html_(self) -> str:
        """What was stated, key by key as in a study file; what is left out follows the catalogue and the defaults."""
        stated = self.model_dump(exclude_unset=True, exclude_none=True, exclude={"name", "sites", "links"})
        rows = [[key, written(value)] for key, value in stated.items()]
        if len(self.sites) > 1:
            rows = [["sites", written([site.name for site in self.sites])], *rows]
        else:
            rows = [*self.site.stated_rows(), *rows]
        return html_table(self.name, ["Key", "Value"], rows)

    @classmethod
    def load(cls, path: str | Path, /, **changes: Any) -> Self:
        """Read a site or study file (YAML).

        A site file holds the keys of one plant and those of the study side by side. A study file holds ``name``,
        ``sites`` and ``links``, and the keys that all plants share (region, year, dollar_year, trade, economy,
        discount, assumptions, ranges) beside ``sites``. A link has the keys ``from, to, commodity, share``.

        Parameters
        ----------
        path : str or Path
            The file, in UTF-8 or UTF-16.
        **changes
            Keys that replace those of the file; those that are None are left out. ``capacity``, ``jobs`` or ``output``
            replace every size in the file, ``payroll`` included. Of several plants ``recipe`` and ``domestic_shares``
            are changed in each, beside the keys that they share; other keys cannot be changed for several at once.

        Raises
        ------
        SiteError
            Saying what is wrong in which file, and how to mend it.
        """
        content, where = read_file(path), shown(path)
        given = {key: value for key, value in changes.items() if value is not None}
        if "sites" not in content:
            sized = {"capacity", "jobs", "output"} & given.keys()
            kept = {key: value for key, value in content.items() if not (sized and key in SIZES)}
            return cls.read(kept | given, where)
        others = sorted(given.keys() - {*SHARED, *EACH})
        if others:
            raise SiteError(f"{where} has several sites: change '{others[0]}' in the file.")
        return cls.read(_in_each(content, given), where)

    @classmethod
    def short(cls, text: str, /, **changes: Any) -> Self:
        """Read the short form ``FACILITY@COUNTY``, where FACILITY is a type of the catalogue, a file with
        one of your own, or an industry code.

        Parameters
        ----------
        text : str
            Such as ``"recycling-hydromet@Storey, NV"`` or ``"335911@32029"``.
        **changes
            ``capacity``, ``jobs``, ``output`` and other keys of a site file; those that are None are left out.

        Raises
        ------
        SiteError
            If the text has no ``@`` or the site is not complete.

        Examples
        --------
        >>> Study.short("recycling-hydromet@Storey, NV", capacity=20000).site.county
        'Storey, NV'
        """
        kind, _, county = text.partition("@")
        kind, county = kind.strip(), county.strip()
        if not kind or not county:
            raise SiteError(
                f"{quoted(text)} is no site. "
                'Give a site file, or FACILITY@COUNTY such as recycling-hydromet@"Storey, NV".'
            )
        key = "industries" if is_code(kind) else "facility"
        given = {key: value for key, value in changes.items() if value is not None}
        own = with_own_types({key: kind}, Path())
        name = own[key].name if own[key] is not kind else kind
        return cls.read({"name": f"{name} in {county}", "county": county} | own | given, where=quoted(text))

    @classmethod
    def read(cls, content: Mapping[Any, Any], where: str = "The site") -> Self:
        """Check the keys and values of a site or study file.

        Parameters
        ----------
        content : mapping
            Keys and values as in a file.
        where : str
            What messages call it.

        Raises
        ------
        SiteError
            Naming what is wrong and ``where`` it stands.
        """
        if not isinstance(content, Mapping):
            raise SiteError(f"{where} must hold keys and values, not {quoted(content)}.")
        if "sites" in content:
            return cls._of_several(content, where)
        known = (*Site.model_fields, *SHARED)
        for key in content:
            if key not in known:
                raise SiteError(f"{where}: {unknown('key', key if isinstance(key, str) else quoted(key), known)}.")
        shared = {key: content[key] for key in SHARED if key in content}
        site = read_keys(Site, {key: value for key, value in content.items() if key not in SHARED}, where)
        study: Self = read_keys(cls, {"name": site.name, "sites": (site,)} | _moved(shared, where), where)
        return study

    @classmethod
    def _of_several(cls, content: Mapping[Any, Any], where: str) -> Self:
        for key in content:
            if key not in KEYS:
                raise SiteError(f"{where}: {unknown('key', str(key), KEYS)}.")
        entries = content.get("sites")
        if not isinstance(entries, list) or not entries or not all(isinstance(entry, Mapping) for entry in entries):
            raise SiteError(f'{where}: "sites" must be a list of sites, each with the keys of a site file.')
        shared = {key: content[key] for key in SHARED if key in content}
        for key in SHARED:
            stated = [entry[key] for entry in entries if key in entry]
            if stated and key in shared:
                number = next(number for number, entry in enumerate(entries, start=1) if key in entry)
                raise SiteError(f'{where}: site {number} gives "{key}", which the study gives for all sites.')
            if stated and (len(stated) < len(entries) or any(value != stated[0] for value in stated)):
                raise SiteError(f'{where}: the sites differ in "{key}". Give it once, beside "sites".')
            shared |= {key: stated[0]} if stated else {}
        sites = tuple(
            read_keys(
                Site, {key: value for key, value in entry.items() if key not in SHARED}, f"{where}, site {number}"
            )
            for number, entry in enumerate(entries, start=1)
        )
        _consistent(sites, where)
        links = _links(content.get("links") or [], [site.name for site in sites], where)
        name = content.get("name", where)
        study: Self = read_keys(cls, {"name": name, "sites": sites, "links": links} | _moved(shared, where), where)
        return study


def _moved(shared: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Return shared keys with the economy of older files, which stood among the assumptions, in its own place."""
    if isinstance(shared.get("ranges"), Mapping) and ECONOMY in shared["ranges"]:
        raise SiteError(f'{where}: An economy is chosen, not drawn: state one year as "{ECONOMY}", no range.')
    assumptions = shared.get("assumptions")
    if not isinstance(assumptions, Mapping) or ECONOMY not in assumptions:
        return dict(shared)
    year = assumptions[ECONOMY]
    if shared.get(ECONOMY, year) != year:
        raise SiteError(f'{where}: "economy" is given twice. Take it out of "assumptions".')
    whole = int(year) if isinstance(year, float) and year.is_integer() else year
    rest = {name: value for name, value in assumptions.items() if name != ECONOMY}
    return {**shared, ECONOMY: whole, "assumptions": rest}


def _consistent(sites: tuple[Site, ...], where: str) -> None:
    """Refuse plants of one name, and years for some plants only."""
    names = [site.name for site in sites]
    for name in names:
        if names.count(name) > 1:
            raise SiteError(f"{where}: two sites are called {quoted(name)}. Give each its own name.")
    dated = [site.name for site in sites if site.opens is not None]
    if dated and len(dated) < len(sites):
        silent = next(site.name for site in sites if site.opens is None)
        raise SiteError(
            f'{where}: {quoted(dated[0])} says when it "opens" and {quoted(silent)} does not. '
            "Give the year for all sites, or for none."
        )


def study_shocks(study: Study, economy: Economy) -> tuple[tuple[Shock, ...], ...]:
    """Return the phases of every site, purchases that linked plants meet left out.

    Raises
    ------
    SiteError
        As :func:`shocks`; or if a plant would deliver more than it makes.
    """
    terms = Terms(study.year, study.dollar_year, study.assumed(), economy)
    found = []
    for site in study.sites:
        linked: dict[str, float] = {}
        for link in study.links:
            if link.buyer == site.name:
                linked[link.commodity] = linked.get(link.commodity, 0.0) + link.share
        try:
            found.append(shocks(site, terms, linked))
        except SiteError as error:
            if len(study.sites) == 1:
                raise
            raise SiteError(f"{site.name}: {error}") from None
    _within_capacity(study, tuple(found), economy.nation)
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

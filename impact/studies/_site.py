"""User input: a site is one plant, a study one or more."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, field_serializer, model_validator

from .._html import html_table
from .._types import (
    Amounts,
    Day,
    DiscountRate,
    Duration,
    Number,
    Numbers,
    Place,
    Places,
    Positive,
    Ranges,
    ScalesByCode,
    ShareList,
    Shares,
    SharesOfOne,
    Text,
    Year,
    one_of,
    read_text,
)
from .._wording import as_text, quoted, unknown
from .._yaml import shown
from ..counties import resolve
from ..errors import SiteError, UsageError
from ..facilities import Facility, facilities, labor_plan, staffing
from ..reference import Assumption, economy_year, override
from ..trade import GRAVITY, TRADE_MODELS
from ._files import read_file, with_own_types
from ._keys import (
    EACH,
    ECONOMY,
    RENAMED,
    SHARED,
    SYNONYMS,
    in_each,
    is_code,
    moved_economy,
    read_keys,
    renamed,
    written,
)
from ._links import Link, read_links
from ._priced import facility_at_prices
from ._site_values import Capacity, Industries, Type
from ._taxes import Incentive, Taxes, check_incentives
from ._trade_scales import stated_scales
from ._workbook import naming_cells

ANALYSES = ("parts", "average")
LATEST_YEAR = 2023
KEYS = ("name", "sites", "links", *SHARED)
SIZES = ("capacity", "jobs", "output", "payroll")


class Site(BaseModel):
    """One plant in one county.

    Attributes
    ----------
    name : str
        Its name in tables and on the map.
    county : str
        Name or FIPS of the county, such as ``"Storey, NV"``.
    facility : str or Facility
        A facility type of the catalogue, or one's own (``facilities().read(path)`` of :mod:`impact.facilities`; a
        site file names its file, such as ``./my-plant.yaml``); or give ``industries``.
    industries : dict of str to float
        Shares of the plant's output by BEA detail or NAICS code; they sum to one.
    capacity : float or str
        In the unit of the facility type, or a text with another unit such as ``"20 kt/yr"``.
    jobs : float
        Direct jobs, full- and part-time.
    output : float
        Sales of a year, million USD of the study's dollar year.
    payroll : float
        Wages, salaries and benefits of a year, million USD of the dollar year.
    capital : float
        Cost of building without land, working capital and payroll before the start, million USD of the dollar year; by
        default the catalogue's at ``capacity``.
    analysis : str
        ``parts`` (purchases of this type of plant, by the catalogue) or ``average`` (purchases of its BEA industry).
    opens, closes : int
        First year of operation, and the year in which it ends; by default years are counted from the first.
    construction_years : int
        Years before that in which it is built.
    ramp : list of float
        Share of full operation in the first years.
    ramp_yields : list of float
        In the first years, the share of production that can be sold. Costs follow ``ramp``; sales are lower.
    local_purchases : dict of str to float
        By BEA or NAICS code, the share of the plant's domestic purchases that it buys in its own county (with a
        quotient: region); the trade model decides the others.
    price_year : int
        Year whose market prices the products and priced feeds of the type have; by default the type's own.
    prices : dict of str to float
        Stated prices of products and feeds by key of the type, USD of the price year per t, kWh or m2.
    yields : dict of str to float
        By product, the quantity that a unit of capacity yields in a full year, in the unit of its price.
    purchases : dict of str to float
        By BEA commodity code, purchases of the plant in a year, million USD of the dollar year; replaces the
        catalogue's lines of that commodity.
    domestic_shares : dict of str to float
        By BEA commodity code, the share of the plant's purchases that is made in the nation.
    occupations : dict of str to float
        The labor plan: shares of direct jobs by detailed occupation, SOC of 2018 (or 2010); by default the catalogue's,
        or the staffing pattern of the industry.
    taxes : Taxes
        Tax rates of its place; by default averages of the state.
    incentives : tuple of Incentive
        Public money that it was promised.
    lon, lat : float
        Where the plant stands; by default the county's center of population.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Text
    county: Place
    facility: Type | None = None
    industries: Industries | None = None
    capacity: Capacity | None = None
    jobs: Positive | None = None
    output: Positive | None = None
    payroll: Positive | None = None
    capital: Positive | None = None
    analysis: Annotated[Literal["parts", "average"], BeforeValidator(one_of(*ANALYSES))] = "parts"
    opens: Year | None = None
    closes: Year | None = None
    construction_years: Duration | None = None
    ramp: ShareList | None = None
    ramp_yields: ShareList | None = None
    local_purchases: Shares = Field(default_factory=dict)
    price_year: Year | None = None
    prices: Amounts = Field(default_factory=dict)
    yields: Amounts = Field(default_factory=dict)
    purchases: Amounts = Field(default_factory=dict)
    domestic_shares: Shares = Field(default_factory=dict)
    occupations: SharesOfOne = Field(default_factory=dict)
    taxes: Taxes = Taxes()
    incentives: tuple[Incentive, ...] = ()
    lon: Number | None = None
    lat: Number | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.facility is None) == (self.industries is None):
            raise ValueError('give either "facility" or "industries"')
        if isinstance(self.facility, str) and self.facility not in facilities():
            hint = ". An industry code goes under 'industries'" if is_code(self.facility) else ""
            raise ValueError(unknown("facility", self.facility, facilities()) + hint)
        if self.capacity is not None and self.facility is None:
            raise ValueError('"capacity" needs a "facility" of the catalogue; give "jobs" or "output" instead')
        if not self.operates and self.capital is None:
            raise ValueError('how large is it? Give "jobs", "output" or, with a facility, "capacity" or "capital"')
        if self._priced and self.facility is None:
            raise ValueError('"price_year", "prices" and "yields" need a "facility"')
        for key in ("prices", "yields"):
            for name, value in getattr(self, key).items():
                if not value > 0:
                    raise ValueError(f'"{key}, {name}" is {value:g}; give a positive number')
        if self.kind is not None and self.capacity is not None:
            self.kind.capacity(self.capacity)
        if self.purchases and self.analysis != "parts":
            raise ValueError('"purchases" need an analysis by parts; take out "purchases" or "analysis: average"')
        if self.closes is not None and (self.opens is None or self.closes <= self.opens):
            raise ValueError('"closes" must be a year after "opens"')
        check_incentives(self.incentives, self.opens, self.closes)
        if (self.lon is None) != (self.lat is None):
            raise ValueError('give both "lon" and "lat", or neither')
        if self.lon is not None and self.lat is not None and not (abs(self.lon) <= 180 and abs(self.lat) <= 90):
            raise ValueError(
                f'"lon" {self.lon:g} and "lat" {self.lat:g} are no place on earth. '
                "Are they swapped? Give degrees, as -119.45 and 39.53"
            )
        return self

    @property
    def kind(self) -> Facility | None:
        """Facility type at the site's prices.

        It is the catalogue's or the user's own; None where industries are given.
        """
        if self._priced and isinstance(self.facility, str):
            prices, yields = tuple(self.prices.items()), tuple(self.yields.items())
            return facility_at_prices(self.facility, self.price_year, prices, yields)
        kind = facilities()[self.facility] if isinstance(self.facility, str) else self.facility
        return kind.at_prices(self.price_year, self.prices, self.yields) if kind is not None and self._priced else kind

    @property
    def by_parts(self) -> bool:
        """Whether purchases follow the type's cost structure.

        Otherwise they follow its BEA industry.
        """
        kind = self.kind
        return self.analysis == "parts" and kind is not None and bool(kind.operations) and not kind.partial

    @property
    def labor_plan(self) -> tuple[dict[str, float], list[str]]:
        """Occupation shares of direct jobs, with notices.

        They are stated or the type's; empty if neither is known.
        """
        kind = self.kind
        if kind is not None and not self.occupations and not kind.occupations and kind.staffed_as:
            return {str(soc): float(share) for soc, share in staffing(kind.staffed_as).items()}, []
        return labor_plan(self.occupations or (kind.occupations if kind else {}))

    @property
    def paid_by_occupation(self) -> bool:
        """Whether its payroll is that of its occupations at the area's wages."""
        kind = self.kind
        if kind is None or not self.operates or self.payroll is not None:
            return False
        labor = any(line.kind == "compensation" for line in kind.operations) and kind.jobs_per_unit is not None
        return kind.pay_from == "occupations" or not (labor or kind.pay_per_job is not None)

    @property
    def output_from_jobs(self) -> bool:
        """Whether its output is its jobs times its industry's output per job."""
        output_known = self.output is not None or (self.kind is not None and self.kind.price is not None)
        return self.operates and not self.by_parts and not output_known

    @property
    def buys_materials(self) -> bool:
        """Whether the type buys materials with their own domestic shares.

        Equipment counts too.
        """
        kind = self.kind
        return kind is not None and any(line.material for line in (*kind.operations, *kind.capital))

    @property
    def _priced(self) -> bool:
        """Whether the site states prices or yields."""
        return self.price_year is not None or bool(self.prices) or bool(self.yields)

    @property
    def operates(self) -> bool:
        """Whether there are operations, and not construction alone."""
        return self.capacity is not None or self.jobs is not None or self.output is not None

    def _repr_html_(self) -> str:
        """Stated keys and values, as in a site file."""
        return html_table(self.name, ["Key", "Value"], self.stated_rows())

    def stated_rows(self) -> list[list[str]]:
        """Return stated keys and values, without the name.

        A type of the user's own is given by its title.
        """
        stated = self.model_dump(exclude_unset=True, exclude_none=True, exclude={"name"})
        if isinstance(self.facility, Facility):
            stated["facility"] = f"{self.facility.title} ({self.facility.name}, own type)"
        return [[key, written(value)] for key, value in stated.items()]

    @staticmethod
    def load(path: str | Path, /, **changes: Any) -> "Study":
        """Read a site file as the study of its plant.

        Region, years and assumptions of the file are part of it.

        The same as :meth:`impact.Study.load`.
        """
        return Study.load(path, **changes)

    @staticmethod
    def short(text: str, /, **changes: Any) -> "Study":
        """Read the short form ``FACILITY@COUNTY``, the same as :meth:`impact.Study.short`."""
        return Study.short(text, **changes)


def _trade_model(value: object) -> str:
    text = read_text(value)
    if text.lower() not in TRADE_MODELS:
        raise ValueError(f"is {quoted(text)}; choose one of {', '.join(TRADE_MODELS)}")
    return text.lower()


class Study(BaseModel):
    """One or more plants studied together, with their shared settings.

    Attributes
    ----------
    name : str
        Name of the study.
    sites : tuple of Site
        The plants.
    links : tuple of Link
        Deliveries between plants; no plant delivers to itself, not even through others.
    region : str or list of str
        The study region, which must hold the plants' counties; by default these alone. See :func:`impact.region`.
    year : int
        Year of operation, 1998 to 2024: jobs per real dollar are those of this year.
    dollar_year : int
        Year of the prices in which money is given and reported, 1997 to 2024.
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
    trade_scales : dict of str to dict of float to float
        By BEA code or first digits, one or two distance scales in km and their weights, in place of the fitted ones.
    client, author, date : str
        Client, author and date of the study, for the cover of its report.
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
    discount: DiscountRate | None = None
    assumptions: Numbers = Field(default_factory=dict)
    ranges: Ranges = Field(default_factory=dict)
    trade_scales: ScalesByCode = Field(default_factory=dict)
    client: Text | None = None
    author: Text | None = None
    date: Day | None = None
    _notices: tuple[str, ...] = PrivateAttr(default=())

    @model_validator(mode="after")
    def _sensible(self) -> Self:
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
        """Return a study of a single plant with defaults.

        A study is returned as it is.
        """
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
        return override(self.assumptions, self.ranges) | stated_scales(self.trade_scales)

    @property
    def notices(self) -> tuple[str, ...]:
        """Notices on the form of its file."""
        return self._notices

    @property
    def structure_year(self) -> int:
        """Year of the study's economy: its own choice, or the default."""
        return economy_year(self.economy)

    def on_average(self) -> Self:
        """Return the study with average purchases of BEA industries.

        Links to these plants are left out.
        """
        changed = {site.name for site in self.sites if site.by_parts}
        plain = {"analysis": "average", "purchases": {}, "domestic_shares": {}}
        sites = tuple(site.model_copy(update=plain) if site.by_parts else site for site in self.sites)
        links = tuple(link for link in self.links if link.buyer not in changed)
        return self.model_copy(update={"sites": sites, "links": links})

    def in_economy(self, year: int | None) -> Self:
        """Return the study with another economy; without a year, as it is.

        Raises
        ------
        UsageError
            If there is no economy of that year.
        """
        return self if year is None else self.model_copy(update={ECONOMY: economy_year(year)})

    def to_dict(self) -> dict[str, Any]:
        """Return the study's settings beyond defaults, as :meth:`read` takes them."""
        shared = self.model_dump(mode="json", exclude_defaults=True, exclude={"sites", "links"})
        sites = [site.model_dump(mode="json", exclude_defaults=True) for site in self.sites]
        links = [
            {"from": link.seller, "to": link.buyer, "commodity": link.commodity, "share": link.share}
            for link in self.links
        ]
        return {**shared, "sites": sites} | ({"links": links} if links else {})

    def _repr_html_(self) -> str:
        """Stated keys and values, as in a study file."""
        stated = self.model_dump(exclude_unset=True, exclude_none=True, exclude={"name", "sites", "links"})
        rows = [[key, written(value)] for key, value in stated.items()]
        if len(self.sites) > 1:
            rows = [["sites", written([site.name for site in self.sites])], *rows]
        else:
            rows = [*self.site.stated_rows(), *rows]
        return html_table(self.name, ["Key", "Value"], rows)

    @classmethod
    def load(cls, path: str | Path, /, **changes: Any) -> Self:
        """Read a site or study file (YAML), or an input workbook (Excel).

        A site file holds the keys of one plant and those of the study side by side. A study file holds ``name``,
        ``sites`` and ``links``, and the keys that all plants share (region, year, dollar_year, trade, economy,
        discount, assumptions, ranges) beside ``sites``. A link has the keys ``from, to, commodity, share``.

        Parameters
        ----------
        path : str or Path
            The file, in UTF-8 or UTF-16.
        **changes
            Keys that replace those of the file; those that are None are left out. ``capacity``, ``jobs`` or ``output``
            replace every size in the file, ``payroll`` included. Of several plants ``analysis`` and ``domestic_shares``
            are changed in each, beside the keys that they share; other keys cannot be changed for several at once.

        Raises
        ------
        SiteError
            Saying what is wrong in which file, and how to mend it.
        """
        with naming_cells(path):
            return cls._load(path, changes)

    @classmethod
    def _load(cls, path: str | Path, changes: Mapping[str, Any]) -> Self:
        as_written, where = read_file(path), shown(path)
        content = renamed(as_written, where)
        given = renamed({key: value for key, value in changes.items() if value is not None}, where)
        if "sites" not in content:
            sized = {"capacity", "jobs", "output"} & given.keys()
            kept = {key: value for key, value in content.items() if not (sized and key in SIZES)}
            return cls.read(kept | given, where)._told(as_written)
        site_keys = sorted(given.keys() - {*SHARED, *EACH})
        if site_keys:
            raise SiteError(f"{where} has several sites: change '{site_keys[0]}' in the file.")
        return cls.read(in_each(content, given), where)._told(as_written)

    @classmethod
    def short(cls, text: str, /, **changes: Any) -> Self:
        """Read the short form ``FACILITY@COUNTY``.

        FACILITY is a type of the catalogue, a file with one of your own, or an industry code.

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
        where = resolve(given.get("county", county)).label
        return cls.read({"name": f"{name}, {where}", "county": county} | own | given, where=quoted(text))

    @classmethod
    def read(cls, content: Mapping[Any, Any], where: str = "The site") -> Self:
        """Check the keys and values of a site or study file.

        Parameters
        ----------
        content : mapping
            Keys and values as in a file.
        where : str
            Its name in messages.

        Raises
        ------
        SiteError
            Naming the problem and its place ``where``.
        """
        if not isinstance(content, Mapping):
            raise SiteError(f"{where} must hold keys and values, not {quoted(content)}.")
        as_written, content = content, renamed(content, where)
        if "sites" in content:
            return cls._of_several(content, where)._told(as_written)
        known = (*Site.model_fields, *SHARED)
        for key in content:
            if key not in known:
                raise SiteError(f"{where}: {unknown('key', as_text(key), known, SYNONYMS)}.")
        shared = {key: content[key] for key in SHARED if key in content}
        site = read_keys(Site, {key: value for key, value in content.items() if key not in SHARED}, where)
        study: Self = read_keys(cls, {"name": site.name, "sites": (site,)} | moved_economy(shared, where), where)
        return study._told(as_written)

    def _told(self, content: Mapping[Any, Any]) -> Self:
        """Keep notices on keys with former names."""
        sites = content.get("sites")
        stated = {key for keys in (content, *(sites if isinstance(sites, list) else ())) for key in keys}
        self._notices += tuple(
            f'The key "{old}" of a site is called "{new}" now.' for old, new in RENAMED.items() if old in stated
        )
        return self

    @classmethod
    def _of_several(cls, content: Mapping[Any, Any], where: str) -> Self:
        for key in content:
            if key not in KEYS:
                raise SiteError(f"{where}: {unknown('key', as_text(key), KEYS, SYNONYMS)}.")
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
        links = read_links(content.get("links") or [], [site.name for site in sites], where)
        name = content.get("name", where)
        study: Self = read_keys(
            cls, {"name": name, "sites": sites, "links": links} | moved_economy(shared, where), where
        )
        return study


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

"""The site: what is built where, how large, and under which assumptions."""

import math
from collections.abc import Mapping
from numbers import Integral, Real
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_serializer, field_validator, model_validator

from .._html import html_table
from .._wording import one_line, quoted, unknown
from ..errors import SiteError
from ..facilities import capacity_in, facilities, facility
from ..facilities._industries import SHARE_TOLERANCE
from ..reference import number, override
from ..trade import GRAVITY, TRADE_MODELS
from ._site_file import read_mapping, shown

LATEST = 2023
FIPS_DIGITS = 5
RECIPES = ("parts", "average")
LONGEST_CONSTRUCTION = 20
SIZES = ("capacity", "jobs", "output", "payroll")


class Site(BaseModel):
    """One plant in one county.

    Attributes
    ----------
    name : str
        What to call it in tables and on the map.
    county : str
        Name or FIPS of the county, such as ``"Storey, NV"``.
    region : str or list of str
        The study region, which must hold the county; by default the county alone. See :func:`impact.region`.
    facility : str
        A facility type of the catalogue; or give ``industries``.
    industries : dict of str to float
        Shares of the plant's output by BEA detail or NAICS code; they sum to one.
    capacity : float or str
        In the unit of the facility type, or a text with another unit such as ``"20 kt/yr"``.
    jobs : float
        Direct jobs, full- and part-time.
    output : float
        Sales of a year, million USD of ``dollar_year``.
    payroll : float
        Wages, salaries and benefits of a year, million USD of ``dollar_year``.
    year : int
        Year of operation, 1998 to 2023: jobs per real dollar are those of this year.
    dollar_year : int
        Year of the prices in which money is given and reported, 1997 to 2023.
    capital : float
        What building costs without land, working capital and payroll before the start, million USD of ``dollar_year``;
        by default the catalogue's at ``capacity``.
    recipe : str
        ``parts`` (what this type of plant buys, by the catalogue) or ``average`` (what its BEA industry buys).
    opens, closes : int
        First year of operation, and the year in which it ends; by default years are counted from the first.
    construction_years : int
        Years before that in which it is built.
    ramp : list of float
        Share of full operation in the first years.
    trade : str
        ``gravity`` (all counties, the default), or a quotient for the region alone: ``flq``, ``slq``, ``cilq``,
        ``rlq``, ``aflq`` or ``sdp``.
    local_purchases : dict of str to float
        By BEA or NAICS code, the share of the plant's domestic purchases that it buys in its own county (with a
        quotient: region); the trade model decides the others.
    purchases : dict of str to float
        By BEA commodity code, what the plant buys in a year, million USD of ``dollar_year``; replaces the catalogue's
        lines of that commodity.
    domestic_shares : dict of str to float
        By BEA commodity code, the share of the plant's purchases that is made in the nation.
    occupations : dict of str to float
        The labor plan: shares of direct jobs by detailed occupation, SOC of 2018 (or 2010); by default the catalogue's,
        or the staffing pattern of the industry.
    lon, lat : float
        Where the plant stands; by default the county's centre of population.
    assumptions : dict of str to float
        Values that replace declared assumptions, by name.
    ranges : dict of str to [low, high]
        Ranges that replace theirs when assumptions are drawn; a value of one's own without a range is taken as known.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    county: str
    region: str | list[str] | None = None
    facility: str | None = None
    industries: dict[str, float] | None = None
    capacity: float | str | None = None
    jobs: float | None = None
    output: float | None = None
    payroll: float | None = None
    capital: float | None = None
    recipe: Literal["parts", "average"] = "parts"
    opens: int | None = None
    closes: int | None = None
    construction_years: int | None = None
    ramp: tuple[float, ...] | None = None
    year: int = LATEST
    dollar_year: int = LATEST
    trade: str = GRAVITY
    local_purchases: dict[str, float] = Field(default_factory=dict)
    purchases: dict[str, float] = Field(default_factory=dict)
    domestic_shares: dict[str, float] = Field(default_factory=dict)
    occupations: dict[str, float] = Field(default_factory=dict)
    lon: float | None = None
    lat: float | None = None
    assumptions: dict[str, float] = Field(default_factory=dict)
    ranges: dict[str, tuple[float, float]] = Field(default_factory=dict)

    @field_validator("name", mode="before")
    @classmethod
    def _words(cls, value: object) -> object:
        return _text(value)

    @field_validator("facility", mode="before")
    @classmethod
    def _kind(cls, value: object) -> object:
        return value if value is None else _text(_code(value))

    @field_validator("trade", mode="before")
    @classmethod
    def _known_trade(cls, value: object) -> str:
        value = _text(value)
        if value.lower() not in TRADE_MODELS:
            raise ValueError(f"is {quoted(value)}; choose one of {', '.join(TRADE_MODELS)}")
        return value.lower()

    @field_validator("county", mode="before")
    @classmethod
    def _county(cls, value: object) -> str:
        return _text(_fips(value))

    @field_validator("region", mode="before")
    @classmethod
    def _places(cls, value: object) -> object:
        if value is None:
            return None
        if not isinstance(value, list | tuple):
            return _text(_fips(value))
        if not value:
            raise ValueError("is an empty list; name counties or areas, or leave the key out")
        return [_text(_fips(place)) for place in value]

    @field_validator("capacity", mode="before")
    @classmethod
    def _amount(cls, value: object) -> float | str | None:
        return _text(value) if isinstance(value, str) else cls._positive(value)

    @field_validator("jobs", "output", "payroll", "capital", mode="before")
    @classmethod
    def _positive(cls, value: object) -> float | None:
        if value is None:
            return None
        number = _number(value)
        if not (math.isfinite(number) and number > 0):
            raise ValueError(f"is {number:g}; give a positive number")
        return number

    @field_validator("year", "dollar_year", mode="before")
    @classmethod
    def _year(cls, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, Integral) or not 1900 <= int(value) <= 2100:
            raise ValueError(f"is {quoted(value)}; give a year such as {LATEST}")
        return int(value)

    @field_validator("opens", "closes", mode="before")
    @classmethod
    def _when(cls, value: object) -> int | None:
        return None if value is None else cls._year(value)

    @field_validator("construction_years", mode="before")
    @classmethod
    def _duration(cls, value: object) -> int | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, Integral) or not 1 <= int(value) <= LONGEST_CONSTRUCTION:
            raise ValueError(f"is {quoted(value)}; give years from 1 to {LONGEST_CONSTRUCTION}")
        return int(value)

    @field_validator("recipe", mode="before")
    @classmethod
    def _known_recipe(cls, value: object) -> object:
        if value not in RECIPES:
            raise ValueError(f"is {quoted(value)}; choose one of {', '.join(RECIPES)}")
        return value

    @field_validator("ramp", mode="before")
    @classmethod
    def _growth(cls, value: object) -> tuple[float, ...] | None:
        if value is None:
            return None
        if not isinstance(value, list | tuple) or not value:
            raise ValueError(f"is {quoted(value)}; write a list of shares such as [0.3, 0.7, 1]")
        shares = tuple(_number(share) for share in value)
        wrong = [share for share in shares if not 0 <= share <= 1]
        if wrong:
            raise ValueError(f"has the share {wrong[0]:g}; give shares from 0 to 1")
        return shares

    @field_validator("lon", "lat", mode="before")
    @classmethod
    def _degrees(cls, value: object) -> float | None:
        return None if value is None else _number(value)

    @field_validator("industries", mode="before")
    @classmethod
    def _shares(cls, value: object) -> dict[str, float] | None:
        """Read a single code as the whole, and codes that YAML reads as numbers as text."""
        if value is None:
            return None
        if isinstance(value, str | int) and not isinstance(value, bool):
            return {_text(_code(value)): 1.0}
        shares = _numbers(value, "write a code such as 335911, or shares such as {335911: 0.7, 325180: 0.3}")
        if not shares:
            raise ValueError("is empty; write a code such as 335911")
        wrong = [code for code, share in shares.items() if not share > 0]
        if wrong:
            raise ValueError(f"gives {quoted(wrong[0])} the share {shares[wrong[0]]:g}; give positive shares")
        total = sum(shares.values())
        if not abs(total - 1.0) <= SHARE_TOLERANCE:
            raise ValueError(f"has shares that sum to {total:g}; they must sum to 1")
        return shares

    @field_validator("local_purchases", "domestic_shares", mode="before")
    @classmethod
    def _parts(cls, value: object) -> dict[str, float]:
        parts = {} if value is None else _numbers(value, "write codes and shares such as {221100: 0.9}")
        for code, part in parts.items():
            if not 0 <= part <= 1:
                raise ValueError(f"gives {quoted(code)} the share {part:g}; give shares from 0 to 1")
        return parts

    @field_validator("occupations", mode="before")
    @classmethod
    def _plan(cls, value: object) -> dict[str, float]:
        plan = {} if value is None else _numbers(value, "write codes and shares such as {51-9161: 0.3, 49-9041: 0.7}")
        wrong = [code for code, share in plan.items() if not share > 0]
        if wrong:
            raise ValueError(f"gives {quoted(wrong[0])} the share {plan[wrong[0]]:g}; give positive shares")
        if plan and not abs(sum(plan.values()) - 1.0) <= SHARE_TOLERANCE:
            raise ValueError(f"has shares that sum to {sum(plan.values()):g}; they must sum to 1")
        return plan

    @field_validator("purchases", mode="before")
    @classmethod
    def _amounts(cls, value: object) -> dict[str, float]:
        amounts = {} if value is None else _numbers(value, "write codes and million USD such as {325180: 12.5}")
        for code, amount in amounts.items():
            if not 0 <= amount < math.inf:
                raise ValueError(f"gives {quoted(code)} the amount {amount:g}; give million USD, 0 or more")
        return amounts

    @field_validator("assumptions", mode="before")
    @classmethod
    def _values(cls, value: object) -> dict[str, float]:
        return {} if value is None else _numbers(value, "write names and values such as {flq_delta: 0.3}")

    @field_serializer("assumptions")
    def _stated(self, values: dict[str, float]) -> dict[str, Any]:
        return {name: int(value) if float(value).is_integer() else value for name, value in values.items()}

    @field_validator("ranges", mode="before")
    @classmethod
    def _spans(cls, value: object) -> dict[str, tuple[float, float]]:
        if value is None:
            return {}
        how = "write names and ranges such as {flq_delta: [0.2, 0.3]}"
        if not isinstance(value, Mapping):
            raise ValueError(f"is {quoted(value)}; {how}")
        spans = {}
        for name, span in value.items():
            if not isinstance(span, list | tuple) or len(span) != 2:
                raise ValueError(f"gives {quoted(str(name))} the range {quoted(span)}; {how}")
            spans[one_line(str(name))] = (_number(span[0]), _number(span[1]))
        return spans

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.facility is None) == (self.industries is None):
            raise ValueError('give either "facility" or "industries"')
        if self.facility is not None and facility(self.facility) is None:
            hint = ". An industry code goes under 'industries'" if _is_code(self.facility) else ""
            raise ValueError(unknown("facility", self.facility, facilities()) + hint)
        if self.capacity is not None and self.facility is None:
            raise ValueError('"capacity" needs a "facility" of the catalogue; give "jobs" or "output" instead')
        if not self.operates and self.capital is None:
            raise ValueError('how large is it? Give "jobs", "output" or, with a facility, "capacity" or "capital"')
        if self.facility is not None and self.capacity is not None:
            capacity_in(facilities()[self.facility].unit, self.capacity)
        if self.purchases and self.recipe != "parts":
            raise ValueError('"purchases" are by parts; take them out, or "recipe: average"')
        if self.closes is not None and (self.opens is None or self.closes <= self.opens):
            raise ValueError('"closes" must be a year after "opens"')
        if (self.lon is None) != (self.lat is None):
            raise ValueError('give both "lon" and "lat", or neither')
        if self.lon is not None and self.lat is not None and not (abs(self.lon) <= 180 and abs(self.lat) <= 90):
            raise ValueError(
                f'"lon" {self.lon:g} and "lat" {self.lat:g} are no place on earth; give degrees, as -119.45 and 39.53'
            )
        override(self.assumptions, self.ranges)
        return self

    @property
    def operates(self) -> bool:
        """Whether there are operations, and not construction alone."""
        return self.capacity is not None or self.jobs is not None or self.output is not None

    def _repr_html_(self) -> str:
        """What was stated, key by key as in a site file; what is left out follows the catalogue and the defaults."""
        stated = self.model_dump(exclude_unset=True, exclude_none=True)
        rows = [[key, _written(value)] for key, value in stated.items() if key != "name"]
        return html_table(self.name, ["Key", "Value"], rows)

    def assumed(self, name: str) -> float:
        """Return the value of an assumption: the site's, or the declared one."""
        return number(override(self.assumptions), name)

    @classmethod
    def load(cls, path: str | Path, /, **changes: Any) -> "Site":
        """Read a site file (YAML).

        Parameters
        ----------
        path : str or Path
            The file, in UTF-8 or UTF-16.
        **changes
            Keys of a site that replace those of the file; those that are None are left out. ``capacity``, ``jobs`` or
            ``output`` replace every size in the file, ``payroll`` included.

        Raises
        ------
        SiteError
            Saying what is wrong in which file, and how to mend it.
        """
        return read_changed(read_mapping(Path(path)), changes, where=shown(path))

    @classmethod
    def short(cls, text: str, /, **changes: Any) -> "Site":
        """Read the short form ``FACILITY@COUNTY``, where FACILITY is a type of the catalogue or an industry code.

        Parameters
        ----------
        text : str
            Such as ``"recycling-hydromet@Storey, NV"`` or ``"335911@32029"``.
        **changes
            ``capacity``, ``jobs``, ``output`` and other keys of a site; those that are None are left out.

        Raises
        ------
        SiteError
            If the text has no ``@`` or the site is not complete.

        Examples
        --------
        >>> Site.short("recycling-hydromet@Storey, NV", capacity=20000).county
        'Storey, NV'
        """
        kind, _, county = text.partition("@")
        kind, county = kind.strip(), county.strip()
        if not kind or not county:
            raise SiteError(
                f"{quoted(text)} is no site. "
                'Give a site file, or FACILITY@COUNTY such as recycling-hydromet@"Storey, NV".'
            )
        key = "industries" if _is_code(kind) else "facility"
        given = {key: value for key, value in changes.items() if value is not None}
        return cls.read({"name": f"{kind} in {county}", "county": county, key: kind} | given, where=quoted(text))

    @classmethod
    def read(cls, content: Mapping[Any, Any], where: str = "The site") -> "Site":
        """Check the keys and values of a site.

        Parameters
        ----------
        content : mapping
            Keys and values as in a site file.
        where : str
            What messages call it.

        Raises
        ------
        SiteError
            Naming the first wrong key, what is wrong with it, and ``where`` it stands.
        """
        if not isinstance(content, Mapping):
            raise SiteError(f"{where} must hold keys and values, not {quoted(content)}.")
        for key in content:
            if key not in cls.model_fields:
                name = key if isinstance(key, str) else quoted(key)
                raise SiteError(f"{where}: {unknown('key', name, cls.model_fields)}.")
        try:
            return cls.model_validate(dict(content))
        except SiteError as error:
            raise SiteError(f"{where}: {error}") from None
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            message = first["msg"].removeprefix("Value error, ")
            if first["type"] == "missing":
                message = "is missing"
            key = f'"{first["loc"][0]}" ' if first["loc"] else ""
            raise SiteError(f"{where}: {key}{message}.") from None


def read_changed(content: Mapping[Any, Any], changes: Mapping[str, Any], where: str) -> Site:
    """Check a site of which some keys are replaced, as :meth:`Site.load`."""
    given = {key: value for key, value in changes.items() if value is not None}
    sized = {"capacity", "jobs", "output"} & given.keys()
    kept = {key: value for key, value in content.items() if not (sized and key in SIZES)}
    return Site.read(kept | given, where)


def _written(value: object) -> str:
    """Write a value of a site in words."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_written(part)}" for name, part in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(_written, value))
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _is_code(kind: str) -> bool:
    """Whether a short form names an industry, not a facility type."""
    return kind[:1].isdigit()


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"is {quoted(value)}, which is not text; put it in quotes")
    line = one_line(value)
    if not line:
        raise ValueError("is empty; write something or leave the key out")
    return line


def _fips(value: object) -> object:
    """Return a FIPS code that was written without quotes as text, with its leading zero."""
    code = _code(value)
    return code.zfill(FIPS_DIGITS) if isinstance(code, str) and not isinstance(value, str) else code


def _code(value: object) -> object:
    """Return a code that was written without quotes as text."""
    return f"{value:d}" if isinstance(value, int) and not isinstance(value, bool) else value


def _number(value: object) -> float:
    if isinstance(value, str):
        raise ValueError(f"is {quoted(value)}, which is text; write a number without quotes, commas and units")
    if isinstance(value, bool) or not isinstance(value, Real):
        raise ValueError(f"is {quoted(value)}, which is not a number")
    try:
        return float(value)
    except OverflowError:
        raise ValueError(f"is {quoted(value)}, which is too large") from None


def _numbers(value: object, how: str) -> dict[str, float]:
    """Return numbers by name."""
    if not isinstance(value, Mapping):
        raise ValueError(f"is {quoted(value)}; {how}")
    found = {}
    for name, entry in value.items():
        try:
            found[one_line(str(name))] = _number(entry)
        except ValueError as error:
            raise ValueError(f"gives {quoted(str(name))} a value that {error}") from None
    return found

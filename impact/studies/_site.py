"""The site: one plant, what it is, where it stands and how large it is."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from .._html import html_table
from .._types import (
    AboveZero,
    Amounts,
    Duration,
    Number,
    Part,
    Place,
    Positive,
    ShareList,
    Shares,
    SharesOfOne,
    Text,
    Word,
    Year,
    first_problem,
    numbers_by_name,
    one_of,
    read_positive,
    read_text,
    sum_to_one,
    unquoted,
)
from .._wording import quoted, unknown
from ..errors import SiteError
from ..facilities import Facility, capacity_in, facilities, names_a_file, own_facility

if TYPE_CHECKING:
    from ._study import Study

RECIPES = ("parts", "average")
OWN_TYPE = "own type"  # what a type is called that has no name
SIZES = ("capacity", "jobs", "output", "payroll")


def _capacity(value: object) -> float | str:
    return read_text(value) if isinstance(value, str) else read_positive(value)


def _facility(value: object) -> str | Facility:
    """Read the name of a type of the catalogue, or the keys of a type of the user's own."""
    if isinstance(value, Facility):
        return value
    if isinstance(value, Mapping):
        return own_facility(value, OWN_TYPE)
    name = read_text(unquoted(value))
    if names_a_file(name):
        raise ValueError(f"is the file {quoted(name)}, which only a site file can name")
    return name


def _industries(value: object) -> dict[str, float]:
    """Read a single code as the whole, and codes that YAML reads as numbers as text."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return {read_text(unquoted(value)): 1.0}
    shares = numbers_by_name("write a code such as 335911, or shares such as {335911: 0.7, 325180: 0.3}")(value)
    if not shares:
        raise ValueError("is empty; write a code such as 335911")
    return sum_to_one(shares)


Type = Annotated[str | Facility, BeforeValidator(_facility, json_schema_input_type=Word | Facility)]
Industries = Annotated[dict[str, float], BeforeValidator(_industries, json_schema_input_type=Word | dict[str, Part])]
Capacity = Annotated[float | str, BeforeValidator(_capacity, json_schema_input_type=AboveZero | str)]


class Site(BaseModel):
    """One plant in one county.

    Attributes
    ----------
    name : str
        What to call it in tables and on the map.
    county : str
        Name or FIPS of the county, such as ``"Storey, NV"``.
    facility : str or Facility
        A facility type of the catalogue, or one's own (:func:`impact.facilities.read_facility`; a site file names its
        file, such as ``./my-plant.yaml``); or give ``industries``.
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
        What building costs without land, working capital and payroll before the start, million USD of the dollar year;
        by default the catalogue's at ``capacity``.
    recipe : str
        ``parts`` (what this type of plant buys, by the catalogue) or ``average`` (what its BEA industry buys).
    opens, closes : int
        First year of operation, and the year in which it ends; by default years are counted from the first.
    construction_years : int
        Years before that in which it is built.
    ramp : list of float
        Share of full operation in the first years.
    local_purchases : dict of str to float
        By BEA or NAICS code, the share of the plant's domestic purchases that it buys in its own county (with a
        quotient: region); the trade model decides the others.
    purchases : dict of str to float
        By BEA commodity code, what the plant buys in a year, million USD of the dollar year; replaces the catalogue's
        lines of that commodity.
    domestic_shares : dict of str to float
        By BEA commodity code, the share of the plant's purchases that is made in the nation.
    occupations : dict of str to float
        The labor plan: shares of direct jobs by detailed occupation, SOC of 2018 (or 2010); by default the catalogue's,
        or the staffing pattern of the industry.
    lon, lat : float
        Where the plant stands; by default the county's center of population.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Text
    county: Place
    facility: Annotated[str | Facility, BeforeValidator(_facility, json_schema_input_type=Word | Facility)] | None = (
        None
    )
    industries: (
        Annotated[dict[str, float], BeforeValidator(_industries, json_schema_input_type=Word | dict[str, Part])] | None
    ) = None
    capacity: (
        Annotated[float | str, BeforeValidator(_capacity, json_schema_input_type=Annotated[float, Field(gt=0)] | str)]
        | None
    ) = None
    jobs: Positive | None = None
    output: Positive | None = None
    payroll: Positive | None = None
    capital: Positive | None = None
    recipe: Annotated[Literal["parts", "average"], BeforeValidator(one_of(*RECIPES))] = "parts"
    opens: Year | None = None
    closes: Year | None = None
    construction_years: Duration | None = None
    ramp: ShareList | None = None
    local_purchases: Shares = Field(default_factory=dict)
    purchases: Amounts = Field(default_factory=dict)
    domestic_shares: Shares = Field(default_factory=dict)
    occupations: SharesOfOne = Field(default_factory=dict)
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
        if self.kind is not None and self.capacity is not None:
            capacity_in(self.kind.unit, self.capacity)
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
        return self

    @property
    def kind(self) -> Facility | None:
        """Its facility type, of the catalogue or the user's own; None where industries are given."""
        return facilities()[self.facility] if isinstance(self.facility, str) else self.facility

    @property
    def operates(self) -> bool:
        """Whether there are operations, and not construction alone."""
        return self.capacity is not None or self.jobs is not None or self.output is not None

    def _repr_html_(self) -> str:
        """What was stated, key by key as in a site file; what is left out follows the catalogue and the defaults."""
        return html_table(self.name, ["Key", "Value"], self.stated_rows())

    def stated_rows(self) -> list[list[str]]:
        """Return key and value of what was stated beside the name; a type of the user's own is told by its title."""
        stated = self.model_dump(exclude_unset=True, exclude_none=True, exclude={"name"})
        if isinstance(self.facility, Facility):
            stated["facility"] = f"{self.facility.title} ({self.facility.name}, own type)"
        return [[key, written(value)] for key, value in stated.items()]

    @staticmethod
    def load(path: str | Path, /, **changes: Any) -> "Study":
        """Read a site file: the study of its plant, with what the file says about region, years and assumptions.

        The same as :meth:`impact.Study.load`.
        """
        from ._study import Study

        return Study.load(path, **changes)

    @staticmethod
    def short(text: str, /, **changes: Any) -> "Study":
        """Read the short form ``FACILITY@COUNTY``, the same as :meth:`impact.Study.short`."""
        from ._study import Study

        return Study.short(text, **changes)


def read_keys(model: type[BaseModel], content: Mapping[Any, Any], where: str) -> Any:
    """Check keys and values against a model.

    Parameters
    ----------
    model : type of BaseModel
        :class:`Site` or the study.
    content : mapping
        Keys and values as in a site file.
    where : str
        What messages call it.

    Raises
    ------
    SiteError
        Naming the first wrong key, what is wrong with it, and ``where`` it stands.
    """
    for key in content:
        if key not in model.model_fields:
            name = key if isinstance(key, str) else quoted(key)
            raise SiteError(f"{where}: {unknown('key', name, model.model_fields)}.")
    try:
        return model.model_validate(dict(content))
    except SiteError as error:
        raise SiteError(f"{where}: {error}") from None
    except ValidationError as error:
        raise SiteError(f"{where}: {first_problem(error)}.") from None


def written(value: object) -> str:
    """Write a value of a site in words."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {written(part)}" for name, part in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(written, value))
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def is_code(kind: str) -> bool:
    """Whether a short form names an industry, not a facility type."""
    return kind[:1].isdigit()

"""The catalogue: one YAML file per facility type, read when it is asked for, and checked."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from .._wording import unknown
from ..errors import DataError, SiteError
from ..reference import kept, table
from ._domestic import materials

FOLDER = Path(__file__).with_name("catalogue")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C: ten times as fast
TOLERANCE = 1e-6  # of shares that sum to one

BUYS = frozenset({"purchase", "energy", "maintenance", "overhead"})
BUILDS = frozenset({"building", "equipment", "engineering", "contingency"})


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Figure(_Declared):
    """A figure with its range, where it comes from, and how far it is to be trusted.

    Attributes
    ----------
    base, low, high : float
        The value used, and its range.
    source : str
        One of the facility's ``sources``.
    confidence : str
        ``high``, ``medium`` or ``low``.
    note : str
        What the figure rests on, where that is not plain.
    """

    base: float
    low: float
    high: float
    source: str
    confidence: Literal["high", "medium", "low"]
    note: str | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.base <= self.high:
            raise ValueError(f"low {self.low:g}, base {self.base:g} and high {self.high:g} are out of order")
        return self


class Money(Figure):
    """A figure in USD of ``dollar_year``."""

    dollar_year: int


class _Item(Money):
    item: str
    commodities: dict[str, float] = {}
    material: str | None = None

    @model_validator(mode="after")
    def _shares(self) -> Self:
        if self.commodities and not abs(sum(self.commodities.values()) - 1) <= TOLERANCE:
            raise ValueError(f"the shares of commodities sum to {sum(self.commodities.values()):g}, not 1")
        return self


class Line(_Item):
    """What a year of full operation costs or earns, USD per unit of the product (in recycling: of feed).

    Attributes
    ----------
    kind : str
        ``purchase``, ``energy``, ``maintenance`` and ``overhead`` are bought at purchaser prices; ``compensation``,
        ``surplus`` (with depreciation and interest), ``tax`` and ``transfer`` are value added.
    commodities : dict of str to float
        BEA detail commodities of what is bought, shares that sum to one; empty for value added.
    material : str or None
        Key of :func:`materials`, whose domestic share stands for that of the commodity.
    from_facilities : tuple of str
        Facility types that can supply the line.
    """

    kind: Literal["purchase", "energy", "maintenance", "overhead", "compensation", "surplus", "tax", "transfer"]
    from_facilities: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _bought(self) -> Self:
        if bool(self.commodities) != (self.kind in BUYS):
            raise ValueError(f"a line of kind {self.kind} {'needs' if self.kind in BUYS else 'has no'} commodities")
        return self


class CapitalLine(_Item):
    """What building the plant costs, USD per unit of annual capacity.

    Attributes
    ----------
    kind : str
        ``building``, ``equipment``, ``engineering`` or ``contingency`` (spread over the others); ``commissioning``,
        which without commodities is the plant's own payroll; ``financial``, such as working capital and land, which
        buys nothing.
    commodities : dict of str to float
        BEA detail commodities of what is bought, shares that sum to one.
    """

    kind: Literal["building", "equipment", "engineering", "contingency", "commissioning", "financial"]

    @model_validator(mode="after")
    def _bought(self) -> Self:
        if self.kind != "commissioning" and bool(self.commodities) != (self.kind in BUILDS):
            raise ValueError(f"a line of kind {self.kind} {'needs' if self.kind in BUILDS else 'has no'} commodities")
        return self


class Scale(_Declared):
    """The range of capacity for which the figures hold, in the facility's unit.

    Attributes
    ----------
    base : float
        Where the figures were taken; the middle where the source gives only a range.
    exponent : Figure
        Capital grows as capacity to this power; 1 where nothing is known.
    """

    low: float
    base: float
    high: float
    exponent: Figure

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not 0 < self.low <= self.base <= self.high:
            raise ValueError(f"low {self.low:g}, base {self.base:g} and high {self.high:g} are out of order")
        return self

    def holds(self, capacity: float) -> bool:
        """Whether a capacity is inside the range."""
        return self.low <= capacity <= self.high


class Wage(_Declared):
    """Hourly pay of a class of workers, USD. The last class of a facility stands for all its jobs."""

    name: str
    pay: Money


class Facility(_Declared):
    """A type of plant.

    Attributes
    ----------
    product : str
        What one unit of capacity is: made or, in recycling, treated.
    unit : str
        Of capacity, such as ``GWh/yr``; lines are per unit without the year.
    industries : dict of str to float
        BEA detail industries that stand in for what is not known, by share of output.
    sells : tuple of str
        BEA detail commodities of the products.
    takes : tuple of str
        Facility types whose products it buys.
    sources : tuple of str
        Where the figures come from.
    partial : bool
        Whether whole kinds of cost are not among the lines of operations, so that the average of the industries must
        stand in for them.
    scale : Scale or None
        Where the figures hold.
    operations, capital : tuple
        Lines of a year of operation and of construction; empty where only a total is known, or nothing.
    operations_total, capital_total : Money or None
        Totals as the source states them, capital without working capital.
    capital_like : str or None
        The type whose lines of capital divide ``capital_total`` where it has none of its own.
    jobs_per_unit : Figure or None
        Direct jobs per unit of capacity: announced jobs of US plants of this very type where the source lists them;
        else their median and quartiles over US plants of the wider kind; else a model's direct labor.
    wages : tuple of Wage
        Pay by class of workers.
    ramp : tuple of float or None
        Share of capacity used in each year from the first; ``ramp_source`` says whence.
    construction_years : Figure or None
        From ground breaking to the first product.
    occupations : dict of str to float
        Shares of direct jobs by SOC code; empty where not known.
    missing : tuple of str
        What is not known, and what stands in for it.
    """

    name: str
    title: str
    product: str
    unit: str
    industries: dict[str, float]
    sells: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    sources: tuple[str, ...]
    partial: bool = False
    scale: Scale | None = None
    operations_total: Money | None = None
    operations: tuple[Line, ...] = ()
    capital_total: Money | None = None
    capital: tuple[CapitalLine, ...] = ()
    capital_like: str | None = None
    jobs_per_unit: Figure | None = None
    wages: tuple[Wage, ...] = ()
    ramp: tuple[float, ...] | None = None
    ramp_source: str | None = None
    construction_years: Figure | None = None
    occupations: dict[str, float] = {}
    missing: tuple[str, ...] = ()

    @property
    def price(self) -> float | None:
        """Output per unit of the product, USD of the lines' dollar year; None where surplus is not known.

        Purchases plus value added, so the sum of all lines of operations.
        """
        if not any(line.kind == "surplus" for line in self.operations):
            return None
        return sum(line.base for line in self.operations)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for shares, what in ((self.industries, "industries"), (self.occupations, "occupations")):
            if shares and not abs(sum(shares.values()) - 1) <= TOLERANCE:
                raise ValueError(f"the shares of {what} sum to {sum(shares.values()):g}, not 1")
        lines = (*self.operations, *self.capital)
        codes = {code for line in lines for code in line.commodities} | set(self.sells)
        for used, known in ((codes, "commodities"), (set(self.industries), "industries")):
            strange = sorted(used - _codes(known))
            if strange:
                raise ValueError(f"{', '.join(strange)}: no such {known}")
        strange = sorted({line.material for line in lines if line.material} - set(materials()))
        if strange:
            raise ValueError(f"{', '.join(strange)}: no such materials")
        stray = sorted({name for line in self.operations for name in line.from_facilities} - set(self.takes))
        if stray:
            raise ValueError(f"{', '.join(stray)} supply lines but are not in takes")
        if self.price is not None and len({line.dollar_year for line in self.operations}) > 1:
            raise ValueError("the lines make a price, so they must share one dollar_year")
        if (self.ramp is None) != (self.ramp_source is None):
            raise ValueError("ramp and ramp_source go together")
        return self


@kept
def _codes(known: str) -> frozenset[str]:
    return frozenset(table(known).code)


class _Catalogue(Mapping[str, Facility]):
    """The facility types by name; a file is read when its facility is first asked for."""

    def __getitem__(self, name: str) -> Facility:
        if name not in _names():
            raise KeyError(name)
        return _read(FOLDER / f"{name}.yaml")

    def __iter__(self) -> Iterator[str]:
        return iter(_names())

    def __len__(self) -> int:
        return len(_names())


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def _read(path: Path) -> Facility:
    """Read one facility type; DataError naming the file and the key if it is not as declared."""
    try:
        entry = yaml.load(path.read_text(encoding="utf-8"), LOADER)
        return Facility(name=path.stem, **entry)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        where = f"{path.name}: {key}" if key else path.name
        raise DataError(f"Catalogue, {where}: {first['msg'].removeprefix('Value error, ')}.") from None
    except (OSError, TypeError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(f"Catalogue, {path.name}: {' '.join(str(error).split())}.") from None


def facilities() -> Mapping[str, Facility]:
    """Return the facility types of the catalogue by name.

    Raises
    ------
    DataError
        When a facility is asked for whose file is not as declared, naming file and key.

    Examples
    --------
    >>> facilities()["cell-nmc811"].unit
    'GWh/yr'
    """
    return _Catalogue()


def facility(name: str) -> Facility | None:
    """Return one facility type, or None if the catalogue has no such name.

    Raises
    ------
    DataError
        If its file is not as declared.

    Examples
    --------
    >>> facility("lithium-hydroxide").title
    'Lithium hydroxide refinery'
    >>> round(sum(line.base for line in facility("lithium-hydroxide").operations))
    9836
    """
    return facilities().get(name)


def known_facility(name: str) -> Facility:
    """Return one facility type by its name in any case.

    Raises
    ------
    SiteError
        If the catalogue has no such name, with the nearest one.

    Examples
    --------
    >>> known_facility("Copper-Foil").name
    'copper-foil'
    """
    found = facility(name.strip().lower())
    if found is None:
        message = unknown("facility", name, facilities())
        raise SiteError(f"{message[0].upper()}{message[1:]}.")
    return found

"""A facility type: what it makes, buys, pays and costs."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Self

from pydantic import Field, model_validator

from .._types import Code, ShareList, SharesOfOne, Text
from .._wording import one_line, quoted, unknown
from ..reference import kept, table
from ._domestic import materials
from ._figures import (
    AT_THE_SITE,
    BUILDS,
    CONTINGENCY,
    CapitalLine,
    Declared,
    Figure,
    HourlyPay,
    Line,
    Money,
    PositiveFigure,
    Scale,
)

PER_YEAR = "/yr"


class Wage(Declared):
    """Hourly pay of a class of workers, USD. The last class of a facility stands for all its jobs."""

    name: Text
    pay: HourlyPay


class Facility(Declared):
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
    sources : dict of str to str
        Where the figures come from, by key.
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

    name: Text
    title: Text
    product: Text
    unit: Text
    industries: SharesOfOne
    sells: tuple[Code, ...] = ()
    takes: tuple[Text, ...] = ()
    sources: dict[str, Text]
    partial: bool = False
    scale: Scale | None = None
    operations_total: Money | None = None
    operations: tuple[Line, ...] = ()
    capital_total: Money | None = None
    capital: tuple[CapitalLine, ...] = ()
    capital_like: Text | None = None
    jobs_per_unit: PositiveFigure | None = None
    wages: tuple[Wage, ...] = ()
    ramp: ShareList | None = None
    ramp_source: Text | None = None
    construction_years: PositiveFigure | None = None
    occupations: SharesOfOne = Field(default_factory=dict)
    missing: tuple[Text, ...] = ()

    @property
    def price(self) -> float | None:
        """Output per unit of the product, USD of the lines' dollar year; None where surplus is not known.

        Purchases plus value added, so the sum of all lines of operations.
        """
        if not any(line.kind == "surplus" for line in self.operations):
            return None
        return sum(line.base for line in self.operations)

    def figures(self) -> Iterator[tuple[str, Figure]]:
        """Yield every figure with the key under which it stands."""
        for key in ("operations", "capital"):
            lines: tuple[Line | CapitalLine, ...] = getattr(self, key)
            yield from ((f"{key} {number}", line) for number, line in enumerate(lines, start=1))
        yield from ((f"wages {number}, pay", wage.pay) for number, wage in enumerate(self.wages, start=1))
        if self.scale:
            yield "scale, exponent", self.scale.exponent
        for key in ("operations_total", "capital_total", "jobs_per_unit", "construction_years"):
            if figure := getattr(self, key):
                yield key, figure

    @model_validator(mode="after")
    def _known_codes(self) -> Self:
        lines = (*self.operations, *self.capital)
        codes = {code for line in lines for code in line.commodities} | set(self.sells)
        _refuse(codes - _codes("commodities"), "no such commodities")
        _refuse(set(self.industries) - _codes("industries"), "no such industries")
        _refuse({line.material for line in lines if line.material} - set(materials()), "no such materials")
        builders = {code for line in self.capital if line.kind == AT_THE_SITE for code in line.commodities}
        _refuse(builders - _codes("industries"), f"no industry builds with that code; a {AT_THE_SITE} line needs one")
        return self

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for key, figure in self.figures():
            if figure.source not in self.sources:
                raise ValueError(f"{key}: {unknown('source', figure.source, self.sources)}")
        if not self.unit.endswith(PER_YEAR):
            raise ValueError(f'unit: {quoted(self.unit)} is no capacity of a year; write one such as "t/yr"')
        suppliers = {name for line in self.operations for name in line.from_facilities}
        _refuse(suppliers - set(self.takes), "supply lines but are not in takes")
        if self.price is not None and len({line.dollar_year for line in self.operations}) > 1:
            raise ValueError("the lines of operations make a price, so they must share one dollar_year")
        if self.price is not None and not self.price > 0:
            raise ValueError(f"the lines of operations sum to {self.price:g}, which is the price; it must be positive")
        if self.capital and self.capital_like:
            raise ValueError("capital and capital_like exclude each other; take one out")
        built = sum(line.base for line in self.capital if line.kind in BUILDS and line.kind != CONTINGENCY)
        if self.capital and not built > 0:
            raise ValueError("the lines of capital have no building, equipment or engineering with a cost above zero")
        if (self.ramp is None) != (self.ramp_source is None):
            raise ValueError("ramp and ramp_source go together")
        return self


def _refuse(strange: AbstractSet[str], why: str) -> None:
    if strange:
        raise ValueError(f"{', '.join(map(one_line, sorted(strange)))}: {why}")


@kept
def _codes(known: str) -> frozenset[str]:
    return frozenset(table(known).code)

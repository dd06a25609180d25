"""Facility type: products, purchases, pay and capital cost."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator

from .._display import number
from .._types import Code, ShareList, SharesOfOne, Text, Year, first_problem
from .._wording import one_line, quoted, unknown
from ..reference import kept, table
from ._capacity import capacity_in, capacity_notice
from ._domestic import materials
from ._embodied import feeds
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
    PayFrom,
    PositiveFigure,
    PositiveMoney,
    Product,
    Scale,
)
from ._prices import Price, market_prices, with_derived_keys
from ._uses import Use, check_cost, physical

PER_YEAR = "/yr"
TOTAL_TOLERANCE = 0.01  # rounding of lines
LABOR_TOLERANCE = 0.1
STATED = "Stated by the site"


class Wage(Declared):
    """Hourly pay of a class of workers, USD.

    The last class of a facility stands for all its jobs.
    """

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
    price_year : int or None
        Year whose prices products and priced lines have.
    prices : dict of str to Price
        Prices of the type's own, which go before those of :func:`market_prices`.
    products : tuple of Product
        What a unit of capacity yields; surplus is their revenue less all lines of operations. Empty where no price is
        known.
    pay_per_job : Money or None
        Wages, salaries and benefits of a direct job in a year.
    pay_from : str
        ``occupations``: a study pays the wages of the type's occupations in the plant's area. ``pay_per_job`` and lines
        of labor then are records of real plants, as in the catalogue. ``type``: these are what the plant pays.
    partial : bool
        Whether whole kinds of cost are not among the lines of operations, so that the average of the industries must
        stand in for them.
    scale : Scale or None
        Where the figures hold.
    operations, capital : tuple
        Lines of a year of operation and of construction; empty where only a total is known, or nothing.
    uses : tuple of Use
        Power, fuels and water of a unit of capacity, in physical units; empty where not known.
    operations_total, capital_total : Money or None
        Totals as the source states them, capital without working capital.
    capital_like : str or None
        The type whose lines of capital divide ``capital_total`` where it has none of its own.
    jobs_per_unit : Figure or None
        Direct jobs per unit of capacity: announced jobs of US plants of this very type where the source lists them;
        else their median and quartiles over US plants of the wider kind; else a model's direct labor.
    wages : tuple of Wage
        Pay by class of workers of real plants: evidence of a level, no input of a study.
    ramp : tuple of float or None
        Share of capacity used in each year from the first; ``ramp_source`` says whence.
    construction_years : Figure or None
        From ground breaking to the first product.
    occupations : dict of str to float
        Shares of direct jobs by SOC code; empty where not known.
    staffed_as : dict of str to float
        BEA detail industries whose occupations and pay stand for the type's, by share of its jobs, where those of
        ``industries`` are of other work; empty where they are not.
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
    price_year: Year | None = None
    prices: dict[Text, Price] = Field(default_factory=dict)
    products: tuple[Product, ...] = ()
    pay_per_job: PositiveMoney | None = None
    pay_from: PayFrom = "type"
    partial: bool = False
    scale: Scale | None = None
    operations_total: Money | None = None
    operations: tuple[Line, ...] = ()
    uses: tuple[Use, ...] = ()
    capital_total: Money | None = None
    capital: tuple[CapitalLine, ...] = ()
    capital_like: Text | None = None
    jobs_per_unit: PositiveFigure | None = None
    wages: tuple[Wage, ...] = ()
    ramp: ShareList | None = None
    ramp_source: Text | None = None
    construction_years: PositiveFigure | None = None
    occupations: SharesOfOne = Field(default_factory=dict)
    staffed_as: SharesOfOne = Field(default_factory=dict)
    missing: tuple[Text, ...] = ()

    @property
    def price(self) -> float | None:
        """Revenue per unit of capacity, USD of :attr:`revenue_year`.

        It is None without the price of a product.

        The value of the products, else the sum of all lines where a surplus is among them.
        """
        if self.products:
            return sum(product.base for product in self.products)
        if not any(line.kind == "surplus" for line in self.operations):
            return None
        return sum(line.base for line in self.operations)

    @property
    def revenue_year(self) -> int | None:
        """Year of the dollars of :attr:`price`."""
        if self.products:
            return self.products[0].dollar_year
        return self.operations[0].dollar_year if self.price is not None else None

    def at_prices(
        self,
        year: int | None = None,
        prices: Mapping[str, float] | None = None,
        yields: Mapping[str, float] | None = None,
    ) -> Self:
        """Return the type at other prices and yields.

        Prices are those of another year, or stated.

        Parameters
        ----------
        year : int, optional
            Whose market prices products and feeds have.
        prices : mapping of str to float, optional
            Stated prices by key, USD of that year.
        yields : mapping of str to float, optional
            Quantity of a product per unit of capacity, by product.

        Raises
        ------
        ValueError
            If a price or product is not one of the type, a price of the year is not known, or a yield is above what the
            feed contains.
        """
        year = year or self.price_year
        named = {entry.price: entry for entry in (*self.products, *self.operations) if entry.price}
        own = {key: price.model_dump() for key, price in self.prices.items()}
        known = {**market_prices(), **self.prices}
        for key, value in (prices or {}).items():
            if key not in named:
                raise ValueError(unknown("price", key, named) if named else f"{self.name} has no product with a price")
            stated = dict.fromkeys(("low", "base", "high"), value)
            of_year = {year: stated | {"source": named[key].source, "confidence": "high", "note": STATED}}
            own[key] = {"title": known[key].title, "unit": known[key].unit, "years": of_year}
        products = {product.item: product for product in self.products}
        for item in yields or {}:
            if item not in products:
                raise ValueError(unknown("product", item, products))
        products_priced = [
            product.model_dump()
            if product.item not in (yields or {})
            else _at_yield(product, (yields or {})[product.item])
            for product in self.products
        ]
        return type(self).model_validate(
            self.model_dump() | {"price_year": year, "prices": own, "products": products_priced}
        )

    def capacity(self, given: float | str) -> float:
        """Return a capacity in the unit of the type.

        A bare number is in that unit already.

        Parameters
        ----------
        given : float or str
            Such as 30, "30 GWh/yr", "30 GWh" (a year is meant), "30,000 MWh per year", "20 ktpa" or "2 million lbs/yr".
            ``t``, ``mt`` and ``tpy`` are metric tons; ``tons`` are short tons of 2,000 lb, and :meth:`capacity_notice`
            says so.

        Raises
        ------
        SiteError
            If the text has no number, or no unit that is known, clear and of the type's dimension in a year.
        """
        return capacity_in(self.unit, given)

    def capacity_notice(self, given: float | str | None) -> str:
        """Tell which ton a capacity was read in.

        Empty where the word itself says it.
        """
        return capacity_notice(self.unit, given)

    def physical(self, capacity: float, fips: str) -> dict[str, float]:
        """Return a plant's emissions and uses in a full year.

        Unknown ones are left out.

        Parameters
        ----------
        capacity : float
            In the unit of the type.
        fips : str
            County whose grid serves the plant.

        Returns
        -------
        dict of str to float
            ``ghg`` (t CO2e), ``energy`` (TJ) and ``water`` (m3), as far as the type has lines for them.
        """
        return physical(self.uses, capacity, fips)

    def embodied(self) -> dict[str, dict[str, float]]:
        """Return cradle-to-gate burdens of known purchases by line.

        They are per unit of capacity.

        Lines without a quantity or a factor are left out, and so is what has been used before.
        """
        return feeds(self.operations)

    def figures(self) -> Iterator[tuple[str, Figure]]:
        """Yield every figure with its key."""
        for key in ("products", "operations", "uses", "capital"):
            lines: tuple[Product | Line | Use | CapitalLine, ...] = getattr(self, key)
            yield from ((f"{key} {place}", line) for place, line in enumerate(lines, start=1))
        yield from ((f"wages {place}, pay", wage.pay) for place, wage in enumerate(self.wages, start=1))
        if self.scale:
            yield "scale, exponent", self.scale.exponent
        for key in ("operations_total", "capital_total", "jobs_per_unit", "pay_per_job", "construction_years"):
            if figure := getattr(self, key):
                yield key, figure

    @model_validator(mode="before")
    @classmethod
    def _derived_keys(cls, entry: Any) -> Any:
        """Fill in what prices give of products and lines."""
        if not isinstance(entry, Mapping):
            return entry
        own = {key: Price.model_validate(price) for key, price in dict(entry.get("prices") or {}).items()}
        filled = dict(entry)
        for key in ("products", "operations"):
            lines = entry.get(key)
            if isinstance(lines, list | tuple):
                filled[key] = [_filled(line, key, number, entry, own) for number, line in enumerate(lines, start=1)]
        return filled

    @model_validator(mode="after")
    def _known_codes(self) -> Self:
        lines = (*self.operations, *self.capital)
        codes = {code for line in lines for code in line.commodities} | set(self.sells)
        codes |= {product.commodity for product in self.products}
        _refuse(codes - _codes("commodities"), "no such commodities")
        _refuse({*self.industries, *self.staffed_as} - _codes("industries"), "no such industries")
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
        if self.products and any(line.kind == "surplus" for line in self.operations):
            raise ValueError("products and lines of surplus exclude each other: surplus is what revenue leaves")
        if len({product.dollar_year for product in self.products}) > 1:
            raise ValueError("products: all prices of a plant must be of one year")
        if not self.products and self.price is not None and len({line.dollar_year for line in self.operations}) > 1:
            raise ValueError("the lines of operations make a price, so they must share one dollar_year")
        if self.price is not None and not self.price > 0:
            raise ValueError(f"the lines of operations sum to {self.price:g}, which is the price; it must be positive")
        if self.capital and self.capital_like:
            raise ValueError("capital and capital_like exclude each other; take one out")
        built = sum(line.base for line in self.capital if line.kind in BUILDS and line.kind != CONTINGENCY)
        if self.capital and not built > 0:
            raise ValueError("the lines of capital have no building, equipment or engineering with a cost above zero")
        for key in ("products", "operations", "capital"):
            items = [line.item for line in getattr(self, key)]
            _refuse({item for item in items if items.count(item) > 1}, f"occurs twice in {key}; remove one")
        self._check_labor()
        for use in self.uses:
            check_cost(use, self.operations)
        self._check_totals()
        if (self.ramp is None) != (self.ramp_source is None):
            raise ValueError("ramp and ramp_source go together")
        return self

    def _check_labor(self) -> None:
        """Refuse lines of labor that disagree with jobs times pay."""
        labor = [line for line in self.operations if line.kind == "compensation"]
        if not (labor and self.jobs_per_unit and self.pay_per_job):
            return
        labor_lines_sum, labor_due = sum(line.base for line in labor), self.jobs_per_unit.base * self.pay_per_job.base
        if abs(labor_lines_sum - labor_due) > LABOR_TOLERANCE * labor_due:
            raise ValueError(
                f"the lines of labor sum to {number(labor_lines_sum)} USD per unit, and jobs_per_unit times "
                f"pay_per_job is {number(labor_due)}; make them agree"
            )

    def _check_totals(self) -> None:
        """Refuse lines that disagree with their stated total."""
        for key, total in (("operations", self.operations_total), ("capital", self.capital_total)):
            lines = getattr(self, key)
            parts = sum(line.base for line in lines)
            if lines and total and not self.partial and abs(parts - total.base) > TOTAL_TOLERANCE * total.base:
                raise ValueError(
                    f"the lines of {key} sum to {number(parts)} USD per unit, and {key}_total is {number(total.base)}; "
                    "make them agree"
                )


def _filled(line: Any, key: str, number: int, entry: Mapping[str, Any], own: Mapping[str, Price]) -> Any:
    if not isinstance(line, Mapping):
        return line
    year = entry.get("price_year")
    try:
        return with_derived_keys(line, year if isinstance(year, int) else None, own)
    except ValidationError as error:
        raise ValueError(f"{key} {number}: {first_problem(error)}") from None
    except ValueError as error:
        raise ValueError(f"{key} {number}: {error}") from None


def _at_yield(product: Product, quantity: float) -> dict[str, Any]:
    """Return a product whose yield is stated."""
    if product.quantity is None:
        raise ValueError(f"{product.item} has no yield; state its price instead")
    stated = product.quantity.model_dump() | dict.fromkeys(("low", "base", "high"), quantity) | {"note": STATED}
    return product.model_dump() | {"quantity": stated}


def _refuse(unknown_keys: AbstractSet[str], reason: str) -> None:
    if unknown_keys:
        raise ValueError(f"{', '.join(map(one_line, sorted(unknown_keys)))}: {reason}")


@kept
def _codes(known: str) -> frozenset[str]:
    return frozenset(table(known).code)

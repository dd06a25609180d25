"""Figures of the catalogue: each with its range, source and confidence."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from .._types import Code, Number, Positive, SharesOfOne, Text, Year, one_of

BUYS = ("purchase", "energy", "maintenance", "overhead")
VALUE_ADDED = ("compensation", "surplus", "tax", "transfer")
BUILDS = ("building", "equipment", "engineering", "contingency")
CONTINGENCY = "contingency"
AT_THE_SITE = "building"  # output of the construction industries

DERIVED_KEYS = (
    "low",
    "base",
    "high",
    "dollar_year",
    "source",
    "confidence",
)  # keys that follow from a price and a quantity
YIELD_ROUNDING = 1 + 1e-9

Role = Annotated[Literal["main", "by-product"], BeforeValidator(one_of("main", "by-product"))]
PayFrom = Annotated[Literal["occupations", "type"], BeforeValidator(one_of("occupations", "type"))]
Trust = Annotated[Literal["high", "medium", "low"], BeforeValidator(one_of("high", "medium", "low"))]
LineKind = Annotated[
    Literal["purchase", "energy", "maintenance", "overhead", "compensation", "surplus", "tax", "transfer"],
    BeforeValidator(one_of(*BUYS, *VALUE_ADDED)),
]
CapitalKind = Annotated[
    Literal["building", "equipment", "engineering", "contingency", "commissioning", "financial"],
    BeforeValidator(one_of(*BUILDS, "commissioning", "financial")),
]


class Declared(BaseModel):
    """Content of a catalogue file: known keys alone, finite numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Figure(Declared):
    """Figure with its range, source and confidence.

    Attributes
    ----------
    base, low, high : float
        The value used, and its range.
    source : str
        Key of one of the facility's ``sources``.
    confidence : str
        ``high``, ``medium`` or ``low``.
    note : str
        What the figure rests on, where that is not plain.
    """

    base: Number
    low: Number
    high: Number
    source: Code
    confidence: Trust
    note: Text | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        _in_order(self)
        return self


class PositiveFigure(Figure):
    """A figure above zero."""

    base: Positive
    low: Positive
    high: Positive


class Money(Figure):
    """A figure in USD of ``dollar_year``."""

    dollar_year: Year


class PositiveMoney(PositiveFigure, Money):
    """USD of ``dollar_year``, above zero."""


class HourlyPay(PositiveFigure, Money):
    """Pay of an hour, USD of ``dollar_year``."""


class _Item(Money):
    item: Text
    commodities: SharesOfOne = Field(default_factory=dict)
    material: Text | None = None


def _without_derived_keys(schema: dict[str, Any]) -> None:
    """Require no key that follows from a price."""
    schema["required"] = [key for key in schema.get("required", []) if key not in DERIVED_KEYS]


class _Priced(Money):
    """Money that may be a quantity at a market price.

    The price comes from :mod:`._prices`.

    Attributes
    ----------
    price : str or None
        Key of :func:`market_prices`; then ``low``, ``base`` and ``high`` follow and need not be written.
    quantity : Figure or None
        Per unit of capacity, in the unit of the price (t, kWh or m2).
    payable : Figure or None
        The share of the price that is paid, such as that of the metal in black mass; 1 where it is left out.
    """

    model_config = ConfigDict(json_schema_extra=_without_derived_keys)

    price: Text | None = None
    quantity: PositiveFigure | None = None
    payable: Figure | None = None


class Product(_Priced):
    """Product of a unit of capacity in a full year.

    Its price is in USD of ``dollar_year``.

    Attributes
    ----------
    role : str
        ``main`` or ``by-product``.
    commodity : str
        BEA detail commodity under which it is sold.
    at_most : float or None
        The quantity at a recovery of all that is contained; no yield can be larger.
    """

    item: Text
    role: Role
    commodity: Code
    base: Positive
    low: Positive
    high: Positive
    at_most: Positive | None = None

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if (
            self.at_most is not None
            and self.quantity is not None
            and self.quantity.base > self.at_most * YIELD_ROUNDING
        ):
            raise ValueError(
                f"a yield of {self.quantity.base:g} is above the {self.at_most:g} that a unit of feed contains"
            )
        return self


class Line(_Item, _Priced):
    """Cost or revenue of a full year per unit of product.

    It is in USD; in recycling it is per unit of feed.

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

    kind: LineKind
    from_facilities: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _bought(self) -> Self:
        if bool(self.commodities) != (self.kind in BUYS):
            raise ValueError(f"a line of kind {self.kind} {'needs' if self.kind in BUYS else 'has no'} commodities")
        return self


class CapitalLine(_Item):
    """Capital cost of the plant, USD per unit of annual capacity.

    Attributes
    ----------
    kind : str
        ``building``, ``equipment``, ``engineering`` or ``contingency`` (spread over the others); ``commissioning``,
        which without commodities is the plant's own payroll; ``financial``, such as working capital and land, which
        buys nothing.
    commodities : dict of str to float
        BEA detail commodities of what is bought, shares that sum to one.
    """

    kind: CapitalKind

    @model_validator(mode="after")
    def _bought(self) -> Self:
        if self.kind != "commissioning" and bool(self.commodities) != (self.kind in BUILDS):
            raise ValueError(f"a line of kind {self.kind} {'needs' if self.kind in BUILDS else 'has no'} commodities")
        return self


class Scale(Declared):
    """Range of capacity for which the figures hold, in the facility's unit.

    Attributes
    ----------
    base : float
        Where the figures were taken; the middle where the source gives only a range.
    exponent : Figure
        Capital grows as capacity to this power; 1 where nothing is known.
    """

    low: Positive
    base: Positive
    high: Positive
    exponent: PositiveFigure

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        _in_order(self)
        return self

    def holds(self, capacity: float) -> bool:
        """Whether a capacity is inside the range."""
        return self.low <= capacity <= self.high


def _in_order(span: "Figure | Scale") -> None:
    """Raise ValueError if low, base and high are out of order."""
    if not span.low <= span.base <= span.high:
        raise ValueError(f"low {span.low:g}, base {span.base:g} and high {span.high:g} are out of order")

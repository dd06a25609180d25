"""Market prices of products and feeds by year; priced quantities."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from .._types import Code, Positive, Text, first_problem
from .._wording import as_text, unknown
from .._yaml import read_declared
from ..errors import DataError
from ._figures import DERIVED_KEYS, Figure, Trust

PRICES = Path(__file__).with_name("prices.yaml")
TRUST = ("low", "medium", "high")

Unit = Literal["USD/t", "USD/kWh", "USD/m2"]


class PriceOfYear(BaseModel):
    """Price of a year with its range, nominal USD.

    Attributes
    ----------
    base, low, high : float
        Positive, per unit of the item.
    source : str
        Key of the sources beside it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    low: Positive
    base: Positive
    high: Positive
    source: Code
    confidence: Trust
    note: Text | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.base <= self.high:
            raise ValueError(f"low {self.low:g}, base {self.base:g} and high {self.high:g} are out of order")
        return self


class Price(BaseModel):
    """A product or feed with its price by year."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    title: Text
    unit: Unit
    years: dict[int, PriceOfYear]


@cache
def _read() -> tuple[Mapping[str, Price], Mapping[str, str]]:
    entries = read_declared(PRICES)
    try:
        prices = {key: Price.model_validate(entry) for key, entry in entries["prices"].items()}
    except ValidationError as error:
        raise DataError(f"{PRICES.name}: {first_problem(error)}.") from None
    return MappingProxyType(prices), MappingProxyType(entries["sources"])


def market_prices() -> Mapping[str, Price]:
    """Return the prices that products and lines can name, by key.

    Examples
    --------
    >>> market_prices()["lithium-carbonate"].years[2022].base  # USGS, contract average
    63700.0
    """
    return _read()[0]


def price_sources() -> Mapping[str, str]:
    """Return the sources of market prices, by key."""
    return _read()[1]


def with_derived_keys(entry: Mapping[str, Any], year: int | None, own: Mapping[str, Price]) -> dict[str, Any]:
    """Return a line or product with the keys that its price gives.

    They are ``low``, ``base``, ``high`` and dollar year: quantity × price of the year × payable share, all at one end
    together.

    Parameters
    ----------
    entry : mapping
        With ``price`` and ``quantity``, perhaps ``payable``; without ``price`` it is returned unchanged.
    year : int or None
        Whose price is taken.
    own : mapping of str to Price
        Prices that go before those of the catalogue.

    Raises
    ------
    ValueError
        If the price or its year is not known, or no quantity is given.
    """
    filled = dict(entry)
    key = filled.get("price")
    if key is None:
        return filled
    known = {**market_prices(), **own}
    if not isinstance(key, str) or key not in known:
        raise ValueError(unknown("price", as_text(key), known))
    if year is None:
        raise ValueError(f"price {key} needs the price_year of the type")
    if year not in known[key].years:
        years = ", ".join(map(str, sorted(known[key].years)))
        raise ValueError(f"no price of {key} ({known[key].title}) is known for {year}; the years known are {years}")
    if "quantity" not in filled:
        raise ValueError(f"price {key} needs a quantity")
    quantity = Figure.model_validate(filled["quantity"])
    payable = Figure.model_validate(filled["payable"]) if filled.get("payable") else None
    price = known[key].years[year]
    ends = [
        (quantity.low * (payable.low if payable else 1) * price.low),
        (quantity.base * (payable.base if payable else 1) * price.base),
        (quantity.high * (payable.high if payable else 1) * price.high),
    ]
    if ends[0] > ends[1]:  # a negative fee is largest at the highest price
        ends[0] = quantity.high * (payable.low if payable else 1) * price.high
    trust = min((quantity.confidence, price.confidence, *([payable.confidence] if payable else [])), key=TRUST.index)
    derived = (*ends, year, quantity.source, trust)
    return filled | dict(zip(DERIVED_KEYS, derived, strict=True))

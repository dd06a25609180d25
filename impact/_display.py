"""How figures are written in tables, whoever shows them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

__all__ = ["WRITERS", "count", "joined", "money", "number"]


def count(value: float) -> str:
    """Write jobs or a quantity: whole above ten, one digit below.

    Examples
    --------
    >>> count(1797.4), count(8.25)
    ('1,797', '8.2')
    """
    return f"{value:,.0f}" if abs(value) >= 10 else f"{value:,.1f}"


def money(value: float) -> str:
    """Write million USD with a tenth, or a hundredth below ten.

    Examples
    --------
    >>> money(1797.44), money(8.256)
    ('1,797.4', '8.26')
    """
    return f"{value:,.1f}" if abs(value) >= 10 else f"{value:,.2f}"


def number(value: float | str | None) -> str:
    """Write an assumption's value.

    Examples
    --------
    >>> number(12345.6), number(0.25), number("BEA"), number(None)
    ('12,346', '0.25', 'BEA', '')
    """
    if value is None or isinstance(value, str):
        return value or ""
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.4g}"


WRITERS: Mapping[str, Callable[[float], str]] = MappingProxyType({"count": count, "money": money, "quantity": count})


def joined(parts: list[str]) -> str:
    """Join parts of a heading with commas, the last one with "and".

    Examples
    --------
    >>> joined(["jobs"]), joined(["jobs", "million USD"]), joined(["jobs", "million USD", "TJ"])
    ('jobs', 'jobs, and million USD', 'jobs, million USD, and TJ')
    """
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, and {parts[-1]}"

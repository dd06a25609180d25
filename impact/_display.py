"""Number formats of figures, shared by all tables and texts."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

__all__ = [
    "KM_PER_MILE",
    "WRITERS",
    "count",
    "distance",
    "dollars",
    "interval",
    "joined",
    "money",
    "number",
    "rounded_count",
    "rounded_dollars",
    "year_span",
]

KM_PER_MILE = 1.609344


def count(value: float) -> str:
    """Write jobs or a quantity: whole above ten, one digit below.

    Examples
    --------
    >>> count(1797.4), count(8.25)
    ('1,797', '8.2')
    """
    return f"{value:,.0f}" if abs(value) >= 10 else f"{value:,.1f}"


def rounded_count(value: float) -> float:
    """Round jobs or a quantity to the number that :func:`count` writes.

    Examples
    --------
    >>> rounded_count(1797.4), rounded_count(8.25)
    (1797.0, 8.2)
    """
    return round(value, 0 if abs(value) >= 10 else 1)


def money(value: float) -> str:
    """Write million USD with a tenth, or a hundredth below ten.

    Examples
    --------
    >>> money(1797.44), money(8.256)
    ('1,797.4', '8.26')
    """
    return f"{value:,.1f}" if abs(value) >= 10 else f"{value:,.2f}"


def dollars(million: float) -> str:
    """Write million USD as text: $1.2 billion, $450 million or $930,000.

    Examples
    --------
    >>> dollars(50_920), dollars(1234.5), dollars(450), dollars(164.46), dollars(7.8), dollars(0.93)
    ('$50.9 billion', '$1.23 billion', '$450 million', '$164.5 million', '$7.8 million', '$930,000')
    >>> dollars(999.96), dollars(-0.0004), dollars(0.25e-9), dollars(0)
    ('$1 billion', '-$400', 'less than $1', '$0')
    """
    size, sign = rounded_dollars(abs(million)), "-" if million < 0 else ""
    if size >= 1000:
        return f"{sign}${size / 1000:,.12g} billion"
    if size >= 1:
        return f"{sign}${size:,.12g} million"
    usd = size * 1e6
    return "less than $1" if 0 < usd < 1 else f"{sign}${usd:,.0f}"


def rounded_dollars(million: float) -> float:
    """Round million USD to the amount that :func:`dollars` writes.

    Examples
    --------
    >>> rounded_dollars(50_920), rounded_dollars(164.46), rounded_dollars(0.93049)
    (50900.0, 164.5, 0.93)
    """
    tenths = round(million, 1 if abs(million) >= 10 else 2)
    return tenths if 1 <= abs(tenths) < 1000 else float(f"{million:.2e}")


FIRST_DATED = 1900  # smaller numbers count years of operation


def year_span(first: int, last: int, start: int) -> str:
    """Write a span of years.

    They are calendar years, or years of construction and operation where the calendar is unknown.

    Parameters
    ----------
    first, last : int
        The span; counted years are 1 in the first of operation, and 0 or less before.
    start : int
        The first year of the study.

    Examples
    --------
    >>> year_span(2028, 2030, 2025), year_span(2025, 2025, 2025)
    ('2028 to 2030', '2025')
    >>> year_span(-2, -2, -2), year_span(-1, 0, -2), year_span(1, 10, -2), year_span(-2, 10, -2)
    ('construction year 1', 'construction years 2 to 3', 'years 1 to 10', 'construction year 1 to year 10')
    """
    if first >= FIRST_DATED:
        return str(first) if first == last else f"{first} to {last}"
    if first < 1 <= last:
        return f"{year_span(first, first, start)} to {year_span(last, last, start)}"
    name, before = ("year", 0) if first >= 1 else ("construction year", start - 1)
    if first == last:
        return f"{name} {first - before}"
    return f"{name}s {first - before} to {last - before}"


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


def interval(low: str, high: str, *, brief: bool = False) -> str:
    """Write the 90 % interval of a figure, to stand behind it.

    Examples
    --------
    >>> f"547 {interval('430', '690')}", interval("430", "690", brief=True)
    ('547 (90 % interval 430 to 690)', '430 to 690')
    """
    return f"{low} to {high}" if brief else f"(90 % interval {low} to {high})"


WRITERS: Mapping[str, Callable[[float], str]] = MappingProxyType({"count": count, "money": money, "quantity": count})


def joined(parts: list[str]) -> str:
    """Join parts of a heading with commas, the last one with "and".

    Examples
    --------
    >>> joined(["jobs"]), joined(["jobs", "million USD"]), joined(["jobs", "million USD", "TJ"])
    ('jobs', 'jobs, and million USD', 'jobs, million USD, and TJ')
    """
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, and {parts[-1]}"


def distance(km: float) -> str:
    """Write a distance in miles, with kilometers behind.

    Examples
    --------
    >>> distance(321.87)
    '200 miles (322 km)'
    """
    return f"{km / KM_PER_MILE:,.0f} miles ({km:,.0f} km)"

"""Rounding, formats and smallest shown values of map figures."""

from collections.abc import Callable
from dataclasses import dataclass

from ._display import count, dollars, rounded_count, rounded_dollars

__all__ = ["SCALES", "Scale", "jobs_text", "money_text", "percent_text"]

MIN_JOBS = 0.05
MIN_MILLION_USD = 1e-3
MIN_RATE = 0.001


def jobs_text(value: float) -> str:
    """Write jobs or a quantity as tables do.

    Below 0.05 the text only says so.

    Examples
    --------
    >>> [jobs_text(jobs) for jobs in (1234.5, 45.67, 0.0567, 0.04, 0, -3)]
    ['1,234', '46', '0.1', 'under 0.05', '0', '−3']
    """
    if 0 < abs(value) < MIN_JOBS:
        return f"under {MIN_JOBS}"
    return f"{_sign(value)}{count(abs(value)).removesuffix('.0')}"


def money_text(million: float) -> str:
    """Write million USD as reports do.

    Below a thousand dollars the text only says so.

    Examples
    --------
    >>> [money_text(amount) for amount in (1.2, 999.9996, 1234.5, 0.0456, 0.0004, -3, 0)]
    ['$1.2 million', '$1 billion', '$1.23 billion', '$45,600', 'under $1,000', '−$3 million', '$0']
    """
    if 0 < abs(million) < MIN_MILLION_USD:
        return f"under {dollars(MIN_MILLION_USD)}"
    return f"{_sign(million)}{dollars(abs(million))}"


def _sign(value: float) -> str:
    return "\N{MINUS SIGN}" if value < 0 else ""


@dataclass(frozen=True)
class Scale:
    """Rounding and format of one kind of figure.

    Attributes
    ----------
    minimum, minimum_text : float, str
        A county with less is not coloured; and how that is written.
    rounded : callable
        The figure as shown, as a number.
    write : callable
        The figure as shown, as text.
    """

    minimum: float
    minimum_text: str
    rounded: Callable[[float], float]
    write: Callable[[float], str]


def rounded_rate(value: float) -> float:
    """Round a rate to two digits below ten, else to integers.

    Examples
    --------
    >>> [rounded_rate(rate) for rate in (2.873, 0.2871, 123.4, 0.0)]
    [2.9, 0.29, 123.0, 0.0]
    """
    return float(f"{value:.2g}") if abs(value) < 10 else float(round(value))


def rate_text(value: float) -> str:
    """Write a rate, such as jobs per 1,000 jobs.

    Examples
    --------
    >>> [rate_text(rate) for rate in (2.873, 0.2871, 1234.4, 0.0004, 0, -3)]
    ['2.9', '0.29', '1,234', 'under 0.001', '0', '−3']
    """
    if 0 < abs(value) < MIN_RATE:
        return f"under {MIN_RATE}"
    return f"{_sign(value)}{rounded_rate(abs(value)):,.12g}"


def percent_text(value: float) -> str:
    """Write a percentage.

    Examples
    --------
    >>> [percent_text(share) for share in (0.2871, 0.0004)]
    ['0.29%', 'under 0.001%']
    """
    return f"{rate_text(value)}%"


JOBS = Scale(MIN_JOBS, f"{MIN_JOBS}", rounded_count, jobs_text)
SCALES = {
    "count": JOBS,
    "money": Scale(MIN_MILLION_USD, dollars(MIN_MILLION_USD), rounded_dollars, money_text),
    "quantity": JOBS,
    "rate": Scale(MIN_RATE, f"{MIN_RATE}", rounded_rate, rate_text),
    "percent": Scale(MIN_RATE, f"{MIN_RATE}%", rounded_rate, percent_text),
}

"""Figures and names as people read them: three significant digits, and text that fits its place."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["SCALES", "Scale", "count", "legible", "money", "quantity", "significant", "tidy"]

LEAST_JOBS = 0.05
LEAST_MONEY = 1e-3
LEAST_QUANTITY = 1e-3
UNITS = (("B", 1e3), ("M", 1.0), ("k", 1e-3))


def significant(value: float, digits: int = 3) -> float:
    """Round to significant digits.

    Examples
    --------
    >>> significant(1797.4), significant(0.012345), significant(0)
    (1800.0, 0.0123, 0.0)
    """
    return float(f"{value:.{digits - 1}e}")


def count(value: float) -> str:
    """Write a number of jobs: three significant digits, two decimals; below 0.05 of a job it only says so.

    Examples
    --------
    >>> [count(jobs) for jobs in (1234.5, 45.67, 0.0567, 0.04, 0, -3)]
    ['1,230', '45.7', '0.06', 'under 0.05', '0', '−3']
    """
    if 0 < abs(value) < LEAST_JOBS:
        return f"under {LEAST_JOBS}"
    return f"{_sign(value)}{_jobs(abs(value)):,.12g}"


def money(value: float) -> str:
    """Write an amount given in million USD with three significant digits; below a thousand it only says so.

    Examples
    --------
    >>> [money(amount) for amount in (1.2, 999.9996, 1234.5, 0.0456, 0.0004, -3, 0)]
    ['$1.2 M', '$1 B', '$1.23 B', '$45.6 k', 'under $1 k', '−$3 M', '$0']
    """
    size = significant(abs(value))
    for unit, scale in UNITS:
        if size >= scale:
            return f"{_sign(value)}${significant(size / scale):,.12g} {unit}"
    return "under $1 k" if size else "$0"


def legible(text: str) -> bool:
    """Say whether a text has anything to see: more than blanks, control and format characters.

    Examples
    --------
    >>> [legible(text) for text in ("Reno", " \\t", "\\u200b", "")]
    [True, False, False, False]
    """
    return any(unicodedata.category(sign)[0] not in "ZC" for sign in text)


def tidy(text: str, longest: int = 120) -> str:
    """Make one line of a name or title: control characters become spaces, a long text ends in an ellipsis.

    Escaping is left to the templates, which do it for everything.

    Examples
    --------
    >>> tidy("Tahoe\\x00\\n Reno"), tidy("x" * 10_000, longest=5)
    ('Tahoe Reno', 'xxxx…')
    """
    # Lone surrogates (Cs) cannot be written as UTF-8, and control characters (Cc) are not allowed in HTML.
    clean = "".join(" " if unicodedata.category(sign) in {"Cc", "Cs"} else sign for sign in text)
    line = " ".join(clean.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _jobs(value: float) -> float:
    return round(significant(value), 2)


def _sign(value: float) -> str:
    return "\N{MINUS SIGN}" if value < 0 else ""


@dataclass(frozen=True)
class Scale:
    """How one kind of figure is shown.

    Attributes
    ----------
    least : float
        A county with less is not coloured.
    rounded : callable
        The figure as shown, as a number.
    write : callable
        The figure as shown, as text.
    """

    least: float
    rounded: Callable[[float], float]
    write: Callable[[float], str]


def quantity(value: float) -> str:
    """Write a quantity with three significant digits.

    Examples
    --------
    >>> [quantity(tonnes) for tonnes in (1234.5, 0.0004, -3, 0)]
    ['1,230', 'under 0.001', '−3', '0']
    """
    if 0 < abs(value) < LEAST_QUANTITY:
        return f"under {LEAST_QUANTITY}"
    return f"{_sign(value)}{significant(abs(value)):,.12g}"


SCALES = {
    "count": Scale(LEAST_JOBS, _jobs, count),
    "money": Scale(LEAST_MONEY, significant, money),
    "quantity": Scale(LEAST_QUANTITY, significant, quantity),
}

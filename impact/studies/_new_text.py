"""Lines of a starting site file: optional keys, remarks, ranges."""

import textwrap
from collections.abc import Sequence

from ..facilities import Figure, Money

LINE_WIDTH = 118


def line_off(key: str, value: object, remark: str) -> str:
    written = value if isinstance(value, str) else number_text(value)
    return f"#{key}: {written}" + (f"  # {remark}" if remark else "")


def remark(text: str) -> list[str]:
    indent = " " * (len(text) - len(text.lstrip()))
    return textwrap.wrap(text, LINE_WIDTH, initial_indent="# ", subsequent_indent=f"#   {indent}")


def base_sum(figures: Sequence[Figure]) -> float:
    return sum(figure.base for figure in figures)


def sum_with_range(figures: Sequence[Money], unit: str) -> str:
    """Write the sum of figures with its range."""
    low, high = sum(figure.low for figure in figures), sum(figure.high for figure in figures)
    return f"{said(base_sum(figures))} USD of {figures[0].dollar_year} per {unit} ({said(low)} to {said(high)})"


def with_range(figure: Figure, unit: str) -> str:
    """Write a figure with unit, range and confidence."""
    unit_text = f" {unit}" if unit else ""
    return f"{said(figure.base)}{unit_text} ({range_text(figure)}, {figure.confidence} confidence)"


def range_text(figure: Figure) -> str:
    return f"{said(figure.low)} to {said(figure.high)}"


def said(value: float) -> str:
    """Write a number with four digits for a remark."""
    return f"{float(f'{value:.4g}'):,.15g}"


def dollars_text(figure: Money) -> str:
    return f"{said(figure.base)} of {figure.dollar_year} ({range_text(figure)})"


def number_text(value: object) -> str:
    """Write a number with four digits, as YAML reads it."""
    if isinstance(value, int):
        return str(value)
    assert isinstance(value, float)
    return f"{float(f'{value:.4g}'):.15g}"

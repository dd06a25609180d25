"""The lines of a county's tooltip and card."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .._scale import SCALES, Scale
from .._wording import tidy
from ..reference import measures
from ._inputs import MapColors
from ._layers import Row
from ._shade import sentence

__all__ = ["card_rows", "figure_rows", "text_rows"]


def figure_rows(figures: pd.DataFrame, colors: MapColors, values: pd.DataFrame, units: Mapping[str, str]) -> list[Row]:
    """Write the figures of each county, layers first, then measures.

    Measures that a layer repeats are left out.
    """
    rows, layers, diverging = [], colors.listed(), colors.diverging
    several = len({layer.title for layer in layers}) > 1
    for place, layer in enumerate(layers):
        scale, name = layer.scale, tidy(layer.step or layer.name, 40)
        written = figures[place].map(_signed(scale.write) if diverging else scale.write).to_list()
        unit = layer.unit or _table_unit(layer.measure, units)
        if layer.unit and not layer.format:  # its unit differs from its neighbors' in the list
            written = [f"{text} {layer.unit}" for text in written]
        column = f"{layer.title}: {tidy(layer.step or layer.name, 120)} ({unit})"
        belongs = layer.title if several else ""
        numbers = _numbers(figures[place], scale)
        rows.append(Row(name, written, belongs, place, bool(layer.step), numbers=numbers, column=column))
    if several or diverging:
        return rows
    for measure, declared in measures().items():
        if layers and figures.eq(values[measure], axis=0).all().any():
            continue
        scale = SCALES[declared.format]
        head = sentence(units["jobs"]) if measure == "jobs" else declared.title
        column = f"{declared.title} ({_table_unit(measure, units)})"
        numbers = _numbers(values[measure], scale)
        rows.append(Row(head, values[measure].map(scale.write).to_list(), numbers=numbers, column=column))
    return rows


def text_rows(texts: Mapping[str, Sequence[str]], order: NDArray[np.intp]) -> list[Row]:
    """Write further lines of text, in the counties' drawing order."""
    lines = {
        tidy(name, 40): [tidy(lines_by_county[place], 60) for place in order] for name, lines_by_county in texts.items()
    }
    return [Row(name, line, column=name) for name, line in lines.items()]


def card_rows(card: Mapping[str, Mapping[str, Sequence[str]]], order: NDArray[np.intp]) -> list[Row]:
    """Write the lines of a county's card under their headings."""
    return [
        Row(row.name, row.figures, tidy(heading, 60), card=True, column=f"{tidy(heading, 60)}: {row.name}")
        for heading, texts in card.items()
        for row in text_rows(texts, order)
    ]


def _numbers(figures: "pd.Series[float]", scale: Scale) -> list[float]:
    """Return figures as numbers, rounded as written.

    Figures too small to write become 0.
    """
    return [scale.rounded(value) if abs(value) >= scale.minimum else 0.0 for value in figures.to_list()]


def _table_unit(measure: str, units: Mapping[str, str]) -> str:
    """Return the unit of a numeric column; money is in millions."""
    million = "million " if measures(None)[measure].format == "money" else ""
    return f"{million}{units[measure]}"


def _signed(write: Callable[[float], str]) -> Callable[[float], str]:
    return lambda value: f"+{write(value)}" if value > 0 else write(value)

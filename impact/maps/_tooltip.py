"""The lines of a county's tooltip."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..reference import measures
from ._figures import SCALES, tidy
from ._inputs import MapColors
from ._layers import Row
from ._shade import sentence

__all__ = ["figure_rows", "text_rows"]


def figure_rows(figures: pd.DataFrame, colors: MapColors, values: pd.DataFrame, jobs_unit: str) -> list[Row]:
    """Write the figures of each county: those of the layers, then the measures that no layer repeats."""
    rows, layers, diverging = [], colors.listed(), colors.diverging
    several = len({layer.title for layer in layers}) > 1
    for place, layer in enumerate(layers):
        write = SCALES[measures(None)[layer.measure].format].write
        written = figures[place].map(_signed(write) if diverging else write).to_list()
        belongs = layer.title if several else ""
        rows.append(Row(tidy(layer.step or layer.name, 40), written, belongs, place, bool(layer.step)))
    if several or diverging:
        return rows
    for each, declared in measures().items():
        if layers and figures.eq(values[each], axis=0).all().any():
            continue
        head, write = (sentence(jobs_unit) if each == "jobs" else declared.title), SCALES[declared.format].write
        rows.append(Row(head, values[each].map(write).to_list()))
    return rows


def text_rows(texts: Mapping[str, Sequence[str]], order: NDArray[np.intp]) -> list[Row]:
    """Write further lines, each county's text in the order of the counties as drawn."""
    lines = {tidy(name, 40): [tidy(each[place], 60) for place in order] for name, each in texts.items()}
    return [Row(name, line) for name, line in lines.items()]


def _signed(write: Callable[[float], str]) -> Callable[[float], str]:
    return lambda value: f"+{write(value)}" if value > 0 else write(value)

"""One map layer: county colors, legend, and summary for screen readers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .._classes import LESS, PALETTE, classify, quantiles, steps
from .._scale import SCALES, Scale
from .._wording import tidy
from ..reference import measures
from ._inputs import MapColors
from ._layers import Key, LegendRow

__all__ = ["Shade", "sentence", "shade_layers"]


@dataclass(frozen=True)
class Shade:
    """One layer as drawn.

    Attributes
    ----------
    colours : list of int
        Place in the palette of each county, -1 where it stays without a colour.
    key : Key
        What the legend says.
    summary : str
        Description of the map, for screen readers.
    """

    colours: list[int]
    key: Key
    summary: str


@dataclass(frozen=True)
class Subject:
    """Subject of one layer.

    Attributes
    ----------
    title, unit : str
        Of the legend.
    phrase : str
        What the counties are colored by, in a sentence.
    scale : Scale
        How figures are rounded and written.
    diverging : bool
        Whether figures are differences.
    quantiles : bool
        Whether classes hold about as many counties each.
    """

    title: str
    unit: str
    phrase: str
    scale: Scale
    diverging: bool
    quantiles: bool


def shade_layers(
    figures: pd.DataFrame, colors: MapColors, names: Sequence[str], units: Mapping[str, str]
) -> list[Shade]:
    """Color each layer.

    Without layers, the total effect of the measure is the only one.

    Layers of one measure share their class limits, so that a color means the same in all of them.

    Parameters
    ----------
    figures : DataFrame
        A column for each layer.
    colors : MapColors
        The layers.
    names : sequence of str
        Full names of the counties, in the order of the rows.
    units : mapping of str to str
        By measure.
    """
    layers, class_kind = colors.listed(), (colors.diverging, colors.quantiles)
    if not layers:
        declared = measures()[colors.measure]
        title, below = f"{declared.title} by county", f"Total effect, {units[colors.measure]}"
        subject = Subject(title, below, declared.title.lower(), SCALES[declared.format], *class_kind)
        return [_shade(figures[0], figures[0], names, subject)]
    pools = {
        title: pd.concat([figures[place] for place, layer in enumerate(layers) if layer.title == title])
        for title in dict.fromkeys(layer.title for layer in layers)
    }
    shades = []
    for place, layer in enumerate(layers):
        unit, name = layer.unit or units[layer.measure], tidy(layer.step or layer.name, 40)
        below = sentence(unit) if "county" in unit else f"{sentence(unit)} by county"
        subject = Subject(name, below, f"{name}, {unit}", layer.scale, *class_kind)
        shades.append(_shade(figures[place], pools[layer.title], names, subject))
    return shades


def _shade(figures: pd.Series, pool: pd.Series, names: Sequence[str], subject: Subject) -> Shade:
    """Color the counties of one layer, with legend and summary.

    Class limits come from a pool of figures.
    """
    title, unit, scale, diverging = subject.title, subject.unit, subject.scale, subject.diverging
    size = figures.abs() if diverging else figures
    coloured = (size >= scale.minimum).to_numpy()
    pooled = pool.abs() if diverging else pool
    pooled = pooled[pooled >= scale.minimum]
    no_figures = "" if coloured.any() else f"No county reaches {scale.minimum_text}."
    if pooled.empty:
        return Shade([-1] * len(figures), Key(title, unit, (), "", no_figures), f"Map of counties. {no_figures}")
    classes = (quantiles if subject.quantiles else classify)(pooled, scale.rounded)
    hues = np.array(steps(len(classes.limits)))
    labels = classes.labels(scale.write)
    rows, colours = [], np.full(len(figures), -1)
    signs = ((-1, LESS, len(PALETTE), "−"), (1, PALETTE, 0, "+")) if diverging else ((1, PALETTE, 0, ""),)
    for sign, palette, first, mark in signs:
        inside = coloured & ((np.sign(figures) == sign).to_numpy() if diverging else True)
        place = classes.place([scale.rounded(value) for value in size[inside]])
        colours[inside] = first + hues[place]
        counted = np.bincount(place, minlength=len(hues))
        order = range(len(hues) - 1, -1, -1) if sign < 0 else range(len(hues))
        rows += [
            LegendRow(
                palette[hues[class_number]],
                f"{mark}{labels[class_number]}" if mark else labels[class_number],
                int(counted[class_number]),
            )
            for class_number in order
        ]
    method = no_figures or (f"{sentence(classes.method)}." if len(hues) > 1 else "")
    if no_figures:
        return Shade(colours.tolist(), Key(title, unit, tuple(rows), method, ""), f"Map of counties. {no_figures}")
    largest = int(size.to_numpy().argmax())
    summary = (
        f"Map of counties colored by {subject.phrase}. {coloured.sum():,} have at least {scale.minimum_text}; "
        f"it is largest in {names[largest]}: {scale.write(figures.iloc[largest])}."
    )
    return Shade(colours.tolist(), Key(title, unit, tuple(rows), method, ""), summary)


def sentence(text: str) -> str:
    """Begin a text with a capital letter."""
    return text[:1].upper() + text[1:]

"""One layer of the map: the colour of each county, and what the legend and a listener hear of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ._classes import PALETTE, classify, steps
from ._figures import Scale
from ._layers import Key, LegendRow

__all__ = ["Shade", "sentence", "shade"]


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
        What the map shows, for people who do not see it.
    """

    colours: list[int]
    key: Key
    summary: str


def shade(figures: pd.Series, names: Sequence[str], title: str, unit: str, subject: str, scale: Scale) -> Shade:
    """Colour the counties of one layer and say what the colours mean.

    Parameters
    ----------
    figures : Series
        Figure of each county.
    names : sequence of str
        Full names of the counties, in the same order.
    title, unit : str
        Head of the legend.
    subject : str
        What is shown, as a part of a sentence.
    scale : Scale
        How figures are written, and from which on a county is coloured.
    """
    coloured = (figures >= scale.least).to_numpy()
    if not coloured.any():
        nothing = f"No county reaches {scale.write(scale.least)}."
        return Shade([-1] * len(figures), Key(title, unit, (), "", nothing), f"Map of counties. {nothing}")
    classes = classify(figures[coloured], scale.rounded)
    sizes = np.bincount(classes.index)
    place = np.array(steps(len(sizes)))
    rows = zip(place.tolist(), classes.labels(scale.write), sizes.tolist(), strict=True)
    colours = np.full(len(figures), -1)
    colours[coloured] = place[classes.index]
    method = f"{sentence(classes.method)}." if len(sizes) > 1 else ""
    most = int(figures.to_numpy().argmax())
    summary = (
        f"Map of counties coloured by {subject}. {coloured.sum():,} have at least {scale.write(scale.least)}; "
        f"it is largest in {names[most]}: {scale.write(figures.iloc[most])}."
    )
    key = Key(title, unit, tuple(LegendRow(PALETTE[hue], label, size) for hue, label, size in rows), method, "")
    return Shade(colours.tolist(), key, summary)


def sentence(text: str) -> str:
    """Begin a text with a capital letter."""
    return text[:1].upper() + text[1:]

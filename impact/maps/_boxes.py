"""Boxes beside the map: layers, county kinds, plants, and uncolored counties."""

from collections.abc import Sequence

import pandas as pd

from .._outlines import westward
from .._scale import SCALES, Scale
from .._wording import tidy
from ._geometry import DECIMALS
from ._inputs import Layer, MapMarks, PlantMark

__all__ = ["choices_of", "dots_of", "kinds_of", "uncoloured_text"]

BORDERS = ("#b35806", "#c51b7d")
DOTS = ("#6a3d9a", "#33a02c", "#e31a1c", "#4d4d4d")


def choices_of(layers: Sequence[Layer]) -> tuple[list[tuple[str, dict[str, int]]], list[tuple[str, int]]]:
    """Return radio buttons with layers by measure, and slider steps."""
    choices: dict[str, dict[str, int]] = {}
    steps = []
    for place, layer in enumerate(layers):
        if layer.step:
            steps.append((tidy(layer.step, 40), place))
        else:
            choices.setdefault(layer.name, {})[layer.title] = place
    return [(tidy(name, 40), places) for name, places in choices.items()], steps


def kinds_of(marks: MapMarks, values: pd.DataFrame) -> list[tuple[str, str, list[int]]]:
    """Return the kinds of counties with name, border color and places."""
    drawn = pd.Index(values.fips)
    return [
        (tidy(name, 60), color, [place for place in drawn.get_indexer(pd.Index([*fips])).tolist() if place >= 0])
        for (name, fips), color in zip(marks.borders.items(), BORDERS, strict=False)
    ]


def dots_of(
    plants: Sequence[PlantMark],
) -> tuple[list[tuple[float, float, str, str, bool, int]], list[tuple[str, str, int]]]:
    """Return dots of plants, and relations with color and number."""
    names = list(dict.fromkeys(plant.relation for plant in plants))
    dots = [
        (
            round(plant.lat, DECIMALS),
            round(westward(plant.lon), DECIMALS),
            tidy(plant.name, 80),
            tidy(plant.what, 120),
            plant.running,
            names.index(plant.relation),
        )
        for plant in plants
    ]
    counts = [sum(plant.relation == name for plant in plants) for name in names]
    return dots, [
        (tidy(name, 40) or "All", DOTS[place % len(DOTS)], number)
        for place, (name, number) in enumerate(zip(names, counts, strict=True))
    ]


def uncoloured_text(any_uncoloured: bool, nearby: bool, unit: str, scales: Sequence[Scale]) -> str:
    """Describe the counties without a color."""
    if not any_uncoloured:
        return "Other counties" if nearby else ""
    scale, *others = scales
    if any(other is not scale for other in others):
        return "Too small to color" + (", or no figures" if nearby else "")
    small_text = f"Under {scale.minimum_text} {'' if scale is SCALES['money'] else unit}".strip()
    return f"{small_text}, or no figures" if nearby else small_text

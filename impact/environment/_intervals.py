"""90 % intervals of emissions, energy, water and waste."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from .._types import FloatArray
from .._yaml import read_declared
from ..effects import DrawnEffects, Effects
from ..reference import CONSTRUCTION, OPERATIONS, TOTAL, measures

DECLARED = Path(__file__).with_name("ranges.yaml")
COLUMNS = ["phase", "place", "effect", "measure", "point", "p5", "p50", "p95"]
PERCENTILES = (5, 50, 95)
NATION, IMPORTS = "nation", "imports"
PLACES = {"region": "region", "all": NATION}  # of tables, and of draws
CRADLE_TO_GATE = "cradle_to_gate"
PARTS_TO_GATE = ("direct", "indirect", IMPORTS)


@cache
def ranges() -> Mapping[str, Any]:
    """Return the declared ranges by measure.

    Each is of ``home`` and ``abroad``, with its ``source``.
    """
    return MappingProxyType(read_declared(DECLARED)["ranges"])


def environment_intervals(effects: Effects) -> pd.DataFrame:
    """Return 90 % intervals of the environmental measures.

    Suppliers, builders, households and imports move with output as drawn, and with what a dollar of it emits or uses,
    drawn over the ranges of ``ranges.yaml``. A plant's own power, fuels and water are drawn over the catalogue's.

    Parameters
    ----------
    effects : Effects
        With draws.

    Returns
    -------
    DataFrame
        ``phase, place, effect, measure, point, p5, p50, p95`` in the unit of the measure. Places are ``region`` and
        ``all``; the effect ``cradle_to_gate`` is direct, indirect and imports. Empty without draws; without a row where
        a part is not known.
    """
    rows: list[list[object]] = []
    if effects.draws is not None and not effects.draws.samples.empty and not effects.environment.empty:
        drawn = DrawnEffects(effects.draws.samples)
        relative = _Relative(drawn, _plants(effects, drawn))
        for (phase, place), part in effects.environmental().groupby(["phase", "place"], sort=False):
            rows += _rows(str(phase), str(place), part.set_index("effect"), relative)
    return pd.DataFrame(rows, columns=COLUMNS)


class _Relative:
    """Drawn figures over those of the study, (1 + draws,)."""

    def __init__(self, drawn: DrawnEffects, plants: Mapping[str, FloatArray]) -> None:
        self._drawn, self._plants = drawn, plants
        self._per_dollar = {
            (name, where): drawn.chance((1.0, ends[where]["low"], ends[where]["high"]))
            for name, ends in ranges().items()
            for where in ("home", "abroad")
        }

    def of(self, phase: str, place: str, effect: str, name: str) -> FloatArray:
        """Return those of an effect and measure; NaN where not known."""
        if effect == IMPORTS:
            return self._drawn.of(NATION, phase, "indirect", "output") * self._per_dollar[name, "abroad"]
        if effect == "direct" and phase != CONSTRUCTION:
            return self._plants.get(name, np.full(self._drawn.size, np.nan))
        return self._drawn.of(PLACES[place], phase, effect, "output") * self._per_dollar[name, "home"]


def _rows(phase: str, place: str, table: pd.DataFrame, relative: _Relative) -> Iterator[list[object]]:
    """Yield the intervals of each effect of a phase and place."""
    for name in ranges():
        measure = measures("environment").get(name)
        if measure is None:
            continue
        points = table[name].astype(float).drop(TOTAL)
        parts = {effect: point * relative.of(phase, place, str(effect), name) for effect, point in points.items()}
        sums = {TOTAL: measure.in_total} | ({CRADLE_TO_GATE: PARTS_TO_GATE} if IMPORTS in parts else {})
        for effect, values in parts.items():
            yield from _row(phase, place, str(effect), name, values)
        for effect, included in sums.items():
            known = [values for part, values in parts.items() if part in included]
            yield from _row(phase, place, effect, name, np.sum(known, axis=0))


def _row(phase: str, place: str, effect: str, name: str, values: FloatArray) -> Iterator[list[object]]:
    if np.isfinite(values).all() and values.any():
        percentiles = np.percentile(values[1:], PERCENTILES, method="nearest").tolist()
        yield [phase, place, effect, name, float(values[0]), *percentiles]


def _plants(effects: Effects, drawn: DrawnEffects) -> dict[str, FloatArray]:
    """Return what all plants emit and use over the study's, by measure.

    A measure that is not known of some plant is left out. Plants of a type move together.
    """
    running = [part for part in effects.case.parts if part.shock.phase == OPERATIONS]
    factors: dict[tuple[str, str], FloatArray] = {}
    sums: dict[str, FloatArray] = {}
    for part in running:
        kind, capacity = part.site.kind, part.shock.capacity
        if kind is None or capacity is None:
            continue
        for use in kind.uses:
            if (kind.name, use.carrier) not in factors:
                factors[kind.name, use.carrier] = drawn.chance((1.0, use.low / use.base, use.high / use.base))
            alone = kind.model_copy(update={"uses": (use,)}).physical(capacity, part.shock.county.fips)
            for name, value in alone.items():
                sums[name] = sums.get(name, 0.0) + value * factors[kind.name, use.carrier]
    known = [name for name in sums if all(name in part.shock.physical for part in running)]
    return {name: sums[name] / sums[name][0] for name in known}

"""Cradle-to-gate greenhouse gases of products: plant, suppliers and imports."""

import pandas as pd

from .._display import count, interval
from ..effects import Effects
from ..facilities import facilities
from ..reference import OPERATIONS, TOTAL, measures, vocabulary
from ..trade import GRAVITY
from ._intervals import CRADLE_TO_GATE, environment_intervals
from ._recovered import capacities

GASES = "ghg"  # the measure whose intervals texts give
EFFECTS = ("direct", "indirect", "imports")
UNITS = {"GWh/yr": ("kWh", 1e6), "t/yr": ("t", 1.0), "m**2/yr": ("square meter", 1.0)}


def footprint(effects: Effects) -> pd.DataFrame:
    """Return cradle-to-gate greenhouse gases of a full year, by site.

    Returns
    -------
    DataFrame
        ``site``; ``ghg``: t CO2e a year, of the plant, its domestic suppliers and imports; ``each``: kg CO2e per
        ``unit`` of capacity. Sites of which a part is not known, or no capacity, are left out; so is everything where
        the trade model knows the suppliers of the region alone.
    """
    if effects.environment.empty or effects.model != GRAVITY:
        return pd.DataFrame(columns=["site", "ghg", "each", "unit"])
    running = effects.environment[effects.environment.phase == OPERATIONS].astype({"ghg": float})
    parts = running[running.effect.isin(EFFECTS)].groupby("site").ghg.agg(lambda emissions: emissions.sum(skipna=False))
    rows = []
    for site, (kind, capacity) in capacities(effects).items():
        known = facilities().get(kind)
        emitted = float(parts.get(site, float("nan")))
        if known is None or known.unit not in UNITS or emitted != emitted:
            continue
        unit, many = UNITS[known.unit]
        rows.append((site, emitted, emitted * 1000 / (capacity * many), unit))
    return pd.DataFrame(rows, columns=["site", "ghg", "each", "unit"])


def footprint_sentences(effects: Effects) -> list[str]:
    """Return sentences on emissions in the region and by product."""
    if GASES not in measures("environment"):
        return []
    spans = {key: f" {interval(*span)}" for key, span in emission_spans(effects).items()}
    several = len(effects.sites) > 1
    to_gate = "" if several else spans.get((OPERATIONS, "all", CRADLE_TO_GATE), "")
    totals = effects.environmental().query("effect == @TOTAL and place == 'region' and ghg.notna()")
    phases = vocabulary().phases
    of_region = [
        f"{phases[row['phase']].title}: {row['ghg']:,.0f} t CO2e in the region"
        f"{spans.get((row['phase'], 'region', TOTAL), '')}, of plant and suppliers there."
        for row in reversed(totals.to_dict("records"))
    ]
    return of_region + [
        (f"{row['site']}: " if several else "")
        + f"Cradle to gate, with imports, a year of full operation emits {row['ghg']:,.0f} t CO2e{to_gate}, "
        f"{row['each']:,.3g} kg per {row['unit']} of capacity."
        for row in footprint(effects).to_dict("records")
    ]


def emission_spans(effects: Effects) -> dict[tuple[str, str, str], tuple[str, str]]:
    """Return P5 and P95 of greenhouse gases by phase, place and effect.

    There are none without draws.
    """
    rows = environment_intervals(effects).query("measure == @GASES").to_dict("records")
    return {(row["phase"], row["place"], row["effect"]): (count(row["p5"]), count(row["p95"])) for row in rows}

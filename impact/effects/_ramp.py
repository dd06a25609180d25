"""First years of a plant, with full costs and partial sales."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ..reference import OPERATIONS, TOTAL

SALES = ["output", "value_added"]


def less_unsold(effects: pd.DataFrame, inputs: Mapping[str, Any]) -> pd.DataFrame:
    """Take unsold output of the first years off plants' effects.

    It lowers their output and value added.

    Jobs, pay and purchases stay, so value added falls by all of the lost sales.

    Parameters
    ----------
    effects : DataFrame
        ``site, year, phase, effect, output, value_added``, each year at its share of full operation.
    inputs : mapping
        The study, whose sites may have ``ramp_yields``.

    Returns
    -------
    DataFrame
        The same columns and rows.
    """
    effects = effects.copy()
    for site in inputs["sites"]:
        yields = site.get("ramp_yields") or ()
        rows = (effects.site == site["name"]) & (effects.phase == OPERATIONS)
        if not yields or not rows.any():
            continue
        first = int(effects.year[rows].min())
        direct = effects[rows & (effects.effect == "direct")].set_index("year").output
        lost = {first + age: (1 - sold_share) * direct.get(first + age, 0.0) for age, sold_share in enumerate(yields)}
        for effect in ("direct", TOTAL):
            of_effect = rows & (effects.effect == effect)
            effects.loc[of_effect, SALES] = effects.loc[of_effect, SALES].sub(
                effects.year[of_effect].map(lost).fillna(0.0), axis=0
            )
    return effects

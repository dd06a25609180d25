"""Emissions, energy, water and waste of a part of a case, by effect and county, and abroad."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from .._types import FloatArray
from ..accounts import Nation
from ..reference import measures
from ..studies import Shock
from ._case import Case, Part
from ._solver import Outputs
from ._weights import direct, labelled, of_suppliers, weights

GROUP, ABROAD = "environment", "imports"


def followed(case: Case, part: Part, fips: Sequence[str], outputs: Outputs) -> dict[str, FloatArray]:
    """Return measures of the environment of what follows, (counties, measures) by effect.

    The indirect effect is without what the plant's own meters count.
    """
    worth = weights(case, fips, GROUP)
    suppliers = of_suppliers(worth, case, part.shock, GROUP)
    return {
        effect: (suppliers if effect == "indirect" else worth).by_county(output) for effect, output in outputs.items()
    }


def environment_of(case: Case, part: Part, fips: Sequence[str], follows: Mapping[str, FloatArray]) -> pd.DataFrame:
    """Return ``site, phase, effect, fips`` and the measures of the environment, given what :func:`followed` returns.

    Effects are direct (at the plant or building site; missing where not known), indirect, induced, and ``imports``:
    what is bought abroad, at all stages, as if it were made with the technology of the nation. Imports have no county.
    """
    labels = {"site": part.site.name, "phase": part.shock.phase}
    here = direct(case, part.shock, GROUP).sum(axis=0)[np.newaxis]
    abroad = _abroad(case.economy.nation, part.shock)[np.newaxis]
    frames = [
        labelled(here, {**labels, "effect": "direct", "fips": [part.shock.county.fips]}, GROUP),
        labelled(abroad, {**labels, "effect": ABROAD, "fips": [""]}, GROUP),
    ]
    frames += [
        labelled(values, {**labels, "effect": effect, "fips": list(fips)}, GROUP) for effect, values in follows.items()
    ]
    frame = pd.concat(frames, ignore_index=True)
    return frame[(frame[list(measures(GROUP))] != 0).any(axis=1)].reset_index(drop=True)


def _abroad(nation: Nation, shock: Shock) -> FloatArray:
    """Return measures of the output abroad that purchases cause, (measures,), by the domestic technology."""
    lines = shock.purchases.lines
    imported = lines.goods * (1 - lines.linked) * (1 - lines.domestic_share)
    goods = imported.groupby(lines.commodity).sum().reindex(nation.commodities.index, fill_value=0.0)
    bought = shock.purchases.domestic + nation.market_shares @ goods.to_numpy()
    everywhere = nation.total_inverse @ bought
    here = nation.domestic_inverse @ shock.purchases.domestic
    per_dollar = np.stack([_national(nation, name) for name in measures(GROUP)])
    values: FloatArray = per_dollar @ (everywhere - here)
    return values


def _national(nation: Nation, name: str) -> FloatArray:
    """Return the nation's coefficients; zero for a measure that differs between places."""
    if measures(GROUP)[name].coefficients.by != ("industry",):
        return np.zeros(len(nation.industries))
    return nation.coefficients(name)

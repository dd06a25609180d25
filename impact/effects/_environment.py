"""Environmental measures of a part of a case, by effect and place.

They are emissions, energy, water and waste in each county and abroad.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .._types import FloatArray
from ..accounts import Nation
from ..reference import OPERATIONS, measures
from ._case import Case, Part
from ._solver import Outputs
from ._weights import direct, labelled, of_suppliers, weights

GROUP, ABROAD = "environment", "imports"


def followed(case: Case, part: Part, fips: Sequence[str], outputs: Outputs) -> dict[str, FloatArray]:
    """Return environmental measures of indirect effects, (counties, measures) by effect.

    The indirect effect leaves out emissions metered at the plant.
    """
    measure_weights = weights(case, fips, GROUP)
    suppliers = of_suppliers(measure_weights, case, part.shock, GROUP)
    return {
        effect: (suppliers if effect == "indirect" else measure_weights).by_county(output)
        for effect, output in outputs.items()
    }


def environment_of(case: Case, part: Part, fips: Sequence[str], follows: Mapping[str, FloatArray]) -> pd.DataFrame:
    """Return environmental measures by ``site, phase, effect, fips``.

    They are computed from the output of :func:`followed`.

    Effects are direct (at the plant or building site; missing where not known), indirect, induced, and ``imports``:
    foreign purchases at all stages. Imports have no county.
    """
    labels = {"site": part.site.name, "phase": part.shock.phase}
    direct_burden = direct(case, part.shock, GROUP).sum(axis=0)[np.newaxis]
    abroad = _abroad(case.economy.nation, part)[np.newaxis]
    frames = [
        labelled(direct_burden, {**labels, "effect": "direct", "fips": [part.shock.county.fips]}, GROUP),
        labelled(abroad, {**labels, "effect": ABROAD, "fips": [""]}, GROUP),
    ]
    frames += [
        labelled(values, {**labels, "effect": effect, "fips": list(fips)}, GROUP) for effect, values in follows.items()
    ]
    frame = pd.concat(frames, ignore_index=True)
    return frame[(frame[list(measures(GROUP))] != 0).any(axis=1)].reset_index(drop=True)


def _abroad(nation: Nation, part: Part) -> FloatArray:
    """Return measures of the foreign effects of purchases, (measures,).

    Lines with a quantity and a cradle-to-gate factor cause that burden, less the counted burden of domestic suppliers.
    All others are counted per dollar, as if produced with the nation's technology.
    """
    lines, domestic = part.shock.purchases.lines, part.shock.purchases.domestic
    unlinked = (1 - lines.linked).to_numpy()
    purchases = lines.goods.to_numpy() * unlinked
    home = purchases * lines.domestic_share.to_numpy()
    commodity_index = nation.commodities.index.get_indexer(pd.Index(lines.commodity))
    values = np.zeros(len(measures(GROUP)))
    for place, name in enumerate(measures(GROUP)):
        burden = _burden(part, name)
        known = ~np.isnan(burden)
        per_dollar = _national(nation, name)
        domestic_demand, world_demand = per_dollar @ nation.domestic_inverse, per_dollar @ nation.total_inverse
        other_domestic = domestic - _sold(nation, commodity_index, np.where(known, home, 0.0))
        abroad = _sold(nation, commodity_index, np.where(known, 0.0, purchases - home))
        placed = (domestic_demand @ nation.market_shares)[commodity_index] * home
        beyond = np.maximum(burden * unlinked - placed, 0.0)[known]
        values[place] = world_demand @ (other_domestic + abroad) - domestic_demand @ other_domestic + beyond.sum()
    return values


def _burden(part: Part, name: str) -> FloatArray:
    """Return the cradle-to-gate burden of each purchase line, (lines,).

    It is computed from the quantity and missing where not known.
    """
    shock, kind = part.shock, part.site.kind
    known = kind.embodied() if kind is not None and shock.phase == OPERATIONS else {}
    capacity = np.nan if shock.capacity is None else shock.capacity
    burdens = [known.get(item, {}).get(name, np.nan) * capacity for item in shock.purchases.lines["item"]]
    return np.array(burdens, dtype=np.float64)


def _sold(nation: Nation, commodity_index: NDArray[np.intp], goods: FloatArray) -> FloatArray:
    """Return industries' sales of goods, (industries,), from purchase lines.

    Lines come as (lines,) values with the commodity of each.
    """
    by_commodity = np.zeros(len(nation.commodities))
    np.add.at(by_commodity, commodity_index, goods)
    sales: FloatArray = nation.market_shares @ by_commodity
    return sales


def _national(nation: Nation, name: str) -> FloatArray:
    """Return the nation's coefficients; zero for a measure that differs between places."""
    if measures(GROUP)[name].coefficients.by != ("industry",):
        return np.zeros(len(nation.industries))
    return nation.coefficients(name)

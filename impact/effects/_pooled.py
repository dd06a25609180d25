"""Many plants solved at once.

Effects add up: those of a pool's parts are those of their sum.
"""

from collections.abc import Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from typing import TypeVar

import numpy as np

from .._types import FloatArray
from ._case import Case, Part
from ._county_model import CountyModel
from ._homes import homes
from ._solver import TOLERANCE, sales_of
from ._weights import direct_by_county, scale, weights

POOLS_PER_PASS = 4
MAX_THREADS = 2
Pool = TypeVar("Pool", bound=Hashable)


def solve_pools(
    plants: Sequence[tuple[Pool, Case]], model: CountyModel, tolerance: float = TOLERANCE
) -> dict[tuple[Pool, str], dict[str, FloatArray]]:
    """Return the effects of pools of plants.

    Each phase of a pool is one shock.

    Parameters
    ----------
    plants : sequence of pairs of hashable and Case
        The pool of each plant, and the plant; the assumptions and the economy of the first hold for all.
    model : CountyModel
        Of all counties.
    tolerance : float
        As in :func:`solve`.

    Returns
    -------
    dict of pair of hashable and str to dict of str to (counties, measures) array
        By pool and phase, and then by effect: direct, indirect and induced. Money in million USD of the study's dollar
        year.

    Raises
    ------
    ModelError
        If the solve does not reach the tolerance.
    """
    pools: dict[tuple[Pool, str], list[Part]] = {}
    for name, plant in plants:
        for part in plant.parts:
            pools.setdefault((name, part.shock.phase), []).append(part)
    if not pools:
        return {}
    case = plants[0][1]
    shape, measure_weights, fewer = model.trade.factors.shape, weights(case, model.fips), scale(case)

    def solved(batch: Sequence[Sequence[Part]]) -> list[dict[str, FloatArray]]:
        sales, income = np.zeros((len(batch), *shape)), np.zeros((len(batch), shape[1]))
        for pool_index, pool in enumerate(batch):
            for part in pool:
                shock = part.shock
                county = model.fips.index(shock.county.fips)
                sales[pool_index] += sales_of(model, county, part, case.assumptions)
                living: FloatArray = homes(shock.county.fips, shock.phase, case.assumptions, case.economy.year)
                income[pool_index] += shock.household_income * living
        response = model.solve_sales(sales, income, tolerance)
        return [
            {
                "direct": direct_by_county(case, pool, model.fips),
                "indirect": measure_weights.by_county(indirect.T) * fewer,
                "induced": measure_weights.by_county(induced.T) * fewer,
            }
            for pool, indirect, induced in zip(batch, response.indirect, response.induced, strict=True)
        ]

    pooled_parts = list(pools.values())
    passes = [pooled_parts[first : first + POOLS_PER_PASS] for first in range(0, len(pooled_parts), POOLS_PER_PASS)]
    with ThreadPoolExecutor(min(cpu_count() or 1, MAX_THREADS)) as threads:
        pool_outputs = [outputs for part in threads.map(solved, passes) for outputs in part]
    return dict(zip(pools, pool_outputs, strict=True))

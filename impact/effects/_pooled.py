"""Many plants solved at once: the sum of what follows from the parts of a pool is what follows from their sum."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count

import numpy as np

from .._types import FloatArray
from ._case import Case, Part
from ._county_model import CountyModel
from ._homes import homes
from ._solver import TOLERANCE, sales_of
from ._weights import direct_by_county, scale, weights

POOLS_PER_PASS = 4
MAX_THREADS = 2


def solve_pools(
    case: Case, pools: Sequence[Sequence[Part]], model: CountyModel, tolerance: float = TOLERANCE
) -> list[dict[str, FloatArray]]:
    """Return the effects of pools of parts, each pool as one shock.

    Parameters
    ----------
    case : Case
        Whose assumptions and economy hold for all parts.
    pools : sequence of sequence of Part
        Phases of plants.
    model : CountyModel
        Of all counties.
    tolerance : float
        As in :func:`solve`.

    Returns
    -------
    list of dict of str to (counties, measures) array
        By effect: direct, indirect and induced; one for each pool. Money in million USD of the study's dollar year.

    Raises
    ------
    ModelError
        If the solve does not reach the tolerance.
    """
    shape, worth, fewer = model.trade.factors.shape, weights(case, model.fips), scale(case)

    def solved(some: Sequence[Sequence[Part]]) -> list[dict[str, FloatArray]]:
        sales, income = np.zeros((len(some), *shape)), np.zeros((len(some), shape[1]))
        for at, pool in enumerate(some):
            for part in pool:
                shock = part.shock
                county = model.fips.index(shock.county.fips)
                sales[at] += sales_of(model, county, part, case.assumptions)
                living: FloatArray = homes(shock.county.fips, shock.phase, case.assumptions, case.economy.year)
                income[at] += shock.household_income * living
        response = model.respond(sales, income, tolerance)
        return [
            {
                "direct": direct_by_county(case, pool, model.fips),
                "indirect": worth.by_county(indirect.T) * fewer,
                "induced": worth.by_county(induced.T) * fewer,
            }
            for pool, indirect, induced in zip(some, response.indirect, response.induced, strict=True)
        ]

    passes = [pools[first : first + POOLS_PER_PASS] for first in range(0, len(pools), POOLS_PER_PASS)]
    with ThreadPoolExecutor(min(cpu_count() or 1, MAX_THREADS)) as pool:
        return [outputs for part in pool.map(solved, passes) for outputs in part]

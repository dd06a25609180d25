"""Many plants solved at once: the sum of what follows from the parts of a pool is what follows from their sum."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count

import numpy as np

from .._types import FloatArray
from ._case import Case, Part
from ._county_model import CountyModel
from ._homes import homes
from ._solver import TOLERANCE, Outputs, sales_of

POOLS_PER_PASS = 4
MAX_THREADS = 2
Weighted = tuple[float, Part]


def solve_pools(
    case: Case, pools: Sequence[Sequence[Weighted]], model: CountyModel, tolerance: float = TOLERANCE
) -> list[Outputs]:
    """Return what follows from pools of parts, each as one shock.

    Parameters
    ----------
    case : Case
        Whose assumptions and economy hold for all parts.
    pools : sequence of sequence of (float, Part)
        Parts and the factor by which each counts.
    model : CountyModel
        Of all counties.
    tolerance : float
        As in :func:`solve`.

    Returns
    -------
    list of mapping of str to (counties, industries) array
        By effect, million USD of the structure year, one for each pool.

    Raises
    ------
    ModelError
        If the solve does not reach the tolerance.
    """
    shape = model.trade.factors.shape

    def solved(some: Sequence[Sequence[Weighted]]) -> list[Outputs]:
        sales, income = np.zeros((len(some), *shape)), np.zeros((len(some), shape[1]))
        for at, pool in enumerate(some):
            for factor, part in pool:
                shock = part.shock
                county = model.fips.index(shock.county.fips)
                sales[at] += factor * sales_of(model, county, part, case.assumptions)
                living: FloatArray = homes(shock.county.fips, shock.phase, case.assumptions, case.economy.year)
                income[at] += factor * shock.household_income * living
        response = model.respond(sales, income, tolerance)
        found: list[Mapping[str, FloatArray]] = [
            {"indirect": indirect.T, "induced": induced.T}
            for indirect, induced in zip(response.indirect, response.induced, strict=True)
        ]
        return found

    passes = [pools[first : first + POOLS_PER_PASS] for first in range(0, len(pools), POOLS_PER_PASS)]
    with ThreadPoolExecutor(min(cpu_count() or 1, MAX_THREADS)) as pool:
        return [outputs for part in pool.map(solved, passes) for outputs in part]

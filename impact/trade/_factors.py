"""Balancing factors of the nation: embedded, or cached for other assumptions."""

import hashlib
import json
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from .._types import Progress, SingleArray
from ..accounts import nation
from ..counties import distance_matrix
from ..errors import DataError
from ..reference import (
    Assumption,
    Derived,
    economy_year,
    kept,
    manifest,
    number,
    override,
    table,
)
from ..reference import assumptions as declared_assumptions
from ._balance import Scaling, balance, calibrate
from ._gravity import Gravity
from ._margins import Margins, margins
from ._mixtures import GOODS, LOCAL, mixtures
from ._symmetric import Symmetric

OF_ECONOMY = ("industries", "make", "use", "imports", "county_jobs")
TABLES = ("county_income", "counties", "states", "settlement", "trade_targets")
MARKET_AREA = "market_area"
SETTINGS = (LOCAL, GOODS, MARKET_AREA)
NEAR_TOLERANCE = 1e-3  # tolerance of trade near known trade
METHOD = 5  # raise when the calculation of margins or factors changes


def national_trade(
    assumptions: Mapping[str, Assumption] | None = None,
    progress: Progress = lambda done, total: None,
    economy: int | None = None,
) -> Gravity:
    """Return the trade of every industry between all counties.

    The factors for the declared assumptions are embedded. For others they are balanced once (15 seconds) and kept in
    the user's cache folder; a stale or damaged file is replaced.

    Parameters
    ----------
    assumptions : mapping of str to Assumption, optional
        As from :func:`impact.reference.override`.
    progress : callable
        Called with the industries balanced so far and in all, if they have to be balanced.
    economy : int, optional
        Year of the accounts and county jobs; by default that of the manifest.

    Raises
    ------
    UsageError
        If there is no economy of that year.
    ModelError
        If an industry does not balance with these distances.
    """
    assumptions = declared_assumptions() if assumptions is None else assumptions
    distance = distance_matrix()
    fitted = mixtures(assumptions)
    kernels = fitted.kernels(distance, assumptions)
    year = economy_year(economy)
    wanted = fingerprint(assumptions, year)
    factors = Derived(embedded(year), wanted).made(
        lambda: _sparse(_balanced(distance, kernels, assumptions, progress, year))
    )
    return Gravity.of(_dense(factors), kernels, fitted.of_industry)


def trade_near(
    known: Gravity, assumptions: Mapping[str, Assumption], economy: int | None = None, same_distances: bool = False
) -> Gravity:
    """Return trade for other distances from known similar trade.

    It is quick and accurate to 1e-3 only.

    The mixtures of scales are balanced beside each other, each by one processor: the same bits on any number of them.

    Parameters
    ----------
    known : Gravity
        From :func:`national_trade`.
    assumptions : mapping of str to Assumption
        As from :func:`impact.reference.override`.
    economy : int, optional
        Year of the accounts and county jobs that ``known`` is of; by default that of the manifest.
    same_distances : bool
        Whether only the market area differs, so that the kernels of ``known`` hold.

    Raises
    ------
    ModelError
        If an industry does not balance with these distances.
    """
    kernels = known.kernels if same_distances else mixtures(assumptions).kernels(distance_matrix(), assumptions)
    totals = _totals(economy_year(economy), number(assumptions, MARKET_AREA))
    supply, demand = totals.supply.T, totals.demand.T
    traded = (supply.sum(axis=1) > 0) & (demand.sum(axis=1) > 0)

    def balanced(group: int) -> tuple[NDArray[np.int64], SingleArray]:
        members = np.flatnonzero((known.mixtures == group) & traded)
        start = known.factors[members] / known.factors[members].max(axis=1, keepdims=True)
        return members, balance(
            supply[members], demand[members], kernels[group], scaling=Scaling(start, NEAR_TOLERANCE)
        )

    factors = np.zeros_like(known.factors)
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(os.cpu_count()) as pool:
        for members, member_factors in pool.map(balanced, range(len(kernels))):
            factors[members] = member_factors
        return Gravity.of(factors, kernels, known.mixtures)


@partial(kept, most=1)
def _totals(economy: int, market_area: float) -> Margins:
    """Return the margins of an economy for a market area.

    No other assumption changes them.
    """
    return margins(nation(economy=economy), distance_matrix(), override({MARKET_AREA: market_area}))


def embedded(economy: int) -> Path:
    """Return the file in the package with the factors of an economy."""
    benchmark = economy == manifest().structure_year
    return Path(__file__).with_name("factors.parquet" if benchmark else f"factors_{economy}.parquet")


def embed_factors(
    target: Path | None = None, progress: Progress = lambda done, total: None, economy: int | None = None
) -> Path:
    """Balance trade by the declared assumptions and write the factors.

    They go to ``target``, or into the package if those are stale.
    """
    assumptions, year = declared_assumptions(), economy_year(economy)
    wanted, path = fingerprint(assumptions, year), target or embedded(year)
    if target is None and Derived(path, wanted).read() is not None:
        return path
    distance = distance_matrix()
    kernels = mixtures(assumptions).kernels(distance, assumptions)
    Derived(path, wanted).write(_sparse(_balanced(distance, kernels, assumptions, progress, year)))
    return path


def check_factors() -> None:
    """Raise DataError if an economy's factors are damaged or stale."""
    for economy in manifest().economies:
        path = embedded(economy)
        if Derived(path, fingerprint(declared_assumptions(), economy)).read() is not None:
            continue
        raise DataError(
            f"Trade factors: {path} is missing, damaged or stale, so every run balances trade again or reads the "
            "user's cache. Reinstall the package, or rebuild it with 'impact data build --from DIR'."
        )


def fingerprint(assumptions: Mapping[str, Assumption], economy: int | None = None) -> str:
    """Return the sha256 of an economy's tables, assumptions, mixtures and method."""
    year = economy_year(economy)
    parts = {
        "method": METHOD,
        "tables": {name: manifest().tables[name].sha256 for name in TABLES}
        | {name: manifest().entry(name, year).sha256 for name in OF_ECONOMY},
        "assumptions": {name: assumptions[name].value for name in SETTINGS},
        "mixtures": mixtures(assumptions).fingerprint(),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _balanced(
    distance: NDArray[np.float64],
    kernels: tuple[Symmetric, ...],
    assumptions: Mapping[str, Assumption],
    progress: Progress,
    economy: int,
) -> SingleArray:
    totals = margins(nation(economy=economy), distance, assumptions)
    supply, demand = totals.supply.T.copy(), totals.demand.T.copy()
    count = int((supply.sum(axis=1) > 0).sum())
    return calibrate(supply, demand, kernels, mixtures(assumptions).of_industry, lambda done: progress(done, count))


def _sparse(factors: SingleArray) -> pa.Table:
    """Return factors of supplying counties as ``industry, county, factor``."""
    industry, county = np.nonzero(factors)
    return pa.table(
        {
            "industry": industry.astype(np.int16),
            "county": county.astype(np.int16),
            "factor": factors[industry, county],
        }
    )


def _dense(table_of_factors: pa.Table) -> SingleArray:
    factors = np.zeros((len(table("industries")), len(table("counties"))), dtype=np.float32)
    cell_index = table_of_factors["industry"].to_numpy(), table_of_factors["county"].to_numpy()
    factors[cell_index] = table_of_factors["factor"].to_numpy()
    return factors

"""How much of each industry is where: jobs of counties, and the output that goes with them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..reference import economy_year, table
from ._names import check_codes


@dataclass(frozen=True)
class Activity:
    """Where each industry is, for some counties.

    Attributes
    ----------
    fips : tuple of str
        The counties, in the order of the rows.
    jobs : (counties, industries) array
        Jobs of the year of the economy.
    shares : (counties, industries) array
        Share of the nation's output of the industry. Jobs stand for output; industries without jobs (owner-occupied
        housing, customs duties) follow the population.
    estimated : (counties, industries) array
        True where the jobs are an estimate and not a published count.
    """

    fips: tuple[str, ...]
    jobs: NDArray[np.float64]
    shares: NDArray[np.float64]
    estimated: NDArray[np.bool_]


def activity(fips: Sequence[str], economy: int | None = None) -> Activity:
    """Return the activity of some counties.

    Parameters
    ----------
    fips : sequence of str
        Counties of 2023, such as ``impact.region("cbsa:39900").fips``.
    economy : int, optional
        Year of the jobs; by default that of the manifest.

    Raises
    ------
    RegionError
        If a code is no county of 2023.
    UsageError
        If there is no economy of that year.
    DataError
        If an embedded table is damaged.

    Examples
    --------
    >>> round(float(activity(["32029"], 2017).jobs.sum()))
    11876
    """
    year = economy_year(economy)
    industries = table("industries", year)
    cells = table("county_jobs", year)
    national = industries.jobs.to_numpy(dtype=np.float64)
    check_codes(fips)
    wanted = pd.Index(list(fips))
    cells = cells[cells.fips.isin(wanted)]
    at = (
        wanted.get_indexer(pd.Index(cells.fips)),
        pd.Index(industries.code).get_indexer(pd.Index(cells.industry)),
    )
    jobs = np.zeros((len(wanted), len(industries)))
    jobs[at] = cells.jobs.to_numpy()
    estimated = np.ones(jobs.shape, dtype=np.bool_)
    estimated[at] = ~cells.published.to_numpy()
    people = table("counties").set_index("fips").population
    resident = (people.reindex(wanted) / people.sum()).to_numpy(dtype=np.float64)
    shares = np.divide(jobs, national, out=np.zeros_like(jobs), where=national > 0)
    shares[:, national == 0] = resident[:, np.newaxis]
    return Activity(tuple(wanted), jobs, shares, estimated)

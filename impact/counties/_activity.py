"""Activity of counties: jobs and output by industry."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow
import pyarrow.compute
from numpy.typing import NDArray

from ..reference import economy_year, kept, table
from ._names import check_codes


@dataclass(frozen=True)
class Activity:
    """Activity of some counties by industry.

    Attributes
    ----------
    fips : tuple of str
        The counties, in the order of the rows.
    jobs : (counties, industries) array
        Jobs of the year of the economy.
    shares : (counties, industries) array
        Share of the nation's output of the industry; customs duties, which no county makes, follow the population.
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
    12117
    """
    check_codes(fips)
    wanted = tuple(fips)
    of_all = _all(economy_year(economy))
    county_index = pd.Index(of_all.fips).get_indexer(pd.Index(wanted))
    return Activity(wanted, of_all.jobs[county_index], of_all.shares[county_index], of_all.estimated[county_index])


@kept
def _all(year: int) -> Activity:
    """Return the activity of every county, read once in a process."""
    industries, cells, counties = table("industries", year), table("county_jobs", year), table("counties")
    cell_index = (places_of(cells.fips, counties.fips), places_of(cells.industry, industries.code))
    shape = (len(counties), len(industries))
    jobs, output, estimated = np.zeros(shape), np.zeros(shape), np.ones(shape, dtype=np.bool_)
    jobs[cell_index], output[cell_index] = cells.jobs.to_numpy(), cells.output.to_numpy()
    estimated[cell_index] = ~cells.published.to_numpy()
    made = output.sum(axis=0)
    shares = np.divide(output, made, out=np.zeros(shape), where=made > 0)
    people = counties.population.to_numpy(dtype=np.float64)
    shares[:, made == 0] = (people / people.sum())[:, np.newaxis]
    return Activity(tuple(counties.fips), jobs, shares, estimated)


def places_of(values: "pd.Series[str]", among: "pd.Series[str] | pd.Index[str]") -> NDArray[np.intp]:
    """Return the position of each value among others.

    A pandas index would make Python strings of half a million cells first.
    """
    positions = pyarrow.compute.index_in(pyarrow.array(values), value_set=pyarrow.array(among))
    places: NDArray[np.intp] = positions.to_numpy(zero_copy_only=False).astype(np.intp)
    return places

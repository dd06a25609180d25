"""Jobs of every county by industry, reconciled with the nation by industry and with BEA's county totals."""

import numpy as np
import pandas as pd

from ..errors import DataError
from . import county_public as public
from ._resolve import made
from .areas import Bridge, bridge
from .county_private import PrivateJobs
from .inputs import complete, file_of

PUBLISHED_SHARE = 0.9
GRID = 128  # jobs are kept in 128ths, which add up without rounding in binary


@made
def county_bridge(
    private_jobs: PrivateJobs,
    government: pd.DataFrame,
    boundaries_2020: pd.DataFrame,
    fips_changes: pd.DataFrame,
    known_counties: pd.Series,
) -> Bridge:
    """The way to the counties of 2023: combined areas are divided by private and government jobs."""
    jobs = private_jobs.jobs.sum(axis=1).add(government.sum(axis=1), fill_value=0.0)
    people = boundaries_2020.set_index("GEOID")["pop2020"]
    return bridge(jobs, people, fips_changes, known_counties)


@made
def private_wages(private_jobs: PrivateJobs, county_bridge: Bridge) -> pd.DataFrame:
    """Private wage-and-salary jobs on the counties of 2023: (counties, industries)."""
    return county_bridge.counties(private_jobs.jobs)


@made
def public_jobs(
    government: pd.DataFrame, military: pd.Series, farms: pd.DataFrame, private_households: pd.Series
) -> list[pd.DataFrame]:
    """Jobs that County Business Patterns do not count, but railroads and proprietors, each (areas, industries)."""
    uniformed = military.to_frame(public.FEDERAL_DEFENSE)
    return [government, uniformed, farms, private_households.to_frame(public.HOUSEHOLDS)]


@made
def salaried_jobs(
    private_wages: pd.DataFrame, public_jobs: list[pd.DataFrame], county_bridge: Bridge, industries: pd.DataFrame
) -> pd.DataFrame:
    """Wage-and-salary jobs, farms with their proprietors: (counties, industries).

    Raises
    ------
    DataError
        If counties have jobs in an industry and the nation has none.
    """
    nation = industries.set_index("code").jobs
    rail = public.rail(private_wages, nation[public.RAIL]).to_frame(public.RAIL)
    parts = [private_wages, *(county_bridge.counties(part) for part in public_jobs), rail]
    return _sum(parts, county_bridge.fips, nation.index[nation > 0])


@made
def assembled_jobs(
    salaried_jobs: pd.DataFrame,
    private_wages: pd.DataFrame,
    bea_areas: pd.DataFrame,
    county_bridge: Bridge,
    industries: pd.DataFrame,
) -> pd.DataFrame:
    """All jobs before balancing: (counties, industries)."""
    nonfarm = county_bridge.series(bea_areas["nonfarm_proprietors"])
    owners = public.proprietors(private_wages, industries.set_index("code"), nonfarm)
    return _sum([salaried_jobs, owners], county_bridge.fips, salaried_jobs.columns)


@made
def bea_jobs(bea_areas: pd.DataFrame, county_bridge: Bridge) -> pd.Series:
    """BEA's total of a year by county of 2023; a county without one is an error."""
    jobs = county_bridge.series(bea_areas["total"])
    complete(jobs.where(jobs > 0), file_of("caemp25"))
    return jobs


@made
def balanced_jobs(assembled_jobs: pd.DataFrame, bea_jobs: pd.Series, industries: pd.DataFrame) -> pd.DataFrame:
    """Jobs that meet the nation by industry exactly, and BEA's totals of counties: (counties, industries)."""
    codes = assembled_jobs.columns
    national = industries.set_index("code").jobs[codes].to_numpy()
    reconciled = reconcile(assembled_jobs.to_numpy(), bea_jobs.to_numpy(), national, list(codes))
    return pd.DataFrame(on_grid(reconciled, national), assembled_jobs.index, codes)


@made
def county_jobs(
    balanced_jobs: pd.DataFrame, salaried_jobs: pd.DataFrame, private_jobs: PrivateJobs, county_bridge: Bridge
) -> pd.DataFrame:
    """All jobs of a year by 2023 county and BEA industry: ``fips, industry, jobs, published``.

    County Business Patterns are of the year of the economy or the newest before it, personal income of that year or of
    2019.
    """
    jobs = balanced_jobs.to_numpy()
    rows, columns = np.nonzero(jobs)
    published = _published(private_jobs, salaried_jobs, county_bridge)
    return pd.DataFrame(
        {
            "fips": balanced_jobs.index[rows],
            "industry": balanced_jobs.columns[columns],
            "jobs": jobs[rows, columns],
            "published": published[rows, columns],
        }
    )


@made
def county_totals(
    balanced_jobs: pd.DataFrame, assembled_jobs: pd.DataFrame, bea_jobs: pd.Series, private_jobs: PrivateJobs
) -> pd.DataFrame:
    """Jobs of each county of 2023 before and after balancing."""
    fips = balanced_jobs.index
    return pd.DataFrame(
        {
            "fips": fips,
            "bea_jobs": bea_jobs.to_numpy(),
            "assembled_jobs": assembled_jobs.sum(axis=1).round(6).to_numpy(),  # last bits differ between processors
            "jobs": balanced_jobs.to_numpy().sum(axis=1),
            "cbp_misplaced": fips.isin(private_jobs.misplaced),
        }
    )


def reconcile(seed: np.ndarray, county: np.ndarray, nation: np.ndarray, codes: list[str]) -> np.ndarray:
    """Scale rows and columns in turn until both add up (RAS; Bacharach 1970).

    Parameters
    ----------
    seed : (counties, industries) array
        Assembled jobs; zeros stay zero.
    county : (counties,) array
        Totals wanted, scaled here so that they sum to the nation's.
    nation : (industries,) array
        Totals that must be met; the last scaling meets them.
    codes : list of str
        Names of the industries, for the message.

    Examples
    --------
    >>> reconcile(np.array([[1.0, 1.0], [1.0, 3.0]]), np.array([4.0, 4.0]), np.array([4.0, 4.0]), ["a", "b"]).round(3)
    array([[2.536, 1.464],
           [1.464, 2.536]])
    """
    empty = [code for code, jobs in zip(codes, seed.sum(axis=0), strict=True) if jobs == 0]
    if empty:
        raise DataError(f"county_jobs: no county has any jobs in industries {', '.join(empty)}.")
    if not (seed.sum(axis=1) > 0).all():
        raise DataError(f"county_jobs: {(seed.sum(axis=1) == 0).sum()} counties have no jobs in any source.")
    wanted = county * (nation.sum() / county.sum())
    balanced = seed.copy()
    for _ in range(1000):
        balanced *= (wanted / balanced.sum(axis=1))[:, None]
        balanced *= nation / balanced.sum(axis=0)
        if np.abs(balanced.sum(axis=1) - wanted).sum() <= 1e-7 * wanted.sum():
            return balanced
    raise DataError("county_jobs: the county and national totals cannot be met together.")


def on_grid(jobs: np.ndarray, nation: np.ndarray) -> np.ndarray:
    """Round jobs to 128ths so that each industry still sums to its whole number of national jobs, exactly.

    Parameters
    ----------
    jobs : (counties, industries) array
        Jobs that sum to ``nation`` but for float error.
    nation : (industries,) array
        Whole numbers.

    Examples
    --------
    >>> on_grid(np.array([[1 / 3], [5 / 3]]), np.array([2.0])) * 128
    array([[ 43.],
           [213.]])
    """
    scaled = jobs * GRID
    whole = np.floor(scaled)
    short = np.rint(nation * GRID - whole.sum(axis=0)).astype(int)
    order = np.argsort(whole - scaled, axis=0, kind="stable")
    rank = np.argsort(order, axis=0, kind="stable")
    rounded: np.ndarray = (whole + (rank < short)) / GRID
    return rounded


def _sum(parts: list[pd.DataFrame], fips: pd.Index, codes: pd.Index) -> pd.DataFrame:
    """Add tables on the same counties; an industry that a table does not have counts none there."""
    lost = sorted({code for part in parts for code in part.columns[part.sum() > 0]} - set(codes))
    if lost:
        raise DataError(f"county_jobs: counties have jobs in {', '.join(lost)}, the nation has none.")
    total = np.zeros((len(fips), len(codes)))
    for part in parts:
        total += part.reindex(index=fips, columns=codes).fillna(0.0).to_numpy()
    return pd.DataFrame(total, index=fips, columns=codes)


def _published(private: PrivateJobs, salaried: pd.DataFrame, to_2023: Bridge) -> np.ndarray:
    """Tell which cells are nine tenths published CBP counts: (counties, industries) of bool.

    None is in a county that holds a part of a divided one: that part is this project's estimate.
    """
    counts = to_2023.counties(private.published).reindex(columns=salaried.columns).fillna(0.0)
    published: np.ndarray = ((counts >= PUBLISHED_SHARE * salaried) & (counts > 0)).to_numpy()
    published[to_2023.fips.isin(to_2023.divided(private.jobs.index))] = False
    return published

"""Jobs of every county by industry, reconciled with the nation by industry and with BEA's county totals."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ..errors import DataError
from . import county_public as public
from .areas import Bridge, bridge
from .county_private import PrivateJobs, private_jobs
from .inputs import complete

PUBLISHED_SHARE = 0.9
GRID = 128  # jobs are kept in 128ths, which add up without rounding in binary


@dataclass(frozen=True)
class CountyJobs:
    """Reconciled jobs in long form (fips, industry, jobs, published) and the totals before and after."""

    jobs: pd.DataFrame
    totals: pd.DataFrame


def county_jobs(source: Path, industries: pd.DataFrame, year: int = 2017) -> CountyJobs:
    """All jobs of a year by 2023 county and BEA industry.

    Parameters
    ----------
    source : Path
        The folder that holds the input folders.
    industries : DataFrame
        Indexed by industry: ``group``, ``jobs``, ``wage_salary_jobs``; the national control totals.
    year : int
        Of the national and BEA's county totals. County Business Patterns are of that year or the newest before it,
        personal income of that year or of 2019.

    Raises
    ------
    DataError
        If an industry has jobs in the nation and none in any county, or a county has no BEA total.
    """
    civilian = public.government(source)
    areas = public.bea_areas(source, year)
    farm = industries[industries.group == public.FARMS]
    hired = public.hired_farm_jobs(source, areas, float(farm.wage_salary_jobs.sum()))
    private = private_jobs(source, civilian, hired, year)
    to_2023 = bridge(source, private.jobs.sum(axis=1).add(civilian.sum(axis=1), fill_value=0.0))
    codes = industries.index[industries.jobs > 0]

    wage = to_2023.counties(private.jobs)
    parts = [
        wage,
        to_2023.counties(civilian),
        to_2023.counties(public.military(source, areas, year).to_frame(public.FEDERAL_DEFENSE)),
        to_2023.counties(public.farms(source, areas, hired, industries)),
        public.rail(wage, industries.jobs[public.RAIL]).to_frame(public.RAIL),
        to_2023.counties(
            public.private_households(source, industries.jobs[public.HOUSEHOLDS], year).to_frame(public.HOUSEHOLDS)
        ),
    ]
    salaried = _sum(parts, to_2023.fips, codes)
    owners = public.proprietors(wage, industries, to_2023.series(areas["nonfarm_proprietors"]))
    seed = _sum([salaried, owners], to_2023.fips, codes)

    bea = to_2023.series(areas["total"])
    complete(bea.where(bea > 0), public.BEA_TOTALS)
    national = industries.jobs[codes].to_numpy()
    balanced = on_grid(reconcile(seed.to_numpy(), bea.to_numpy(), national, list(codes)), national)
    totals = pd.DataFrame(
        {
            "fips": to_2023.fips,
            "bea_jobs": bea.to_numpy(),
            "assembled_jobs": seed.sum(axis=1).round(6).to_numpy(),  # the last bits differ between processors
            "jobs": balanced.sum(axis=1),
            "cbp_misplaced": to_2023.fips.isin(private.misplaced),
        }
    )
    rows, columns = np.nonzero(balanced)
    published = _published(private, salaried, to_2023)
    long = pd.DataFrame(
        {
            "fips": to_2023.fips[rows],
            "industry": codes[columns],
            "jobs": balanced[rows, columns],
            "published": published[rows, columns],
        }
    )
    return CountyJobs(long, totals)


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

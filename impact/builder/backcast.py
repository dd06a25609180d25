"""How well known figures are predicted: counties of 2021 with the structure of 2017, and cells that we hide."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from .county_cbp import filled, prior_cells, published_cells, state_totals
from .geography import counties
from .inputs import read

GDP = "county_employment/bea_cagdp2_total_county_2017_2022_partial.parquet"
EVERY = 20  # one published cell of so many is hidden
SIZES = {"jobs": (0, 10_000, 50_000, 250_000, np.inf), "establishments": (0, 5, 10, 50, np.inf)}


def backcast(
    source: Path, year: int, benchmark: tuple[pd.DataFrame, ...], recent: tuple[pd.DataFrame, ...]
) -> pd.DataFrame:
    """Errors of county totals of a year as the structure of 2017 and national figures of the year predict them.

    Parameters
    ----------
    source : Path
        The folder that holds the input folders.
    year : int
        The year predicted.
    benchmark, recent : tuple of DataFrame
        ``industries, county_jobs, county_totals`` of 2017 and of the year.

    Returns
    -------
    DataFrame
        ``figure, method, size`` (class of county by jobs) ``counties, error`` (sum of absolute errors over the sum of
        published figures) ``median`` (of absolute relative errors).
    """
    old_nation, old_cells, old_totals = benchmark
    nation, cells, totals = recent
    growth = nation.set_index("code").jobs / old_nation.set_index("code").jobs
    jobs = totals.set_index("fips").bea_jobs
    mix = (old_cells.jobs * old_cells.industry.map(growth)).groupby(old_cells.fips).sum()
    same = old_totals.set_index("fips").bea_jobs
    people = counties(source).set_index("fips").population
    value = nation.set_index("code")[["compensation", "production_taxes", "operating_surplus"]].sum(axis=1)
    gdp = _gdp(source, year)
    worth = {
        "structure of 2017": (old_cells, old_nation),
        f"economy of {year}": (cells, nation),
    }
    frames = [
        _errors("jobs", "structure of 2017", mix * (jobs.sum() / mix.sum()), jobs, jobs),
        _errors("jobs", "every county as in 2017", same * (jobs.sum() / same.sum()), jobs, jobs),
    ]
    for method, (of_county, of_nation) in worth.items():
        count = of_nation.set_index("code").jobs
        made = (of_county.jobs * of_county.industry.map(value / count.where(count > 0))).groupby(of_county.fips).sum()
        made += people / people.sum() * value[count == 0].sum()  # houses stand where people live
        made = made.reindex(gdp.index)
        frames.append(_errors("gdp", method, made * (gdp.sum() / made.sum()), gdp, jobs.reindex(gdp.index)))
    return pd.concat(frames, ignore_index=True)


def holdout(source: Path, year: int) -> pd.DataFrame:
    """Errors of the estimates of withheld cells, on published cells of six digits that we hide.

    Of every 20 published cells one is hidden, with the totals above it that hold the same establishments and would give
    it away. ``known`` says whether the cell's jobs of 2018 may be used, or are hidden too: then it gets the mean of its
    industry's cells in the state.
    """
    published, states = published_cells(source, year), state_totals(source, year)
    prior = prior_cells(source, set(published.fips))
    leaves = published[published.naics.str.len() == 6].sort_values(["fips", "naics"])
    taken = leaves.iloc[EVERY // 2 :: EVERY]
    taken = taken[pd.MultiIndex.from_frame(taken[["fips", "naics"]]).isin(prior.index)]
    key = pd.MultiIndex.from_frame(taken[["fips", "naics"]])
    hidden = _without(published, taken)
    mean = prior.groupby([prior.index.get_level_values(0).str[:2], prior.index.get_level_values(1)]).mean()
    unknown = prior.copy()
    unknown[key] = mean[pd.MultiIndex.from_arrays([taken.fips.str[:2], taken.naics])].to_numpy()
    frames = []
    for known, used in (("other years known", prior), ("hidden in all years", unknown)):
        cells = filled(hidden, used, states).set_index(["fips", "naics"]).emp
        found = cells.reindex(key).fillna(0.0).to_numpy()
        truth, size = taken.emp.to_numpy(), taken.est.to_numpy()
        frame = _classes(pd.Series(found), pd.Series(truth), pd.Series(size), SIZES["establishments"])
        frames.append(frame.assign(known=known).rename(columns={"counties": "cells"}))
    return pd.concat(frames, ignore_index=True)[["known", "size", "cells", "error", "median"]]


def _without(published: pd.DataFrame, taken: pd.DataFrame) -> pd.DataFrame:
    """Take cells away, and the totals above them with no more establishments."""
    gone = set(zip(taken.fips, taken.naics, strict=True))
    alone = taken
    for digits in (5, 4, 3):
        above = alone.assign(naics=alone.naics.str[:digits]).merge(
            published[["fips", "naics", "est"]], on=["fips", "naics"], suffixes=("", "_above")
        )
        same = above[above.est == above.est_above]
        gone |= set(zip(same.fips, same.naics, strict=True))
    keep = [cell not in gone for cell in zip(published.fips, published.naics, strict=True)]
    return published[keep]


def _gdp(source: Path, year: int) -> pd.Series:
    """Published GDP of the counties whose code is that of 2023, million USD."""
    gdp = read(source, GDP, ["fips", "year", "gdp_current_kusd"])
    published = gdp[gdp.year == year].dropna().set_index("fips").gdp_current_kusd.astype(float) / 1000
    return published[published.index.isin(counties(source).fips)]


def _errors(figure: str, method: str, found: pd.Series, truth: pd.Series, size: pd.Series) -> pd.DataFrame:
    frame = _classes(found.reindex(truth.index), truth, size, SIZES["jobs"])
    return frame.assign(figure=figure, method=method)[["figure", "method", "size", "counties", "error", "median"]]


def _classes(found: pd.Series, truth: pd.Series, size: pd.Series, edges: tuple[float, ...]) -> pd.DataFrame:
    """Return the errors of all, and by class of size."""
    off = (found - truth).abs()
    relative = off / truth.where(truth > 0)
    classes = [("all", size >= 0)]
    for low, high in pairwise(edges):
        name = f"{low:,.0f} to {high:,.0f}" if np.isfinite(high) else f"{low:,.0f} and more"
        classes.append((name if low > 0 else f"under {high:,.0f}", (size >= low) & (size < high)))
    rows = [
        (name, int(part.sum()), off[part].sum() / truth[part].sum(), relative[part].median())
        for name, part in classes
        if part.any()
    ]
    return pd.DataFrame(rows, columns=["size", "counties", "error", "median"]).round({"error": 5, "median": 5})

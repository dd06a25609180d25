"""Errors of what is known: county figures of the newest economy predicted with the old, and cells that we hide."""

from itertools import pairwise

import numpy as np
import pandas as pd

from ._resolve import made, made_later
from .county_cbp import filled
from .inputs import complete, file_of

EVERY = 20  # one published cell of so many is hidden
SIZES = {"jobs": (0, 10_000, 50_000, 250_000, np.inf), "establishments": (0, 5, 10, 50, np.inf)}


@made
def backcast(newest_errors_of_jobs: pd.DataFrame, newest_errors_of_gdp: pd.DataFrame) -> pd.DataFrame:
    """Errors of county totals of the newest economy as the structure of 2017 and its national figures predict them.

    Returns
    -------
    DataFrame
        ``figure, method, size`` (class of county by jobs) ``counties, error`` (sum of absolute errors over the sum of
        published figures) ``median`` (of absolute relative errors).
    """
    return pd.concat([newest_errors_of_jobs, newest_errors_of_gdp], ignore_index=True)


@made_later
def errors_of_jobs(
    benchmark_industries: pd.DataFrame,
    benchmark_county_jobs: pd.DataFrame,
    benchmark_county_totals: pd.DataFrame,
    industries: pd.DataFrame,
    county_totals: pd.DataFrame,
) -> pd.DataFrame:
    """Errors of jobs: counties move with the nation's jobs of each industry, or all alike."""
    growth = industries.set_index("code").jobs / benchmark_industries.set_index("code").jobs
    jobs = county_totals.set_index("fips").bea_jobs
    old = benchmark_county_jobs
    mix = (old.jobs * old.industry.map(growth)).groupby(old.fips).sum()
    same = benchmark_county_totals.set_index("fips").bea_jobs
    predicted = {"structure of 2017": mix, "every county as in 2017": same}
    return pd.concat(
        [_errors("jobs", method, of * (jobs.sum() / of.sum()), jobs, jobs) for method, of in predicted.items()]
    )


@made_later
def errors_of_gdp(
    predicted_gdp: tuple[pd.Series, pd.Series], published_gdp: pd.Series, county_totals: pd.DataFrame, year: int
) -> pd.DataFrame:
    """Errors of GDP, scaled to the sum of what is published."""
    jobs = county_totals.set_index("fips").bea_jobs.reindex(published_gdp.index)
    frames = []
    for method, of_counties in zip(("structure of 2017", f"economy of {year}"), predicted_gdp, strict=True):
        gdp = of_counties.reindex(published_gdp.index)
        frames.append(_errors("gdp", method, gdp * (published_gdp.sum() / gdp.sum()), published_gdp, jobs))
    return pd.concat(frames)


@made_later
def predicted_gdp(
    benchmark_industries: pd.DataFrame,
    benchmark_county_jobs: pd.DataFrame,
    industries: pd.DataFrame,
    county_jobs: pd.DataFrame,
    counties: pd.DataFrame,
) -> tuple[pd.Series, pd.Series]:
    """National value added of a year by industry in proportion to county jobs, those of 2017 and those of the year."""
    people = counties.set_index("fips").population
    value = industries.set_index("code")[["compensation", "production_taxes", "operating_surplus"]].sum(axis=1)

    def of_counties(cells: pd.DataFrame, nation: pd.DataFrame) -> pd.Series:
        jobs = nation.set_index("code").jobs
        gdp = (cells.jobs * cells.industry.map(value / jobs.where(jobs > 0))).groupby(cells.fips).sum()
        return gdp + people / people.sum() * value[jobs == 0].sum()  # houses stand where people live

    return of_counties(benchmark_county_jobs, benchmark_industries), of_counties(county_jobs, industries)


@made_later
def published_gdp(cagdp2: pd.DataFrame, known_counties: pd.Series, year: int) -> pd.Series:
    """Published GDP of the counties whose code is that of 2023, million USD."""
    gdp = cagdp2[cagdp2.year == year].dropna().set_index("fips").gdp_current_kusd.astype(float) / 1000
    complete(pd.Series([len(gdp) or np.nan], index=[year]), file_of("cagdp2"))
    return gdp[gdp.index.isin(known_counties)]


@made
def holdout(
    newest_published_patterns: pd.DataFrame, newest_prior_cells: pd.Series, newest_state_patterns: pd.Series
) -> pd.DataFrame:
    """Errors of the estimates of withheld cells, on published cells of six digits that we hide.

    Of every 20 published cells one is hidden, with the totals above it that hold the same establishments and would give
    it away. ``known`` says whether the cell's jobs of 2018 may be used, or are hidden too: then it gets the mean of its
    industry's cells in the state.
    """
    published, prior, states = newest_published_patterns, newest_prior_cells, newest_state_patterns
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

"""Errors of estimates, tested on known figures.

They concern figures carried on, county GDP and earnings, and published cells that are hidden.
"""

from itertools import pairwise

import numpy as np
import pandas as pd

from ._resolve import made, made_later
from .county_cbp import filled
from .county_sectors import LINES, carried, completed, wage_growth
from .inputs import complete, file_of

LEAVES_PER_HIDDEN_LEAF = 20  # of the published cells one in 20 is hidden
CELLS_PER_HIDDEN = 10
PRIVATE = [line for line in LINES if 100 <= line <= 1900]
SPANS = ((2018, 2019), (2021, 2022), (2016, 2018), (2020, 2022))
SIZES = {
    "jobs": (0, 10_000, 50_000, 250_000, np.inf),
    "establishments": (0, 5, 10, 50, np.inf),
    "cell": (0, 100, 1000, 10_000, np.inf),
}


@made
def backcast(bea_lines: pd.DataFrame, county_wages: pd.DataFrame) -> pd.DataFrame:
    """Errors of county jobs carried on to published years.

    Columns: ``years, figure, method, error``.

    ``error`` is the sum of absolute errors over the sum of published figures.
    """
    rows = []
    for first, last in SPANS:
        before, after = completed(bea_lines, first), completed(bea_lines, last)
        areas = before.index.intersection(after.index)
        areas = areas[~areas.str.endswith("000")]
        before, after = before.loc[areas], after.loc[areas]
        published = bea_lines.xs(last, level="year")[LINES].loc[areas].notna().to_numpy()
        nation = after.sum()
        predicted = {
            "all alike": before * (nation.sum() / before.to_numpy().sum()),
            "sectors as in the nation": before * (nation / before.sum()),
            "as the economy": carried(before, nation, wage_growth(county_wages, first, last)),
        }
        for method, predicted_jobs in predicted.items():
            totals = (predicted_jobs.sum(axis=1) - after.sum(axis=1)).abs().sum() / nation.sum()
            cells = (predicted_jobs - after).abs().to_numpy()[published].sum() / after.to_numpy()[published].sum()
            rows += [
                (f"{first} to {last}", figure, method, round(float(error), 5))
                for figure, error in (("totals of areas", totals), ("published cells by sector", cells))
            ]
    return pd.DataFrame(rows, columns=["years", "figure", "method", "error"])


@made
def sector_holdout(bea_lines: pd.DataFrame, newest_structure_year: int) -> pd.DataFrame:
    """Errors of estimates of withheld cells by sector.

    Columns: ``known, size, cells, error, median``.

    One of ten published private cells is hidden, in the order of areas and lines. The next cell of its area is hidden
    too, so that no total reveals it; in the year alone, or in all years.
    """
    year = newest_structure_year
    published = bea_lines.xs(year, level="year")
    areas = published.index[~published.index.str.endswith("000")]
    cells = published.loc[areas, PRIVATE].stack().dropna()
    place = pd.Series(np.arange(len(cells)), cells.index)
    is_hidden = (place % CELLS_PER_HIDDEN < 2).to_numpy()
    frames = []
    for known, years in (("other years known", [year]), ("hidden in all years", None)):
        hidden = bea_lines.copy()
        for fips, line in cells.index[is_hidden]:
            where = (fips, year) if years else pd.IndexSlice[fips, :]
            hidden.loc[where, line] = np.nan
        estimates = completed(hidden, year).stack().reindex(cells.index[is_hidden]).fillna(0.0)
        truth = pd.Series(cells[is_hidden].to_numpy())
        rows = _classes(pd.Series(estimates.to_numpy()), truth, truth, SIZES["cell"])
        frames.append(rows.assign(known=known).rename(columns={"counties": "cells"}))
    return pd.concat(frames, ignore_index=True)[["known", "size", "cells", "error", "median"]]


@made_later
def accuracy(
    industries: pd.DataFrame,
    county_jobs: pd.DataFrame,
    published_gdp: pd.Series,
    county_earnings: pd.Series,
    income_year: int,
) -> pd.DataFrame:
    """Errors of GDP and earnings by county.

    Columns: ``figure, method, size, counties, error, median``.
    """
    nation = industries.set_index("code")
    jobs = county_jobs.groupby("fips").jobs.sum()
    labor = nation.compensation + nation.proprietors_income
    value = nation[["compensation", "production_taxes", "operating_surplus"]].sum(axis=1)
    frames = []
    for figure, published, national in (
        (f"GDP of {published_gdp.name}", published_gdp, value),
        (f"earnings of {income_year}", county_earnings, labor),
    ):
        for method, per in (("jobs", "jobs"), ("jobs and pay", "output")):
            total = nation[per].where(nation[per] > 0)
            estimates = (county_jobs[per] * county_jobs.industry.map(national / total)).groupby(county_jobs.fips).sum()
            estimates = estimates.reindex(published.index)
            estimates *= published.sum() / estimates.sum()
            frames.append(_errors(figure, method, estimates, published, jobs.reindex(published.index)))
    return pd.concat(frames, ignore_index=True)


@made
def published_gdp(cagdp2: pd.DataFrame, known_counties: pd.Series, year: int) -> pd.Series:
    """Published GDP of counties with a 2023 code, million USD.

    Its name is the newest available year.
    """
    years = cagdp2.year[cagdp2.year <= year]
    newest = int(complete(pd.Series([years.max()], index=[year]), file_of("cagdp2")).iloc[0])
    gdp = cagdp2[cagdp2.year == newest].dropna().set_index("fips").gdp_current_kusd.astype(float) / 1000
    return gdp[gdp.index.isin(known_counties)].rename(str(newest))


@made
def holdout(
    newest_published_patterns: pd.DataFrame, newest_prior_cells: pd.Series, newest_state_patterns: pd.Series
) -> pd.DataFrame:
    """Errors of estimates of withheld cells, on hidden published ones.

    The cells have six digits.

    Of every 20 published cells one is hidden, with the totals above it that hold the same establishments and would give
    it away. ``known`` says whether the cell's jobs of 2018 may be used. If they are hidden too, it gets the mean of its
    industry's cells in the state.
    """
    published, prior, states = newest_published_patterns, newest_prior_cells, newest_state_patterns
    leaves = published[published.naics.str.len() == 6].sort_values(["fips", "naics"])
    hidden_cells = leaves.iloc[LEAVES_PER_HIDDEN_LEAF // 2 :: LEAVES_PER_HIDDEN_LEAF]
    hidden_cells = hidden_cells[pd.MultiIndex.from_frame(hidden_cells[["fips", "naics"]]).isin(prior.index)]
    key = pd.MultiIndex.from_frame(hidden_cells[["fips", "naics"]])
    hidden = _without(published, hidden_cells)
    mean = prior.groupby([prior.index.get_level_values(0).str[:2], prior.index.get_level_values(1)]).mean()
    unknown = prior.copy()
    unknown[key] = mean[pd.MultiIndex.from_arrays([hidden_cells.fips.str[:2], hidden_cells.naics])].to_numpy()
    frames = []
    for known, used in (("other years known", prior), ("hidden in all years", unknown)):
        cells = filled(hidden, used, states).set_index(["fips", "naics"]).emp
        estimates = cells.reindex(key).fillna(0.0).to_numpy()
        truth, size = hidden_cells.emp.to_numpy(), hidden_cells.est.to_numpy()
        frame = _classes(pd.Series(estimates), pd.Series(truth), pd.Series(size), SIZES["establishments"])
        frames.append(frame.assign(known=known).rename(columns={"counties": "cells"}))
    return pd.concat(frames, ignore_index=True)[["known", "size", "cells", "error", "median"]]


def _without(published: pd.DataFrame, hidden_cells: pd.DataFrame) -> pd.DataFrame:
    """Take cells away, and the totals above them with no more establishments."""
    removed = set(zip(hidden_cells.fips, hidden_cells.naics, strict=True))
    lone_cells = hidden_cells
    for digits in (5, 4, 3):
        above = lone_cells.assign(naics=lone_cells.naics.str[:digits]).merge(
            published[["fips", "naics", "est"]], on=["fips", "naics"], suffixes=("", "_above")
        )
        only_child = above[above.est == above.est_above]
        removed |= set(zip(only_child.fips, only_child.naics, strict=True))
    keep = [cell not in removed for cell in zip(published.fips, published.naics, strict=True)]
    return published[keep]


def _errors(figure: str, method: str, estimates: pd.Series, truth: pd.Series, size: pd.Series) -> pd.DataFrame:
    frame = _classes(estimates.reindex(truth.index), truth, size, SIZES["jobs"])
    return frame.assign(figure=figure, method=method)[["figure", "method", "size", "counties", "error", "median"]]


def _classes(estimates: pd.Series, truth: pd.Series, size: pd.Series, edges: tuple[float, ...]) -> pd.DataFrame:
    """Return the errors of all, and by class of size."""
    errors = (estimates - truth).abs()
    relative = errors / truth.where(truth > 0)
    classes = [("all", size >= 0)]
    for low, high in pairwise(edges):
        name = f"{low:,.0f} to {high:,.0f}" if np.isfinite(high) else f"{low:,.0f} and more"
        classes.append((name if low > 0 else f"under {high:,.0f}", (size >= low) & (size < high)))
    rows = [
        (name, int(part.sum()), errors[part].sum() / truth[part].sum(), relative[part].median())
        for name, part in classes
        if part.any()
    ]
    return pd.DataFrame(rows, columns=["size", "counties", "error", "median"]).round({"error": 5, "median": 5})

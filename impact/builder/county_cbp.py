"""County Business Patterns of a year, every county and six-digit industry: published, or estimated from the rest.

Since 2017 Census publishes no cell with fewer than three establishments, but the totals above it, by industry in the
county and by state. What those leave is shared among the cells that have jobs in other years.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from ._suppressed import fill_suppressed
from .geography import fips_changes
from .inputs import complete, read
from .qcew import SPLIT_SECTORS

CELLS = "county_employment/cbp_county_naics_2017_2020.parquet"
STATES = "county_employment/cbp_state_naics_2017_2020.parquet"
TOTALS = "county_employment/cbp_zbp_county_totals_2012_2022.parquet"
OTHER_YEARS = "county_employment/county_naics6_employment_imputed_2017_2018.parquet"
UNCLASSIFIED = "99"
ALL = "00"


def county_cells(source: Path, year: int) -> pd.DataFrame:
    """Jobs by county and six-digit NAICS: ``fips, naics, emp, kind``, the kind ``observed`` or ``estimated``."""
    published = published_cells(source, year)
    return filled(published, prior_cells(source, set(published.fips)), state_totals(source, year))


def newest_year(source: Path, latest: int) -> int:
    """Return the newest year of which there are cells, at the latest ``latest``."""
    years = read(source, CELLS, ["year"]).year
    return int(complete(pd.Series([years[years <= latest].max()], index=[latest]), CELLS).iloc[0])


def published_cells(source: Path, year: int) -> pd.DataFrame:
    """Published cells of all levels: ``fips, naics, est, emp``; a county's total from ZIP codes where it has none."""
    cells = read(source, CELLS, ["fips", "naics", "year", "est", "emp", "withheld"])
    cells = cells[(cells.year == year) & ~cells.withheld].astype({"emp": float})
    complete(pd.Series([len(cells) or np.nan], index=[year]), CELLS)
    totals = read(source, TOTALS, ["fips", "year", "emp_best"])
    totals = totals[(totals.year == year) & ~totals.fips.isin(cells.fips[cells.naics == ALL])].dropna()
    totals = totals[~totals.fips.isin(_replaced(source, set(cells.fips)).old_fips)]
    roots = pd.DataFrame({"fips": totals.fips, "naics": ALL, "est": 10**6, "emp": totals.emp_best.astype(float)})
    return pd.concat([cells[["fips", "naics", "est", "emp"]], roots], ignore_index=True)


def prior_cells(source: Path, fips: set[str]) -> pd.Series:
    """Jobs of 2018 by county and six-digit NAICS, published or estimated from the years before.

    Past counties that are not among ``fips`` are divided by population among those that are there in their place.
    """
    cells = read(source, OTHER_YEARS, ["fips", "naics", "year", "emp"])
    cells = cells[(cells.year == 2018) & (cells.emp > 0)].astype({"emp": float})
    replaced = _replaced(source, fips)
    parts = cells.merge(replaced, left_on="fips", right_on="old_fips")
    parts = parts.assign(fips=parts.new_fips, emp=parts.emp * parts.weight)
    cells = pd.concat([cells[~cells.fips.isin(replaced.old_fips)], parts[["fips", "naics", "emp"]]])
    return cells.groupby(["fips", "naics"]).emp.sum()


def _replaced(source: Path, fips: set[str]) -> pd.DataFrame:
    """Return the changes to past counties that are not among ``fips`` while those that took their place are."""
    changes = fips_changes(source)
    return changes[~changes.old_fips.isin(fips) & changes.new_fips.isin(fips)]


def state_totals(source: Path, year: int) -> pd.Series:
    """Published jobs by state and six-digit NAICS."""
    cells = read(source, STATES, ["state", "naics", "year", "emp", "withheld"])
    cells = cells[(cells.year == year) & (cells.naics.str.len() == 6) & ~cells.withheld]
    complete(pd.Series([len(cells) or np.nan], index=[year]), STATES)
    return cells.astype({"emp": float}).set_index(["state", "naics"]).emp


def filled(published: pd.DataFrame, prior: pd.Series, states: pd.Series) -> pd.DataFrame:
    """Estimate the cells that are not published, so that every published total of a county holds.

    Parameters
    ----------
    published : DataFrame
        ``fips, naics, est, emp`` of all levels, with a total (00) for every county.
    prior : Series
        Jobs of other years by county and six-digit NAICS.
    states : Series
        Published jobs by state and six-digit NAICS. What they leave is the most that a cell can hold, unless the cells
        of a total need more: about 4 % of a state's jobs are in no county, and Census adds noise to every cell.
    """
    nodes = published[published.naics != UNCLASSIFIED].drop_duplicates(["fips", "naics"]).reset_index(drop=True)
    known = pd.Index(nodes.fips + nodes.naics)
    leaf = nodes.naics.str.len() == 6
    above = _nearest(nodes.fips, nodes.naics, known)
    unclassified = published[published.naics == UNCLASSIFIED]
    below = np.bincount(above[above >= 0], nodes.emp[above >= 0], len(nodes))
    below += np.bincount(known.get_indexer(pd.Index(unclassified.fips + ALL)), unclassified.emp, len(nodes))
    totals = np.where(leaf, 0.0, np.maximum(nodes.emp - below, 0.0))
    hidden = prior.reset_index()
    hidden = hidden[known.get_indexer(pd.Index(hidden.fips + hidden.naics)) < 0]
    pools = _nearest(hidden.fips, hidden.naics, known)
    hidden, pools = hidden[pools >= 0], pools[pools >= 0]
    totals[np.bincount(pools, minlength=len(nodes)) == 0] = 0.0  # noise: no cell can hold it
    shown = nodes[leaf].groupby([nodes.fips.str[:2], "naics"]).emp.sum()
    left = (states - shown.reindex(states.index).fillna(0.0)).clip(lower=0.0)
    group = left.index.get_indexer(pd.MultiIndex.from_arrays([hidden.fips.str[:2], hidden.naics]))
    wanted = np.append(left.to_numpy(), np.nan)  # the last is for cells whose state total is not published
    group = np.where(group < 0, len(left), group)
    high = np.where(np.isnan(wanted[group]), np.inf, wanted[group])
    high = np.where((np.bincount(pools, high, len(nodes)) < totals)[pools], np.inf, high)
    jobs = fill_suppressed(hidden.emp.to_numpy(), pools, totals, high=high, across=(group, wanted))
    estimates = hidden.assign(emp=jobs, kind="estimated")
    observed = nodes[leaf].assign(kind="observed")
    cells = pd.concat([observed, estimates[estimates.emp > 0]])[["fips", "naics", "emp", "kind"]]
    return cells.sort_values(["fips", "naics"], ignore_index=True)


def _nearest(fips: pd.Series, naics: pd.Series, known: pd.Index) -> np.ndarray:
    """Place in ``known`` of the nearest published code above each code, -1 where there is none."""
    found = np.full(len(fips), -1)
    for digits in (5, 4, 3, 2, 0):
        code = naics.str[:digits] if digits > 2 else _sector(naics) if digits else pd.Series(ALL, index=naics.index)
        higher = (naics.str.len() > digits) & (naics != ALL) & (code != naics)
        place = known.get_indexer(pd.Index(fips + code))
        found = np.where((found < 0) & higher & (place >= 0), place, found)
    return found


def _sector(naics: pd.Series) -> pd.Series:
    return naics.str[:2].replace(SPLIT_SECTORS)

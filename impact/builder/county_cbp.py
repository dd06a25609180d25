"""County Business Patterns by county and six-digit industry.

Cells are published, or estimated from the rest.

Since 2017 Census publishes no cell with fewer than three establishments, but the totals above it, by industry in the
county and by state. The remainder is shared among the cells with jobs in other years.
"""

import numpy as np
import pandas as pd

from ._resolve import made, made_later
from ._suppressed import fill_suppressed
from .inputs import complete, file_of
from .qcew import SPLIT_SECTORS

UNCLASSIFIED = "99"
ALL = "00"


@made_later
def private_cells(published_patterns: pd.DataFrame, prior_cells: pd.Series, state_patterns: pd.Series) -> pd.DataFrame:
    """Jobs by county and six-digit NAICS: ``fips, naics, emp, kind``.

    The kind is ``observed`` or ``estimated``.
    """
    return filled(published_patterns, prior_cells, state_patterns)


@made
def pattern_year(cbp_counties: pd.DataFrame, year: int) -> int:
    """Newest year with county cells, up to that of the economy."""
    years = cbp_counties.year
    newest = pd.Series([years[years <= year].max()], index=[year])
    return int(complete(newest, file_of("cbp_counties")).iloc[0])


@made_later
def pattern_cells(cbp_counties: pd.DataFrame, pattern_year: int) -> pd.DataFrame:
    """Published cells of all levels: ``fips, naics, est, emp``."""
    cells = cbp_counties.loc[(cbp_counties.year == pattern_year) & ~cbp_counties.withheld]
    complete(pd.Series([len(cells) or np.nan], index=[pattern_year]), file_of("cbp_counties"))
    return cells[["fips", "naics", "est", "emp"]].astype({"emp": float})


@made_later
def published_patterns(
    pattern_cells: pd.DataFrame, cbp_zip_totals: pd.DataFrame, fips_changes: pd.DataFrame, pattern_year: int
) -> pd.DataFrame:
    """Published cells of all levels: ``fips, naics, est, emp``.

    A county without a total gets that of its ZIP codes.
    """
    cells = pattern_cells
    totals = cbp_zip_totals[cbp_zip_totals.year == pattern_year]
    totals = totals[~totals.fips.isin(cells.fips[cells.naics == ALL])].dropna()
    totals = totals[~totals.fips.isin(_replaced(fips_changes, set(cells.fips)).old_fips)]
    roots = pd.DataFrame({"fips": totals.fips, "naics": ALL, "est": 10**6, "emp": totals.emp_best.astype(float)})
    return pd.concat([cells, roots], ignore_index=True)


@made
def cells_of_2018(cbp_imputed: pd.DataFrame) -> pd.DataFrame:
    """Cells of six digits with jobs in 2018: ``fips, naics, emp``.

    They are published, or estimated from the years before.
    """
    cells = cbp_imputed.loc[(cbp_imputed.year == 2018) & (cbp_imputed.emp > 0), ["fips", "naics", "emp"]]
    return cells.astype({"emp": float})


@made_later
def prior_cells(cells_of_2018: pd.DataFrame, fips_changes: pd.DataFrame, published_patterns: pd.DataFrame) -> pd.Series:
    """Jobs of 2018 by county and six-digit NAICS.

    Past counties that are not among the published are divided by population among those that are there in their place.
    """
    cells = cells_of_2018
    replaced = _replaced(fips_changes, set(published_patterns.fips))
    parts = cells.merge(replaced, left_on="fips", right_on="old_fips")
    parts = parts.assign(fips=parts.new_fips, emp=parts.emp * parts.weight)
    cells = pd.concat([cells[~cells.fips.isin(replaced.old_fips)], parts[["fips", "naics", "emp"]]])
    return cells.groupby(["fips", "naics"]).emp.sum()


def _replaced(changes: pd.DataFrame, fips: set[str]) -> pd.DataFrame:
    """Return changes to past counties outside ``fips``.

    The successors of these counties are among ``fips``.
    """
    return changes[~changes.old_fips.isin(fips) & changes.new_fips.isin(fips)]


@made_later
def state_patterns(cbp_states: pd.DataFrame, pattern_year: int) -> pd.Series:
    """Published jobs by state and six-digit NAICS."""
    cells = cbp_states[(cbp_states.year == pattern_year) & (cbp_states.naics.str.len() == 6) & ~cbp_states.withheld]
    complete(pd.Series([len(cells) or np.nan], index=[pattern_year]), file_of("cbp_states"))
    return cells.astype({"emp": float}).set_index(["state", "naics"]).emp


def filled(published: pd.DataFrame, prior: pd.Series, states: pd.Series) -> pd.DataFrame:
    """Estimate unpublished cells so that published county totals hold.

    Parameters
    ----------
    published : DataFrame
        ``fips, naics, est, emp`` of all levels, with a total (00) for every county.
    prior : Series
        Jobs of other years by county and six-digit NAICS.
    states : Series
        Published jobs by state and six-digit NAICS. The remainder is the upper bound of a cell, unless the cells of a
        total need more: about 4 % of a state's jobs are in no county, and Census adds noise to every cell.
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
    wanted = np.append(left.to_numpy(), np.nan)  # the last entry serves cells without a published state total
    group = np.where(group < 0, len(left), group)
    high = np.where(np.isnan(wanted[group]), np.inf, wanted[group])
    high = np.where((np.bincount(pools, high, len(nodes)) < totals)[pools], np.inf, high)
    jobs = fill_suppressed(hidden.emp.to_numpy(), (pools, totals), (group, wanted), high=high)
    estimates = hidden.assign(emp=jobs, kind="estimated")
    observed = nodes[leaf].assign(kind="observed")
    cells = pd.concat([observed, estimates[estimates.emp > 0]])[["fips", "naics", "emp", "kind"]]
    return cells.sort_values(["fips", "naics"], ignore_index=True)


def _nearest(fips: pd.Series, naics: pd.Series, known: pd.Index) -> np.ndarray:
    """Position in ``known`` of the nearest published code above each.

    It is -1 where there is none.
    """
    positions = np.full(len(fips), -1)
    missing = np.flatnonzero((naics != ALL).to_numpy())
    for digits in (5, 4, 3, 2, 0):
        of, code = fips.iloc[missing], naics.iloc[missing]
        above = code.str[:digits] if digits > 2 else _sector(code) if digits else pd.Series(ALL, index=code.index)
        higher = ((code.str.len() > digits) & (above != code)).to_numpy()
        positions[missing[higher]] = known.get_indexer(pd.Index(of[higher] + above[higher]))
        missing = missing[positions[missing] < 0]
    return positions


def _sector(naics: pd.Series) -> pd.Series:
    return naics.str[:2].replace(SPLIT_SECTORS)

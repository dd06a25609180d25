"""Jobs of BEA areas by sector.

Withheld cells are estimated, and later years carried on.

BEA publishes jobs of counties by 24 sectors to 2022 (CAEMP25N). A withheld cell is estimated from the remainders of its
area, and of its sector in the state, after published cells. Later years move with the figures known of them.
"""

import numpy as np
import pandas as pd

from ..errors import DataError
from ..reference import sectors
from ._resolve import made
from .inputs import complete, file_of

LINES = [line for sector in sectors().values() for line in sector.lines]
TOTAL, WAGE_SALARY, PROPRIETORS = 10, 20, 40
UNITED_STATES = "00000"
MIN_PRIOR = 1.0  # a withheld cell has at least one job
MAX_ROUNDS, BALANCE_TOLERANCE = 2000, 1e-9
WAGES = 50  # line of CAINC4


@made
def structure_year(caemp25n: pd.DataFrame, year: int) -> int:
    """Newest year of county jobs by sector, up to the economy's.

    It is the newest that BEA publishes.
    """
    years = caemp25n.year
    newest = pd.Series([years[years <= year].max()], index=[year])
    return int(complete(newest, file_of("caemp25n")).iloc[0])


@made
def bea_lines(caemp25n: pd.DataFrame) -> pd.DataFrame:
    """Published jobs by area and year (rows) and line (columns).

    They are missing where withheld.
    """
    frame = caemp25n[~caemp25n.fips.between("57", "99999")].drop_duplicates(["fips", "year", "line"])
    wanted = frame[frame.line.isin([TOTAL, WAGE_SALARY, PROPRIETORS, *LINES])]
    by_line = wanted.astype({"value": float}).pivot(index=["fips", "year"], columns="line", values="value")
    return by_line[by_line[TOTAL] > 0]


@made
def sector_jobs(bea_lines: pd.DataFrame, structure_year: int) -> pd.DataFrame:
    """Jobs of the structure year by area and line.

    Areas (rows) are BEA's, the states (xx000) and the nation.
    """
    return completed(bea_lines, structure_year)


def completed(bea_lines: pd.DataFrame, year: int) -> pd.DataFrame:
    """Estimate a year's withheld cells, first of states, then of areas.

    Parameters
    ----------
    bea_lines : DataFrame
        From :func:`bea_lines`, all years: a cell withheld in one year is often published in another.
    year : int
        The year to complete.

    Returns
    -------
    DataFrame
        (areas, lines). Every published cell is as published; rows sum to the total of the area, columns to the state.
    """
    published = _of_year(bea_lines, year)
    complete(pd.Series(published.loc[UNITED_STATES]), f"{file_of('caemp25n')}, United States, by line")
    cells: pd.DataFrame = published[LINES]
    prior = _prior(bea_lines, year, published[TOTAL])
    filled: pd.DataFrame = cells.copy()
    states = cells.index[cells.index.str.endswith("000") & (cells.index != UNITED_STATES)]
    _fill(filled, states, published.loc[states, TOTAL], pd.Series(cells.loc[UNITED_STATES]), prior)
    for state in states:
        areas = cells.index[(cells.index.str[:2] == state[:2]) & ~cells.index.str.endswith("000")]
        _fill(filled, areas, published.loc[areas, TOTAL], pd.Series(filled.loc[state]), prior)
    return filled


def _of_year(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the areas of a year."""
    areas: pd.DataFrame = frame[frame.index.get_level_values("year") == year].droplevel("year")
    return areas


def _prior(bea_lines: pd.DataFrame, year: int, totals: pd.Series) -> pd.DataFrame:
    """Return expected values of a year's cells from other years.

    The cell's share of the nation's line in the nearest other year of which it is published; without any, the area's
    share of all jobs.
    """
    years = bea_lines.index.get_level_values("year")
    nation = bea_lines.xs(UNITED_STATES, level="fips")[LINES]
    shares: pd.DataFrame = bea_lines[LINES].div(nation.reindex(years).to_numpy())
    prior = pd.DataFrame(np.nan, totals.index, LINES)
    for other in sorted(set(years) - {year}, key=lambda known_year: (abs(known_year - year), known_year)):
        prior = prior.fillna(_of_year(shares, other).reindex(totals.index))
    usual = pd.DataFrame({line: totals / totals[UNITED_STATES] for line in LINES})
    return (prior.fillna(usual) * nation.loc[year]).clip(lower=MIN_PRIOR)


def _fill(filled: pd.DataFrame, areas: pd.Index, totals: pd.Series, above: pd.Series, prior: pd.DataFrame) -> None:
    """Estimate the withheld cells of some areas in place.

    Rows meet their totals, columns the line above.
    """
    known = filled.loc[areas]
    withheld = known.isna().to_numpy()
    if not withheld.any():
        return
    rows = (totals - known.sum(axis=1)).clip(lower=0.0).to_numpy()
    columns = (above - known.sum()).clip(lower=0.0).to_numpy()
    columns = np.where(withheld.any(axis=0), columns, 0.0)
    columns *= rows.sum() / columns.sum() if columns.sum() > 0 else 0.0
    cells = np.where(withheld, prior.loc[areas].to_numpy(), 0.0)
    for _ in range(MAX_ROUNDS):
        cells *= _ratio(columns, cells.sum(axis=0))
        cells *= _ratio(rows, cells.sum(axis=1))[:, np.newaxis]
        if np.abs(cells.sum(axis=0) - columns).sum() <= BALANCE_TOLERANCE * max(columns.sum(), 1.0):
            break
    filled.loc[areas] = np.where(withheld, cells, known.to_numpy())


def _ratio(wanted: np.ndarray, present: np.ndarray) -> np.ndarray:
    ratio: np.ndarray = np.divide(wanted, present, out=np.zeros_like(wanted), where=present > 0)
    return ratio


@made
def carried_jobs(
    sector_jobs: pd.DataFrame, county_wages: pd.DataFrame, line_jobs: pd.Series, structure_year: int, year: int
) -> pd.DataFrame:
    """Jobs of the economy's year by BEA area and line.

    Areas are rows, and sums are the nation's by line.
    """
    areas = sector_jobs[~sector_jobs.index.str.endswith("000")]
    if year == structure_year:
        return areas * (line_jobs[LINES] / areas.sum())
    return carried(areas, line_jobs, wage_growth(county_wages, structure_year, year))


def carried(areas: pd.DataFrame, line_jobs: pd.Series, wages: pd.Series) -> pd.DataFrame:
    """Carry jobs by area and line to a later year.

    An area's total grows by the geometric mean of the nation's growth and that of its wages; its lines grow with the
    nation's; both are balanced. The states' GDP by sector adds nothing to it in the back-test of ``backcast``.

    Parameters
    ----------
    areas : (areas, lines) DataFrame
        Jobs of the structure year.
    line_jobs : Series
        The nation's jobs of the later year by line.
    wages : Series
        Growth of wages by area, relative to the nation's; areas without figures grow like the nation.
    """
    wanted = areas.sum(axis=1) * np.sqrt(wages.reindex(areas.index).fillna(1.0))
    rows, columns = (wanted * line_jobs[LINES].sum() / wanted.sum()).to_numpy(), line_jobs[areas.columns].to_numpy()
    cells = areas.to_numpy(copy=True)
    for _ in range(MAX_ROUNDS):
        cells *= _ratio(rows, cells.sum(axis=1))[:, np.newaxis]
        cells *= _ratio(columns, cells.sum(axis=0))
        if np.abs(cells.sum(axis=1) - rows).sum() <= BALANCE_TOLERANCE * rows.sum():
            return pd.DataFrame(cells, areas.index, areas.columns)
    raise DataError("county_jobs: totals of areas and of sectors cannot be met together.")


@made
def county_wages(cainc4: pd.DataFrame) -> pd.DataFrame:
    """Wages and salaries by BEA area and year, thousand USD.

    The nation's row is 00000.
    """
    frame = cainc4[cainc4.line == WAGES].drop_duplicates(["fips", "year"])
    return frame.astype({"value": float}).pivot(index="fips", columns="year", values="value")


def wage_growth(county_wages: pd.DataFrame, first: int, last: int) -> pd.Series:
    """Wage growth of each area over the nation's.

    It ends in the last year with figures.
    """
    last = min(last, int(county_wages.columns.max()))
    growth = county_wages[last] / county_wages[first]
    relative: pd.Series = growth / growth[UNITED_STATES]
    return relative


@made
def state_gdp(sagdp2: pd.DataFrame) -> pd.DataFrame:
    """State GDP by year and line of SAGDP2, million USD.

    Rows are states (xx000) and years; the nation's row is 00000.
    """
    frame = sagdp2[sagdp2.fips.str.endswith("000") & (sagdp2.fips < "57")].drop_duplicates(["fips", "year", "line"])
    return frame.astype({"gdp_musd": float}).pivot(index=["fips", "year"], columns="line", values="gdp_musd")

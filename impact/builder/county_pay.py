"""County output by industry: jobs, times relative pay.

Relative pay is that of the county's sector in County Business Patterns, or the wages of QCEW. It is shrunk toward the
county's mean where few jobs are behind it. Labor income by county then meets BEA's earnings by place of work, and value
added by state and industry group BEA's state GDP. Labor income per dollar of output is the nation's.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .._types import FloatArray
from ..reference import sector_of, sectors
from ._grid import on_grid
from ._resolve import made
from .areas import Bridge
from .county_sectors import UNITED_STATES
from .inputs import complete, file_of

EARNINGS = 35  # line of CAINC4
SHRINKAGE_JOBS = 200.0  # at this size a cell counts as much as the county's mean
PAY_BOUNDS = (0.4, 2.5)  # relative to the nation's pay; cells beyond are misplaced or mistaken
LABOR_SECTORS = {
    "construction", "professional", "headquarters", "administrative", "education", "health", "hospitality",
    "other_services", "state_local",
}  # pay, which CBP and QCEW hold, is most of their value added; not of shops online and of artists  # fmt: skip
MAX_PAY_FACTOR = 1.5  # of these, over and under what CBP and QCEW say: earnings beyond belong to other sectors
MAX_GDP_FACTOR = 2.0  # over and under the nation's output per job, that a state's GDP is followed: beyond it is profit
SCALING_ROUNDS = 30
BISECTIONS = 50
FEDERAL_CIVILIAN, MILITARY = 84, 85  # lines of SAGDP2
Gdp = tuple[NDArray[np.intp], NDArray[np.intp], FloatArray]
Bounds = tuple[FloatArray, FloatArray]
HOUSING = "531HSO"
SECTOR_CODES = {
    "forestry": ["11"], "mining": ["21"], "utilities": ["22"], "construction": ["23"], "manufacturing": ["31-33"],
    "wholesale": ["42"], "retail": ["44-45"], "transport": ["48-49"], "information": ["51"], "finance": ["52"],
    "real_estate": ["53"], "professional": ["54"], "headquarters": ["55"], "administrative": ["56"],
    "education": ["61"], "health": ["62"], "arts": ["71"], "hospitality": ["72"], "other_services": ["81"],
}  # NAICS sectors of County Business Patterns  # fmt: skip


@made
def pattern_pay(cbp_counties: pd.DataFrame, structure_year: int) -> pd.DataFrame:
    """Jobs and pay per job of private sectors by county.

    Columns: ``fips, sector, jobs, pay``, of the newest published year.
    """
    cells = cbp_counties[~cbp_counties.withheld & (cbp_counties.emp > 0) & (cbp_counties.payroll_kusd > 0)]
    cells = cells[cells.year == cells.year[cells.year <= structure_year].max()]
    prefix = cells.naics.where(cells.naics.str.len() != 6)
    sector = prefix.map({code: name for name, codes in SECTOR_CODES.items() for code in codes})
    published_sectors = cells.assign(sector=sector).dropna(subset="sector")
    six = cells[cells.naics.str.len() == 6]  # twelve states publish no total of the split sectors
    starts = {code[:2]: name for name, codes in SECTOR_CODES.items() for code in codes}
    starts |= {"32": "manufacturing", "33": "manufacturing", "45": "retail", "49": "transport"}
    parts = six.assign(sector=six.naics.str[:2].map(starts)).dropna(subset="sector")
    known = pd.MultiIndex.from_frame(published_sectors[["fips", "sector"]])
    parts = parts[~pd.MultiIndex.from_frame(parts[["fips", "sector"]]).isin(known)]
    sums = pd.concat([published_sectors, parts]).groupby(["fips", "sector"])[["emp", "payroll_kusd"]].sum()
    return pd.DataFrame({"jobs": sums.emp, "pay": sums.payroll_kusd / sums.emp}).reset_index()


@made
def weekly_pay(weekly_wages: pd.DataFrame, structure_year: int) -> pd.DataFrame:
    """Weekly QCEW wages of the structure year: (counties, groups)."""
    frame = weekly_wages[weekly_wages.year == structure_year]
    complete(pd.Series([len(frame) or np.nan], index=[structure_year]), file_of("weekly_wages"))
    by_group = frame.drop_duplicates(["fips", "industry_group"]).pivot(
        index="fips", columns="industry_group", values="avg_weekly_wage"
    )
    positive: pd.DataFrame = by_group.where(by_group > 0)
    return positive


@made
def relative_pay(
    pattern_pay: pd.DataFrame,
    weekly_pay: pd.DataFrame,
    balanced_jobs: pd.DataFrame,
    industries: pd.DataFrame,
) -> pd.DataFrame:
    """Relative pay per job of county sectors: (counties, sectors).

    It is relative to the pay of the same industries in the nation.

    The mix of industries inside the sector is taken out: a county with semiconductors for its manufacturing is not
    taken for one that pays more.
    """
    nation = industries.set_index("code").reindex(balanced_jobs.columns)
    per_job = ((nation.compensation + nation.proprietors_income) / nation.jobs).to_numpy()
    sector = sector_of(nation.summary)
    jobs = balanced_jobs.T.groupby(sector.to_numpy()).sum().T
    expected = (balanced_jobs * per_job).T.groupby(sector.to_numpy()).sum().T / jobs
    expected = expected.div((expected * jobs).sum() / jobs.sum())
    fips = balanced_jobs.index
    cells = pattern_pay.pivot(index="fips", columns="sector", values="pay").reindex(fips)
    behind = pattern_pay.pivot(index="fips", columns="sector", values="jobs").reindex(fips).fillna(0.0)
    observed = _over_mean(cells, jobs.reindex(columns=cells.columns)) / expected.reindex(columns=cells.columns)
    groups = pd.DataFrame({name: weekly_pay[entry.pay].reindex(fips) for name, entry in sectors().items()})
    wages = _over_mean(groups, jobs.reindex(columns=groups.columns))
    all_jobs = jobs.sum(axis=1)
    mix = (expected * jobs).sum(axis=1) / all_jobs
    own = _over_mean(weekly_pay[["All"]].reindex(fips), all_jobs.to_frame("All"))["All"]
    mean = (own / mix * np.average(mix, weights=all_jobs)).fillna(1.0).clip(*PAY_BOUNDS)
    weight = behind.where(observed.notna(), 0.0)
    shrunk = (observed.fillna(0.0) * weight).add(SHRINKAGE_JOBS * mean, axis=0) / (weight + SHRINKAGE_JOBS)
    pay = shrunk.where(weight > 0).reindex(columns=wages.columns).fillna(wages)
    complete_pay: pd.DataFrame = pay.apply(lambda column: column.fillna(mean)).clip(*PAY_BOUNDS)
    return complete_pay


def _over_mean(values: pd.DataFrame, jobs: pd.DataFrame) -> pd.DataFrame:
    """Divide each column by its mean over jobs."""
    weight = jobs.where(values.notna())
    over: pd.DataFrame = values / ((values * weight).sum() / weight.sum())
    return over


@made
def county_earnings(cainc4: pd.DataFrame, county_bridge: Bridge, income_year: int) -> pd.Series:
    """Earnings by place of work by county of 2023; thousand USD."""
    rows = cainc4[(cainc4.line == EARNINGS) & (cainc4.fips < "57")]
    rows = rows[~rows.fips.str.endswith("000") & (rows.year == income_year)].dropna().drop_duplicates("fips")
    earnings = county_bridge.series(rows.set_index("fips").value.astype(float))
    return complete(earnings.where(earnings > 0), file_of("cainc4"))


@made
def job_shares(
    balanced_jobs: pd.DataFrame, area_income: pd.Series, industries: pd.DataFrame, county_bridge: Bridge
) -> pd.DataFrame:
    """Jobs that output follows: (counties, industries with output).

    Owner-occupied housing follows personal income inside the states.
    """
    codes = [code for code in industries.code if code in balanced_jobs.columns or code == HOUSING]
    shares = balanced_jobs.reindex(columns=codes).fillna(0.0)
    shares[HOUSING] = county_bridge.series(area_income)
    return shares


@made
def gdp_by_state(state_gdp: pd.DataFrame, job_shares: pd.DataFrame, industries: pd.DataFrame, year: int) -> Gdp:
    """States of counties, groups of industries, and states' GDP shares by group."""
    line = gdp_line_of(industries.set_index("code").summary[list(job_shares.columns)])
    lines = sorted(set(line))
    published = state_gdp[state_gdp.index.get_level_values("year") == year].droplevel("year")
    complete(pd.Series([len(published) or np.nan], index=[year]), file_of("sagdp2"))
    gdp = published[lines].fillna(0.0).clip(lower=0.0)
    if FEDERAL_CIVILIAN in lines:  # one industry makes the services of both
        gdp[FEDERAL_CIVILIAN] = gdp[FEDERAL_CIVILIAN] + published[MILITARY]
    states = gdp.drop(index=UNITED_STATES)
    state_at = states.index.get_indexer(pd.Index(job_shares.index.str[:2] + "000"))
    return state_at, np.searchsorted(lines, line), (states / states.sum()).to_numpy()


@made
def county_output(
    job_shares: pd.DataFrame,
    relative_pay: pd.DataFrame,
    county_earnings: pd.Series,
    gdp_by_state: Gdp,
    industries: pd.DataFrame,
) -> pd.DataFrame:
    """Output by county and industry, million USD, on the grid: (counties, industries)."""
    nation, shares = industries.set_index("code"), job_shares.copy()
    sector = sector_of(nation.summary)
    income = nation.compensation + nation.proprietors_income
    codes = list(shares.columns)
    usual = (shares / shares.sum()).to_numpy()
    for code in shares.columns.drop(HOUSING):
        shares[code] *= relative_pay[sector[code]].to_numpy()
    close = sector[codes].isin(LABOR_SECTORS).to_numpy()
    parts = nation.loc[codes, ["compensation", "production_taxes", "operating_surplus"]]
    value_added = np.maximum(parts.sum(axis=1).to_numpy(), 0.0)
    output_shares = _shares(
        shares.to_numpy(),
        _bounds(usual, (shares / shares.sum()).to_numpy(), close, _gdp_factors(usual, value_added, gdp_by_state)),
        (income[codes].to_numpy(), county_earnings.to_numpy()),
        value_added,
        gdp_by_state,
    )
    output = nation.output[codes].to_numpy()
    return pd.DataFrame(on_grid(output_shares * output, output), shares.index, codes)


def _gdp_factors(shares: FloatArray, value_added: FloatArray, gdp: Gdp) -> FloatArray:
    """Return state GDP over what ``shares`` make: (counties, industries).

    It is that of the industry's group; one where either is missing.
    """
    state, group, of_states = gdp
    cell = state[:, np.newaxis] * of_states.shape[1] + group
    makes = np.bincount(cell.ravel(), (shares * value_added).ravel(), of_states.size).reshape(of_states.shape)
    wanted = of_states * makes.sum(axis=0)
    factors = np.divide(wanted, makes, out=np.ones_like(makes), where=(makes > 0) & (of_states > 0))
    by_cell: FloatArray = factors[state][:, group]
    return by_cell


def _bounds(of_jobs: FloatArray, of_pay: FloatArray, close: NDArray[np.bool_], of_gdp: FloatArray) -> Bounds:
    """Return the bounds of a county's share of an industry.

    It stays within the bounds of pay of its share of the jobs, times the GDP per job of the state's group ``of_gdp``:
    an oil company's office is not taken for a well, unless the whole state makes more per job. ``close`` industries
    stay near their share of jobs times pay instead. Otherwise a plant missing in its state's GDP would double the pay
    of the town hall.
    """
    lowest, highest = of_jobs * PAY_BOUNDS[0], of_jobs * PAY_BOUNDS[1]
    low, high = np.fmax(lowest, of_pay / MAX_PAY_FACTOR), np.fmin(highest, of_pay * MAX_PAY_FACTOR)
    state = np.clip(of_gdp, 1 / MAX_GDP_FACTOR, MAX_GDP_FACTOR)
    return (
        np.where(close, np.fmin(low, highest), lowest * state),
        np.where(close, np.fmax(high, lowest), highest * state),
    )


def _shares(
    cells: FloatArray,
    bounds: Bounds,
    earnings: tuple[FloatArray, FloatArray],
    value_added: FloatArray,
    gdp: Gdp,
) -> FloatArray:
    """Scale to county earnings, state GDP and industry totals in turn.

    State GDP is by group; each industry sums to one.

    A county's share of an industry stays within its bounds.
    """
    income, wanted = earnings
    wanted = wanted / wanted.sum() * income.sum()
    for _ in range(SCALING_ROUNDS):
        cells = cells / cells.sum(axis=0)
        earned = cells @ income
        cells = cells * (wanted / earned)[:, np.newaxis]
        for _ in range(3):
            cells = cells / cells.sum(axis=0)
            cells = np.clip(cells * _gdp_factors(cells, value_added, gdp), *bounds)
    return _to_one(cells, bounds)


def _to_one(cells: FloatArray, bounds: Bounds) -> FloatArray:
    """Scale each industry to one within the bounds of its cells.

    The factor is found by halving: at the ends of its range all cells are at one bound.
    """
    lowest, highest = bounds
    width = np.log(np.divide(highest, lowest, out=np.ones_like(cells), where=lowest > 0).max(axis=0))
    lower, upper = -width, width
    for _ in range(BISECTIONS):
        middle = (lower + upper) / 2
        above = np.clip(cells * np.exp(middle), *bounds).sum(axis=0) > 1
        lower, upper = np.where(above, lower, middle), np.where(above, middle, upper)
    bounded = np.clip(cells * np.exp(lower), *bounds)
    shares: FloatArray = bounded / bounded.sum(axis=0)
    return shares


def gdp_line_of(summary: pd.Series) -> pd.Series:
    """Return the line of state GDP (SAGDP2) of each summary industry.

    Examples
    --------
    >>> gdp_line_of(pd.Series(["335", "HS"])).tolist()
    [20, 57]
    """
    lines = {code: line for sector in sectors().values() for line, codes in sector.gdp.items() for code in codes}
    return summary.map(lines)

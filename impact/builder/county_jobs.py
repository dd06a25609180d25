"""County jobs by industry.

Counties meet BEA's sectors, industries meet the nation exactly.
"""

import numpy as np
import pandas as pd

from .._types import FloatArray
from ..errors import DataError
from ..reference import combined_areas, sector_of, sectors
from . import county_public as public
from ._grid import on_grid, on_grid_both_ways
from ._resolve import made
from .areas import Bridge, bridge
from .county_private import PrivateJobs
from .county_sectors import LINES

PUBLISHED_SHARE = 0.9 * (1 - 1e-9)  # exactly nine tenths counts as published, despite rounding of the sum
MAX_BALANCING_FACTOR = 2.0  # a published count stands if balancing moves it by less
MIN_COVERED_SHARE = 0.5  # of a sector's expected wage-and-salary jobs: below it CBP places the rest in another county
PLANT_SHARE = 0.95  # of a county's sector, and of a nation's industry, that known plants may hold
NATIONWIDE = {"mining", "utilities", "manufacturing"}  # sectors whose proprietors are where an industry has employees
MAX_ROUNDS, BALANCE_TOLERANCE = 3000, 1e-8
MILITARY = 2002  # line of CAEMP25N


@made
def county_bridge(
    qcew_counties: pd.DataFrame, boundaries_2020: pd.DataFrame, fips_changes: pd.DataFrame, known_counties: pd.Series
) -> Bridge:
    """Bridge to the counties of 2023.

    Combined areas are divided by covered jobs of all owners (QCEW).
    """
    jobs = qcew_counties[qcew_counties.own_code == 0].set_index("fips").emp.astype(float)
    people = boundaries_2020.set_index("GEOID")["pop2020"]
    return bridge(jobs, people, fips_changes, known_counties)


@made
def private_wages(private_jobs: PrivateJobs, county_bridge: Bridge) -> pd.DataFrame:
    """Private wage-and-salary jobs on the counties of 2023: (counties, industries)."""
    return county_bridge.counties(private_jobs.jobs)


@made
def county_lines(
    carried_jobs: pd.DataFrame,
    private_jobs: PrivateJobs,
    county_bridge: Bridge,
    industries: pd.DataFrame,
    line_jobs: pd.Series,
) -> pd.DataFrame:
    """Jobs of the counties of 2023 by line of CAEMP25N.

    A sector of a combined area is divided by its private jobs in the parts, where these have any.
    """
    sector = sector_of(industries.set_index("code").summary)
    by_sector = private_jobs.jobs.T.groupby(sector.reindex(private_jobs.jobs.columns)).sum().T
    line_sector: dict[int, str] = {line: name for name, entry in sectors().items() for line in entry.lines}
    parts = [carried_jobs[~carried_jobs.index.isin(list(combined_areas()))]]
    for area, shares in county_bridge.shares.items():
        if area not in carried_jobs.index:
            continue
        own = by_sector.reindex(shares.index).fillna(0.0)
        split = {}
        for line in LINES:
            weight = own[line_sector[line]] if line_sector[line] in own else 0.0 * shares
            part = weight / weight.sum() if weight.sum() > 0 else shares
            split[line] = part * carried_jobs[line][area]
        parts.append(pd.DataFrame(split))
    lines = county_bridge.counties(pd.concat(parts))
    return pd.DataFrame(on_grid(lines.to_numpy(), line_jobs[lines.columns].to_numpy()), lines.index, lines.columns)


@made
def county_withheld(bea_lines: pd.DataFrame, structure_year: int, county_bridge: Bridge) -> pd.DataFrame:
    """Whether a county's line of CAEMP25N is withheld or divided.

    It is divided from that of a combined area or past county.
    """
    lines = bea_lines[bea_lines.index.get_level_values("year") == structure_year].droplevel("year")[LINES]
    return pd.DataFrame(lines).reindex(county_bridge.fips).isna()


@made
def placed_wages(
    private_wages: pd.DataFrame, private_households: pd.Series, industries: pd.DataFrame, county_bridge: Bridge
) -> pd.DataFrame:
    """Private wage-and-salary jobs with those outside County Business Patterns: (counties, industries)."""
    nation = industries.set_index("code")
    wages = private_wages.reindex(columns=nation.index).fillna(0.0)
    wages[public.RAIL] = public.rail(wages, float(nation.jobs[public.RAIL]))
    wages[public.HOUSEHOLDS] = county_bridge.series(private_households)
    return wages


@made
def assembled_jobs(
    placed_wages: pd.DataFrame, county_lines: pd.DataFrame, misplaced_jobs: pd.DataFrame, industries: pd.DataFrame
) -> pd.DataFrame:
    """Private jobs before balancing: (counties, industries).

    Wage-and-salary jobs as County Business Patterns place them; where these hold less than half of the jobs expected of
    BEA's sector, the rest has the mix of the state's covered jobs without a county. Industrial parks are counted at
    their mailing address. Proprietors fill BEA's sector: like the nation's, or where the industry has employees.
    """
    nation, wages = industries.set_index("code"), placed_wages.copy()
    sector = sector_of(nation.summary)
    owners = (nation.jobs - nation.wage_salary_jobs).clip(lower=0.0)
    parts = []
    for name, entry in sectors().items():
        codes = sector.index[(sector == name) & (nation.jobs > 0)]
        if len(entry.lines) > 1 or name == "farms" or not len(codes):
            continue
        jobs = county_lines[entry.lines[0]]
        wages[codes] += _elsewhere(wages[codes], jobs, nation.loc[codes], misplaced_jobs)
        seed = _sector_seed(wages[codes], jobs, nation.loc[codes], owners[codes], name)
        parts.append(seed)
    return pd.concat(parts, axis=1)


def _elsewhere(wages: pd.DataFrame, jobs: pd.Series, nation: pd.DataFrame, misplaced_jobs: pd.DataFrame) -> FloatArray:
    """Return jobs of a sector that CBP counts in other counties.

    They are placed where such jobs are most: (counties, industries).
    """
    expected = jobs * nation.wage_salary_jobs.sum() / nation.jobs.sum()
    missing = (expected - wages.sum(axis=1)).where(wages.sum(axis=1) < MIN_COVERED_SHARE * expected, 0.0)
    mix = misplaced_jobs.reindex(index=jobs.index.str[:2], columns=nation.index).fillna(0.0).to_numpy()
    rows = mix.sum(axis=1, keepdims=True)
    moved_jobs: FloatArray = (
        np.divide(mix, rows, out=np.zeros_like(mix), where=rows > 0) * missing.to_numpy()[:, np.newaxis]
    )
    return moved_jobs


def _sector_seed(
    wages: pd.DataFrame, jobs: pd.Series, nation: pd.DataFrame, owners: pd.Series, sector: str
) -> pd.DataFrame:
    """Return wage-and-salary jobs with proprietors of one sector: (counties, industries)."""
    left = (jobs - wages.sum(axis=1)).clip(lower=0.0).to_numpy()[:, np.newaxis]
    everywhere = owners if owners.sum() > 0 else nation.jobs
    local_mix = np.where(wages > 0, everywhere.to_numpy(), 0.0) if sector in NATIONWIDE else np.zeros(wages.shape)
    without_industry = local_mix.sum(axis=1, keepdims=True) == 0
    mix = np.where(without_industry, everywhere.to_numpy(), local_mix)
    seed: pd.DataFrame = wages + left * mix / mix.sum(axis=1, keepdims=True)
    return seed


@made
def public_jobs(public_seeds: dict[int, pd.DataFrame], county_bridge: Bridge) -> dict[int, pd.DataFrame]:
    """Government jobs on the counties of 2023 before balancing.

    They are by line of CAEMP25N: (counties, industries).
    """
    return {line: county_bridge.counties(seed) for line, seed in public_seeds.items()}


@made
def balanced_jobs(
    assembled_jobs: pd.DataFrame,
    public_jobs: dict[int, pd.DataFrame],
    county_lines: pd.DataFrame,
    plant_jobs: pd.DataFrame,
    industries: pd.DataFrame,
) -> pd.DataFrame:
    """Jobs by county and industry, balanced: (counties, industries).

    Counties meet BEA's sectors, industries the nation.

    Jobs of known plants are kept in their county and industry.
    """
    nation = industries.set_index("code")
    nation = nation[nation.jobs > 0]
    sector = sector_of(nation.summary)
    jobs = pd.DataFrame(0.0, county_lines.index, nation.index)
    for name, entry in sectors().items():
        codes = nation.index[sector == name]
        wanted = nation.jobs[codes].astype(float)
        if MILITARY in entry.lines:
            jobs[public.FEDERAL_DEFENSE] = county_lines[MILITARY]
            wanted[public.FEDERAL_DEFENSE] -= county_lines[MILITARY].sum()
        lines = [line for line in entry.lines if line != MILITARY]
        seeds = [public_jobs.get(line, assembled_jobs).reindex(columns=codes).fillna(0.0) for line in lines]
        rows = np.concatenate([county_lines[line].to_numpy() for line in lines])
        kept = plant_jobs.reindex(index=jobs.index, columns=codes).fillna(0.0).to_numpy()
        balanced_cells = balanced(np.concatenate(seeds), rows, wanted, kept if len(lines) == 1 else 0.0)
        jobs[codes] += balanced_cells.reshape(len(lines), len(jobs), len(codes)).sum(axis=0)
    return jobs


def balanced(seed: FloatArray, rows: FloatArray, nation: pd.Series, plants: FloatArray | float) -> FloatArray:
    """Share a sector's county jobs among industries, on the grid.

    Both totals hold.

    Parameters
    ----------
    seed : (rows, industries) array
        Jobs before balancing; zeros stay zero.
    rows : (rows,) array
        Jobs of the sector by county, on the grid.
    nation : Series of (industries,)
        Jobs of the nation by industry, on the grid; sums to the rows.
    plants : (rows, industries) array or 0
        Jobs of known plants, of which as much is kept as county and nation can hold.

    Raises
    ------
    DataError
        If no county has jobs in an industry, a county has none in the sector, or both totals cannot be met together.
    """
    columns = nation.to_numpy()
    empty = [code for code, jobs in zip(nation.index, seed.sum(axis=0), strict=True) if jobs == 0]
    if empty:
        raise DataError(f"county_jobs: no county has any jobs in industries {', '.join(empty)}.")
    lost = (seed.sum(axis=1) == 0) & (rows > 0)
    seed = np.where(lost[:, np.newaxis], columns / columns.sum() * rows[:, np.newaxis], seed)
    fixed = np.zeros_like(seed) + plants
    fixed *= _at_most(PLANT_SHARE * rows, fixed.sum(axis=1))[:, np.newaxis]
    fixed *= _at_most(PLANT_SHARE * columns, fixed.sum(axis=0))
    others = np.clip(seed - fixed, 0.0, None)
    cells = _scaled(others, rows - fixed.sum(axis=1), columns - fixed.sum(axis=0), list(nation.index))
    return on_grid_both_ways(cells + fixed, rows, columns)


def _scaled(cells: FloatArray, rows: FloatArray, columns: FloatArray, codes: list[str]) -> FloatArray:
    """Scale rows and columns in turn until both add up.

    This is RAS (Bacharach 1970).
    """
    cells = cells.copy()
    errors = columns
    for _ in range(MAX_ROUNDS):
        cells *= _ratio(columns, cells.sum(axis=0))
        cells *= _ratio(rows, cells.sum(axis=1))[:, np.newaxis]
        errors = np.abs(cells.sum(axis=0) - columns)
        if errors.sum() <= BALANCE_TOLERANCE * columns.sum():
            return cells
    worst = codes[int(errors.argmax())]
    raise DataError(f"county_jobs: the sectors of counties leave {errors.max():,.0f} jobs of {worst} without a place.")


def _ratio(wanted: FloatArray, present: FloatArray) -> FloatArray:
    ratio: FloatArray = np.divide(wanted, present, out=np.zeros_like(wanted), where=present > 0)
    return ratio


def _at_most(limit: FloatArray, value: FloatArray) -> FloatArray:
    """Return the factor, at most one, that meets the limit."""
    factor: FloatArray = np.minimum(1.0, np.divide(limit, value, out=np.ones_like(value), where=value > 0))
    return factor


@made
def county_jobs(
    balanced_jobs: pd.DataFrame,
    county_output: pd.DataFrame,
    private_jobs: PrivateJobs,
    private_wages: pd.DataFrame,
    county_bridge: Bridge,
) -> pd.DataFrame:
    """Jobs and output of a year by county and industry.

    Columns: ``fips, industry, jobs, output, published``; counties are of 2023, industries BEA's.
    """
    jobs = balanced_jobs.reindex(columns=county_output.columns).fillna(0.0)
    rows, columns = np.nonzero((jobs > 0).to_numpy() | (county_output > 0).to_numpy())
    published = _published(jobs, private_jobs, private_wages, county_bridge)
    return pd.DataFrame(
        {
            "fips": jobs.index[rows],
            "industry": jobs.columns[columns],
            "jobs": jobs.to_numpy()[rows, columns],
            "output": county_output.to_numpy()[rows, columns],
            "published": published[rows, columns],
        }
    )


@made
def county_sectors(county_lines: pd.DataFrame, county_withheld: pd.DataFrame) -> pd.DataFrame:
    """County jobs by BEA sector, and whether BEA publishes the cell.

    Counties are of 2023.
    """
    names = sorted(sectors())
    jobs = np.column_stack([county_lines[list(sectors()[name].lines)].sum(axis=1) for name in names])
    withheld = np.column_stack([county_withheld[list(sectors()[name].lines)].any(axis=1) for name in names])
    return pd.DataFrame(
        {
            "fips": np.repeat(county_lines.index, len(names)),
            "sector": np.tile(names, len(county_lines)),
            "jobs": jobs.ravel(),
            "published": ~withheld.ravel(),
        }
    )


def _published(jobs: pd.DataFrame, private: PrivateJobs, wages: pd.DataFrame, to_2023: Bridge) -> np.ndarray:
    """Tell which cells are published CBP counts, (counties, industries) bool.

    Balancing hardly moved these.

    None is in a county that holds a part of a divided one: that part is this project's estimate.
    """
    counts = to_2023.counties(private.published).reindex(columns=jobs.columns).fillna(0.0)
    wages = wages.reindex(columns=jobs.columns).fillna(0.0)
    usual = wages * (jobs.sum() / wages.sum().where(wages.sum() > 0))
    near = (jobs < MAX_BALANCING_FACTOR * usual) & (jobs > usual / MAX_BALANCING_FACTOR)
    published: np.ndarray = ((counts >= PUBLISHED_SHARE * wages) & (counts > 0) & near).to_numpy()
    published[to_2023.fips.isin(to_2023.divided(private.jobs.index))] = False
    return published

"""County jobs outside County Business Patterns: government, military, farms, rail, households, proprietors."""

import numpy as np
import pandas as pd

from ..errors import DataError
from ._resolve import made
from .areas import to_areas
from .inputs import complete, file_of
from .qcew import OWNERS, PRIVATE, filled

FARMS = "111-112"
FEDERAL_DEFENSE, RAIL, HOUSEHOLDS = "S00500", "482000", "814000"
TRANSPORT = ["484000", "48A000", "493000"]
LAST_INCOME = 2019


@made
def government(qcew_counties: pd.DataFrame, ownership_mix: pd.DataFrame) -> pd.DataFrame:
    """Civilian government jobs by county (of 2020, or of the year of QCEW) and BEA government industry.

    QCEW county jobs by ownership (2023 Q1, or a year), each split by its state's mix of industries under that
    ownership (2019). What the published ownerships leave of the county's total is shared among the withheld ones,
    by establishments times the state's jobs per establishment.
    """
    cells = qcew_counties[["fips", "own_code", "est", "emp"]]
    cells = cells[~cells.fips.str.endswith("999") & (cells.fips < "57")]
    total = cells[cells.own_code == 0].set_index("fips")["emp"]
    cells = cells[cells.own_code > 0]
    state = [cells.fips.str[:2], cells.own_code]
    known = cells.emp.notna()
    per_establishment = cells.emp.groupby(state).transform("sum") / cells.est.where(known, 0).groupby(state).transform(
        "sum"
    )
    guess = (cells.est * per_establishment).mask(known, 0.0)
    left = (cells.fips.map(total) - cells.emp.groupby(cells.fips).transform("sum")).clip(lower=0.0)
    jobs = cells.emp.fillna(left * guess / guess.groupby(cells.fips).transform("sum"))
    owned = cells.assign(emp=jobs)[cells.own_code.isin(OWNERS)]
    complete(owned.set_index(["fips", "own_code"]).emp, file_of("qcew_counties"))
    mix = ownership_mix.reindex(pd.MultiIndex.from_arrays([owned.fips.str[:2], owned.own_code]))
    complete(mix.sum(axis=1, skipna=False), "government industries by state and ownership")
    spread = pd.DataFrame(mix.to_numpy() * owned.emp.to_numpy()[:, None], index=owned.fips, columns=mix.columns)
    return spread.groupby(level=0).sum()


@made
def bea_areas(caemp25: pd.DataFrame, cainc30: pd.DataFrame, year: int) -> pd.DataFrame:
    """Jobs of a year by BEA area: total, wage and salary, farm and nonfarm proprietors; parts as in 2020."""
    total = caemp25[caemp25.year == year].dropna().set_index("fips")["emp_total_bea"]
    parts = cainc30.set_index("fips")
    parts.columns = pd.Index(["total", "wage_salary", "farm_proprietors", "nonfarm_proprietors"])
    if "02261" in total.index:  # one county until 2019, two since
        parts.loc["02261"] = parts.reindex(["02063", "02066"]).sum()
    parts = parts.reindex(total.index)
    complete(parts.sum(axis=1, skipna=False), file_of("cainc30"))
    return parts.mul(total / parts["total"], axis=0).assign(total=total.to_numpy())


@made
def military(bea_areas: pd.DataFrame, totals_crosscheck: pd.DataFrame, caemp25: pd.DataFrame, year: int) -> pd.Series:
    """Uniformed military jobs by BEA area: wage-and-salary jobs that unemployment insurance does not cover.

    The median area has an uncovered part too (railroads, churches, students); only
    what exceeds it counts, up to ten per federal civilian job (none where QCEW shows no federal jobs), unless
    most of the area's jobs are uncovered (Fort Moore, GA).
    """
    columns = ["qcew_total_2016", "qcew2023q1_total", "qcew2023q1_federal"]
    areas = bea_areas
    check = totals_crosscheck.set_index("fips")[columns].apply(to_areas).reindex(areas.index)
    total = caemp25.pivot(index="fips", columns="year", values="emp_total_bea").reindex(areas.index)
    covered = (check.qcew_total_2016 * total[year] / total[2016]).fillna(
        check.qcew2023q1_total * total[year] / total[2021]
    )
    uncovered = areas.wage_salary - complete(covered, file_of("totals_crosscheck"))
    usual = (uncovered / areas.wage_salary).median()
    excess = (uncovered - usual * areas.wage_salary).clip(lower=0.0)
    ceiling = (10 * check.qcew2023q1_federal.fillna(0.0)).where(uncovered < 0.5 * areas.wage_salary, np.inf)
    return excess.clip(upper=ceiling)


@made
def hired_farm_jobs(hired_workers: pd.DataFrame, bea_areas: pd.DataFrame, industries: pd.DataFrame) -> pd.Series:
    """Hired farm jobs by BEA area: the Census of Agriculture 2012, scaled to the nation's.

    Where the census withholds or combines an area, its workers follow BEA's farm proprietors.
    """
    areas = bea_areas
    jobs = float(industries.wage_salary_jobs[industries.group == FARMS].sum())
    hired = to_areas(hired_workers.set_index("fips").workers).reindex(areas.index)
    both = hired.notna() & (areas.farm_proprietors > 0)
    ratio = hired[both].sum() / areas.farm_proprietors[both].sum()
    workers = hired.fillna(areas.farm_proprietors * ratio)
    return workers / workers.sum() * jobs


@made
def farms(
    bea_areas: pd.DataFrame, hired_farm_jobs: pd.Series, state_farm_mix: pd.DataFrame, industries: pd.DataFrame
) -> pd.DataFrame:
    """Farm jobs by BEA area and farm industry.

    Hired workers, and BEA's proprietors (2020 part of 2017 jobs) scaled to the nation's. The mix of farm
    industries is the nation's, tilted by the state's covered farm jobs (QCEW 2019).
    """
    areas = bea_areas
    farm = industries[industries.group == FARMS].set_index("code")
    owners = farm.jobs.sum() - farm.wage_salary_jobs.sum()
    jobs = hired_farm_jobs + areas.farm_proprietors / areas.farm_proprietors.sum() * owners
    tilt = state_farm_mix.reindex(areas.index.str[:2])
    complete(tilt.sum(axis=1, skipna=False), "covered farm jobs by state")
    mix = tilt.to_numpy() * farm.jobs.to_numpy()
    mix = mix / mix.sum(axis=1, keepdims=True)
    return pd.DataFrame(mix * jobs.to_numpy()[:, None], index=areas.index, columns=farm.index)


def rail(private: pd.DataFrame, jobs: float) -> pd.Series:
    """Railroad jobs by county, where trucking, transport support and warehousing are.

    No county source covers railroads.
    """
    base = private[TRANSPORT].sum(axis=1)
    return base / base.sum() * jobs


@made
def private_households(
    cainc1: pd.DataFrame, state_cells: pd.DataFrame, industries: pd.DataFrame, year: int
) -> pd.Series:
    """Jobs in private households by BEA area: states by QCEW 2019, areas by personal income, at the latest of 2019."""
    rows = cainc1[cainc1.year == min(year, LAST_INCOME)]
    rows = rows[~rows.fips.str.endswith("000") & (rows.fips < "57")].dropna()
    income = rows.set_index("fips")["personal_income_kusd"]
    jobs = float(industries.set_index("code").jobs[HOUSEHOLDS])
    cells = state_cells[(state_cells.own_code == PRIVATE) & (state_cells.industry_code == "814")]
    households = cells.set_index("state")["emp"].astype(float)
    state = income.index.str[:2]
    share = income / income.groupby(state).transform("sum")
    of_state = pd.Series((households / households.sum()).reindex(state).to_numpy(), index=income.index)
    return share * complete(of_state, "QCEW 2019, private households (814)") * jobs


def proprietors(private: pd.DataFrame, industries: pd.DataFrame, nonfarm: pd.Series) -> pd.DataFrame:
    """Nonfarm proprietors by county and industry: where the industry's employees are, scaled to both totals.

    Industry totals are national jobs less wage-and-salary jobs; county totals are BEA's nonfarm proprietors, so far
    as a county has private employees to be near to.
    """
    count = (industries.jobs - industries.wage_salary_jobs).where(industries.group != FARMS, 0.0)
    wanted = count.reindex(private.columns).clip(lower=0.0).to_numpy()
    county = nonfarm.reindex(private.index).to_numpy()
    if np.isnan(wanted).any() or np.isnan(county).any():
        raise DataError("county_jobs: an industry or county of the private jobs has no proprietors' total.")
    county = county / county.sum() * wanted.sum()
    base = private.to_numpy(copy=True)
    for _ in range(30):
        base *= _ratio(county, base.sum(axis=1))[:, None]
        base *= _ratio(wanted, base.sum(axis=0))
    return pd.DataFrame(base, index=private.index, columns=private.columns)


def _ratio(target: np.ndarray, found: np.ndarray) -> np.ndarray:
    ratio: np.ndarray = np.divide(target, found, out=np.zeros_like(target), where=found > 0)
    return ratio


@made
def ownership_mix(ownership_to_bea: pd.DataFrame, state_cells: pd.DataFrame) -> pd.DataFrame:
    """Share of each government industry in a state's jobs under an ownership.

    Shape (states and ownerships, industries); the longest NAICS prefix of the rules decides.
    """
    industry: dict[int, list[tuple[str, str]]] = {own: [] for own in OWNERS}
    for codes, prefixes, code in ownership_to_bea.itertuples(index=False):
        for owner in {int(owner) for owner in codes.split("/")} & set(OWNERS):
            industry[owner] += [(p.strip(" *").split("(")[0], code) for p in prefixes.split(";")]
    rows = {}
    for key, frame in state_cells[state_cells.own_code.isin(OWNERS)].groupby(["state", "own_code"]):
        jobs = filled(frame)
        longest_first = sorted(industry[frame.own_code.iloc[0]], key=lambda rule: -len(rule[0]))
        assigned = [next(code for prefix, code in longest_first if naics.startswith(prefix)) for naics in jobs.index]
        rows[key] = jobs.groupby(np.array(assigned)).sum() / jobs.sum()
    return pd.DataFrame(rows).T.fillna(0.0).sort_index(axis=1)


@made
def state_farm_mix(state_cells: pd.DataFrame, industry_weights: pd.DataFrame, industries: pd.DataFrame) -> pd.DataFrame:
    """Covered farm jobs of a state by farm industry, relative to the nation's mix: (states, farm industries).

    All ones, the nation's mix, in a state without covered farm jobs.
    """
    weights = industry_weights[list(industries.code[industries.group == FARMS])]
    rows = {}
    for state, frame in state_cells[state_cells.own_code == PRIVATE].groupby("state"):
        jobs = filled(frame)
        rows[state] = jobs.reindex(weights.index).fillna(0.0) @ weights
    table = pd.DataFrame(rows).T
    nation = table.sum() / table.to_numpy().sum()
    return table.div(table.sum(axis=1), axis=0).div(nation, axis=1).fillna(1.0)

"""County jobs outside County Business Patterns.

They are in government, farms, railroads and private households.
"""

import numpy as np
import pandas as pd

from ..reference import sector_of
from ._resolve import made
from .inputs import complete, file_of
from .qcew import OWNERS, PRIVATE, filled

FARMS = "111-112"
FEDERAL_DEFENSE, RAIL, HOUSEHOLDS = "S00500", "482000", "814000"
TRANSPORT = ["484000", "48A000", "493000"]
INCOME = 10  # line of CAINC4


@made
def public_seeds(
    carried_jobs: pd.DataFrame, ownership_mix: pd.DataFrame, state_farm_mix: pd.DataFrame, industries: pd.DataFrame
) -> dict[int, pd.DataFrame]:
    """Jobs of government and farms by line: (BEA areas, industries), before balancing.

    Government has the mix of its state under the same owner (QCEW 2019), the military is one industry. Farms have the
    nation's mix, tilted by the covered farm jobs of the state (QCEW 2019).
    """
    state = carried_jobs.index.str[:2]
    seeds = {}
    for line, owner in ((2001, 1), (2011, 2), (2012, 3)):
        mix = ownership_mix.reindex(pd.MultiIndex.from_arrays([state, np.full(len(state), owner)]))
        complete(mix.sum(axis=1, skipna=False), "government industries by state and ownership")
        kinds = "federal" if owner == 1 else "state_local"
        columns = list(industries.code[sector_of(industries.summary) == kinds])
        seeds[line] = _spread(carried_jobs[line], mix.reindex(columns=columns).fillna(0.0))
    military = pd.DataFrame(1.0, range(len(state)), [FEDERAL_DEFENSE])
    seeds[2002] = _spread(carried_jobs[2002], military)
    farm = industries[industries.group == FARMS].set_index("code")
    tilt = complete_rows(state_farm_mix.reindex(state), "covered farm jobs by state")
    seeds[70] = _spread(carried_jobs[70], tilt * farm.jobs)
    return seeds


def complete_rows(frame: pd.DataFrame, subject: str) -> pd.DataFrame:
    """Return the frame; refuse one that lacks figures."""
    complete(frame.sum(axis=1, skipna=False), subject)
    return frame


def _spread(jobs: pd.Series, mix: pd.DataFrame) -> pd.DataFrame:
    """Give the jobs of each area the mix of its row."""
    values = mix.to_numpy(dtype=float)
    shares = values / values.sum(axis=1, keepdims=True)
    return pd.DataFrame(shares * jobs.to_numpy()[:, np.newaxis], jobs.index, mix.columns)


def rail(private: pd.DataFrame, jobs: float) -> pd.Series:
    """Railroad jobs by county, placed like trucking, transport support and warehousing.

    No county source covers railroads.
    """
    base = private[TRANSPORT].sum(axis=1)
    return base / base.sum() * jobs


@made
def income_year(cainc4: pd.DataFrame, year: int) -> int:
    """Newest year of county income, up to that of the economy."""
    years = cainc4.year
    return int(complete(pd.Series([years[years <= year].max()], index=[year]), file_of("cainc4")).iloc[0])


@made
def area_income(cainc4: pd.DataFrame, income_year: int) -> pd.Series:
    """Personal income by BEA area; thousand USD."""
    rows = cainc4[(cainc4.line == INCOME) & (cainc4.year == income_year) & (cainc4.fips < "57")]
    rows = rows[~rows.fips.str.endswith("000")].dropna().drop_duplicates("fips")
    return rows.set_index("fips").value.astype(float)


@made
def private_households(area_income: pd.Series, state_cells: pd.DataFrame, industries: pd.DataFrame) -> pd.Series:
    """Jobs in private households by BEA area.

    States follow QCEW 2019, areas follow personal income.
    """
    jobs = float(industries.set_index("code").jobs[HOUSEHOLDS])
    cells = state_cells[(state_cells.own_code == PRIVATE) & (state_cells.industry_code == "814")]
    households = cells.set_index("state")["emp"].astype(float)
    state = area_income.index.str[:2]
    share = area_income / area_income.groupby(state).transform("sum")
    of_state = pd.Series((households / households.sum()).reindex(state).to_numpy(), index=area_income.index)
    return share * complete(of_state, "QCEW 2019, private households (814)") * jobs


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
def state_farm_mix(
    state_cells: pd.DataFrame, industry_weights: pd.DataFrame, benchmark_industries: pd.DataFrame
) -> pd.DataFrame:
    """Covered farm jobs by state relative to the nation's mix.

    The shape is (states, farm industries).

    All ones, the nation's mix, in a state without covered farm jobs.
    """
    weights = industry_weights[list(benchmark_industries.code[benchmark_industries.group == FARMS])]
    rows = {}
    for state, frame in state_cells[state_cells.own_code == PRIVATE].groupby("state"):
        jobs = filled(frame)
        rows[state] = jobs.reindex(weights.index).fillna(0.0) @ weights
    table = pd.DataFrame(rows).T
    nation = table.sum() / table.to_numpy().sum()
    return table.div(table.sum(axis=1), axis=0).div(nation, axis=1).fillna(1.0)


@made
def misplaced_jobs(
    state_cells: pd.DataFrame, private_cells: pd.DataFrame, industry_weights: pd.DataFrame
) -> pd.DataFrame:
    """Covered private jobs outside every county of CBP: (states, industries).

    County Business Patterns place them in no county of the state.

    The surplus of QCEW 2019 is taken by three-digit industry, where the two programs agree on classification. Positive
    surpluses inside give its six-digit detail.
    """
    placed = private_cells.groupby([private_cells.fips.str[:2], "naics"]).emp.sum()
    with_counties = set(placed.index.get_level_values(0))
    rows = {}
    for state, frame in state_cells[state_cells.own_code == PRIVATE].groupby("state"):
        jobs = filled(frame)
        jobs = jobs[jobs.index.isin(industry_weights.index)]
        counted = placed.loc[state] if state in with_counties else placed.iloc[:0]
        difference = jobs - counted.reindex(jobs.index).fillna(0.0)
        three_digit = jobs.index.str[:3]
        detail = difference.clip(lower=0.0)
        share = detail / detail.groupby(three_digit).transform("sum").replace(0.0, np.nan)
        rows[state] = share.fillna(0.0) * difference.groupby(three_digit).transform("sum").clip(lower=0.0)
    surplus = pd.DataFrame(rows).T.fillna(0.0)
    return surplus @ industry_weights.loc[surplus.columns]

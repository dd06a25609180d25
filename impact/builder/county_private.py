"""Private wage-and-salary jobs of each county by BEA industry: County Business Patterns, misplaced parks moved."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..errors import DataError
from ._resolve import made
from .inputs import complete, file_of
from .qcew import PRIVATE, filled

SUPERSECTORS = {
    "11": "1011", "21": "1011", "23": "1012", "31": "1013", "32": "1013", "33": "1013", "22": "1021", "42": "1021",
    "44": "1021", "45": "1021", "48": "1021", "49": "1021", "51": "1022", "52": "1023", "53": "1023", "54": "1024",
    "55": "1024", "56": "1024", "61": "1025", "62": "1025", "71": "1026", "72": "1026", "81": "1027",
}  # fmt: skip
NATURAL_RESOURCES, UTILITIES, EDUCATION, ADMINISTRATION = "1011", "1021", "1025", "1028"
GOVERNMENT = {
    "491000": UTILITIES, "S00101": UTILITIES, "S00201": UTILITIES, "S00202": UTILITIES, "S00203": UTILITIES,
    "GSLGE": EDUCATION, "GSLGH": EDUCATION,
}  # supersector of a government industry; the others are public administration  # fmt: skip
COVERED_2023 = 2020  # the first year to which the covered jobs of 2023 are nearer than those of 2016
BEYOND_CBP = ("111", "112", "482", "491", "814")  # farms, rail, post, private households: assembled elsewhere


@dataclass(frozen=True)
class PrivateJobs:
    """Wage-and-salary jobs, each (counties, industries): all, and the part that CBP publishes as it stands."""

    jobs: pd.DataFrame
    published: pd.DataFrame
    misplaced: tuple[str, ...]


@made
def private_jobs(
    private_cells: pd.DataFrame,
    industry_weights: pd.DataFrame,
    believed_jobs: dict[str, pd.Series],
    state_cells: pd.DataFrame,
) -> PrivateJobs:
    """Private jobs of a year on the counties of the source (2020 geography, Valdez-Cordova whole).

    Counties that CBP misplaces are rebuilt to meet their ``believed_jobs``.
    """
    jobs = _by_industry(private_cells, industry_weights)
    published = _by_industry(private_cells[private_cells.kind == "observed"], industry_weights)
    published = published.reindex(index=jobs.index, columns=jobs.columns, fill_value=0.0)
    for fips, target in believed_jobs.items():
        own = private_cells[private_cells.fips == fips].groupby("naics").emp.sum()
        surplus = _state_surplus(state_cells, private_cells, fips[:2], list(believed_jobs))
        jobs.loc[fips] = _rebuilt(own, target, surplus, industry_weights).reindex(jobs.columns)
        published.loc[fips] = 0.0
    return PrivateJobs(jobs, published, tuple(believed_jobs))


@made
def private_cells(cbp_imputed: pd.DataFrame, year: int) -> pd.DataFrame:
    """Jobs by county and six-digit NAICS of 2017 as given, with the kind of each cell."""
    cells = cbp_imputed[cbp_imputed.year == year].astype({"emp": float})
    complete(cells.set_index(["fips", "naics"]).emp, file_of("cbp_imputed"))
    return cells


@made
def industry_weights(naics_to_bea: pd.DataFrame) -> pd.DataFrame:
    """NAICS 2017 six-digit codes by BEA industry, each row summing to one: (naics, industries)."""
    frame = naics_to_bea[(naics_to_bea.naics_year == "2017") & (naics_to_bea.digits == "6")].astype({"weight": float})
    return frame.pivot_table(index="naics", columns="bea_detail", values="weight", aggfunc="sum", fill_value=0.0)


def _by_industry(cells: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    wide = cells.pivot_table(index="fips", columns="naics", values="emp", aggfunc="sum", fill_value=0.0, observed=True)
    unknown = wide.columns.difference(weights.index)
    if len(unknown):
        raise DataError(f"naics_to_bea.csv: no industry for NAICS {', '.join(unknown[:10])}.")
    return wide @ weights.reindex(wide.columns)


@made
def misplaced_jobs(totals_crosscheck: pd.DataFrame, caemp25: pd.DataFrame, year: int) -> pd.Series:
    """Wage-and-salary jobs of a year of the counties that CBP misplaces, by FIPS.

    CBP follows mailing addresses across county lines: there its total and that of QCEW disagree grossly. The total is
    BEA's of the year times the wage-and-salary part of 2020; a county that BEA combines with others takes its covered
    total of 2016, or from 2020 on that of 2023.
    """
    check = totals_crosscheck.set_index("fips")
    misplaced = sorted(check.index[check.flag_cbp_geography])
    total = caemp25[caemp25.year == year].set_index("fips").emp_total_bea.reindex(check.index)
    wage = total * check.bea2020_wage_salary / check.bea2020_total
    covered = check.qcew_total_2016 if year < COVERED_2023 else check.qcew2023q1_total
    return complete(wage.fillna(covered).reindex(misplaced), file_of("totals_crosscheck"))


@made
def believed_jobs(
    private_cells: pd.DataFrame,
    misplaced_jobs: pd.Series,
    government: pd.DataFrame,
    hired_farm_jobs: pd.Series,
    qcew_supersectors: pd.DataFrame,
) -> dict[str, pd.Series]:
    """Private nonfarm wage-and-salary jobs of a year by supersector, for counties that CBP misplaces.

    All wage-and-salary jobs less government and hired farm jobs; a county without a figure of these has no farms of its
    own: an independent city of Virginia. QCEW's supersector shares of 2019 count every ownership: government and farm
    jobs are taken off their supersectors, but not below what CBP has there, scaled down to the county's total, because
    government follows the state's mix and not the county's.
    """
    misplaced = list(misplaced_jobs.index)
    private = sorted(set(SUPERSECTORS.values()))
    shares = qcew_supersectors.set_index("fips").rename(columns=lambda name: name.removeprefix("share_"))
    shares = shares[[*private, ADMINISTRATION]]
    complete(shares.reindex(misplaced).sum(axis=1, skipna=False), file_of("qcew_supersectors"))
    owned = government.T.groupby(lambda code: GOVERNMENT.get(code, ADMINISTRATION)).sum().T
    complete(owned.reindex(misplaced).sum(axis=1, skipna=False), "government jobs by county")
    placed = private_cells[private_cells.fips.isin(misplaced)]
    sector = placed.naics.str[:2].map(SUPERSECTORS)
    placed = placed.pivot_table(index="fips", columns=sector, values="emp", aggfunc="sum")
    placed = placed.reindex(index=misplaced, columns=private).fillna(0.0)
    believed = {}
    for fips in misplaced:
        farm = float(hired_farm_jobs.get(fips, 0.0))
        elsewhere = owned.loc[fips].add(pd.Series({NATURAL_RESOURCES: farm}), fill_value=0.0)
        total = float(misplaced_jobs[fips] - elsewhere.sum())
        covered = shares.loc[fips] / shares.loc[fips].sum() * misplaced_jobs[fips]
        scale = min(1.0, max(total, 0.0) / max(placed.loc[fips].sum(), 1.0))
        floor = np.minimum(placed.loc[fips] * scale, covered[private])
        jobs = covered.sub(elsewhere, fill_value=0.0)[private].clip(lower=floor)
        if total <= 0 or jobs.sum() == 0:
            raise DataError(f"county_jobs: government and farms leave no private jobs in {fips}.")
        believed[fips] = jobs * (total / jobs.sum())
    return believed


def _state_surplus(qcew: pd.DataFrame, cells: pd.DataFrame, state: str, misplaced: list[str]) -> pd.DataFrame:
    """Private jobs of a state by NAICS: all (QCEW 2019), and those that CBP places in no believed county.

    The surplus is taken by three-digit industry, where the two programs agree on classification, and given its
    six-digit detail by the positive surpluses inside. Industries outside CBP are left out: all their jobs would
    look misplaced.
    """
    all_jobs = filled(qcew[(qcew.state == state) & (qcew.own_code == PRIVATE)])
    all_jobs = all_jobs[~all_jobs.index.str.startswith(BEYOND_CBP)]
    placed = cells[(cells.fips.str[:2] == state) & ~cells.fips.isin(misplaced)].groupby("naics").emp.sum()
    difference = all_jobs - placed.reindex(all_jobs.index).fillna(0.0)
    three_digit = all_jobs.index.str[:3]
    detail = difference.clip(lower=0.0)
    share = detail / detail.groupby(three_digit).transform("sum").replace(0.0, np.nan)
    surplus = share.fillna(0.0) * difference.groupby(three_digit).transform("sum").clip(lower=0.0)
    return pd.DataFrame({"all": all_jobs, "surplus": surplus})


def _rebuilt(own: pd.Series, target: pd.Series, state: pd.DataFrame, weights: pd.DataFrame) -> pd.Series:
    """Jobs by BEA industry of a misplaced county that meet its supersector totals.

    What CBP places in the county is kept up to the total; what is missing has the mix of the jobs that the state
    has but CBP places nowhere (or, where there are none, the mix of the state).
    """
    naics = own.index.union(state.index).intersection(weights.index)
    sector = pd.Series(naics.str[:2], index=naics).map(SUPERSECTORS)
    own, state = own.reindex(naics).fillna(0.0), state.reindex(naics).fillna(0.0)
    placed = own.groupby(sector).transform("sum")
    wanted = sector.map(target).fillna(0.0)
    kept = own * (wanted / placed.replace(0.0, np.nan)).clip(upper=1.0).fillna(0.0)
    surplus = state["surplus"].groupby(sector).transform("sum")
    mix = state["surplus"].where(surplus > 0, state["all"])
    mix = mix / mix.groupby(sector).transform("sum").replace(0.0, np.nan)
    missing = (wanted - kept.groupby(sector).transform("sum")).clip(lower=0.0)
    found = kept + (mix * missing).fillna(0.0)
    if not np.isclose(found.sum(), target.sum()):
        raise DataError(f"county_jobs: {target.sum() - found.sum():.0f} jobs of a misplaced county have no industry.")
    return found @ weights.loc[naics]

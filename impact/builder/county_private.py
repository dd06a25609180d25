"""Private wage-and-salary jobs of each county by BEA industry: County Business Patterns, misplaced parks moved."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ..errors import DataError
from .county_cbp import OTHER_YEARS, county_cells, newest_year
from .inputs import complete, read
from .qcew import PRIVATE, filled, state_cells

CROSSCHECK = "county_employment/county_totals_crosscheck.parquet"
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


def private_jobs(source: Path, government: pd.DataFrame, hired: pd.Series, year: int = 2017) -> PrivateJobs:
    """Private jobs of a year on the counties of the source (2020 geography, Valdez-Cordova whole).

    Parameters
    ----------
    source : Path
        The folder that holds the input folders.
    government : (counties, government industries) DataFrame
        Taken off a county's wage-and-salary jobs where CBP is not believed.
    hired : Series
        Hired farm jobs by county, also taken off. A county without a figure has no farms of its own: an
        independent city of Virginia.
    year : int
        CBP is of that year, or the newest before it.
    """
    cells = _cells(source, year)
    weights = industry_weights(source)
    jobs = _by_industry(cells, weights)
    published = _by_industry(cells[cells.kind == "observed"], weights)
    published = published.reindex(index=jobs.index, columns=jobs.columns, fill_value=0.0)
    misplaced = _misplaced(source)
    for fips, target in _believed_totals(source, misplaced, cells, government, hired, year).items():
        own = cells[cells.fips == fips].groupby("naics").emp.sum()
        moved = _rebuilt(own, target, _state_surplus(source, cells, fips[:2], misplaced), weights)
        jobs.loc[fips] = moved.reindex(jobs.columns)
        published.loc[fips] = 0.0
    return PrivateJobs(jobs, published, tuple(misplaced))


def _cells(source: Path, year: int) -> pd.DataFrame:
    """Jobs by county and six-digit NAICS, with the kind of each cell: 2017 as given, later years estimated here."""
    if year > 2017:
        return county_cells(source, newest_year(source, year))
    cells = read(source, OTHER_YEARS, ["fips", "naics", "year", "emp", "kind"])
    cells = cells[cells.year == 2017].astype({"emp": float})
    complete(cells.set_index(["fips", "naics"]).emp, OTHER_YEARS)
    return cells


def industry_weights(source: Path) -> pd.DataFrame:
    """NAICS 2017 six-digit codes by BEA industry, each row summing to one: (naics, industries)."""
    frame = read(source, "bea_io/naics_to_bea.csv", ["naics_year", "naics", "digits", "bea_detail", "weight"])
    frame = frame[(frame.naics_year == "2017") & (frame.digits == "6")].astype({"weight": float})
    return frame.pivot_table(index="naics", columns="bea_detail", values="weight", aggfunc="sum", fill_value=0.0)


def _by_industry(cells: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    wide = cells.pivot_table(index="fips", columns="naics", values="emp", aggfunc="sum", fill_value=0.0, observed=True)
    unknown = wide.columns.difference(weights.index)
    if len(unknown):
        raise DataError(f"naics_to_bea.csv: no industry for NAICS {', '.join(unknown[:10])}.")
    return wide @ weights.reindex(wide.columns)


def _misplaced(source: Path) -> list[str]:
    """Counties whose CBP and QCEW totals disagree grossly: CBP follows mailing addresses across county lines."""
    check = read(source, CROSSCHECK, ["fips", "flag_cbp_geography"])
    return sorted(check.fips[check.flag_cbp_geography])


def _believed_totals(
    source: Path, misplaced: list[str], cells: pd.DataFrame, government: pd.DataFrame, hired: pd.Series, year: int
) -> dict[str, pd.Series]:
    """Private nonfarm wage-and-salary jobs of a year by supersector, for counties that CBP misplaces.

    The total is BEA's of the year times the wage-and-salary part of 2020, less government and hired farm jobs; a
    county that BEA combines with others takes its covered total of 2016, or from 2020 on that of 2023. QCEW's
    supersector shares of 2019 count every ownership: government and farm jobs are taken off their supersectors, but
    not below what CBP has there, scaled down to the county's total, because government follows the state's mix and
    not the county's.
    """
    totals = read(
        source,
        CROSSCHECK,
        ["fips", f"bea_total_{year}", "bea2020_total", "bea2020_wage_salary", "qcew_total_2016", "qcew2023q1_total"],
    ).set_index("fips")
    wage = totals[f"bea_total_{year}"] * totals.bea2020_wage_salary / totals.bea2020_total
    covered_total = totals.qcew_total_2016 if year < COVERED_2023 else totals.qcew2023q1_total
    wage = complete(wage.fillna(covered_total).reindex(misplaced), CROSSCHECK)
    table = "county_employment/qcew_county_supersector_shares_2019.parquet"
    private = sorted(set(SUPERSECTORS.values()))
    shares = read(source, table, ["fips", *(f"share_{code}" for code in [*private, ADMINISTRATION])])
    shares = shares.set_index("fips").rename(columns=lambda name: name.removeprefix("share_"))
    complete(shares.reindex(misplaced).sum(axis=1, skipna=False), table)
    owned = government.T.groupby(lambda code: GOVERNMENT.get(code, ADMINISTRATION)).sum().T
    complete(owned.reindex(misplaced).sum(axis=1, skipna=False), "government jobs by county")
    placed = cells[cells.fips.isin(misplaced)]
    sector = placed.naics.str[:2].map(SUPERSECTORS)
    placed = placed.pivot_table(index="fips", columns=sector, values="emp", aggfunc="sum")
    placed = placed.reindex(index=misplaced, columns=private).fillna(0.0)
    believed = {}
    for fips in misplaced:
        farm = float(hired.get(fips, 0.0))
        elsewhere = owned.loc[fips].add(pd.Series({NATURAL_RESOURCES: farm}), fill_value=0.0)
        total = float(wage[fips] - elsewhere.sum())
        covered = shares.loc[fips] / shares.loc[fips].sum() * wage[fips]
        scale = min(1.0, max(total, 0.0) / max(placed.loc[fips].sum(), 1.0))
        floor = np.minimum(placed.loc[fips] * scale, covered[private])
        jobs = covered.sub(elsewhere, fill_value=0.0)[private].clip(lower=floor)
        if total <= 0 or jobs.sum() == 0:
            raise DataError(f"county_jobs: government and farms leave no private jobs in {fips}.")
        believed[fips] = jobs * (total / jobs.sum())
    return believed


def _state_surplus(source: Path, cells: pd.DataFrame, state: str, misplaced: list[str]) -> pd.DataFrame:
    """Private jobs of a state by NAICS: all (QCEW 2019), and those that CBP places in no believed county.

    The surplus is taken by three-digit industry, where the two programs agree on classification, and given its
    six-digit detail by the positive surpluses inside. Industries outside CBP are left out: all their jobs would
    look misplaced.
    """
    qcew = state_cells(source)
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

"""National jobs, labor income, and jobs per real dollar by industry.

Jobs are BEA's: full- and part-time, wage and salary plus proprietors. BEA publishes them for about a hundred groups
of industries; the input file shares each group among its detail industries. Where BEA publishes a finer group that
is made of whole detail industries, that finer total is the control.
"""

import numpy as np
import pandas as pd

from ..errors import DataError
from ._resolve import made

GOVERNMENT = {"FEDGG": 88, "FEDGE": 91, "SLED": 94, "SLOT": 95, "SLGE": 96}  # lines of NIPA table 6.4D
SPANS = {
    "113-115": ["113", "114", "115"],
    "81": ["811", "812", "813", "814"],
    "4A0": ["442", "443", "444", "446", "447", "448", "451", "453", "454"],
}
STRADDLED = {"521+522"}  # BEA's 52A000 holds 521 and part of 522
RETAIL = {"441", "442", "443", "444", "445", "446", "447", "448", "451", "452", "453", "454"}
INFORMATION = {"511", "512", "515", "517", "518", "519"}
FIRST, LAST_BEA = 1998, 2018


@made
def national_jobs(
    job_groups: pd.DataFrame, published_jobs: dict[str, pd.DataFrame], value_added: pd.DataFrame
) -> pd.DataFrame:
    """Jobs, wage-and-salary jobs and proprietors' income of 2017 by industry.

    Proprietors' income of a group (BEA earnings less compensation) is shared by positive operating surplus, and no
    industry has more than its surplus.
    """
    groups, published = job_groups, published_jobs
    frame = pd.DataFrame({"group": groups.group})
    for column, variable in (("jobs", "total_employment_jobs"), ("wage_salary_jobs", "wage_salary_jobs")):
        totals = {group: total(published[variable], group, 2017) for group in groups.group.unique()}
        weight = groups[column] / groups.groupby("group")[column].transform("sum")
        frame[column] = weight * groups.group.map(totals)
    surplus = value_added["V00300"].reindex(groups.index).clip(lower=0.0).where(~groups.group.isin(GOVERNMENT), 0.0)
    share = surplus / surplus.groupby(groups.group).transform("sum").replace(0.0, np.nan)
    income = {
        group: 0.0
        if group in GOVERNMENT
        else (total(published["earnings_kusd"], group, 2017) - total(published["compensation_kusd"], group, 2017))
        / 1000
        for group in groups.group.unique()
    }
    frame["proprietors_income"] = at_most_surplus(share.fillna(0.0) * groups.group.map(income), surplus)
    return frame


def at_most_surplus(income: pd.Series, surplus: pd.Series) -> pd.Series:
    """Cap proprietors' income at the operating surplus.

    The excess goes to industries with room.
    """
    kept = income.clip(upper=surplus)
    room = surplus - kept
    return kept + room * ((income.sum() - kept.sum()) / room.sum())


@made
def real_output(output_series: pd.DataFrame, job_groups: pd.DataFrame) -> pd.DataFrame:
    """Output at constant prices by group of industries: (groups, years)."""
    series, groups = output_series, job_groups.group
    real = series.assign(real=series.output / series.price_index * 100, group=series.industry.map(groups))
    return real.groupby(["group", "year"]).real.sum().unstack("year")


@made
def productivity(
    real_output: pd.DataFrame,
    covered_growth: dict[str, float],
    job_groups: pd.DataFrame,
    published_jobs: dict[str, pd.DataFrame],
    newest_year: int,
) -> pd.DataFrame:
    """Real output per job by industry and year, 2017 = 1.

    Output and jobs are those of the industry's group; columns: industry, year, index, basis.

    1998-2018 from BEA jobs. Later years continue at the annual growth of real output per covered (QCEW) job between
    2019 and the first quarter of 2024, which stands for 2023. A group with less than a quarter of its jobs covered
    (rail, funds, real estate, taxis, performers) keeps its value of 2018.
    """
    groups = job_groups.group
    published = published_jobs["total_employment_jobs"]
    output, growth = real_output, covered_growth
    rows = []
    for group, members in groups.groupby(groups):
        level = {year: output.loc[group, year] / total(published, group, year) for year in range(FIRST, LAST_BEA + 1)}
        for year in range(LAST_BEA + 1, newest_year + 1):
            level[year] = level[LAST_BEA] * growth[group] ** (year - LAST_BEA)
        rows += [
            (
                industry,
                year,
                value / level[2017],
                "BEA jobs" if year <= LAST_BEA else "2018 held" if growth[group] == 1 else "QCEW growth",
            )
            for industry in members.index
            for year, value in level.items()
        ]
    frame = pd.DataFrame(rows, columns=["industry", "year", "productivity", "basis"])
    return frame.astype({"year": "int16"}).sort_values(["industry", "year"]).reset_index(drop=True)


@made
def job_groups(employment_detail: pd.DataFrame) -> pd.DataFrame:
    """Control group and estimated jobs of each industry."""
    frame = employment_detail.dropna(subset="control_group")
    frame.columns = pd.Index(["industry", "group", "jobs", "wage_salary_jobs"])
    frame = frame.astype({"jobs": float, "wage_salary_jobs": float}).set_index("industry").sort_index()
    for group, members in frame.groupby("group"):
        codes = SPANS.get(str(group), str(group).split("+"))
        if len(codes) > 1 and group not in STRADDLED:
            own = pd.Series(members.index.str[:3], index=members.index)
            own = own.where(own.isin(codes))
            rest = [code for code in codes if code not in set(own.dropna())]
            frame.loc[members.index, "group"] = own.fillna("+".join(rest))
    return frame


@made
def published_jobs(regional_employment: pd.DataFrame, nipa_employment: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """BEA's published series by variable, in jobs or thousand USD.

    Rows are (naics or government group, year).
    """
    regional = regional_employment[regional_employment.naics != "..."]
    wanted = (nipa_employment.variable == "ft_pt_employees") & nipa_employment.line.isin(GOVERNMENT.values())
    nipa = nipa_employment[wanted]
    government = nipa.pivot_table(index="line", columns="year", values="value") * 1000
    government.index = government.index.map({line: group for group, line in GOVERNMENT.items()})
    tables = {}
    for variable, rows in regional.groupby("variable"):
        table = rows.pivot_table(index="naics", columns="year", values="value", aggfunc="first")
        tables[str(variable)] = pd.concat([table, government]) if "jobs" in str(variable) else table
    return tables


def total(table: pd.DataFrame, group: str, year: int) -> float:
    """A group's figure of a year in one of BEA's published series."""
    codes = [group] if group in table.index else group.split("+")
    figures = table[year].reindex(codes)
    if figures.isna().any():
        missing = ", ".join(figures.index[figures.isna()])
        raise DataError(f"National jobs: BEA has no figure of {year} for {missing}. Mend the input file.")
    if "519" in codes and "516" in table.index:  # internet publishing: its own line until 2006, since then in 519
        figures = pd.concat([figures, table[year].reindex(["516"]).dropna()])
    return float(figures.sum())


@made
def covered_growth(
    real_output: pd.DataFrame,
    published_jobs: dict[str, pd.DataFrame],
    qcew_states: pd.DataFrame,
    qcew_nation: pd.DataFrame,
) -> dict[str, float]:
    """Annual growth factor of real output per covered job, 2019-2023, by group.

    One where few jobs are covered.
    """
    output, jobs = real_output, published_jobs["total_employment_jobs"][LAST_BEA]
    before, after = qcew_states[qcew_states.year == 2019], qcew_nation
    growth = {}
    for group in output.index:
        owners, codes, less = covered_codes(group)
        jobs_before = covered_states(before, owners, codes) - covered_states(before, owners, less)
        jobs_after = covered_nation(after, owners, codes) - covered_nation(after, owners, less)
        related = _related(group, output)
        change = output.loc[related, 2023].sum() / output.loc[related, 2019].sum()
        all_jobs = sum(total(jobs.to_frame(LAST_BEA), other, LAST_BEA) for other in related)
        covered = jobs_before >= 0.25 * all_jobs
        growth[group] = float((change * jobs_before / jobs_after) ** 0.25) if covered else 1.0
    return growth


def covered_codes(group: str) -> tuple[list[int], list[str], list[str]]:
    """QCEW ownerships and codes that stand for a group.

    Some codes are taken off.
    """
    if group in ("FEDGG", "FEDGE"):
        return [1], ["10"], []
    if group == "SLED":
        return [2, 3], ["61"], []
    if group in GOVERNMENT:
        return [2, 3], ["10"], ["61"]
    codes = group.split("+")
    if codes[0] in RETAIL:
        return [5], ["44-45"], []
    if codes[0] in INFORMATION:
        return [5], ["51"], []
    if "-" in group:
        first, last = group.split("-")
        return [5], [str(code) for code in range(int(first), int(last) + 1)], []
    return [5], codes, []


def _related(group: str, output: pd.DataFrame) -> list[str]:
    """Groups whose output goes with the covered jobs.

    NAICS 2022 redrew the lines inside retail and information.
    """
    for family in (RETAIL, INFORMATION):
        if group.split("+")[0] in family:
            return [other for other in output.index if other.split("+")[0] in family]
    return [group]


def covered_states(frame: pd.DataFrame, owners: list[int], codes: list[str]) -> float:
    """Covered jobs of 2019, per ownership and code.

    The disclosed states, scaled up by establishments to all states.
    """
    rows = frame[frame.own_code.isin(owners) & frame.industry_code.isin(codes)]
    rows = rows.assign(known=np.where(rows.disclosed, rows.est, 0)).astype({"emp": float, "est": float})
    sums = rows.groupby(["own_code", "industry_code"])[["emp", "est", "known"]].sum()
    return float((sums.emp * sums.est / sums.known).sum())


def covered_nation(frame: pd.DataFrame, owners: list[int], codes: list[str]) -> float:
    """Covered jobs of the nation in early 2024, per ownership and code."""
    return float(frame[frame.own_code.isin(owners) & frame.industry_code.isin(codes)].emp.sum())

"""National jobs of a year for which BEA's jobs by industry are not at hand, 2020 to 2023.

Known are BEA's jobs by industry of 2018, the nation's wage-and-salary jobs of 2020, employed residents of every year,
the jobs covered by unemployment insurance by industry in 2019, 2020 and early 2024, and the compensation that every
summary industry pays each year.
"""

import numpy as np
import pandas as pd

from ._resolve import made, made_later
from .inputs import complete, file_of
from .later_accounts import DIGITS, of_year
from .national_jobs import LAST_BEA, covered_codes, covered_nation, covered_states, total

ANCHOR, LATEST = 2020, 2023  # the first quarter of 2024 stands for 2023
COVERED = 0.25  # of a group's jobs: below it covered jobs do not stand for them


@made_later
def industries(
    benchmark_industries: pd.DataFrame, make: pd.DataFrame, value_added: pd.DataFrame, national_jobs: pd.DataFrame
) -> pd.DataFrame:
    """One row per detail industry with output, value added, jobs and labor income of a year, as in the benchmark."""
    frame = benchmark_industries.set_index("code")
    names = ["V00100", "V00200", "V00300"]
    frame["output"] = make.groupby("industry").value.sum().reindex(frame.index)
    frame[["compensation", "production_taxes", "operating_surplus"]] = value_added.loc[frame.index, names].to_numpy()
    columns = ["jobs", "wage_salary_jobs", "proprietors_income"]
    jobs = national_jobs[columns].reindex(frame.index).fillna(0.0)
    frame[columns] = jobs.round({"jobs": 0, "wage_salary_jobs": 0, "proprietors_income": DIGITS})
    return frame.reset_index()


@made_later
def national_jobs(
    job_groups: pd.DataFrame,
    wage_salary_jobs: pd.Series,
    proprietors_jobs: pd.Series,
    value_added: pd.DataFrame,
    benchmark_industries: pd.DataFrame,
) -> pd.DataFrame:
    """Jobs, wage-and-salary jobs and proprietors' income of a year by industry: (industries, columns).

    Inside a group of industries, the shares of 2017 move with compensation. Proprietors' income keeps its part of the
    operating surplus of 2017.
    """
    groups = job_groups
    benchmark = benchmark_industries.set_index("code")
    growth = (value_added.V00100 / benchmark.compensation.where(benchmark.compensation > 0)).reindex(groups.index)
    growth = growth.fillna(1.0)
    weight = groups[["jobs", "wage_salary_jobs"]].mul(growth, axis=0)
    weight["owners"] = (weight.jobs - weight.wage_salary_jobs).clip(lower=0.0)
    frame = pd.DataFrame({"group": groups.group})
    frame["wage_salary_jobs"] = _shared(weight.wage_salary_jobs, wage_salary_jobs, groups.group)
    frame["jobs"] = frame.wage_salary_jobs + _shared(weight.owners, proprietors_jobs, groups.group)
    kept = benchmark.proprietors_income / benchmark.operating_surplus.where(benchmark.operating_surplus > 0)
    frame["proprietors_income"] = kept.fillna(0.0) * value_added.V00300.clip(lower=0.0)
    return frame


@made_later
def proprietors_jobs(
    wage_salary_jobs: pd.Series, published_jobs: dict[str, pd.DataFrame], nation_jobs: float
) -> pd.Series:
    """Proprietors' jobs of a year by group: those of 2018, scaled to what BEA's jobs of all counties leave."""
    every, salaried = published_jobs["total_employment_jobs"], published_jobs["wage_salary_jobs"]
    owners = pd.Series(
        {name: total(every, name, LAST_BEA) - total(salaried, name, LAST_BEA) for name in wage_salary_jobs.index}
    ).clip(lower=0.0)
    return owners * ((nation_jobs - wage_salary_jobs.sum()) / owners.sum())


@made_later
def nation_jobs(caemp25: pd.DataFrame, year: int) -> float:
    """BEA's jobs of all counties in a year."""
    jobs = caemp25.emp_total_bea[caemp25.year == year].sum()
    complete(pd.Series([jobs if jobs > 0 else np.nan], index=[year]), "BEA jobs of all counties (CAEMP25N)")
    return float(jobs)


def _shared(weight: pd.Series, totals: pd.Series, group: pd.Series) -> pd.Series:
    """Share each group's total among its industries; a group without weights has no total."""
    share = weight / weight.groupby(group).transform("sum").replace(0.0, np.nan)
    return share.fillna(0.0) * group.map(totals)


@made_later
def wage_salary_jobs(
    jobs_of_2020: pd.DataFrame,
    group_pay: dict[int, pd.Series],
    covered_jobs: pd.DataFrame,
    employed_residents: pd.Series,
    year: int,
) -> pd.Series:
    """Wage-and-salary jobs of a year by group of industries.

    A group's compensation of the year over its pay per job, scaled to the nation's jobs of 2020 moved with employed
    residents. Pay per job is known for 2020 and 2023 and grows evenly between.
    """
    pay, anchor, believed = group_pay, jobs_of_2020.jobs, jobs_of_2020.believed
    latest = (anchor * covered_jobs[LATEST] / covered_jobs[ANCHOR]).where(believed)
    rise = (pay[LATEST] / latest) / (pay[ANCHOR] / anchor)
    average = (pay[LATEST][believed].sum() / latest.sum()) / (pay[ANCHOR][believed].sum() / anchor[believed].sum())
    per_job = pay[ANCHOR] / anchor * rise.fillna(average) ** ((year - ANCHOR) / (LATEST - ANCHOR))
    jobs = complete(pay[year] / per_job, f"wage-and-salary jobs of {year}")
    employed = complete(employed_residents.reindex(sorted({year, ANCHOR})), file_of("laus"))
    scaled: pd.Series = jobs / jobs.sum() * anchor.sum() * employed[year] / employed[ANCHOR]
    return scaled


@made_later
def jobs_of_2020(
    group_pay: dict[int, pd.Series],
    published_jobs: dict[str, pd.DataFrame],
    covered_jobs: pd.DataFrame,
    cainc30: pd.DataFrame,
) -> pd.DataFrame:
    """Wage-and-salary ``jobs`` of 2020 by group, and whether its covered jobs are ``believed`` to stand for all."""
    pay = group_pay
    published = published_jobs["wage_salary_jobs"]
    last = pd.Series({name: total(published, name, LAST_BEA) for name in pay[ANCHOR].index})
    believed = covered_jobs[LAST_BEA + 1] >= COVERED * last
    moved = last * pay[LAST_BEA + 1] / pay[LAST_BEA]
    step = covered_jobs[ANCHOR] / covered_jobs[LAST_BEA + 1]
    moved *= step.where(believed, pay[ANCHOR] / pay[LAST_BEA + 1])
    nation = complete(cainc30.set_index("fips").line_250.reindex(["00000"]), "CAINC30, United States").iloc[0]
    return pd.DataFrame(
        {"jobs": moved / moved.sum() * float(nation), "believed": believed}
    )  # the pay rise of 2019 drops


@made_later
def group_pay(summary_use: pd.DataFrame, benchmark_industries: pd.DataFrame, year: int) -> dict[int, pd.Series]:
    """Compensation by group, of the year and the years that jobs are known of.

    BEA's of the summary industries, shared as among the details of 2017.
    """
    detail = benchmark_industries.set_index("code").dropna(subset="group")
    own = detail.compensation / detail.groupby("summary").compensation.transform("sum")
    pay = {}
    for when in sorted({LAST_BEA, LAST_BEA + 1, ANCHOR, LATEST, year}):
        paid = of_year("summary_use", summary_use, when).T["V001"]
        pay[when] = (own * detail.summary.map(paid)).groupby(detail.group).sum()
    return pay


@made
def employed_residents(laus: pd.DataFrame) -> pd.Series:
    """Employed residents of all counties by year."""
    return laus[laus.fips < "57"].groupby("year").employed.sum()


@made_later
def covered_jobs(
    benchmark_industries: pd.DataFrame, qcew_states: pd.DataFrame, qcew_nation: pd.DataFrame
) -> pd.DataFrame:
    """Covered jobs by group in 2019, 2020 and 2023: (groups, years)."""
    names = sorted(set(benchmark_industries.group.dropna()))
    asked = {code for name in names for codes in covered_codes(name)[1:] for code in codes}
    states = qcew_states[qcew_states.industry_code.isin(asked)]
    by_year = {when: states[states.year == when] for when in (LAST_BEA + 1, ANCHOR)}
    rows = {}
    for name in names:
        owners, codes, less = covered_codes(name)
        found = {
            when: covered_states(frame, owners, codes) - covered_states(frame, owners, less)
            for when, frame in by_year.items()
        }
        after = covered_nation(qcew_nation, owners, codes) - covered_nation(qcew_nation, owners, less)
        rows[name] = found | {LATEST: after}
    return pd.DataFrame(rows).T

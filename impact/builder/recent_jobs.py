"""National jobs of a year for which BEA's jobs by industry are not at hand, 2020 to 2023.

Known are BEA's jobs by industry of 2018, the nation's wage-and-salary jobs of 2020, employed residents of every year,
the jobs covered by unemployment insurance by industry in 2019, 2020 and early 2024, and the compensation that every
summary industry pays each year.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from . import accounts
from .geography import LABOR_FORCE
from .inputs import complete, read
from .national_jobs import (
    LAST_BEA,
    covered_codes,
    covered_nation,
    covered_states,
    job_groups,
    published_jobs,
    total,
)
from .updated import DIGITS, summary_table

ANCHOR, LATEST = 2020, 2023  # the first quarter of 2024 stands for 2023
COVERED = 0.25  # of a group's jobs: below it covered jobs do not stand for them


def recent_industries(source: Path, year: int, value_added: pd.DataFrame, output: pd.Series) -> pd.DataFrame:
    """One row per detail industry with output, value added, jobs and labor income of a year, as in the benchmark."""
    frame = accounts.industries(source).set_index("code")
    names = ["V00100", "V00200", "V00300"]
    frame["output"] = output.reindex(frame.index)
    frame[["compensation", "production_taxes", "operating_surplus"]] = value_added.loc[frame.index, names].to_numpy()
    columns = ["jobs", "wage_salary_jobs", "proprietors_income"]
    jobs = recent_jobs(source, year, value_added)[columns].reindex(frame.index).fillna(0.0)
    frame[columns] = jobs.round({"jobs": 0, "wage_salary_jobs": 0, "proprietors_income": DIGITS})
    return frame.reset_index()


def recent_jobs(source: Path, year: int, value_added: pd.DataFrame) -> pd.DataFrame:
    """Jobs, wage-and-salary jobs and proprietors' income of a year by industry: (industries, columns).

    Wage-and-salary jobs of a group of industries are its compensation of the year over its pay per job, scaled to the
    nation's jobs of 2020 moved with employed residents. Pay per job is known for 2020 and 2023 and grows evenly
    between. Proprietors' jobs of 2018 are scaled to what BEA's jobs of all counties leave. Inside a group, the shares
    of 2017 move with compensation. Proprietors' income keeps its part of the operating surplus of 2017.

    Parameters
    ----------
    source : Path
        The folder that holds the input folders.
    year : int
        2020 to 2023, with BEA's jobs of all counties.
    value_added : (industries, components) DataFrame
        Of the year, from :func:`impact.builder.updated.updated`.
    """
    groups = job_groups(source)
    benchmark = accounts.industries(source).set_index("code")
    wages = wage_salary_jobs(source, year, benchmark)
    published = published_jobs(source)
    names = list(wages.index)
    owners = pd.Series(
        {
            name: total(published["total_employment_jobs"], name, LAST_BEA)
            - total(published["wage_salary_jobs"], name, LAST_BEA)
            for name in names
        }
    ).clip(lower=0.0)
    owners *= (nation_jobs(source, year) - wages.sum()) / owners.sum()
    growth = (value_added.V00100 / benchmark.compensation.where(benchmark.compensation > 0)).reindex(groups.index)
    growth = growth.fillna(1.0)
    weight = groups[["jobs", "wage_salary_jobs"]].mul(growth, axis=0)
    weight["owners"] = (weight.jobs - weight.wage_salary_jobs).clip(lower=0.0)
    frame = pd.DataFrame({"group": groups.group})
    frame["wage_salary_jobs"] = _shared(weight.wage_salary_jobs, wages, groups.group)
    frame["jobs"] = frame.wage_salary_jobs + _shared(weight.owners, owners, groups.group)
    kept = benchmark.proprietors_income / benchmark.operating_surplus.where(benchmark.operating_surplus > 0)
    frame["proprietors_income"] = kept.fillna(0.0) * value_added.V00300.clip(lower=0.0)
    return frame


def _shared(weight: pd.Series, totals: pd.Series, group: pd.Series) -> pd.Series:
    """Share each group's total among its industries; a group without weights has no total."""
    share = weight / weight.groupby(group).transform("sum").replace(0.0, np.nan)
    return share.fillna(0.0) * group.map(totals)


def wage_salary_jobs(source: Path, year: int, benchmark: pd.DataFrame) -> pd.Series:
    """Wage-and-salary jobs of a year by group of industries."""
    pay = {when: compensation(source, when, benchmark) for when in (LAST_BEA, LAST_BEA + 1, ANCHOR, year, LATEST)}
    published = published_jobs(source)["wage_salary_jobs"]
    names = pay[ANCHOR].index
    last = pd.Series({name: total(published, name, LAST_BEA) for name in names})
    covered = _covered(source, names)
    believed = covered[LAST_BEA + 1] >= COVERED * last
    moved = last * pay[LAST_BEA + 1] / pay[LAST_BEA]
    step = covered[ANCHOR] / covered[LAST_BEA + 1]
    moved *= step.where(believed, pay[ANCHOR] / pay[LAST_BEA + 1])
    anchor = moved / moved.sum() * _nation_wage_salary(source)  # the pay rise of 2019 drops out
    latest = (anchor * covered[LATEST] / covered[ANCHOR]).where(believed)
    rise = (pay[LATEST] / latest) / (pay[ANCHOR] / anchor)
    average = (pay[LATEST][believed].sum() / latest.sum()) / (pay[ANCHOR][believed].sum() / anchor[believed].sum())
    per_job = pay[ANCHOR] / anchor * rise.fillna(average) ** ((year - ANCHOR) / (LATEST - ANCHOR))
    jobs = complete(pay[year] / per_job, f"wage-and-salary jobs of {year}")
    employed = _employed(source)
    scaled: pd.Series = jobs / jobs.sum() * anchor.sum() * employed[year] / employed[ANCHOR]
    return scaled


def compensation(source: Path, year: int, benchmark: pd.DataFrame) -> pd.Series:
    """Compensation of a year by group: BEA's of the summary industries, shared as among the details of 2017."""
    detail = benchmark.dropna(subset="group")
    paid = summary_table(source, "summary_use", year, "row", "col").T["V001"]
    own = detail.compensation / detail.groupby("summary").compensation.transform("sum")
    return (own * detail.summary.map(paid)).groupby(detail.group).sum()


def _employed(source: Path) -> pd.Series:
    """Employed residents of all counties by year."""
    counties = read(source, LABOR_FORCE, ["fips", "year", "employed"])
    return counties[counties.fips < "57"].groupby("year").employed.sum()


def nation_jobs(source: Path, year: int) -> float:
    """BEA's jobs of all counties in a year."""
    areas = read(source, "county_employment/bea_county_total_employment_2001_2021.parquet", ["year", "emp_total_bea"])
    jobs = areas.emp_total_bea[areas.year == year].sum()
    complete(pd.Series([jobs if jobs > 0 else np.nan], index=[year]), "BEA jobs of all counties (CAEMP25N)")
    return float(jobs)


def _nation_wage_salary(source: Path) -> float:
    areas = read(source, "county_employment/bea_cainc30_county_2020.parquet", ["fips", "line_250"])
    return float(complete(areas.set_index("fips").line_250.reindex(["00000"]), "CAINC30, United States").iloc[0])


def _covered(source: Path, names: pd.Index) -> pd.DataFrame:
    """Covered jobs by group in 2019, 2020 and 2023: (groups, years)."""
    states = read(
        source,
        "county_employment/qcew_state_naics_ownership_2019_2020.parquet",
        ["year", "own_code", "industry_code", "disclosed", "est", "emp"],
    )
    latest = read(source, "bea_io/qcew_us_2024q1.parquet", ["own_code", "industry_code", "emp"])
    asked = {code for name in names for codes in covered_codes(str(name))[1:] for code in codes}
    states = states[states.industry_code.isin(asked)]
    by_year = {when: states[states.year == when] for when in (LAST_BEA + 1, ANCHOR)}
    rows = {}
    for name in names:
        owners, codes, less = covered_codes(str(name))
        found = {
            when: covered_states(frame, owners, codes) - covered_states(frame, owners, less)
            for when, frame in by_year.items()
        }
        rows[name] = found | {LATEST: covered_nation(latest, owners, codes) - covered_nation(latest, owners, less)}
    return pd.DataFrame(rows).T

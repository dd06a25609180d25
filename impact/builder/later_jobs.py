"""National jobs by industry after 2018, BEA's last available year.

The sources are BEA's jobs of 24 sectors to 2022, employed residents and compensation by summary industry of every year.
Covered jobs by industry are those of 2019, 2020 and early 2024.
"""

import numpy as np
import pandas as pd

from .._types import FloatArray
from ..errors import DataError
from ..reference import sector_of, sectors
from ._resolve import made, made_later
from .county_sectors import PROPRIETORS, UNITED_STATES, WAGE_SALARY
from .covered import moved_shares
from .inputs import complete, file_of
from .labor_income import within_value_added
from .later_accounts import DIGITS, of_year
from .national_jobs import LAST_BEA, at_most_surplus, covered_codes, covered_nation, covered_states, total

PROPRIETORS_INCOME = 70  # line of CAINC4
ANCHOR, LATEST = 2020, 2023  # the first quarter of 2024 stands for 2023
MIN_COVERED_SHARE = 0.25  # of a group's jobs: below it covered jobs do not stand for them


@made_later
def industries(
    benchmark_industries: pd.DataFrame, make: pd.DataFrame, value_added: pd.DataFrame, national_jobs: pd.DataFrame
) -> pd.DataFrame:
    """Detail industries of a year with output, value added, jobs, income.

    There is one row per industry, as in the benchmark.

    Jobs are rounded so that sectors keep their whole number.
    """
    frame = benchmark_industries.set_index("code")
    names = ["V00100", "V00200", "V00300"]
    frame["output"] = make.groupby("industry").value.sum().reindex(frame.index)
    frame[["compensation", "production_taxes", "operating_surplus"]] = value_added.loc[frame.index, names].to_numpy()
    columns = ["jobs", "wage_salary_jobs", "proprietors_income"]
    jobs = national_jobs[columns].reindex(frame.index).fillna(0.0)
    frame[columns] = jobs.round({"wage_salary_jobs": 0, "proprietors_income": DIGITS})
    for _, members in frame.groupby(sector_of(frame.summary)):
        frame.loc[members.index, "jobs"] = _whole(members.jobs)
    frame["wage_salary_jobs"] = frame.wage_salary_jobs.clip(upper=frame.jobs)
    return within_value_added(frame.reset_index())


def _whole(jobs: pd.Series) -> pd.Series:
    """Round to whole jobs with the sum kept.

    The largest fractions are rounded up.
    """
    down = np.floor(jobs)
    rounded_up = (jobs - down).sort_values(ascending=False, kind="stable").index[: round(jobs.sum() - down.sum())]
    rounded: pd.Series = down.add(pd.Series(1.0, rounded_up), fill_value=0.0)
    return rounded


@made_later
def national_jobs(
    job_groups: pd.DataFrame, group_jobs: pd.DataFrame, job_weights: pd.DataFrame, owners_income: pd.Series
) -> pd.DataFrame:
    """National jobs, wage-and-salary jobs and proprietors' income: (industries, columns)."""
    group = job_groups.group
    frame = pd.DataFrame({"group": group})
    frame["wage_salary_jobs"] = _shared(job_weights.wage_salary_jobs, group_jobs.wage_salary, group)
    frame["jobs"] = frame.wage_salary_jobs + _shared(job_weights.owners, group_jobs.owners, group)
    frame["proprietors_income"] = owners_income
    return frame


@made_later
def job_weights(
    job_groups: pd.DataFrame,
    covered_detail: pd.DataFrame,
    value_added: pd.DataFrame,
    benchmark_industries: pd.DataFrame,
    year: int,
) -> pd.DataFrame:
    """Weights of a group's jobs by industry: ``jobs, wage_salary_jobs, owners``.

    Inside a group of industries, shares move from those of 2017 to those of covered jobs in early 2024. Where jobs are
    not covered, they move with compensation.
    """
    group = job_groups.group
    benchmark = benchmark_industries.set_index("code")
    growth = (value_added.V00100 / benchmark.compensation.where(benchmark.compensation > 0)).reindex(group.index)
    weight = job_groups[["jobs", "wage_salary_jobs"]].mul(growth.fillna(1.0), axis=0)
    moved = moved_shares(job_groups.wage_salary_jobs, covered_detail.jobs.reindex(group.index), group, year)
    weight = weight.mask(moved.notna(), job_groups[["jobs", "wage_salary_jobs"]].mul(moved, axis=0))
    weight["owners"] = (weight.jobs - weight.wage_salary_jobs).clip(lower=0.0)
    return weight


@made_later
def owners_income(
    job_groups: pd.DataFrame, value_added: pd.DataFrame, benchmark_industries: pd.DataFrame, proprietors_income: float
) -> pd.Series:
    """Proprietors' income by industry.

    The nation's is shared as in 2017 per operating surplus.
    """
    benchmark = benchmark_industries.set_index("code")
    surplus = value_added.V00300.reindex(job_groups.index).clip(lower=0.0)
    kept = benchmark.proprietors_income / benchmark.operating_surplus.where(benchmark.operating_surplus > 0)
    income = kept.reindex(job_groups.index).fillna(0.0) * surplus
    return at_most_surplus(income * (proprietors_income / income.sum()), surplus)


@made_later
def proprietors_income(cainc4: pd.DataFrame, summary_use: pd.DataFrame, income_year: int, year: int) -> float:
    """Proprietors' income of the nation, million USD.

    After the last published year it moves with operating surplus.
    """
    rows = cainc4[(cainc4.fips == UNITED_STATES) & (cainc4.line == PROPRIETORS_INCOME) & (cainc4.year == income_year)]
    published = complete(rows.set_index("fips").value.astype(float).head(1), file_of("cainc4")).sum() / 1000
    surplus = [
        of_year("summary_use", summary_use, surplus_year).T["V003"].sum() for surplus_year in (income_year, year)
    ]
    return float(published) * surplus[1] / surplus[0]


@made_later
def scaled_jobs(
    estimated_jobs: pd.DataFrame, group_sectors: pd.Series, bea_lines: pd.DataFrame, structure_year: int
) -> pd.DataFrame:
    """Wage-and-salary jobs and ``owners`` by group, scaled to BEA's sectors.

    They are of the structure year.
    """
    published = bea_lines.xs(UNITED_STATES, level="fips").loc[structure_year]
    lines = pd.Series({name: published[list(sector.lines)].sum() for name, sector in sectors().items()})
    totals = published[[WAGE_SALARY, PROPRIETORS]].to_numpy()
    table = estimated_jobs.groupby(group_sectors).sum().reindex(lines.index)
    scale = _balanced(table.to_numpy(), lines.to_numpy(), totals) / table.where(table > 0).to_numpy()
    factor = pd.DataFrame(scale, lines.index, table.columns).fillna(0.0)
    jobs: pd.DataFrame = estimated_jobs * factor.reindex(group_sectors.reindex(estimated_jobs.index)).to_numpy()
    return jobs


@made_later
def group_jobs(
    scaled_jobs: pd.DataFrame,
    group_pay: dict[int, pd.Series],
    employed_residents: pd.Series,
    structure_year: int,
    year: int,
) -> pd.DataFrame:
    """Wage-and-salary jobs and ``owners`` of a year by group.

    ``owners`` are proprietors' jobs.

    From the structure year wage-and-salary jobs move with compensation, as if pay per job rose equally everywhere.
    Their sum, and owners, move with employed residents.
    """
    employed = complete(employed_residents.reindex(sorted({year, structure_year})), file_of("laus"))
    growth = employed[year] / employed[structure_year]
    wage = scaled_jobs.wage_salary * (group_pay[year] / group_pay[structure_year]).reindex(scaled_jobs.index)
    factor = growth * scaled_jobs.wage_salary.sum() / wage.sum()
    return pd.DataFrame({"wage_salary": wage * factor, "owners": growth * scaled_jobs.owners})


def _balanced(table: FloatArray, rows: FloatArray, columns: FloatArray) -> FloatArray:
    """Scale rows and columns in turn until both add up."""
    for _ in range(1000):
        table = table * (columns / table.sum(axis=0))
        table = table * (rows / table.sum(axis=1))[:, np.newaxis]
        if np.abs(table.sum(axis=0) - columns).sum() <= 1e-10 * rows.sum():
            return table
    raise DataError("National jobs: BEA's jobs by sector and by kind cannot be met together.")


@made
def group_sectors(benchmark_industries: pd.DataFrame) -> pd.Series:
    """Sector of each group of industries."""
    detail = benchmark_industries.dropna(subset="group").drop_duplicates("group").set_index("group")
    return sector_of(detail.summary)


@made
def line_jobs(industries: pd.DataFrame, bea_lines: pd.DataFrame, structure_year: int) -> pd.Series:
    """National jobs of the economy's year by line of CAEMP25N.

    Lines of one sector keep their proportions.

    Whole jobs, as the industries are.
    """
    published = bea_lines.xs(UNITED_STATES, level="fips").loc[structure_year]
    jobs = industries.jobs.groupby(sector_of(industries.summary)).sum()
    of_line: dict[int, float] = {}
    for name, sector in sectors().items():
        own = published[list(sector.lines)]
        shared = np.rint(own * jobs[name] / own.sum())
        shared.iloc[-1] += jobs[name] - shared.sum()
        of_line |= shared.to_dict()
    return pd.Series(of_line)


def _shared(weight: pd.Series, totals: pd.Series, group: pd.Series) -> pd.Series:
    """Share each group's total among its industries.

    A group without weights has no total.
    """
    share = weight / weight.groupby(group).transform("sum").replace(0.0, np.nan)
    return share.fillna(0.0) * group.map(totals)


@made_later
def estimated_jobs(
    jobs_of_2020: pd.DataFrame,
    group_pay: dict[int, pd.Series],
    covered_jobs: pd.DataFrame,
    published_jobs: dict[str, pd.DataFrame],
    structure_year: int,
) -> pd.DataFrame:
    """Unscaled jobs of the structure year by group.

    Columns: ``wage_salary`` and ``owners``.

    Wage-and-salary jobs are a group's compensation of the year over its pay per job, which is known for 2020 and 2023
    and grows evenly. Owners per wage-and-salary job are those of 2018.
    """
    pay, anchor, is_plausible = group_pay, jobs_of_2020.jobs, jobs_of_2020.believed
    latest = (anchor * covered_jobs[LATEST] / covered_jobs[ANCHOR]).where(is_plausible)
    rise = (pay[LATEST] / latest) / (pay[ANCHOR] / anchor)
    average = (pay[LATEST][is_plausible].sum() / latest.sum()) / (
        pay[ANCHOR][is_plausible].sum() / anchor[is_plausible].sum()
    )
    every, salaried = published_jobs["total_employment_jobs"], published_jobs["wage_salary_jobs"]
    last = pd.Series({name: total(salaried, name, LAST_BEA) for name in anchor.index})
    owners = (pd.Series({name: total(every, name, LAST_BEA) for name in anchor.index}) - last).clip(lower=0.0)
    per_job = pay[ANCHOR] / anchor * rise.fillna(average) ** ((structure_year - ANCHOR) / (LATEST - ANCHOR))
    wage = complete(pay[structure_year] / per_job, f"wage-and-salary jobs of {structure_year}")
    return pd.DataFrame({"wage_salary": wage, "owners": owners / last * wage})


@made_later
def jobs_of_2020(
    group_pay: dict[int, pd.Series],
    published_jobs: dict[str, pd.DataFrame],
    covered_jobs: pd.DataFrame,
    bea_lines: pd.DataFrame,
) -> pd.DataFrame:
    """Wage-and-salary ``jobs`` of 2020 by group, and whether ``believed``.

    They are believed where covered jobs stand for all.
    """
    pay = group_pay
    published = published_jobs["wage_salary_jobs"]
    last = pd.Series({name: total(published, name, LAST_BEA) for name in pay[ANCHOR].index})
    is_plausible = covered_jobs[LAST_BEA + 1] >= MIN_COVERED_SHARE * last
    moved = last * pay[LAST_BEA + 1] / pay[LAST_BEA]
    step = covered_jobs[ANCHOR] / covered_jobs[LAST_BEA + 1]
    moved *= step.where(is_plausible, pay[ANCHOR] / pay[LAST_BEA + 1])
    nation = bea_lines[WAGE_SALARY].to_dict()[UNITED_STATES, ANCHOR]
    return pd.DataFrame(
        {"jobs": moved / moved.sum() * nation, "believed": is_plausible}
    )  # the pay rise of 2019 cancels


@made_later
def group_pay(
    summary_use: pd.DataFrame, benchmark_industries: pd.DataFrame, structure_year: int, year: int
) -> dict[int, pd.Series]:
    """Compensation by group in the years with known jobs.

    The economy's and the structure year are included.

    BEA's of the summary industries, shared as among the details of 2017.
    """
    detail = benchmark_industries.set_index("code").dropna(subset="group")
    own = detail.compensation / detail.groupby("summary").compensation.transform("sum")
    pay = {}
    for pay_year in sorted({LAST_BEA, LAST_BEA + 1, ANCHOR, LATEST, structure_year, year}):
        compensation = of_year("summary_use", summary_use, pay_year).T["V001"]
        pay[pay_year] = (own * detail.summary.map(compensation)).groupby(detail.group).sum()
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
    by_year = {covered_year: states[states.year == covered_year] for covered_year in (LAST_BEA + 1, ANCHOR)}
    rows = {}
    for name in names:
        owners, codes, less = covered_codes(name)
        earlier_jobs = {
            covered_year: covered_states(frame, owners, codes) - covered_states(frame, owners, less)
            for covered_year, frame in by_year.items()
        }
        after = covered_nation(qcew_nation, owners, codes) - covered_nation(qcew_nation, owners, less)
        rows[name] = earlier_jobs | {LATEST: after}
    return pd.DataFrame(rows).T

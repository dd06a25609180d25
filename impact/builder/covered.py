"""Jobs and wages covered by unemployment insurance in early 2024.

They are by industry (QCEW).
"""

import pandas as pd

from ._resolve import made_later
from .qcew import PRIVATE

BENCHMARK, COVERED_YEAR = 2017, 2024
CERTAIN, MERGED = "exact", "merged_by_output"  # methods of the concordance
MIN_COVERED_SHARE = 0.5  # of a group's jobs of 2017, owners included: below it covered jobs do not stand for them


def moved_shares(before: pd.Series, covered: pd.Series, group: pd.Series, year: int) -> pd.Series:
    """Return factors from 2017 shares inside groups to a year's.

    They move evenly, in logarithms, from 2017 to those of covered jobs or wages in early 2024. A group in which an
    industry is not covered stays missing.
    """
    share = before / before.groupby(group).transform("sum")
    latest = covered / covered.groupby(group).transform("sum")
    is_covered = ((covered > 0) | (before == 0)).groupby(group).transform("all")
    ratio = (latest / share.where(share > 0)).where(is_covered)
    moved: pd.Series = ratio ** (min(year - BENCHMARK, COVERED_YEAR - BENCHMARK) / (COVERED_YEAR - BENCHMARK))
    return moved


@made_later
def covered_detail(
    qcew_nation: pd.DataFrame,
    naics_to_bea: pd.DataFrame,
    published_output: pd.Series,
    benchmark_industries: pd.DataFrame,
) -> pd.DataFrame:
    """Covered private jobs and wages of early 2024 by industry.

    Columns: ``jobs, wages``; unemployment insurance covers them.

    A code that NAICS 2022 merged of several industries (batteries, cars and light trucks) is split by their output of
    the year. Left out are industries whose codes an assumption assigns (construction, retail, real estate, publishing),
    and groups with many owners or exempt employers (farms, churches).
    """
    weights = naics_to_bea[(naics_to_bea.naics_year == "2022") & (naics_to_bea.digits == "6")].astype({"weight": float})
    nation = benchmark_industries.set_index("code")
    growth = published_output / nation.output
    merged = weights.weight * weights.bea_detail.map(growth)
    merged /= merged.groupby(weights.naics).transform("sum")
    weights["weight"] = weights.weight.mask(weights.method == MERGED, merged)
    assumed = weights.bea_detail[~weights.method.isin([CERTAIN, MERGED])]
    private = qcew_nation[(qcew_nation.own_code == PRIVATE) & (qcew_nation.industry_code.str.len() == 6)]
    rows = weights[~weights.bea_detail.isin(assumed)].merge(private, left_on="naics", right_on="industry_code")
    rows = rows.assign(jobs=rows.emp * rows.weight, wages=rows.qtr_wages_usd * rows.weight)
    detail = rows.groupby("bea_detail")[["jobs", "wages"]].sum()
    group = nation.group.reindex(detail.index)
    covered = detail.jobs.groupby(group).sum() / nation.groupby("group").jobs.sum()
    return detail[group.map(covered) >= MIN_COVERED_SHARE]

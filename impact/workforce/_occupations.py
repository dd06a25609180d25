"""Jobs by occupation.

The plant has a labor plan, every other industry a staffing pattern.
"""

from collections.abc import Sequence

import pandas as pd

from ..effects import Effects
from ..errors import DataError
from ..facilities import staffing_matrix
from ..reference import OPERATIONS, TOTAL, kept, table, vocabulary

UNKNOWN = "00-0000"


def occupations_of(jobs: "pd.Series[float]") -> "pd.Series[float]":
    """Return jobs by occupation for jobs by BEA industry.

    Parameters
    ----------
    jobs : Series
        Jobs by BEA detail industry code.

    Returns
    -------
    Series
        Jobs by SOC code, the same in all; codes without jobs left out.

    Raises
    ------
    DataError
        If an industry with jobs has no staffing pattern, naming it.

    Examples
    --------
    >>> jobs = occupations_of(pd.Series({"335911": 100.0}))
    >>> round(float(jobs.sum()), 9), jobs.idxmax()
    (100.0, '51-2028')
    """
    matrix, industries, codes = staffing_matrix()
    wanted = jobs[jobs != 0]
    industry_index = pd.Index(industries).get_indexer(wanted.index)
    missing = [
        str(code)
        for code, place in zip(wanted.index, industry_index, strict=True)
        if place < 0 or not matrix[place].any()
    ]
    if missing:
        titles = table("industries").set_index("code").title
        names = ", ".join(f"{code} ({titles.get(code, 'no BEA industry')})" for code in missing[:5])
        raise DataError(f"No occupations are known for the jobs of {names}. Choose another industry.")
    jobs_by_occupation = pd.Series(
        wanted.to_numpy(dtype=float) @ matrix[industry_index], index=pd.Index(codes, name="soc"), name="jobs"
    )
    return jobs_by_occupation[jobs_by_occupation != 0]


def occupations(result: Effects, sites: Sequence[str] | None = None, by_year: bool = False) -> pd.DataFrame:
    """Return jobs in the study region by occupation.

    Direct jobs of operations follow the labor plan of the plant where there is one; all others the staffing pattern of
    their industry.

    Parameters
    ----------
    result : Effects
        Of a study.
    sites : sequence of str, optional
        Names of the sites whose effects count; all by default.
    by_year : bool
        Whether to tell the years of construction and operation apart, in ``year``.

    Returns
    -------
    DataFrame
        ``soc, title, phase, effect, jobs`` (direct, indirect, induced, total; job-years in construction), most jobs
        first in each. A code such as 51-0000 holds jobs whose detailed occupation is not published.
    """
    effects = result.industries[result.industries.place == "region"]
    if sites is not None:
        effects = effects[effects.site.isin(sites)]
    plans = result.labor_plans
    frames = []
    for (site, phase, effect), rows in effects.groupby(["site", "phase", "effect"]):
        jobs = rows.groupby("industry").jobs.sum()
        plan = plans[plans.site == site].set_index("soc").share
        planned = effect == "direct" and phase == OPERATIONS and len(plan) > 0
        jobs_by_occupation = plan * jobs.sum() if planned else occupations_of(jobs)
        frame = jobs_by_occupation.rename("jobs").rename_axis("soc").reset_index()
        frames.append(frame.assign(site=str(site), phase=str(phase), effect=str(effect)))
    every = pd.concat(frames, ignore_index=True)
    year_columns = ["year"] if by_year else []
    if by_year:
        every = every.merge(result.years, on=["site", "phase"])
        every["jobs"] *= every.share
    frame_with_total = pd.concat([every, every.assign(effect=TOTAL)], ignore_index=True)
    frame_with_total = frame_with_total.groupby([*year_columns, "soc", "phase", "effect"], as_index=False)[
        ["jobs"]
    ].sum()
    frame_with_total["effect"] = pd.Categorical(frame_with_total.effect, list(vocabulary().effects), ordered=True)
    order = [*year_columns, "phase", "effect"]
    frame_with_total = frame_with_total.sort_values(
        [*order, "jobs"], ascending=[*[True] * len(order), False], ignore_index=True
    )
    frame_with_total.insert(len(year_columns) + 1, "title", [title_of(soc) for soc in frame_with_total.soc])
    return frame_with_total.astype({"effect": str})


def title_of(soc: str) -> str:
    """Return the title of an occupation.

    The title of a major group says that its detail is not published.
    """
    if soc == UNKNOWN:
        return "Occupation not published"
    title = _titles()[soc]
    return f"{title}, detail not published" if soc.endswith("-0000") else title


@kept
def _titles() -> dict[str, str]:
    known = table("occupations")
    return dict(zip(known.soc, known.title, strict=True))

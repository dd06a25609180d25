"""Local multiplier of manufacturing jobs, from published county jobs, 2017-2020."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from .._types import FloatArray
from ..errors import ModelError, UsageError
from ..reference import table
from ._regression import Instrumented, instrumented

AREAS = ("zone", "county")
SPANS = ("whole", "yearly")
MIN_PLACES = 30


@dataclass(frozen=True)
class LocalMultiplier:
    """Other local jobs per manufacturing job.

    Attributes
    ----------
    estimates : Instrumented
        Ordinary and instrumented estimates with their diagnostics.
    area, span : str
        ``zone`` or ``county``; ``whole`` or ``yearly``.
    places : int
        Zones or counties in the regression.
    jobs : int
        Their private jobs of 2017.
    shocks : float
        Effective number of industries behind the instrument, 1 over the sum of squared shares of the exposure; the
        instrument is only as good as this number is large.
    largest : str
        NAICS code of the industry with the largest share.
    """

    estimates: Instrumented
    area: str
    span: str
    places: int
    jobs: int
    shocks: float
    largest: str

    def reading(self) -> str:
        """Return sentences on the evidence of the estimates."""
        estimates = self.estimates
        low, high = estimates.anderson_rubin
        sentences = (
            f"Across {self.places} places, a manufacturing job came with {estimates.ols.value:.2f} other private jobs "
            f"(95 % {estimates.ols.low:.2f} to {estimates.ols.high:.2f}); that is a correlation. "
            f"With the instrument it is {estimates.iv.value:.2f} ({estimates.iv.low:.2f} to {estimates.iv.high:.2f}; "
            f"first-stage F {estimates.first_stage_f:.1f}"
        )
        strength = "" if estimates.first_stage_f >= 23.1 else ", weak: below the 23.1 that keeps the bias under a tenth"
        robust = (
            "a set that allows for weakness is unbounded: these data do not say"
            if not np.isfinite(low)
            else f"a set that allows for weakness is {low:.2f} to {high:.2f}"
        )
        return f"{sentences}{strength}); {robust}."


def local_multiplier(area: str = "zone", span: str = "whole") -> LocalMultiplier:
    r"""Estimate the change in other local jobs per manufacturing job.

    .. math:: \frac{\Delta O_{rt}}{E_{rt}} = \beta \frac{\Delta M_{rt}}{E_{rt}} + \gamma_t + \delta_t S_r + u_{rt}

    with M manufacturing, O other private jobs and E all private jobs at the start. S is the share of manufacturing
    before the panel; the instrument needs it as a control because its shares do not sum to one. Observations count by
    E. The instrument is the change in manufacturing that national growth of four-digit industries outside the state
    predicts from the place's mix of 2012-2016; see :func:`predicted_change`. Errors are clustered by state, for
    counties by commuting zone. Counties whose jobs the source places in another county are left out.

    Noise in M enters O with the opposite sign, which pulls the ordinary estimate down; the instrument is free of it.

    Parameters
    ----------
    area : str
        ``zone``: the counties of a commuting zone together; ``county``: each alone.
    span : str
        ``whole``: one change, 2017 to 2020; ``yearly``: three, with an effect for each year.

    Raises
    ------
    UsageError
        If area or span is none of these.

    References
    ----------
    Moretti (2010), *American Economic Review* 100(2); van Dijk (2017), *Journal of Economic Geography* 17(2); Borusyak,
    Hull & Jaravel (2022), *Review of Economic Studies* 89(1); Goldsmith-Pinkham, Sorkin & Swift (2020), *American
    Economic Review* 110(8).

    Examples
    --------
    >>> found = local_multiplier()
    >>> found.estimates.clusters < found.places
    True
    """
    if area not in AREAS or span not in SPANS:
        raise UsageError(f"Choose an area from {', '.join(AREAS)} and a span from {', '.join(SPANS)}.")
    mix = table("manufacturing_mix")
    changes = panel_changes(table("manufacturing_panel"), mix, table("manufacturing_growth"), span)
    places = table("counties").set_index("fips")
    changes = changes.assign(cz=changes.fips.map(places.cz), state=changes.fips.map(places.state_fips)).dropna()
    if area == "zone":
        counts = ["jobs", "manufacturing", "change", "others", "predicted", "before"]
        states = changes.groupby("cz").state.agg(lambda codes: codes.mode().iloc[0])
        changes = changes.groupby(["cz", "year"], as_index=False)[counts].sum()
        changes = changes.assign(state=changes.cz.map(states))
    exposure = mix.groupby("naics").jobs.sum()
    shares = exposure / exposure.sum()
    start = changes[changes.year == changes.year.min()]
    return LocalMultiplier(
        estimates=estimate_multiplier(changes, changes.state if area == "zone" else changes.cz),
        area=area,
        span=span,
        places=len(start),
        jobs=int(start.jobs.sum()),
        shocks=float(1 / (shares**2).sum()),
        largest=str(shares.idxmax()),
    )


def panel_changes(panel: pd.DataFrame, mix: pd.DataFrame, growth: pd.DataFrame, span: str = "whole") -> pd.DataFrame:
    """Return changes of jobs and those predicted by national growth.

    Rows are by county and first year of the change.

    Parameters
    ----------
    panel : DataFrame
        ``fips, year, jobs, manufacturing``.
    mix : DataFrame
        ``fips, naics, jobs`` before the panel.
    growth : DataFrame
        ``state_fips, naics, year, jobs``.
    span : str
        ``whole`` or ``yearly``.

    Returns
    -------
    DataFrame
        ``fips, year, jobs, manufacturing, before`` (jobs at the start, of which manufacturing; manufacturing in
        the mix) and the changes ``change`` (manufacturing), ``others`` and ``predicted``, jobs.

    Raises
    ------
    ModelError
        If the panel has fewer than two years.
    """
    years = sorted(panel.year.unique())
    if len(years) < 2:
        raise ModelError(f"A change needs two years; the panel has {len(years)}. Give more years.")
    steps = [(years[0], years[-1])] if span == "whole" else list(pairwise(years))
    mix = mix.astype({"jobs": float})
    levels = panel.pivot(index="fips", columns="year", values=["jobs", "manufacturing"]).dropna().astype(float)
    before = mix.groupby("fips").jobs.sum().reindex(levels.index, fill_value=0.0)
    parts = []
    for first, last in steps:
        jobs, manufacturing = levels["jobs"], levels["manufacturing"]
        change = manufacturing[last] - manufacturing[first]
        part = pd.DataFrame({"jobs": jobs[first], "manufacturing": manufacturing[first], "before": before})
        part["change"], part["others"] = change, jobs[last] - jobs[first] - change
        part["predicted"] = predicted_change(mix, growth, int(first), int(last)).reindex(part.index, fill_value=0.0)
        parts.append(part.assign(year=int(first)).reset_index())
    return pd.concat(parts, ignore_index=True)


def predicted_change(mix: pd.DataFrame, growth: pd.DataFrame, first: int, last: int) -> "pd.Series[float]":
    r"""Change in manufacturing jobs that growth elsewhere predicts.

    .. math:: z_r = \sum_j M_{rj} \left( \frac{\sum_{s \ne s(r)} M_{sj,last}}{\sum_{s \ne s(r)} M_{sj,first}} - 1
        \right)

    Sums go over the other states that publish the industry in both years.

    Parameters
    ----------
    mix : DataFrame
        ``fips, naics, jobs``.
    growth : DataFrame
        ``state_fips, naics, year, jobs``.
    first, last : int
        Years of ``growth``.

    Returns
    -------
    Series
        Jobs, by FIPS.

    Raises
    ------
    ModelError
        If an industry of the mix is published in no other state.

    References
    ----------
    Bartik (1991), *Who Benefits from State and Local Economic Development Policies?*

    Examples
    --------
    Two counties with 100 jobs each; their industry grows by a tenth in the other state:

    >>> mix = pd.DataFrame({"fips": ["01001", "02001"], "naics": "3361", "jobs": 100.0})
    >>> growth = pd.DataFrame({"state_fips": ["01", "01", "02", "02"], "naics": "3361",
    ...                        "year": [2017, 2020] * 2, "jobs": [50, 55, 20, 10]})
    >>> predicted_change(mix, growth, 2017, 2020).round(1).to_dict()
    {'01001': -50.0, '02001': 10.0}
    """
    jobs_by_year = growth[growth.year.isin([first, last])].pivot(
        index=["state_fips", "naics"], columns="year", values="jobs"
    )
    jobs_by_year = jobs_by_year.reindex(columns=[first, last]).dropna().astype(float)
    nation = jobs_by_year.groupby("naics").sum()
    cells = mix.assign(state_fips=mix.fips.str[:2])
    own = jobs_by_year.reindex(pd.MultiIndex.from_frame(cells[["state_fips", "naics"]])).fillna(0.0).to_numpy()
    elsewhere: FloatArray = nation.reindex(cells.naics).to_numpy() - own
    silent = cells.naics[~(elsewhere[:, 0] > 0)]
    if len(silent):
        named = ", ".join(sorted(set(silent))[:5])
        raise ModelError(f"No other state publishes jobs of industry {named} in {first} and {last}. Leave it out.")
    change = cells.jobs.to_numpy(dtype=float) * (elsewhere[:, 1] / elsewhere[:, 0] - 1)
    return pd.Series(change, index=cells.fips).groupby(level=0).sum()


def estimate_multiplier(changes: pd.DataFrame, clusters: "pd.Series[str]") -> Instrumented:
    """Regress other jobs on manufacturing jobs, both over jobs at the start.

    Parameters
    ----------
    changes : DataFrame
        As from :func:`panel_changes`.
    clusters : Series
        Group of each row.

    Raises
    ------
    ModelError
        If there are fewer than 30 places, or as :func:`instrumented`.
    """
    places = int((changes.year == changes.year.min()).sum())
    if places < MIN_PLACES:
        raise ModelError(f"{places} places are too few for a local multiplier; it takes at least {MIN_PLACES}.")
    jobs = changes.jobs.to_numpy(dtype=float)
    effects = (changes.year.to_numpy()[:, np.newaxis] == np.unique(changes.year)).astype(float)
    share = (changes.before.to_numpy() / jobs)[:, np.newaxis]
    return instrumented(
        outcome=changes.others.to_numpy() / jobs,
        variable=changes.change.to_numpy() / jobs,
        instrument=changes.predicted.to_numpy() / jobs,
        controls=np.hstack([effects, effects * share]),
        clusters=clusters.to_numpy(),
        weights=jobs,
    )

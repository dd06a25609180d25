"""Ranking counties for a facility, with what drives the rank."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ..counties import distance_matrix
from ..errors import UsageError
from ..facilities import facilities, industry_mix
from ..reference import measures, table
from ._county_model import CountyModel

CRITERIA = ("local_jobs", "state_jobs", "us_jobs", "labor_income")
PER = 100.0  # direct jobs
REACH_KM = 80.0


def rank(
    model: CountyModel, facility: str | Mapping[str, float], by: str = "local_jobs", fips: Sequence[str] = ()
) -> pd.DataFrame:
    """Rank the counties by what a plant of given industries would do there.

    Parameters
    ----------
    model : CountyModel
        From :func:`county_model`.
    facility : str or mapping of str to float
        A facility type of the catalogue, an industry code, or shares of the plant's output by BEA or NAICS code.
    by : str
        ``local_jobs``, ``state_jobs``, ``us_jobs`` or ``labor_income`` (of jobs in the county).
    fips : sequence of str
        Counties to rank; all when empty.

    Returns
    -------
    DataFrame
        Best first: ``rank, fips, name, state``; per 100 direct jobs the Type II ``local_jobs, state_jobs, us_jobs``
        (direct ones included) and the other measures in the county (money in million USD of the model's
        year); and the drivers ``inputs_from_county`` and ``workers_from_county`` (shares) and ``labor_force_80km``
        (persons).

    Raises
    ------
    UsageError
        If the criterion is unknown.
    SiteError
        If the facility or an industry code is unknown.
    """
    if by not in CRITERIA:
        raise UsageError(f"Counties are not ranked by {by!r}. Choose one of: {', '.join(CRITERIA)}.")
    mix = industry_mix(_industries(facility), model.nation.economy)
    codes = list(model.nation.industries.index)
    share = np.array([mix.get(code, 0.0) for code in codes])
    scale = PER / float(share @ model.nation.coefficients("jobs"))
    inputs = model.requirements @ share
    counties = table("counties")
    near = distance_matrix() <= REACH_KM
    frame = pd.DataFrame(
        {
            "fips": counties.fips,
            "name": counties.name,
            "state": counties.state,
            "local_jobs": scale * (share @ model.county_multipliers("jobs")),
            "state_jobs": scale * (share @ model.state_multipliers("jobs")),
            "us_jobs": scale * (share @ model.multipliers("jobs")),
            **{
                measure: scale * (share @ model.county_multipliers(measure))
                for measure in measures()
                if measure != "jobs"
            },
            "inputs_from_county": inputs @ model.trade.own_shares() / inputs.sum(),
            "workers_from_county": model.residence.diagonal(),
            "labor_force_80km": near @ counties.labor_force.fillna(0.0).to_numpy(),
        }
    )
    if fips:
        frame = frame[frame.fips.isin(fips)]
    frame = frame.sort_values([by, "fips"], ascending=[False, True], ignore_index=True)
    frame.insert(0, "rank", np.arange(1, len(frame) + 1))
    return frame


def _industries(facility: str | Mapping[str, float]) -> Mapping[str, float]:
    if not isinstance(facility, str):
        return facility
    kind = facilities().get(facility)
    return kind.industries if kind else {facility: 1.0}

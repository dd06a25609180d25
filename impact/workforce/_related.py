"""Related occupations and hires: sources of workers for a plant.

Related workers learn the job in months.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from .._split import split
from .._types import FloatArray
from ..reference import kept, table

MONTHS = ("Short-term on-the-job training", "Moderate-term on-the-job training")  # up to a year
SCHOOLS = ("No formal educational credential", "High school diploma or equivalent")
STAFFED_SHARE = 0.9  # of the jobs of a staffed plant
MINOR_GROUP_LENGTH = 4  # characters of a SOC code that name its minor group
MAX_ZONE_STEP = 0.5  # job zones that a worker would step down
OF_HIRING = ("hiring_share", "related_reach", "in_migration")  # assumptions that set how fast jobs are filled
DRAWS, SEED = 200, 1


def nearness(wanted: Sequence[str], sources: Sequence[str]) -> tuple[FloatArray, FloatArray]:
    r"""Return how well occupations fill themselves and others.

    Both are (wanted, sources), 0 to 1 within months; no pair has both.

    1 for the same occupation. Workers of other occupations of the same job zone count, by required skills, where
    training on the job takes up to a year and no degree is required: 1 in the same minor group, else

    .. math:: \frac{|K_o \cap K_s|}{|K_o|}

    with K the main skills of an occupation. Other jobs are filled from their own occupation alone.

    Parameters
    ----------
    wanted, sources : sequence of str
        SOC codes of 2018.

    References
    ----------
    Job zones and skills: O*NET. Training and education: BLS, Employment Projections.
    """
    skills, zones, learnable = _known()
    own = (np.array(wanted)[:, np.newaxis] == np.array(sources)).astype(np.float64)
    related = np.zeros(own.shape)
    for row, soc in enumerate(wanted):
        if soc not in learnable:
            continue
        for column, other in enumerate(sources):
            if soc != other and 0 <= zones.get(other, 0.0) - zones.get(soc, 9.0) <= MAX_ZONE_STEP:
                same_group = other[:MINOR_GROUP_LENGTH] == soc[:MINOR_GROUP_LENGTH]
                related[row, column] = 1.0 if same_group else _shared(skills.get(soc), skills.get(other))
    return own, related


def shared_hires(
    jobs: FloatArray, hires: "pd.Series[float]", own: FloatArray, related: FloatArray, reach: FloatArray
) -> FloatArray:
    r"""Return the yearly hires that each occupation can draw on.

    The shape is (draws, wanted).

    .. math:: H_o = \sum_s h_s \, w_{os} \, \frac{w_{os} j_o}{\sum_{o'} w_{o's} j_{o'}}

    Hires h of a source go to the wanted occupations by their jobs j and nearness w, so nobody is hired twice.

    Parameters
    ----------
    jobs : (wanted,) array
        j.
    hires : Series (sources,)
        h.
    own, related : (wanted, sources) arrays
        Nearness of an occupation to itself and to others that are fully related; no pair has both.
    reach : (draws,) array
        Share of the related hires that count, ``related_reach``: w is own + reach × related.
    """
    claims = jobs @ own + reach[:, np.newaxis] * (jobs @ related)
    per_claim = np.divide(hires.to_numpy(dtype=float), claims, out=np.zeros_like(claims), where=claims > 0)
    pool: FloatArray = jobs * (per_claim @ (own**2).T + reach[:, np.newaxis] ** 2 * (per_claim @ (related**2).T))
    return pool


def years_to_staff(wanted: pd.DataFrame) -> dict[str, float]:
    """Return the years until nine tenths of known jobs are filled.

    The answer is empty if no occupation is known.
    """
    known = wanted[wanted.years_to_fill.notna()]
    if known.empty:
        return {}
    return {"years_to_staff": _staffed(known.jobs.to_numpy(), known.years_to_fill.to_numpy())}


def _staffed(jobs: FloatArray, years_to_fill: FloatArray) -> float:
    """Return the years until nine tenths of the jobs are filled."""
    years = np.append(0.0, np.unique(years_to_fill))
    at_least = np.maximum(years_to_fill, 1e-9)
    filled = np.minimum(1.0, years[:, np.newaxis] / at_least) @ jobs / jobs.sum()
    return float(np.interp(STAFFED_SHARE, filled, years))  # linear between the years


def staffing_interval(
    wanted: pd.DataFrame, hires: "pd.Series[float]", ranges: Mapping[str, tuple[float, float, float]]
) -> dict[str, float]:
    """Return the 90 % interval of the years to staff.

    The three hiring assumptions are drawn over their ranges.

    Parameters
    ----------
    wanted : DataFrame
        ``soc, jobs, years_to_fill``, as :func:`years_to_staff` takes it.
    hires : Series
        Yearly hires within commuting reach by occupation.
    ranges : mapping of str to (float, float, float)
        Low, value and high of each assumption of ``OF_HIRING``.

    Returns
    -------
    dict of str to float
        ``years_to_staff_p5`` and ``years_to_staff_p95``; empty where no occupation is published or nothing is drawn.
    """
    known = wanted[wanted.years_to_fill.notna()]
    if known.empty or all(low == high for low, _, high in ranges.values()):
        return {}
    slices = (np.arange(DRAWS) + 0.5) / DRAWS  # each slice of equal probability once, in an order of its own
    rng = np.random.default_rng(SEED)
    share, reach, moving = (split(rng.permutation(slices), ranges[name], (0.0, 1.0)) for name in OF_HIRING)
    jobs = known.jobs.to_numpy()
    pools = shared_hires(jobs, hires, *nearness(list(known.soc), list(hires.index)), reach)
    won = np.maximum(share[:, np.newaxis] * pools, 1e-9)
    years = [_staffed(jobs, to_fill) for to_fill in jobs * (1 - moving)[:, np.newaxis] / won]
    low, high = np.percentile(years, (5, 95))
    return {"years_to_staff_p5": float(low), "years_to_staff_p95": float(high)}


def _shared(skills: frozenset[str] | None, other_skills: frozenset[str] | None) -> float:
    return len(skills & other_skills) / len(skills) if skills and other_skills else 0.0


@kept
def _known() -> tuple[dict[str, frozenset[str]], dict[str, float], frozenset[str]]:
    """Return skills and job zones of occupations, and the quickly learned ones."""
    known = table("occupations").set_index("soc")
    skills = {str(soc): frozenset(text.split("; ")) for soc, text in known.skills.dropna().items()}
    zones = {str(soc): float(zone) for soc, zone in known.job_zone.dropna().items()}
    months = known.training.isin(MONTHS) & known.education.isin(SCHOOLS)
    return skills, zones, frozenset(map(str, known.index[months]))

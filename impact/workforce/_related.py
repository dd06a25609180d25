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


def nearness(wanted: Sequence[str], sources: Sequence[str], related: float) -> FloatArray:
    r"""Return how well occupations fill others within months, 0 to 1.

    The shape is (wanted, sources).

    1 for the same occupation. Workers of other occupations of the same job zone count, by required skills, where
    training on the job takes up to a year and no degree is required:

    .. math:: w_{os} = r \; (\text{same minor group}), \qquad w_{os} = r \, \frac{|K_o \cap K_s|}{|K_o|}

    with K the main skills of an occupation. Other jobs are filled from their own occupation alone.

    Parameters
    ----------
    wanted, sources : sequence of str
        SOC codes of 2018.
    related : float
        r, the assumption ``related_reach``.

    References
    ----------
    Job zones and skills: O*NET. Training and education: BLS, Employment Projections.
    """
    skills, zones, learnable = _known()
    shares = np.zeros((len(wanted), len(sources)))
    for row, soc in enumerate(wanted):
        for column, other in enumerate(sources):
            if soc == other:
                shares[row, column] = 1.0
            elif soc in learnable and 0 <= zones.get(other, 0.0) - zones.get(soc, 9.0) <= MAX_ZONE_STEP:
                same_group = other[:MINOR_GROUP_LENGTH] == soc[:MINOR_GROUP_LENGTH]
                shares[row, column] = related * (1.0 if same_group else _shared(skills.get(soc), skills.get(other)))
    return shares


def shared_hires(jobs: FloatArray, hires: "pd.Series[float]", near: FloatArray) -> FloatArray:
    r"""Return the yearly hires that each wanted occupation can draw on, (wanted,).

    .. math:: H_o = \sum_s h_s \, w_{os} \, \frac{w_{os} j_o}{\sum_{o'} w_{o's} j_{o'}}

    Hires h of a source go to the wanted occupations by their jobs j and nearness w, so nobody is hired twice.
    """
    claims = near * jobs[:, np.newaxis]
    all_claims = claims.sum(axis=0)
    share = np.divide(claims, all_claims, out=np.zeros_like(claims), where=all_claims > 0)
    pool: FloatArray = (near * share) @ hires.to_numpy(dtype=float)
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
    drawn = [split(rng.permutation(slices), ranges[name], (0.0, 1.0)) for name in OF_HIRING]
    jobs, near = known.jobs.to_numpy(), nearness(list(known.soc), list(hires.index), 1.0)
    related = near * (known.soc.to_numpy()[:, np.newaxis] != hires.index.to_numpy())
    years = []
    for share, reach, moving in zip(*drawn, strict=True):
        won = share * shared_hires(jobs, hires, near - (1 - reach) * related)
        years.append(_staffed(jobs, jobs * (1 - moving) / np.maximum(won, 1e-9)))
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

"""Workers within commuting reach of every county."""

from collections.abc import Mapping

import numpy as np

from .._types import FloatArray
from ..counties import commuting_fit, distance_matrix
from ..reference import Assumption, number, table
from ..reference import assumptions as declared_assumptions


def workers_in_reach(assumptions: Mapping[str, Assumption] | None = None) -> FloatArray:
    r"""Workers within commuting reach of each county.

    .. math:: W_w = \sum_h L_h \min(1, e^{x_{hw}'\gamma - \bar x'\gamma})

    where L is the labor force, x the distance and the borders of county and state between home and work, and
    :math:`\bar x` the mean commute to another county of the state: the ``reach`` of :func:`impact.counties.shed`, but
    that those who live in the county itself count as commuting shows, however wide the county is.

    Parameters
    ----------
    assumptions : mapping of str to Assumption, optional
        As from :func:`impact.reference.override`; ``commuting_cutoff_km`` is the longest commute.

    Returns
    -------
    (counties,) array
        Persons, in order of FIPS; a county whose labor force is not published counts none.

    Examples
    --------
    >>> reach = dict(zip(table("counties").fips, workers_in_reach(), strict=True))
    >>> bool(150_000 < reach["32029"] < 400_000)  # Storey, beside Reno
    True
    """
    assumptions = declared_assumptions() if assumptions is None else assumptions
    fit, counties = commuting_fit(assumptions), table("counties")
    gamma, mean_km = fit.coefficients, fit.report["mean_km"]
    km = distance_matrix()
    home, work = np.nonzero(km <= number(assumptions, "commuting_cutoff_km"))
    pair_km = km[home, work]
    states = counties.state.to_numpy()
    pull = gamma["log_km"] * np.log(pair_km / mean_km) + gamma["km_100"] * (pair_km - mean_km) / 100
    pull += gamma["same_state"] * ((states[home] == states[work]) - 1.0) + gamma["same_county"] * (home == work)
    weight = np.minimum(1.0, np.exp(pull))
    people = counties.labor_force.fillna(0.0).to_numpy(dtype=np.float64)
    reached: FloatArray = np.bincount(work, weight * people[home], minlength=len(people)).astype(np.float64)
    return reached

"""Ranking of counties for a plant, with the drivers of the rank.

It rests on the plant's purchases, pay and jobs.
"""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from .._types import FloatArray, SingleArray
from ..errors import UsageError
from ..reference import OPERATIONS, assumptions, measures, table
from ..studies import Shock, Site, Study, relative_pay
from ._case import prepare
from ._county_model import CountyModel
from ._homes import homes
from ._rank_drivers import SITE_DRIVERS, check_weights, drivers, score

CRITERIA = ("local_jobs", "state_jobs", "us_jobs", "labor_income")
REFERENCE_JOBS = 100.0  # direct
REFERENCE_COUNTY = "Los Angeles, CA"  # any county gives the same direct effect
MAX_COUNTIES_SOLVED = 20  # the first of a ranking, solved in full
COUNTIES_PER_PASS, MAX_THREADS = 4, 4
RESIDUAL_TOLERANCE = 1e-4  # relative residual of their solve, as in a study


class _Plant(NamedTuple):
    """Operations of a plant, and relative pay in each county, (counties,).

    Pay is relative to the county where the plant was prepared.
    """

    shock: Shock
    pay: FloatArray


def rank(
    model: CountyModel,
    facility: str | Mapping[str, float],
    by: str | Mapping[str, float] = "local_jobs",
    fips: Sequence[str] = (),
    capacity: float | str | None = None,
) -> pd.DataFrame:
    """Rank the counties by a plant's effects there.

    A facility type buys, pays and employs as its own; an industry code as its BEA industry does on average.

    Parameters
    ----------
    model : CountyModel
        From :func:`county_model`.
    facility : str or mapping of str to float
        A facility type of the catalogue, a file with one's own, an industry code, or shares of the plant's output by
        BEA or NAICS code.
    by : str or mapping of str to float
        ``local_jobs``, ``state_jobs``, ``us_jobs`` or ``labor_income`` (of jobs in the county); or weights of any
        numeric columns, negative where less is better. Then ``score`` is the weighted mean of percentiles among the
        counties ranked, 0 to 100.
    fips : sequence of str
        Counties to rank; all when empty.
    capacity : float or str, optional
        Of a facility type, such as ``"30 GWh/yr"``; a plant of 100 direct jobs when omitted.

    Returns
    -------
    DataFrame
        Best first: ``rank, fips, name, state, direct_jobs``; the Type II ``local_jobs, state_jobs, us_jobs`` (direct
        ones included) and the other measures in the county (money in million USD of the model's year);
        ``with_returns``, whether effects that come back through other places are counted, as in a study: they are for
        the first 20; and the drivers: ``inputs_from_county`` and ``workers_from_county`` (shares), ``workers_in_reach``
        (with the decay of :func:`impact.counties.shed`), ``average_pay`` (USD a job of the county, benefits included),
        ``energy_community`` and ``opportunity_zones`` (share of the county's people in areas of federal incentives),
        and for a facility type ``suppliers`` and ``customers`` (known plants within 300 km).

    Raises
    ------
    UsageError
        If the criterion or a weighted column is unknown, or all weights are zero.
    SiteError
        If the facility, an industry code or the capacity is not known.
    """
    if isinstance(by, str) and by not in CRITERIA:
        raise UsageError(f"Counties are not ranked by {by!r}. Choose one of: {', '.join(CRITERIA)}.")
    site, shock = _site(model, facility, capacity)
    plant = _Plant(shock, relative_pay(site, model.fips))
    if isinstance(by, Mapping):
        check_weights(by, list(dict.fromkeys([*CRITERIA, *(name for name in measures() if name != "jobs")])), site)
    counties = table("counties")
    with threadpool_limits(1, "blas"):  # the same bits on any number of processors
        effects = _effects_everywhere(model, plant)
    frame = counties[["fips", "name", "state"]].assign(**effects, **drivers(model, site, shock))
    if fips:
        frame = frame[frame.fips.isin(fips)]
    frame = _ordered(frame, by)
    frame = _with_returns(model, frame, plant)
    frame = _ordered(frame, by)
    frame.insert(0, "rank", np.arange(1, len(frame) + 1))
    last = [name for name in SITE_DRIVERS if name in frame]
    return frame[[*(name for name in frame if name not in last), *last]]


def _ordered(frame: pd.DataFrame, by: str | Mapping[str, float]) -> pd.DataFrame:
    """Sort by a column, or by the score of weights.

    The score becomes a column.
    """
    if isinstance(by, Mapping):
        frame = frame.assign(score=score(frame, by))
    column = by if isinstance(by, str) else "score"
    return frame.sort_values([column, "fips"], ascending=[False, True], ignore_index=True)


def _site(model: CountyModel, facility: str | Mapping[str, float], capacity: float | str | None) -> tuple[Site, Shock]:
    """Return a plant and its direct effect.

    It is in dollars of the model's year.
    """
    year = model.nation.economy
    size = {"jobs": REFERENCE_JOBS} if capacity is None else {"capacity": capacity}
    years = {"year": year, "dollar_year": year, "economy": year}
    if isinstance(facility, str):
        study = Study.short(f"{facility}@{REFERENCE_COUNTY}", **size, **years)
    else:
        study = Study.read({"name": "Plant", "county": REFERENCE_COUNTY, "industries": dict(facility), **size, **years})
    shock = next(part.shock for part in prepare(study).parts if part.shock.phase == OPERATIONS)
    return study.site, shock


def _direct(model: CountyModel, measure: str, plant: _Plant) -> FloatArray:
    """Return a measure of the plant itself in each county, (counties,)."""
    shock = plant.shock
    if measures()[measure].direct != "stated":
        own: FloatArray = shock.output @ model.direct(measure).astype(np.float64)
        return own
    known = shock.output_known or measure not in ("output", "value_added")
    plant_value = float(getattr(shock, measure).sum()) if known else 0.0
    return plant_value * plant.pay if measure == "labor_income" else np.full(len(model.fips), plant_value)


def _effects_everywhere(model: CountyModel, plant: _Plant) -> dict[str, FloatArray]:
    """Return the plant's effects in each county, by the adjoint.

    Any bill of goods costs the same to evaluate.
    """
    bill, income = plant.shock.purchases.domestic, plant.shock.household_income * plant.pay
    residence = model.residence
    states = np.array([code[:2] for code in model.fips])
    edges = [*np.flatnonzero(np.append(True, states[1:] != states[:-1])), len(states)]
    members = [slice(first, last) for first, last in pairwise(edges)]
    pairs = residence.tocoo()
    same_state = states[pairs.row] == states[pairs.col]

    def valued(value: SingleArray) -> tuple[FloatArray, FloatArray]:
        """Return values of local purchases and of residents' labor income."""
        return bill @ value, model.spending * (model.pattern @ value)

    output = model.county_response(bill, income)
    in_county = {
        name: _direct(model, name, plant) + (model.direct(name) * output).sum(axis=0, dtype=np.float64)
        for name in measures()
    }
    of_state, at_home = valued(model.trade.allocate_transposed_within(model.state_multipliers("jobs"), members))
    returned = np.bincount(
        pairs.col[same_state], pairs.data[same_state] * at_home[pairs.row[same_state]], minlength=len(states)
    )
    of_nation, anywhere = valued(model.trade.allocate_transposed(model.multipliers("jobs")))
    direct = _direct(model, "jobs", plant)
    return {
        "direct_jobs": direct,
        "local_jobs": in_county.pop("jobs"),
        "state_jobs": direct + of_state + income * returned,
        "us_jobs": direct + of_nation + income * (residence.T @ anywhere),
        **in_county,
    }


def _with_returns(model: CountyModel, frame: pd.DataFrame, plant: _Plant) -> pd.DataFrame:
    """Return a ranking with its first counties solved in full.

    These count returns through other counties.
    """
    first = [model.fips.index(code) for code in frame.fips.head(MAX_COUNTIES_SOLVED)]
    stacks = [first[start : start + COUNTIES_PER_PASS] for start in range(0, len(first), COUNTIES_PER_PASS)]
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(min(os.cpu_count() or 1, MAX_THREADS)) as pool:
        solved = list(pool.map(partial(_solved, model, plant), stacks))
    exact = pd.DataFrame([row for rows in solved for row in rows])
    frame = frame.assign(with_returns=frame.index < len(exact))
    for name in exact:
        frame.loc[exact.index, name] = exact[name]
    return frame


def _solved(model: CountyModel, plant: _Plant, counties: Sequence[int]) -> list[dict[str, float]]:
    """Return a plant's measures for each of some counties.

    They are effects in the county, and jobs in its state and the nation.
    """
    living = [
        homes(model.fips[county_index], OPERATIONS, assumptions(), model.nation.economy) for county_index in counties
    ]
    income = plant.shock.household_income * plant.pay[list(counties), np.newaxis]
    sales = np.stack([model.sales_to(county_index, plant.shock.purchases.domestic) for county_index in counties])
    output = model.total_response(sales, np.stack(living) * income, RESIDUAL_TOLERANCE)
    direct = {name: _direct(model, name, plant) for name in measures()}
    per_dollar = {name: model.direct(name) for name in measures()}
    rows = []
    for county_index, caused in zip(counties, output, strict=True):
        inside = np.char.startswith(np.array(model.fips), model.fips[county_index][:2])
        jobs, own = (per_dollar["jobs"] * caused).sum(axis=0), direct["jobs"][county_index]
        row = {
            "local_jobs": own + jobs[county_index],
            "state_jobs": own + jobs[inside].sum(),
            "us_jobs": own + jobs.sum(),
        }
        other_measures = [name for name in measures() if name != "jobs"]
        rows.append(
            row
            | {
                name: direct[name][county_index] + float(per_dollar[name][:, county_index] @ caused[:, county_index])
                for name in other_measures
            }
        )
    return rows

"""The multipliers of every county as one table."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from .._types import FloatArray
from ..counties import activity, region
from ..errors import RegionError
from ..reference import OPERATIONS, assumptions
from ..reference import measures as declared_measures
from ..trade import GRAVITY
from ._county_model import CountyModel, county_model
from ._homes import homes
from ._regional import regional_multipliers

SCOPES = ("direct", "county", "state", "us")
MAX_SOLVED_ONE_BY_ONE = 4  # more industries are solved together
RESIDUAL_TOLERANCE = 1e-4  # relative residual of the solve of one county, as in a study


def place_multipliers(
    place: str | Sequence[str],
    trade: str = GRAVITY,
    economy: int | None = None,
    industries: Sequence[str] = (),
    model: CountyModel | None = None,
) -> pd.DataFrame:
    """Multipliers of every industry in a county or region.

    Parameters
    ----------
    place : str or sequence of str
        As in :func:`impact.region`; with gravity one county.
    trade : str
        One of ``impact.trade.TRADE_MODELS``.
    economy : int, optional
        Year of the accounts; by default that of the manifest.
    industries : sequence of str
        BEA codes; all when empty.
    model : CountyModel, optional
        With gravity, in place of that of the economy.

    Returns
    -------
    DataFrame
        One row per industry: ``industry, title, local_jobs``, and for each measure columns per million USD of output of
        that year (jobs, or million USD). With gravity ``fips`` and ``_direct, _county, _state`` and ``_us``, what
        returns through other places included: Type II multipliers of a plant that buys as its industry does, also one
        that the county does not have yet. With a quotient ``_direct``, ``_type1`` and ``_type2`` of the region alone,
        for the industries with jobs in it.

    Raises
    ------
    RegionError
        If the place is not found, or with gravity is more than one county.
    UsageError
        If the method is unknown or there is no economy of that year.
    """
    if trade != GRAVITY:
        multipliers = regional_multipliers(place, trade, economy)
        return multipliers[multipliers.industry.isin(industries)] if industries else multipliers
    area = region(place)
    if len(area.fips) > 1:
        raise RegionError(f"{area.label} has {len(area.fips)} counties. Name one, or a quotient such as 'flq'.")
    return county_multipliers(model or county_model(economy=economy), area.fips[0], industries=industries)


def national_multipliers(model: CountyModel, fips: Sequence[str] = (), measures: Sequence[str] = ()) -> pd.DataFrame:
    """Type II multipliers of industries in many counties.

    They are effects of a million dollars of output, by place.

    Parameters
    ----------
    model : CountyModel
        From :func:`county_model`.
    fips : sequence of str
        Counties; all when empty.
    measures : sequence of str
        Measures; all when empty.

    Returns
    -------
    DataFrame
        One row per county and industry with jobs in it: ``fips, industry, title, local_jobs``, and for each measure
        ``_direct, _county, _state`` and ``_us`` per million USD of output of the model's year (jobs, or million USD).
        Effects in the county and state leave out returns through other places, a few percent; :func:`place_multipliers`
        includes them.

    Raises
    ------
    RegionError
        If a code is no county of 2023.
    """
    codes = list(fips or model.fips)
    jobs = activity(codes, model.nation.economy).jobs
    county_index = np.array([model.fips.index(code) for code in codes])
    row, industry = np.nonzero(jobs)
    county = county_index[row]
    columns = {
        "fips": np.array(model.fips)[county],
        "industry": model.nation.industries.index.to_numpy()[industry],
        "title": model.nation.industries.title.to_numpy()[industry],
        "local_jobs": jobs[row, industry],
    }
    for measure in measures or declared_measures():
        columns[f"{measure}_direct"] = model.direct(measure)[industry, county]
        columns[f"{measure}_county"] = model.county_multipliers(measure)[industry, county]
        columns[f"{measure}_state"] = model.state_multipliers(measure)[industry, county]
        columns[f"{measure}_us"] = model.multipliers(measure)[industry, county]
    return pd.DataFrame(columns)


def county_multipliers(
    model: CountyModel, fips: str, measures: Sequence[str] = (), industries: Sequence[str] = ()
) -> pd.DataFrame:
    """Type II multipliers of a county's industries, with returns from elsewhere.

    They are those of a plant that buys as its industry does, as :func:`impact.run` studies it: its workers live in the
    county's labor shed. An industry that the county does not have yet is answered for as well.

    Parameters
    ----------
    model : CountyModel
        From :func:`county_model`.
    fips : str
        The county.
    measures : sequence of str
        Measures; all when empty.
    industries : sequence of str
        BEA codes; all when empty. Few are solved one by one; more take a transposed solve per measure and place.

    Returns
    -------
    DataFrame
        As :func:`national_multipliers`, one row per industry that has jobs in the nation.

    Raises
    ------
    RegionError
        If the code is no county of 2023.
    """
    local_jobs = activity([fips], model.nation.economy).jobs[0]
    named = list(measures or declared_measures())
    known = model.nation.industries
    rows = np.flatnonzero(known.jobs.to_numpy() > 0)
    if industries:
        rows = rows[known.index[rows].isin(industries)]
    with threadpool_limits(1, "blas"):  # the same bits on any number of processors
        columns = (_forward if 0 < len(rows) <= MAX_SOLVED_ONE_BY_ONE else _transposed)(model, fips, named, rows)
    direct = {f"{measure}_direct": model.direct(measure)[rows, model.fips.index(fips)] for measure in named}
    labels = {"fips": fips, "industry": known.index[rows], "title": known.title.to_numpy()[rows]}
    order = [f"{measure}_{scope}" for measure in named for scope in SCOPES]
    return pd.DataFrame(labels | {"local_jobs": local_jobs[rows]} | direct | columns)[[*labels, "local_jobs", *order]]


def _places(model: CountyModel, fips: str) -> dict[str, NDArray[np.bool_]]:
    """Return the members of the county, its state and the nation."""
    codes = np.array(model.fips)
    everywhere = np.ones(len(codes), dtype=np.bool_)
    return {"county": codes == fips, "state": np.char.startswith(codes, fips[:2]), "us": everywhere}


def _forward(model: CountyModel, fips: str, measures: Sequence[str], rows: NDArray[np.int64]) -> dict[str, FloatArray]:
    """Solve a plant of each industry."""
    county_index = model.fips.index(fips)
    living = homes(fips, OPERATIONS, assumptions(), model.nation.economy)
    sales = np.stack([model.sales_to(county_index, model.requirements[:, row].astype(np.float64)) for row in rows])
    output = model.total_response(
        sales, np.stack([living * float(model.income[row]) for row in rows]), RESIDUAL_TOLERANCE
    )
    output[np.arange(len(rows)), rows, county_index] += 1.0
    columns = {}
    for measure in measures:
        by_county = (model.direct(measure) * output).sum(axis=1)
        for place, inside in _places(model, fips).items():
            columns[f"{measure}_{place}"] = by_county[:, inside].sum(axis=1)
    return columns


def _transposed(
    model: CountyModel, fips: str, measures: Sequence[str], rows: NDArray[np.int64]
) -> dict[str, FloatArray]:
    """Solve for plants of all industries at once."""
    county_index = model.fips.index(fips)
    living = homes(fips, OPERATIONS, assumptions(), model.nation.economy)
    columns: dict[str, FloatArray] = {}
    for place, inside in _places(model, fips).items():
        weights = np.stack([model.direct(measure).astype(np.float64) * inside for measure in measures])
        multipliers = model.plant_multipliers(county_index, living, weights, RESIDUAL_TOLERANCE)
        columns |= {f"{measure}_{place}": values[rows] for measure, values in zip(measures, multipliers, strict=True)}
    return columns

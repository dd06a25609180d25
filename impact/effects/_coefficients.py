"""Measures per dollar of output, which may differ between counties."""

from collections.abc import Sequence

import numpy as np

from .._types import FloatArray
from ..accounts import Nation
from ..counties import activity
from ..errors import DataError
from ..reference import Measure


def coefficients_by_place(measure: Measure, nation: Nation, fips: Sequence[str]) -> FloatArray:
    """Return a measure per million USD of output.

    Its shape is (industries,), or (counties, industries) where it differs by place.

    Raises
    ------
    DataError
        If its table lacks a place or industry.
    """
    keys = measure.coefficients.by
    if keys == ("industry",):
        return nation.coefficients(measure.name)
    if measure.coefficients.totals:
        return _own_jobs(measure, nation, fips)
    place = next(key for key in keys if key != "industry")
    by_place = measure.frame(nation.economy).pivot(index=place, columns="industry", values="value")
    places = [code[:2] if place == "state" else code for code in fips]
    for wanted, known in ((places, by_place.index), (nation.industries.index, by_place.columns)):
        lacking = sorted(set(wanted).difference(known))
        if lacking:
            raise DataError(f"Measure {measure.name}: the table {measure.coefficients.table} lacks {lacking[0]}.")
    values: FloatArray = by_place.loc[places, nation.industries.index].to_numpy(dtype=np.float64)
    return values


def coefficients_of_region(measure: Measure, nation: Nation, fips: Sequence[str]) -> FloatArray:
    """Return a region's measure per million USD of output, (industries,).

    Industries without output in the counties take the counties' mean.
    """
    values = coefficients_by_place(measure, nation, fips)
    if values.ndim == 1:
        return values
    output = activity(fips, nation.economy).shares * nation.output
    total = output.sum(axis=0)
    mean: FloatArray = values.mean(axis=0)
    own: FloatArray = np.divide((values * output).sum(axis=0), total, out=mean, where=total > 0)
    return own


def _own_jobs(measure: Measure, nation: Nation, fips: Sequence[str]) -> FloatArray:
    """Return jobs per million USD of output of each county.

    The nation's figure stands in where the county has no output.
    """
    where = activity(fips, nation.economy)
    output = where.shares * nation.output
    own: FloatArray = np.repeat(nation.coefficients(measure.name)[np.newaxis], len(fips), axis=0)
    return np.divide(where.jobs, output, out=own, where=output > 0)

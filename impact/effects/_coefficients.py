"""Measures per dollar of output, which may differ between counties."""

from collections.abc import Sequence

import numpy as np

from .._types import FloatArray
from ..accounts import Nation
from ..errors import DataError
from ..reference import Measure


def coefficients_by_place(measure: Measure, nation: Nation, fips: Sequence[str]) -> FloatArray:
    """Return a measure per million USD of output: (industries,), or (counties, industries) where it differs by place.

    Raises
    ------
    DataError
        If its table lacks a place or industry.
    """
    keys = measure.coefficients.by
    if keys == ("industry",):
        return nation.coefficients(measure.name)
    place = next(key for key in keys if key != "industry")
    wide = measure.frame(nation.economy).pivot(index=place, columns="industry", values="value")
    places = [code[:2] if place == "state" else code for code in fips]
    for wanted, known in ((places, wide.index), (nation.industries.index, wide.columns)):
        lacking = sorted(set(wanted).difference(known))
        if lacking:
            raise DataError(f"Measure {measure.name}: the table {measure.coefficients.table} lacks {lacking[0]}.")
    values: FloatArray = wide.loc[places, nation.industries.index].to_numpy(dtype=np.float64)
    return values

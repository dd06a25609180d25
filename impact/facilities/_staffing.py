"""Staffing of industries, by occupation."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .._types import FloatArray
from ..reference import kept, table


def staffing_matrix() -> tuple[FloatArray, tuple[str, ...], tuple[str, ...]]:
    """Return shares of occupations by industry, with both lists of codes.

    Returns
    -------
    (industries, occupations) array, industries, occupations
        Rows sum to one, or are zero where BLS publishes no pattern (owner-occupied housing, customs duties).
    """
    matrix, industries, codes = _matrix()
    return matrix.copy(), industries, codes


@kept
def _matrix() -> tuple[FloatArray, tuple[str, ...], tuple[str, ...]]:
    pattern = table("staffing")
    industries = tuple(table("industries").code)
    codes = tuple(sorted(set(pattern.soc)))
    matrix = np.zeros((len(industries), len(codes)))
    row = pd.Index(industries).get_indexer(pd.Index(pattern.industry))
    column = pd.Index(codes).get_indexer(pd.Index(pattern.soc))
    matrix[row[row >= 0], column[row >= 0]] = pattern.share.to_numpy()[row >= 0]
    return matrix, industries, codes


def staffing(industries: Mapping[str, float]) -> "pd.Series[float]":
    """Return occupation shares of some industries' jobs, by SOC code.

    Parameters
    ----------
    industries : mapping of str to float
        Shares of the jobs by BEA detail industry.

    Examples
    --------
    >>> shares = staffing({"335911": 0.5, "325180": 0.5})
    >>> round(float(shares.sum()), 9)
    1.0
    """
    matrix, codes, occupations = _matrix()
    industry_index = pd.Index(codes).get_indexer(pd.Index(list(industries)))
    shares = np.array(list(industries.values())) @ matrix[industry_index]
    staffing_shares = pd.Series(shares, index=pd.Index(occupations, name="soc"), name="share")
    return staffing_shares[staffing_shares > 0]

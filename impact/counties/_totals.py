"""Totals of every county's economy, and its commuters in and out."""

import numpy as np
import pandas as pd

from .._types import FloatArray
from ..reference import economy_year, table
from ._activity import places_of


def county_totals(economy: int | None = None, prices: FloatArray | None = None) -> pd.DataFrame:
    """Return jobs, income, value added, output and commuters of each county.

    Parameters
    ----------
    economy : int, optional
        Year of the economy; by default that of the manifest.
    prices : (industries,) array, optional
        Price of each industry in another year relative to that of the economy; the money is then of that year.

    Returns
    -------
    DataFrame
        By FIPS code: ``jobs``, and ``labor_income, value_added, output`` in million USD of the year, of all
        industries, by place of work. Income and value added are the nation's shares of each industry's output. Workers
        of the Census commuting flows: ``work_here``, ``come_in`` (work here, live elsewhere), ``go_out`` (live here,
        work elsewhere).

    Raises
    ------
    UsageError
        If there is no economy of that year.

    Examples
    --------
    >>> storey = county_totals().loc["32029"]
    >>> bool(storey.labor_income < storey.value_added < storey.output)
    True
    """
    year = economy_year(economy)
    industries = table("industries", year).set_index("code")
    earned = industries.compensation + industries.proprietors_income
    added = industries[["compensation", "production_taxes", "operating_surplus"]].sum(axis=1)
    cells, fips = table("county_jobs", year), table("counties").fips
    industry_index, county_index = places_of(cells.industry, industries.index), places_of(cells.fips, fips)
    per_dollar = {"labor_income": earned / industries.output, "value_added": added / industries.output}
    output = cells.output.to_numpy() * (1.0 if prices is None else prices[industry_index])
    weights = {name: output * share.to_numpy()[industry_index] for name, share in per_dollar.items()}
    sums = {name: np.bincount(county_index, of, len(fips)) for name, of in (weights | {"output": output}).items()}
    money = pd.DataFrame(sums, index=pd.Index(fips, name="fips"))
    jobs = table("county_sectors", year).groupby("fips").jobs.sum()
    return jobs.to_frame().join(money).join(_commuters())


def _commuters() -> pd.DataFrame:
    """Return workers of each county by residence and by workplace."""
    flows = table("commuting")
    across = flows[flows.home != flows.work]
    work, come = (commuters.groupby("work").workers.sum() for commuters in (flows, across))
    out = across.groupby("home").workers.sum()
    return pd.DataFrame({"work_here": work, "come_in": come, "go_out": out}).fillna(0).rename_axis("fips")

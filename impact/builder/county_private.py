"""Private wage-and-salary jobs by county and BEA industry.

County Business Patterns place them.
"""

from dataclasses import dataclass

import pandas as pd

from ..errors import DataError
from ._resolve import made
from .inputs import complete, file_of


@dataclass(frozen=True)
class PrivateJobs:
    """Wage-and-salary jobs, each (counties, industries).

    One array holds all, the other the part that CBP publishes.
    """

    jobs: pd.DataFrame
    published: pd.DataFrame


@made
def private_jobs(private_cells: pd.DataFrame, industry_weights: pd.DataFrame) -> PrivateJobs:
    """Private jobs of a year on the source's counties.

    The geography is that of 2020, with Valdez-Cordova whole.
    """
    jobs = _by_industry(private_cells, industry_weights)
    published = _by_industry(private_cells[private_cells.kind == "observed"], industry_weights)
    return PrivateJobs(jobs, published.reindex(index=jobs.index, columns=jobs.columns, fill_value=0.0))


@made
def private_cells(cbp_imputed: pd.DataFrame, year: int) -> pd.DataFrame:
    """Jobs by county and six-digit NAICS of 2017, as given.

    The kind of each cell stands beside.
    """
    cells = cbp_imputed[cbp_imputed.year == year].astype({"emp": float})
    complete(cells.set_index(["fips", "naics"]).emp, file_of("cbp_imputed"))
    return cells


@made
def industry_weights(naics_to_bea: pd.DataFrame) -> pd.DataFrame:
    """NAICS 2017 six-digit codes by BEA industry: (naics, industries).

    Each row sums to one.
    """
    frame = naics_to_bea[(naics_to_bea.naics_year == "2017") & (naics_to_bea.digits == "6")].astype({"weight": float})
    return frame.pivot_table(index="naics", columns="bea_detail", values="weight", aggfunc="sum", fill_value=0.0)


def _by_industry(cells: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    by_naics = cells.pivot_table(
        index="fips", columns="naics", values="emp", aggfunc="sum", fill_value=0.0, observed=True
    )
    unknown = by_naics.columns.difference(weights.index)
    if len(unknown):
        raise DataError(f"naics_to_bea.csv: no industry for NAICS {', '.join(unknown[:10])}.")
    return by_naics @ weights.reindex(by_naics.columns)

"""The multipliers of every county as one table."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..counties import activity, check_codes
from ..reference import measures as declared_measures
from ._county_model import CountyModel

SCOPES = ("direct", "county", "state", "us")


def national_multipliers(model: CountyModel, fips: Sequence[str] = (), measures: Sequence[str] = ()) -> pd.DataFrame:
    """Type II multipliers of the industries of counties: what a million dollars of output does, and where.

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
        Effects in the county and state leave out what comes back through others.

    Raises
    ------
    RegionError
        If a code is no county of 2023.
    """
    check_codes(fips)
    chosen = np.array([model.fips.index(code) for code in fips or model.fips])
    jobs = activity([model.fips[at] for at in chosen], model.nation.economy).jobs
    row, industry = np.nonzero(jobs)
    county = chosen[row]
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

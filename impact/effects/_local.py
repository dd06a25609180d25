"""Purchases in the plant's county, as the site states them."""

import numpy as np

from .._display import dollars
from .._types import FloatArray
from ..accounts import Nation
from ..counties import activity
from ..errors import SiteError
from ..facilities import industry_mix
from ..reference import OPERATIONS
from ..studies import Shock, Site


def local_purchases(site: Site, shock: Shock, nation: Nation) -> FloatArray:
    """Return local purchases stated by the site, (industries,).

    They are NaN where trade decides.

    Raises
    ------
    SiteError
        If that is more than the county makes.
    """
    codes = list(nation.industries.index)
    share = np.full(len(codes), np.nan)
    if shock.phase != OPERATIONS:
        return share
    for code, part in site.local_purchases.items():
        for industry in industry_mix({code: 1.0}, nation.economy):
            share[codes.index(industry)] = part
    wanted: FloatArray = share * shock.purchases.domestic
    if site.local_purchases:
        made = activity([shock.county.fips], nation.economy).shares[0] * nation.output
        for row_index in np.flatnonzero(wanted > made):
            raise SiteError(
                f"The plant would buy {dollars(wanted[row_index])} of {codes[row_index]} "
                f"({nation.industries.title.iloc[row_index]}) in {shock.county.label}, which makes "
                f"{dollars(made[row_index])}. Lower its share in 'local_purchases'."
            )
    return wanted

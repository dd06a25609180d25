"""Residences of workers, from the commuting flows of the American Community Survey."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..errors import DataError, RegionError
from ..reference import table

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MAX_COMMUTE_KM = 200.0


def residence_shares(
    workplaces: str | Sequence[str],
    flows: pd.DataFrame | None = None,
    longest_km: float = MAX_COMMUTE_KM,
) -> pd.Series:
    r"""Share of a county's or region's workers by county of residence.

    .. math:: s_h = \sum_{w \in W} F_{hw} \Big/ \sum_{h'} \sum_{w \in W} F_{h'w}

    Flows over 200 km are left out by default: 0.9 % of all workers, wrongly coded or on temporary assignments
    rather than commuting.

    Parameters
    ----------
    workplaces : str or sequence of str
        FIPS of the county or counties of work.
    flows : DataFrame, optional
        ``home, work, workers, distance_km``; the embedded table ``commuting`` when omitted.
    longest_km : float
        Longest commute that counts.

    Returns
    -------
    Series (counties,)
        Dimensionless, sums to 1; indexed by FIPS of residence in order, one entry for each home in ``flows``.

    Raises
    ------
    RegionError
        If no commuter to one of the workplaces is recorded.

    References
    ----------
    U.S. Census Bureau, ACS 2016-2020, *Residence County to Workplace County Commuting Flows*, table 1.

    Examples
    --------
    >>> residence_shares("32029").nlargest(2).round(2).to_dict()
    {'32031': 0.7, '32019': 0.17}
    """
    wanted = {workplaces} if isinstance(workplaces, str) else set(workplaces)
    flows = table("commuting") if flows is None else flows
    residences = pd.Index(sorted(flows.home.unique()), name="home")
    inward = flows[flows.work.isin(wanted) & (flows.distance_km <= longest_km)]
    silent = sorted(wanted - set(inward.loc[inward.workers > 0, "work"]))
    if silent or not wanted:
        places = ", ".join(silent[:10]) or "an empty region"
        raise RegionError(
            f"The commuting flows of 2016-2020 record no workers in {places}. "
            'Give FIPS codes of counties of 2023, as from impact.region("Storey, NV").fips.'
        )
    workers = inward.groupby("home").workers.sum().reindex(residences, fill_value=0)
    return (workers / workers.sum()).rename("share")


def commuting_matrix(longest_km: float = MAX_COMMUTE_KM) -> "csr_array":
    """Return the residences of every county's workers.

    Parameters
    ----------
    longest_km : float
        Longest commute that counts.

    Returns
    -------
    (counties, counties) sparse array, float32
        Share of the workers of the column's county who live in the row's; columns sum to one. In order of FIPS.

    Raises
    ------
    DataError
        If no commuter to some county is recorded.

    Examples
    --------
    >>> commuting_matrix().shape
    (3144, 3144)
    """
    from scipy.sparse import csr_array, diags_array

    counties = pd.Index(table("counties").fips)
    flows = table("commuting")
    flows = flows[flows.distance_km <= longest_km]
    flow_index = counties.get_indexer(pd.Index(flows.home)), counties.get_indexer(pd.Index(flows.work))
    workers = csr_array((flows.workers.to_numpy(dtype=float), flow_index), shape=(len(counties), len(counties)))
    arriving = workers.sum(axis=0)
    if not (arriving > 0).all():
        silent = ", ".join(counties[arriving == 0][:10])
        raise DataError(f"The commuting flows up to {longest_km:g} km record no workers in {silent}.")
    shares: csr_array = (workers @ diags_array(1 / arriving)).tocsr().astype(np.float32)
    return shares

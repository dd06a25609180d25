"""Effects of domestic production of a plant's inputs."""

import numpy as np
import pandas as pd

from .._types import Progress
from ..reference import OPERATIONS, number
from ..studies import Site, Study
from ._case import prepare
from ._county_model import county_model


def onshoring(
    site: Site | Study, progress: Progress = lambda done, total: None, economy: int | None = None
) -> pd.DataFrame:
    """Jobs that depend on domestic production of a plant's inputs.

    They are by line, with the national county model.

    Parameters
    ----------
    site : Site or Study
        What is studied; its operations count.
    progress : callable
        As in :func:`impact.run`.
    economy : int, optional
        As in :func:`impact.run`.

    Returns
    -------
    DataFrame
        ``site, item, commodity``, ``value`` (million USD of the dollar year at purchasers' prices), ``domestic_share``
        as studied with its ``share_source``; indirect and induced jobs that making the goods causes in the nation at
        that share (``jobs``) and if all were domestic (``jobs_all``), and the same in the study region with
        ``region_`` before; ``value_added`` and ``value_added_all`` (million USD) likewise in the nation, and
        ``imports``: what of the goods is made abroad (million USD of the accounts' year, producers' prices). Jobs are
        linear in the share, and those of transport and trade come on top at any share. Largest gain first.

    Raises
    ------
    SiteError, RegionError
        As :func:`impact.run`.
    """
    case = prepare(site, economy=economy)
    accounts = case.economy.nation
    model = county_model(case.assumptions, progress, economy=case.economy.year)
    per_dollar = case.economy.prices.jobs_per_real_dollar(case.study.year) / number(case.assumptions, "productivity")
    everywhere = model.direct("jobs") * per_dollar[:, np.newaxis]
    values_by_place = {
        "": model.adjoint(everywhere),
        "region_": model.adjoint(everywhere * np.isin(model.fips, case.region.fips)),
    }
    added = model.direct("value_added") * case.economy.prices.price(case.study.dollar_year)[:, np.newaxis]
    value_added_values = model.adjoint(added)
    frames = []
    for part in case.parts:
        if part.shock.phase != OPERATIONS:
            continue
        county_index = model.fips.index(part.shock.county.fips)
        lines = part.shock.purchases.lines
        commodity = accounts.commodities.index.get_indexer(pd.Index(lines.commodity))
        columns = {}
        for place, values in values_by_place.items():
            caused = (values[:, county_index] @ accounts.market_shares)[commodity]
            goods = lines.goods * (1 - lines.linked) * caused
            columns[f"{place}jobs"] = goods * lines.domestic_share
            columns[f"{place}jobs_all"] = goods
        caused = (value_added_values[:, county_index] @ accounts.market_shares)[commodity]
        goods = lines.goods * (1 - lines.linked)
        columns["value_added"] = goods * caused * lines.domestic_share
        columns["value_added_all"] = goods * caused
        columns["imports"] = goods * (1 - lines.domestic_share)
        names = lines[["item", "commodity", "value", "domestic_share", "share_source"]]
        frames.append(names.assign(site=part.site.name, **columns))
    frame = pd.concat(frames, ignore_index=True)
    order = (frame.jobs - frame.jobs_all).argsort(kind="stable")
    return frame.iloc[order][["site", *(column for column in frame if column != "site")]].reset_index(drop=True)

"""Ablation: the effect of each assumption by itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd

from .._economy import Economy
from .._types import FloatArray, Progress
from ..accounts import Nation, nation
from ..effects import Case, prepare, solve_studies
from ..errors import ModelError
from ..reference import measures, table
from ..studies import Shock, Site, Study
from ..trade import GRAVITY, TRADE_MODELS
from ._drivers import drawn
from ._summary import PARTS, PHASES

DISTANCES = ("local_distance", "goods_distance")


@dataclass(frozen=True)
class _Alternative:
    """Study with one assumption at another value, and its solver settings."""

    assumption: str
    name: str
    study: Study
    economy: Economy | None = None
    altered: Callable[[Shock], Shock] = lambda shock: shock
    households: bool = True


def ablate(
    site: Site | Study,
    trade: str | None = None,
    progress: Progress = lambda done, total: None,
    economy: int | None = None,
) -> pd.DataFrame:
    """Set one assumption at a time to its alternatives.

    The trade model; households that spend nothing (Type I), or all live where they work; the scrap adjustment of BEA's
    industries; the plant's analysis by parts; the distance scale of each class of trade, for gravity; and purchases
    without trade and transport margins, as if the plant paid its makers all it pays.

    Parameters
    ----------
    site : Site or Study
        What is built where.
    trade : str, optional
        Replaces the trade model.
    progress : callable
        Called with the alternatives solved and in all.
    economy : int, optional
        As in :func:`impact.run`.

    Returns
    -------
    DataFrame
        ``assumption, alternative, phase``, the four measures of the total effect in the study region, and ``change``:
        jobs relative to the study as it is, less one. The first rows are the study as it is; alternatives that the
        model refuses are left out.

    Raises
    ------
    SiteError, RegionError, UsageError
        As :func:`impact.run`.
    """
    case = prepare(site, trade, economy)
    region = case.region.fips
    present = sorted({part.shock.phase for part in case.parts})
    alternatives = [_Alternative("as studied", "", case.study), *_alternatives(case)]
    rows: list[list[object]] = []
    jobs: dict[str, float] = {}
    progress(0, len(alternatives))
    for done, alternative in enumerate(alternatives, start=1):
        try:
            (effects,) = solve_studies([alternative.study], case.study, alternative.economy, alternative.altered)
        except ModelError:
            continue
        inside = (
            np.isin(table("counties").fips, region)
            if alternative.study.trade == GRAVITY
            else np.ones(len(region), dtype=bool)
        )
        parts = effects[:, : len(PARTS) if alternative.households else 2]
        for phase in present:
            total = parts[PHASES.index(phase)][:, inside].sum(axis=(0, 1))
            base = jobs.setdefault(phase, float(total[0]))
            rows.append([alternative.assumption, alternative.name, phase, *total.tolist(), float(total[0]) / base - 1])
        progress(done, len(alternatives))
    return pd.DataFrame(rows, columns=["assumption", "alternative", "phase", *measures(), "change"])


def _alternatives(case: Case) -> Iterator[_Alternative]:
    study, economy = case.study, case.economy
    for model in TRADE_MODELS:
        if model != case.trade:
            yield _Alternative("trade model", model, study.model_copy(update={"trade": model}))
    yield _Alternative("households", "spend nothing (Type I)", study, households=False)
    yield _Alternative("households", "all live where they work", drawn(study, {"resident_share": 1.0}))
    adjusted = replace(economy, nation=nation(scrap_adjustment=True, economy=economy.year))
    yield _Alternative("scrap", "market shares adjusted", study, adjusted)
    if any(site.by_parts for site in study.sites):
        yield _Alternative("analysis", "average", study.on_average())
    price = economy.prices.commodity_price(study.dollar_year, economy.nation.market_shares)
    unmarked = partial(_without_margins, price, economy.nation)
    yield _Alternative("margins", "none: makers get all that is paid", study, altered=unmarked)
    if case.trade == GRAVITY:
        for name in DISTANCES:
            scale = case.assumptions[name]
            for value in (scale.low, scale.high):
                if value is not None and value != scale.value:
                    yield _Alternative(name.replace("_", " "), f"{value:g} times", drawn(study, {name: value}))


def _without_margins(price: FloatArray, accounts: Nation, shock: Shock) -> Shock:
    """Return a shock without margins.

    Makers of goods receive the full price; carriers and traders receive nothing.

    ``price`` is that of each commodity in the dollar year, 1 in the year of the accounts.
    """
    lines = shock.purchases.lines
    commodity_index = accounts.commodities.index.get_indexer(pd.Index(lines.commodity))
    goods = np.zeros(len(price))
    np.add.at(
        goods,
        commodity_index,
        lines.value.to_numpy() / price[commodity_index] * lines.domestic_share * (1 - lines.linked),
    )
    return replace(shock, purchases=replace(shock.purchases, domestic=accounts.market_shares @ goods))

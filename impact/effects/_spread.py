"""From the direct effect of a plant to output everywhere: in the region alone by quotients, or in all counties."""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from ..accounts import Nation, state_rates
from ..counties import Region
from ..reference import Assumption, at_odds, number, table
from ..studies import CONSTRUCTION, OPERATIONS, Shock
from ._county_model import CountyModel, Response
from ._homes import homes
from ._regional import RegionalModel, computed, regional_model

FloatArray = NDArray[np.float64]
STACKED = 4  # shocks in one pass: more save no time
MOST_THREADS = 4  # each holds 100 MB a shock


@dataclass(frozen=True)
class Spread:
    """Indirect and induced output of each shock, each (counties, industries), in million USD of the accounts' year."""

    fips: tuple[str, ...]
    outputs: tuple[Mapping[str, FloatArray], ...]
    assumptions: Mapping[str, Assumption]


def in_region(
    shocks: Sequence[Shock],
    local: Sequence[FloatArray],
    accounts: Nation,
    area: Region,
    chosen: Mapping[str, Assumption],
    trade: str,
) -> Spread:
    """Return effects in the region alone, by quotients; industries are spread over its counties by their shares.

    ``local`` is what each plant buys in the region by its own word, (industries,) each, NaN where the quotient decides.
    """
    running: dict[str, FloatArray] = {}
    for shock in shocks:
        if shock.phase == OPERATIONS:
            running[shock.county.fips] = running.get(shock.county.fips, 0.0) + shock.output
    model = regional_model(area, accounts, chosen, trade, running)
    outputs = []
    for shock, fixed in zip(shocks, local, strict=True):
        bought = np.where(np.isfinite(fixed), fixed, _regional_share(model, accounts, shock) * shock.purchases.domestic)
        bought = _bought_here(bought, shock.purchases.domestic, chosen)
        income = _resident(area, shock, chosen, accounts.economy) * shock.household_income
        outputs.append(
            {
                "indirect": model.activity.shares * (bought + model.indirect(bought)),
                "induced": model.activity.shares * model.induced(bought, income),
            }
        )
    return Spread(area.fips, tuple(outputs), computed(model, chosen))


def _resident(area: Region, shock: Shock, chosen: Mapping[str, Assumption], economy: int) -> float:
    """Return the part of a plant's pay that is earned by residents of the region."""
    if chosen["resident_share"].overridden:
        outside = number(chosen, "outside_builders") if shock.phase == CONSTRUCTION else 0.0
        return number(chosen, "resident_share") * (1 - outside)
    inside = table("counties").fips.isin(area.fips).to_numpy()
    return float(homes(shock.county.fips, shock.phase, chosen, economy)[inside].sum())


def _regional_share(model: RegionalModel, accounts: Nation, shock: Shock) -> FloatArray:
    """Return the part of purchases from each industry that the region sells, (industries,).

    It is that of the plant's own industry; for what this does not buy on average, that of all industries together.
    """
    national = accounts.direct_requirements()
    own, bought = model.requirements @ shock.output, national @ shock.output
    average = model.requirements @ accounts.output, national @ accounts.output
    share = np.divide(average[0], average[1], out=np.zeros_like(own), where=average[1] > 0)
    return np.divide(own, bought, out=share, where=bought > 0)


def everywhere(
    shocks: Sequence[Shock],
    local: Sequence[FloatArray],
    model: CountyModel,
    chosen: Sequence[Mapping[str, Assumption]],
    tolerance: float,
) -> tuple[Mapping[str, FloatArray], ...]:
    """Return the outputs of :class:`Spread` in all counties, by gravity, of several shocks in one pass.

    ``chosen`` are the assumptions about the plant of each shock; those about the economy are in the model.
    """

    def solved(part: slice) -> Response:
        sales, income = [], []
        for shock, fixed, assumed in zip(shocks[part], local[part], chosen[part], strict=True):
            at = model.fips.index(shock.county.fips)
            sales.append(_sales(model, at, shock.purchases.domestic, fixed, assumed))
            income.append(homes(shock.county.fips, shock.phase, assumed, model.nation.economy) * shock.household_income)
        return model.respond(np.stack(sales), np.stack(income), tolerance)

    size = min(STACKED, -(-len(shocks) // 2))
    stacks = [slice(first, first + size) for first in range(0, len(shocks), size)]
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(min(os.cpu_count() or 1, MOST_THREADS)) as pool:
        responses = list(pool.map(solved, stacks))
    return tuple(
        {"indirect": indirect.T, "induced": induced.T}
        for response in responses
        for indirect, induced in zip(response.indirect, response.induced, strict=True)
    )


def _sales(
    model: CountyModel, at: int, purchases: FloatArray, local: FloatArray, chosen: Mapping[str, Assumption]
) -> FloatArray:
    """Return what each county sells to a plant, (industries, counties), with the odds of its own county as assumed."""
    sales = model.sales_to(at, purchases, local)
    if number(chosen, "local_buying") == 1:
        return sales
    return model.sales_to(at, purchases, _bought_here(sales[:, at], sales.sum(axis=1), chosen))


def _bought_here(local: FloatArray, purchases: FloatArray, chosen: Mapping[str, Assumption]) -> FloatArray:
    """Return local purchases, (industries,), with the odds that a plant buys where it stands as assumed."""
    factor = number(chosen, "local_buying")
    if factor == 1:
        return local
    share = np.divide(local, purchases, out=np.zeros_like(local), where=purchases > 0)
    return at_odds(share.clip(0, 1), factor) * purchases


def of_county(chosen: Mapping[str, Assumption], shock: Shock) -> dict[str, Assumption]:
    """Return the assumptions with the values that hold for the workers of the first site."""
    counties = table("counties")
    living = homes(shock.county.fips, OPERATIONS, chosen)
    rates = state_rates(chosen).reindex(counties.state)
    values = {str(name): float(living @ rates[name].to_numpy()) for name in rates}
    values["resident_share"] = float(living[counties.fips == shock.county.fips][0])
    return {
        name: declared.model_copy(update={"value": values[name]}) if name in values else declared
        for name, declared in chosen.items()
    }

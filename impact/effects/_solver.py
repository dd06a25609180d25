"""The solver: effects of cases in their region or in all counties."""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from threadpoolctl import threadpool_limits

from .._types import FloatArray
from ..accounts import state_rates
from ..reference import CONSTRUCTION, OPERATIONS, Assumption, at_odds, number, table
from ._case import Case, Part
from ._county_model import CountyModel, Response
from ._homes import homes
from ._regional import RegionalModel, computed, regional_model

T = TypeVar("T")
Outputs = Mapping[str, FloatArray]  # by effect: (counties, industries), million USD of the structure year
Reduce = Callable[
    [Case, Part, tuple[str, ...], Outputs], T
]  # from a part's outputs and its counties to the measures kept

TOLERANCE = 1e-4  # as tight as trade is balanced; it moves about 3 jobs in 100,000 between counties
SHOCKS_PER_PASS = 4  # more are hardly faster
MAX_SHOCKS_HELD = 2 * SHOCKS_PER_PASS
MAX_THREADS = 4  # each needs 100 MB a shock
OF_PLANTS = ("commuting_in", "shed_prior_workers", "outside_builders", "resident_share", "local_buying")


@dataclass(frozen=True)
class Solved(Generic[T]):
    """Solution of a case.

    Attributes
    ----------
    fips : tuple of str
        The counties of its outputs: all, or with a quotient the region.
    parts : list
        What was kept of each part of the case.
    assumptions : mapping of str to Assumption
        With the values that were computed for the places at hand.
    """

    fips: tuple[str, ...]
    parts: list[T]
    assumptions: Mapping[str, Assumption]


def solve(
    cases: Sequence[Case], model: CountyModel | None, reduce: Reduce[T], tolerance: float = TOLERANCE
) -> list[Solved[T]]:
    """Solve cases with shared trade and households.

    Cases with quotients are solved one by one.

    Shocks that are the same in several cases are solved once, several in one pass.

    Parameters
    ----------
    cases : sequence of Case
        They may differ in everything about the plants.
    model : CountyModel or None
        Of all counties, for gravity.
    reduce : callable
        Called with case, part, counties and outputs; its answer is kept. Outputs are large: 20 MB a part.
    tolerance : float
        Relative residual (L1) at which the solve of all counties stops.

    Raises
    ------
    ModelError
        If the solve does not reach the tolerance.
    """
    with threadpool_limits(1, "blas"):  # the same bits on any number of processors
        if model is None:
            return [_in_region(case, reduce) for case in cases]
        return _everywhere(cases, model, reduce, tolerance)


def _everywhere(cases: Sequence[Case], model: CountyModel, reduce: Reduce[T], tolerance: float) -> list[Solved[T]]:
    keys = [[_key(case, part) for part in case.parts] for case in cases]
    wanted = {
        key: (case, part)
        for case, of_case in zip(cases, keys, strict=True)
        for key, part in zip(of_case, case.parts, strict=True)
    }
    solved_cases: dict[object, T] = {}
    queue = list(wanted.items())
    for first in range(0, len(queue), MAX_SHOCKS_HELD):
        batch = queue[first : first + MAX_SHOCKS_HELD]
        outputs = _all_counties([pair for _, pair in batch], model, tolerance)
        for (key, (case, part)), output in zip(batch, outputs, strict=True):
            solved_cases[key] = reduce(case, part, model.fips, output)
    return [
        Solved(model.fips, [solved_cases[key] for key in of_case], _of_workers(case))
        for case, of_case in zip(cases, keys, strict=True)
    ]


def _key(case: Case, part: Part) -> object:
    """Return the key of a part's outputs in one model.

    It includes the region, for which measures are kept.
    """
    shock = part.shock
    assumed = [
        case.assumptions[name].value for name in OF_PLANTS if name != "outside_builders" or shock.phase == CONSTRUCTION
    ]
    purchases = shock.purchases.domestic.tobytes(), part.local.tobytes()
    years = case.study.year, case.study.dollar_year
    return shock.phase, shock.county.fips, *purchases, shock.household_income, *assumed, *years, case.region.fips


def _all_counties(parts: Sequence[tuple[Case, Part]], model: CountyModel, tolerance: float) -> tuple[Outputs, ...]:
    """Return indirect and induced outputs in all counties."""

    def solved(some: slice) -> Response:
        sales, income = [], []
        for case, part in parts[some]:
            county_index = model.fips.index(part.shock.county.fips)
            sales.append(sales_of(model, county_index, part, case.assumptions))
            living = homes(part.shock.county.fips, part.shock.phase, case.assumptions, case.economy.year)
            income.append(living * part.shock.household_income)
        return model.solve_sales(np.stack(sales), np.stack(income), tolerance)

    stacks = [slice(first, first + SHOCKS_PER_PASS) for first in range(0, len(parts), SHOCKS_PER_PASS)]
    with ThreadPoolExecutor(min(os.cpu_count() or 1, MAX_THREADS)) as pool:
        responses = list(pool.map(solved, stacks))
    return tuple(
        {"indirect": indirect.T, "induced": induced.T}
        for response in responses
        for indirect, induced in zip(response.indirect, response.induced, strict=True)
    )


def sales_of(model: CountyModel, county_index: int, part: Part, assumptions: Mapping[str, Assumption]) -> FloatArray:
    """Return each county's sales to a plant, (industries, counties).

    The odds of local buying are as assumed.
    """
    purchases = part.shock.purchases.domestic
    sales = model.sales_to(county_index, purchases, part.local)
    if number(assumptions, "local_buying") == 1:
        return sales
    return model.sales_to(county_index, purchases, _bought_here(sales[:, county_index], sales.sum(axis=1), assumptions))


def _bought_here(local: FloatArray, purchases: FloatArray, assumptions: Mapping[str, Assumption]) -> FloatArray:
    """Return local purchases, (industries,), with the assumed odds of local buying."""
    factor = number(assumptions, "local_buying")
    if factor == 1:
        return local
    share = np.divide(local, purchases, out=np.zeros_like(local), where=purchases > 0)
    return at_odds(share.clip(0, 1), factor) * purchases


def _of_workers(case: Case) -> dict[str, Assumption]:
    """Return the assumptions with values for the first site's workers."""
    counties, shock = table("counties"), case.parts[0].shock
    living = homes(shock.county.fips, OPERATIONS, case.assumptions, case.economy.year)
    rates = state_rates(case.assumptions).reindex(counties.state)
    values = {str(name): float(living @ rates[name].to_numpy()) for name in rates}
    values["resident_share"] = float(living[counties.fips == shock.county.fips][0])
    return {
        name: declared.model_copy(update={"value": values[name]}) if name in values else declared
        for name, declared in case.assumptions.items()
    }


def _in_region(case: Case, reduce: Reduce[T]) -> Solved[T]:
    """Solve a case in its region alone, by quotients.

    Industries are spread over its counties by their shares.
    """
    running: dict[str, FloatArray] = {}
    for part in case.parts:
        if part.shock.phase == OPERATIONS:
            fips = part.shock.county.fips
            running[fips] = running.get(fips, 0.0) + part.shock.output
    model = regional_model(case.region, case.economy.nation, case.assumptions, case.trade, running)
    kept = [reduce(case, part, case.region.fips, _region_outputs(model, case, part)) for part in case.parts]
    return Solved(case.region.fips, kept, computed(model, case.assumptions))


def _region_outputs(model: RegionalModel, case: Case, part: Part) -> Outputs:
    domestic = part.shock.purchases.domestic
    by_quotient = _regional_share(model, case, part) * domestic
    local_purchases = _bought_here(
        np.where(np.isfinite(part.local), part.local, by_quotient), domestic, case.assumptions
    )
    income = _resident(case, part) * part.shock.household_income
    return {
        "indirect": model.activity.shares * (local_purchases + model.indirect(local_purchases)),
        "induced": model.activity.shares * model.induced(local_purchases, income),
    }


def _resident(case: Case, part: Part) -> float:
    """Return the share of a plant's pay earned by regional residents."""
    shock, assumptions = part.shock, case.assumptions
    if assumptions["resident_share"].overridden:
        outside = number(assumptions, "outside_builders") if shock.phase == CONSTRUCTION else 0.0
        return number(assumptions, "resident_share") * (1 - outside)
    inside = table("counties").fips.isin(case.region.fips).to_numpy()
    return float(homes(shock.county.fips, shock.phase, assumptions, case.economy.year)[inside].sum())


def _regional_share(model: RegionalModel, case: Case, part: Part) -> FloatArray:
    """Return the region's share of purchases from each industry, (industries,).

    It is that of the plant's own industry. For commodities that this does not buy on average, it is that of all
    industries together.
    """
    national, output = case.economy.nation.direct_requirements(), part.shock.output
    own, needed = model.requirements @ output, national @ output
    average = model.requirements @ case.economy.nation.output, national @ case.economy.nation.output
    share = np.divide(average[0], average[1], out=np.zeros_like(own), where=average[1] > 0)
    return np.divide(own, needed, out=share, where=needed > 0)

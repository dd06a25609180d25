"""The model solved for sets of assumptions, as arrays."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from threadpoolctl import threadpool_limits

from .._economy import Economy
from .._types import FloatArray
from ..accounts import HouseholdRates
from ..reference import Assumption, kept, number, override
from ..studies import Shock, Study
from ..trade import GRAVITY, SETTINGS, Gravity, national_trade, trade_near
from ._case import Case, prepare
from ._county_model import CountyModel, county_model
from ._stacked import stacked
from ._studied import trade_of_last


def solve_studies(
    studies: Sequence[Study],
    near: Study | None = None,
    given: Economy | None = None,
    altered: Callable[[Shock], Shock] = lambda shock: shock,
) -> list[FloatArray]:
    """Return the effects of studies by county, all sites of each together.

    Parameters
    ----------
    studies : sequence of Study
        With one economy, trade model, year, dollar year and, for gravity, one set of assumptions about trade and
        households; they may differ in all about the plants.
    near : Study, optional
        The study for whose assumptions about distance trade is balanced; the first one by default. Other distances are
        balanced from there, and to 1e-3 only.
    given : Economy, optional
        In place of the studies' own; trade stays as it is balanced.
    altered : callable
        What to make of each shock before it is solved.

    Returns
    -------
    list of (phases, effects, counties, measures) arrays
        Phases, parts and measures in the order in which they are declared; counties of the nation or, with a quotient,
        of the region. Money in million USD of the studies' dollar year.

    Raises
    ------
    SiteError, RegionError, ModelError
        As :func:`impact.run`.
    """
    cases = [_altered(prepare(study, given=given), altered) for study in studies]
    model = _model(cases[0], near) if cases[0].trade == GRAVITY else None
    return stacked(cases, model)


def _altered(case: Case, altered: Callable[[Shock], Shock]) -> Case:
    return replace(case, parts=tuple(replace(part, shock=altered(part.shock)) for part in case.parts))


def _model(case: Case, near: Study | None) -> CountyModel:
    """Return a case's county model, with trade near a known one."""
    year, accounts = case.economy.year, case.economy.nation
    known = _settings_of(case.assumptions if near is None else near.assumed())
    trade = _trade(case.assumptions, known, year)
    model = county_model(case.assumptions, trade=trade, economy=year)
    if accounts is model.nation:
        return model
    all_spent = HouseholdRates(contributions=0.0, taxes=0.0, consumption=1.0)
    return replace(
        model,
        nation=accounts,
        requirements=accounts.direct_requirements().astype(np.float32),
        pattern=accounts.household_demand(
            rates=all_spent, imputed_rent=number(case.assumptions, "imputed_rent")
        ).astype(np.float32),
    )


def _settings_of(assumptions: Mapping[str, Assumption]) -> tuple[float, ...]:
    """Return the trade assumptions in the order of ``impact.trade.SETTINGS``."""
    return tuple(number(assumptions, name) for name in SETTINGS)


def _trade(assumptions: Mapping[str, Assumption], known: tuple[float, ...], year: int) -> Gravity:
    """Return trade, balanced again only where distances differ."""
    with threadpool_limits(1, "blas"):  # the same bits on any number of processors
        stated = assumptions.get("trade_scales")
        trade = _balanced(known, stated, year)
        wanted = _settings_of(assumptions)
        if wanted == known:
            return trade
        return trade_near(trade, assumptions, year, same_distances=wanted[:-1] == known[:-1])


@partial(kept, most=1)
def _balanced(settings: tuple[float, ...], stated: Assumption | None, year: int) -> Gravity:
    assumptions = override(dict(zip(SETTINGS, settings, strict=True))) | (
        {} if stated is None else {stated.name: stated}
    )
    return trade_of_last(assumptions, year) or national_trade(assumptions, economy=year)

"""The model solved for sets of assumptions, as arrays."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from .._economy import Economy, economy
from ..accounts import MEASURES, HouseholdRates, Nation
from ..counties import Region
from ..effects import county_model, everywhere, in_region, study_region
from ..reference import Assumption, kept, number, override
from ..studies import CONSTRUCTION, OPERATIONS, Shock, Study, local_purchases, study_shocks
from ..trade import GRAVITY, SETTINGS, Gravity, national_trade, trade_near

FloatArray = NDArray[np.float64]
Spread = tuple[Sequence[str], Sequence[FloatArray]]  # counties; of each shock (effects, counties, measures)
PHASES = (CONSTRUCTION, OPERATIONS)
PARTS = ("direct", "indirect", "induced")
JOBS = MEASURES.index("jobs")
TOLERANCE = 1e-4
STACKED = 8  # shocks in one pass
OF_PLANTS = ("commuting_in", "shed_prior_workers", "outside_builders", "resident_share", "local_buying")


def solved(
    studies: Sequence[Study],
    trade: str,
    known: tuple[float, ...] = (),
    given: Economy | None = None,
    altered: Callable[[Shock], Shock] = lambda shock: shock,
) -> list[FloatArray]:
    """Return the effects of studies by county, all sites of each together.

    Parameters
    ----------
    studies : sequence of Study
        With one economy, year, dollar year and, for gravity, one set of assumptions about trade and households; they
        may differ in all about the plants.
    trade : str
        Trade model.
    known : tuple of float
        Assumptions about distance, as from :func:`settings_of`, for which trade is balanced. Other distances are
        balanced from there, and to 1e-3 only.
    given : Economy, optional
        In place of the studies' own; trade stays as it is balanced.
    altered : callable
        What to make of each shock before it is solved.

    Returns
    -------
    list of (phases, effects, counties, measures) arrays
        Phases, parts and measures in the order of ``PHASES``, ``PARTS`` and ``MEASURES``; counties of the nation or,
        with a quotient, of the region. Jobs (job-years), million USD of the studies' dollar year.

    Raises
    ------
    SiteError, RegionError, ModelError
        As :func:`impact.run`.
    """
    first = studies[0]
    structure = given or economy(first.economy)
    level, accounts = structure.prices, structure.nation
    price, per_dollar = level.price(first.dollar_year), level.jobs_per_real_dollar(first.year)
    weights = np.column_stack([accounts.coefficients(m) * (per_dollar if m == "jobs" else price) for m in MEASURES])
    cases = [_case(study, structure, altered) for study in studies]
    with threadpool_limits(1, "blas"):  # the same bits on any number of processors
        spread = (
            _everywhere(cases, known, structure, weights)
            if trade == GRAVITY
            else _in_region(cases, trade, accounts, weights)
        )
    found = []
    for case, (fips, parts) in zip(cases, spread, strict=True):
        effects = np.zeros((len(PHASES), len(PARTS), len(fips), len(MEASURES)))
        for shock, part in zip(case.shocks, parts, strict=True):
            phase, at = PHASES.index(shock.phase), fips.index(shock.county.fips)
            money = [shock.labor_income @ price, shock.value_added @ price, shock.output @ price]
            effects[phase, 0, at] += [shock.jobs.sum(), *money]
            effects[phase, 1:] += part
        effects[:, 1:, :, JOBS] /= number(case.chosen, "productivity")
        found.append(effects)
    return found


@dataclass(frozen=True)
class _Case:
    """The shocks of a study, what each plant buys locally by its own word, and the study's assumptions."""

    area: Region
    chosen: Mapping[str, Assumption]
    shocks: tuple[Shock, ...]
    local: tuple[FloatArray, ...]


def _case(study: Study, structure: Economy, altered: Callable[[Shock], Shock]) -> _Case:
    phases = study_shocks(study, structure)
    pairs = [(site, shock) for site, of_site in zip(study.sites, phases, strict=True) for shock in of_site]
    return _Case(
        area=study_region(study, phases),
        chosen=study.assumed(),
        shocks=tuple(altered(shock) for _, shock in pairs),
        local=tuple(local_purchases(site, shock, structure.nation) for site, shock in pairs),
    )


def _everywhere(
    cases: Sequence[_Case], known: tuple[float, ...], structure: Economy, weights: FloatArray
) -> Sequence[Spread]:
    """Return the effects of the shocks of each case in all counties; what several cases share is solved once."""
    chosen = cases[0].chosen
    trade = _trade(chosen, known or settings_of(chosen), structure.year)
    model = county_model(chosen, trade=trade, economy=structure.year)
    accounts = structure.nation
    if accounts is not model.nation:
        everything = HouseholdRates(contributions=0.0, taxes=0.0, consumption=1.0)
        model = replace(
            model,
            nation=accounts,
            requirements=accounts.direct_requirements().astype(np.float32),
            pattern=accounts.household_demand(rates=everything).astype(np.float32),
        )
    keys = [[_key(*given, case.chosen) for given in zip(case.shocks, case.local, strict=True)] for case in cases]
    wanted = {
        key: (shock, local, case.chosen)
        for case, of_case in zip(cases, keys, strict=True)
        for key, shock, local in zip(of_case, case.shocks, case.local, strict=True)
    }
    found: dict[object, FloatArray] = {}
    queue = list(wanted.items())
    for first in range(0, len(queue), STACKED):
        batch = queue[first : first + STACKED]
        shocks, local, assumed = zip(*(given for _, given in batch), strict=True)
        outputs = everywhere(shocks, local, model, assumed, TOLERANCE)
        found |= {key: _weighed(output, weights) for (key, _), output in zip(batch, outputs, strict=True)}
    return [(model.fips, [found[key] for key in of_case]) for of_case in keys]


def _in_region(cases: Sequence[_Case], trade: str, accounts: Nation, weights: FloatArray) -> Sequence[Spread]:
    """Return the effects of the shocks of each case in its region."""
    found = []
    for case in cases:
        spread = in_region(case.shocks, case.local, accounts, case.area, case.chosen, trade)
        found.append((spread.fips, [_weighed(output, weights) for output in spread.outputs]))
    return found


def settings_of(chosen: Mapping[str, Assumption]) -> tuple[float, ...]:
    """Return the assumptions that trade is balanced for, in the order of ``impact.trade.SETTINGS``."""
    return tuple(number(chosen, name) for name in SETTINGS)


def _weighed(output: Mapping[str, FloatArray], weights: FloatArray) -> FloatArray:
    """Return the measures of indirect and induced output, (effects, counties, measures)."""
    return np.stack([output[effect] @ weights for effect in PARTS[1:]])


def _key(shock: Shock, local: FloatArray, chosen: Mapping[str, Assumption]) -> object:
    """Return what the indirect and induced effects of a shock depend on, in one model."""
    assumed = [chosen[name].value for name in OF_PLANTS if name != "outside_builders" or shock.phase == CONSTRUCTION]
    bought = shock.purchases.domestic.tobytes(), local.tobytes()
    return shock.phase, shock.county.fips, *bought, shock.household_income, *assumed


def _trade(chosen: Mapping[str, Assumption], known: tuple[float, ...], year: int) -> Gravity:
    """Return trade, balanced anew only where distances differ from those known."""
    trade = _balanced(known, year)
    return trade if settings_of(chosen) == known else trade_near(trade, chosen, year)


@partial(kept, most=1)
def _balanced(settings: tuple[float, ...], year: int) -> Gravity:
    return national_trade(override(dict(zip(SETTINGS, settings, strict=True))), economy=year)

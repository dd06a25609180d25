"""Quick interval: exact draws of the plant, approximate indirect effects.

These come from the first round and from embedded sensitivities.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from .._types import FloatArray
from ..effects import Case, Draws, Effects, first_round, prepare, solve_studies
from ..errors import ModelError, SiteError
from ..reference import measures, number, table
from ..studies import Study
from ..trade import GRAVITY
from ._drivers import QUOTIENTS, WORKPLACE, Driver, case_of, drawn, drivers_of, latin_hypercube
from ._forms import in_nation
from ._sensitivities import sensitivities
from ._summary import PARTS, PHASES, Sample, Solutions, summarized
from ._surface import corners, only_forms, purchases_for_value_added, surface

DRAWS = 1000
OF_PLANTS = ("local_buying", "commuting_in", "shed_prior_workers", "outside_builders", WORKPLACE)
INDIRECT, INDUCED = PARTS.index("indirect"), PARTS.index("induced")
JOBS, LABOR_INCOME = list(measures()).index("jobs"), list(measures()).index("labor_income")
MIN_JOBS = 0.5  # of a county with an interval of its own


def quick_draw(effects: Effects, count: int = DRAWS, seed: int = 1) -> Draws:
    r"""Draw the assumptions without solving the model again.

    Direct effects are prepared again at the ends of each range. Indirect effects move with the regional part of the
    plant's first purchases. Induced effects move with spending there by its workers and its suppliers' workers. What
    distances and spending do to a region follows from

    .. math:: \Delta \ln F = \varepsilon(\kappa) \ln(\theta / \theta_0)

    where κ is the region's part of the nation's effect and the elasticity ε is embedded (``sensitivities.yaml``). In
    between, as :func:`draw`. With a quotient the model is solved, which is quick.

    Parameters
    ----------
    effects : Effects
        Of the study, such as a result.
    count : int
        Draws, 20 or more.
    seed : int
        As :func:`draw`.

    Raises
    ------
    UsageError
        As :func:`draw`.
    """
    case = case_of(effects)
    study = Study.read(dict(effects.inputs))
    drivers = drivers_of(case)
    values = latin_hypercube(drivers, count, seed, number(case.assumptions, "size_correlation"))
    rows, sample = np.vstack([values, corners(drivers), only_forms(drivers, values)]), Sample(drivers, values, seed)
    fips = tuple(table("counties").fips) if study.trade == GRAVITY else effects.region.fips
    base = _base(effects, fips)
    points = [(driver, value) for driver in drivers for value in (driver.low, driver.high)]
    if study.trade == GRAVITY:
        quick = _Quick(case, base, fips)
        ends = [quick.at(*point) for point in points]
    else:
        ends = [base if value == d.value else solve_studies([drawn(study, {d.name: value})])[0] for d, value in points]
    shown = np.isin(fips, effects.region.fips) | (base.sum(axis=1)[..., JOBS] > MIN_JOBS).any(axis=0)
    near = [purchases_for_value_added(figures[:, :, shown]) for figures in (base, *ends)]
    fitted = surface(drivers, near[0], near[1:])
    base_figures = purchases_for_value_added(fitted.base)  # rounded as the draws are
    solutions = Solutions(base_figures, lambda part: purchases_for_value_added(fitted.at(rows, part)))
    draws = summarized(
        effects, [code for code, is_shown in zip(fips, shown, strict=True) if is_shown], sample, solutions
    )
    return replace(draws, method="quick")


class _Quick:
    """Figures of a study with one assumption at its range end."""

    def __init__(self, case: Case, base: FloatArray, fips: Sequence[str]) -> None:
        self._case, self._kept, self._base, self._fips = case, first_round(case), base, tuple(fips)
        self._inside = np.isin(fips, case.region.fips)
        self._first = self._round(case)
        self._suppliers = self._of_suppliers()

    def at(self, driver: Driver, value: float) -> FloatArray:
        """Return figures, (phases, effects, counties, measures)."""
        if value == driver.value:
            return self._base
        if driver.name in sensitivities():
            return self._moved(driver, value)
        study = drawn(self._case.study, {driver.name: value})
        if driver.name in QUOTIENTS:
            of_region = solve_studies([study])[0]
            return in_nation(self._base, of_region, self._inside)
        if driver.name in OF_PLANTS:  # these move local purchases and residences only
            return self._prepared(replace(self._case, study=study, assumptions=study.assumed()))
        try:
            return self._prepared(prepare(study))
        except (ModelError, SiteError):  # an end that this plant cannot have
            return self._base

    def _moved(self, driver: Driver, value: float) -> FloatArray:
        """Return figures at other distances or spending, by embedded elasticities."""
        declared = sensitivities()[driver.name]["low" if value < driver.value else "high"]
        figures = self._base.copy()
        step = math.log(value / driver.value)
        of_region = self._base[:, :, self._inside].sum(axis=2)
        of_nation = self._base.sum(axis=2)
        kept_share = np.divide(of_region, of_nation, out=np.ones_like(of_region), where=of_nation > 0)
        for effect in (INDIRECT, INDUCED):
            terms = declared[PARTS[effect]]
            share = kept_share[:, effect]
            power = terms["level"] + terms["kept"] * share + terms["gap"] * (1 - share) ** 2
            figures[:, effect, self._inside] *= np.exp(power * step)[:, np.newaxis]
            abroad = np.exp((terms["level"] + terms["kept"]) * step)
            figures[:, effect, ~self._inside] *= abroad
        return figures

    def _prepared(self, case: Case) -> FloatArray:
        """Return figures of another plant.

        Direct ones are exact; the others follow the ratio of the first rounds.
        """
        figures = self._base.copy()
        figures[:, 0] = self._kept.direct(case, self._fips)
        first_sales, spent = self._round(case)
        bought_more = _over(first_sales, self._first[0])
        suppliers = self._suppliers[..., np.newaxis]
        earned_more = _over(spent + suppliers * bought_more[:, :, LABOR_INCOME, np.newaxis], self._first[1] + suppliers)
        for effect, ratio in ((INDIRECT, bought_more), (INDUCED, earned_more)):
            figures[:, effect, self._inside] *= ratio[:, 0, np.newaxis]
            figures[:, effect, ~self._inside] *= ratio[:, 1, np.newaxis]
        figures[:, 1:] *= self._kept.scale(case) / self._kept.scale(self._case)
        return figures

    def _round(self, case: Case) -> tuple[FloatArray, FloatArray]:
        """Return sales of the plant's suppliers and spending of its workers.

        The former is (phases, places, measures), the latter (phases, places, 1); places are the region and elsewhere.
        """
        sales = np.zeros((len(PHASES), 2, len(measures())))
        spent = np.zeros((len(PHASES), 2, 1))
        for part in case.parts:
            phase = PHASES.index(part.shock.phase)
            sales[phase] += self._kept.sold(case, part)
            spent[phase, :, 0] += self._kept.spent(case, part)
        return sales, spent

    def _of_suppliers(self) -> FloatArray:
        """Return spending of suppliers' workers, (phases, places).

        It is in the money of the plant's pay.
        """
        spending = np.zeros((len(PHASES), 2))
        for phase, name in enumerate(PHASES):
            income_drawn = sum(part.shock.household_income for part in self._case.parts if part.shock.phase == name)
            stated = float(self._base[phase, 0, :, LABOR_INCOME].sum())
            if stated > 0 and income_drawn > 0:
                income = self._base[phase, INDIRECT, :, LABOR_INCOME] * income_drawn / stated
                spending[phase] = self._kept.spent_by_suppliers(income)
        return spending


def _over(figures: FloatArray, base: FloatArray) -> FloatArray:
    return np.divide(figures, base, out=np.ones_like(figures), where=base > 0)


def _base(effects: Effects, fips: Sequence[str]) -> FloatArray:
    """Return the effects of a result, (phases, effects, counties, measures)."""
    names = list(measures())
    sums = effects.counties.groupby(["phase", "effect", "fips"])[names].sum()
    index = pd.MultiIndex.from_product([PHASES, PARTS, fips])
    return sums.reindex(index).fillna(0.0).to_numpy().reshape(len(PHASES), len(PARTS), len(fips), len(names))

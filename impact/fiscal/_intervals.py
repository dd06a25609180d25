"""90 % intervals of taxes and incentives: drawn effects and rates."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .._types import FloatArray
from ..effects import DrawnEffects, Effects
from ..reference import CONSTRUCTION, OPERATIONS, Assumption
from ._figures import spread
from ._incentives import ABATED
from ._plant import Capital, Depreciation
from ._studied import Plant, due, plant_rates

COLUMNS = ["figure", "place", "phase", "level", "kind", "year", "point", "p5", "p50", "p95"]
PERCENTILES = (5, 50, 95)
ALL = "all"
PLACES = ("region", "state", "nation")
WEIGHED = {"local": "region", "state": "state"}  # place of the verdict's revenue and services by level
SCHEDULE = ("equipment_life", "equipment_floor", "building_life", "building_floor")

Taxes = dict[tuple[str, str, str], FloatArray]  # by phase, level and kind: (1 + draws, years), the study itself first


@dataclass(frozen=True)
class Counted:
    """Fiscal figures of a study at its own assumptions.

    :func:`impact.fiscal.fiscal` counts them.

    Attributes
    ----------
    others : mapping of str to DataFrame
        By place, taxes of suppliers and households: ``site, phase, effect, base, level, kind, value, low, high``.
    plants : sequence of Plant
        The plants of the study.
    balance : DataFrame
        ``year, level, services``: marginal cost of services of state and localities.
    incentives : DataFrame
        ``site, kind, level, year, value``.
    years : DataFrame
        ``site, year, phase, share``.
    discount : float
        Yearly.
    """

    others: Mapping[str, pd.DataFrame]
    plants: Sequence[Plant]
    balance: pd.DataFrame
    incentives: pd.DataFrame
    years: pd.DataFrame
    discount: float

    @cached_property
    def span(self) -> NDArray[np.int64]:
        """Years of the balance; present values are of the first."""
        return np.unique(self.balance.year.to_numpy(dtype=np.int64))

    def discount_factors(self) -> FloatArray:
        """Return discount factors to the first year, (years,)."""
        return np.asarray((1 + self.discount) ** -(self.span - self.span[0]).astype(np.float64), dtype=np.float64)

    def positions(self, years: "pd.Series[int]") -> NDArray[np.intp]:
        """Return the positions of years among those of the balance."""
        return np.searchsorted(self.span, years.to_numpy(dtype=np.int64))


def intervals(effects: Effects, counted: Counted) -> pd.DataFrame:
    """Return 90 % intervals of taxes and of incentives.

    Taxes of suppliers and households move with value added or labor income of their place, phase and effect, and with
    the rates. The plants' own taxes are computed in each draw from value added, labor income, jobs, capital, rates, and
    the loss of value. Capital moves with the builders' output. Services move with jobs, the share of movers and the
    residents that each brings. An abatement costs its share of the tax in the draw.

    Parameters
    ----------
    effects : Effects
        With draws.
    counted : Counted
        Figures at the study's own assumptions.

    Returns
    -------
    DataFrame
        ``figure, place, phase, level, kind, year, point, p5, p50, p95``: ``taxes`` in million USD by level and kind,
        with ``all`` for sums; the net ``balance`` by level and year; ``present_cost``, ``present_benefit``,
        ``present_net`` and ``break_even``. Empty without draws.
    """
    if effects.draws is None or effects.draws.samples.empty:
        return pd.DataFrame(columns=COLUMNS)
    sample = DrawnEffects(effects.draws.samples)
    taxes, revenue = _of_others(counted, sample)
    cost = {level: np.zeros((sample.size, len(counted.span))) for level in WEIGHED}
    for plant in counted.plants:
        plant_taxes = _of_plant(plant, sample)
        years = {phase: plant.calendar.year[plant.calendar.phase == phase] for phase in (CONSTRUCTION, OPERATIONS)}
        for (phase, level, kind), values in plant_taxes.items():
            of_year = values.sum(axis=1) / (max(len(years[phase]), 1) if phase == OPERATIONS else 1)
            for place in PLACES:
                key = (place, phase, level, kind)
                taxes[key] = taxes.get(key, 0.0) + of_year
            if level in WEIGHED:
                revenue[level][:, counted.positions(years[phase])] += values
        for level, year, values in _costs(plant, plant_taxes, sample, counted):
            cost[level][:, counted.positions(pd.Series([year]))[0]] += values
    more, discount = _more_services(effects, sample), counted.discount_factors()
    gain = {level: revenue[level] - np.outer(more, _services(counted, level)) for level in WEIGHED}
    net = {level: gain[level] - cost[level] for level in WEIGHED}
    verdicts = _verdicts(_sum(gain) @ discount, _sum(cost) @ discount)
    return pd.DataFrame([*_taxes_told(taxes), *_balances(net, counted.span), *verdicts], columns=COLUMNS)


def _sum(of_levels: Mapping[str, FloatArray]) -> FloatArray:
    total: FloatArray = np.sum(list(of_levels.values()), axis=0)
    return total


def _services(counted: Counted, level: str) -> FloatArray:
    """Return services of a level by year, (years,)."""
    services = counted.balance[counted.balance.level == level].groupby("year").services.sum()
    return services.reindex(counted.span).fillna(0.0).to_numpy(dtype=np.float64)


def _of_others(
    counted: Counted, sample: DrawnEffects
) -> tuple[dict[tuple[str, str, str, str], FloatArray], dict[str, FloatArray]]:
    """Return taxes of suppliers and households by place and year.

    They are also by phase, level and kind.
    """
    rates: dict[tuple[str, str, str], FloatArray] = {}
    taxes: dict[tuple[str, str, str, str], FloatArray] = {}
    revenue = {level: np.zeros((sample.size, len(counted.span))) for level in WEIGHED}
    shares = dict(iter(counted.years.groupby(["site", "phase"])))
    names = ["site", "phase", "effect", "base", "level", "kind"]
    for place, frame in counted.others.items():
        for row in frame.groupby(names, as_index=False)[["value", "low", "high"]].sum().to_dict("records"):
            value, rate = row["value"], (row["level"], row["kind"], row["base"])
            if value == 0:
                continue
            if rate not in rates:
                ends = sorted((row["low"] / value, row["high"] / value))
                rates[rate] = sample.chance((1.0, ends[0], ends[1]))
            drawn = value * rates[rate] * sample.of(place, row["phase"], row["effect"], row["base"])
            key = (place, row["phase"], row["level"], row["kind"])
            taxes[key] = taxes.get(key, 0.0) + drawn
            if WEIGHED.get(row["level"]) == place:
                running = shares[row["site"], row["phase"]]
                revenue[row["level"]][:, counted.positions(running.year)] += np.outer(drawn, running.share)
    return taxes, revenue


def _of_plant(plant: Plant, sample: DrawnEffects) -> Taxes:
    """Return a plant's taxes in each draw."""
    own = {
        name: sample.of("region", OPERATIONS, "direct", name) * getattr(plant, name)
        for name in ("output", "labor_income", "value_added", "jobs")
    }
    built = sample.of("region", CONSTRUCTION, "direct", "output")
    low_high = [plant_rates(plant, end) for end in range(3)]
    rates = {
        name: sample.chance((getattr(low_high[0], name), *sorted(getattr(item, name) for item in low_high[1:])))
        for name in ("property", "sales", "surplus", "severance")
    }
    declared, shares = Depreciation.declared(), plant.shares
    losses = {name: sample.chance(spread(name)) for name in SCHEDULE}
    losses["bonus"] = sample.chance(spread("bonus_depreciation"), most=1.0)
    capital = plant.capital

    def paid(draw_index: int) -> dict[tuple[str, str, str], FloatArray]:
        drawn = replace(
            plant,
            output=float(own["output"][draw_index]),
            labor_income=float(own["labor_income"][draw_index]),
            value_added=float(own["value_added"][draw_index]),
            jobs=float(own["jobs"][draw_index]),
            capital=Capital(
                *(built[draw_index] * item for item in (capital.building, capital.equipment, capital.soft))
            ),
        )
        rate = replace(low_high[0], **{name: float(values[draw_index]) for name, values in rates.items()})
        loss: dict[str, Any] = {name: float(values[draw_index]) for name, values in losses.items()}
        return due(drawn, rate, replace(declared, **loss), shares)

    draws = [paid(draw_index) for draw_index in range(sample.size)]
    return {key: np.stack([item[key] for item in draws]) for key in draws[0]}


def _costs(
    plant: Plant, plant_taxes: Taxes, sample: DrawnEffects, counted: Counted
) -> Iterator[tuple[str, int, FloatArray]]:
    """Yield level, year and drawn cost of each state or local incentive."""
    incentives = counted.incentives[
        (counted.incentives.site == plant.site.name) & (counted.incentives.level != "federal")
    ]
    wages = sample.of("region", OPERATIONS, "direct", "labor_income")
    jobs = sample.of("region", OPERATIONS, "direct", "jobs") * plant.jobs
    promised = {
        incentive.title: incentive.jobs for incentive in plant.site.incentives if incentive.kind == "job_credit"
    }
    for row in incentives.to_dict("records"):
        factor = np.ones(sample.size)
        if row["kind"] in ABATED:
            phase = CONSTRUCTION if row["kind"] == "sales_abatement" else OPERATIONS
            years = plant.calendar.year[plant.calendar.phase == phase].to_numpy()
            tax = plant_taxes[phase, row["level"], ABATED[row["kind"]]][:, years == row["year"]].sum(axis=1)
            factor = tax / tax[0] if tax[0] else factor
        elif row["kind"] == "job_credit":
            max_jobs = promised.get(row["name"])
            counts = jobs if max_jobs is None else np.minimum(jobs, max_jobs)
            factor = counts / counts[0] if counts[0] else factor
        elif row["kind"] == "withholding":
            factor = wages
        yield row["level"], row["year"], row["value"] * factor


def _more_services(effects: Effects, sample: DrawnEffects) -> FloatArray:
    """Return services of each draw over the study's own.

    They follow jobs, the share of movers, and residents for each mover.
    """
    jobs = effects.summary().query("phase == @OPERATIONS").set_index("effect").jobs
    parts = {effect: float(jobs.get(effect, 0.0)) for effect in ("direct", "indirect", "induced")}
    whole = sum(parts.values())
    if whole == 0:
        return np.ones(sample.size)
    jobs_of = [
        jobs_per_mover * sample.of("region", OPERATIONS, effect, "jobs") for effect, jobs_per_mover in parts.items()
    ]
    more: FloatArray = np.sum(jobs_of, axis=0) / whole
    moving = next(assumption for assumption in effects.assumptions if assumption.name == "in_migration")
    residents = sample.chance(spread("residents_per_mover"))
    factor: FloatArray = more * _over_itself(sample, moving) * residents / residents[0]
    return factor


def _over_itself(sample: DrawnEffects, assumption: Assumption) -> FloatArray:
    """Return an assumption in each draw over its value.

    It is one where it is stated or has no range.
    """
    value, low, high = assumption.value, assumption.low, assumption.high
    if assumption.overridden or low is None or high is None or not value:
        return np.ones(sample.size)
    values = sample.chance((float(value), low, high), most=1.0)
    relative: FloatArray = values / values[0]
    return relative


def _taxes_told(taxes: Mapping[tuple[str, str, str, str], FloatArray]) -> list[list[object]]:
    """Return rows of tax intervals, and of their sums.

    They are by place, phase, level and kind.
    """
    sums: dict[tuple[str, str, str, str], FloatArray] = dict(taxes)
    for (place, phase, level, _), values in taxes.items():
        own = [(place, phase, level, ALL), (place, phase, ALL, ALL)]
        own += [(place, phase, "state and local", ALL)] if level in WEIGHED else []
        for key in own:
            sums[key] = sums.get(key, 0.0) + values
    return [["taxes", *key, None, *_spread_of(sums[key])] for key in sums if np.any(sums[key])]


def _balances(net: Mapping[str, FloatArray], years: NDArray[np.int64]) -> list[list[object]]:
    """Return rows of a year's net balance by level.

    State and localities together have rows too.
    """
    levels = {**net, "state and local": _sum(net)}
    return [
        ["balance", WEIGHED.get(level, ""), "", level, "", int(year), *_spread_of(values[:, year_index])]
        for level, values in levels.items()
        for year_index, year in enumerate(years)
    ]


def _verdicts(benefit: FloatArray, cost: FloatArray) -> list[list[object]]:
    """Return rows of present values and break-even shares.

    The share is endless without a benefit.
    """
    figures = {"present_cost": cost, "present_benefit": benefit, "present_net": benefit - cost}
    rows: list[list[object]] = [[name, "", "", "", "", None, *_spread_of(values)] for name, values in figures.items()]
    if np.any(cost):
        share = np.divide(cost, benefit, out=np.full_like(cost, np.inf), where=benefit > 0)
        rows.append(["break_even", "", "", "", "", None, *_spread_of(share)])
    return rows


def _spread_of(values: FloatArray) -> list[float | None]:
    """Return the study's figure and percentiles; None for endless ones."""
    figures = [float(values[0]), *np.percentile(values[1:], PERCENTILES, method="nearest").tolist()]
    return [figure if np.isfinite(figure) else None for figure in figures]

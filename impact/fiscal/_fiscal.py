"""Fiscal result: revenue, services and incentives by level and year."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from .._files import write_folder
from ..effects import Effects
from ..reference import OPERATIONS, TOTAL, table
from ..studies import Study
from ._everyone import everyone
from ._figures import KINDS, LEVELS, PAYERS, figure, spread
from ._incentives import Verdict, areas_of_support, full_credit, incentive_costs, known_support, verdict
from ._intervals import Counted, intervals
from ._services import newcomers, service_costs
from ._studied import Plant, plant_notices, plant_rates, plant_taxes, plants

VALUES = ["value", "low", "high"]
Span = tuple[float | None, float | None]
PLACES = ("region", "state", "nation")
COLUMNS = ["site", "phase", "fips", "payer", "level", "kind", *VALUES]


@dataclass(frozen=True)
class Fiscal:
    """Taxes, services and incentives of a study.

    Money is in million USD of the dollar year.

    Attributes
    ----------
    name : str
        Of the study.
    dollar_year : int
        Year of the prices.
    region : tuple of str
        FIPS of the study region; ``home_states`` are those of the plants.
    revenue : DataFrame
        ``site, phase, fips, payer, level, kind, value, low, high``: taxes of construction as a whole and of a year of
        operation (the plant's own: the mean of the years that are studied), by county where the base is.
    yearly : DataFrame
        The same by ``year`` and without counties: ``year, phase, place, payer, level, kind`` and the values. Places are
        the ``region``, the home ``state`` (region included) and the ``nation`` (all).
    people : DataFrame
        Newcomers by county of residence: ``fips, state, jobs, movers, residents, pupils, homes``.
    services : DataFrame
        Cost of public services for them in a year: ``function, level, average, marginal``.
    incentives : DataFrame
        ``site, name, kind, level, year, value``.
    discount : float
        Yearly rate of present values.
    jobs : float
        Jobs of operations in the region; ``direct_jobs`` at the plants.
    notices : tuple of str
        What is not known, and what stands in.
    known : tuple of str
        Support on record for plants of the counties.
    intervals : DataFrame
        90 % intervals, see :mod:`impact.fiscal._intervals`; empty without draws.
    TITLES : mapping of str to mapping of str to str
        What is told for the codes in the columns ``level``, ``kind`` and ``payer``.
    """

    TITLES: ClassVar[Mapping[str, Mapping[str, str]]] = {"level": LEVELS, "kind": KINDS, "payer": PAYERS}

    name: str
    dollar_year: int
    region: tuple[str, ...]
    home_states: tuple[str, ...]
    revenue: pd.DataFrame
    yearly: pd.DataFrame
    people: pd.DataFrame
    services: pd.DataFrame
    incentives: pd.DataFrame
    discount: float
    jobs: float
    direct_jobs: float
    notices: tuple[str, ...]
    known: tuple[str, ...]
    intervals: pd.DataFrame

    def interval(self, figure: str, place: str = "", level: str = "", kind: str = "", phase: str = "") -> Span | None:
        """Return P5 and P95 of a figure; None without draws.

        An end is None where it is endless.
        """
        rows = self.intervals
        keys = {"figure": figure, "place": place, "level": level, "kind": kind, "phase": phase}
        for column, value in keys.items():
            rows = rows[rows[column] == value]
        if rows.empty:
            return None
        low, high = (None if pd.isna(rows[end].iloc[0]) else float(rows[end].iloc[0]) for end in ("p5", "p95"))
        return low, high

    def taxes_interval(self, level: str, place: str = "region", kind: str = "all") -> Span | None:
        """Return P5 and P95 of a year's taxes, million USD.

        Levels include ``all`` and ``state and local``.
        """
        return self.interval("taxes", place, level, kind, OPERATIONS)

    def summary(self, place: str = "region") -> pd.DataFrame:
        """Revenue of a place by ``phase, level, kind, payer``.

        Columns: ``value, low, high``.
        """
        revenue = self.revenue[self._inside(self.revenue.fips, place)]
        sums = revenue.groupby(["phase", "level", "kind", "payer"], as_index=False)[VALUES].sum()
        return sums[sums.value != 0].reset_index(drop=True)

    def by_county(self) -> pd.DataFrame:
        """Revenue by county of its base.

        Columns: ``fips, name, state, phase``, the levels such as ``federal_taxes``, and ``total_taxes``.
        """
        frame = self.revenue.pivot_table(
            index=["fips", "phase"], columns="level", values="value", aggfunc="sum", fill_value=0.0
        )
        frame = frame.reindex(columns=list(LEVELS), fill_value=0.0)
        frame["total"] = frame.sum(axis=1)
        frame = frame.rename(columns=lambda level: f"{level}_taxes").rename_axis(columns=None).reset_index()
        counties = table("counties").set_index("fips")
        frame.insert(1, "name", frame.fips.map(counties.name))
        frame.insert(2, "state", frame.fips.map(counties.state))
        return frame

    @cached_property
    def balance(self) -> pd.DataFrame:
        """Net balance by year and level of government.

        ``year, level, revenue, low, high, services_average, services, incentives, net, net_p5, net_p95``. Local
        governments are those of the region, the state is that of the plants, federal is the nation. ``services`` are
        marginal costs, which ``net`` takes off with the incentives; those of the federal government are its grants
        alone. The last two are the 90 % interval of ``net``, of localities and states, where there are draws.
        """
        where = {"local": "region", "state": "state", "federal": "nation"}
        parts = [self.yearly.query("level == @level and place == @place") for level, place in where.items()]
        totals = pd.concat(parts).groupby(["year", "level"])[VALUES].sum()
        cost = self.incentives.groupby(["year", "level"]).value.sum()
        index = pd.MultiIndex.from_product(
            [sorted({*self.yearly.year, *self.incentives.year}), list(LEVELS)], names=["year", "level"]
        )
        frame = totals.reindex(index).fillna(0.0).rename(columns={"value": "revenue"})
        running = self._running.reindex(index.get_level_values("year")).fillna(0.0).to_numpy()
        by_level = self.services.groupby("level")[["average", "marginal"]].sum().reindex(list(LEVELS)).fillna(0.0)
        levels = index.get_level_values("level")
        frame["services_average"] = by_level.average.reindex(levels).to_numpy() * running
        frame["services"] = by_level.marginal.reindex(levels).to_numpy() * running
        frame["incentives"] = cost.reindex(index).fillna(0.0)
        frame["net"] = frame.revenue - frame.services - frame.incentives
        drawn = self.intervals[self.intervals.figure == "balance"] if len(self.intervals) else self.intervals
        ends = drawn.set_index(["year", "level"])[["p5", "p95"]] if len(drawn) else pd.DataFrame(columns=["p5", "p95"])
        ends = ends.reindex(index).astype(object)
        frame[["net_p5", "net_p95"]] = ends.where(ends.notna(), None).to_numpy()
        return frame.reset_index()

    @cached_property
    def _running(self) -> "pd.Series[float]":
        """Share of full operation by year, of all plants."""
        years = self.yearly.query("payer == 'households' and phase == @OPERATIONS and place == 'nation'")
        total = years.groupby("year").value.sum()
        return total / total.max() if len(total) else total

    def verdict(self, services: str = "services", revenue: str = "revenue", rate: float | None = None) -> Verdict:
        """Return the verdict on incentives: present value, payback, break-even.

        Parameters
        ----------
        services : str
            ``services`` (marginal) or ``services_average``.
        revenue : str
            ``revenue``, or its ``low`` or ``high`` end.
        rate : float, optional
            Yearly; by default :attr:`discount`.

        Returns
        -------
        Verdict
            ``cost, benefit, net`` in present value, million USD; ``break_even, payback, internal_rate``, None where
            there is none.
        """
        state_and_local = self.balance[self.balance.level != "federal"]
        benefit = (state_and_local[revenue] - state_and_local[services]).groupby(state_and_local.year).sum()
        cost = state_and_local.groupby("year").incentives.sum()
        return verdict(benefit, cost, self.discount if rate is None else rate)

    def sensitivity(self) -> pd.DataFrame:
        """Sensitivity of the verdict: ``case, cost, benefit, net, break_even``."""
        _, low, high = spread("discount")
        cases = {
            "as studied": self.verdict(),
            "services at average cost": self.verdict(services="services_average"),
            "low rates": self.verdict(revenue="low"),
            "high rates": self.verdict(revenue="high"),
            f"discount {low:.0%}": self.verdict(rate=low),
            f"discount {high:.0%}": self.verdict(rate=high),
        }
        rows = [
            (name, verdict.cost, verdict.benefit, verdict.net, verdict.break_even) for name, verdict in cases.items()
        ]
        return pd.DataFrame(rows, columns=["case", "cost", "benefit", "net", "break_even"])

    def figures(self) -> dict[str, float | int | None]:
        """Headline figures: revenue, verdict on incentives, and cost per job.

        Revenue is of a year and per job. Cost is per job, and per job that would not have come.
        """
        year = self.revenue[(self.revenue.phase == OPERATIONS) & self._inside(self.revenue.fips, "region")]
        own = year[year.level != "federal"].value.sum()
        verdict = self.verdict()
        low, high = figure("but_for_low"), figure("but_for_high")
        cost = float(self.incentives[self.incentives.level != "federal"].value.sum())
        federal = float(self.incentives[self.incentives.level == "federal"].value.sum())
        per_job = cost * 1e6 / self.jobs if self.jobs > 0 else None
        return {
            "revenue": float(year.value.sum()),
            "state_local_revenue": float(own),
            "state_local_per_job": float(own) * 1e6 / self.jobs if self.jobs > 0 else None,
            "incentives": cost,
            "federal_incentives": federal,
            "cost_per_job": per_job,
            "cost_per_direct_job": cost * 1e6 / self.direct_jobs if self.direct_jobs > 0 else None,
            "cost_per_but_for_job_low": None if per_job is None else per_job / high,
            "cost_per_but_for_job_high": None if per_job is None else per_job / low,
            "present_cost": verdict.cost,
            "present_benefit": verdict.benefit,
            "present_net": verdict.net,
            "break_even": verdict.break_even,
            "payback_year": verdict.payback,
            "internal_rate": verdict.internal_rate,
            "but_for_low": low,
            "but_for_high": high,
            "movers": float(self.people.movers.sum()),
            "residents": float(self.people.residents.sum()),
            "pupils": float(self.people.pupils.sum()),
            "homes": float(self.people.homes.sum()),
        }

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return all tables by name."""
        return dict(self._tables)

    @cached_property
    def _tables(self) -> dict[str, pd.DataFrame]:
        return {
            "taxes": pd.concat([self.summary(place).assign(place=place) for place in PLACES], ignore_index=True),
            "taxes_by_county": self.by_county(),
            "taxes_by_year": self.yearly,
            "balance": self.balance,
            "newcomers": self.people,
            "services": self.services,
            "incentives": self.incentives,
            "sensitivity": self.sensitivity(),
            "fiscal_intervals": self.intervals,
        }

    def to_dict(self) -> dict[str, Any]:
        """Return everything as one JSON document; unknown values are null."""
        return {
            "study": self.name,
            "dollar_year": self.dollar_year,
            "discount": self.discount,
            "figures": self.figures(),
            **{
                name: json.loads(frame.to_json(orient="records", double_precision=12))
                for name, frame in self.tables().items()
            },
            "known_support": list(self.known),
            "notices": list(self.notices),
        }

    def save(self, folder: str | Path) -> list[Path]:
        """Write tables (csv) and fiscal.json into a new folder, or nothing.

        Raises
        ------
        UsageError
            If the folder exists or cannot be written.
        """
        document = json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False) + "\n"
        return write_folder(
            Path(folder),
            {f"{name}.csv": frame for name, frame in self.tables().items()},
            {"fiscal.json": lambda path: _write(path, document)},
        )

    def _inside(self, fips: "pd.Series[str]", place: str) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        return inside(fips, place, self.region, self.home_states)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def inside(
    fips: "pd.Series[str]", place: str, region: tuple[str, ...], home_states: tuple[str, ...]
) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Return which counties lie in a place.

    Places are the ``region``, the home ``state`` with the region, and the ``nation``.
    """
    if place == "nation":
        return np.ones(len(fips), dtype=np.bool_)
    known: np.ndarray[tuple[int], np.dtype[np.bool_]] = fips.isin(region).to_numpy(dtype=np.bool_)
    if place == "region":
        return known
    return known | fips.str[:2].isin(home_states).to_numpy(dtype=np.bool_)


def fiscal(effects: Effects) -> Fiscal:
    """Return taxes, services and incentives of a study.

    Parameters
    ----------
    effects : Effects
        Of a study; its sites may state ``taxes`` and ``incentives``.

    References
    ----------
    Bartik (1991), *Who Benefits from State and Local Economic Development Policies?*; Bartik (2018), *"But For"
    Percentages for Economic Development Incentives*; ``docs/fiscal.md``.
    """
    study = Study.read(effects.inputs)
    studied = plants(effects, study.sites)
    by_plant = [plant_taxes(plant) for plant in studied]
    pays = any(plant_rates(plant).sales * plant_rates(plant).equipment_sales_taxed > 0 for plant in studied)
    other_payers = everyone(effects, pays)
    own = pd.concat([_of_plant(plant, taxes) for plant, taxes in zip(studied, by_plant, strict=True)])
    home_states = tuple(sorted({plant.fips[:2] for plant in studied}))
    costs, notices = [], []
    for plant, taxes in zip(studied, by_plant, strict=True):
        frame, incentive_notices = incentive_costs(plant, taxes)
        costs.append(frame)
        notices += [*plant_notices(plant), *incentive_notices, *_unclaimed(plant)]
    people = newcomers(effects)
    totals = effects.summary().query("phase == @OPERATIONS")
    result = Fiscal(
        name=effects.name,
        dollar_year=effects.dollar_year,
        region=tuple(effects.region.fips),
        home_states=home_states,
        revenue=pd.concat([own, other_payers[COLUMNS]], ignore_index=True)[COLUMNS],
        yearly=_yearly(effects, studied, by_plant, other_payers),
        people=people,
        services=service_costs(people),
        incentives=pd.concat(costs, ignore_index=True),
        discount=effects.discount if effects.discount is not None else figure("discount"),
        jobs=float(totals[totals.effect == TOTAL].jobs.sum()),
        direct_jobs=float(totals[totals.effect == "direct"].jobs.sum()),
        notices=tuple(dict.fromkeys([*notices, *general_notices(effects)])),
        known=tuple(dict.fromkeys(line for plant in studied for line in _on_record(plant))),
        intervals=pd.DataFrame(),
    )
    return replace(result, intervals=intervals(effects, _counted(result, effects, studied, other_payers)))


def _counted(result: Fiscal, effects: Effects, studied: list[Plant], other_payers: pd.DataFrame) -> Counted:
    balance = result.balance[result.balance.level != "federal"]
    return Counted(
        others={place: other_payers[result._inside(other_payers.fips, place)] for place in PLACES},
        plants=studied,
        balance=balance,
        incentives=result.incentives,
        years=effects.years,
        discount=result.discount,
    )


def _on_record(plant: Plant) -> list[str]:
    return [*known_support(plant), *areas_of_support(plant)]


def general_notices(effects: Effects) -> list[str]:
    """Return notices on the basis of all figures."""
    return [
        "Rates on suppliers and households are averages of states (collections of fiscal 2022 and 2023 over the bases "
        "of 2022), applied to new activity; low and high ends are the ranges of the rates alone, and 90 % intervals "
        "those of effects and rates together.",
        "Services are those for people who move in, at costs of fiscal 2022; what firms cause is not known.",
        f"Money is of {effects.dollar_year}; amounts of laws and agreements are taken as of that year.",
    ]


def _unclaimed(plant: Plant) -> list[str]:
    """Name the credit 45X that a site could claim but omits."""
    if any(incentive.kind == "45X" for incentive in plant.site.incentives):
        return []
    earned, _ = full_credit(plant)
    if earned is None:
        return []
    return [
        f"{plant.site.name}: it could earn the federal credit 45X, up to ${earned:,.1f} million in a full year before "
        "2030; add 'incentives: [{kind: 45X}]' to count it (eligibility is to verify)."
    ]


def _of_plant(plant: Plant, taxes: pd.DataFrame) -> pd.DataFrame:
    """Return a plant's taxes of construction and of a mean year."""
    count = {OPERATIONS: max(len(plant.operating), 1)}
    sums = taxes.groupby(["phase", "level", "kind"], as_index=False)[VALUES].sum()
    per = sums.phase.map(count).fillna(1.0).to_numpy(dtype=float)
    sums[VALUES] = sums[VALUES].div(per, axis=0)
    return sums.assign(site=plant.site.name, fips=plant.fips, payer="plant")


def _yearly(
    effects: Effects, studied: list[Plant], by_plant: list[pd.DataFrame], other_payers: pd.DataFrame
) -> pd.DataFrame:
    """Return revenue by year and place.

    Plants' own taxes are those of the year; all others follow the share of their phase.
    """
    region, home = tuple(effects.region.fips), tuple(sorted({plant.fips[:2] for plant in studied}))
    keys = ["phase", "payer", "level", "kind"]
    own = pd.concat([taxes.assign(payer="plant") for taxes in by_plant])
    own = own.groupby(["year", *keys], as_index=False)[VALUES].sum()
    frames = [own.assign(place=place) for place in PLACES]
    for place in PLACES:
        rows = other_payers[inside(other_payers.fips, place, region, home)]
        sums = rows.groupby(["site", *keys], as_index=False)[VALUES].sum()
        spread_out = sums.merge(effects.years, on=["site", "phase"])
        spread_out[VALUES] = spread_out[VALUES].mul(spread_out.share, axis=0)
        frames.append(spread_out.groupby(["year", *keys], as_index=False)[VALUES].sum().assign(place=place))
    revenue: pd.DataFrame = pd.concat(frames, ignore_index=True)[["year", "place", *keys, *VALUES]]
    return revenue.sort_values(["year", "place", *keys], ignore_index=True)

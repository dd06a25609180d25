"""Taxes, services and incentives in a report: sentences and tables."""

from collections.abc import Callable

import pandas as pd

from .._display import dollars, interval, money
from ..fiscal import Fiscal
from ..reference import OPERATIONS, vocabulary
from ._drafts import Draft

LEVELS, KINDS, PAYERS = (Fiscal.TITLES[column] for column in ("level", "kind", "payer"))


def _head(name: str) -> str:
    return vocabulary().headings[name].title


def fiscal_drafts(fiscal: Fiscal) -> dict[str, Draft]:
    """Return the tables of taxes, balance by year, and any incentives."""
    unit = f"Money in million USD of {fiscal.dollar_year}."
    year = fiscal.summary("region").query("phase == @OPERATIONS")
    wide = year.pivot_table(index=["level", "kind"], columns="payer", values="value", aggfunc="sum", fill_value=0.0)
    wide = wide.reindex(columns=list(PAYERS), fill_value=0.0)
    order = [(level, kind) for level in LEVELS for kind in KINDS if (level, kind) in wide.index]
    wide = wide.loc[order]
    wide["revenue"] = wide.sum(axis=1)
    wide = wide[wide.revenue != 0]
    order = wide.index.tolist()
    taxes = wide.reset_index()
    drawn = not fiscal.intervals.empty
    if drawn:
        taxes["span"] = [_span(fiscal, str(level), str(kind)) for level, kind in order]
    taxes["level"], taxes["kind"] = taxes.level.map(LEVELS), taxes.kind.map(KINDS)
    balance = fiscal.balance[fiscal.balance.level != "federal"]
    balance = balance.assign(level=balance.level.map(LEVELS), year=balance.year.astype(str))
    if drawn:
        ends = zip(balance.net_p5, balance.net_p95, strict=True)
        balance["span"] = [interval(money(low), money(high), brief=True) for low, high in ends]
    spanned = {"span": (_head("span"), "text")} if drawn else {}
    heads = {"level": (_head("level"), "text")}
    payer_columns = {payer: (_head(f"{payer}_pay" if payer != "plant" else "plant_pays"), "money") for payer in PAYERS}
    drafts = {
        "taxes": Draft(
            "Taxes of a year of operation in the region",
            taxes,
            {**heads, "kind": (_head("tax"), "text"), **payer_columns, "revenue": (_head("revenue"), "money")}
            | spanned,
            unit,
        ),
        "balance": Draft(
            "Net balance of local governments of the region and of the state by year",
            balance,
            {"year": (_head("year"), "text"), **heads}
            | {name: (_head(name), "money") for name in ("revenue", "services", "incentives", "net")}
            | spanned,
            f"{unit} Services at marginal cost.",
        ),
    }
    if not fiscal.incentives.empty:
        sums = fiscal.incentives.groupby(["name", "level"], sort=False).value.sum().reset_index()
        sums["level"] = sums.level.map(LEVELS)
        columns = {"name": (_head("incentive"), "text"), **heads, "value": (_head("incentives"), "money")}
        drafts["incentives"] = Draft("Incentives, all years", sums, columns, unit)
    return drafts


def _span(fiscal: Fiscal, level: str, kind: str) -> str:
    low, high = fiscal.taxes_interval(level, kind=kind) or (0.0, 0.0)
    return interval(money(low or 0.0), money(high or 0.0), brief=True)


def _behind(span: tuple[float | None, float | None] | None, write: Callable[[float], str]) -> str:
    """Write the 90 % interval of a figure after a blank.

    The text is empty without draws.
    """
    if span is None:
        return ""
    low, high = ("over 100%" if end is None else write(end) for end in span)
    return f" {interval(low, high)}"


def fiscal_said(fiscal: Fiscal, numbers: dict[str, int]) -> tuple[str, ...]:
    """Return sentences on a year's taxes, newcomers' cost, and incentives."""
    figures = fiscal.figures()
    year = fiscal.revenue[fiscal.revenue.phase == OPERATIONS]
    by_level = _by_level(year[year.fips.isin(fiscal.region)])
    revenue_texts = {
        level: f"{dollars(value)}{_behind(fiscal.taxes_interval(level), dollars)}" for level, value in by_level.items()
    }
    per_job = figures["state_local_per_job"]
    sentences = [
        f"In a year of operation the region yields {revenue_texts['local']} of local, {revenue_texts['state']} "
        f"of state and {revenue_texts['federal']} of federal taxes (table {numbers['taxes']})"
        + (f"; state and local taxes are ${per_job:,.0f} for each job." if per_job else "."),
        f"About {figures['residents']:,.0f} people would move in with workers (assumption), {figures['pupils']:,.0f} "
        f"of them pupils. Table {numbers['balance']} sets what services for them cost against revenue.",
    ]
    verdict = fiscal.verdict()
    if verdict.cost > 0:
        share = verdict.break_even
        even = (
            "never break even"
            if share is None or share > 1
            else f"break even if they tipped {share:.0%} of the decision"
            + _behind(fiscal.interval("break_even"), "{:.0%}".format)
        )
        sentences.append(
            f"State and local incentives cost {dollars(verdict.cost)} in present value at {fiscal.discount:.1%} a "
            f"year, against revenue less services of {dollars(verdict.benefit)}: they {even}. Published studies find "
            f"that incentives tip {figures['but_for_low']:.0%} to {figures['but_for_high']:.0%} of decisions "
            f"(Bartik 2018)."
        )
    return tuple(sentences)


def _by_level(revenue: pd.DataFrame) -> dict[str, float]:
    sums = revenue.groupby("level").value.sum()
    return {level: float(sums.get(level, 0.0)) for level in LEVELS}

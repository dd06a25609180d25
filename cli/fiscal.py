"""``impact fiscal``: taxes, services and the verdict on incentives."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .intervals import quick_intervals
from .options import Changes, JsonOption
from .screen import emit, headings, money, print_files, print_table, print_text, printable, printing
from .steps import step
from .studies import read_study, saved_or_none

if TYPE_CHECKING:
    from rich.console import Console

    from impact import Result
    from impact.fiscal import Fiscal

PLACES = {"region": "the region", "state": "the state", "nation": "the United States"}


def command(
    site: Annotated[
        str, typer.Argument(metavar="SITE|RESULT", help="A site or study file, FACILITY@COUNTY, or a saved result.")
    ],
    changes: Changes,
    out: Annotated[Path | None, typer.Option(metavar="FOLDER", help="New folder for tables and fiscal.json.")] = None,
    no_intervals: Annotated[
        bool, typer.Option("--no-intervals", help="Leave out the quick 90 % intervals (some seconds).")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Show taxes, services for newcomers, and incentives.

    Taxes by level of government and payer, cost of services for people who move in, and cost and benefit of incentives.

    The site file may state 'taxes' (property_rate, assessment_ratio, sales_rate, ...) and 'incentives'.
    """
    from impact._files import refuse_existing

    if out is not None:
        refuse_existing(out)
    result = saved_or_none(site, changes)
    if result is None:
        result = _studied(site, changes)
        result = result if no_intervals else quick_intervals(result)
    with step("Counting taxes and services"):
        fiscal = result.fiscal()
    written = fiscal.save(out) if out is not None else []
    if as_json:
        emit(json.dumps(fiscal.to_dict(), ensure_ascii=False, allow_nan=False) + "\n")
        return
    with printing() as console:
        print_text(console, f"{printable(fiscal.name)}: taxes, services, incentives", style="bold")
        print_payers(fiscal, console)
        _print_kinds(fiscal, console)
        _print_balance(fiscal, console)
        _print_services(fiscal, console)
        _print_incentives(fiscal, console)
        console.print()
        for notice in fiscal.notices:
            print_text(console, f"Note: {notice}")
        for line in fiscal.known:
            print_text(console, f"On record: {line}.")
        print_files(console, written)


def _studied(site: str, changes: Changes) -> "Result":
    import impact

    study = read_study(site, changes)
    with step("Studying the effects") as report:
        return impact.run(study, progress=report)


def print_payers(fiscal: "Fiscal", console: "Console", places: Iterable[str] = PLACES) -> None:
    """Print a year's taxes by level and payer in some places."""
    rows = []
    for place in places:
        name, taxes = PLACES[place], fiscal.summary(place)
        year = taxes[taxes.phase == "operations"]
        for level, title in fiscal.TITLES["level"].items():
            of_level = year[year.level == level]
            payers = of_level.groupby("payer").value.sum().reindex(list(fiscal.TITLES["payer"])).fillna(0.0)
            drawn = fiscal.taxes_interval(level, place)
            low, high = drawn or (float(of_level.low.sum()), float(of_level.high.sum()))
            span = f"{money(low or 0.0)} to {money(high or 0.0)}"
            rows.append([name, title, *map(money, payers), money(of_level.value.sum()), span])
    span_head = "range" if fiscal.intervals.empty else "span"
    columns = headings("place", "level", "plant_pays", "suppliers_pay", "households_pay", "revenue", span_head)
    title = f"Taxes of a year of operation: million USD of {fiscal.dollar_year}"
    print_table(console, title, columns, rows, numbers=5)


def _print_kinds(fiscal: "Fiscal", console: "Console") -> None:
    taxes = fiscal.summary("region")
    wide = taxes.pivot_table(index="kind", columns=["phase", "level"], values="value", aggfunc="sum", fill_value=0.0)
    keys = [(phase, level) for phase in ("operations", "construction") for level in fiscal.TITLES["level"]]
    cells = [
        [title, *(money(float(wide[key].get(kind, 0.0))) if key in wide else money(0.0) for key in keys)]
        for kind, title in fiscal.TITLES["kind"].items()
        if kind in wide.index
    ]
    names = headings("tax", *(f"{phase}_{level}" for phase, level in keys))
    print_table(console, "Taxes in the region by kind: a year of operation, and all of construction", names, cells, 6)


def _print_balance(fiscal: "Fiscal", console: "Console") -> None:
    frame = fiscal.balance
    rows = [
        [str(row["year"]), fiscal.TITLES["level"][row["level"]]]
        + [money(row[name]) for name in ("revenue", "services_average", "services", "incentives", "net")]
        for row in frame[frame.level != "federal"].to_dict("records")
    ]
    columns = headings("year", "level", "revenue", "services_average", "services", "incentives", "net")
    if not fiscal.intervals.empty:
        ends = frame.loc[frame.level != "federal", ["net_p5", "net_p95"]].to_numpy()
        rows = [[*row, f"{money(low)} to {money(high)}"] for row, (low, high) in zip(rows, ends, strict=True)]
        columns += headings("span")
    print_table(
        console,
        "Net balance of local governments of the region and of the state by year: million USD",
        columns,
        rows,
        numbers=len(columns) - 2,
    )


def _print_services(fiscal: "Fiscal", console: "Console") -> None:
    people = fiscal.figures()
    console.print()
    print_text(
        console,
        f"People who move in (assumption in_migration): {people['movers']:,.0f} workers, {people['residents']:,.0f} "
        f"residents, {people['pupils']:,.0f} pupils, {people['homes']:,.0f} homes.",
    )
    by_function = fiscal.services.groupby("function", sort=False)[["average", "marginal"]].sum()
    rows = [[str(name), money(row["average"]), money(row["marginal"])] for name, row in by_function.iterrows()]
    title = "Services for them a year, all levels: million USD"
    print_table(console, title, headings("function", "average_cost", "marginal_cost"), rows, numbers=2)


def _print_incentives(fiscal: "Fiscal", console: "Console") -> None:
    if fiscal.incentives.empty:
        console.print()
        print_text(console, "No incentives are stated. List them under 'incentives' in the site file.")
        return
    sums = fiscal.incentives.groupby(["name", "level"], sort=False).value.agg(["sum", "size"]).reset_index()
    rows = [[row["name"], fiscal.TITLES["level"][row["level"]], money(row["sum"])] for row in sums.to_dict("records")]
    columns = headings("incentive", "level", "incentives")
    print_table(console, "Incentives, all years: million USD", columns, rows, numbers=1)
    for sentence in told(fiscal):
        print_text(console, sentence)
    if not fiscal.figures()["incentives"]:
        return
    cases = [
        [row["case"], money(row["cost"]), money(row["benefit"]), money(row["net"]), share(row["break_even"])]
        for row in fiscal.sensitivity().to_dict("records")
    ]
    names = headings("case", "present_cost", "present_benefit", "net", "break_even")
    print_table(console, "Break-even under other choices: present values, million USD", names, cases, numbers=4)


def share(value: float | None) -> str:
    """Write a break-even share.

    It is "more than all" where a project that needs its incentives still costs more than it brings.
    """
    if value is None or value != value:
        return "none"
    return f"{value:.0%}" if value <= 1 else "over 100%"


def _break_even_interval(fiscal: "Fiscal") -> str:
    """Write the 90 % interval of the break-even share after a blank.

    The text is empty without draws.
    """
    from impact._display import interval

    drawn = fiscal.interval("break_even")
    return f" {interval(*map(share, drawn))}" if drawn else ""


def told(fiscal: "Fiscal") -> list[str]:
    """Return sentences on the verdict of state and local incentives."""
    from impact._display import dollars

    sentences, numbers = [], fiscal.figures()
    total_cost, cost_per_job = numbers["incentives"], numbers["cost_per_job"]
    if total_cost and cost_per_job:
        sentences.append(
            f"State and local incentives cost {dollars(total_cost)}, ${cost_per_job:,.0f} for each job in the region "
            f"(${numbers['cost_per_but_for_job_low']:,.0f} to ${numbers['cost_per_but_for_job_high']:,.0f} for each "
            "job that would not have come without them)."
        )
        rate = numbers["internal_rate"]
        back = numbers["payback_year"]
        sentences.append(
            f"At {fiscal.discount:.1%} a year they cost {dollars(fiscal.verdict().cost)} today and bring revenue less "
            f"services of {dollars(fiscal.verdict().benefit)}. They break even if they tipped "
            f"{share(numbers['break_even'])} of the decision{_break_even_interval(fiscal)}; studies find "
            f"{numbers['but_for_low']:.0%} to {numbers['but_for_high']:.0%}."
            + (f" If they tipped all of it, revenue covers what they cost by year {back}." if back is not None else "")
            + (f" Internal rate of return: {rate:.0%}." if rate is not None else "")
        )
    if numbers["federal_incentives"]:
        sentences.append(f"Federal support: {dollars(numbers['federal_incentives'])}, not part of the break-even.")
    return sentences

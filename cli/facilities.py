"""``impact facilities``: the catalogue of facility types and their inputs."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from impact._display import dollars

from . import facilities_near
from .commands import add
from .completion import facility as complete_facility
from .options import JsonOption
from .screen import CutColumn, emit, heading, headings, measure_titles, print_table, print_text, printing
from .settings import use_chosen_tables

if TYPE_CHECKING:
    from rich.console import Console

    from impact.facilities import CapitalLine, Facility, Figure, Line, Money

MILLION = 1e6
LEGEND = (
    "Jobs are per unit of capacity. Costs of operation and capital: lines, part of them, one total, or none; the "
    "industry's average stands in for what is missing. 'impact facilities show FACILITY' prints the parts of a type."
)

app = typer.Typer(
    help="The catalogue: facility types, their costs and jobs.\n\n"
    "Without a command it lists the types, with their capacity, jobs per unit and what is known."
)


@app.callback(invoke_without_command=True)
def catalogue(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the facility types: capacity range, jobs per unit, and evidence."""
    if context.invoked_subcommand is not None:
        return
    from impact.facilities import facilities

    use_chosen_tables()
    kinds = facilities().values()
    if as_json:
        emit(json.dumps({"facilities": [_summary(kind) for kind in kinds]}, ensure_ascii=False) + "\n")
        return
    rows = [
        (
            kind.name,
            kind.title,
            f"{_range(kind)}{kind.unit}",
            f"{kind.jobs_per_unit.base:.3g}" if kind.jobs_per_unit else "none",
            "part" if kind.partial else _known(kind.operations, kind.operations_total),
            _known(kind.capital, kind.capital_total),
        )
        for kind in kinds
    ]
    with printing() as console:
        columns: list[str | CutColumn] = [heading("facility"), CutColumn(heading("what_it_is")), heading("capacity")]
        columns += [measure_titles()["jobs"], heading("costs"), heading("capital")]
        print_table(console, "Facility types", columns, rows, numbers=4)
        console.print()
        print_text(console, LEGEND)


def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="FACILITY",
            help="A facility type, such as cell-nmc811, or a file with your own.",
            autocompletion=complete_facility,
        ),
    ],
    as_yaml: Annotated[
        bool, typer.Option("--yaml", help="Print the file of a type of the catalogue, to start your own from.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Print a facility type: costs, capital, labor, sources.

    And what is missing.
    """
    from impact.errors import UsageError
    from impact.facilities import facilities

    own = facilities().names_a_file(name)
    if as_yaml and (as_json or own):
        raise UsageError("--yaml prints the file of a type of the catalogue, without --json.")
    kind = facilities().read(name) if own else facilities().known(name)
    if as_yaml:
        emit(facilities().text(kind.name))
        return
    if as_json:
        emit(json.dumps(kind.model_dump() | {"price": kind.price}, ensure_ascii=False) + "\n")
        return
    with printing() as console:
        print_text(console, f"{kind.title} ({kind.name})", style="bold")
        _print_facts(console, kind)
        _print_economics(console, kind)
        _print_lines(console, "Operations", kind.operations, kind.operations_total, kind)
        _print_lines(console, "Capital", kind.capital, kind.capital_total, kind)
        if kind.missing:
            _print_list(console, "Missing", kind.missing)
        _print_list(console, "Sources", [f"[{place}] {text}" for place, text in enumerate(kind.sources.values(), 1)])


def _summary(kind: "Facility") -> dict[str, object]:
    return {
        "name": kind.name,
        "title": kind.title,
        "unit": kind.unit,
        "scale": [kind.scale.low, kind.scale.high] if kind.scale else None,
        "jobs_per_unit": kind.jobs_per_unit.base if kind.jobs_per_unit else None,
        "operations": "part" if kind.partial else _known(kind.operations, kind.operations_total),
        "capital": _known(kind.capital, kind.capital_total),
        "missing": kind.missing,
    }


def _known(lines: Sequence[object], total: object) -> str:
    return "lines" if lines else "total" if total else "none"


def _range(kind: "Facility") -> str:
    """Write the range of capacity, such as ``10-100k``."""
    if kind.scale is None:
        return ""
    low, high = kind.scale.low, kind.scale.high
    size, letter = next((size, letter) for size, letter in ((1e9, "G"), (1e3, "k"), (1, "")) if high >= size)
    return f"{low / size:.4g}-{high / size:.4g}{letter} " if low < high else f"{low / size:.4g}{letter} "


def _mix(shares: dict[str, float]) -> str:
    return ", ".join(f"{code} {share:.0%}" if share < 1 else code for code, share in shares.items())


def _print_facts(console: "Console", kind: "Facility") -> None:
    mix = _mix(kind.industries)
    facts = [f"Product: {kind.product}. Capacity in {kind.unit}. BEA industry: {mix}."]
    if kind.takes:
        facts.append(f"Can buy from: {', '.join(kind.takes)}.")
    if kind.scale:
        exponent = kind.scale.exponent
        facts.append(
            f"Figures hold for {_range(kind)}{kind.unit}; capital grows as capacity to the power {exponent.base:g} "
            f"({_trust(exponent, kind)})."
        )
    if kind.jobs_per_unit:
        jobs = kind.jobs_per_unit
        facts.append(f"Jobs per unit: {jobs.base:.4g} ({jobs.low:.4g} to {jobs.high:.4g}), {_trust(jobs, kind)}.")
    facts += [
        f"Pay on record: {wage.name}, ${wage.pay.base:g} an hour in {wage.pay.dollar_year}, {_trust(wage.pay, kind)}."
        for wage in kind.wages
    ]
    if kind.pay_per_job:
        pay = kind.pay_per_job
        facts.append(
            f"Pay on record, with benefits: ${pay.base:,.0f} a job in {pay.dollar_year} (${pay.low:,.0f} to "
            f"${pay.high:,.0f}), {_trust(pay, kind)}."
        )
    staffed = f"Staffed as BEA industries {_mix(kind.staffed_as)}. " if kind.staffed_as else ""
    facts.append(f"{staffed}In a study, pay is that of its occupations in the plant's area, with benefits.")
    for fact in facts:
        print_text(console, fact)


def _print_economics(console: "Console", kind: "Facility") -> None:
    """Print revenue, cost and surplus per unit of capacity and per job."""
    from impact.studies import unit_economics

    economics = unit_economics(kind)
    parts = economics.parts(kind)
    if not parts or economics.revenue is None:
        console.print()
        print_text(console, "Output and value added are not known: no price is known for what it makes.")
        return
    jobs = kind.jobs_per_unit.base if kind.jobs_per_unit else None
    scale = 1.0 if economics.revenue >= 1 else 1e6
    rows = [(name, _amount(value * scale), dollars(value / jobs) if jobs else "") for name, value in parts]
    dated = f"products at prices of {kind.revenue_year}, " if kind.products else ""
    unit = kind.unit.removesuffix("/yr")
    heading = f"Unit economics, {dated}{'million ' if scale == 1 else ''}USD of {economics.dollar_year} per {unit}"
    print_table(console, heading, ["", *headings("per_unit", "per_job")], rows, numbers=2)
    products_sold = [
        f"{product.item}, {_amount(product.quantity.base)} {_measure(product.price)} at "
        f"${_amount(product.base / product.quantity.base)}"
        for product in kind.products
        if product.quantity and product.price
    ]
    if products_sold:
        print_text(console, f"Sold per unit: {'; '.join(products_sold)}.")


def _measure(key: str) -> str:
    from impact.facilities import market_prices

    known = market_prices().get(key)
    return known.unit.removeprefix("USD/") if known else ""


def _print_lines(
    console: "Console",
    title: str,
    lines: "Sequence[Line | CapitalLine]",
    total: "Money | None",
    kind: "Facility",
) -> None:
    """Print one section of a type's lines.

    Money is in million USD where the largest figure is above a million.
    """
    figures = [*lines, *([total] if total else [])]
    if not figures:
        return
    scale = MILLION if max(figure.base for figure in figures) >= MILLION else 1
    years = [figure.dollar_year for figure in figures]
    usual = max(set(years), key=years.count)

    def row(item: str, description: str, figure: "Money") -> list[str]:
        dated = item if figure.dollar_year == usual else f"{item} (USD of {figure.dollar_year})"
        amounts = [_amount(value / scale) for value in (figure.base, figure.low, figure.high)]
        return [dated, description, _trust(figure, kind), *amounts]

    rows = [row(line.item, " ".join(_codes(line.commodities)) or line.kind, line) for line in lines]
    if total:
        rows.append(row("Total as stated", "", total))
    unit = kind.unit.removesuffix("/yr")
    whole_title = (
        f"{title}, {'million ' if scale > 1 else ''}USD of {usual} per {unit}{'/yr' if title == 'Capital' else ''}"
    )
    print_table(console, whole_title, headings("item", "bought", "trust", "base", "low", "high"), rows, numbers=3)


def _codes(commodities: dict[str, float]) -> list[str]:
    """Write the commodities of a line.

    Three are written by code; of further ones only the number is given.
    """
    codes = [code if share == 1 else f"{code} {share:.0%}" for code, share in commodities.items()]
    return codes if len(codes) <= 3 else [*codes[:2], f"and {len(codes) - 2} more"]


def _amount(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.3g}"


def _trust(figure: "Figure", kind: "Facility") -> str:
    return f"{figure.confidence} [{list(kind.sources).index(figure.source) + 1}]"


def _print_list(console: "Console", title: str, items: Sequence[str]) -> None:
    console.print()
    print_text(console, title, style="bold")
    for item in items:
        print_text(console, item)


add(app, "near", facilities_near.command)
add(app, "show", show)

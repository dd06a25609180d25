"""``impact circular``: recycled against mined materials."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from .options import Changes, JsonOption
from .screen import emit, headings, print_table, print_text, printable, printing, records
from .steps import step
from .studies import read_study, saved_or_none

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from impact import Result

UNKNOWN = "not known"
CAUTION = (
    "Note: kg CO2e a kWh of cells of the mined cell is the whole cell; what is replaced is the metal in its cathode "
    "alone. Suppliers follow from money and average technology, so that the chain is a coarse figure."
)


def command(
    site: Annotated[
        str, typer.Argument(metavar="SITE|RESULT", help="A site or study file, FACILITY@COUNTY, or a saved result.")
    ],
    changes: Changes,
    as_json: JsonOption = False,
) -> None:
    """Compare a recycler's emissions with those of mined materials.

    Per tonne of material and per kWh of cells, with the cells that could be made again and U.S. import dependence.
    """
    from impact.environment import circular, import_dependence

    result = saved_or_none(site, changes) or _studied(site, changes)
    comparison, supply = circular(result), import_dependence(result)
    if as_json:
        tables = {name: getattr(comparison, name) for name in ("burdens", "products", "cells", "left_out")}
        document = {name: records(frame) for name, frame in (tables | {"import_dependence": supply}).items()}
        emit(json.dumps(document | {"notes": list(comparison.notes)}, allow_nan=False) + "\n")
        return
    with printing() as console:
        print_text(console, printable(result.name), style="bold")
        _print_products(comparison.products, console)
        _print_cells(comparison.cells, console)
        _print_supply(supply, console)
        console.print()
        for row in comparison.left_out.to_dict("records"):
            print_text(console, f"Left out: {row['product']}, {row['tonnes']:,.0f} t a year: {row['why']}.")
        for row in comparison.burdens.to_dict("records"):
            if row["own"] != row["own"]:
                print_text(
                    console,
                    f"Warning: the emissions of {printable(row['site'])} itself are not known, so no burden is shown; "
                    "the range is EverBatt's burden of the route.",
                )
        for note in (*comparison.notes, CAUTION.removeprefix("Note: ")):
            print_text(console, f"Note: {note}")


def _studied(site: str, changes: Changes) -> "Result":
    import impact

    study = read_study(site, changes)
    with step("Studying the effects") as report:
        return impact.run(study, progress=report)


def _print_products(products: "pd.DataFrame", console: "Console") -> None:
    names = ("own", "chain", "imports", "replaced", "difference")
    rows = [
        [
            row["material"].capitalize(),
            f"{row['tonnes']:,.0f}",
            *(_figure(row[name]) for name in names),
            f"{_figure(row['low'])} to {_figure(row['high'])}",
        ]
        for row in products.to_dict("records")
    ]
    columns = headings(
        "recovered_material",
        "tonnes_recovered",
        "burden_own",
        "burden_chain",
        "burden_imports",
        "replaced",
        "burden_difference",
        "difference_range",
    )
    print_table(console, "Recycled against mined: t CO2e a t of material", columns, rows, numbers=7)


def _print_cells(cells: "pd.DataFrame", console: "Console") -> None:
    rows = [
        [
            row["chemistry"],
            f"{row['kwh']:,.0f}",
            *(_figure(row[name]) for name in ("burden", "replaced", "difference", "virgin_cell")),
        ]
        for row in cells.to_dict("records")
    ]
    columns = headings("cells", "kwh_again", "burden_own", "replaced", "burden_difference", "virgin_cell")
    columns[2] = "Recycled"
    print_table(console, "Cells that could be made again: kg CO2e a kWh", columns, rows, numbers=5)


def _print_supply(supply: "pd.DataFrame", console: "Console") -> None:
    rows = [
        [
            row["material"].capitalize(),
            *(f"{row[name]:,.0f}" if row[name] == row[name] else UNKNOWN for name in ("demand", "mined", "secondary")),
            f"{'over ' if row['bound'] else ''}{row['reliance']:.0%}"
            if row["reliance"] == row["reliance"]
            else UNKNOWN,
            f"{row['adds']:,.0f}",
            f"{row['of_demand']:.1%}" if row["of_demand"] == row["of_demand"] else UNKNOWN,
        ]
        for row in supply.to_dict("records")
    ]
    columns = headings("recovered_material", "demand", "mined", "secondary", "reliance", "adds", "of_demand")
    year = int(supply.year.iloc[0])
    print_table(console, f"U.S. supply of {year} (USGS) and what the plants add", columns, rows, numbers=6)


def _figure(value: float) -> str:
    if value != value:
        return UNKNOWN
    return f"{value:,.1f}" if abs(value) >= 10 else f"{value:,.2f}"

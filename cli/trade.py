"""``impact trade``: distances of each industry's sales, evidence and checks."""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .commands import add
from .options import JsonOption
from .screen import emit, print_table, print_text, printing
from .steps import step

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

KM_PER_MILE = 1.609344
TREATED = {
    "in_place": "It is consumed where it stands.",
    "own_county_share": "Residents travel to it: the share bought in the own county decides the scale.",
    "mean_miles": "It is shipped or sold over a distance: the share of value under 50 miles and mean miles decide.",
}

app = typer.Typer(help="Distances of industries' sales, and the evidence.", no_args_is_help=True)


@app.callback()
def callback() -> None:
    """Distances of industries' sales, and the evidence."""


def show(
    industry: Annotated[
        str, typer.Argument(metavar="INDUSTRY", help="A BEA or NAICS industry code, such as 335911 or 445.")
    ],
    as_json: JsonOption = False,
) -> None:
    """Print the evidence on an industry's distances, and the fit.

    The fitted scales, and the shares and miles that trade reaches with them.
    """
    fit = _found(industry)
    if as_json:
        records = json.loads(fit.to_json(orient="records"))
        emit(json.dumps({"industries": records}, ensure_ascii=False) + "\n")
        return
    with printing() as console:
        for row in fit.to_dict("records"):
            _print(console, {str(name): value for name, value in row.items()})


def checks(as_json: JsonOption = False) -> None:
    """Compare trade with published figures."""
    from impact.evidence import trade_checks

    with step("Comparing trade with what is published", "Checks") as report:
        tables = trade_checks(report)
    if as_json:
        document = {name: json.loads(frame.to_json(orient="records")) for name, frame in tables.items()}
        emit(json.dumps(document, ensure_ascii=False) + "\n")
        return
    with printing() as console:
        for title, frame in tables.items():
            columns = [str(name).replace("_", " ") for name in frame]
            rows = [[_cell(value) for value in row] for row in frame.itertuples(index=False)]
            print_table(console, title, columns, rows, numbers=len(columns) - 1)
            console.print()


def _cell(value: Any) -> str:
    if isinstance(value, float) and value != value:
        return "not known"
    return f"{value:,.2f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)


def _found(industry: str) -> "pd.DataFrame":
    """Return the rows of the fit for a code.

    An unknown code is refused with the nearest one.
    """
    from impact.facilities import industry_mix
    from impact.reference import table
    from impact.trade import trade_fit

    fitted = trade_fit()
    titles = table("industries").set_index("code").title
    codes = [industry] if industry in titles.index else list(industry_mix({industry: 1.0}))
    rows = fitted[fitted.industry.isin(codes)]
    return rows.assign(title=rows.industry.map(titles))


def _print(console: "Console", row: dict[str, Any]) -> None:
    print_text(console, f"{row['title']} ({row['industry']})", style="bold")
    print_text(console, TREATED[row["target_type"]])
    if row["target_type"] != "in_place":
        unit = "miles on average" if row["target_type"] == "mean_miles" else "of purchases in the own county"
        low, target, high = (_figure(row, name) for name in ("low", "target", "high"))
        print_text(console, f"Target: {target} {unit} ({low} to {high}), confidence {row['confidence']}.")
        if row["share_under_50_miles"] == row["share_under_50_miles"]:
            print_text(console, f"Target: {row['share_under_50_miles']:.0%} of value under 50 miles.")
        if row["visitor_share"] > 0:
            print_text(console, f"Visitors from elsewhere buy {row['visitor_share']:.0%}; the target is residents'.")
        print_text(console, f"Fitted: {_scales(row)}.")
        for name, setting in (("fitted", "with these scales"), ("reached", f"with mixture {row['mixture']}, as used")):
            print_text(
                console,
                f"Reached {setting}: {row[f'{name}_own_county']:.0%} in the own county, "
                f"{row[f'{name}_under_50_miles']:.0%} under 50 miles, "
                f"{row[f'{name}_mean_miles']:,.0f} miles on average.",
            )
    print_text(console, f"Evidence is about: {row['group']}. {row['basis']}.")
    console.print()


def _figure(row: dict[str, Any], name: str) -> str:
    return f"{row[name]:,.0f}" if row["target_type"] == "mean_miles" else f"{row[name]:.0%}"


def _scales(row: dict[str, Any]) -> str:
    near = f"{row['fitted_near_km'] / KM_PER_MILE:,.1f} miles ({row['fitted_near_km']:,.1f} km)"
    if row["fitted_far_km"] != row["fitted_far_km"]:
        return f"one distance scale of {near}"
    far = f"{row['fitted_far_km'] / KM_PER_MILE:,.0f} miles ({row['fitted_far_km']:,.0f} km)"
    share = row["fitted_near_share"]
    of = "of purchases" if row["by_share"] else "over an even plain"
    return f"two distance scales, {near} with weight {share:.3f} and {far} with {1 - share:.3f} {of}"


add(app, "show", show)
add(app, "checks", checks)

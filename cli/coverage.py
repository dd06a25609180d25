"""``impact evidence coverage`` and ``quick-errors``: coverage and error of the intervals."""

import json
from typing import Annotated

import typer

from .options import Changes, JsonOption, SiteArgument
from .screen import emit, headings, print_table, print_text, printing, written
from .steps import step
from .studies import read_study


def coverage(as_json: JsonOption = False) -> None:
    """Compare intervals with RIMS II and with opened plants.

    How often 90 % intervals contain published figures that they were not made from.
    """
    from impact.evidence import coverage as covered

    with step("Drawing and comparing", "Comparisons") as report:
        tables = covered(report)
    if as_json:
        document = {title: frame.to_dict("records") for title, frame in tables.items()}
        emit(json.dumps(document, ensure_ascii=False, allow_nan=False, default=bool) + "\n")
        return
    with printing() as console:
        for title, frame in tables.items():
            rows = [[_cell(value) for value in row] for row in frame.itertuples(index=False)]
            columns = [str(name).replace("_", " ").capitalize() for name in frame]
            print_table(console, title, columns, rows, numbers=len(columns) - 1)
            print_text(console, f"{frame.inside.mean():.0%} inside; aim: 90%, at least {frame.attrs['least']:.0%}.")


def quick_errors(
    site: SiteArgument,
    changes: Changes,
    draws: Annotated[int, typer.Option(metavar="NUMBER", help="How often the assumptions are drawn.")] = 500,
    as_json: JsonOption = False,
) -> None:
    """Compare the quick with the full 90 % interval of a study."""
    import impact
    from impact.evidence import quick_errors as errors

    study = read_study(site, changes)
    with step("Studying the effects") as report:
        result = impact.run(study, progress=report)
    with step("Drawing quick and full"):
        table = errors(result, draws)
    if as_json:
        emit(json.dumps(table.to_dict("records"), ensure_ascii=False, allow_nan=False) + "\n")
        return
    rows = [
        [
            f"{row['phase']}, {row['effect']}, {row['measure'].replace('_', ' ')}",
            *(f"{written(row['measure'], row[f'{kind}_p5'])} to {written(row['measure'], row[f'{kind}_p95'])}"
              for kind in ("quick", "full")),
            f"{row['off_p5']:+.1%}",
            f"{row['off_p95']:+.1%}",
        ]
        for row in table.to_dict("records")
    ]  # fmt: skip
    with printing() as console:
        title = f"90 % intervals of {draws:,} draws in {result.region.label}: quick and full"
        columns = headings("effect", "quick", "full", "off_p5", "off_p95")
        print_table(console, title, columns, rows, numbers=4)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}" if abs(value) < 10 else f"{value:,.0f}"
    return str(value)

"""Write the generated pages: assumptions, catalogue, data dictionary, result tables, and the output that pages show.

``python docs/generate.py`` writes them; the tests compare what is in git with what it would write. A block of output
stands between ``<!-- output: COMMAND -->`` and ``<!-- end -->``; a table of figures, after ``<!-- table: NAME -->``.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from impact._result_tables import ResultTable, registry
from impact.accounts import Nation, nation
from impact.counties import commuting_fit
from impact.facilities import CapitalLine, Figure, Line, Money, facilities
from impact.reference import assumptions, manifest, measures, table
from impact.sources import SOURCES

ROOT = Path(__file__).resolve().parents[1]
COMMAND = Path(sys.executable).with_name("impact")
SHOWN = ("335911", "325180", "331410", "562000", "230301")
BLOCK = re.compile(r"(<!-- (output|table): (.+?) -->\n).*?(<!-- end -->)", re.DOTALL)


def assumptions_page() -> str:
    """Return the page of all declared assumptions."""
    lines = [
        "# Assumptions",
        "",
        "Every choice of the model that is not a published figure. A value 'computed' depends on the place; it is",
        "printed with every run. All but the built-in ones can be changed under `assumptions:` in a site file.",
        "The year of the economy is no assumption but a key of its own: [economies](economies.md).",
        "",
        "| name | what | value | range | source | year |",
        "|---|---|---|---|---|---|",
    ]
    for name, entry in assumptions().items():
        value = (
            "computed" if entry.value is None else f"{entry.value:g}" if isinstance(entry.value, float) else entry.value
        )
        span = f"{entry.low:g} to {entry.high:g}" if entry.low is not None and entry.high is not None else ""
        built_in = " (built in)" if entry.fixed else ""
        unit = f" {entry.unit}" if entry.unit else ""
        lines.append(f"| `{name}` | {entry.title}{built_in} | {value}{unit} | {span} | {entry.source} | {entry.year} |")
    return "\n".join(lines) + "\n"


def data_page() -> str:
    """Return the dictionary of all embedded tables and columns."""
    lines = [
        "# Data dictionary",
        "",
        f"Economies of {' and '.join(map(str, manifest().economies))}; later ones name their tables by year.",
        "`impact data verify` checks every byte.",
        "",
    ]
    for name, entry in manifest().tables.items():
        lines += [
            f"## {name}",
            "",
            f"{entry.title}. {entry.rows:,} rows.",
            "",
            f"- Agency: {entry.agency}",
            f"- Source: {entry.source}",
            f"- Vintage: {entry.vintage}. Licence: {entry.licence}.",
            *([f"- Attribution: {entry.attribution}"] if entry.attribution else []),
            f"- Derived: {entry.derivation}",
            f"- sha256: `{entry.sha256}`",
            "",
            "| column | what | unit |",
            "|---|---|---|",
            *(f"| `{column}` | {declared.title} | {declared.unit} |" for column, declared in entry.columns.items()),
            "",
        ]
    return "\n".join(lines)


def catalogue_page() -> str:
    """Return the page of all facility types with their recipes."""
    lines = [
        "# Catalogue of facility types",
        "",
        "Operations are per unit of output in a year of full operation, capital per unit of annual capacity. Codes are",
        "BEA detail commodities of 2017. Value added (compensation, surplus, tax, transfer) buys nothing. Numbers in",
        "brackets are the sources under each table. Clean Investment Monitor: Rhodium Group and MIT CEEPR,",
        "CC BY 4.0.",
        "",
    ]
    for kind in facilities().values():
        unit = kind.unit.replace("**", "^")
        rows: list[tuple[str, str, str, Figure]] = []
        if kind.jobs_per_unit:
            rows.append(("jobs", f"Jobs per {unit}", "", kind.jobs_per_unit))
        rows += [("pay", f"{wage.name}, USD an hour", "", wage.pay) for wage in kind.wages]
        for name, parts, total in (
            ("operations", kind.operations, kind.operations_total),
            ("capital", kind.capital, kind.capital_total),
        ):
            rows += [(name, part.item, _bought(part), part) for part in parts]
            if total:
                rows.append((name, "Total as stated", "", total))
        if kind.scale:
            rows.append(("capital", "Scaling exponent", "", kind.scale.exponent))
        mix = _mix(kind.industries)
        held = f" Figures hold from {kind.scale.low:,g} to {kind.scale.high:,g} {unit}." if kind.scale else ""
        bought = f" Can buy from {', '.join(kind.takes)}." if kind.takes else ""
        lines += [
            f"## {kind.name}",
            "",
            f"{kind.title}. {kind.product}, {unit}. BEA industry {mix}.{held}{bought}",
            "",
            "| | item | bought or paid | low | base | high | USD of | trust | note |",
            "|---|---|---|---|---|---|---|---|---|",
            *(
                f"| {name} | {item} | {what} | {figure.low:,.6g} | {figure.base:,.6g} | {figure.high:,.6g} "
                f"| {figure.dollar_year if isinstance(figure, Money) else ''} | {figure.confidence} "
                f"[{list(kind.sources).index(figure.source) + 1}] | {figure.note or ''} |"
                for name, item, what, figure in rows
            ),
            "",
            *(f"{place}. {source}" for place, source in enumerate(kind.sources.values(), 1)),
            "",
            "Missing:",
            "",
            *(f"- {sentence}" for sentence in kind.missing),
            "",
        ]
    return "\n".join(lines)


def result_tables_page() -> str:
    """Return the page of all tables of a result, and of what they count."""
    lines = [
        "# Result tables",
        "",
        "What a result holds, and what `impact run SITE --out DIR` and `result.save(folder)` write. Each table is",
        "declared once, in `impact/result_tables.yaml`; the workbook holds the saved ones of up to 10,000 rows. Beside",
        "them the folder holds `result.json`, from which `impact.Result.load` makes the result again, `map.html`, and",
        "`counties.gpkg`, the counties with their outlines. In Python, `attrs` of a table hold units and years.",
        "",
        "## Measures",
        "",
        "| column | measure | unit |",
        "|---|---|---|",
    ]
    for measure in measures().values():
        unit = f"{measure.unit} of the dollar year" if measure.format == "money" else measure.unit
        building = f"; {measure.unit_in_construction} of construction" if measure.unit_in_construction else ""
        lines.append(f"| `{measure.name}` | {measure.title} | {unit}{building} |")
    lines += ["", "[How a measure is declared](method.md#measures).", ""]
    for entry in registry().values():
        lines += [f"## {entry.name}", "", f"{entry.title}. {_where(entry)}", "", f"- Labels: {_names(entry.labels)}"]
        lines += [f"- Figures: {entry.columns or _names(measures())}{'' if entry.columns else '.'}", ""]
    return "\n".join(lines)


def _where(entry: ResultTable) -> str:
    """Write where a table stands, and when it is there."""
    places = [f"`{entry.name}.csv`"] * entry.csv + [f"key `{entry.document}` of `result.json`"] * bool(entry.document)
    when = {
        "always": "",
        "several sites": " if the study has several sites",
        "draws": " if there are draws",
        "discount": " if the study has a discount rate",
    }
    arguments = ", ".join(f"{name}={value!r}" for name, value in entry.arguments.items())
    return f"In {' and '.join(places)}{when[entry.when]}; in Python `result.{entry.method}({arguments})`."


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in columns)


def _bought(line: Line | CapitalLine) -> str:
    """Write the commodities of a line, or the kind of a line without."""
    return _mix(line.commodities) or line.kind


def _mix(shares: dict[str, float]) -> str:
    return ", ".join(f"{code} {share:.0%}" if share < 1 else code for code, share in shares.items())


def with_output(text: str) -> str:
    """Return a page with the output of its commands put into its blocks."""
    return BLOCK.sub(lambda block: block[1] + _content(block[2], block[3]) + block[4], text)


def _content(kind: str, what: str) -> str:
    return f"```\n{_run(what)}```\n" if kind == "output" else TABLES[what]()


def commuting_table() -> str:
    """Return the fitted terms of commuting and how well they predict."""
    fit = commuting_fit()
    names = {
        "same_county": "the same county",
        "same_state": "the same state",
        "log_km": "logarithm of km",
        "km_100": "100 km",
    }
    report = fit.report
    lines = ["| term | coefficient | standard error |", "|---|---|---|"]
    lines += [
        f"| {names[row['term']]} | {row['coefficient']:.3f} | {row['standard_error']:.3f} |"
        for row in fit.decay.to_dict("records")
    ]
    lines += [
        "",
        f"{report['pairs']:,.0f} pairs, {report['workers']:,.0f} workers, mean commute {report['mean_km']:.1f} km.",
        f"The terms explain {report['explained']:.1%} of the deviance that county effects leave. Commuters placed in",
        f"the right pair: {report['placed']:.1%} (Sørensen index {report['sorensen']:.3f}); on held-back pairs",
        f"{report['held_placed']:.1%} ({report['held_sorensen']:.3f}).",
    ]
    return "\n".join(lines) + "\n"


def sources_table() -> str:
    """Return what is declared of each agency's table."""
    lines = ["| source | what | agency and address | years | key | builder's file |", "|---|---|---|---|---|---|"]
    lines += [
        f"| `{source.name}` | {source.title} | {source.agency}, {source.licence}: `{source.address}` "
        f"| {source.oldest} to {source.newest} | {f'`{source.key}`' if source.key else ''} "
        f"| {', '.join(f'`{name}`' for name in source.builder)} |"
        for source in SOURCES.values()
    ]
    for source in SOURCES.values():
        few, many = source.rows
        lines += [
            "",
            f"**{source.name}**, {few:,} to {many:,} rows: "
            + "; ".join(
                f"`{name}` {column.title}{f' ({column.unit})' if column.unit else ''}"
                for name, column in source.columns.items()
                if not name.endswith("_moe")
            )
            + ("; each with its margin of error, `_moe`." if "employed_moe" in source.columns else "."),
        ]
    return "\n".join(lines) + "\n"


def _imported(economy: Nation) -> float:
    bought, sold = (float(economy.final_uses[category].sum()) for category in ("F05000", "F04000"))
    return -bought / (float(economy.output.sum()) - bought - sold)


def economies_table() -> str:
    """Return what differs between the economies."""
    years = manifest().economies
    economies = [nation(economy=year) for year in years]
    rows: dict[str, list[str]] = {
        "Output, billion USD": [f"{economy.output.sum() / 1000:,.0f}" for economy in economies],
        "Value added (GDP), billion USD": [
            f"{float(economy.coefficients('value_added') @ economy.output) / 1000:,.0f}" for economy in economies
        ],
        "Jobs, million": [f"{economy.industries.jobs.sum() / 1e6:.1f}" for economy in economies],
        "Imports, share of domestic use": [f"{_imported(economy):.1%}" for economy in economies],
        "Industries' domestic inputs per USD of output": [
            f"{float(economy.direct_requirements().sum(axis=0) @ economy.output / economy.output.sum()):.3f}"
            for economy in economies
        ],
    }
    for code in SHOWN:
        title = economies[0].industries.title[code]
        for what, measure, kind, digits in (
            ("output multiplier, Type I", "output", "type1", 3),
            ("jobs per million USD, Type II", "jobs", "type2", 2),
        ):
            rows[f"{title}: {what}"] = [
                f"{float(economy.multipliers(measure, kind).total[code]):.{digits}f}" for economy in economies
            ]
    lines = [f"| | {' | '.join(str(year) for year in years)} |", "|---|" + "---|" * len(years)]
    lines += [f"| {name} | {' | '.join(values)} |" for name, values in rows.items()]
    return "\n".join(lines) + "\n"


def backcast_table() -> str:
    """Return the errors of county figures predicted with the structure of 2017."""
    lines = ["| figure | predicted by | jobs of the county | counties | error | median |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {row['figure']} | {row['method']} | {row['size']} | {row['counties']:,} | {row['error']:.1%} | "
        f"{row['median']:.1%} |"
        for row in table("backcast").to_dict("records")
    ]
    return "\n".join(lines) + "\n"


def holdout_table() -> str:
    """Return the errors of estimated cells of County Business Patterns."""
    lines = ["| the cell's other years | establishments | cells | error | median |", "|---|---|---|---|---|"]
    lines += [
        f"| {row['known']} | {row['size']} | {row['cells']:,} | {row['error']:.1%} | {row['median']:.1%} |"
        for row in table("holdout").to_dict("records")
    ]
    return "\n".join(lines) + "\n"


TABLES = {
    "commuting": commuting_table,
    "sources": sources_table,
    "economies": economies_table,
    "backcast": backcast_table,
    "holdout": holdout_table,
}


def _run(command: str) -> str:
    """Return what a command prints; of ``COMMAND | head -N`` or ``| tail -N`` those lines."""
    command, _, cut = command.partition(" | ")
    environment = os.environ | {"COLUMNS": "100", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [str(COMMAND), *shlex.split(command)[1:]], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    if cut:
        end, number = cut.split(" -")
        lines = [*lines[: int(number)], "…"] if end == "head" else ["…", *lines[-int(number) :]]
    return "\n".join(lines) + "\n"


def pages() -> dict[Path, str]:
    """Return every page that this script writes, with its content."""
    made = {
        ROOT / "docs/assumptions.md": assumptions_page(),
        ROOT / "docs/catalogue.md": catalogue_page(),
        ROOT / "docs/data-dictionary.md": data_page(),
        ROOT / "docs/result-tables.md": result_tables_page(),
    }
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        text = path.read_text(encoding="utf-8")
        if path not in made and BLOCK.search(text):
            made[path] = with_output(text)
    return made


if __name__ == "__main__":
    for page, content in pages().items():
        page.write_text(content, encoding="utf-8")
        print(f"Wrote {page.relative_to(ROOT)}")

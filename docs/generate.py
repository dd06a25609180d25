"""Write the generated documentation pages.

They are assumptions, catalogue, data dictionary, glossary, result tables, and output shown in other pages.

``python docs/generate.py`` writes them; the tests compare the pages in git with its output. A block of output stands
between ``<!-- output: COMMAND -->`` and ``<!-- end -->``; a table of figures, after ``<!-- table: NAME -->``.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable
from functools import cache, partial
from pathlib import Path

import yaml

from impact._display import KM_PER_MILE, joined
from impact._result_tables import ResultTable, registry
from impact.accounts import Nation, nation
from impact.counties import commuting_fit
from impact.facilities import (
    CapitalLine,
    Facility,
    Figure,
    Line,
    Money,
    domestic_share,
    facilities,
    market_prices,
    materials,
)
from impact.facilities._figures import Product
from impact.reference import assumptions, manifest, measures, table, vocabulary
from impact.sources import SOURCES
from impact.studies import Study, unit_economics

ROOT = Path(__file__).resolve().parents[1]
COMMAND = Path(sys.executable).with_name("impact")
SHOWN = ("335911", "325180", "331410", "562000", "230301")
BLOCK = re.compile(r"(<!-- (output|table): (.+?) -->\n).*?(<!-- end -->)", re.DOTALL)


def assumptions_page() -> str:
    """Return the page of all declared assumptions."""
    lines = [
        "# Assumptions",
        "",
        "Every choice of the model that is not a published figure. A value 'computed' depends on the place and is",
        "printed with every run. All except the built-in ones can be changed under `assumptions:` in a site file.",
        "The year of the economy is a key of its own, not an assumption: [economies](economies.md).",
        "",
        "| name | assumption | value | range | source | year |",
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
        f"Economies of {joined([str(year) for year in manifest().economies])}; later ones name their tables by year.",
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
    """Return the page of facility types: products, costs and sources."""
    lines = [
        "# Catalogue of facility types",
        "",
        "Products and operations are per unit of output in a year of full operation, capital per unit of annual",
        "capacity. Codes are BEA detail commodities of 2017. Value added (compensation, surplus, tax, transfer) is not",
        "a purchase. Revenue is products × yield × price of the year. Surplus is revenue less all costs and may be",
        "negative. Prices are in `impact/facilities/prices.yaml` and domestic shares in",
        "`impact/facilities/materials.yaml`, each with source and range. Numbers in brackets are the sources under",
        "each table. Clean Investment Monitor: Rhodium Group and MIT CEEPR, CC BY 4.0.",
        "The evidence does not give the part of equipment in a plant's service facilities. So the range of the",
        "assumption `building_share` includes none and all of them.",
        "",
        *_unit_economics(),
    ]
    for kind in facilities().values():
        unit = kind.unit.replace("**", "^")
        rows: list[tuple[str, str, str, Figure]] = []
        if kind.jobs_per_unit:
            rows.append(("jobs", f"Jobs per {unit}", "", kind.jobs_per_unit))
        rows += [("pay", "Pay with benefits on record, USD a job", "", kind.pay_per_job)] if kind.pay_per_job else []
        rows += [("pay", f"{wage.name}, USD an hour on record", "", wage.pay) for wage in kind.wages]
        rows += [("products", product.item, product.commodity, product) for product in kind.products]
        for name, parts, total in (
            ("operations", kind.operations, kind.operations_total),
            ("capital", kind.capital, kind.capital_total),
        ):
            rows += [(name, part.item, _bought(part), part) for part in parts]
            if total:
                rows.append((name, "Total as stated", "", total))
        rows += [
            ("uses", f"{use.carrier}, {use.unit}", f"{use.at_price:g} USD per {use.unit}", use) for use in kind.uses
        ]
        if kind.scale:
            rows.append(("capital", "Scaling exponent", "", kind.scale.exponent))
        mix = _mix(kind.industries)
        held = f" Figures hold from {kind.scale.low:,g} to {kind.scale.high:,g} {unit}." if kind.scale else ""
        sellers = f" Can buy from {', '.join(kind.takes)}." if kind.takes else ""
        lines += [
            f"## {kind.name}",
            "",
            f"{kind.title}. {kind.product}, {unit}. BEA industry {mix}.{held}{sellers}",
            "",
            *_economics_of(kind),
            *_domestic_of(kind),
            "| | item | bought or paid | low | base | high | USD of | trust | note |",
            "|---|---|---|---|---|---|---|---|---|",
            *(
                f"| {name} | {item} | {description} | {figure.low:,.6g} | {figure.base:,.6g} | {figure.high:,.6g} "
                f"| {figure.dollar_year if isinstance(figure, Money) else ''} | {figure.confidence} "
                f"[{list(kind.sources).index(figure.source) + 1}] | {_remark(figure)} |"
                for name, item, description, figure in rows
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


def _unit_economics() -> list[str]:
    """Return the table of unit economics of all types.

    Evidence and the catalogue before stand beside each.
    """
    verdicts = yaml.safe_load((ROOT / "docs/verdicts.yaml").read_text(encoding="utf-8"))
    year = Study.model_fields["dollar_year"].default
    lines = [
        "## Unit economics",
        "",
        f"Per unit of capacity in USD of {year} at the prices of the type's year; value added per job beside",
        "that of the catalogue of 28 November 2026 and the evidence. The evidence is pay with benefits and 10 %",
        "(6 to 15) of capital per job, without ore rent, the profit of good years and federal credits.",
        "",
        "| type | unit | prices of | revenue | purchases | value added per job | before | evidence | decision |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for kind in facilities().values():
        economics, verdict = unit_economics(kind), verdicts[kind.name]
        by_parts = bool(kind.operations) and not kind.partial
        added = ""
        if by_parts and economics.value_added is not None and kind.jobs_per_unit:
            added = f"{economics.value_added / kind.jobs_per_unit.base * 1e6:,.0f}"
        low, base, high = verdict["evidence"]
        spent = _dollars(economics.purchases) if by_parts else "industry's average"
        lines.append(
            f"| {kind.name} | {kind.unit.replace('**', '^')} | {kind.revenue_year} "
            f"| {_dollars(economics.revenue or 0.0)} | {spent} | {added} | {verdict['before']:,} "
            f"| {base:,} ({low:,} to {high:,}) | {verdict['answer']} |"
        )
    return [*lines, ""]


def _economics_of(kind: Facility) -> list[str]:
    """Return a sentence on unit economics of a type by parts."""
    economics = unit_economics(kind)
    if not kind.operations or kind.partial or economics.value_added is None or not kind.jobs_per_unit:
        return []
    jobs, unit = kind.jobs_per_unit.base, kind.unit.replace("**", "^").removesuffix("/yr")
    assert economics.revenue is not None
    assert economics.surplus is not None
    loss = " (a loss)" if economics.surplus < 0 else ""
    return [
        f"At the prices of {kind.revenue_year}, in USD of {economics.dollar_year}, per {unit}: revenue "
        f"{_dollars(economics.revenue)}, purchases {_dollars(economics.purchases)}, "
        f"pay {_dollars(economics.compensation)}, duties and transfers {_dollars(economics.duties)}, "
        f"surplus {_dollars(economics.surplus)}{loss}. Per job: value added "
        f"{economics.value_added / jobs * 1e6:,.0f}, pay {economics.compensation / jobs * 1e6:,.0f}.",
        "",
    ]


def _domestic_of(kind: Facility) -> list[str]:
    """Return the domestic shares of a type's materials, with ranges."""
    keys = dict.fromkeys(line.material for line in (*kind.operations, *kind.capital) if line.material)
    shares_text = []
    year = unit_economics(kind).dollar_year
    for key in keys:
        share = domestic_share(key, year)
        span = f" ({share.low:g} to {share.high:g})" if share.low is not None and share.high is not None else ""
        shares_text.append(f"{materials()[key].title} {share.share:g}{span}")
    return [f"Domestic shares of {year}: {'; '.join(shares_text)}.", ""] if shares_text else []


def _dollars(millions: float) -> str:
    amount = millions * 1e6
    return f"{amount:,.0f}" if abs(amount) >= 100 or not amount else f"{amount:,.3g}"


def _remark(figure: Figure) -> str:
    """Return the note of a figure.

    The note of a priced figure is quantity × price × payable share.
    """
    note = figure.note or ""
    if not isinstance(figure, Product | Line) or figure.price is None or figure.quantity is None:
        return note
    price = market_prices()[figure.price]
    unit = price.unit.removeprefix("USD/")
    payable = f" × {figure.payable.base:.0%}" if figure.payable else ""
    value = f"{figure.quantity.base:,.6g} {unit} × {price.years[figure.dollar_year].base:,.6g} USD ({figure.price})"
    return ". ".join(filter(None, [value + payable, note]))


def result_tables_page() -> str:
    """Return the page of a result's tables and their measures."""
    lines = [
        "# Result tables",
        "",
        "Tables of a result, as written by `impact run SITE --out DIR` and `result.save(folder)`. Each table is",
        "declared once, in `impact/result_tables.yaml`; the workbook has the saved ones of up to 10,000 rows. The",
        "folder also has `result.json`, which `impact.Result.load` reads, `map.html`, and `counties.gpkg`, the",
        "counties with their outlines. In Python, `attrs` of a table give units and years.",
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
        lines += [
            f"- Figures: {entry.columns or _names(entry.figures or measures())}{'' if entry.columns else '.'}",
            "",
        ]
    return "\n".join(lines)


def glossary_page() -> str:
    """Return the page of glossary terms and table headings."""
    words = vocabulary()
    sections = {
        "Terms": words.terms,
        "Measures": words.measures,
        "Phases": words.phases,
        "Effects": words.effects,
        "Places": words.places,
        "Headings of tables": words.headings,
    }
    lines = [
        "# Glossary",
        "",
        "Terms of reports, maps, tables and commands. Tables take their headings from the same list,",
        "`impact/reference/headings.yaml`, and from [measures](result-tables.md#measures).",
    ]
    for title, entries in sections.items():
        rows = sorted((entry.title, entry.meaning) for entry in entries.values())
        if title in ("Phases", "Effects", "Places"):  # their order matters
            rows = [(entry.title, entry.meaning) for entry in entries.values()]
        lines += ["", f"## {title}", "", "| term | meaning |", "|---|---|"]
        lines += [f"| {name} | {meaning} |" for name, meaning in rows]
    return "\n".join(lines) + "\n"


def _where(entry: ResultTable) -> str:
    """Write the places of a table, and when it is there."""
    places = [f"`{entry.name}.csv`"] * entry.csv + [f"key `{entry.document}` of `result.json`"] * bool(entry.document)
    condition = {
        "always": "",
        "several sites": " if the study has several sites",
        "draws": " if there are draws",
        "discount": " if the study has a discount rate",
        "incentives": " if a site states incentives",
    }
    arguments = ", ".join(f"{name}={value!r}" for name, value in entry.arguments.items())
    return f"In {' and '.join(places)}{condition[entry.when]}; in Python `result.{entry.method}({arguments})`."


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in columns)


def _bought(line: Line | CapitalLine) -> str:
    """Write the commodities of a line, or its kind without commodities."""
    return _mix(line.commodities) or line.kind


def _mix(shares: dict[str, float]) -> str:
    return ", ".join(f"{code} {share:.0%}" if share < 1 else code for code, share in shares.items())


def with_output(text: str) -> str:
    """Return a page with its command outputs filled in."""
    return BLOCK.sub(lambda block: block[1] + _content(block[2], block[3]) + block[4], text)


def _content(kind: str, command: str) -> str:
    return f"```\n{_run(command)}```\n" if kind == "output" else TABLES[command]()


def commuting_table() -> str:
    """Return the fitted terms of commuting and their accuracy."""
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
        f"{report['pairs']:,.0f} pairs, {report['workers']:,.0f} workers, mean commute "
        f"{report['mean_km'] / KM_PER_MILE:.1f} miles ({report['mean_km']:.1f} km).",
        f"The terms explain {report['explained']:.1%} of the deviance that county effects leave. Commuters placed in",
        f"the right pair: {report['placed']:.1%} (Sørensen index {report['sorensen']:.3f}); on held-back pairs",
        f"{report['held_placed']:.1%} ({report['held_sorensen']:.3f}).",
    ]
    return "\n".join(lines) + "\n"


def sources_table() -> str:
    """Return the declarations of the agencies' tables."""
    lines = ["| source | what | agency and address | years | key | builder's file |", "|---|---|---|---|---|---|"]
    lines += [
        f"| `{source.name}` | {source.title} | {source.agency}, {source.licence}: `{source.address}` "
        f"| {source.oldest} to {source.newest} | {f'`{source.key}`' if source.key else ''} "
        f"| {', '.join(f'`{name}`' for name in source.builder)} |"
        for source in SOURCES.values()
    ]
    for source in SOURCES.values():
        min_rows, max_rows = source.rows
        lines += [
            "",
            f"**{source.name}**, {min_rows:,} to {max_rows:,} rows: "
            + "; ".join(
                f"`{name}` {column.title}{f' ({column.unit})' if column.unit else ''}"
                for name, column in source.columns.items()
                if not name.endswith("_moe")
            )
            + ("; each with its margin of error, `_moe`." if "employed_moe" in source.columns else "."),
        ]
    return "\n".join(lines) + "\n"


def _imported(economy: Nation) -> float:
    imports, exports = (float(economy.final_uses[category].sum()) for category in ("F05000", "F04000"))
    return -imports / (float(economy.output.sum()) - imports - exports)


def economies_table() -> str:
    """Return the differences between the economies."""
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
        for subject, measure, kind, digits in (
            ("output multiplier, Type I", "output", "type1", 3),
            ("jobs per million USD, Type II", "jobs", "type2", 2),
        ):
            rows[f"{title}: {subject}"] = [
                f"{float(economy.multipliers(measure, kind).total[code]):.{digits}f}" for economy in economies
            ]
    lines = [f"| | {' | '.join(str(year) for year in years)} |", "|---|" + "---|" * len(years)]
    lines += [f"| {name} | {' | '.join(values)} |" for name, values in rows.items()]
    return "\n".join(lines) + "\n"


def accuracy_table() -> str:
    """Return the errors of GDP and earnings of counties by economy."""
    lines = [
        "| economy | figure | follows | jobs of the county | counties | error | median |",
        "|---|---|---|---|---|---|---|",
    ]
    for year in manifest().economies[1:]:
        lines += [
            f"| {year} | {row['figure']} | {row['method']} | {row['size']} | {row['counties']:,} | "
            f"{row['error']:.1%} | {row['median']:.1%} |"
            for row in table("accuracy", year).to_dict("records")
            if row["size"] in ("all", "under 10,000") or row["method"] == "jobs and pay"
        ]
    return "\n".join(lines) + "\n"


def backcast_table() -> str:
    """Return the errors of county jobs carried on."""
    lines = ["| years | figure | carried on | error |", "|---|---|---|---|"]
    lines += [
        f"| {row['years']} | {row['figure']} | {row['method']} | {row['error']:.1%} |"
        for row in table("backcast").to_dict("records")
    ]
    return "\n".join(lines) + "\n"


def hidden_cells_table(name: str, size: str) -> str:
    """Return the errors of estimates for published cells that were hidden."""
    lines = [f"| the cell's other years | {size} | cells | error | median |", "|---|---|---|---|---|"]
    lines += [
        f"| {row['known']} | {row['size']} | {row['cells']:,} | {row['error']:.1%} | {row['median']:.1%} |"
        for row in table(name).to_dict("records")
    ]
    return "\n".join(lines) + "\n"


TABLES = {
    "commuting": commuting_table,
    "sources": sources_table,
    "economies": economies_table,
    "accuracy": accuracy_table,
    "backcast": backcast_table,
    "sector_holdout": partial(hidden_cells_table, "sector_holdout", "jobs of the cell"),
    "holdout": partial(hidden_cells_table, "holdout", "establishments"),
}


def _run(command: str) -> str:
    """Return a command's output.

    ``COMMAND | head -N`` and ``| tail -N`` give those lines.
    """
    command, _, cut = command.partition(" | ")
    lines = _lines(command)
    if cut:
        end, number = cut.split(" -")
        lines = [*lines[: int(number)], "…"] if end == "head" else ["…", *lines[-int(number) :]]
    return "\n".join(lines) + "\n"


@cache
def _lines(command: str) -> list[str]:
    environment = os.environ | {"COLUMNS": "100", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [str(COMMAND), *shlex.split(command)[1:]], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return [line.rstrip() for line in done.stdout.splitlines()]


def pages() -> dict[Path, str]:
    """Return every page that this script writes, with its content."""
    made = {
        ROOT / "docs/assumptions.md": assumptions_page(),
        ROOT / "docs/catalogue.md": catalogue_page(),
        ROOT / "docs/data-dictionary.md": data_page(),
        ROOT / "docs/glossary.md": glossary_page(),
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

"""Alternatives for one site: assumptions, trade models, extraction and domestic inputs."""

import json
from typing import TYPE_CHECKING

from .options import Changes, JsonOption, SiteArgument
from .screen import (
    CutColumn,
    emit,
    figures,
    heading,
    jobs,
    measure_titles,
    money,
    print_table,
    print_text,
    printable,
    printing,
)
from .steps import step
from .studies import read_study

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    from rich.console import Console

    from impact import Result, Study

MAX_INPUTS = 15
INPUT_COLUMNS = (
    "commodity",
    "million_usd",
    "domestic_share",
    "us_jobs",
    "us_jobs_all",
    "region_jobs",
    "region_jobs_all",
)
MODELS = {
    "gravity": "trade between all counties by distance, fitted to shipments and trips. Quote this one.",
    "slq": "the region buys from itself all it can by its share of each industry, without cross-hauling. RIMS II is "
    "such a model; it keeps too much in the region, so read it as an upper bound.",
    "cilq": "as slq, by the supplier's share over the buyer's; it ignores the size of the region.",
    "rlq": "between slq and cilq (Round 1978).",
    "flq": "as cilq, less the smaller the region is. Its delta (0.1 to 0.35 in the literature) is a choice.",
    "aflq": "as flq, more where the region is specialized in the buying industry.",
    "sdp": "the region buys from itself all that it makes, up to what it needs: an upper bound.",
}


def _heading(study: "Study") -> str:
    """Name the study and its economy."""
    from impact.reference import economy_label

    return f"{printable(study.name)}, in the economy of {economy_label(study.structure_year)}"


def ablate(site: SiteArgument, changes: Changes, as_json: JsonOption = False) -> None:
    """Replace one assumption at a time, and say what it changes."""
    from impact.evidence import ablate as each_alternative

    study = read_study(site, changes)
    with step("Solving each alternative", "Alternatives") as report:
        alternatives = each_alternative(study, progress=report)
    if as_json:
        document = {"economy": study.structure_year, "alternatives": alternatives.to_dict("records")}
        emit(json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n")
        return
    with printing() as console:
        print_text(console, _heading(study), style="bold")
        for phase in reversed(alternatives.phase.unique()):
            print_alternatives(alternatives[alternatives.phase == phase], str(phase), console)


def print_alternatives(alternatives: "pd.DataFrame", phase: str, console: "Console") -> None:
    """Print the regional total effect under each alternative assumption."""
    rows = [
        [row["assumption"], row["alternative"], *written, f"{row['change']:+.1%}"]
        for row, written in zip(alternatives.to_dict("records"), figures(alternatives), strict=True)
    ]
    columns = [
        heading("assumption"),
        heading("alternative"),
        *measure_titles().values(),
        heading("jobs_change"),
    ]
    title = f"One assumption at a time: total effect of {phase} in the region"
    print_table(console, title, columns, rows, numbers=len(columns) - 2)


def compare_models(site: SiteArgument, changes: Changes, as_json: JsonOption = False) -> None:
    """Compare the region's total effect by every trade model."""
    import impact
    from impact.trade import TRADE_MODELS

    study = read_study(site, changes)
    models = [study.trade, *(model for model in TRADE_MODELS if model != study.trade)]
    with step("Studying every trade model") as report:
        results = [impact.run(study, model, report) for model in models]
    if as_json:
        effects = [{"model": result.model} | row for result in results for row in result.summary().to_dict("records")]
        document = {"site": study.name, "region": results[0].region.label, "economy": results[0].economy}
        emit(json.dumps(document | {"effects": effects}, allow_nan=False) + "\n")
        return
    with printing() as console:
        print_text(console, printable(study.name), style="bold")
        print_text(console, f"Region: {results[0].region.label}. Economy: {results[0].economy}. Year: {study.year}.")
        print_models(results, console)


def print_models(results: "Sequence[Result]", console: "Console") -> None:
    """Print the region's total effect and its spread by trade model."""
    phase = results[0].summary().phase.iloc[-1]
    summaries = [summary[summary.phase == phase] for summary in (result.summary() for result in results)]
    totals = [summary[summary.effect == "total"] for summary in summaries]
    rows = [[result.model, *figures(total)[0]] for result, total in zip(results, totals, strict=True)]
    print_table(
        console,
        f"Total effect of {phase} in the region by trade model: {results[0].units(phase)}",
        [heading("model"), *measure_titles().values()],
        rows,
        numbers=len(measure_titles()),
    )
    console.print()
    for result in results:
        print_text(console, f"{result.model}: {MODELS[result.model]}")
    region_jobs = sorted(float(total["jobs"].iloc[0]) for total in totals)
    direct = float(summaries[0].query("effect == 'direct'")["jobs"].iloc[0])
    console.print()
    print_text(
        console,
        f"Spread of jobs in the region of {results[0].sites[0].county}: {jobs(region_jobs[0])} to "
        f"{jobs(region_jobs[-1])}, {region_jobs[0] / direct:.2f} to {region_jobs[-1] / direct:.2f} per direct job.",
    )


def onshoring(site: SiteArgument, changes: Changes, as_json: JsonOption = False) -> None:
    """List the jobs that depend on the origin of each input."""
    from impact.effects import onshoring as by_input

    study = read_study(site, changes)
    with step("Studying the domestic share of inputs") as report:
        inputs = by_input(study, report)
    if as_json:
        document = {"site": study.name, "economy": study.structure_year, "onshoring": inputs.to_dict("records")}
        emit(json.dumps(document, allow_nan=False) + "\n")
        return
    with printing() as console:
        print_text(console, _heading(study), style="bold")
        print_onshoring(inputs, console)


def print_onshoring(inputs: "pd.DataFrame", console: "Console") -> None:
    """Print the inputs with the most jobs to gain from domestic production.

    The domestic share is the one studied and one.
    """
    shown = inputs.head(MAX_INPUTS)
    sites = shown.site.nunique() > 1
    rows = [
        [
            f"{row['item']}, {row['site']}" if sites else row["item"],
            row["commodity"],
            money(row["value"]),
            f"{row['domestic_share']:.0%}",
            *(jobs(row[name]) for name in ("jobs", "jobs_all", "region_jobs", "region_jobs_all")),
        ]
        for row in shown.to_dict("records")
    ]
    print_table(
        console,
        f"Jobs from domestic inputs, in the nation and in the region (first {len(rows)} of {len(inputs)} inputs)",
        [CutColumn(heading("item")), *map(heading, INPUT_COLUMNS)],
        rows,
        numbers=6,
    )
    console.print()
    print_text(
        console,
        "Jobs are indirect and induced. They grow in step with the domestic share; 'if all domestic' is at a "
        "share of one. State another share with --set domestic_shares.CODE=SHARE.",
    )


def extraction(site: SiteArgument, changes: Changes, as_json: JsonOption = False) -> None:
    """Show jobs that depend on the plant and on its imports."""
    from impact.effects import extraction as extracted

    study = read_study(site, changes)
    with step("Taking the plant and its foreign sources out"):
        extractions = extracted(study)
    if as_json:
        records = extractions.astype(object).where(extractions.notna(), None).to_dict("records")
        emit(json.dumps({"site": study.name, "extraction": records}, allow_nan=False) + "\n")
        return
    with printing() as console:
        print_text(console, _heading(study), style="bold")
        print_extraction(extractions, console)


def print_extraction(extractions: "pd.DataFrame", console: "Console") -> None:
    """Print national losses without the plants and gains from domestic production."""
    titles = {
        "plant": "Without the plant the nation loses",
        "foreign source": "If all imports of it were produced domestically",
    }
    for kind, title in titles.items():
        rows = [
            [
                row["name"],
                row["commodity"],
                *(_or_unknown(row[name], money) for name in ("output", "value_added", "imports")),
                _or_unknown(row["share"], "{:.1%}".format),
                *(_or_unknown(row[name], jobs) for name in ("jobs", "buyers_jobs")),
            ]
            for row in extractions[extractions.extracted == kind].head(MAX_INPUTS).to_dict("records")
        ]
        columns = (
            "commodity",
            "extracted_output",
            "value_added",
            "extracted_imports",
            "of_supply",
            "jobs",
            "buyers_jobs",
        )
        print_table(console, title, [CutColumn(heading("item")), *map(heading, columns)], rows, numbers=6)
    console.print()
    print_text(
        console,
        "Money in million USD of the dollar year; jobs with suppliers, without household spending. A source is all "
        "that the nation imports of the commodity, of which battery materials are a part.",
    )


def _or_unknown(value: float, write: "Callable[[float], str]") -> str:
    return write(value) if value == value else "not known"

"""Facility types and results on the page.

Every text is text, never HTML.
"""

from collections.abc import Iterable, Sequence

import pandas as pd
from htmltools import Tag, TagList, tags

from .._display import WRITERS, dollars, interval, number
from ..effects import Effects
from ..facilities import Facility
from ..reference import measures, vocabulary
from ..result import Result
from ..studies import unit_economics
from ._desk import ARCHIVE, MAP, SITE, Job
from ._gate import FILES

MAX_COUNTIES = 15
MAX_NAME_CHARACTERS = 160
UNIT_MULTIPLES, MIN_JOBS_SHOWN = (1, 1000, 1_000_000, 1_000_000_000), 0.1
ROUNDED = "Figures are rounded, so parts may not add up to their total."
WRITTEN = {**WRITERS, "money": dollars}


def economics(kind: Facility) -> TagList:
    """Show a type's unit economics and the capacities for which they hold."""
    facts = [f"Product: {kind.product}. Capacity in {kind.unit}."]
    if kind.scale:
        low, high = number(kind.scale.low), number(kind.scale.high)
        facts.append(f"Figures hold for {f'{low} to {high}' if low != high else low} {kind.unit}.")
    unit = kind.unit.removesuffix("/yr")
    jobs = kind.jobs_per_unit.base if kind.jobs_per_unit else None
    if jobs:
        size = next(size for size in UNIT_MULTIPLES if jobs * size >= MIN_JOBS_SHOWN or size == UNIT_MULTIPLES[-1])
        facts.append(f"Direct jobs: {jobs * size:,.3g} for each {f'{size:,} ' if size > 1 else ''}{kind.unit}.")
    economics = unit_economics(kind)
    rows = [[name, dollars(value), *([dollars(value / jobs)] if jobs else [])] for name, value in economics.parts(kind)]
    heads = ["Item", f"Per {unit}", *(["Per job"] if jobs else [])]
    title = f"Unit economics of a full year, dollars of {economics.dollar_year}"
    known = [table(title, heads, rows)] if rows else []
    if not rows:
        facts.append("No price is known for what it makes, so there are no unit economics.")
    return TagList(tags.h2("The facility type"), tags.p(tags.b(f"{kind.title}. "), " ".join(facts)), *known)


def table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]], texts: int = 1) -> Tag:
    """Return an HTML table; its first ``texts`` columns are left-aligned text."""
    kinds = ["text" if place < texts else "number" for place in range(len(heads))]
    return tags.div(
        tags.table(
            tags.caption(title),
            tags.thead(
                tags.tr(*(tags.th(head, scope="col", class_=kind) for head, kind in zip(heads, kinds, strict=True)))
            ),
            tags.tbody(
                *(tags.tr(*(tags.td(cell, class_=kind) for cell, kind in zip(row, kinds, strict=True))) for row in rows)
            ),
        ),
        class_="wide",
        role="region",
        aria_label=title,
        tabindex="0",  # a narrow screen scrolls it by keys too
    )


def told(job: Job) -> TagList:
    """Show a finished study: headline, downloads, map, tables and notes."""
    result = job.result
    if result is None:
        return TagList()
    return TagList(
        tags.h2(shortened(result.name), id="result-name", dir="auto"),
        tags.p(f"Region: {result.region.label}. Trade model: {result.model}. Dollars of {result.dollar_year}."),
        *headline(result),
        _downloads(job),
        tags.h3("Map"),
        tags.iframe(
            src=f"{FILES}{job.token}/{MAP}",
            title="Map of the effects by county",
            sandbox="allow-scripts allow-downloads allow-popups allow-modals",
            id="map",
        ),
        tags.p(
            tags.a("Open the map in its own tab", href=f"{FILES}{job.token}/{MAP}", target="_blank", rel="noopener")
        ),
        *_tables(result),
        tags.h3("Notes"),
        tags.ul(
            *(
                tags.li(note.text if note.level == "note" else f"{note.level.capitalize()}: {note.text}")
                for note in result.notes
            ),
            tags.li(ROUNDED),
        ),
    )


def headline(result: Result) -> list[Tag]:
    """Return the key figures by phase with intervals, operations first."""
    totals = result.summary().query("effect == 'total'")
    phase_tags: list[Tag] = []
    for row in reversed(totals.to_dict("records")):
        phase = str(row["phase"])
        boxes = [
            tags.div(
                tags.div(titled(result, name, phase), class_="what"),
                tags.div(WRITTEN[measures()[name].format](row[name]), class_="value", data_headline=f"{phase} {name}"),
                tags.div(_span(result, phase, name), class_="span"),
                class_="box",
            )
            for name in measures()
        ]
        phase_tags += [tags.h3(vocabulary().phases[phase].title), tags.div(*boxes, class_="boxes")]
    return phase_tags


def titled(result: Effects, measure: str, phase: str) -> str:
    """Return the title of a key figure.

    It is the title of the measure, or its unit where people are counted.
    """
    declared = measures()[measure]
    return result.unit(measure, phase).capitalize() if declared.format == "count" else declared.title


def _span(result: Effects, phase: str, measure: str) -> str:
    span = result.interval(phase, measure)
    return interval(*map(WRITTEN[measures()[measure].format], span)).strip("()") if span else ""


def shortened(text: str) -> str:
    """Return a text cut to the length of a heading."""
    return text if len(text) <= MAX_NAME_CHARACTERS else f"{text[:MAX_NAME_CHARACTERS]}…"


def _downloads(job: Job) -> Tag:
    base = f"{FILES}{job.token}/"
    reports = [name for name in job.files if name.startswith(("report.", "brief."))]
    named = [(ARCHIVE, "Everything (zip)"), *((name, f"Report ({name.rsplit('.')[-1]})") for name in reports)]
    named.append((SITE, "Site file (yaml)"))
    links = [tags.a(title, href=base + name, download=name, class_="btn btn-outline-primary") for name, title in named]
    repeat = tags.p("The site file repeats this study: ", tags.code(f"impact run {SITE}"))
    return tags.div(tags.h3("Download"), tags.div(*links, class_="links"), repeat, id="downloads")


def _tables(result: Result) -> list[Tag]:
    names = list(measures())
    heads = [measures()[name].title for name in names]
    table_tags = [tags.h3("Tables")]
    summary, words = result.summary(), vocabulary()
    phases = list(reversed(summary.phase.unique()))
    for phase in phases:
        rows = summary[summary.phase == phase]
        title = f"Effects in the region, {words.phases[phase].title.lower()}: {result.units(phase)}"
        table_tags.append(
            table(title, ["Effect", *heads], _rows(rows, rows.effect.map(lambda e: words.effects[e].title), names))
        )
    main = phases[0]
    places = result.by_place().query("effect == 'total' and phase == @main")
    of_what = f"{words.phases[main].title.lower()}: {result.units(main)}"
    table_tags.append(
        table(
            f"Total effect by place, {of_what}",
            ["Place", *heads],
            _rows(places, places.place.map(lambda place: words.places[place].title), names),
        )
    )
    counties = pd.DataFrame(result.by_county()).query("effect == 'total' and phase == @main")
    first = counties.sort_values("jobs", ascending=False, kind="stable").head(MAX_COUNTIES)
    count = f" (first {len(first)} of {len(counties):,})" if len(counties) > len(first) else ""
    labels = first.name + ", " + first.state
    table_tags.append(
        table(f"Total effect by county{count}, {of_what}", ["County", *heads], _rows(first, labels, names))
    )
    return table_tags


def _rows(frame: pd.DataFrame, labels: "pd.Series[str]", names: Sequence[str]) -> list[list[str]]:
    """Write the measures of each row behind its label."""
    figures = [[WRITERS[measures()[name].format](value) for value in frame[name]] for name in names]
    return [list(row) for row in zip(labels, *figures, strict=True)]

"""What a report holds: sections of text, tables and charts, before any format."""

import shlex
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd
import yaml

from .._display import WRITERS, number, year_span
from ..effects import Effects
from ..errors import ModelError
from ..evidence import outside_evidence, readings
from ..reference import CONSTRUCTION, OPERATIONS, manifest, measures, vocabulary
from ..trade import GRAVITY
from ..workforce import Workforce, attribution, workforce
from ._narrative import narrative, table_numbers

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LEAST = 0.05  # jobs
ROUNDED = "Figures are rounded, so parts may not add up to their total."
MOST = {"counties": 20, "homes": 12, "occupations": 20, "industries": 20, "builders_industries": 20, "purchases": 25}
CAVEATS = (
    "Gross, not net: what the plant's jobs displace elsewhere, and what the same workers, land and public money would "
    "have done otherwise, is not taken off.",
    "Static: prices, wages and methods of production stay as they are; nobody moves in or out because of the plant.",
    "Average industries: suppliers are taken to buy, pay and employ as their industry does in the nation ({economy}, "
    "moved to the year of the study by prices and productivity).",
    "Trade between places follows distance and the place of supply, not contracts. See the assumptions and their "
    "ranges.",
    "Jobs of construction are job-years. They end with construction and are never added to jobs of operation.",
    "Direct jobs count full- and part-time jobs as announced or by the catalogue; they are not a measurement.",
)

METHOD = (
    "Input–output analysis of 402 industries in all 3,144 counties. The nation's make and use tables of {economy} "
    "({tables}) give what each industry buys; imports are taken off. Purchases of the plant are its own where its cost "
    "structure is known: margins of trade and transport are split off, prices moved to the year of the accounts, and "
    "the part made at home kept.",
    "With the gravity model, trade between counties is balanced industry by industry between what each county supplies "
    "and demands, falling with distance; with location quotients the region stands alone. Workers carry their pay home "
    "by commuting flows, pay contributions and taxes, save, and spend the rest by the pattern of the nation's "
    "households.",
    "Indirect effects are those of the suppliers and their suppliers; induced effects follow from household spending. "
    "Occupations come from staffing patterns, the commuting shed from a gravity model of commuting fitted to the flows "
    "of all counties.",
)


@dataclass(frozen=True)
class Table:
    """A numbered table.

    ``kinds`` say how columns are written: text, count, money, quantity, dollars, share, ratio or number.
    """

    number: int
    title: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    note: str = ""

    @property
    def caption(self) -> str:
        """Number, title and note."""
        return f"Table {self.number}. {self.title}. {self.note}".strip()

    def written(self) -> list[list[str]]:
        """Return the cells as text."""
        return [[_written(value, kind) for value, kind in zip(row, self.kinds, strict=True)] for row in self.rows]


@dataclass(frozen=True)
class Chart:
    """A chart: its caption, what it shows for people who do not see it, and what draws it."""

    title: str
    alt: str
    draw: Callable[[], "Figure"]


@dataclass(frozen=True)
class Section:
    """A heading with paragraphs, and then tables and charts in their order."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    parts: tuple[Table | Chart, ...] = ()
    points: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True)
class Report:
    """A title, a line below it, and the sections."""

    title: str
    subtitle: str
    sections: tuple[Section, ...] = field(default_factory=tuple)

    @property
    def tables(self) -> list[Table]:
        """All tables in their order."""
        return [part for section in self.sections for part in section.parts if isinstance(part, Table)]


def contents(result: Effects, files: Sequence[str] = ()) -> Report:
    """Arrange a result as a report.

    Parameters
    ----------
    result : Effects
        Of a study.
    files : sequence of str
        The tables that the result can be saved as.

    Returns
    -------
    Report
        Summary, effects, places, people, supply chain, assumptions, method, what the figures do not say, and sources.
    """
    running = OPERATIONS in set(result.counties.phase)
    staffing = _staffing(result) if running else ()
    said, numbers = narrative(result, staffing), table_numbers(result, staffing)
    counties = "; ".join(dict.fromkeys(site.county for site in result.sites))
    tables = _tables(result, staffing, numbers)
    charts = _charts(result)
    phases = [phase for phase in (OPERATIONS, CONSTRUCTION) if phase in numbers]
    sections = [
        Section("Summary", tuple(said["summary"]), (charts["waterfall"],)),
        Section(
            "Effects by phase",
            tuple(said["effects"]),
            (*(tables[phase] for phase in phases), charts["stacked"], tables["years"], charts["years"]),
        ),
        Section("Where the jobs are", tuple(said["places"]), (tables["places"], charts["map"], tables["counties"])),
    ]
    if staffing:
        sections.append(Section("Who does the work", tuple(said["people"]), (tables["homes"], tables["occupations"])))
    sections += [
        Section(
            "The supply chain",
            tuple(said["supply"]),
            tuple(
                part
                for part in (
                    charts["industries"],
                    tables["industries"],
                    tables.get("builders_industries"),
                    tables["purchases"],
                )
                if part is not None
            ),
        ),
        Section("How sure this is", tuple(said["sure"]), _of_doubt(tables, charts), points=_outside_points(result)),
        Section("What these figures do not say", points=_of(result, CAVEATS)),
        Section("Notes of this study", points=tuple(result.warnings)),
        Section("Assumptions", parts=(tables["assumptions"],)),
        Section("Method", _of(result, METHOD)),
        *([Section("Tables of this result", points=tuple(files))] if files else []),
        Section(
            "Sources and reproduction",
            (
                f"{attribution()}.",
                "To repeat the study, save these lines as study.yaml and run the command in the last of them. The "
                "fingerprints of the tables used are in result.json.",
            ),
            (tables["data"],),
            code=_reproduction(result),
        ),
    ]
    units = f"Economy of {result.economy}, money in USD of {result.dollar_year}."
    subtitle = f"{counties}. Study region: {result.region.label}. {units}"
    return Report(f"Economic impact of {result.name}", subtitle, tuple(sections))


def _of(result: Effects, sentences: tuple[str, ...]) -> tuple[str, ...]:
    tables = f"BEA benchmark of {manifest().structure_year}, before redefinitions"
    if result.economy != manifest().structure_year:
        tables += f", moved to the summary accounts of {result.economy}"
    return tuple(sentence.format(economy=result.economy, tables=tables) for sentence in sentences)


def _tables(result: Effects, staffing: Sequence[Workforce], numbers: dict[str, int]) -> dict[str, Table]:
    money = f"million USD of {result.dollar_year}"
    found: dict[str, Table] = {}

    def add(key: str, title: str, frame: pd.DataFrame, columns: dict[str, tuple[str, str]], note: str = "") -> None:
        most = MOST.get(key, len(frame))
        more = f" The first {most} of {len(frame):,}." if len(frame) > most else ""
        rows = tuple(tuple(row) for row in frame[list(columns)].head(most).itertuples(index=False, name=None))
        heads, kinds = zip(*columns.values(), strict=True)
        found[key] = Table(numbers[key], title, heads, kinds, rows, f"{note}{more}".strip())

    running = _heads(OPERATIONS)
    built = _heads(CONSTRUCTION)
    summary = result.summary()
    for phase in (OPERATIONS, CONSTRUCTION):
        if phase in numbers:
            title = vocabulary().phases[phase].title
            rows = summary[summary.phase == phase]
            heads = {"effect": ("Effect", "text")} | (running if phase == OPERATIONS else built)
            add(phase, f"{title}: effects in {result.region.label}", rows, heads, f"Money in {money}. {ROUNDED}")
    main = OPERATIONS if OPERATIONS in numbers else CONSTRUCTION
    heads = running if main == OPERATIONS else built
    titles = {name: declared.title for name, declared in vocabulary().places.items()}
    places = result.by_place().query("phase == @main and effect == 'total'").assign(name=lambda f: f.place.map(titles))
    add("places", "Total effect by place", places, {"name": ("Place", "text")} | heads, f"Money in {money}.")
    counties = result.by_county().query("phase == @main and effect == 'total'")
    counties = counties.sort_values("jobs", ascending=False, kind="stable")
    counties = counties.assign(name=counties.name + ", " + counties.state)
    add("counties", "Total effect by county", counties, {"name": ("County", "text")} | heads, f"Money in {money}.")
    years = _runs_of_years(result)
    note = f"Each year of a span. Jobs are job-years in construction. Money in {money}."
    heads_by_year = {"year": ("Year", "text"), "phase": ("Phase", "text")} | running
    add("years", "Total effect in the region by year", years, heads_by_year, note)
    if staffing:
        homes = pd.concat([each.homes for each in staffing]).groupby(["fips", "name", "state"], as_index=False).sum()
        homes = homes[homes.jobs >= LEAST].sort_values("jobs", ascending=False, kind="stable")
        homes = homes.assign(name=homes.name + ", " + homes.state)
        columns = {"name": ("County", "text"), "jobs": ("Jobs", "count"), "labor_income": ("Labor income", "money")}
        add("homes", "Where the direct workers live", homes, columns, f"Money in {money}.")
        jobs = pd.concat([each.occupations.assign(site=each.site) for each in staffing])
        jobs = jobs[jobs.light != ""].sort_values("jobs", ascending=False, kind="stable")
        columns = {
            **({"site": ("Site", "text")} if len(staffing) > 1 else {}),
            "title": ("Occupation", "text"),
            "light": ("Light", "text"),
            "jobs": ("Jobs", "count"),
            "reachable": ("In reach", "count"),
            "years_to_fill": ("Years to fill", "number"),
            "gap": ("Gap", "count"),
            "median": ("Median pay", "dollars"),
            "offered": ("Offer", "dollars"),
            "education": ("Education", "text"),
        }
        note = (
            "Without jobs whose occupation is not published in detail. Pay in USD a year, "
            f"{manifest().tables['wages'].source}; suppressed where not published."
        )
        add("occupations", "Occupations of the direct jobs, and the people in reach", jobs, columns, note)
    industries = result.by_industry().query("effect == 'total'")
    for phase in (OPERATIONS, CONSTRUCTION):
        if phase in numbers:
            columns = {"title": ("Industry", "text")} | (running if phase == OPERATIONS else built)
            own = industries[industries.phase == phase].sort_values("jobs", ascending=False, kind="stable")
            title = f"Industries of the region with most {measures()['jobs'].unit_of(phase)}"
            what = f"{vocabulary().phases[phase].title}, all effects. Money in {money}."
            add("industries" if phase == main else "builders_industries", title, own, columns, what)
    bought = result.purchases.query("phase == @main and value > 0").sort_values("value", ascending=False, kind="stable")
    columns = {
        **({"site": ("Site", "text")} if len(result.sites) > 1 else {}),
        "item": ("Item", "text"),
        "commodity": ("BEA commodity", "text"),
        "value": ("Million USD", "money"),
        "domestic_share": ("Made at home", "share"),
        "share_source": ("Source of the share", "text"),
    }
    add("purchases", "What is bought, at the prices paid", bought, columns)
    if result.draws is not None:
        add("intervals", "90 % intervals (P5 to P95) of effects in the region", *_intervals(result, money))
        moved = result.draws.drivers.query("phase == @main and measure == 'jobs'")
        reach = (moved.at_high - moved.at_low).abs().sort_values(ascending=False, kind="stable")
        moved = moved.loc[reach.index]
        moved = moved.assign(span=[f"{number(a)} to {number(b)}" for a, b in zip(moved.low, moved.high, strict=True)])
        columns = {
            "title": ("Assumption", "text"),
            "span": ("Range", "text"),
            "at_low": ("Total jobs at its low end", "count"),
            "at_high": ("At its high end", "count"),
            "correlation": ("Rank correlation", "ratio"),
        }
        add("drivers", "What moves the total jobs, each assumption alone", moved, columns)
    if "outside" in numbers:
        others = outside_evidence(result)
        span = [f"{a:g}" if a == b else f"{a:g} to {b:g}" for a, b in zip(others.low, others.high, strict=True)]
        columns = {"finding": ("Finding", "text"), "span": ("Published", "text"), "source": ("Source", "text")}
        add("outside", "What others have found", others.assign(span=span), columns)
    assumed = result.assumptions_table()
    span = [
        f"{number(low)} to {number(high)}" if low == low else ""
        for low, high in zip(assumed.low, assumed.high, strict=True)
    ]
    value = [number(each) if isinstance(each, float) else str(each or "computed") for each in assumed.value]
    said = [
        f"{figure} {unit}".strip() + (" (this study's)" if own else "")
        for figure, unit, own in zip(value, assumed.unit, assumed.overridden, strict=True)
    ]
    assumed = assumed.assign(span=span, said=said)
    columns = {
        "title": ("Assumption", "text"),
        "said": ("Value", "text"),
        "span": ("Range", "text"),
        "source": ("Source", "text"),
    }
    add("assumptions", "Assumptions", assumed, columns)
    used = manifest().tables
    data = pd.DataFrame(
        [
            (name, used[name].agency, used[name].vintage, digest[:12])
            for name, digest in result.data.items()
            if name in used
        ],
        columns=["name", "agency", "vintage", "sha256"],
    )
    columns = {
        "name": ("Table", "text"),
        "agency": ("Agency", "text"),
        "vintage": ("Vintage", "text"),
        "sha256": ("sha256", "text"),
    }
    add("data", "Tables used", data, columns)
    return found


def _heads(phase: str) -> dict[str, tuple[str, str]]:
    """Return heading and kind of the columns of measures; jobs of construction are called what they are."""
    return {
        name: (declared.unit_of(phase).capitalize() if declared.format == "count" else declared.title, declared.format)
        for name, declared in measures().items()
    }


def _intervals(result: Effects, money: str) -> tuple[pd.DataFrame, dict[str, tuple[str, str]], str]:
    """Return the intervals of jobs and money by phase and effect, with their columns and a note."""
    found = result.intervals()
    columns = {"phase": ("Phase", "text"), "effect": ("Effect", "text")}
    rows = found[["phase", "effect"]].drop_duplicates(ignore_index=True)
    for name, (head, kind) in _heads(OPERATIONS).items():
        part = found[found.measure == name].reset_index(drop=True)
        rows[name] = [
            f"{_written(low, kind)} to {_written(high, kind)}" for low, high in zip(part.p5, part.p95, strict=True)
        ]
        columns[name] = (head, "text")
    return rows, columns, f"Jobs of construction are job-years. Money in {money}."


def _staffing(result: Effects) -> tuple[Workforce, ...]:
    """Return the workforce of each site that has one: not where no labor force is published."""
    found = []
    for site in result.sites:
        with suppress(ModelError):
            found.append(workforce(result, site.name))
    return tuple(found)


def _of_doubt(tables: dict[str, Table], charts: dict[str, Chart]) -> tuple[Table | Chart, ...]:
    """Return the tables of draws and of outside evidence that there are, and the chart of drivers."""
    parts: list[Table | Chart] = []
    if "intervals" in tables:
        parts += [tables["intervals"], charts["drivers"], tables["drivers"]]
    return (*parts, *([tables["outside"]] if "outside" in tables else []))


def _outside_points(result: Effects) -> tuple[str, ...]:
    """Return how the result lies to published findings, and what regressions on data say."""
    compared = [f"{verdict[0].upper()}{verdict[1:]}." for verdict in dict.fromkeys(outside_evidence(result).verdict)]
    return (*compared, *(f"{title}: {reading}" for title, reading in readings(result).items()))


def _runs_of_years(result: Effects) -> pd.DataFrame:
    """Return the total effect by phase and year; neighbours of equal effect share a row."""
    years = result.by_year().query("effect == 'total'").sort_values(["phase", "year"])
    before = years.groupby("phase")[list(measures())].shift()
    runs = (years[list(measures())] != before).any(axis=1).cumsum()
    rows = []
    for _, part in years.groupby(runs):
        span = year_span(int(part.year.min()), int(part.year.max()), int(years.year.min()))
        rows.append(part.head(1).assign(first=part.year.min(), year=span))
    return pd.concat(rows).sort_values(["first", "phase"])


def _charts(result: Effects) -> dict[str, Chart]:
    from . import _charts as draw

    main = OPERATIONS if OPERATIONS in set(result.counties.phase) else CONSTRUCTION
    unit, everywhere = "Jobs" if main == OPERATIONS else "Job-years", result.model == GRAVITY
    return {
        "waterfall": Chart(
            f"{unit}: from the plant to the {'region and the nation' if everywhere else 'region'}",
            f"{unit} added by suppliers, households{', state and nation' if everywhere else ''}, one after the other.",
            lambda: draw.waterfall(result, main),
        ),
        "stacked": Chart(
            f"{unit} by place and effect",
            f"Bars of {unit.lower()} by place.",
            lambda: draw.effects_by_place(result, main),
        ),
        "years": Chart("Jobs in the region by year", "Bars by year and phase.", lambda: draw.year_path(result)),
        "map": Chart(
            f"{unit} by county, all effects",
            "Map of the counties around the region.",
            lambda: draw.region_map(result, main),
        ),
        "drivers": Chart(
            f"Total {unit.lower()} in the region with each assumption at the ends of its range",
            "Bars from the total at the low end to the total at the high end, the longest first.",
            lambda: draw.tornado(result, main),
        ),
        "industries": Chart(
            f"Industries of the region with most indirect and induced {unit.lower()}",
            "Bars by industry.",
            lambda: draw.top_industries(result, main),
        ),
    }


def _reproduction(result: Effects) -> str:
    """Return the study as YAML and the command that runs it."""
    inputs = dict(result.inputs)
    sites = inputs["sites"]
    shared = {key: value for key, value in inputs.items() if key not in ("sites", "links")}
    study = {**shared, **sites[0]} if len(sites) == 1 else inputs
    text = yaml.safe_dump(study, sort_keys=False, allow_unicode=True)
    return f"{text}\n# {shlex.join(['impact', 'run', 'study.yaml', '--out', 'study'])}"


def _written(value: Any, kind: str) -> str:
    if value is None or value != value:
        return "suppressed" if kind == "dollars" else ""
    if kind in WRITERS:
        return WRITERS[kind](value)
    if kind == "dollars":
        return f"{value:,.0f}"
    if kind == "share":
        return f"{value:.0%}"
    if kind == "ratio":
        return f"{value:+.2f}"
    return f"{value:,.1f}" if kind == "number" else str(value)


def printable(text: str) -> str:
    """Return a text without characters that XML or a reader cannot take."""
    return "".join(character if character.isprintable() else " " for character in text)

"""Contents of a report in any format: text, tables and charts."""

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from ..effects import Effects
from ..environment import footprint_sentences
from ..errors import ModelError
from ..evidence import explained, net_sentences, outside_evidence, quotation, readings
from ..fiscal import fiscal
from ..reference import CONSTRUCTION, OPERATIONS, economy_label, manifest, vocabulary
from ..trade import GRAVITY
from ..workforce import Workforce, workforce
from ._county import paragraphs, profiles, sectors_table
from ._cover import KeyFigure, cover_lines, key_figures
from ._drafts import Table
from ._fiscal import fiscal_drafts, fiscal_said
from ._narrative import narrative, table_numbers
from ._tables import tables_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CAVEATS = (
    "Gross, not net: the figures do not subtract displaced jobs elsewhere, or other uses of the same workers, land "
    "and public money.",
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
    "({tables}) give what each industry buys; imports are removed. Purchases of the plant are its own where its cost "
    "structure is known: margins of trade and transport are split off, prices moved to the year of the accounts, and "
    "the domestic share kept.",
    "With the gravity model, trade between counties is balanced industry by industry between what each county supplies "
    "and demands, falling with distance; with location quotients the region stands alone. Labor income goes to the "
    "workers' counties of residence by commuting flows. Households pay contributions and taxes, save, and spend the "
    "rest as the nation's households do.",
    "Indirect effects are those of the suppliers and their suppliers; induced effects follow from household spending. "
    "Occupations come from staffing patterns, the commuting shed from a gravity model of commuting fitted to the flows "
    "of all counties.",
)


TERMS = ("interval", "job_years", "multiplier", "gross", "residence", "work", "commuting_shed", "average", "in_parts")


@dataclass(frozen=True)
class Chart:
    """Chart: caption, alternative text, drawing function, and page flag."""

    title: str
    alt: str
    draw: Callable[[], "Figure"]
    tall: bool = False


ENVIRONMENT = (
    "Direct figures follow from the power, fuels and water of the plant's type in physical units: power by the grid of "
    "the county with line losses, fuels by EPA's factors. Figures of suppliers are their output times EPA's intensity "
    "of the industry (USEEIO). Imports are counted by quantity where a material has a cradle-to-gate factor (EverBatt "
    "and GREET), else by their money as if made with U.S. technology. They stand apart, as do households: the total "
    "has neither. Power that the plant buys is counted with the plant alone. Energy of suppliers is counted where it "
    "is taken from nature, for the plant's own power and fuels too: its total leaves out the direct.",
)


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
    """A report before any format.

    Attributes
    ----------
    title, subtitle : str
        Of the cover.
    sections : tuple of Section
        In their order.
    figures : tuple of KeyFigure
        Boxes of the cover.
    stated : tuple of (str, str)
        Client, author and date, with a heading each.
    inputs : tuple of (str, str)
        Keys and values of the study.
    """

    title: str
    subtitle: str
    sections: tuple[Section, ...] = field(default_factory=tuple)
    figures: tuple[KeyFigure, ...] = ()
    stated: tuple[tuple[str, str], ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()

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
    text, numbers = narrative(result, staffing), table_numbers(result, staffing)
    counties = "; ".join(dict.fromkeys(site.county for site in result.sites))
    tables = tables_of(result, staffing, numbers)
    known = profiles(result)
    charts = _charts(result)
    phases = [phase for phase in (OPERATIONS, CONSTRUCTION) if phase in numbers]
    sections = [
        Section("Summary", (*text["summary"], *explained(result), *net_sentences(result)), (charts["waterfall"],)),
        Section(
            "Effects by phase",
            tuple(text["effects"]),
            (*(tables[phase] for phase in phases), charts["stacked"], tables["years"], charts["years"]),
        ),
        Section("How to quote this", points=tuple(quotation(result))),
        Section("Where the jobs are", tuple(text["places"]), (tables["places"], tables["counties"], charts["map"])),
    ]
    if staffing:
        sections.append(Section("Who does the work", tuple(text["people"]), (tables["homes"], tables["occupations"])))
    if known:
        said_of = tuple(paragraph for profile in known for paragraph in paragraphs(profile))
        table = sectors_table(known[0]).numbered(numbers["county"], None, "county")
        sections.append(Section("The county before the plant", said_of, (table,)))
    if running:
        sections.append(_of_public(result, numbers))
    supply_tables = [tables[name] for name in ("industries", "builders_industries", "purchases") if name in tables]
    sections.append(Section("The supply chain", tuple(text["supply"]), (charts["industries"], *supply_tables)))
    burdens = tuple(tables[name] for name in ("environment", "circular") if name in tables)
    if burdens:
        said_of_gases = (*footprint_sentences(result), *ENVIRONMENT)
        sections.append(Section("Carbon, energy, water and waste", said_of_gases, burdens))
    sections += [
        Section("How sure this is", tuple(text["sure"]), _of_doubt(tables, charts), points=_outside_points(result)),
        Section("What these figures do not say", points=_of(result, CAVEATS)),
        Section("Notes of this study", points=tuple(result.warnings)),
        Section("Assumptions", parts=(tables["assumptions"],)),
        Section("Glossary", points=_glossary()),
        Section("Method", _of(result, METHOD)),
        *([Section("Tables of this result", points=tuple(files))] if files else []),
        Section(
            "Sources and reproduction",
            (
                *manifest().attributions,
                "To repeat the study, save these lines as study.yaml and run the command in the last of them. The "
                "fingerprints of the tables used are in result.json.",
            ),
            (tables["data"],),
            code=_reproduction(result),
        ),
    ]
    units = f"Economy of {economy_label(result.economy)}, money in USD of {result.dollar_year}."
    subtitle = f"{counties}. Study region: {result.region.label}. {units}"
    sections = [section for section in sections if section.paragraphs or section.parts or section.points]
    return Report(
        f"Economic impact of {result.name}",
        subtitle,
        tuple(sections),
        key_figures(result),
        cover_lines(result),
        tuple(_flat(result.inputs)),
    )


def _flat(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Return the study's keys and values, one a line.

    ``sites.1.capacity`` is that of the first plant.
    """
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _flat(item, f"{key}.{name}".lstrip("."))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for place, item in enumerate(value, start=1):
            yield from _flat(item, f"{key}.{place}")
    else:
        yield key, str(value)


def _of_public(result: Effects, numbers: dict[str, int]) -> Section:
    """Return the section on taxes, services and incentives."""
    public = fiscal(result)
    parts = tuple(draft.numbered(numbers[name], None, name) for name, draft in fiscal_drafts(public).items())
    return Section("Taxes, services and incentives", fiscal_said(public, numbers), parts, points=public.notices)


def _glossary() -> tuple[str, ...]:
    """Return the glossary terms of a report, with their meaning."""
    words = vocabulary()
    others = [*words.effects.values(), *words.phases.values(), *(words.terms[name] for name in TERMS)]
    definitions = [(measure.title, measure.meaning) for measure in words.measures.values()]
    definitions += [(entry.title, entry.meaning) for entry in others]
    return tuple(f"{title}: {meaning}" for title, meaning in definitions if meaning)


def _of(result: Effects, sentences: tuple[str, ...]) -> tuple[str, ...]:
    tables = f"BEA benchmark of {manifest().structure_year}, before redefinitions"
    if result.economy != manifest().structure_year:
        tables += f", moved to the summary accounts of {result.economy}"
    return tuple(sentence.format(economy=result.economy, tables=tables) for sentence in sentences)


def _staffing(result: Effects) -> tuple[Workforce, ...]:
    """Return the workforce of each site with a published labor force."""
    staffings = []
    for site in result.sites:
        with suppress(ModelError):
            staffings.append(workforce(result, site.name))
    return tuple(staffings)


def _of_doubt(tables: dict[str, Table], charts: dict[str, Chart]) -> tuple[Table | Chart, ...]:
    """Return the tables of draws and outside evidence, and drivers' chart."""
    parts: list[Table | Chart] = []
    if "intervals" in tables:
        parts += [tables["intervals"], charts["drivers"], tables["drivers"]]
    return (*parts, *([tables["outside"]] if "outside" in tables else []))


def _outside_points(result: Effects) -> tuple[str, ...]:
    """Return comparisons with published findings, and regression sentences."""
    compared = [f"{verdict[0].upper()}{verdict[1:]}." for verdict in dict.fromkeys(outside_evidence(result).verdict)]
    return (*compared, *(f"{title}: {reading}" for title, reading in readings(result).items()))


def _charts(result: Effects) -> dict[str, Chart]:
    from . import _charts as draw
    from ._region_map import region_map

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
            lambda: region_map(result, main),
            tall=True,
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
    study = inputs if len(sites) > 1 else shared | dict(*sites)
    text = yaml.safe_dump(study, sort_keys=False, allow_unicode=True)
    return f"{text}\n# {shlex.join(['impact', 'run', 'study.yaml', '--out', 'study'])}"


def printable(text: str) -> str:
    """Return a text without characters that XML or a reader cannot take."""
    return "".join(character if character.isprintable() else " " for character in text)

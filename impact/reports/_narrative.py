"""Text of a report, written by rules."""

from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .._display import count, dollars
from ..effects import Effects
from ..environment import recovers
from ..evidence import settle_first
from ..reference import CONSTRUCTION, OPERATIONS, manifest, vocabulary
from ..workforce import Workforce

MIN_STRONG_RATIO, MAX_WEAK_RATIO = 1.5, 1.15  # jobs in the region per direct job


def share(value: float) -> str:
    """Write a share in words.

    Examples
    --------
    >>> share(0.5), share(0.004), share(0.963), share(0.9999)
    ('50%', 'less than 1%', '96%', 'nearly all')
    """
    if value < 0.01:
        return "none" if value <= 0 else "less than 1%"
    return "nearly all" if 0.995 <= value < 1 else f"{value:.0%}"


def jobs(value: float, unit: str = "job") -> str:
    """Write jobs or job-years, rounded as in the tables.

    Examples
    --------
    >>> jobs(1797.4), jobs(8.25), jobs(1), jobs(0), jobs(220, "job-year")
    ('1,797 jobs', '8.2 jobs', '1.0 job', 'no jobs', '220 job-years')
    """
    if value == 0:
        return f"no {unit}s"
    written = count(value)
    return f"{written} {unit}" if written == "1.0" else f"{written} {unit}s"


def listed(names: list[str]) -> str:
    """Join names with commas and a final "and".

    Names that hold either are joined with semicolons.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b", "c"]), listed(["Reno, NV", "Salt and soda", "Elko"])
    ('a', 'a, b and c', 'Reno, NV; Salt and soda; and Elko')
    """
    if len(names) == 1:
        return names[0]
    if any("," in name or " and " in name for name in names):
        return f"{'; '.join(names[:-1])}; and {names[-1]}"
    return f"{', '.join(names[:-1])} and {names[-1]}"


TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,  # the text is escaped where a format needs it
)
TEMPLATES.filters |= {"count": count, "dollars": dollars, "jobs": jobs, "share": share, "listed": listed}


def table_numbers(result: Effects, staffing: "tuple[Workforce, ...]") -> dict[str, int]:
    """Return the number of each table of a report, in order.

    A table that a result does not have gets none.
    """
    phases = set(result.counties.phase)
    names = [phase for phase in (OPERATIONS, CONSTRUCTION) if phase in phases]
    names += ["years", "places", "counties"]
    names += ["homes", "occupations"] if staffing else []
    names += ["county"] if result.economy in manifest().economies else []
    promised = any(site.get("incentives") for site in result.inputs["sites"])
    names += ["taxes", "balance", *(["incentives"] if promised else [])] if OPERATIONS in phases else []
    names += ["industries", *(["builders_industries"] if {OPERATIONS, CONSTRUCTION} <= phases else []), "purchases"]
    names += ["environment"] if len(result.environment) else []
    names += ["circular"] if recovers(result) else []
    names += ["intervals", "drivers"] if result.draws is not None else []
    names += ["outside"] if OPERATIONS in phases else []
    names += ["assumptions", "data"]
    return {name: place for place, name in enumerate(names, start=1)}


def narrative(result: Effects, staffing: "tuple[Workforce, ...]" = ()) -> dict[str, list[str]]:
    """Return the text of a result, paragraphs by section.

    Sections are summary, effects, places, people, supply and sure.

    Figures are rounded as in the tables. The text depends on the result: the share that stays in the region, the
    presence of operations, and links between plants. Jobs of construction are job-years and never called permanent.

    Parameters
    ----------
    result : Effects
        Of a study.
    staffing : tuple of Workforce
        Of its sites with operations.
    """
    facts = _facts(result, staffing)
    paragraphs = {}
    module = TEMPLATES.get_template("narrative.j2").module
    for section in ("summary", "effects", "places", "people", "supply", "sure"):
        text = str(getattr(module, section)(facts))
        paragraphs[section] = [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]
    return paragraphs


def _facts(result: Effects, staffing: "tuple[Workforce, ...]") -> dict[str, Any]:
    summary = result.summary()
    running, built = (phase in set(result.counties.phase) for phase in (OPERATIONS, CONSTRUCTION))
    places = result.by_place()
    everywhere = "nation" in set(places.place)
    facts: dict[str, Any] = {
        "table": table_numbers(result, staffing),
        "name": result.name,
        "sites": [{"name": site.name, "county": site.county} for site in result.sites],
        "place": "" if result.sites[0].county in result.name else f" in {result.sites[0].county}",
        "region": result.region.label,
        "dollar_year": result.dollar_year,
        "running": running,
        "built": built,
        "everywhere": everywhere,
        "linked": any(link["share"] > 0 for link in result.inputs.get("links", [])),
        "red_years": next(item.value for item in result.assumptions if item.name == "red_years"),
    }
    for phase, present in ((OPERATIONS, running), (CONSTRUCTION, built)):
        if not present:
            continue
        records = {row["effect"]: row for row in summary[summary.phase == phase].to_dict("records")}
        own: dict[str, Any] = {effect: records.get(effect, {"jobs": 0.0}) for effect in vocabulary().effects}
        whole = places[(places.phase == phase) & (places.place == "all") & (places.effect == "total")]
        own["everywhere"] = whole.to_dict("records")[0]
        own["ratio"] = own["total"]["jobs"] / own["direct"]["jobs"]
        strong, weak = own["ratio"] >= MIN_STRONG_RATIO, own["ratio"] < MAX_WEAK_RATIO
        own["tone"] = "strong" if strong else "weak" if weak else "plain"
        own["span"] = _spans(result, phase)
        facts[phase] = own
    phase = OPERATIONS if running else CONSTRUCTION
    totals = result.by_county().query("effect == 'total' and phase == @phase")
    totals = totals.sort_values("jobs", ascending=False, key=abs, kind="stable")
    facts["counties"] = [f"{row['name']}, {row['state']}" for row in totals.head(3).to_dict("records")]
    facts["unit"] = "job" if running else "job-year"
    facts["by_place"] = places[(places.phase == phase) & (places.effect == "total")].set_index("place").jobs.to_dict()
    facts["draws"] = result.draws.count if result.draws is not None else 0
    facts["quick"] = result.draws is not None and result.draws.method == "quick"
    facts["settle"] = [] if result.draws is None else settle_first(result.draws)
    facts["movers"] = _movers(result, phase)
    facts["people"] = [_people(item) for item in staffing]
    facts["wages"] = list(dict.fromkeys(note.text for note in result.notes if note.code == "wage"))
    facts["purchases"] = _purchases(result.purchases, phase)
    return facts


def _spans(result: Effects, phase: str) -> dict[str, tuple[float, float]]:
    """Return 90 % intervals of jobs by effect; empty without draws."""
    if result.draws is None:
        return {}
    intervals = result.intervals().query("phase == @phase and measure == 'jobs'")
    return {row["effect"]: (row["p5"], row["p95"]) for row in intervals.to_dict("records")}


def _movers(result: Effects, phase: str) -> list[str]:
    """Return the assumptions that move the total jobs most, the first three."""
    if result.draws is None:
        return []
    drivers = result.draws.drivers.query("phase == @phase and measure == 'jobs'")
    reach = (drivers.at_high - drivers.at_low).abs().sort_values(ascending=False, kind="stable")
    return [lowered(title) for title in drivers.title[reach.index[:3]]]


def lowered(title: str) -> str:
    """Return a title for use inside a sentence.

    A name or abbreviation in front keeps its capitals.

    Examples
    --------
    >>> lowered("Direct jobs"), lowered("NMP solvent")
    ('direct jobs', 'NMP solvent')
    """
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def _people(staffing: Workforce) -> dict[str, Any]:
    rated = staffing.occupations[staffing.occupations.difficulty != ""]
    hard = rated[(rated.difficulty == "high") & (rated.jobs >= 1)]
    return {
        "site": staffing.site,
        "figures": dict(staffing.figures),
        "homes": [f"{row['name']}, {row['state']}" for row in staffing.homes.head(3).to_dict("records")],
        "first_home": float(staffing.homes.jobs.iloc[0] / staffing.homes.jobs.sum()),
        "largest": [title.lower() for title in rated.title.head(2)],
        "hard": [title.lower() for title in hard.title.head(3)],
        "hard_jobs": float(hard.jobs.sum()),
    }


def _purchases(lines: pd.DataFrame, phase: str) -> dict[str, Any]:
    own = lines[(lines.phase == phase) & (lines.value > 0)]
    if own.empty:
        return {"total": 0.0}
    by_item = own.groupby("item").value.sum().sort_values(ascending=False)
    return {
        "total": float(own.value.sum()),
        "home": float((own.value * own.domestic_share).sum() / own.value.sum()),
        "largest": [lowered(item) for item in by_item.index[:3]],
        "linked": float((own.value * own.linked).sum()),
    }

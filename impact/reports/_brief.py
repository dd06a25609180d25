"""Brief: one page with key figures, a map and three sentences."""

from base64 import b64encode
from textwrap import shorten
from typing import TYPE_CHECKING

from .._display import count, dollars, interval
from ..effects import Effects
from ..evidence import quotation
from ..fiscal import fiscal
from ..reference import CONSTRUCTION, OPERATIONS, TOTAL
from ._charts import image
from ._cover import cover_lines, key_figures
from ._region_map import HEIGHT, region_map

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["brief_page", "sentences"]

MAX_TITLE, MAX_STATED, MAX_SENTENCE = 120, 60, 400  # characters
SHORT = {"title": 38, "subtitle": 90, "sentences": 560}  # characters that leave room for the high map
HIGH_MAP = 4.4  # inches


def brief_page(result: Effects, templates: "Environment") -> str:
    """Return the page as HTML that prints on one sheet."""
    main = OPERATIONS if OPERATIONS in set(result.counties.phase) else CONSTRUCTION
    counties = "; ".join(dict.fromkeys(site.county for site in result.sites))
    quotation_parts = quotation(result)
    stated = [(head, shorten(line, MAX_STATED, placeholder=" …")) for head, line in cover_lines(result)]
    text = {
        "title": shorten(result.name, MAX_TITLE, placeholder=" …"),
        "subtitle": shorten(f"{counties}. Study region: {result.region.label}.", MAX_SENTENCE, placeholder=" …"),
        "sentences": [shorten(sentence, MAX_SENTENCE, placeholder=" …") for sentence in sentences(result)],
    }
    short = not stated and all(len("".join(text[part])) <= limit for part, limit in SHORT.items())
    return templates.get_template("brief.j2").render(
        text,
        report={"figures": key_figures(result), "stated": stated},
        drawn=b64encode(image(region_map(result, main, HIGH_MAP if short else HEIGHT), "svg")).decode(),
        map_title=f"{'Jobs' if main == OPERATIONS else 'Job-years'} by county, all effects",
        source=f"{quotation_parts[2]} {quotation_parts[3].partition(';')[0]}.",
    )


def sentences(result: Effects) -> tuple[str, ...]:
    """Return three sentences: jobs, incomes, and construction and taxes."""
    phases = set(result.counties.phase)
    main = OPERATIONS if OPERATIONS in phases else CONSTRUCTION
    totals = result.summary().query(f"effect == {TOTAL!r}").set_index("phase")
    yearly = " a year" if main == OPERATIONS else ""
    income, added = (float(totals[measure][main]) for measure in ("labor_income", "value_added"))
    clauses = [
        quotation(result)[0].partition('"')[2].rstrip('"'),
        f"Labor income in the region {'rises' if income >= 0 else 'falls'} by {dollars(abs(income))}{yearly}, benefits "
        f"included, and value added {'rises' if added >= 0 else 'falls'} by {dollars(abs(added))}, in dollars of "
        f"{result.dollar_year}.",
    ]
    third = []
    if {OPERATIONS, CONSTRUCTION} <= phases:
        third.append(
            f"construction takes {count(totals.jobs[CONSTRUCTION])} job-years, which end when the plant is built"
        )
    if OPERATIONS in phases:
        fiscal_result = fiscal(result)
        taxes = fiscal_result.figures()["state_local_revenue"] or 0.0
        drawn = fiscal_result.taxes_interval("state and local")
        span = f" {interval(*(dollars(end or 0.0) for end in drawn))}" if drawn else ""
        third.append(f"states and localities collect {dollars(taxes)}{span} of taxes there in a year of operation")
    if third:
        last_sentence = "; ".join(third)
        clauses.append(f"{last_sentence[0].upper()}{last_sentence[1:]}.")
    return tuple(clauses)

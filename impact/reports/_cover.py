"""Cover of a report: client, author, date and key figures."""

from dataclasses import dataclass

from .._display import count, dollars, interval
from ..effects import Effects
from ..reference import CONSTRUCTION, OPERATIONS, TOTAL, measures

__all__ = ["KeyFigure", "cover_lines", "key_figures"]

STATED = {"client": "Prepared for", "author": "Prepared by", "date": "Date"}  # keys of a site file
BOXED = ("jobs", "labor_income", "value_added")  # measures


@dataclass(frozen=True)
class KeyFigure:
    """Figure in a box: label, value, and a note below."""

    label: str
    value: str
    note: str


def cover_lines(result: Effects) -> tuple[tuple[str, str], ...]:
    """Return client, author and date of the site file, with headings."""
    return tuple((title, str(result.inputs[key])) for key, title in STATED.items() if result.inputs.get(key))


def key_figures(result: Effects) -> tuple[KeyFigure, ...]:
    """Return regional totals of a year of operation and construction job-years."""
    phases = set(result.counties.phase)
    main = OPERATIONS if OPERATIONS in phases else CONSTRUCTION
    boxes = [_box(result, main, measure) for measure in BOXED]
    if {OPERATIONS, CONSTRUCTION} <= phases:
        boxes.append(_box(result, CONSTRUCTION, "jobs"))
    return tuple(boxes)


def _box(result: Effects, phase: str, measure: str) -> KeyFigure:
    declared, summary = measures()[measure], result.summary().query("phase == @phase").set_index("effect")[measure]
    write = dollars if declared.format == "money" else count
    unit = declared.unit_of(phase)
    label = {OPERATIONS: "a year of full operation", CONSTRUCTION: "construction, all years"}[phase]
    title = unit[0].upper() + unit[1:] if declared.format == "count" else declared.title
    span = result.interval(phase, measure)
    notes = [interval(write(span[0]), write(span[1]))[1:-1]] if span else []
    if declared.format == "count":
        notes.insert(0, f"{write(summary.get('direct', 0.0))} direct")
    return KeyFigure(f"{title}, {label}", write(summary[TOTAL]), "; ".join(notes))

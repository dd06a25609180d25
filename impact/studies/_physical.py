"""Emissions and uses of a plant, from its type's physical lines."""

from .._notes import Note, noted
from ..facilities import Facility
from ..reference import measures
from ._plant import Plant


def physical_of(plant: Plant, kind: Facility | None, capacity: float | None) -> tuple[dict[str, float], list[Note]]:
    """Return environmental measures of a year, with notes on unknown ones.

    Without lines, or without a capacity, all measures are unknown.
    """
    lines = kind.uses if kind is not None else ()
    measures_known = kind.physical(capacity, plant.county.fips) if kind and lines and capacity is not None else {}
    unknown = [measure for name, measure in measures("environment").items() if measure.direct == "physical"]
    lacking = [measure.title.lower() for measure in unknown if measure.name not in measures_known]
    if not lacking:
        return measures_known, []
    reason = "its type has no physical lines for them"
    if lines and "energy" in measures_known and "ghg" not in measures_known:
        reason = f"no grid is known for {plant.county.label}, or its type has no physical lines for them"
    return measures_known, noted(
        "environment", f"Not known of the plant itself, and missing from totals: {', '.join(lacking)}; {reason}."
    )

"""What a plant itself emits and uses, from the physical lines of its type."""

from .._notes import Note, noted
from ..facilities import Facility
from ..reference import measures
from ._plant import Plant


def physical_of(plant: Plant, kind: Facility | None, capacity: float | None) -> tuple[dict[str, float], list[Note]]:
    """Return measures of a year by physical lines, and what is not known.

    Without lines, or a capacity that they are for, nothing is known.
    """
    lines = kind.uses if kind is not None else ()
    found = kind.physical(capacity, plant.county.fips) if kind and lines and capacity is not None else {}
    unknown = [each for name, each in measures("environment").items() if each.direct == "physical"]
    lacking = [each.title.lower() for each in unknown if each.name not in found]
    if not lacking:
        return found, []
    why = "its type has no physical lines for them"
    if lines and "energy" in found and "ghg" not in found:
        why = f"no grid is known for {plant.county.label}, or its type has no physical lines for them"
    return found, noted(
        "environment", f"Not known of the plant itself, and missing from totals: {', '.join(lacking)}; {why}."
    )

"""How far what a site takes from the catalogue may be off, as factors of the assumptions that scale it."""

from collections.abc import Sequence

from ..facilities import Figure, known_facility
from ._phases import by_parts
from ._site import Site


def catalogue_ranges(site: Site) -> dict[str, tuple[float, float]]:
    """Return the range of what a site takes from the catalogue, relative to the figure used, by assumption.

    ``direct_jobs`` where jobs follow capacity, ``capital_cost`` where capital does, and ``purchases_cost`` where output
    follows from what is bought. Of lines all are at one end together: the widest range that they allow.

    Examples
    --------
    >>> plant = Site(name="P", county="32029", facility="recycling-hydromet", capacity=20000)
    >>> low, high = catalogue_ranges(plant)["direct_jobs"]
    >>> round(low, 2), round(high, 2)
    (0.88, 1.18)
    """
    kind = site.kind
    if kind is None:
        return {}
    divided = known_facility(kind.capital_like) if kind.capital_like else kind
    found: dict[str, Sequence[Figure]] = {}
    if site.jobs is None and kind.jobs_per_unit is not None:
        found["direct_jobs"] = [kind.jobs_per_unit]
    if site.capital is None and site.capacity is not None:
        total = [kind.capital_total] if kind.capital_like and kind.capital_total else []
        found["capital_cost"] = total or [line for line in divided.capital if line.commodities]
    if site.operates and by_parts(site) and kind.price is None and site.output is None:
        found["purchases_cost"] = [line for line in kind.operations if line.commodities.keys() - site.purchases.keys()]
    return {name: _relative(figures) for name, figures in found.items() if figures}


def paid_by_the_hour(site: Site) -> bool:
    """Whether a site's payroll is the hourly pay of its type."""
    paid = site.kind is not None and bool(site.kind.wages)
    return site.operates and by_parts(site) and site.payroll is None and paid


def _relative(figures: Sequence[Figure]) -> tuple[float, float]:
    base = sum(figure.base for figure in figures)
    return sum(figure.low for figure in figures) / base, sum(figure.high for figure in figures) / base

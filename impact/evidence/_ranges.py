"""Ranges of a site's catalogue figures, as factors of assumptions."""

from collections.abc import Sequence

from ..facilities import Facility, Figure, facilities, market_prices
from ..studies import Site


def catalogue_ranges(site: Site) -> dict[str, tuple[float, float]]:
    """Return relative ranges of a site's catalogue figures by assumption.

    ``direct_jobs`` where jobs follow capacity, ``capital_cost`` where capital does, ``purchases_cost`` where the plant
    buys by parts, and ``market_prices`` where output follows the prices of its products. Of lines all are at one end
    together: the widest range that they allow. Priced lines move with ``market_prices``, so that product and feed are
    drawn together; in ``purchases_cost`` only their quantity has a range.

    Examples
    --------
    >>> plant = Site(name="P", county="32029", facility="recycling-hydromet", capacity=20000)
    >>> low, high = catalogue_ranges(plant)["direct_jobs"]
    >>> round(low, 2), round(high, 2)
    (0.73, 1.7)
    """
    kind = site.kind
    if kind is None:
        return {}
    divided = facilities().known(kind.capital_like) if kind.capital_like else kind
    figures_by_assumption: dict[str, Sequence[Figure]] = {}
    if site.jobs is None and kind.jobs_per_unit is not None:
        figures_by_assumption["direct_jobs"] = [kind.jobs_per_unit]
    if site.capital is None and site.capacity is not None:
        total = [kind.capital_total] if kind.capital_like and kind.capital_total else []
        figures_by_assumption["capital_cost"] = total or [line for line in divided.capital if line.commodities]
    if site.operates and site.by_parts:
        figures_by_assumption["purchases_cost"] = [
            line.quantity or line for line in kind.operations if line.commodities.keys() - site.purchases.keys()
        ]
    return {name: _relative(figures) for name, figures in figures_by_assumption.items() if figures} | _of_market(
        site, kind
    )


def _of_market(site: Site, kind: Facility) -> dict[str, tuple[float, float]]:
    """Return the range of the prices of products, yields at their base."""
    if site.output is not None or not site.operates or not any(product.price for product in kind.products):
        return {}
    known = {**market_prices(), **kind.prices}
    ends = []
    for end in ("low", "high"):
        revenue = 0.0
        for product in kind.products:
            if product.price is None:
                revenue += product.base
                continue
            price = known[product.price].years[product.dollar_year]
            revenue += product.base * getattr(price, end) / price.base
        ends.append(revenue / sum(product.base for product in kind.products))
    return {"market_prices": (ends[0], ends[1])}


def _relative(figures: Sequence[Figure]) -> tuple[float, float]:
    base = sum(figure.base for figure in figures)
    return sum(figure.low for figure in figures) / base, sum(figure.high for figure in figures) / base

"""Facility types of the catalogue at prices of a site's own."""

from functools import partial

from ..facilities import Facility, facilities
from ..reference import kept

PRICE_CACHE_SIZE = 64  # types at prices of their own


@partial(kept, most=PRICE_CACHE_SIZE)
def facility_at_prices(
    name: str,
    year: int | None,
    prices: tuple[tuple[str, float], ...] = (),
    yields: tuple[tuple[str, float], ...] = (),
) -> Facility:
    """Return :meth:`Facility.at_prices` of a catalogue type, cached."""
    return facilities()[name].at_prices(year, dict(prices), dict(yields))

"""What is traded between places: how much of what a place needs it buys at home.

Location quotients answer it from the place's own industries. :func:`regional_purchases` applies one of them to the
nation's requirements and returns the part of each input, and of household purchases, that is bought in the region.
"""

from ._quotients import (
    METHODS,
    Purchases,
    cross_industry_quotients,
    location_quotients,
    quotients,
    regional_purchases,
    size_factor,
    supply_demand_pool,
)

__all__ = [
    "METHODS",
    "Purchases",
    "cross_industry_quotients",
    "location_quotients",
    "quotients",
    "regional_purchases",
    "size_factor",
    "supply_demand_pool",
]

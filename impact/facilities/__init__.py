"""Facility types: catalogue, units, materials, industries, occupations, and known plants.

A facility type is one YAML file in ``catalogue/``. :func:`plants` are those that exist or were announced;
:func:`domestic_share` is the domestic share of the supply of a battery material.
"""

from ._capacity import capacity_in, capacity_notice
from ._catalogue import (
    facilities,
    known_facility,
    names_a_file,
    own_facility,
    read_facility,
)
from ._domestic import domestic_share, materials
from ._embodied import embodied
from ._facility import Facility
from ._figures import CapitalLine, Figure, Line, Money
from ._industries import commodity_code, industry_mix
from ._occupations import labor_plan
from ._plants import plants, related_plants
from ._prices import market_prices
from ._staffing import staffing, staffing_matrix

__all__ = [
    "CapitalLine",
    "Facility",
    "Figure",
    "Line",
    "Money",
    "capacity_in",
    "capacity_notice",
    "commodity_code",
    "domestic_share",
    "embodied",
    "facilities",
    "industry_mix",
    "known_facility",
    "labor_plan",
    "market_prices",
    "materials",
    "names_a_file",
    "own_facility",
    "plants",
    "read_facility",
    "related_plants",
    "staffing",
    "staffing_matrix",
]

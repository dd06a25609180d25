"""Facility types: catalogue, units, materials, industries, occupations, and known plants.

A facility type is one YAML file in ``catalogue/``; :func:`facilities` reads them, and a user's own. :func:`plants` are
those that exist or were announced; :func:`domestic_share` is the domestic share of the supply of a battery material.
"""

from ._catalogue import Catalogue, facilities
from ._domestic import domestic_share, materials
from ._embodied import embodied
from ._facility import Facility
from ._figures import CapitalLine, Figure, Line, Money
from ._industries import commodity_code, industry_mix
from ._occupations import labor_plan
from ._plants import plants
from ._prices import market_prices
from ._staffing import staffing, staffing_matrix

__all__ = [
    "CapitalLine",
    "Catalogue",
    "Facility",
    "Figure",
    "Line",
    "Money",
    "commodity_code",
    "domestic_share",
    "embodied",
    "facilities",
    "industry_mix",
    "labor_plan",
    "market_prices",
    "materials",
    "plants",
    "staffing",
    "staffing_matrix",
]

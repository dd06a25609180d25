"""What types of plant exist: the catalogue, its units, materials, industries and occupations, and the known plants.

A facility type is one YAML file in ``catalogue/``. :func:`plants` are those that exist or were announced;
:func:`domestic_share` says how much of a battery material is made at home.
"""

from ._capacity import capacity_in, capacity_notice
from ._catalogue import catalogue_text, facilities, facility, known_facility, names_a_file, own_facility, read_facility
from ._domestic import DomesticShare, domestic_share, materials
from ._facility import Facility
from ._figures import CapitalLine, Figure, Line, Money
from ._industries import commodity_code, industry_mix
from ._occupations import labor_plan
from ._plants import RELATIONS, plants, plants_near, relation

__all__ = [
    "RELATIONS",
    "CapitalLine",
    "DomesticShare",
    "Facility",
    "Figure",
    "Line",
    "Money",
    "capacity_in",
    "capacity_notice",
    "catalogue_text",
    "commodity_code",
    "domestic_share",
    "facilities",
    "facility",
    "industry_mix",
    "known_facility",
    "labor_plan",
    "materials",
    "names_a_file",
    "own_facility",
    "plants",
    "plants_near",
    "read_facility",
    "relation",
]

"""What is being built: facility types, the site file, and the direct change that a site causes by phase and year.

A facility type is one YAML file in ``catalogue/``. A :class:`Site` says what is built where, a :class:`Study` holds one
or more of them; :func:`study_shocks` turns it into output, jobs, income and purchases of construction and operations.
:func:`plants` are those that exist or were announced; :func:`domestic_share` says how much of a battery material is
made at home.
"""

from ._capacity import capacity_in
from ._catalogue import CapitalLine, Facility, Figure, Line, Money, Scale, Wage, facilities, facility, known_facility
from ._domestic import DomesticShare, Material, domestic_share, materials
from ._industries import industry_mix
from ._occupations import labor_plan
from ._phases import by_parts, calendar, local_purchases, plan_of, shocks
from ._plants import RELATIONS, plants, plants_near, relation
from ._ranges import catalogue_ranges, paid_by_the_hour
from ._shock import Shock
from ._site import Site
from ._site_file import read_mapping
from ._site_table import Row, read_rows
from ._study import Link, Study, study_shocks
from ._timeline import CONSTRUCTION, OPERATIONS, timeline

__all__ = [
    "CONSTRUCTION",
    "OPERATIONS",
    "RELATIONS",
    "CapitalLine",
    "DomesticShare",
    "Facility",
    "Figure",
    "Line",
    "Link",
    "Material",
    "Money",
    "Row",
    "Scale",
    "Shock",
    "Site",
    "Study",
    "Wage",
    "by_parts",
    "calendar",
    "capacity_in",
    "catalogue_ranges",
    "domestic_share",
    "facilities",
    "facility",
    "industry_mix",
    "known_facility",
    "labor_plan",
    "local_purchases",
    "materials",
    "paid_by_the_hour",
    "plan_of",
    "plants",
    "plants_near",
    "read_mapping",
    "read_rows",
    "relation",
    "shocks",
    "study_shocks",
    "timeline",
]

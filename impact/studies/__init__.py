"""What is asked, and what changes directly: the site file, the study, and the phases of each plant.

A :class:`Site` says what is built where, a :class:`Study` holds one or more of them; :func:`study_shocks` turns it into
output, jobs, income and purchases of construction and operations.
"""

from ._files import read_file
from ._new import new_site_file
from ._phases import by_parts, calendar, local_purchases, plan_of
from ._ranges import catalogue_ranges, paid_by_the_hour
from ._schema import site_schema
from ._shock import Shock
from ._shocks import study_shocks
from ._site import MAX_DISCOUNT, MIN_DISCOUNT, Site, Study
from ._site_table import Row, read_rows

__all__ = [
    "MAX_DISCOUNT",
    "MIN_DISCOUNT",
    "Row",
    "Shock",
    "Site",
    "Study",
    "by_parts",
    "calendar",
    "catalogue_ranges",
    "local_purchases",
    "new_site_file",
    "paid_by_the_hour",
    "plan_of",
    "read_file",
    "read_rows",
    "site_schema",
    "study_shocks",
]

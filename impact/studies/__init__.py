"""Studies: site file, study, and direct effects of each plant's phases.

A :class:`Site` says what is built where, a :class:`Study` holds one or more of them; :func:`study_shocks` turns it into
output, jobs, income and purchases of construction and operations.
"""

from ._files import read_file
from ._new import new_site_file
from ._new_workbook import new_workbook
from ._pay import relative_pay
from ._schema import site_schema
from ._shock import Shock
from ._shocks import study_shocks
from ._site import Site, Study
from ._site_table import Row, read_rows
from ._taxes import Incentive, Taxes
from ._unit import unit_economics

__all__ = [
    "Incentive",
    "Row",
    "Shock",
    "Site",
    "Study",
    "Taxes",
    "new_site_file",
    "new_workbook",
    "read_file",
    "read_rows",
    "relative_pay",
    "site_schema",
    "study_shocks",
    "unit_economics",
]

"""What follows: the solve, forward for a site and backward for all multipliers, and the result of a study.

:func:`run` takes a study to a :class:`Result`, :func:`run_all` many of them, :func:`batch` a table of
sites. :func:`county_model` is every county and
industry at once, linked by
trade and commuting; :func:`regional_model` is one region alone, by quotients.
"""

from ._batch import Batch, batch
from ._county_model import CountyModel, Response, county_model
from ._draws import Draws
from ._files import EPOCH, refuse_existing, write_file, write_folder, write_workbook
from ._multipliers import SCOPES, national_multipliers
from ._onshoring import onshoring
from ._ranking import CRITERIA, rank
from ._regional import RegionalModel, regional_model, regional_multipliers
from ._reproduce import reproduce
from ._result import EFFECTS, PLACES, Result
from ._run import run, run_all, study_region
from ._spread import Spread, everywhere, in_region
from ._workers import spread_out

__all__ = [
    "CRITERIA",
    "EFFECTS",
    "EPOCH",
    "PLACES",
    "SCOPES",
    "Batch",
    "CountyModel",
    "Draws",
    "RegionalModel",
    "Response",
    "Result",
    "Spread",
    "batch",
    "county_model",
    "everywhere",
    "in_region",
    "national_multipliers",
    "onshoring",
    "rank",
    "refuse_existing",
    "regional_model",
    "regional_multipliers",
    "reproduce",
    "run",
    "run_all",
    "spread_out",
    "study_region",
    "write_file",
    "write_folder",
    "write_workbook",
]

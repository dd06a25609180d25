"""What follows: the solve, forward for a study and backward for all multipliers, and the effects as plain data.

:func:`prepare` makes a study ready, :func:`solve` says what follows from it, :func:`study_effects` puts both together
as :class:`Effects`. :func:`county_model` is every county and industry at once, linked by trade and commuting;
:func:`regional_model` is one region alone, by quotients.
"""

from ._case import Case, Part, prepare
from ._county_model import CountyModel, Response, county_model
from ._draws import Draws
from ._effects import Effects, Place
from ._multipliers import SCOPES, national_multipliers
from ._onshoring import onshoring
from ._ranking import CRITERIA, rank
from ._regional import RegionalModel, regional_model, regional_multipliers
from ._solver import TOLERANCE, Outputs, Solved, solve
from ._studied import all_effects, study_effects
from ._weights import Weights, direct, scale, weights

__all__ = [
    "CRITERIA",
    "SCOPES",
    "TOLERANCE",
    "Case",
    "CountyModel",
    "Draws",
    "Effects",
    "Outputs",
    "Part",
    "Place",
    "RegionalModel",
    "Response",
    "Solved",
    "Weights",
    "all_effects",
    "county_model",
    "direct",
    "national_multipliers",
    "onshoring",
    "prepare",
    "rank",
    "regional_model",
    "regional_multipliers",
    "scale",
    "solve",
    "study_effects",
    "weights",
]

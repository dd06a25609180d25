"""What follows: the solve, forward for a study and backward for all multipliers, and the effects as plain data.

:func:`prepare` makes a study ready, :func:`solve` says what follows from it, :func:`all_effects` puts both together
as :class:`Effects`. :func:`county_model` is every county and industry at once, linked by trade and commuting;
:func:`regional_model` is one region alone, by quotients.
"""

from ._case import Case, Part, prepare
from ._county_model import CountyModel, county_model
from ._draws import Draws
from ._effects import Effects, Place
from ._multipliers import national_multipliers
from ._onshoring import onshoring
from ._ranking import rank
from ._regional import regional_multipliers
from ._solver import TOLERANCE, Outputs, solve
from ._studied import all_effects
from ._weights import direct, scale, weights

__all__ = [
    "TOLERANCE",
    "Case",
    "CountyModel",
    "Draws",
    "Effects",
    "Outputs",
    "Part",
    "Place",
    "all_effects",
    "county_model",
    "direct",
    "national_multipliers",
    "onshoring",
    "prepare",
    "rank",
    "regional_multipliers",
    "scale",
    "solve",
    "weights",
]

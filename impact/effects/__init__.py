"""What follows: the solve, forward for a study and backward for all multipliers, and the effects as plain data.

:func:`prepare` makes a study ready, :func:`all_effects` solves it and gives :class:`Effects`, :func:`stacked` gives
arrays of many like studies. :func:`county_model` is every county and industry at once, linked by trade and commuting;
:func:`regional_model` is one region alone, by quotients.
"""

from ._case import Case, Part, prepare
from ._county_model import CountyModel, county_model
from ._draws import Draws
from ._effects import Effects, Place
from ._extraction import extraction
from ._first_round import retention
from ._homes import at_home
from ._multipliers import county_multipliers, national_multipliers
from ._onshoring import onshoring
from ._pooled import solve_pools
from ._ranking import rank
from ._regional import regional_multipliers
from ._stacked import stacked
from ._studied import all_effects, trade_of_last
from ._weights import direct_by_county, scale

__all__ = [
    "Case",
    "CountyModel",
    "Draws",
    "Effects",
    "Part",
    "Place",
    "all_effects",
    "at_home",
    "county_model",
    "county_multipliers",
    "direct_by_county",
    "extraction",
    "national_multipliers",
    "onshoring",
    "prepare",
    "rank",
    "regional_multipliers",
    "retention",
    "scale",
    "solve_pools",
    "stacked",
    "trade_of_last",
]

"""Effects: one solver for studies and multipliers, and plain result tables.

:func:`prepare` makes a study ready, :func:`all_effects` solves it and gives :class:`Effects`, :func:`solve_studies`
gives arrays of many like studies. :func:`county_model` is every county and industry at once, linked by trade and
commuting; :func:`place_multipliers` has the multipliers of a county, or of one region alone by quotients.
"""

from ._case import Case, prepare
from ._county_model import CountyModel, county_model
from ._drawn import DrawnEffects
from ._draws import Draws
from ._effects import Effects, Place
from ._extraction import extraction
from ._first_round import first_round
from ._multipliers import national_multipliers, place_multipliers
from ._onshoring import onshoring
from ._pooled import solve_pools
from ._ranking import rank
from ._solved import solve_studies
from ._studied import all_effects

__all__ = [
    "Case",
    "CountyModel",
    "DrawnEffects",
    "Draws",
    "Effects",
    "Place",
    "all_effects",
    "county_model",
    "extraction",
    "first_round",
    "national_multipliers",
    "onshoring",
    "place_multipliers",
    "prepare",
    "rank",
    "solve_pools",
    "solve_studies",
]

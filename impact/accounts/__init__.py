"""National accounts: coefficients, multipliers, prices, margins and household spending.

:func:`nation` reads the embedded accounts, whose methods give coefficients, requirements and multipliers.
:func:`leontief_inverse` and :func:`close_households` are plain matrix algebra and can be used with any accounts.
"""

from ._coefficients import close_households, leontief_inverse
from ._households import HouseholdRates, state_rates
from ._nation import Nation, nation
from ._prices import Prices, prices

__all__ = [
    "HouseholdRates",
    "Nation",
    "Prices",
    "close_households",
    "leontief_inverse",
    "nation",
    "prices",
    "state_rates",
]

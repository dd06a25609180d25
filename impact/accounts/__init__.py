"""How the nation works: coefficients, multipliers, prices, margins, and what households do with their earnings.

:func:`nation` reads the embedded accounts. The functions below it are plain matrix algebra on arrays and can be used
with any accounts: market shares, direct and total requirements, the closed model with households.
"""

from ._coefficients import close_households, direct_requirements, input_coefficients, leontief_inverse, market_shares
from ._households import HouseholdRates, household_rates, state_rates
from ._margins import producer_shares, producer_values
from ._nation import Nation, nation
from ._pay import pay_level
from ._prices import Prices, prices

__all__ = [
    "HouseholdRates",
    "Nation",
    "Prices",
    "close_households",
    "direct_requirements",
    "household_rates",
    "input_coefficients",
    "leontief_inverse",
    "market_shares",
    "nation",
    "pay_level",
    "prices",
    "producer_shares",
    "producer_values",
    "state_rates",
]

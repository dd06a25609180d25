"""Trade between places: local shares and origins of purchases.

Two models answer it. Gravity (:func:`national_trade`) links all counties, industry by industry, by distance. Location
quotients (:func:`regional_purchases`) look at one region alone.
"""

from ._embed import check_embedded, embed
from ._factors import SETTINGS, national_trade, trade_near
from ._gravity import Gravity
from ._margins import margins
from ._mixtures import trade_fit
from ._quotients import METHODS, NationalIndustries, cross_industry_quotients, regional_purchases

GRAVITY = "gravity"
TRADE_MODELS = (GRAVITY, *METHODS)

__all__ = [
    "GRAVITY",
    "SETTINGS",
    "TRADE_MODELS",
    "Gravity",
    "NationalIndustries",
    "check_embedded",
    "cross_industry_quotients",
    "embed",
    "margins",
    "national_trade",
    "regional_purchases",
    "trade_fit",
    "trade_near",
]

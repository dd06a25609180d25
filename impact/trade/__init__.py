"""Trade between places: how much a place buys from itself, and where it buys the rest.

Two models answer it. Gravity (:func:`national_trade`) links all counties, industry by industry, by distance. Location
quotients (:func:`regional_purchases`) look at one region alone.
"""

from ._embed_fit import check_fit, embed_fit
from ._factors import SETTINGS, Progress, check_embedded, embed, national_trade, trade_near
from ._gravity import Gravity, gravity
from ._margins import margins
from ._mixtures import mixtures, trade_fit
from ._quotients import METHODS, NationalIndustries, cross_industry_quotients, location_quotients, regional_purchases
from ._stated import stated_scales

GRAVITY = "gravity"
TRADE_MODELS = (GRAVITY, *METHODS)

__all__ = [
    "GRAVITY",
    "SETTINGS",
    "TRADE_MODELS",
    "Gravity",
    "NationalIndustries",
    "Progress",
    "check_embedded",
    "check_fit",
    "cross_industry_quotients",
    "embed",
    "embed_fit",
    "gravity",
    "location_quotients",
    "margins",
    "mixtures",
    "national_trade",
    "regional_purchases",
    "stated_scales",
    "trade_fit",
    "trade_near",
]

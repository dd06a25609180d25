"""What is traded between places: how much of what a place needs it buys at home, and where it buys the rest.

Two models answer it. Gravity (:func:`national_trade`) links all counties, industry by industry, by distance. Location
quotients (:func:`regional_purchases`) look at one region alone.
"""

from ._balance import balance
from ._factors import SETTINGS, Progress, check_embedded, embed, national_trade, trade_near
from ._gravity import CLASSES, Gravity, distance_classes, distance_kernels, gravity
from ._margins import margins
from ._quotients import METHODS, NationalIndustries, cross_industry_quotients, location_quotients, regional_purchases

GRAVITY = "gravity"
TRADE_MODELS = (GRAVITY, *METHODS)

__all__ = [
    "CLASSES",
    "GRAVITY",
    "METHODS",
    "SETTINGS",
    "TRADE_MODELS",
    "Gravity",
    "NationalIndustries",
    "Progress",
    "balance",
    "check_embedded",
    "cross_industry_quotients",
    "distance_classes",
    "distance_kernels",
    "embed",
    "gravity",
    "location_quotients",
    "margins",
    "national_trade",
    "regional_purchases",
    "trade_near",
]

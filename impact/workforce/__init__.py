"""Workforce: occupations, available workers, their homes, and hiring difficulty.

:func:`occupations` divides the jobs of a result by occupation. :func:`workforce` takes a plant to its commuting shed,
to the people there, and to the gap between them and the plant's demand.
"""

from ._occupations import occupations
from ._workforce import Workforce, workforce

__all__ = [
    "Workforce",
    "occupations",
    "workforce",
]

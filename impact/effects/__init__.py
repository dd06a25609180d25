"""What follows: the solve, the household closure of a region, and the result of a study.

:func:`run` takes a site to a :class:`Result`. :func:`regional_model` gives the region's own requirements and household
closure, from which multipliers and effects come.
"""

from ._files import refuse_existing
from ._regional import RegionalModel, regional_model, regional_multipliers
from ._result import EFFECTS, Result
from ._run import run

__all__ = [
    "EFFECTS",
    "RegionalModel",
    "Result",
    "refuse_existing",
    "regional_model",
    "regional_multipliers",
    "run",
]

"""Environment: emissions of products, recycled against mined, and material supply.

:func:`footprint_sentences` adds a plant's own emissions, its suppliers' and those of imports.
:func:`environment_intervals` has their 90 % intervals and those of energy, water and waste.
:func:`circular` sets the burden of a recycler against that of the mined materials which it replaces.
:func:`import_dependence` sets what plants make and use against U.S. demand, supply and net imports.
"""

from ._circular import circular
from ._dependence import import_dependence
from ._footprint import GASES, emission_spans, footprint_sentences
from ._intervals import environment_intervals
from ._recovered import recovers

__all__ = [
    "GASES",
    "circular",
    "emission_spans",
    "environment_intervals",
    "footprint_sentences",
    "import_dependence",
    "recovers",
]

"""Environment: emissions of products, recycled against mined, and material supply.

:func:`footprint_sentences` adds a plant's own emissions, its suppliers' and those of imports.
:func:`circular` sets the burden of a recycler against that of the mined materials which it replaces.
:func:`import_dependence` sets what plants make and use against U.S. demand, supply and net imports.
"""

from ._circular import circular
from ._dependence import import_dependence
from ._footprint import footprint_sentences
from ._recovered import recovers

__all__ = ["circular", "footprint_sentences", "import_dependence", "recovers"]

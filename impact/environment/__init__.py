"""Environment: emissions of products, recycled against mined, and material supply.

:func:`footprint` adds a plant's own emissions, its suppliers' and those of imports. :func:`circular` compares the
burden of a recycler with that of the mined materials replaced. :func:`import_dependence` compares plants' output and
use with U.S. demand, supply and net imports.
"""

from ._circular import circular
from ._dependence import import_dependence
from ._footprint import footprint, footprint_sentences
from ._recovered import recovers

__all__ = ["circular", "footprint", "footprint_sentences", "import_dependence", "recovers"]

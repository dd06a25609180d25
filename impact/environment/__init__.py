"""Recycled against mined, and what a plant adds to the supply of materials.

:func:`circular` sets the burden of a recycler against that of the mined materials which it replaces.
:func:`import_dependence` sets what plants make and use against U.S. demand, supply and net imports.
"""

from ._circular import Circular, circular
from ._dependence import import_dependence
from ._recovered import recovers

__all__ = ["Circular", "circular", "import_dependence", "recovers"]

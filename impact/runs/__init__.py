"""Running studies: one, many, a table of sites, a saved result again.

:func:`run` takes a study to a :class:`impact.Result`, :func:`run_all` many of them, :func:`batch` a table of sites;
:func:`reproduce` and :func:`redraw` repeat a saved result.
"""

from ._batch import batch
from ._buildout import Buildout, buildout
from ._reproduce import redraw, reproduce
from ._run import run, run_all

__all__ = ["Buildout", "batch", "buildout", "redraw", "reproduce", "run", "run_all"]

"""How the tables of the reference economy are made from the agencies' files.

One command, the same bytes for the same input. Each module turns the inputs of one subject into tables.
``tables.yaml`` declares what every table and column holds. :func:`build` writes the parquet files and the manifest
with their fingerprints; :func:`gras` balances a table to known totals and :func:`fill_suppressed` fills withheld cells.
"""

from ._build import build
from ._gras import Blocks, gras
from ._suppressed import fill_suppressed

__all__ = ["Blocks", "build", "fill_suppressed", "gras"]

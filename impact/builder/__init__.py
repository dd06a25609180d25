"""Builder: from the agencies' files to the package's reference tables.

One command, the same bytes for the same input. Each module turns the inputs of one subject into tables: a function has
the name of what it makes, and its parameters have those of what it needs. ``inputs.yaml`` declares the files,
``tables.yaml`` the economies and what every table and column holds. :func:`build` writes the parquet files and the
manifest with their fingerprints; ``_gras`` balances a table to known totals and ``_suppressed`` fills withheld cells.
"""

from ._build import build

__all__ = ["build"]

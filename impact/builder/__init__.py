"""Builder: from the agencies' files to the package's reference tables.

One command, the same bytes for the same input. Each module turns the inputs of one subject into tables. A function has
the name of its table, and its parameters have the names of its inputs. ``inputs.yaml`` declares the files,
``tables.yaml`` the economies and what every table and column holds. :func:`build` writes the parquet files and the
manifest with their fingerprints; ``_gras`` balances a table to known totals and ``_suppressed`` fills withheld cells.
"""

from ._build import build

__all__ = ["build"]

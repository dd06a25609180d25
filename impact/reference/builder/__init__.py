"""How the embedded tables are made: public figures in, the project's own smaller tables out; same input, same bytes.

Each module turns the inputs of one subject into tables. ``tables.yaml`` declares what every table and column holds.
:func:`build` writes the parquet files and the manifest with their fingerprints.
"""

from ._build import build

__all__ = ["build"]

"""What is known: the embedded figures, where each comes from, and the assumptions.

Every table is a parquet file beside this module, declared in ``manifest.json`` with the title, unit, source,
vintage, licence and derivation of each column and the sha256 of the file. :func:`table` reads one and refuses a file
whose bytes differ; :func:`verify` checks them all, and the accounting identities between them.
"""

from ._areas import combined_areas
from ._assumptions import ECONOMY, Assumption, assumptions, at_odds, economy_of, number, override
from ._derived import derived, read_derived, write_derived
from ._kept import kept
from ._manifest import Column, Manifest, Table, manifest, sha256
from ._measures import (
    CONSTRUCTION,
    OPERATIONS,
    TOTAL,
    Coefficients,
    Measure,
    Vocabulary,
    measures,
    vocabulary,
)
from ._settings import Settings, settings
from ._tables import entry, intact, table, tables_of
from ._use import use_economy
from ._verify import Check, verify

__all__ = [
    "CONSTRUCTION",
    "ECONOMY",
    "OPERATIONS",
    "TOTAL",
    "Assumption",
    "Check",
    "Coefficients",
    "Column",
    "Manifest",
    "Measure",
    "Settings",
    "Table",
    "Vocabulary",
    "assumptions",
    "at_odds",
    "combined_areas",
    "derived",
    "economy_of",
    "entry",
    "intact",
    "kept",
    "manifest",
    "measures",
    "number",
    "override",
    "read_derived",
    "settings",
    "sha256",
    "table",
    "tables_of",
    "use_economy",
    "verify",
    "vocabulary",
    "write_derived",
]

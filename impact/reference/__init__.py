"""Reference data: embedded tables, their sources, and the assumptions.

Every table is a parquet file beside this module, declared in ``manifest.json`` with the title, unit, source,
vintage, licence and derivation of each column and the sha256 of the file. :func:`table` reads one and refuses a file
whose bytes differ; :func:`verify` checks them all, and the accounting identities between them.
"""

from ._areas import combined_areas
from ._assumptions import Assumption, assumptions, at_odds, number, override
from ._derived import Derived
from ._kept import kept
from ._manifest import Manifest, Table, economy_label, economy_year, manifest, tables_folder, use_tables
from ._measures import CONSTRUCTION, OPERATIONS, TOTAL, Measure, measures, vocabulary
from ._sectors import sector_of, sectors
from ._tables import table
from ._verify import verify

__all__ = [
    "CONSTRUCTION",
    "OPERATIONS",
    "TOTAL",
    "Assumption",
    "Derived",
    "Manifest",
    "Measure",
    "Table",
    "assumptions",
    "at_odds",
    "combined_areas",
    "economy_label",
    "economy_year",
    "kept",
    "manifest",
    "measures",
    "number",
    "override",
    "sector_of",
    "sectors",
    "table",
    "tables_folder",
    "use_tables",
    "verify",
    "vocabulary",
]

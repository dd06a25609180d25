"""What is known: the embedded figures, where each comes from, and the assumptions.

Every table is a parquet file beside this module, declared in ``manifest.json`` with the title, unit, source,
vintage, licence and derivation of each column and the sha256 of the file. :func:`table` reads one and refuses a file
whose bytes differ; :func:`verify` checks them all, and the accounting identities between them.
"""

from ._assumptions import Assumption, assumptions, at_odds, number, override
from ._derived import derived, read_derived, write_derived
from ._manifest import Column, Manifest, Table, manifest, sha256
from ._tables import intact, table
from ._verify import Check, verify

__all__ = [
    "Assumption",
    "Check",
    "Column",
    "Manifest",
    "Table",
    "assumptions",
    "at_odds",
    "derived",
    "intact",
    "manifest",
    "number",
    "override",
    "read_derived",
    "sha256",
    "table",
    "verify",
    "write_derived",
]

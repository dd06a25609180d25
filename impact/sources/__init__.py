"""Newer figures: agency clients, cache, and differences between editions.

Each source declares its address, licence, columns and expected rows. :func:`refresh` fetches a table and checks it
against that declaration. Only then it replaces the old one in the cache, with a record of its origin. Only the builder
and ``impact data`` import this room: no study reads the network.
"""

from ._builder import to_builder
from ._cache import cache_folder, records
from ._diff import diff
from ._newer import all_upstream
from ._refresh import refresh
from ._sources import SOURCES
from ._transport import Transport

__all__ = [
    "SOURCES",
    "Transport",
    "all_upstream",
    "cache_folder",
    "diff",
    "records",
    "refresh",
    "to_builder",
]

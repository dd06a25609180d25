"""Where newer figures come from: the agencies' clients, the cache, and what changed between two editions.

Each source declares its address, licence, columns and expected rows. :func:`refresh` fetches a table, checks it
against that declaration and only then replaces the old one in the cache, with a record of where it came from. Only
the builder and ``impact data`` import this room: no study reads the network.
"""

from ._builder import to_builder
from ._cache import Record, cache_folder, cached, records
from ._declared import Asked, Column, Fetched, Source
from ._diff import Change, Difference, diff
from ._newer import all_upstream, newest_upstream
from ._patience import Patience
from ._refresh import chosen, refresh
from ._sources import SOURCES
from ._transport import Transport

__all__ = [
    "SOURCES",
    "Asked",
    "Change",
    "Column",
    "Difference",
    "Fetched",
    "Patience",
    "Record",
    "Source",
    "Transport",
    "all_upstream",
    "cache_folder",
    "cached",
    "chosen",
    "diff",
    "newest_upstream",
    "records",
    "refresh",
    "to_builder",
]

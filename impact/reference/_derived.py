"""Derived tables: embedded for declared assumptions, cached for others."""

import hashlib
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock

from .._files import put_in_place
from ..errors import ImpactWarning

_UNSAVED: dict[str, pa.Table] = {}  # by fingerprint: what this process made and could not keep


def _digest(table: pa.Table) -> str:
    """Return the sha256 of names, types and values.

    Checksums of pages do not cover the file's own description.
    """
    digest = hashlib.sha256(str([(field.name, field.type) for field in table.schema]).encode())
    for column in table.columns:
        text = pa.types.is_string(column.type)
        digest.update(str(column.to_pylist()).encode() if text else column.to_numpy().tobytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class Derived:
    """Table that is calculated from others, with its embedded file.

    Attributes
    ----------
    path : Path
        The file; its name without ending is that of files in the user's cache folder.
    wanted : str
        Fingerprint of everything that the table depends on. A file of another fingerprint, or a damaged one, is stale.
    """

    path: Path
    wanted: str

    def made(self, make: Callable[[], pa.Table]) -> pa.Table:
        """Return the table: embedded, cached, or newly made and kept.

        Parameters
        ----------
        make : callable
            Calculates the table. Only one process does so at a time.

        Warns
        -----
        ImpactWarning
            If the cache folder cannot be written; the next study then calculates the table anew.
        """
        embedded = self.read()
        if embedded is not None:
            return embedded
        folder = Path(platformdirs.user_cache_dir("impact", appauthor=False))
        cached = Derived(folder / f"{self.path.stem}-{self.wanted[:16]}.parquet", self.wanted)
        made = _UNSAVED[self.wanted] if self.wanted in _UNSAVED else cached.read()
        if made is not None:
            return made
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with FileLock(cached.path.with_suffix(".lock")):
                made = cached.read()  # what another process made meanwhile
                if made is None:
                    made = make()
                    cached.write(made)
        except OSError as error:
            warnings.warn(
                f"The cache folder {folder} cannot be written: {error.strerror or error}. What follows from your own "
                "assumptions is calculated anew by each command. Make room, or name another folder in XDG_CACHE_HOME.",
                ImpactWarning,
                stacklevel=2,
            )
            made = _UNSAVED[self.wanted] = make() if made is None else made
        return made

    def write(self, table: pa.Table) -> None:
        """Write the table beside the old file, then replace it.

        An interrupted run leaves the old one.
        """
        beside = self.path.with_name(f"{self.path.name}.new")
        described = table.replace_schema_metadata({"fingerprint": self.wanted, "content": _digest(table)})
        floats = [field.name for field in table.schema if pa.types.is_floating(field.type)]
        others = [name for name in table.column_names if name not in floats]
        try:
            pq.write_table(
                described,
                beside,
                compression="zstd",
                compression_level=19,
                use_byte_stream_split=floats,  # a fifth smaller: exponents of neighbors are alike, their digits are not
                use_dictionary=others,
                write_page_checksum=True,
            )
            put_in_place({beside: self.path})
        finally:
            beside.unlink(missing_ok=True)

    def read(self) -> pa.Table | None:
        """Return the table if its file is intact and current."""
        try:
            table = pq.read_table(self.path, page_checksum_verification=True)
            digest = _digest(table)
        except (OSError, ValueError, pa.ArrowException):
            return None
        declared = table.schema.metadata or {}
        if declared.get(b"fingerprint") != self.wanted.encode() or declared.get(b"content") != digest.encode():
            return None
        return table

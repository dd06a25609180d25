"""Putting new files in the place of old ones, on the disk before the name changes: a power cut leaves either."""

import errno
import os
from collections.abc import Mapping
from pathlib import Path

__all__ = ["put_in_place"]


def put_in_place(beside: Mapping[Path, Path]) -> None:
    """Rename files that lie beside the old ones over them, once the bytes of all are on the disk.

    Parameters
    ----------
    beside : mapping of Path to Path
        By new file, which lies on the same file system, the old one, which need not exist.

    Raises
    ------
    OSError
        If a file cannot be written or renamed. Those that come before it in ``beside`` are then in place.
    """
    for new in beside:
        _flush(new)
    for new, old in beside.items():
        os.replace(new, old)
    for folder in {old.parent for old in beside.values()}:
        _flush(folder)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a file system that cannot be told to, as of some network drives
            raise
    finally:
        os.close(handle)

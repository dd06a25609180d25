"""Cache of tables with records of origin, replaced in one step."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import pandas as pd
import platformdirs
from filelock import FileLock, Timeout

from .._files import put_in_place, sha256
from ..errors import DataError

MAX_RACES = 3


@dataclass(frozen=True)
class Record:
    """Origin of a cached table.

    ``file`` holds it; its bytes have the fingerprint ``sha256``.

    ``mirror`` is what was asked in place of the agency, ``""`` if none.
    """

    source: str
    agency: str
    title: str
    year: int
    state: str
    vintage: str
    addresses: tuple[str, ...]
    mirror: str
    retrieved: str
    licence: str
    rows: int
    file: str
    sha256: str

    @property
    def name(self) -> str:
        """The name of the record: source, year and state."""
        return record_name(self.source, self.year, self.state)


def record_name(source: str, year: int, state: str) -> str:
    """Return the file name of a table's record.

    Examples
    --------
    >>> record_name("acs", 2023, "32")
    'acs-2023-32'
    """
    return f"{source}-{year}-{state}" if state else f"{source}-{year}"


def cache_folder() -> Path:
    """Return the platform's folder for figures that can be fetched again."""
    return Path(platformdirs.user_cache_dir("impact", appauthor=False)) / "sources"


@contextmanager
def locked(folder: Path, name: str) -> Iterator[None]:
    """Lock a table against a second refresh.

    Raises DataError if one is under way; a killed process holds no lock.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / f".{name}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise DataError(f"Another refresh of {name} is under way. Wait for its end, then try again.") from None
    try:
        yield
    finally:
        lock.release()


def keep(folder: Path, frame: pd.DataFrame, record: Record) -> Record:
    """Write a table and its record in one step.

    The table is written beside the old one; the record that names it then replaces the old record.

    A process that is killed, or a power cut, leaves the old record and the old table, or the new ones.
    """
    beside = folder / f".{record.name}.new"
    try:
        frame.to_parquet(beside, index=False, compression="zstd")
        digest = sha256(beside)
        finished = Record(**{**asdict(record), "sha256": digest, "file": f"{record.name}-{digest[:12]}.parquet"})
        put_in_place({beside: folder / finished.file})
        text = json.dumps(asdict(finished), indent=1, ensure_ascii=False) + "\n"
        beside.write_text(text, encoding="utf-8")
        put_in_place({beside: folder / f"{record.name}.json"})
    finally:
        beside.unlink(missing_ok=True)
    for stale in folder.glob(f"{record.name}-{'?' * 12}.parquet"):
        if stale.name != finished.file:
            stale.unlink(missing_ok=True)
    return finished


def records(folder: Path) -> list[Record]:
    """Return the record of every cached table, by name.

    There are none if the folder does not exist.
    """
    return [_record(path) for path in sorted(folder.glob("*.json"))]


def cached(folder: Path, name: str) -> tuple[Record, pd.DataFrame]:
    """Read a cached table whose bytes have the fingerprint of its record.

    Raises
    ------
    DataError
        If there is none, or it is damaged.
    """
    for _ in range(MAX_RACES):
        record = _record(folder / f"{name}.json")
        try:
            content = (folder / record.file).read_bytes()
        except FileNotFoundError:
            continue  # replaced since the record was read
        if hashlib.sha256(content).hexdigest() != record.sha256:
            break
        return record, _parsed(content)
    raise DataError(f"{folder / name}: the cached table is damaged. Fetch it again: impact data refresh.")


def _record(path: Path) -> Record:
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        return Record(**{**fields, "addresses": tuple(fields["addresses"])})
    except FileNotFoundError:
        raise DataError(
            f"{path.stem} is not in the cache ({path.parent}). Fetch it: impact data refresh, without --offline."
        ) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise DataError(f"{path} is damaged. Remove it and run: impact data refresh") from None


def _parsed(content: bytes) -> pd.DataFrame:
    from io import BytesIO

    return pd.read_parquet(BytesIO(content))

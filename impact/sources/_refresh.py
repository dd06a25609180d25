"""Fetching of new tables: check them, then replace the old."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from ..errors import DataError, UsageError
from ._cache import Record, cache_folder, cached, keep, locked, record_name
from ._check import check
from ._declared import Asked, Fetched, Source
from ._transport import Transport, UnreachedError


def refresh(
    source: Source,
    transport: Transport | None,
    *,
    year: int | None = None,
    state: str = "",
    cache: Path | None = None,
) -> Record:
    """Fetch one table, check it and keep it in the cache.

    Parameters
    ----------
    source : Source
        A member of :data:`SOURCES`.
    transport : Transport or None
        The way to the agency; None checks and returns what is in the cache.
    year : int, optional
        The newest known year when omitted.
    state : str
        The FIPS code of one state, all states when empty.
    cache : Path, optional
        Where tables are kept; :func:`cache_folder` when omitted.

    Returns
    -------
    Record
        Where the table came from and where it lies.

    Raises
    ------
    DataError
        If the agency cannot be reached, what came is not what was declared, or it cannot be written. What was in the
        cache is then untouched.
    UsageError
        If the year or the state cannot be had from this source, or a key is missing.
    """
    year = year or source.newest
    if year < source.oldest:
        raise UsageError(f"{source.name}: {year} is too early, the first year is {source.oldest}.")
    if state and not source.by_state:
        raise UsageError(f"{source.name}: the agency gives all states together. Leave out --state.")
    folder = cache or cache_folder()
    name = record_name(source.name, year, state)
    if transport is None:
        return cached(folder, name)[0]
    asked = Asked(year, state, transport, folder / f".{name}.work")
    try:
        with locked(folder, name):
            fetched = _fetched(source, asked)
            record = keep(folder, fetched.frame, _record(source, asked, fetched))
            shutil.rmtree(asked.folder)
            return record
    except OSError as error:
        raise DataError(
            f"{source.name}: {error.filename or folder} cannot be written ({error.strerror or error}). Make room, or "
            "name another cache in XDG_CACHE_HOME. The old data are kept."
        ) from None


def _fetched(source: Source, asked: Asked) -> Fetched:
    """Fetch a table and check it.

    Parts from a broken connection stay for the next refresh.
    """
    asked.folder.mkdir(exist_ok=True)
    try:
        fetched = source.fetch(asked)
        check(source, fetched.frame, asked.state)
    except DataError as error:
        if not isinstance(error, UnreachedError):
            shutil.rmtree(asked.folder)
        raise
    return fetched


def _record(source: Source, asked: Asked, fetched: Fetched) -> Record:
    """Return the origin of a table, before it has a file."""
    return Record(
        source=source.name,
        agency=source.agency,
        title=source.title,
        year=asked.year,
        state=asked.state,
        vintage=fetched.vintage,
        addresses=fetched.addresses,
        mirror=asked.transport.mirror,
        retrieved=datetime.now(UTC).isoformat(timespec="seconds"),
        licence=source.licence,
        rows=len(fetched.frame),
        file="",
        sha256="",
    )

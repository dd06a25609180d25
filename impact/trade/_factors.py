"""The balancing factors of the nation: embedded for the declared assumptions, cached for others."""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import platformdirs
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock
from numpy.typing import NDArray

from ..accounts import nation
from ..counties import distance_matrix
from ..errors import DataError
from ..reference import Assumption, assumptions, manifest, table
from ._gravity import CLASSES, Gravity, SingleArray, calibrate, distance_classes, distance_kernels, gravity
from ._margins import margins

EMBEDDED = Path(__file__).with_name("factors.parquet")
TABLES = ("industries", "make", "use", "imports", "county_jobs", "county_income", "counties", "states")
SETTINGS = (*(f"distance_{name}" for name in CLASSES), "trade_tail", "trade_tail_km", "market_area")
METHOD = 1  # raise when the calculation of margins or factors changes
Progress = Callable[[int, int], None]


def national_trade(
    chosen: Mapping[str, Assumption] | None = None, progress: Progress = lambda done, total: None
) -> Gravity:
    """Return the trade of every industry between all counties.

    The factors for the declared assumptions are embedded. For others they are balanced once (half a minute) and kept in
    the user's cache folder; a stale or damaged file is made anew.

    Parameters
    ----------
    chosen : mapping of str to Assumption, optional
        As from :func:`impact.reference.override`.
    progress : callable
        Called with the industries balanced so far and in all, if they have to be balanced.

    Raises
    ------
    ModelError
        If an industry does not balance with these distances.
    DataError
        If the cache folder cannot be written.
    """
    chosen = assumptions() if chosen is None else chosen
    distance = distance_matrix()
    kernels, classes = distance_kernels(distance, chosen), distance_classes()
    wanted = fingerprint(chosen)
    factors = _read(EMBEDDED, wanted)
    if factors is None:
        path = Path(platformdirs.user_cache_dir("impact", appauthor=False)) / f"trade-{wanted[:16]}.parquet"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(path.with_suffix(".lock")):
                factors = _read(path, wanted)
                if factors is None:
                    factors = _balanced(distance, kernels, chosen, progress)
                    _write(path, factors, wanted)
        except OSError as error:
            raise DataError(
                f"The cache folder {path.parent} cannot be written: {error.strerror or error}. Distances of your own "
                "are balanced once and kept there: make room, or name another folder in XDG_CACHE_HOME."
            ) from None
    return gravity(factors, kernels, classes)


def embed(target: Path | None = None, progress: Progress = lambda done, total: None) -> Path:
    """Balance the declared assumptions and write the factors into the package, or to ``target``."""
    distance, path = distance_matrix(), target or EMBEDDED
    kernels = distance_kernels(distance, assumptions())
    _write(path, _balanced(distance, kernels, assumptions(), progress), fingerprint(assumptions()))
    return path


def check_embedded() -> None:
    """Raise DataError if the embedded factors are damaged, or made for other tables or assumptions."""
    if _read(EMBEDDED, fingerprint(assumptions())) is None:
        raise DataError(
            f"Trade factors: {EMBEDDED} is missing, damaged or stale, so every run balances trade again or reads the "
            "user's cache. Reinstall the package, or rebuild it with 'impact data build --from DIR'."
        )


def fingerprint(chosen: Mapping[str, Assumption]) -> str:
    """Return what the factors depend on, as a sha256: tables, assumptions, classes and method."""
    parts = {
        "method": METHOD,
        "tables": {name: manifest().tables[name].sha256 for name in TABLES},
        "assumptions": {name: chosen[name].value for name in SETTINGS},
        "classes": [CLASSES[number] for number in distance_classes()],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _balanced(
    distance: NDArray[np.float64],
    kernels: tuple[SingleArray, ...],
    chosen: Mapping[str, Assumption],
    progress: Progress,
) -> SingleArray:
    totals = margins(nation(), distance, chosen)
    supply, demand = totals.supply.T.copy(), totals.demand.T.copy()
    count = int((supply.sum(axis=1) > 0).sum())
    return calibrate(supply, demand, kernels, distance_classes(), lambda done: progress(done, count))


def _write(path: Path, factors: SingleArray, wanted: str) -> None:
    """Write the factors beside the old file, then replace it: an interrupted run leaves the old one."""
    industry, county = np.nonzero(factors)
    columns = {
        "industry": industry.astype(np.int16),
        "county": county.astype(np.int16),
        "factor": factors[industry, county],
    }
    beside = path.with_name(f"{path.name}.new")
    frame = pa.table(columns)
    frame = frame.replace_schema_metadata({"fingerprint": wanted, "content": _digest(frame)})
    try:
        pq.write_table(frame, beside, compression="zstd", compression_level=19, write_page_checksum=True)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _read(path: Path, wanted: str) -> SingleArray | None:
    """Return the factors if the file is whole and made for what is wanted."""
    try:
        frame = pq.read_table(path, page_checksum_verification=True)
        digest = _digest(frame)
    except (OSError, ValueError, pa.ArrowException):
        return None
    declared = frame.schema.metadata or {}
    if declared.get(b"fingerprint") != wanted.encode() or declared.get(b"content") != digest.encode():
        return None
    factors = np.zeros((len(table("industries")), len(table("counties"))), dtype=np.float32)
    factors[frame["industry"].to_numpy(), frame["county"].to_numpy()] = frame["factor"].to_numpy()
    return factors


def _digest(frame: pa.Table) -> str:
    """Return the sha256 of names, types and values: checksums of pages do not cover the file's own description."""
    digest = hashlib.sha256(str([(field.name, field.type) for field in frame.schema]).encode())
    for column in frame.columns:
        digest.update(column.to_numpy().tobytes())
    return digest.hexdigest()

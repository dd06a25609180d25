"""Differences between two editions of figures, by county and industry."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ..errors import DataError
from ._cache import Record, cached, records
from ._declared import Source
from ._sources import SOURCES

COUNTY = ("fips", "work", "home")
INDUSTRY = ("industry", "naics", "commodity", "row")
SUMMED = ("jobs", "persons", "USD", "workers", "establishments")  # units whose figures add up


@dataclass(frozen=True)
class Change:
    """One figure that differs, before and after.

    It has a table, a measure, and a county or industry.

    A figure that one edition does not have is NaN there.
    """

    table: str
    measure: str
    kind: str  # "county" or "industry"
    place: str
    old: float
    new: float

    @property
    def difference(self) -> float:
        """After less before; new and removed figures count whole."""
        return float(np.nan_to_num(self.new) - np.nan_to_num(self.old))


@dataclass(frozen=True)
class Difference:
    """Comparison of two editions: tables and figures that differ or agree.

    ``other`` are tables that differ, but in no figure of a county or an industry.
    """

    removed: tuple[str, ...]
    added: tuple[str, ...]
    same: tuple[str, ...]
    other: tuple[str, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class _Edition:
    frame: pd.DataFrame
    units: dict[str, str]
    source: Source | None = None


def diff(old: Path, new: Path) -> Difference:
    """Compare two folders of tables.

    Each is the cache or the output of ``impact data build --to``.

    Parameters
    ----------
    old, new : Path
        Of a table with several years, the newest that both have is compared. Figures that do not add up, such as
        shares, are compared where a county or industry has one row.

    Returns
    -------
    Difference
        Changes of each table and measure in order of size.

    Raises
    ------
    DataError
        If a folder holds no tables, or one cannot be read.
    """
    before, after = _tables(old), _tables(new)
    common_tables = sorted(before.keys() & after.keys())
    unchanged = [name for name in common_tables if before[name].frame.equals(after[name].frame)]
    changes = [
        change
        for name in common_tables
        if name not in unchanged
        for change in _changes(name, before[name], after[name])
    ]
    changed_tables = {change.table for change in changes}
    return Difference(
        removed=tuple(sorted(before.keys() - after.keys())),
        added=tuple(sorted(after.keys() - before.keys())),
        same=tuple(unchanged),
        other=tuple(name for name in common_tables if name not in unchanged and name not in changed_tables),
        changes=tuple(changes),
    )


def _tables(folder: Path) -> dict[str, _Edition]:
    """Read all tables of a cache or a build.

    A cache has them by source and state in the newest year, a build by file name.
    """
    manifest = folder / "manifest.json"
    try:
        if manifest.exists():
            declared = json.loads(manifest.read_text(encoding="utf-8"))["tables"]
            editions = {}
            for path in sorted(folder.glob("*.parquet")):
                columns = declared.get(path.stem, {}).get("columns", {})
                units = {name: column["unit"] for name, column in columns.items()}
                editions[path.stem] = _Edition(pd.read_parquet(path), units)
        else:
            editions = {name: _of_cache(folder, record) for name, record in _newest(folder).items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{folder} cannot be read: {error}. Give folders that hold whole tables.") from None
    if not editions:
        raise DataError(
            f"{folder} holds no tables. Give a folder written by 'impact data build --to DIR', or a copy of the cache."
        )
    return editions


def _newest(folder: Path) -> dict[str, Record]:
    kept = sorted(records(folder), key=lambda record: record.year)
    return {f"{record.source}-{record.state}" if record.state else record.source: record for record in kept}


def _of_cache(folder: Path, record: Record) -> _Edition:
    source = SOURCES[record.source]
    return _Edition(
        cached(folder, record.name)[1], {name: column.unit for name, column in source.columns.items()}, source
    )


def _changes(name: str, old: _Edition, new: _Edition) -> list[Change]:
    before, after = old.frame, new.frame
    if "year" in before and "year" in after and set(before.year) & set(after.year):
        newest = max(set(before.year) & set(after.year))
        before, after = before[before.year == newest], after[after.year == newest]
    totals, detail = (new.source.totals, new.source.detail) if new.source else ("", "")
    changes = []
    for kind, names, rows in (("county", COUNTY, totals), ("industry", INDUSTRY, detail)):
        key = next((column for column in names if column in before and column in after), None)
        if key is None:
            continue
        first, second = (frame.query(rows, engine="python") if rows else frame for frame in (before, after))
        for measure in _measures(first, second, key, old.units | new.units):
            sums = (frame.groupby(key, observed=True)[measure].sum(min_count=1) for frame in (first, second))
            changes += [Change(name, measure, kind, *values) for values in _differing(*sums)]
    return sorted(changes, key=lambda change: (change.measure, change.kind, -abs(change.difference), change.place))


def _measures(before: pd.DataFrame, after: pd.DataFrame, key: str, units: dict[str, str]) -> list[str]:
    unique = not (before[key].duplicated().any() or after[key].duplicated().any())
    numeric = [str(name) for name in after.select_dtypes("number") if name in before and name != "year"]
    return [name for name in numeric if unique or any(word in units.get(name, "") for word in SUMMED)]


def _differing(old: pd.Series, new: pd.Series) -> list[tuple[str, float, float]]:
    figures = pd.DataFrame({"old": old, "new": new}).astype(float)
    differing = figures[~((figures.old == figures.new) | (figures.old.isna() & figures.new.isna()))]
    return [
        (str(place), float(before), float(after))
        for place, before, after in zip(differing.index, differing.old, differing.new, strict=True)
    ]

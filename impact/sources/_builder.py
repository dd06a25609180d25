"""Handover of cached tables to the builder's input files."""

from pathlib import Path

import pandas as pd

from .._files import put_in_place
from ..errors import DataError, UsageError
from ._cache import Record, cache_folder, cached
from ._declared import Source


def to_builder(source: Source, record: Record, folder: Path) -> list[Path]:
    """Write the builder's input files from a cached table.

    See :func:`write_inputs`.
    """
    return write_inputs(source, record, cached(cache_folder(), record.name)[1], folder)


def write_inputs(source: Source, record: Record, frame: pd.DataFrame, folder: Path) -> list[Path]:
    """Write the builder's input files into a folder of public figures.

    They replace those there.

    Parameters
    ----------
    source : Source
        One whose ``builder`` names files.
    record : Record
        What the table is; of all states.
    frame : DataFrame
        The cached table.
    folder : Path
        The folder that ``impact data build --from`` is given.

    Returns
    -------
    list of Path
        The files that were written, all or none.

    Raises
    ------
    UsageError
        If the builder cannot take this source or year, or the table is of one state.
    DataError
        If the table is not what the builder needs, or a file cannot be read or written.
    """
    if not source.builder:
        raise UsageError(f"{source.name}: 'impact data build' cannot take this table yet. Leave out --into.")
    if record.state:
        raise UsageError(f"{source.name}: 'impact data build' needs all states. Leave out --state.")
    tables = source.to_builder(frame, record.vintage)
    paths = [folder / name for name in source.builder]
    beside = {path.with_name(f".{path.name}.new"): path for path in paths}
    try:
        for (new, path), table in zip(beside.items(), tables, strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            whole = _with_other_years(path, table) if source.yearly else table
            if path.suffix == ".csv":
                whole.to_csv(new, index=False)
            else:
                whole.to_parquet(new, index=False, compression="zstd")
        put_in_place(beside)
    except OSError as error:
        place = error.filename or folder
        raise DataError(f"{place} cannot be written ({error.strerror}). Choose another folder with --into.") from None
    finally:
        for new in beside:
            if new.exists():
                new.unlink()
    return paths


def _with_other_years(path: Path, table: pd.DataFrame) -> pd.DataFrame:
    """Return the present file's rows with the table's years replaced."""
    if not path.exists():
        return table
    try:
        present = pd.read_parquet(path)
    except ValueError as error:
        raise DataError(f"{path} cannot be read: {error}. Mend it, or choose another folder with --into.") from None
    return pd.concat([present[~present.year.isin(table.year)], table], ignore_index=True)

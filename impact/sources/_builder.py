"""Handing a cached table to the builder, in the form of the file that it reads today."""

from pathlib import Path

import pandas as pd

from .._in_place import put_in_place
from ..errors import DataError, UsageError
from ._cache import Record
from ._declared import Source


def to_builder(source: Source, record: Record, frame: pd.DataFrame, folder: Path) -> Path:
    """Write the builder's input file in place of the one in a folder of public figures.

    Parameters
    ----------
    source : Source
        One whose ``builder`` names a file.
    record : Record
        What the table is; of all states.
    frame : DataFrame
        The cached table.
    folder : Path
        The folder that ``impact data build --from`` is given.

    Returns
    -------
    Path
        The file that was written.

    Raises
    ------
    UsageError
        If the builder cannot take this source, or the table is of one state.
    DataError
        If the file cannot be written.
    """
    if not source.builder:
        raise UsageError(f"{source.name}: 'impact data build' cannot take this table yet. Leave out --into.")
    if record.state:
        raise UsageError(f"{source.name}: 'impact data build' needs all states. Leave out --state.")
    path = folder / source.builder
    beside = path.with_name(f".{path.name}.new")
    table = source.to_builder(frame, record.vintage)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".csv":
            table.to_csv(beside, index=False)
        else:
            table.to_parquet(beside, index=False, compression="zstd")
        put_in_place({beside: path})
    except OSError as error:
        raise DataError(f"{path} cannot be written ({error.strerror}). Choose another folder with --into.") from None
    finally:
        if beside.exists():
            beside.unlink()
    return path

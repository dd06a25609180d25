"""Reading the builder's input files, with an error that names the file and the missing column."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from ..errors import DataError

REMARKS = {
    r", stored copy in GitHub [^)]*": "",
    r" \((data\.json in )?github [^)]*\)": "",
    r" \(stored( page)?\)": "",
    r"read in stored index; address not retained(, see facilities\.csv C\d+)?": "address not kept",
    r"\bamount stored": "amount published",
    r"\bstored page": "web page",
    r"\bstored ": "",
}


def read(source: Path, name: str, columns: Sequence[str]) -> pd.DataFrame:
    """Read columns of one input file.

    Parameters
    ----------
    source : Path
        The folder that holds the input folders.
    name : str
        The file below it, such as ``"bea_io/detail_2017_make.parquet"``; csv files are read with text codes.
    columns : sequence of str
        The columns wanted, in that order.

    Raises
    ------
    DataError
        If the file is missing, cannot be read, or lacks a column.
    """
    path = source / name
    try:
        frame = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path, dtype=str)
    except FileNotFoundError:
        raise DataError(f"{path} does not exist. Give 'impact data build --from' the folder that holds it.") from None
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read: {error}") from None
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise DataError(f"{path} lacks the column(s) {', '.join(missing)}; it has {', '.join(frame.columns)}.")
    frame = frame[list(columns)]
    categorical = {c: str for c in columns if isinstance(frame[c].dtype, pd.CategoricalDtype)}
    return frame.astype(categorical)


def complete(values: pd.Series, what: str) -> pd.Series:
    """Return ``values``; raise DataError that says what is missing, and the first ten places, if any is."""
    missing = values.index[values.isna()]
    if len(missing):
        names = ", ".join(str(place) for place in missing[:10])
        raise DataError(f"{what}: no figure for {len(missing)} place(s): {names}. Mend the input file.")
    return values


def cited(sources: pd.Series) -> pd.Series:
    """Return sources without the remarks on where a copy was read; the manifest names the collections.

    Examples
    --------
    >>> cited(pd.Series(["DOE LPO (stored page) (read in stored index; address not retained)"])).tolist()
    ['DOE LPO (address not kept)']
    """
    sources = sources.where(sources != "as above").ffill()
    for pattern, replacement in REMARKS.items():
        sources = sources.str.replace(pattern, replacement, regex=True)
    return sources

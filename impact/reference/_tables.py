"""Reading one embedded table, with its fingerprint checked."""

from functools import cache
from pathlib import Path

import pandas as pd

from ..errors import DataError
from ._manifest import Table, location, manifest, sha256


def table(name: str) -> pd.DataFrame:
    """Read one table of the embedded reference economy.

    Parameters
    ----------
    name : str
        A table named in :func:`manifest`, such as ``"industries"`` or ``"county_jobs"``.

    Returns
    -------
    DataFrame
        The columns that the manifest declares, in its order.

    Raises
    ------
    DataError
        If the name is not declared, or the file is missing or differs from the one that was published.

    Examples
    --------
    >>> len(table("industries"))
    402
    """
    declared = manifest().tables.get(name)
    if declared is None:
        raise DataError(f"There is no reference table {name!r}. The tables are: {', '.join(manifest().tables)}.")
    return _read(intact(name, declared), declared.sha256).copy(deep=False)  # a change copies: copy-on-write


@cache
def _read(path: Path, sha256: str) -> pd.DataFrame:
    """Read a file once for each of its contents."""
    return pd.read_parquet(path)


def intact(name: str, declared: Table) -> Path:
    """Return the path of a table whose bytes match the manifest.

    Raises
    ------
    DataError
        Naming the table, if its file is missing or its bytes differ.
    """
    path = location(name, declared)
    try:
        found = sha256(path)
    except OSError as error:
        raise DataError(
            f"Reference table {name}: {path} cannot be read ({error.strerror}). Reinstall the package."
        ) from None
    if found != declared.sha256:
        raise DataError(
            f"Reference table {name}: {path} is damaged (sha256 {found[:12]}…, "
            f"expected {declared.sha256[:12]}…). Reinstall the package, or rebuild it with "
            "'impact data build --from DIR'."
        )
    return path

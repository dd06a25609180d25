"""Reading one embedded table, with its fingerprint checked."""

from functools import cache
from pathlib import Path

import pandas as pd

from .._files import sha256
from ..errors import DataError
from ._manifest import Table, location, manifest, tables_folder


def table(name: str, economy: int | None = None) -> pd.DataFrame:
    """Read one table of the embedded reference economy.

    Parameters
    ----------
    name : str
        A table named in :func:`manifest`, such as ``"industries"`` or ``"county_jobs"``.
    economy : int, optional
        Year of the economy that a table describes, for those that there are for several; the benchmark's by default.

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
    name = manifest().named(name, economy)
    declared = manifest().entry(name)
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
        digest = sha256(path)
    except OSError as error:
        raise DataError(f"Reference table {name}: {path} cannot be read ({error.strerror}). {_mend()}.") from None
    if digest != declared.sha256:
        raise DataError(
            f"Reference table {name}: {path} is damaged (sha256 {digest[:12]}…, "
            f"expected {declared.sha256[:12]}…). {_mend()}, or rebuild it with 'impact data build --from DIR'."
        )
    return path


def _mend() -> str:
    return "Reinstall the package" if tables_folder() is None else "Choose the package's with 'impact data use default'"

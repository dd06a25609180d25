"""Reading one embedded table, with its fingerprint checked."""

from functools import cache
from pathlib import Path

import pandas as pd

from .._files import sha256
from ..errors import DataError
from ._manifest import Table, location, manifest, tables_folder

OF_YEAR = ("industries", "make", "use", "imports", "county_jobs", "county_sectors")  # tables that each economy needs


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
    name = named(name, economy)
    declared = entry(name)
    return _read(intact(name, declared), declared.sha256).copy(deep=False)  # a change copies: copy-on-write


def entry(name: str, economy: int | None = None) -> Table:
    """Return what the manifest declares of a table.

    Raises
    ------
    DataError
        If there is no such table.
    """
    declared = manifest().tables.get(named(name, economy))
    if declared is None:
        known = ", ".join(manifest().tables)
        raise DataError(f"There is no reference table {named(name, economy)!r}. The tables are: {known}.")
    return declared


def tables_of(economy: int) -> dict[str, Table]:
    """Return the tables that a study of an economy can read.

    All but those of other economies; of the benchmark's also ``industries``, for codes and titles.

    Raises
    ------
    DataError
        Naming the tables that each economy needs and this one lacks.
    """
    tables = manifest().tables
    missing = [name for name in (named(each, economy) for each in OF_YEAR) if name not in tables]
    if missing:
        raise DataError(
            f"The economy of {economy} lacks the reference table(s) {', '.join(missing)}. "
            "Build the tables again, or choose another economy."
        )
    others = tuple(f"_{year}" for year in manifest().economies if year != economy)
    replaced = {name for name in tables if f"{name}_{economy}" in tables} - {"industries"}
    return {name: each for name, each in tables.items() if not name.endswith(others) and name not in replaced}


def named(name: str, economy: int | None) -> str:
    """Return the name of a table of an economy: the benchmark's has no year in it."""
    return name if economy in (None, manifest().structure_year) else f"{name}_{economy}"


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
        raise DataError(f"Reference table {name}: {path} cannot be read ({error.strerror}). {_mend()}.") from None
    if found != declared.sha256:
        raise DataError(
            f"Reference table {name}: {path} is damaged (sha256 {found[:12]}…, "
            f"expected {declared.sha256[:12]}…). {_mend()}, or rebuild it with 'impact data build --from DIR'."
        )
    return path


def _mend() -> str:
    return "Reinstall the package" if tables_folder() is None else "Choose the package's with 'impact data use default'"

"""Builder's input files, with errors that name file and column."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import yaml

from ..errors import DataError

DECLARED = Path(__file__).with_name("inputs.yaml")
REMARKS = {
    r", stored copy in GitHub [^)]*": "",
    r" \((data\.json in )?github [^)]*\)": "",
    r" \(stored( page)?\)": "",
    r"read in stored index; address not retained(, see facilities\.csv C\d+)?": "address not kept",
    r"\bamount stored": "amount published",
    r"\bstored page": "web page",
    r"\bstored ": "",
}


@dataclass(frozen=True)
class Input:
    """Input file and its columns.

    It lies below the folder of public figures, or beside this module.
    """

    file: str
    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()
    layer: str = ""

    @property
    def packaged(self) -> bool:
        """Whether the file comes with the builder."""
        return "/" not in self.file

    def path(self, source: Path) -> Path:
        """Return the file's path, given the folder of public figures."""
        return DECLARED.with_name(self.file) if self.packaged else source / self.file


@cache
def inputs() -> dict[str, Input]:
    """Return every input that ``inputs.yaml`` declares, by name."""
    declared = yaml.safe_load(DECLARED.read_text(encoding="utf-8"))
    return {
        name: Input(entry["file"], tuple(entry["columns"]), tuple(entry.get("optional", ())), entry.get("layer", ""))
        for name, entry in declared.items()
    }


def file_of(name: str) -> str:
    """Return the file of an input, for messages."""
    return inputs()[name].file


def read(source: Path, name: str) -> pd.DataFrame:
    """Read the declared columns of one input.

    Parameters
    ----------
    source : Path
        The folder that holds the input folders.
    name : str
        An input of ``inputs.yaml``; csv files are read with text codes, categories as text.

    Returns
    -------
    DataFrame
        The declared columns in that order, and those optional ones that the file has; geometry for a topology.

    Raises
    ------
    DataError
        If the file is missing, cannot be read, or lacks a column.
    """
    declared = inputs()[name]
    path = declared.path(source)
    if not path.is_file():
        raise DataError(f"{path} does not exist. Give 'impact data build --from' the folder that holds it.")
    if declared.layer:
        return _outlines(path, declared)
    try:
        if path.suffix == ".parquet":
            columns = _columns(path, declared, list(pq.read_schema(path).names))
            frame = pd.read_parquet(path, columns=columns)
        else:
            frame = pd.read_csv(path, dtype=str)
            columns = _columns(path, declared, list(frame.columns))
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read: {error}") from None
    frame = frame[columns]
    categories = {c: str for c in columns if isinstance(frame[c].dtype, pd.CategoricalDtype)}
    return frame.astype(categories)


def _columns(path: Path, declared: Input, present: list[str]) -> list[str]:
    missing = [column for column in declared.columns if column not in present]
    if missing:
        raise DataError(f"{path} lacks the column(s) {', '.join(missing)}; it has {', '.join(present)}.")
    return [*declared.columns, *(column for column in declared.optional if column in present)]


def _outlines(path: Path, declared: Input) -> pd.DataFrame:
    """Read one object of a topology.

    It stores longitude and latitude without naming a datum.
    """
    try:
        frame = gpd.read_file(path, layer=declared.layer)
    except (OSError, ValueError, RuntimeError) as error:
        raise DataError(f"{path}: object {declared.layer!r} cannot be read: {error}") from None
    outlines: pd.DataFrame = frame[_columns(path, declared, list(frame.columns))].set_crs("EPSG:4326")
    return outlines


def complete(values: pd.Series, subject: str) -> pd.Series:
    """Return ``values``, or raise DataError if any is missing.

    The error names the subject and the first ten places.
    """
    missing = values.index[values.isna()]
    if len(missing):
        names = ", ".join(str(place) for place in missing[:10])
        raise DataError(f"{subject}: no figure for {len(missing)} place(s): {names}. Mend the input file.")
    return values


def cited(sources: pd.Series) -> pd.Series:
    """Return sources without remarks on where a copy was read.

    Examples
    --------
    >>> cited(pd.Series(["DOE LPO (stored page) (read in stored index; address not retained)"])).tolist()
    ['DOE LPO (address not kept)']
    """
    sources = sources.where(sources != "as above").ffill()
    for pattern, replacement in REMARKS.items():
        sources = sources.str.replace(pattern, replacement, regex=True)
    return sources

"""The manifest: every embedded table and column, declared once."""

import hashlib
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from ..errors import DataError
from ._kept import kept
from ._settings import settings

MANIFEST = Path(__file__).with_name("manifest.json")


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Declared):
    """One column of a table: what it holds, in which unit, and its source if not the table's."""

    title: str
    unit: str = ""
    source: str = ""


class Table(_Declared):
    """One parquet file: title, provenance, columns, and the fingerprint of its bytes."""

    title: str
    agency: str
    source: str
    files: tuple[str, ...]
    vintage: str
    licence: str
    attribution: str = ""  # what must be shown beside the figures
    derivation: str
    columns: dict[str, Column]
    package: str
    rows: int = 0
    sha256: str = ""


class Manifest(_Declared):
    """All tables by name, the year of the benchmark they describe, and all years for which there is an economy."""

    structure_year: int
    economies: tuple[int, ...]
    tables: dict[str, Table]


@kept
def manifest() -> Manifest:
    """Return the declared tables of the reference in use: the embedded one, unless the user has chosen a folder.

    Raises
    ------
    DataError
        If ``manifest.json`` is missing or does not have the declared form.

    Examples
    --------
    >>> manifest().structure_year
    2017
    """
    folder = settings().folder
    return read_manifest(MANIFEST if folder is None else Path(folder) / MANIFEST.name)


def read_manifest(path: Path) -> Manifest:
    """Read the manifest of the package, or of a folder of tables."""
    mend = "Reinstall the package" if path == MANIFEST else "Build it again, or choose 'impact data use default'"
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except OSError as error:
        raise DataError(f"manifest: {path} cannot be read ({error.strerror}). {mend}.") from None
    except ValidationError as error:
        raise DataError(f"manifest: {path} is damaged ({error.error_count()} errors). {mend}.") from None


def location(name: str, declared: Table) -> Path:
    """Return where a table's file lies: in the folder the user has chosen, or in that of the package."""
    folder = settings().folder
    if folder is not None:
        return Path(folder) / f"{name}.parquet"
    return Path(str(files(declared.package))) / f"{name}.parquet"


def sha256(path: Path) -> str:
    """Return the hexadecimal sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

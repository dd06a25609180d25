"""The manifest: every embedded table and column, declared once."""

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from ..errors import DataError

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
    """All tables by name, and the year of the economic structure they describe."""

    structure_year: int
    tables: dict[str, Table]


@cache
def manifest() -> Manifest:
    """Return the declared tables of the embedded reference economy.

    Raises
    ------
    DataError
        If ``manifest.json`` is missing or does not have the declared form.

    Examples
    --------
    >>> manifest().structure_year
    2017
    """
    try:
        return Manifest.model_validate_json(MANIFEST.read_bytes())
    except OSError as error:
        raise DataError(f"manifest: {MANIFEST} cannot be read ({error.strerror}). Reinstall the package.") from None
    except ValidationError as error:
        raise DataError(
            f"manifest: {MANIFEST} is damaged ({error.error_count()} errors). Reinstall the package."
        ) from None


def location(name: str, declared: Table) -> Path:
    """Return where a table's file lies: in the folder of the package that the manifest names."""
    return Path(str(files(declared.package))) / f"{name}.parquet"


def sha256(path: Path) -> str:
    """Return the hexadecimal sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

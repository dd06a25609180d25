"""The manifest: every embedded table and column, declared once."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from ..errors import DataError, UsageError
from ._kept import forget, kept

MANIFEST = Path(__file__).with_name("manifest.json")
OF_YEAR = ("industries", "make", "use", "imports", "county_jobs", "county_sectors")  # tables that each economy needs


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Declared):
    """Column of a table: content, unit, and source if not the table's."""

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
    attribution: str = ""  # required beside the figures
    derivation: str
    columns: dict[str, Column]
    package: str
    rows: int = 0
    sha256: str = ""


class Manifest(_Declared):
    """All tables by name, and the years of the economies.

    The benchmark and the default are among these years.

    ``county_years`` is the year of the county industries in each economy.
    """

    structure_year: int
    economies: tuple[int, ...]
    default_economy: int
    county_years: dict[int, int]
    tables: dict[str, Table]

    @property
    def attributions(self) -> tuple[str, ...]:
        """Attributions that some tables' licenses require."""
        return tuple(dict.fromkeys(f"{table.attribution}." for table in self.tables.values() if table.attribution))

    def named(self, name: str, economy: int | None) -> str:
        """Return the name of a table of an economy.

        The benchmark's has no year in it.
        """
        return name if economy in (None, self.structure_year) else f"{name}_{economy}"

    def entry(self, name: str, economy: int | None = None) -> Table:
        """Return the declaration of a table.

        Raises
        ------
        DataError
            If there is no such table.
        """
        declared = self.tables.get(self.named(name, economy))
        if declared is None:
            known = ", ".join(self.tables)
            raise DataError(f"There is no reference table {self.named(name, economy)!r}. The tables are: {known}.")
        return declared

    def of_economy(self, economy: int) -> dict[str, Table]:
        """Return the tables that a study of an economy can read.

        All but those of other economies, and ``industries`` of each: their pay is what pay of other years moves with.

        Raises
        ------
        DataError
            Naming the tables that each economy needs and this one lacks.
        """
        missing = [name for name in (self.named(entry, economy) for entry in OF_YEAR) if name not in self.tables]
        if missing:
            raise DataError(
                f"The economy of {economy} lacks the reference table(s) {', '.join(missing)}. "
                "Build the tables again, or choose another economy."
            )
        others = tuple(f"_{year}" for year in self.economies if year != economy)
        replaced = {name for name in self.tables if f"{name}_{economy}" in self.tables}
        return {
            name: entry
            for name, entry in self.tables.items()
            if name.startswith("industries") or not (name.endswith(others) or name in replaced)
        }

    @classmethod
    def read(cls, folder: Path | None) -> Self:
        """Read the manifest of a folder, or of the package.

        Raises
        ------
        DataError
            If the folder has no manifest, or a damaged one.
        """
        path = MANIFEST if folder is None else folder / MANIFEST.name
        mend = "Reinstall the package" if path == MANIFEST else "Build it again, or choose 'impact data use default'"
        try:
            return cls.model_validate_json(path.read_bytes())
        except OSError as error:
            raise DataError(f"manifest: {path} cannot be read ({error.strerror}). {mend}.") from None
        except ValidationError as error:
            raise DataError(f"manifest: {path} is damaged ({error.error_count()} errors). {mend}.") from None

    @model_validator(mode="after")
    def _listed(self) -> Self:
        for year in (self.structure_year, self.default_economy):
            if year not in self.economies:
                raise ValueError(f"{year} is not among the economies")
        if set(self.county_years) != set(self.economies):
            raise ValueError("county_years are not those of the economies")
        return self


@dataclass
class _InUse:
    """The folder of the reference tables; None is the package's own."""

    folder: Path | None = None


_in_use = _InUse()


def use_tables(folder: str | Path | None) -> None:
    """Read all reference tables from a folder, or from the package again.

    It holds for the whole process: call it before anything is read. Caches made from other tables are cleared.

    Parameters
    ----------
    folder : str or Path or None
        A folder written by ``impact data build --to``; None for the tables of the package. A folder that is damaged or
        gone is refused by the first function that reads it.
    """
    path = None if folder is None else Path(folder)
    if path != _in_use.folder:
        _in_use.folder = path
        forget()


def tables_folder() -> Path | None:
    """Return the folder of :func:`use_tables`; None for the package."""
    return _in_use.folder


@kept
def manifest() -> Manifest:
    """Return the declared tables in use.

    They are the embedded ones, or those in the folder of :func:`use_tables`.

    Raises
    ------
    DataError
        If ``manifest.json`` is missing or does not have the declared form.

    Examples
    --------
    >>> manifest().structure_year
    2017
    """
    return Manifest.read(_in_use.folder)


def economy_year(year: int | None = None) -> int:
    """Return an available economy's year: the given one or the default.

    Raises
    ------
    UsageError
        If there is no economy of that year; the message names those there are.

    Examples
    --------
    >>> economy_year(2017)
    2017
    """
    if year is None:
        return manifest().default_economy
    if year not in manifest().economies:
        *earlier, last = manifest().economies
        years = f"{', '.join(str(known) for known in earlier)} or {last}" if earlier else str(last)
        raise UsageError(f"There is no economy of {year}. Choose that of {years}.")
    return year


def economy_label(year: int) -> str:
    """Return an economy's year, and its parts' years where different.

    Examples
    --------
    >>> economy_label(2017), economy_label(2024)
    ('2017', '2024 (county industries of 2022, accounts of 2024)')
    """
    counties = manifest().county_years.get(year, year)
    return str(year) if counties == year else f"{year} (county industries of {counties}, accounts of {year})"


def location(name: str, declared: Table) -> Path:
    """Return the path of a table's file.

    It lies in the folder in use, or in that of the package.
    """
    return (_in_use.folder or Path(str(files(declared.package)))) / f"{name}.parquet"

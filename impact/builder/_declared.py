"""Declared tables and economies of ``tables.yaml``, and their manifest."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ..errors import DataError
from ..reference import Manifest
from ._resolve import NEWEST
from .inputs import inputs

TABLES = Path(__file__).with_name("tables.yaml")
OF_YEAR = "_{year}"  # ending of tables that each economy after the benchmark has
Words = Mapping[str, str]


@dataclass(frozen=True)
class Wanted:
    """Declared table: name, function, economy, and text for the manifest."""

    name: str
    function: str
    year: int
    entry: Mapping[str, Any]


@dataclass(frozen=True)
class Declared:
    """Declared economies and tables.

    The benchmark's year comes first; tables are in the order of the manifest.
    """

    years: tuple[int, ...]
    default_economy: int
    tables: tuple[Wanted, ...]


def declared(path: Path = TABLES) -> Declared:
    """Read the declarations of ``tables.yaml``.

    Raises
    ------
    DataError
        If the benchmark is not the first of the economies, or they are not in order.
    """
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    years = tuple(content["economies"])
    if years != tuple(sorted(set(years))) or years[:1] != (content["structure_year"],):
        raise DataError(f"{path.name}: economies are {list(years)}. List each once, from the structure year on.")
    tables = []
    for name, entry in content["tables"].items():
        function = name.removesuffix(OF_YEAR)
        of = years[1:] if name.endswith(OF_YEAR) else years[:1]
        tables += [Wanted(name.format(year=year), function, year, entry) for year in of]
    return Declared(years, content["default_economy"], tuple(tables))


def manifest_of(declared: Declared, words: Mapping[int, Words], made: Mapping[str, Mapping[str, Any]]) -> Manifest:
    """Return the manifest.

    Parameters
    ----------
    declared : Declared
        From :func:`declared`.
    words : mapping of int to mapping of str to str
        What stands in braces, by economy; its ``year`` is added.
    made : mapping of str to mapping
        ``rows`` and ``sha256`` of each table.
    """
    words = {year: {"year": str(year), **of_files} for year, of_files in words.items()}
    newest = {f"{NEWEST}{name}": word for name, word in words[declared.years[-1]].items()}
    tables = {}
    for table in declared.tables:
        entry = _filled(table.entry, {**words[table.year], **newest})
        files = [_told(name) for name in entry.pop("inputs")]
        tables[table.name] = {**entry, "files": files, **made[table.name]}
    content = {
        "structure_year": declared.years[0],
        "economies": declared.years,
        "default_economy": declared.default_economy,
        "county_years": {year: int(words[year]["structure_year"]) for year in declared.years},
        "tables": tables,
    }
    return Manifest.model_validate(content)


def _filled(value: Any, words: Words) -> Any:
    if isinstance(value, str):
        return value.format_map(words)
    if isinstance(value, dict):
        return {name: _filled(item, words) for name, item in value.items()}
    return [_filled(item, words) for item in value]


def _told(name: str) -> str:
    """Return the location of an input for the manifest."""
    source = inputs()[name]
    return f"{source.file} (beside the builder)" if source.packaged else source.file

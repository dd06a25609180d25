"""Make all tables, and replace the old ones together."""

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from .._files import sha256
from ..errors import DataError
from ..reference import Manifest
from ..reference._kept import forget
from ..reference._manifest import MANIFEST
from ._declared import Declared, declared, manifest_of
from ._resolve import Key, Makers, marked, run, steps_to
from ._write import replace, write
from .inputs import inputs, read

WORDS = "vintages"  # the function that fills the braces in tables.yaml


def build(source: Path, target: Path | None = None, progress: Callable[[str], None] = lambda name: None) -> Manifest:
    """Build every table of the embedded reference economy.

    Parameters
    ----------
    source : Path
        The folder that holds the input folders (``bea_io``, ``county_employment``, ...).
    target : Path, optional
        Where to write; by default into the package itself, replacing its tables.
    progress : callable
        Called with the name of each table, and of each step towards one, before it is made.

    Returns
    -------
    Manifest
        The declared tables with their row counts and fingerprints, as written.

    Raises
    ------
    DataError
        If an input is missing or has another shape, or the tables cannot be written. The old tables are then
        untouched.
    """
    if not source.is_dir():
        raise DataError(
            f"{source} is not a folder. Give --from the folder that holds bea_io, county_employment, geo, ..."
        )
    asked = declared()
    with tempfile.TemporaryDirectory() as scratch:
        written: dict[Path, Path] = {}
        made: dict[str, dict[str, Any]] = {}
        words: dict[int, Mapping[str, str]] = {}
        packages = {table.name: table for table in asked.tables}
        for name, year, value in _made(source, asked, progress):
            if name == WORDS:
                words[year] = value
                continue
            entry = packages[name].entry
            if list(value.columns) != list(entry["columns"]):
                raise DataError(f"Table {name} has columns {list(value.columns)}; tables.yaml declares others.")
            path = Path(scratch) / f"{name}.parquet"
            write(value, path)
            made[name] = {"rows": len(value), "sha256": sha256(path)}
            written[path] = (target or Path(str(files(entry["package"])))) / path.name
        manifest = manifest_of(asked, words, made)
        path = Path(scratch) / MANIFEST.name
        path.write_text(json.dumps(manifest.model_dump(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        written[path] = (target or MANIFEST.parent) / path.name
        replace(written)
    forget()
    return manifest


def _made(source: Path, asked: Declared, progress: Callable[[str], None]) -> Iterator[tuple[str, int, Any]]:
    """Make the declared tables and the words of each economy.

    Each table comes with name, economy and content.
    """
    wanted = {(table.function, table.year): table.name for table in asked.tables}
    wanted |= {(WORDS, year): WORDS for year in asked.years}
    steps, keys = steps_to(wanted, makers(source, asked.years))
    named: dict[Key, list[tuple[str, int]]] = {}
    for key, ((_, year), name) in zip(keys, wanted.items(), strict=True):
        named.setdefault(key, []).append((name, year))
    for key, value in run(steps, named, progress):
        for name, year in named[key]:
            yield name, year, value


def makers(source: Path, years: tuple[int, ...]) -> Makers:
    """Return the package's functions and input readers for some years' economies."""
    package = __name__.rpartition(".")[0]
    folder = [str(Path(__file__).parent)]
    every, later = marked(import_module(f"{package}.{module.name}") for module in iter_modules(folder))
    twice = sorted(set(inputs()) & (set(every) | set(later)))
    if twice:
        raise DataError(f"inputs.yaml and a function of the builder both name {', '.join(twice)}.")
    return Makers({name: partial(read, source, name) for name in inputs()}, every, later, years)

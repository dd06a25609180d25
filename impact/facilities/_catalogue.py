"""Catalogue of facility types, one YAML file each.

A file is read and checked on first use.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from .._types import first_problem
from .._wording import as_text, one_line, quoted, unknown
from .._yaml import read_declared, read_mapping, shown
from ..errors import DataError, SiteError
from ._facility import Facility
from ._figures import DERIVED_KEYS
from ._industries import industry_mix
from ._occupations import labor_plan

FOLDER = Path(__file__).with_name("catalogue")
ENDINGS = (".yaml", ".yml")
FILE_MISSING_REMEDY = "Check the path: it starts at the file that names it."
TYPE_FILE_REMEDY = "docs/own-types.md shows the form of a facility type."


class Catalogue(Mapping[str, Facility]):
    """Facility types by name; each file is read on first use."""

    def __getitem__(self, name: str) -> Facility:
        if name not in _names():
            raise KeyError(name)
        return _read(FOLDER / f"{name}.yaml")

    def __iter__(self) -> Iterator[str]:
        return iter(_names())

    def __len__(self) -> int:
        return len(_names())

    def text(self, name: str) -> str:
        """Return the file of a facility type, to start one's own from."""
        return (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")

    def known(self, name: str) -> Facility:
        """Return one facility type by its name in any case.

        Raises
        ------
        SiteError
            If the catalogue has no such name, with the nearest one.
        DataError
            If its file is not as declared.

        Examples
        --------
        >>> facilities().known("Copper-Foil").name
        'copper-foil'
        >>> round(sum(line.base for line in facilities().known("lithium-hydroxide").operations))
        9579
        """
        facility = self.get(name.strip().lower())
        if facility is None:
            message = unknown("facility", name, self)
            raise SiteError(f"{message[0].upper()}{message[1:]}.")
        return facility

    def own(self, entry: object, name: str) -> Facility:
        """Check a user's own facility type.

        It may name types of the catalogue.

        Parameters
        ----------
        entry : mapping
            The keys of a file of the catalogue.
        name : str
            What to call the type that does not say it.

        Raises
        ------
        ValueError
            Saying what is wrong under which key.
        """
        kind = as_declared(entry, name)
        for key, names in (("takes", kind.takes), ("capital_like", [kind.capital_like] if kind.capital_like else [])):
            for facility_name in names:
                if facility_name not in self:
                    raise ValueError(f"{key}: {unknown('facility', facility_name, self)}")
        if kind.capital_like and not self[kind.capital_like].capital:
            raise ValueError(f"capital_like: {kind.capital_like} has no lines of capital")
        try:
            industry_mix(kind.industries)
            labor_plan(kind.occupations)
        except SiteError as error:
            raise ValueError(str(error).removesuffix(".")) from None
        return kind

    def read(self, path: str | Path) -> Facility:
        """Read a user's own facility type from a file.

        Its form is that of the catalogue's files.

        Parameters
        ----------
        path : str or Path
            A name in .yaml or .yml; the file's stem names a type that has no ``name``. Anchors, aliases and tags are
            refused.

        Raises
        ------
        SiteError
            Saying what is wrong in which file and under which key, and how to mend it.
        """
        content = read_mapping(Path(path), FILE_MISSING_REMEDY, TYPE_FILE_REMEDY)
        try:
            return self.own(content, one_line(Path(path).stem))
        except ValueError as error:
            raise SiteError(f"{shown(path)}: {error}.") from None

    @staticmethod
    def names_a_file(name: str) -> bool:
        """Whether a facility name is that of a file."""
        return name.lower().endswith(ENDINGS)


@cache
def _names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def _read(path: Path) -> Facility:
    """Read one facility type from a file.

    Raises DataError with file and key if it is not as declared.
    """
    try:
        return as_declared(read_declared(path), path.stem)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise DataError(f"Catalogue, {path.name}: {' '.join(str(error).split())}.") from None


def as_declared(entry: object, name: str) -> Facility:
    """Check the keys and values of a facility type.

    Raises ValueError with the problem and its key.
    """
    if not isinstance(entry, Mapping):
        raise ValueError(f"must hold the keys of a facility type, not {quoted(entry)}")
    for key in entry:
        if key not in Facility.model_fields:
            raise ValueError(unknown("key", as_text(key), Facility.model_fields))
    try:
        kind = Facility.model_validate({"name": name, **entry})
    except ValidationError as error:
        raise ValueError(first_problem(error)) from None
    for key in ("products", "operations"):
        for number, (stated, line) in enumerate(zip(entry.get(key) or (), getattr(kind, key), strict=True), start=1):
            for derived_key in DERIVED_KEYS:
                if line.price and stated.get(derived_key) not in (None, getattr(line, derived_key)):
                    raise ValueError(
                        f"{key} {number}: {derived_key} follows from price and quantity; take one of them out"
                    )
    return kind


def facilities() -> Catalogue:
    """Return the catalogue's facility types by name.

    ``facilities().text(name)`` is the file of a type.

    Raises
    ------
    DataError
        When a facility is asked for whose file is not as declared, naming file and key.

    Examples
    --------
    >>> facilities()["cell-nmc811"].unit
    'GWh/yr'
    """
    return Catalogue()

"""Site and study files, with the users' own facility types."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .._yaml import read_mapping
from ..facilities import facilities
from ._workbook import is_workbook, read_workbook


def read_file(path: str | Path) -> dict[Any, Any]:
    """Return the mapping in a site or study file.

    The file is YAML or Excel; users' own facility types are read too.

    Raises
    ------
    SiteError
        Saying what is wrong in which file, and how to mend it.
    """
    content = read_workbook(path) if is_workbook(path) else read_mapping(Path(path))
    return with_own_types(content, Path(path).parent)


def with_own_types(content: Mapping[Any, Any], folder: Path) -> dict[Any, Any]:
    """Return the keys of a study with facility files read.

    A facility's path starts at the folder.
    """
    named, sites = content.get("facility"), content.get("sites")
    filled = dict(content)
    if isinstance(named, str) and facilities().names_a_file(named):
        filled["facility"] = facilities().read(folder / named)
    if isinstance(sites, list):
        filled["sites"] = [with_own_types(site, folder) if isinstance(site, Mapping) else site for site in sites]
    return filled

"""Inputs of commands: a file, the short form, or a saved result."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .options import Changes
from .screen import printable
from .settings import economy_year

if TYPE_CHECKING:
    from impact import Result, Study

ADVICE = "Put text that holds a colon, # or brackets in quotes."


def read_study(text: str, changes: Changes) -> "Study":
    """Read a study file or the short form, with command-line changes applied.

    Its economy is the one that is stated, or that of the settings.
    """
    from impact._yaml import read_mapping

    short = "@" in text and not os.path.lexists(text)
    if not short and not text.lower().endswith(".xlsx"):
        read_mapping(Path(text))  # a file that cannot be read is refused before the slow imports

    from impact import Study
    from impact.studies import read_file

    keys = changed_keys(changes, {} if short else read_file(text))
    study = Study.short(text, **keys) if short else Study.load(text, **keys)
    return study.in_economy(economy_year(study.economy))


def changed_keys(changes: Changes, content: Mapping[Any, Any]) -> dict[str, Any]:
    """Return the keys that the command line changes in a file.

    ``KEY.PART=VALUE`` changes one part of a key that holds several, and leaves the others of the file. Later ones
    replace those of a file of keys before.

    Raises
    ------
    UsageError
        If a text is no ``KEY=VALUE`` and no file, or a key is given twice.
    """
    from impact.errors import UsageError
    from impact.studies import read_file

    keys: dict[str, Any] = {}
    seen = set(changes.options)
    for text in changes.stated:
        name, sign, value = text.partition("=")
        name = name.strip()
        if not sign and (os.path.lexists(text) or text.lower().endswith((".yaml", ".yml"))):
            keys |= {str(key): entry for key, entry in read_file(text).items()}
            continue
        if not name or not value.strip():
            raise UsageError(
                f"--set {printable(text)!r} is not KEY=VALUE. Write a key of a site file such as output=300, or name a "
                "file of keys."
            )
        if name in seen:
            raise UsageError(f"{printable(name)!r} is given twice. Leave one of them out.")
        seen.add(name)
        head, *parts = name.split(".")
        has_sites = "sites" in content and head == "domestic_shares"  # each plant adds its own shares to these
        before = keys.get(head, None if has_sites else content.get(head))
        keys[head] = _put(before, parts, _value(name, value))
    return keys | changes.options


def _put(before: object, parts: list[str], value: object) -> object:
    """Return a key with one of its parts replaced."""
    if not parts:
        return value
    kept = {str(key): entry for key, entry in before.items()} if isinstance(before, Mapping) else {}
    return kept | {parts[0]: _put(kept.get(parts[0]), parts[1:], value)}


def _value(name: str, text: str) -> object:
    """Read a value as a site file does."""
    from impact._yaml import parse_mapping
    from impact.errors import SiteError, UsageError

    try:
        mapping = parse_mapping(f"value: {text}".encode(), f"--set {printable(name)}", ADVICE)
    except (SiteError, UnicodeEncodeError) as error:
        raise UsageError(str(error)) from None
    if len(mapping) != 1 or mapping["value"] is None:
        raise UsageError(f"--set {printable(name)} has no single value. {ADVICE}")
    return mapping["value"]


def saved_or_none(text: str, changes: Changes, others: Mapping[str, Any] | None = None) -> "Result | None":
    """Return the saved result of a folder or JSON file.

    Returns None for a site, and refuses options beside a saved result.

    Refuses options beside a saved result.
    """
    from impact import Result
    from impact.errors import UsageError

    if not (os.path.isdir(text) or text.lower().endswith(".json")):
        return None
    given = [*changes.options, *(["set"] if changes.stated else [])]
    given += [name for name, value in (others or {}).items() if value is not None]
    if given:
        raise UsageError(f"--{given[0]} cannot change {printable(text)}, which is saved. Give its site instead.")
    return Result.load(text)

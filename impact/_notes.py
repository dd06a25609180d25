"""Notes on a result, to be read before quoting it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

__all__ = ["Note", "noted"]

Level = Literal["note", "warning"]


@dataclass(frozen=True)
class Note:
    """One thing that a reader should know.

    Attributes
    ----------
    code : str
        What it is about, in a word that programs can rely on, such as ``gross`` or ``pay``.
    level : str
        ``note``, or ``warning`` where the figures should not be quoted before it is looked at.
    text : str
        One or more sentences.
    """

    code: str
    level: Level
    text: str

    def to_dict(self) -> dict[str, str]:
        """Return the note as a record."""
        return asdict(self)


def noted(code: str, *texts: str, level: Level = "note") -> list[Note]:
    """Return texts as notes of one code."""
    return [Note(code, level, text) for text in texts]


def read_notes(document: Mapping[str, Any]) -> list[Note]:
    """Return the notes of a saved result.

    Notes of early versions are texts without a code.
    """
    records: Iterable[Mapping[str, Any]] = document.get("notes") or []
    known = [Note(record["code"], record["level"], record["text"]) for record in records]
    texts = {note.text for note in known}
    return [*known, *noted("", *(text for text in document["warnings"] if text not in texts))]

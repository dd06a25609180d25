"""The document of a saved result, read back."""

import json
from pathlib import Path
from typing import Any

from ._result_tables import registry
from .errors import DataError

RESULT = "result.json"
HEAD = (
    "site",
    "sites",
    "region",
    "year",
    "dollar_year",
    "model",
    "economy",
    "assumptions",
    "inputs",
    "data",
    "warnings",
)
FORMAT = 3  # raise when a saved result of before can no longer be read


def required() -> tuple[str, ...]:
    """Return the keys without which a document is not read."""
    return (*HEAD, *(table.document for table in registry().values() if table.field))


def read_document(path: Path) -> dict[str, Any]:
    """Read a saved result.

    Raises
    ------
    DataError
        If the file is missing or something else.
    """
    how = "Save one with 'impact run SITE' and a folder, or result.save(folder)."
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}. {how}") from None
    except (ValueError, RecursionError):
        document = None
    if isinstance(document, dict) and "counties" in document and document.get("format") != FORMAT:
        raise DataError(
            f"{path} was saved by another version of impact ({str(document.get('version', 'an early one'))[:20]}), "
            "whose results this version cannot read. Run the study again with 'impact run SITE'."
        )
    if not isinstance(document, dict) or any(key not in document for key in required()):
        raise DataError(f"{path} is not a result saved by impact, or is damaged. {how}")
    return document

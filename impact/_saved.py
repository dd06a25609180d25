"""The document of a saved result, read back."""

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

from ._result_tables import registry
from .errors import DataError

RESULT = "result.json"
SEAL = "sha256"
DOCUMENT_END = "}\n"
_SEALED = re.compile(rb', "sha256": "([0-9a-f]{64})"}\r?\n?\Z')
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
FORMAT = 3  # raise when earlier saved results can no longer be read


def required() -> tuple[str, ...]:
    """Return the required keys of a saved document."""
    return (*HEAD, *(table.document for table in registry().values() if table.field))


def sealed(text: str) -> str:
    """Return a document with the checksum of its content as last key."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f'{text.removesuffix(DOCUMENT_END)}, "{SEAL}": "{digest}"}}\n'


def _is_as_sealed(content: bytes) -> bool:
    seal = _SEALED.search(content)
    return seal is not None and hashlib.sha256(content[: seal.start()] + b"}\n").hexdigest() == seal[1].decode()


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no number of JSON")


def read_document(path: Path) -> dict[str, Any]:
    """Read a saved result.

    Raises
    ------
    DataError
        If the file is missing, something else, or changed since it was saved. A document without a checksum, of an
        earlier release, is read unchecked.
    """
    remedy = "Save one with 'impact run SITE' and a folder, or result.save(folder)."
    content = b""
    if os.path.exists(path) and not os.path.isfile(path):  # a name that is too long has no file either
        raise DataError(f"{path} cannot be read: it is no ordinary file. {remedy}")
    try:
        content = path.read_bytes()
        document = json.loads(content, parse_constant=_refuse)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}. {remedy}") from None
    except (ValueError, RecursionError):
        document = None
    if isinstance(document, dict) and "counties" in document and document.get("format") != FORMAT:
        raise DataError(
            f"{path} was saved by another version of impact ({str(document.get('version', 'an early one'))[:20]}), "
            "whose results this version cannot read. Run the study again with 'impact run SITE'."
        )
    if not isinstance(document, dict) or any(key not in document for key in required()):
        raise DataError(f"{path} is not a result saved by impact, or is damaged. {remedy}")
    if SEAL in document and not _is_as_sealed(content):
        raise DataError(
            f"{path} was changed after it was saved: its checksum is another. Save it again with 'impact run SITE'; "
            "what people may state (names, prices, ranges) belongs into the site file."
        )
    return document

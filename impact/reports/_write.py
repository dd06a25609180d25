"""Reports as files."""

import os
from collections.abc import Sequence
from pathlib import Path

from .._files import write_file
from ..effects import Effects
from ..errors import UsageError
from ._comparison import Comparison
from ._comparison_report import comparison_document
from ._formats import render
from ._workbook import ResultSheet

__all__ = ["write_report"]


def write_report(
    subject: Effects | Comparison, path: str | Path, kind: str | None = None, tables: Sequence[ResultSheet] = ()
) -> Path:
    """Write a report, complete or not at all.

    Parameters
    ----------
    subject : Effects or Comparison
        Of a study, or of several side by side.
    path : str or Path
        The file, which does not exist.
    kind : str, optional
        ``html``, ``docx``, ``xlsx``, ``md``, ``pdf``, ``pptx`` or ``brief``; of a comparison ``html``, ``docx``, ``md``
        or ``pdf``. By default what the name of the file ends in.
    tables : sequence of (str, str, callable)
        Name, title and maker of the tables of a result: its report lists them, its workbook holds them.

    Raises
    ------
    UsageError
        If the format is unknown, its library is missing, the file exists, or it cannot be written.
    """
    path = Path(path)
    if os.path.lexists(path):
        raise UsageError(f"{path} exists already. Give another name, or remove it.")
    kind = kind or path.suffix.removeprefix(".").lower()
    document = comparison_document(subject, kind) if isinstance(subject, Comparison) else render(subject, kind, tables)
    write_file(path, document)
    return path

"""``impact report``: a saved result as a document."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from .options import ResultArgument
from .screen import print_files, printable, printing
from .steps import step

Format = Literal["html", "docx", "xlsx", "md", "pdf", "pptx", "brief"]  # as FORMATS, whose import is slow


def command(
    saved: ResultArgument,
    kind: Annotated[
        Format | None,
        typer.Option("--format", help="By default the ending of --out, or html.", case_sensitive=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The new file; by default report.html, .docx … or brief.pdf beside the result."
        ),
    ] = None,
) -> None:
    """Write a report of a result in words, tables and charts.

    With its assumptions and sources, as HTML, Word, Excel, Markdown or PDF; seven slides (pptx); or a brief of one page
    in PDF. PDF needs an optional library.
    """
    from impact import Result
    from impact._files import refuse_existing
    from impact.errors import UsageError

    report_kind = kind or (out and out.suffix.removeprefix(".").lower()) or "html"
    ending = "pdf" if report_kind == "brief" else report_kind
    if kind and out and out.suffix.lower() not in ("", f".{ending}"):
        raise UsageError(f"--format {kind} does not fit the name {printable(str(out))}. Leave one of them out.")
    out = out or beside(saved, "brief.pdf" if report_kind == "brief" else f"report.{report_kind}")
    with step("Reading the result"):
        result = Result.load(saved)
    refuse_existing(out, "file")
    with step("Writing the report"):
        result.report(out, report_kind)
    with printing() as console:
        print_files(console, [out])


def listed(text: str, known: Sequence[str], subject: str) -> tuple[str, ...]:
    """Return the formats that a text such as ``html,png`` names.

    Raises
    ------
    UsageError
        If one is unknown.
    """
    from impact.errors import UsageError

    formats = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",")))
    unknown = next((kind for kind in formats if kind not in known), None)
    if unknown is not None:
        raise UsageError(f"There is no {subject} format {unknown[:20]!r}. Choose from: {', '.join(known)}.")
    return formats


def formats_for(text: str | None, out: Path | None, known: Sequence[str], subject: str) -> tuple[str, ...]:
    """Return the report formats of ``--report`` for a result or comparison folder.

    Raises
    ------
    UsageError
        If one is unknown, or there is no folder for them.
    """
    from impact.errors import UsageError

    if text is None:
        return ()
    formats = listed(text, known, "report")
    if out is None:
        raise UsageError(f"--report writes into the folder of the {subject}. Name one with --out DIR.")
    return formats


def beside(saved: Path, name: str) -> Path:
    """Return a path in the folder of a saved result."""
    return (saved if os.path.isdir(saved) else saved.parent) / name

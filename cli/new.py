"""``impact new``: a starting site file, and the schema for editors."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from impact._files import refuse_existing, write_file
from impact.errors import UsageError

from .screen import complain, emit, print_files, printable, printing


def print_schema(wanted: bool) -> None:
    """Print the JSON schema and leave, whatever else was asked."""
    if not wanted:
        return
    from impact.studies import site_schema

    emit(json.dumps(site_schema(), indent=2, ensure_ascii=False) + "\n")
    raise typer.Exit


def command(
    facility: Annotated[
        str,
        typer.Argument(
            metavar="FACILITY", help="A facility type of the catalogue, a file with your own, or an industry code."
        ),
    ],
    county: Annotated[str, typer.Argument(metavar="COUNTY", help='Such as "Storey, NV".')],
    workbook: Annotated[
        Path | None,
        typer.Option("--xlsx", metavar="FILE", help="Write a workbook to fill in instead, which 'impact run' reads."),
    ] = None,
    schema: Annotated[
        bool,
        typer.Option(
            "--schema",
            help="Print the JSON schema of site and study files, by which editors complete and check them.",
            callback=print_schema,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """Print a starting site file, or write it as a workbook."""
    from impact.counties import resolve
    from impact.studies import new_site_file, new_workbook

    if workbook is not None:
        _refuse(workbook)
    place = resolve(county)
    if workbook is not None:
        write_file(workbook, new_workbook(facility, place))
        with printing() as console:
            print_files(console, [workbook])
    else:
        emit(new_site_file(facility, place, unicode="utf" in (sys.stdout.encoding or "").lower()))
    if place.notice:
        complain(place.notice, "Note")


def _refuse(file: Path) -> None:
    """Raise UsageError if a file cannot be the new workbook."""
    if file.suffix.lower() != ".xlsx":
        raise UsageError(
            f"A workbook is an Excel file: give --xlsx a name that ends in .xlsx, not {printable(str(file))}."
        )
    refuse_existing(file, "file")

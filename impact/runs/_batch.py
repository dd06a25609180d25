"""Batches: many sites from a table, studied in resumable stacks."""

import csv
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from .._files import clear_leftovers, refuse_existing, write_folder
from .._types import Progress
from .._workers import spread_out
from ..counties import region, resolve
from ..errors import ImpactError, SiteError, UsageError
from ..reference import economy_year
from ..studies import read_rows
from ..trade import TRADE_MODELS
from ._stack import COUNTIES, ERRORS, RESULTS, Stack, build, gather, place, problem, study_stack

ROWS_PER_TASK = 20  # an interruption loses at most these
UNFINISHED = "unfinished"
CARD = "batch.json"


@dataclass(frozen=True)
class Batch:
    """A finished batch.

    Attributes
    ----------
    rows, bad : int
        Rows of the table, and those that could not be run.
    files : tuple of Path
        ``results.csv`` (a line for each row, phase and effect), ``counties.parquet`` (total effects by county) and
        ``errors.csv`` (the bad rows with their lines).
    """

    rows: int
    bad: int
    files: tuple[Path, ...]


@dataclass(frozen=True)
class _Card:
    """Inputs of a batch; the same card gives the same results."""

    input: str  # sha256 of the table of sites
    rows: int
    trade: str | None
    economy: int  # of rows that state none
    build: str


def batch(
    path: str | Path,
    folder: str | Path,
    trade: str | None = None,
    *,
    economy: int | None = None,
    scheduler: str | None = None,
    progress: Progress = lambda done, total: None,
    say: Callable[[str], None] = lambda message: None,
) -> Batch:
    """Study every site of a table by itself, as :func:`run_all`.

    Bad rows do not stop the others.

    Called again after an interruption, it goes on where it stopped. The files are the same to the byte however often
    it was interrupted, and on however many cores or workers it ran.

    Parameters
    ----------
    path : str or Path
        A table of sites; see :func:`impact.studies.read_rows`.
    folder : str or Path
        Where the files go. It must not exist, or hold the same batch; until the end, finished stacks of rows are in
        its folder ``unfinished``.
    trade : str, optional
        Replaces the trade model of all rows.
    economy : int, optional
        Year of the structure for rows that state none; by default that of the manifest.
    scheduler : str, optional
        Address of a Dask scheduler whose workers share the work.
    progress : callable
        Called with rows done and in all.
    say : callable
        Called with a sentence about bad rows before the others are run.

    Raises
    ------
    SiteError
        If the table as a whole cannot be read.
    UsageError
        If trade model or economy are unknown, the folder holds something else or the scheduler cannot be reached.
    ModelError
        If memory runs out or all workers are lost; finished stacks are kept.
    DataError
        If reference tables are damaged, or workers have others.
    """
    folder = Path(folder)
    work = folder / UNFINISHED
    if trade is not None and trade not in TRADE_MODELS:
        raise UsageError(f"There is no trade model {trade!r}. Choose one of: {', '.join(TRADE_MODELS)}.")
    if not (work / CARD).exists() and not (folder / CARD).exists():
        refuse_existing(folder)
        clear_leftovers(folder)
    rows, bad_rows, first = _check(path)
    card = _Card(_digest(path), rows, trade, economy_year(economy), build())
    if not _known(folder, card):
        if bad_rows:
            say(f"{bad_rows:,} of {rows:,} rows cannot be used and are left out. The first: {first}")
        if not _known(work, card):
            write_folder(work, {}, {CARD: lambda file: _write(file, card)})
        try:
            _run(path, work, card, scheduler, progress)
        except ImpactError as error:
            if not any(work.glob("[0-9]*")):
                shutil.rmtree(work)
                folder.rmdir()
                raise
            raise type(error)(f"{error} What is finished is kept in {work}; the same command goes on.") from None
        for file in gather(work, -(-rows // ROWS_PER_TASK)):
            file.replace(folder / file.name)
        (work / CARD).replace(folder / CARD)
    shutil.rmtree(work, ignore_errors=True)
    with (folder / ERRORS).open(encoding="utf-8-sig", newline="") as errors:
        failures = sum(1 for _ in csv.reader(errors)) - 1
    return Batch(rows, failures, (folder / RESULTS, folder / COUNTIES, folder / ERRORS))


def _check(path: str | Path) -> tuple[int, int, str]:
    """Return the numbers of rows and bad rows, and the first problem."""
    rows, bad_rows, first = 0, 0, ""
    for row in read_rows(path):
        rows += 1
        try:
            study = row.study()
            resolve(study.site.county)
            region(study.region or study.site.county)
        except ImpactError as error:
            bad_rows += 1
            first = first or f"line {row.line}: {problem(row, error)}"
    if not rows:
        raise SiteError(f"{path} holds no sites. Write one a line, below the names of the columns.")
    return rows, bad_rows, first


def _digest(path: str | Path) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _known(folder: Path, card: _Card) -> bool:
    """Whether a folder holds this batch; UsageError if it holds another one."""
    try:
        stored = (folder / CARD).read_bytes()
    except FileNotFoundError:
        return False
    if stored != _text(card).encode():
        raise UsageError(
            f"{folder} holds a batch of another table, trade model, economy or release of impact. "
            "Give another folder, or remove this one."
        )
    return True


def _text(card: _Card) -> str:
    return json.dumps(asdict(card), indent=1) + "\n"


def _write(file: Path, card: _Card) -> None:
    file.write_text(_text(card), encoding="utf-8")


def _run(path: str | Path, work: Path, card: _Card, scheduler: str | None, progress: Progress) -> None:
    """Run the stacks that are not in the folder yet."""
    waiting, done = [], 0
    for number, first in enumerate(range(0, card.rows, ROWS_PER_TASK)):
        if place(work, number).exists():
            done += min(ROWS_PER_TASK, card.rows - first)
        else:
            waiting.append(number)
    progress(done, card.rows)
    stacks = _stacks(path, set(waiting), card)
    for _, finished in spread_out(study_stack, stacks, scheduler=scheduler):
        finished.write(work)
        done += finished.rows
        progress(done, card.rows)


def _stacks(path: str | Path, waiting: set[int], card: _Card) -> Iterator[Stack]:
    rows, number = read_rows(path), 0
    while part := tuple(islice(rows, ROWS_PER_TASK)):
        if number in waiting:
            yield Stack(number, part, card.trade, card.economy, card.build)
        number += 1

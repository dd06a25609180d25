"""Stack of a batch's rows: studied, written, and merged."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from .._files import write_folder
from ..errors import DataError, ImpactError, ModelError, RegionError, SiteError
from ..reference import manifest, measures
from ..result import Result
from ..studies import Row, Study
from ._run import run_all

RESULTS, ERRORS, COUNTIES = "results.csv", "errors.csv", "counties.parquet"
LABELS = ("line", "name", "fips", "county", "region", "year", "dollar_year", "trade", "economy")
Told = tuple[list[dict[Any, Any]], pd.DataFrame]  # effects in the region, totals by county
ROW_ERRORS = (SiteError, RegionError, ModelError)  # other errors are of the installation


@dataclass(frozen=True)
class Stack:
    """Rows that are studied together, under a number.

    Their economy is the one they state, or else ``economy``.

    ``build`` is that of the process that started the batch.
    """

    number: int
    rows: tuple[Row, ...]
    trade: str | None
    economy: int
    build: str


@dataclass(frozen=True)
class Finished:
    """Outcome of a stack: regional effects, county totals, and bad rows."""

    number: int
    rows: int
    results: pd.DataFrame
    counties: pa.Table
    errors: pd.DataFrame

    def write(self, folder: Path) -> None:
        """Write the tables into a folder of their own, or nothing."""
        write_folder(
            place(folder, self.number),
            {RESULTS: self.results, ERRORS: self.errors},
            {COUNTIES: lambda file: pq.write_table(self.counties, file, compression="zstd")},
        )


def place(folder: Path, number: int) -> Path:
    """Return the folder of a finished stack."""
    return folder / f"{number:06d}"


def build() -> str:
    """Return a digest of the package's version and of all reference tables."""
    tables = {name: declared.sha256 for name, declared in manifest().tables.items()}
    return hashlib.sha256(json.dumps([version("county-impact"), tables]).encode()).hexdigest()


def problem(row: Row, error: ImpactError) -> str:
    """Return the problem of a row, without its line number."""
    return str(error).removeprefix(f"line {row.line}: ")


def study_stack(stack: Stack) -> Finished:
    """Study the rows of a stack.

    A bad row does not stop the others.

    Raises
    ------
    DataError
        If this process has another release of impact or other reference tables than the one that started the batch.
    """
    if build() != stack.build:
        raise DataError(
            "A worker has another release of impact or other reference tables. Install the same everywhere."
        )
    good: list[tuple[Row, Study]] = []
    failures: list[tuple[int, str, str]] = []
    for row in stack.rows:
        try:
            study = row.study()
            good.append((row, study if study.economy else study.in_economy(stack.economy)))
        except SiteError as error:
            failures.append((row.line, row.name, problem(row, error)))
    effects: list[dict[Any, Any]] = []
    totals: list[pd.DataFrame] = []
    for row, outcome in _studied(good, stack.trade):
        if isinstance(outcome, ImpactError):
            failures.append((row.line, row.name, problem(row, outcome)))
        else:
            effects += outcome[0]
            totals.append(outcome[1])
    counties = [pa.Table.from_pandas(frame, _totals(), preserve_index=False) for frame in totals]
    return Finished(
        number=stack.number,
        rows=len(stack.rows),
        results=pd.DataFrame(effects, columns=[*LABELS, "phase", "effect", *measures()]),
        counties=pa.concat_tables(counties or [_totals().empty_table()]).replace_schema_metadata(None),
        errors=pd.DataFrame(sorted(failures), columns=["line", "name", "message"]),
    )


def _studied(rows: Sequence[tuple[Row, Study]], trade: str | None) -> list[tuple[Row, Told | ImpactError]]:
    """Return the outcome of each row.

    All are solved at once, or in halves down to the row that fails.
    """
    try:
        results = run_all([study for _, study in rows], trade)
        return [(row, _told(row, result)) for (row, _), result in zip(rows, results, strict=True)]
    except ROW_ERRORS as error:
        if len(rows) == 1:
            return [(rows[0][0], error)]
    middle = len(rows) // 2
    return [*_studied(rows[:middle], trade), *_studied(rows[middle:], trade)]


def _told(row: Row, result: Result) -> Told:
    """Return a row's regional effects and total effects by county."""
    (site,) = result.sites
    labels = (row.line, result.name, site.fips, site.county, result.region.label, result.year, result.dollar_year)
    labelled: dict[Any, Any] = dict(zip(LABELS, (*labels, result.model, result.economy), strict=True))
    effects = [labelled | effect for effect in result.summary().to_dict("records")]
    totals = result.counties.groupby(["phase", "fips"], as_index=False)[list(measures())].sum()
    totals = totals.astype(dict.fromkeys(measures(), "float32"))
    return effects, totals.assign(line=row.line)


def gather(work: Path, stacks: int) -> list[Path]:
    """Merge the tables of finished stacks in the order of rows.

    Returns the files.
    """
    for name in (RESULTS, ERRORS):
        with (work / name).open("wb") as whole:
            for number in range(stacks):
                with (place(work, number) / name).open("rb") as part:
                    head = part.readline()
                    if number == 0:
                        whole.write(head)
                    shutil.copyfileobj(part, whole)
    with pq.ParquetWriter(work / COUNTIES, _totals(), compression="zstd") as writer:
        for number in range(stacks):
            writer.write_table(pq.read_table(place(work, number) / COUNTIES))
    return [work / name for name in (RESULTS, COUNTIES, ERRORS)]


def _totals() -> pa.Schema:
    """Return the columns of the table of total effects by county."""
    keys = [("line", pa.int32()), ("phase", pa.string()), ("fips", pa.string())]
    return pa.schema([*keys, *((measure, pa.float32()) for measure in measures())])

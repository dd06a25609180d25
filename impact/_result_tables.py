"""Registry of result tables.

Saving, loading, the workbook, the report and the documentation read it.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from ._yaml import read_declared
from .reference import measures

if TYPE_CHECKING:
    from .effects import Effects

DECLARED = Path(__file__).with_name("result_tables.yaml")
PARTS = ("direct", "indirect", "induced")


class ResultTable(BaseModel):
    """One table of a result.

    Attributes
    ----------
    name, title : str
        File name without ending, and heading.
    method, arguments
        What makes it of a result.
    when : str
        ``always``, for ``several sites`` only, or only with ``draws``, a ``discount`` or ``incentives``.
    csv : bool
        Whether it is saved as a file and stands in the workbook.
    document : str
        Key of its records in ``result.json``; empty if it is not there.
    field : str
        Field of the result that is read back from these records.
    labels, figures, keys : tuple of str
        Columns in front; behind them those of a field without measures; and the keys of a field with measures.
    missing : bool
        Whether figures may be missing, which a document holds as null.
    columns : str
        What the columns behind the labels are, where they are not the measures.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    method: str
    arguments: Mapping[str, Any] = Field(default_factory=dict)
    when: Literal["always", "several sites", "draws", "discount", "incentives"] = "always"
    csv: bool = False
    document: str = ""
    field: str = ""
    labels: tuple[str, ...]
    figures: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    missing: bool = False
    columns: str = ""

    def make(self, result: "Effects") -> pd.DataFrame:
        """Return the table of a result."""
        frame: pd.DataFrame = getattr(result, self.method)(**self.arguments)
        return frame

    def records(self, result: "Effects") -> list[dict[str, Any]]:
        """Return the rows of a result as a document holds them."""
        frame = self.make(result)
        if self.missing:
            frame = frame.astype(object).where(frame.notna(), None)
        names, columns = [str(name) for name in frame], [frame[name].tolist() for name in frame]
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]

    def read(self, records: list[dict[str, Any]]) -> pd.DataFrame:
        """Return the field of a result from its records in a document."""
        if not self.keys:
            return pd.DataFrame(records, columns=[*self.labels, *self.figures])
        frame = pd.DataFrame(records)
        figures = dict.fromkeys(measures(), float)
        frame = frame[frame.effect.isin(PARTS)]
        return frame[[*self.keys, "phase", "effect", *figures]].astype(figures).reset_index(drop=True)


@cache
def registry() -> Mapping[str, ResultTable]:
    """Return all result tables by name."""
    declared = read_declared(DECLARED)["tables"]
    return MappingProxyType({name: ResultTable(name=name, **entry) for name, entry in declared.items()})


def saved_tables(result: "Effects") -> Iterator[ResultTable]:
    """Give the tables that a result saves as files."""
    for table in registry().values():
        present = {
            "always": True,
            "several sites": len(result.sites) > 1,
            "draws": result.draws is not None,
            "discount": result.discount is not None,
            "incentives": any(site.get("incentives") for site in result.inputs["sites"]),
        }
        if table.csv and present[table.when]:
            yield table

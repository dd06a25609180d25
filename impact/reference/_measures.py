"""Vocabulary: measures, phases, effects, places and terms, declared once."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import pandas as pd
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from .._yaml import LOADER
from ..errors import DataError
from ._kept import kept
from ._tables import table

TOTALS = {"industries", "county_jobs"}
DECLARED = Path(__file__).with_name("measures.yaml")
WORDS = Path(__file__).with_name("headings.yaml")
CONSTRUCTION, OPERATIONS = "construction", "operations"
TOTAL = "total"


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Coefficients(_Declared):
    """Source of a measure per dollar of output.

    Attributes
    ----------
    table : str
        ``industries`` or ``county_jobs``, whose columns are totals and are divided by output; another reference table;
        or a CSV file beside the declaration.
    columns : tuple of str
        Columns that are summed; per million USD of output of the structure year, unless they are totals.
    by : tuple of str
        Key columns of the table: ``industry``, and ``state`` (FIPS) or ``county`` where the coefficient varies.
    """

    table: str
    columns: tuple[str, ...]
    by: tuple[Literal["industry", "state", "county"], ...] = ("industry",)

    @property
    def totals(self) -> bool:
        """Whether the columns are national totals.

        The table of industries has such totals.
        """
        return self.table in TOTALS


class Measure(_Declared):
    """Measure of a study, such as jobs.

    Attributes
    ----------
    name, title, meaning : str
        Column name, heading, and a sentence for the glossary.
    unit, unit_in_construction : str
        Unit of a year of operations, and of all construction where it has another name.
    between_years : str
        How a coefficient of the structure year becomes one of the study: ``price`` (to the dollar year),
        ``productivity`` (to the year of operation) or ``none``.
    direct : str
        ``stated`` where the study's direct effect holds it by its name, ``coefficient`` where it follows from output,
        ``physical`` where it follows from the physical lines of the plant's type, and is missing without any.
    coefficients : Coefficients
        The measure per million USD of output of the structure year.
    format : str
        ``count``, ``money`` or ``quantity``.
    on_map : bool
        Whether maps have layers of it.
    group : str
        ``economy``; or ``environment``, whose measures stand in tables of their own, because a plant's own emissions
        may not be known.
    in_total : tuple of str
        Effects that are added up to the total.
    metered : tuple of str
        Industries whose sales to the plant are counted with the plant and not with its suppliers.
    """

    name: str
    title: str
    meaning: str = ""
    unit: str
    unit_in_construction: str = ""
    between_years: Literal["price", "productivity", "none"]
    direct: Literal["stated", "coefficient", "physical"]
    coefficients: Coefficients
    format: Literal["count", "money", "quantity"]
    on_map: bool = True
    group: Literal["economy", "environment"] = "economy"
    in_total: tuple[str, ...] = ("direct", "indirect", "induced")
    metered: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _money_moves_with_prices(self) -> "Measure":
        if (self.format == "money") != (self.between_years == "price"):
            raise ValueError("money, and nothing else, moves between years by price")
        return self

    def unit_of(self, phase: str) -> str:
        """Return the unit of a phase's figures."""
        return self.unit_in_construction or self.unit if phase == CONSTRUCTION else self.unit

    def dated_unit(self, dollar_year: int) -> str:
        """Return the unit, with its year if it is money."""
        return f"{self.unit} of {dollar_year}" if self.format == "money" else self.unit

    def frame(self, economy: int) -> pd.DataFrame:
        """Return the measure per million USD of output.

        Columns are the keys and ``value``.

        For measures whose columns are no totals.

        Raises
        ------
        DataError
            If the table is missing, lacks a column, or holds something else than numbers.
        """
        where = self.coefficients
        own = where.table.endswith(".csv")
        rows = _own_table(DECLARED.with_name(where.table), where.by) if own else table(where.table, economy)
        lacking = [name for name in (*where.by, *where.columns) if name not in rows]
        if lacking:
            raise DataError(f"Measure {self.name}: the table {where.table} has no column {lacking[0]}.")
        value = rows[list(where.columns)].apply(pd.to_numeric, errors="coerce").sum(axis=1, skipna=False)
        if not np.isfinite(value).all():
            raise DataError(f"Measure {self.name}: the table {where.table} has cells that are no numbers.")
        return rows[list(where.by)].assign(value=value.astype(float))


class Named(_Declared):
    """Phase, effect, place, heading or term: title, short title, and meaning.

    The meaning is a sentence for the glossary.
    """

    title: str
    short: str = ""
    meaning: str = ""


class Vocabulary(_Declared):
    """All measures, phases, effects and places by name, in display order.

    ``headings`` are those of tables; ``terms`` are words of texts that head no table.
    """

    measures: Mapping[str, Measure]
    phases: Mapping[str, Named]
    effects: Mapping[str, Named]
    places: Mapping[str, Named]
    headings: Mapping[str, Named]
    terms: Mapping[str, Named]

    @property
    def parts(self) -> tuple[str, ...]:
        """Effects that add up to the total."""
        return tuple(name for name in self.effects if name != TOTAL)


class _OnceLoader(LOADER):  # type: ignore[misc, valid-type]
    """Refuses a repeated key, of which YAML would keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = Counter(key.value for key, _ in node.value)
        twice = next((name for name, count in names.items() if count > 1), None)
        if twice is not None:
            raise DataError(f"{DECLARED.name}, line {node.start_mark.line + 1}: {twice!r} is declared twice.")
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


@kept
def vocabulary() -> Vocabulary:
    """Return everything that is declared in ``measures.yaml`` and ``headings.yaml``.

    Raises
    ------
    DataError
        If a measure is declared twice, without a coefficient or in another form.
    """
    declared = yaml.load(DECLARED.read_text(encoding="utf-8"), _OnceLoader)
    words = yaml.load(WORDS.read_text(encoding="utf-8"), _OnceLoader)
    try:
        measures = {name: {"name": name, **entry} for name, entry in declared["measures"].items()}
        return Vocabulary.model_validate({**declared, **words, "measures": measures})
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise DataError(f"{DECLARED.name}: {where}: {first['msg'].removeprefix('Value error, ')}.") from None


def measures(group: str | None = "economy") -> Mapping[str, Measure]:
    """Return the declared measures of a group by name.

    None stands for all groups.

    Examples
    --------
    >>> list(measures())
    ['jobs', 'labor_income', 'value_added', 'output']
    >>> list(measures("environment"))
    ['ghg', 'energy', 'water', 'hazardous_waste']
    """
    every = vocabulary().measures
    return MappingProxyType({name: measure for name, measure in every.items() if group in (None, measure.group)})


def _own_table(path: Path, keys: tuple[str, ...]) -> pd.DataFrame:
    try:
        return pd.read_csv(path, dtype=dict.fromkeys(keys, str))
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from None

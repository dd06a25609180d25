"""Comparison of several studies: figures, and maps with one legend."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from .._wording import tidy
from ..effects import Effects
from ..errors import UsageError
from ..reference import CONSTRUCTION, OPERATIONS, TOTAL, measures
from ..trade import GRAVITY
from ._charts import jobs_unit
from ._panels import map_panels
from ._static_map import sheet_bytes

__all__ = ["Comparison"]

NAME_WIDTH = 60  # characters


@dataclass(frozen=True)
class Comparison:
    """Studies side by side.

    Attributes
    ----------
    results : tuple of Effects
        Two or more.

    Raises
    ------
    UsageError
        If there is one alone, if some have operations and others none, or if their money is of different years.
    """

    results: tuple[Effects, ...]

    def __post_init__(self) -> None:
        """Refuse studies that cannot be compared."""
        if len(self.results) < 2:
            raise UsageError("One study has nothing to be compared with. Name two or more.")
        years = {result.dollar_year for result in self.results}
        if len(years) > 1:
            raise UsageError(
                f"Money of {' and '.join(map(str, sorted(years)))} does not compare. Give all the same dollar_year."
            )
        if len({OPERATIONS in set(result.counties.phase) for result in self.results}) > 1:
            raise UsageError("One study has operations, another construction alone: jobs and job-years do not compare.")

    @classmethod
    def of(cls, results: Sequence[Effects], given: Sequence[str]) -> "Comparison":
        """Compare results under distinct names.

        Equal names, as of two scenarios, are completed by what was typed.
        """
        names = Counter(result.name for result in results)
        return cls(
            tuple(
                replace(result, name=f"{result.name} ({text})") if names[result.name] > 1 else result
                for result, text in zip(results, given, strict=True)
            )
        )

    @staticmethod
    def per_job(measure: str) -> str:
        """Return the name of a measure per direct job."""
        return f"{measure}_per_direct_job"

    @property
    def measures(self) -> list[str]:
        """The measures that are compared: those that maps show."""
        return [name for name, declared in measures().items() if declared.on_map]

    @property
    def phase(self) -> str:
        """Phase compared: operations, or construction if no study has more."""
        return OPERATIONS if OPERATIONS in set(self.results[0].counties.phase) else CONSTRUCTION

    @cached_property
    def effects(self) -> pd.DataFrame:
        """Direct and total effects by study, in region and nation.

        National effects are there where the model has them.

        Money is million USD; per direct job it is USD.
        """
        names, rows = self.measures, []
        for place, result in enumerate(self.results, 1):
            everywhere = result.counties[result.counties.phase == self.phase]
            inside = everywhere[everywhere.fips.isin(result.region.fips)]
            parts = {("direct", "region"): inside[inside.effect == "direct"], (TOTAL, "region"): inside}
            if result.model == GRAVITY:
                parts[TOTAL, "nation"] = everywhere
            direct = float(parts["direct", "region"].jobs.sum())
            for (effect, where), part in parts.items():
                sums = part[names].sum()
                units = pd.Series({name: 1e6 if measures()[name].format == "money" else 1.0 for name in names})
                per_direct_job = (sums * units / direct).set_axis([self.per_job(name) for name in names])
                labels = {
                    "study": place,
                    "name": result.name,
                    "region": result.region.label,
                    "model": result.model,
                    "economy": result.economy,
                }
                rows.append(labels | {"effect": effect, "place": where} | dict(sums) | dict(per_direct_job))
        return pd.DataFrame(rows)

    @cached_property
    def counties(self) -> pd.DataFrame:
        """The total effect of each study by county."""
        tables = []
        for place, result in enumerate(self.results, 1):
            every = result.by_county()
            effects = every[(every.phase == self.phase) & (every.effect == TOTAL)]
            tables.append(effects[["fips", "name", "state", *self.measures]].assign(study=place))
        columns = ["study", "fips", "name", "state", *self.measures]
        counties: pd.DataFrame = pd.concat(tables, ignore_index=True)[columns]
        return counties

    def ranked_counties(self) -> list[str]:
        """Return county FIPS codes by jobs in the largest study."""
        jobs = self.counties.groupby("fips").jobs.max().sort_values(ascending=False, kind="stable")
        return [str(fips) for fips in jobs.index]

    def maps(self, kind: str) -> bytes:
        """Return maps of all studies with one legend on one sheet.

        The kind is ``png``, ``svg`` or ``pdf``.
        """
        figure = map_panels(self.named(), self.phase)
        return sheet_bytes(figure, kind, (self.title, f"{jobs_unit(self.phase)} by county, all effects"))

    @property
    def title(self) -> str:
        """Title of the comparison."""
        return f"Comparison of {len(self.results)} studies"

    def named(self) -> list[Effects]:
        """Return the studies with names that fit a line."""
        return [replace(result, name=tidy(result.name, NAME_WIDTH)) for result in self.results]

    def warnings(self) -> list[str]:
        """Return the notes of the studies, each once, with its studies."""
        studies_by_warning: dict[str, list[str]] = {}
        for place, result in enumerate(self.results, 1):
            for warning in result.warnings:
                studies_by_warning.setdefault(warning, []).append(str(place))
        return [
            warning if len(studies) == len(self.results) else f"Study {', '.join(studies)}: {warning}"
            for warning, studies in studies_by_warning.items()
        ]

    def differences(self) -> list[str]:
        """Return sentences on differences beyond the studies' sites."""
        sentences = []
        for noun, name in (("trade model", "model"), ("economy", "economy")):
            if len({getattr(result, name) for result in self.results}) > 1:
                sentences.append(f"The studies differ in their {noun}, not in their sites alone.")
        if len({len(result.region.fips) for result in self.results}) > 1:
            sentences.append(
                "Study regions differ in the number of counties: a larger region keeps more of the effects."
            )
        return sentences

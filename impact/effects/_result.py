"""The result of a study: effects by county and industry, and everything needed to print or repeat it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..accounts import MEASURES
from ..counties import Region
from ..errors import DataError
from ..reference import Assumption, table
from ._files import read_json, write_folder

if TYPE_CHECKING:
    import folium

EFFECTS = ("direct", "indirect", "induced", "total")


@dataclass(frozen=True)
class Place:
    """The site as the result remembers it: its name, county and position."""

    name: str
    fips: str
    county: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Result:
    """Effects of a site.

    Attributes
    ----------
    site : Place
        Name, county and position.
    region : Region
        The study region.
    year, dollar_year : int
        Year of operation, and year of the prices of all money.
    model : str
        Trade model.
    counties : DataFrame
        ``fips, phase, effect`` (direct, indirect, induced) and the four measures: jobs, million USD of ``dollar_year``.
    industries : DataFrame
        ``industry, phase, effect`` and the four measures, all counties together.
    assumptions : tuple of Assumption
        All of them, with the values used.
    data : mapping of str to str
        sha256 of every reference table.
    warnings : tuple of str
        What a reader should know.
    """

    site: Place
    region: Region
    year: int
    dollar_year: int
    model: str
    counties: pd.DataFrame
    industries: pd.DataFrame
    assumptions: tuple[Assumption, ...]
    data: Mapping[str, str]
    warnings: tuple[str, ...]

    def summary(self) -> pd.DataFrame:
        """Effects of the whole region: ``phase, effect`` (direct, indirect, induced, total) and the four measures."""
        return _with_totals(self.counties, [])

    def by_county(self) -> pd.DataFrame:
        """Effects by county: ``fips, name, state, phase, effect`` and the four measures, in order of FIPS."""
        counties = table("counties").set_index("fips")
        effects = _with_totals(self.counties, ["fips"])
        effects.insert(1, "name", effects.fips.map(counties.name))
        effects.insert(2, "state", effects.fips.map(counties.state))
        return effects

    def by_industry(self) -> pd.DataFrame:
        """Effects by industry: ``industry, title, phase, effect`` and the four measures, most jobs first."""
        titles = table("industries").set_index("code").title
        effects = _with_totals(self.industries, ["industry"])
        effects.insert(1, "title", effects.industry.map(titles))
        jobs = effects[effects.effect == "total"].groupby("industry").jobs.sum()
        rank = jobs.rank(ascending=False, method="first")
        return effects.sort_values("industry", key=lambda code: code.map(rank), kind="stable", ignore_index=True)

    def map(self) -> "folium.Map":
        """Map of the total effect by county, with the region outlined and the site marked."""
        from ..maps import result_map  # maps are told from results: the only step back up the house

        return result_map(self)

    def save(self, folder: str | Path) -> list[Path]:
        """Write the tables, the map and ``result.json`` into a new folder, complete or not at all.

        Returns
        -------
        list of Path
            The files written: summary.csv, counties.csv, industries.csv, assumptions.csv, result.json, map.html.

        Raises
        ------
        UsageError
            If the folder exists or cannot be written.
        """
        from ..maps import save as save_map

        tables = {
            "summary.csv": self.summary().assign(site=self.site.name, dollar_year=self.dollar_year),
            "counties.csv": self.by_county(),
            "industries.csv": self.by_industry(),
            "assumptions.csv": self.assumptions_table(),
        }
        return write_folder(Path(folder), tables, self.to_dict(), {"map.html": lambda path: save_map(self.map(), path)})

    def assumptions_table(self) -> pd.DataFrame:
        """The assumptions used: ``name, title, value, unit, low, high, overridden, source, year``."""
        columns = ["name", "title", "value", "unit", "low", "high", "overridden", "source", "year"]
        return pd.DataFrame([assumption.model_dump() for assumption in self.assumptions])[columns]

    def to_dict(self) -> dict[str, Any]:
        """Return the result as one JSON document, from which :meth:`load` makes it again."""
        return {
            "site": asdict(self.site),
            "region": {"label": self.region.label, "fips": list(self.region.fips)},
            "year": self.year,
            "dollar_year": self.dollar_year,
            "model": self.model,
            "effects": self.summary().to_dict("records"),
            "counties": self.by_county().to_dict("records"),
            "industries": self.by_industry().to_dict("records"),
            "assumptions": [assumption.model_dump() for assumption in self.assumptions],
            "data": dict(self.data),
            "warnings": list(self.warnings),
        }

    @classmethod
    def load(cls, path: str | Path) -> "Result":
        """Read a saved ``result.json``, or the folder that holds it.

        Raises
        ------
        DataError
            If the file is missing or is not a result.
        """
        path = Path(path)
        path = path / "result.json" if path.is_dir() else path
        document = read_json(path, cls)
        try:
            return cls._from_dict(document)
        except (AttributeError, KeyError, TypeError, ValueError):
            raise DataError(f"{path} is damaged. Save the result again with 'impact run SITE --out DIR'.") from None

    @classmethod
    def _from_dict(cls, document: Mapping[str, Any]) -> "Result":
        return cls(
            site=Place(**document["site"]),
            region=Region(document["region"]["label"], tuple(document["region"]["fips"])),
            year=document["year"],
            dollar_year=document["dollar_year"],
            model=document["model"],
            counties=_without_totals(document["counties"], ["fips"]),
            industries=_without_totals(document["industries"], ["industry"]),
            assumptions=tuple(Assumption(**assumption) for assumption in document["assumptions"]),
            data=document["data"],
            warnings=tuple(document["warnings"]),
        )


def _with_totals(effects: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Sum the measures by keys, phase and effect, and add the total of the effects."""
    by = [*keys, "phase"]
    measures = list(MEASURES)
    parts = effects.groupby([*by, "effect"], as_index=False)[measures].sum()
    whole = effects.groupby(by, as_index=False)[measures].sum().assign(effect="total")
    both = pd.concat([parts, whole], ignore_index=True)
    both["effect"] = pd.Categorical(both.effect, EFFECTS, ordered=True)
    both = both.sort_values([*by, "effect"], ignore_index=True)
    return both.astype({"effect": str})[[*by, "effect", *measures]]


def _without_totals(records: list[dict[str, Any]], keys: list[str]) -> pd.DataFrame:
    """Return saved records as the table they were made from."""
    frame = pd.DataFrame(records)
    frame = frame[frame.effect != "total"]
    return frame[[*keys, "phase", "effect", *MEASURES]].reset_index(drop=True)

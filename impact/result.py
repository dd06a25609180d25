"""Result of a study: effects, with tables, maps, reports, workforce and draws."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from functools import cached_property, partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ._files import EPOCH, json_text, write_folder
from ._notes import Note, noted, read_notes
from ._result_tables import registry, saved_tables
from ._saved import FORMAT, RESULT, read_document, sealed
from .counties import Region
from .effects import Draws, Effects, Place
from .errors import DataError
from .reference import Assumption, manifest

if TYPE_CHECKING:
    import folium

    from ._types import Progress
    from .fiscal import Fiscal
    from .reports import Plots
    from .workforce import Workforce

__all__ = ["Result"]


class Result(Effects):
    """Effects of a study, with methods for everything derived from them.

    Attributes are those of :class:`impact.effects.Effects`.
    """

    @classmethod
    def of(cls, effects: Effects, draws: Draws | None = None) -> "Result":
        """Return effects as a result, with draws if there are any."""
        values = {field.name: getattr(effects, field.name) for field in fields(effects)}
        return cls(**(values | {"draws": draws or effects.draws}))

    def by_occupation(self, by_year: bool = False) -> pd.DataFrame:
        """Jobs in the study region by occupation, most first.

        Columns: ``soc, title, phase, effect, jobs``.

        With ``by_year`` each ``year`` has its own rows. See :func:`impact.workforce.occupations`; a code such as
        51-0000 holds jobs whose occupation is not published.
        """
        from .workforce import occupations

        return occupations(self, by_year=by_year)

    def workforce(self, site: str | None = None) -> "Workforce":
        """Return the workforce of a plant; see :func:`impact.workforce.workforce`."""
        from .workforce import workforce

        return workforce(self, site)

    def fiscal(self) -> "Fiscal":
        """Return taxes, services and incentives of the study; see :func:`impact.fiscal.fiscal`."""
        return self._fiscal

    @cached_property
    def _fiscal(self) -> "Fiscal":
        from .fiscal import fiscal

        return fiscal(self)

    def fiscal_table(self, name: str) -> pd.DataFrame:
        """Return one table of :meth:`fiscal` by name, such as ``taxes``."""
        return self._fiscal.tables()[name].copy()

    def environment_intervals(self) -> pd.DataFrame:
        """Return 90 % intervals; see :func:`impact.environment.environment_intervals`."""
        from .environment import environment_intervals

        return environment_intervals(self)

    def draw(
        self,
        count: int = 500,
        seed: int = 1,
        progress: "Progress" = lambda done, total: None,
        scheduler: str | None = None,
    ) -> "Result":
        """Return the result with draws of its assumptions; see :func:`impact.evidence.draw`."""
        from .evidence import draw

        return Result.of(self, draw(self, count, seed, progress, scheduler))

    def quick_draw(self, count: int = 1000, seed: int = 1) -> "Result":
        """Return the result with a quick interval.

        It needs no solve of its own; see :func:`impact.evidence.quick_draw`.
        """
        from .evidence import quick_draw

        return Result.of(self, quick_draw(self, count, seed))

    def purchases_table(self) -> pd.DataFrame:
        """Purchases of each plant; see the attribute ``purchases``."""
        return self.purchases.copy()

    def labor_plans_table(self) -> pd.DataFrame:
        """Direct jobs by occupation as planned; see the attribute ``labor_plans``."""
        return self.labor_plans.copy()

    def calendar_table(self) -> pd.DataFrame:
        """When the phases of each site happen; see the attribute ``years``."""
        return self.years.copy()

    def drivers_table(self) -> pd.DataFrame:
        """Drivers of the totals; see :class:`impact.effects.Draws`."""
        return pd.DataFrame() if self.draws is None else self.draws.drivers.copy()

    def map(self, tiles: bool = False) -> "folium.Map":
        """Map of effects and taxes by county, with region and sites marked.

        With ``tiles`` roads and towns lie below, for which the map asks the network.
        """
        from .maps import result_map

        return result_map(self, tiles, self.fiscal().by_county())

    @property
    def plot(self) -> "Plots":
        """Charts of the result, such as ``result.plot.waterfall()``; see :class:`impact.reports.Plots`."""
        from .reports import Plots

        return Plots(self)

    def report(self, path: str | Path, kind: str | None = None) -> Path:
        """Write the report into a new file.

        Its name ends in html, docx, xlsx, md, pdf or pptx, or ``kind`` gives the format.

        The kind ``brief`` is one page in PDF.

        See :func:`impact.reports.write_report`.
        """
        from .reports import write_report

        tables = [(table.name, table.title, partial(table.make, self)) for table in saved_tables(self)]
        return write_report(self, path, kind, tables)

    def save(self, folder: str | Path, reports: Sequence[str] = ()) -> list[Path]:
        """Write tables, map and ``result.json`` into a new folder, or nothing.

        Parameters
        ----------
        folder : str or Path
            The folder, which does not exist.
        reports : sequence of str
            Formats of reports to write too, such as ``html`` and ``docx``: ``report.html`` and so on, and ``brief.pdf``
            for ``brief``.

        Returns
        -------
        list of Path
            The files written: a CSV file for each table of ``docs/result-tables.md`` that the result has,
            ``counties.gpkg`` (total effects with outlines), ``result.json``, ``map.html`` and
            ``attribution.txt``.

        Raises
        ------
        UsageError
            If the folder exists or cannot be written.
        """
        from .maps import save as save_map

        tables = {f"{table.name}.csv": table.make(self) for table in saved_tables(self)}
        summary = tables["summary.csv"]
        tables["summary.csv"] = summary.assign(study=self.name, dollar_year=self.dollar_year, economy=self.economy)
        document = sealed(json_text(self.to_dict()))
        return write_folder(
            Path(folder),
            tables,
            {
                "counties.gpkg": self._write_outlines,
                RESULT: lambda path: path.write_text(document, encoding="utf-8"),
                "attribution.txt": _write_attributions,
                "map.html": lambda path: save_map(self.map(), path),
                **{_report_name(kind): partial(self._write_report, kind) for kind in reports},
            },
        )

    def _write_report(self, kind: str, path: Path) -> None:
        self.report(path, kind)

    def _write_outlines(self, path: Path) -> None:
        """Write the wide table of counties with outlines, for geographic information systems."""
        import geopandas as gpd
        import pyogrio

        from .shapes import counties

        wide = self.by_county_wide()
        frame = gpd.GeoDataFrame(wide.merge(counties()[["fips", "geometry"]], on="fips"), crs="EPSG:4326")
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ")})
        try:
            pyogrio.write_dataframe(frame, path, layer="counties", driver="GPKG")
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})

    def to_dict(self) -> dict[str, Any]:
        """Return the result as one JSON document, the input of :meth:`load`."""
        first, *_ = self.sites
        tables = {table.document: table.records(self) for table in registry().values() if table.document}
        return {
            "format": FORMAT,
            "version": version("county-impact"),
            "site": {**asdict(first), "name": self.name},
            "sites": [asdict(site) for site in self.sites],
            "region": {"label": self.region.label, "fips": list(self.region.fips)},
            "year": self.year,
            "dollar_year": self.dollar_year,
            "model": self.model,
            "economy": self.economy,
            "discount": self.discount,
            "headlines": self.headlines(),
            **tables,
            "assumptions": [assumption.model_dump() for assumption in self.assumptions],
            "inputs": dict(self.inputs),
            "data": dict(self.data),
            "vintages": dict(self.vintages),
            "warnings": list(self.warnings),
            "attribution": list(manifest().attributions),
            "notes": [note.to_dict() for note in self.notes],
            "draws": None if self.draws is None else self.draws.to_dict(),
        }

    @classmethod
    def load(cls, path: str | Path) -> "Result":
        """Read a saved ``result.json``, or the folder around it.

        Raises
        ------
        DataError
            If the file is missing or is not a result.
        """
        path = Path(path)
        path = path / RESULT if os.path.isdir(path) else path
        document = read_document(path)
        try:
            return cls._from_dict(document)
        except (AttributeError, ImportError, KeyError, TypeError, ValueError):
            raise DataError(f"{path} is damaged. Save the result again with 'impact run SITE'.") from None

    @classmethod
    def _from_dict(cls, document: Mapping[str, Any]) -> "Result":
        stored = {
            table.field: table.read(document.get(table.document, []) if table.missing else document[table.document])
            for table in registry().values()
            if table.field
        }
        return cls(
            name=document["site"]["name"],
            sites=tuple(Place(**site) for site in document["sites"]),
            region=Region(document["region"]["label"], tuple(document["region"]["fips"])),
            year=document["year"],
            dollar_year=document["dollar_year"],
            model=document["model"],
            economy=document["economy"],
            discount=document.get("discount"),
            assumptions=tuple(Assumption(**entry) for entry in document["assumptions"] if entry["name"] != "economy"),
            inputs=dict(document["inputs"]),
            data=dict(document["data"]),
            notes=tuple(dict.fromkeys([*read_notes(document), *_other_versions(document.get("draws"))])),
            vintages=document["vintages"],
            draws=Draws.from_dict(document["draws"]) if document.get("draws") else None,
            **stored,
        )


def _report_name(kind: str) -> str:
    """Return the file name of a report format in a result's folder."""
    return "brief.pdf" if kind == "brief" else f"report.{kind}"


def _write_attributions(path: Path) -> None:
    path.write_text("".join(f"{line}\n" for line in manifest().attributions), encoding="utf-8")


def _other_versions(draws: Mapping[str, Any] | None) -> list[Note]:
    """Note the library versions of saved draws that differ from those installed."""
    made = draws["versions"] if draws else {}
    installed = {name: version(name) for name in made}
    if installed == made:
        return []
    recorded, current = (
        ", ".join(f"{name} {number}" for name, number in versions.items()) for versions in (made, installed)
    )
    return noted(
        "draws", f"The draws were made with {recorded}; here are {current}. The same seed may give other draws."
    )

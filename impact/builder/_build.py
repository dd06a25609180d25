"""Making all tables, and replacing the old ones only when every new one is complete."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from .._in_place import put_in_place
from ..errors import DataError
from ..reference._kept import forget
from ..reference._manifest import MANIFEST, Manifest, sha256
from . import (
    accounts,
    backcast,
    domestic_supply,
    geography,
    history,
    households,
    incentives,
    margins,
    national_jobs,
    plants,
    recent_jobs,
    shapes,
    updated,
    workforce,
)
from .county_cbp import newest_year
from .county_jobs import county_jobs
from .vintages import RECENT, vintages

DATED = ("title", "source", "vintage", "derivation")  # may name a year that is found in the files


def build(source: Path, target: Path | None = None, progress: Callable[[str], None] = lambda name: None) -> Manifest:
    """Build every table of the embedded reference economy.

    Parameters
    ----------
    source : Path
        The folder that holds the input folders (``bea_io``, ``county_employment``, ...).
    target : Path, optional
        Where to write; by default into the package itself, replacing its tables.
    progress : callable
        Called with the name of each table before it is made.

    Returns
    -------
    Manifest
        The declared tables with their row counts and fingerprints, as written.

    Raises
    ------
    DataError
        If an input is missing or has another shape, or the tables cannot be written. The old tables are then
        untouched.
    """
    if not source.is_dir():
        raise DataError(
            f"{source} is not a folder. Give --from the folder that holds bea_io, county_employment, geo, ..."
        )
    declared = yaml.safe_load(Path(__file__).with_name("tables.yaml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as scratch:
        written = {}
        for name, frame in _tables(source, progress):
            entry = declared["tables"][name]
            if list(frame.columns) != list(entry["columns"]):
                raise DataError(f"Table {name} has columns {list(frame.columns)}; tables.yaml declares others.")
            path = Path(scratch) / f"{name}.parquet"
            _write(frame, path)
            entry |= {"rows": len(frame), "sha256": sha256(path)}
            written[path] = (target or _folder(entry["package"])) / path.name
        found = vintages(source)
        for entry in declared["tables"].values():
            entry |= {field: entry[field].format_map(found) for field in DATED}
        made = Manifest.model_validate(declared)
        unmade = [name for name, entry in made.tables.items() if not entry.sha256]
        if unmade:
            raise DataError(f"tables.yaml declares {', '.join(unmade)}, which nothing makes.")
        path = Path(scratch) / MANIFEST.name
        path.write_text(json.dumps(made.model_dump(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        written[path] = (target or MANIFEST.parent) / path.name
        _replace(written)
    forget()
    return made


def _tables(source: Path, progress: Callable[[str], None]) -> Iterator[tuple[str, pd.DataFrame]]:
    simple: dict[str, Callable[[Path], pd.DataFrame]] = {
        "commodities": accounts.commodities,
        "make": accounts.make,
        "use": accounts.use,
        "imports": accounts.imports,
        "margins": margins.margins,
        "margin_services": margins.margin_services,
        "naics": accounts.naics,
        "states": households.states,
        "county_income": households.county_income,
        "counties": geography.counties,
        "fips_changes": geography.fips_changes,
        "commuting": geography.commuting,
        "labor_force": geography.labor_force,
        "jobs_history": history.jobs_history,
        "manufacturing_panel": history.manufacturing_panel,
        "manufacturing_mix": history.manufacturing_mix,
        "manufacturing_growth": history.manufacturing_growth,
        "occupations": workforce.occupations,
        "staffing": workforce.staffing,
        "wages": workforce.wages,
        "wage_areas": workforce.wage_areas,
        "resident_occupations": workforce.resident_occupations,
        "hires": workforce.hires,
        "soc_2010": workforce.soc_2010,
        "soc_joined": workforce.soc_joined,
        "plants": plants.plants,
        "domestic_supply": domestic_supply.domestic_supply,
        "incentives": incentives.incentives,
        "incentive_areas": incentives.incentive_areas,
        "county_shapes": shapes.county_shapes,
        "state_shapes": shapes.state_shapes,
    }
    for name, make in simple.items():
        progress(name)
        yield name, make(source)
    progress("industries")
    industries = accounts.industries(source)
    yield "industries", industries
    progress("prices")
    prices = accounts.prices(source)
    yield "prices", prices
    progress("productivity")
    yield "productivity", national_jobs.productivity(source, prices)
    progress("county_jobs")
    balanced = county_jobs(source, industries.set_index("code"))
    yield "county_jobs", balanced.jobs
    yield "county_totals", balanced.totals
    yield from _recent(source, progress, (industries, balanced.jobs, balanced.totals))


def _recent(
    source: Path, progress: Callable[[str], None], benchmark: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Make the tables of the economy of ``RECENT`` as those of the benchmark, and the errors of what is known."""
    progress(f"use_{RECENT}")
    moved = updated.updated(source, RECENT)
    made = {"make": moved.make, "use": moved.use, "imports": moved.imports, "summary": updated.summary(source, RECENT)}
    for name, frame in made.items():
        progress(f"{name}_{RECENT}")
        yield f"{name}_{RECENT}", frame
    progress(f"industries_{RECENT}")
    output = moved.make.groupby("industry").value.sum()
    industries = recent_jobs.recent_industries(source, RECENT, moved.value_added, output)
    yield f"industries_{RECENT}", industries
    progress(f"county_jobs_{RECENT}")
    balanced = county_jobs(source, industries.set_index("code"), RECENT)
    yield f"county_jobs_{RECENT}", balanced.jobs
    yield f"county_totals_{RECENT}", balanced.totals
    progress("backcast")
    yield "backcast", backcast.backcast(source, RECENT, benchmark, (industries, balanced.jobs, balanced.totals))
    progress("holdout")
    yield "holdout", backcast.holdout(source, newest_year(source, RECENT))


def _write(frame: pd.DataFrame, path: Path) -> None:
    if isinstance(frame, gpd.GeoDataFrame):
        frame.to_parquet(path, index=False, compression="zstd")
        return
    # stored as text, not as what pandas would infer from the values
    texts = [name for name in frame.columns if frame[name].dtype.kind == "O"]
    table = pa.Table.from_pandas(frame.astype(dict.fromkeys(texts, "str")), preserve_index=False)
    pq.write_table(table.replace_schema_metadata(), path, compression="zstd", compression_level=19)


def _folder(package: str) -> Path:
    return Path(str(files(package)))


def _replace(written: dict[Path, Path]) -> None:
    """Put each new file in the place of the old one, once all of them lie beside."""
    beside: dict[Path, Path] = {}
    try:
        for new, old in written.items():
            old.parent.mkdir(parents=True, exist_ok=True)
            copy = old.with_name(f".{old.name}.new")
            beside[copy] = old
            shutil.copyfile(new, copy)
        put_in_place(beside)
    except OSError as error:
        place = f"{error.filename} cannot be written ({error.strerror})"
        raise DataError(f"{place}. Choose another folder or free this one, and build again.") from None
    finally:
        for copy in beside:
            copy.unlink(missing_ok=True)

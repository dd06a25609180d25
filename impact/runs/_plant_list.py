"""Known plants of a build-out: type, size, opening year; omissions.

Plants left out have a reason.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from .._wording import quoted
from .._yaml import read_declared
from ..errors import UsageError
from ..facilities import Facility, facilities, plants
from ..reference import economy_year, manifest, table

DECLARED = Path(__file__).with_name("buildout.yaml")
SHORT = {"construction": "under construction"}
LISTED = [
    "facility_id",
    "company",
    "name",
    "fips",
    "status",
    "type",
    "capacity",
    "unit",
    "jobs",
    "sized_by",
    "opens",
    "opening",
    "in_structure",
]


@cache
def declared() -> Mapping[str, Any]:
    """Return the declarations of ``buildout.yaml``."""
    content: Mapping[str, Any] = read_declared(DECLARED)
    return content


def statuses(asked: Sequence[str]) -> list[str]:
    """Return statuses of the table of plants; UsageError names an unknown one."""
    known = declared()["statuses"]
    statuses_named = [SHORT.get(status.strip().lower(), status.strip().lower()) for status in asked]
    unknown_status = next((status for status in statuses_named if status not in known), None)
    if unknown_status is not None:
        raise UsageError(
            f"There is no status {quoted(unknown_status)} of plants. Choose from: {', '.join([*known, *SHORT])}."
        )
    return [status for status in known if status in statuses_named]


def plant_list(known: pd.DataFrame | None = None, economy: int | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the plants that a build-out can study, and the others.

    Parameters
    ----------
    known : DataFrame, optional
        In the columns of the reference table ``plants``; by default that table, each plant counted once.
    economy : int, optional
        Year whose county jobs hold the older plants.

    Returns
    -------
    (DataFrame, DataFrame)
        ``facility_id, company, name, fips, status, type, capacity, unit, jobs`` (as announced), ``sized_by``
        (capacity, jobs or capital), ``opens``, ``opening`` (stated or assumed), and ``in_structure``: whether the
        county jobs hold the plant already. And ``facility_id, name, why`` of those left out.
    """
    frame = plants() if known is None else known
    counted = manifest().county_years[economy_year(economy)]
    counties, seen = set(table("counties").fips), set[str]()
    kept: list[dict[str, Any]] = []
    out: list[tuple[str, str, str]] = []
    for record in frame.to_dict("records"):
        row = {str(name): value for name, value in record.items()}
        identifier, name = str(row["facility_id"]), f"{row['company']}, {row['name']}"
        reason = _why_not(row, seen, counties)
        entry = None if reason else _plant(row, counted)
        seen.add(identifier)
        if entry is None:
            out.append((identifier, name, reason or "no capacity, jobs or capital is known"))
        else:
            kept.append(entry)
    return pd.DataFrame(kept, columns=LISTED), pd.DataFrame(out, columns=["facility_id", "name", "why"])


def _why_not(row: Mapping[str, Any], seen: set[str], counties: set[str]) -> str:
    """Return why a row is left out; empty if it is not."""
    core = row.get("core_id")
    if row["facility_id"] in seen:
        return "listed twice"
    if row["tier"] != "core" and isinstance(core, str) and core:
        return f"a phase of {core}"
    if row["status"] in ("canceled", "retired"):
        return str(row["status"])
    if row["status"] not in declared()["statuses"]:
        return f"unknown status {quoted(str(row['status']))}"
    if row["fips"] not in counties:
        return "no county is known"
    if row["segment"] not in declared()["types"]:
        return f"no type of the catalogue is a plant of {row['segment']}"
    return ""


def _plant(row: Mapping[str, Any], counted: int) -> dict[str, Any] | None:
    """Return a plant with type and size; None without a size."""
    kind = _type(row)
    capacity, by = _size(row, kind)
    if capacity is None:
        return None
    stated = row["operation_year"] == row["operation_year"]
    if stated:
        opens = int(row["operation_year"])
    elif row["status"] == "operating":
        opens = min(
            int(row["announced_year"]) + int(declared()["years_to_open"]), int(declared()["opens"]["operating"])
        )
    else:
        opens = int(declared()["opens"][row["status"]])
    return {
        **{name: row[name] for name in ("facility_id", "company", "name", "fips", "status")},
        "type": kind.name,
        "capacity": capacity,
        "unit": kind.unit,
        "jobs": row["jobs"],
        "sized_by": by,
        "opens": opens,
        "opening": "stated" if stated else "assumed",
        "in_structure": row["status"] == "operating" and opens < counted,
    }


def _type(row: Mapping[str, Any]) -> Facility:
    text = " ".join(str(row[name]) for name in ("subsegment", "name", "capacity_unit")).lower()
    entries = declared()["types"][row["segment"]]
    entry_used = next(
        entry for entry in entries if not entry.get("words") or any(word in text for word in entry["words"])
    )
    return facilities()[entry_used["type"]]


def _size(row: Mapping[str, Any], kind: Facility) -> tuple[float | None, str]:
    """Return the capacity in the type's unit, and its basis."""
    unit = declared()["units"].get(row["capacity_unit"])
    if unit is not None and row["capacity"] > 0 and unit["unit"] == kind.unit:
        return float(row["capacity"]) * unit["factor"], "capacity"
    if row["jobs"] > 0 and kind.jobs_per_unit is not None:
        return float(row["jobs"]) / kind.jobs_per_unit.base, "jobs"
    if row["capex_usd"] > 0 and kind.capital_total is not None:
        return float(row["capex_usd"]) / kind.capital_total.base, "capital"
    return None, ""

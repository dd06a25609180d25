"""Known battery plants: places, products and announcements."""

import pandas as pd

from ._resolve import made
from .inputs import cited, complete, file_of

COLUMNS = {
    "facility_id": "facility_id",
    "tier": "tier",
    "core_id": "core_id",
    "company": "company",
    "facility_name": "name",
    "state": "state",
    "county_fips": "fips",
    "county": "county",
    "city": "city",
    "lat": "lat",
    "lon": "lon",
    "segment": "segment",
    "subsegment": "subsegment",
    "capacity": "capacity",
    "capacity_unit": "capacity_unit",
    "announced_jobs": "jobs",
    "capex_usd": "capex_usd",
    "capex_basis": "capex_basis",
    "status": "status",
    "announced_year": "announced_year",
    "operation_year": "operation_year",
    "source": "source",
    "confidence": "confidence",
}
INDUSTRY = {"cell": "335911", "module/pack": "335911", "mining/brine": "2123A0"}  # of plants with measured jobs
NUMBERS = ["lat", "lon", "capacity", "jobs", "capex_usd", "announced_year", "operation_year"]


@made
def plants(known_plants: pd.DataFrame, counties: pd.DataFrame) -> pd.DataFrame:
    """Known plants or phases, one a row, in source order.

    Figures that are not announced are missing.

    A plant without coordinates takes its county's center of population, if it has one. ``position`` says which.
    """
    frame = known_plants[list(COLUMNS)].rename(columns=COLUMNS)
    frame[NUMBERS] = frame[NUMBERS].astype(float)
    frame["source"] = cited(frame.source)
    centres = counties.set_index("fips")[["lat", "lon"]].reindex(frame.fips.dropna().unique())
    complete(centres.lat, f"{file_of('known_plants')}: counties of 2023")
    published = frame.lat.notna() & frame.lon.notna()
    for axis in ("lat", "lon"):
        frame[axis] = frame[axis].where(published, frame.fips.map(centres[axis]))
    position = pd.Series("unknown", frame.index).mask(frame.lat.notna(), "county centre").mask(published, "plant")
    frame.insert(list(frame.columns).index("lon") + 1, "position", position)
    return frame


@made
def plant_jobs(known_plants: pd.DataFrame, plant_records: pd.DataFrame, structure_year: int) -> pd.DataFrame:
    """Measured jobs of plants that operated earlier: (counties, industries).

    They operated before the structure year.
    """
    counted = plant_records[plant_records.jobs_basis == "actual"].astype({"jobs": float})
    jobs = counted.groupby("facility_id").jobs.max()
    frame = known_plants[["facility_id", "county_fips", "segment", "status", "operation_year"]]
    frame = frame.assign(
        industry=frame.segment.map(INDUSTRY),
        jobs=frame.facility_id.map(jobs),
        operation_year=frame.operation_year.astype(float),
    )
    frame = frame[(frame.status == "operating") & (frame.operation_year < structure_year)]
    frame = frame.dropna(subset=["county_fips", "industry", "jobs"])
    return frame.pivot_table(index="county_fips", columns="industry", values="jobs", aggfunc="sum", fill_value=0.0)

"""Jobs over time: all jobs of a county by year, and manufacturing on the counties where it can form a panel."""

from pathlib import Path

import pandas as pd

from .geography import known_counties
from .inputs import read

PANEL_YEARS = [2017, 2018, 2019, 2020]
ALL, MANUFACTURING = "00", "31-33"
DISTRICT = "11"  # of Columbia
SUBSECTORS = ("31", "32", "33")


def jobs_history(source: Path) -> pd.DataFrame:
    """All jobs by place of work, 2001-2021, of the counties that BEA publishes by themselves in every year.

    Connecticut, the combined areas of Virginia and Hawaii, and places whose boundaries changed are left out: dividing
    their figures would make a history that nobody counted.
    """
    frame = read(
        source, "county_employment/bea_county_total_employment_2001_2021.parquet", ["fips", "year", "emp_total_bea"]
    )
    frame = frame.rename(columns={"emp_total_bea": "jobs"}).dropna()
    years = frame.groupby("fips").year.transform("nunique")
    frame = frame[frame.fips.isin(known_counties(source)) & (years == frame.year.nunique())]
    return frame.astype({"year": "int16", "jobs": "int32"}).sort_values(["fips", "year"], ignore_index=True)


def manufacturing_panel(source: Path) -> pd.DataFrame:
    """Private jobs of mid-March, all and in manufacturing, where both are published in every year of the panel.

    The files of 38 states hold the published sectors; those of the other twelve hold neither manufacturing nor the
    total, and a sum of their finer cells would change with what is withheld.
    """
    columns = ["fips", "naics", "year", "emp", "src", "withheld"]
    frame = read(source, "county_employment/cbp_county_naics_2017_2020.parquet", columns)
    wanted = frame.naics.isin([ALL, MANUFACTURING]) & (frame.src == "api") & ~frame.withheld
    frame = frame[wanted & frame.year.isin(PANEL_YEARS) & frame.fips.isin(known_counties(source))]
    cells = frame.pivot(index=["fips", "year"], columns="naics", values="emp")
    cells = cells.rename(columns={ALL: "jobs", MANUFACTURING: "manufacturing"}).dropna().reset_index()
    every_year = cells.groupby("fips").year.transform("nunique") == len(PANEL_YEARS)
    cells = cells[every_year].astype({"year": "int16", "jobs": "int32", "manufacturing": "int32"})
    return cells[["fips", "year", "jobs", "manufacturing"]].rename_axis(columns=None).reset_index(drop=True)


def manufacturing_mix(source: Path) -> pd.DataFrame:
    """Manufacturing jobs by four-digit industry before the panel, for its counties: the mean of 2012-2016."""
    name = "county_employment/cbp_county_naics_avg2012_2016_estimated.parquet"
    frame = read(source, name, ["fips", "naics", "emp", "variant"])
    finer = (frame.naics.str.len() == 4) & frame.naics.str.startswith(SUBSECTORS) & (frame.variant == "all")
    frame = frame[finer & frame.fips.isin(manufacturing_panel(source).fips) & (frame.emp > 0)]
    frame = frame.rename(columns={"emp": "jobs"})[["fips", "naics", "jobs"]]
    return frame.sort_values(["fips", "naics"], ignore_index=True)


def manufacturing_growth(source: Path) -> pd.DataFrame:
    """Manufacturing jobs by four-digit industry, state and year of the panel, where published; 50 states."""
    columns = ["state", "naics", "year", "emp", "withheld"]
    frame = read(source, "county_employment/cbp_state_naics_2017_2020.parquet", columns)
    finer = (frame.naics.str.len() == 4) & frame.naics.str.startswith(SUBSECTORS)
    frame = frame[finer & frame.year.isin(PANEL_YEARS) & ~frame.withheld & (frame.state != DISTRICT)]
    frame = frame.rename(columns={"state": "state_fips", "emp": "jobs"})
    frame = frame.astype({"year": "int16", "jobs": "int32"})[["state_fips", "naics", "year", "jobs"]]
    return frame.sort_values(["state_fips", "naics", "year"], ignore_index=True)

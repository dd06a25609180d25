"""Jobs over time: all jobs, and manufacturing panels, by county."""

import pandas as pd

from ._resolve import made
from .county_sectors import TOTAL

PANEL_YEARS = [2017, 2018, 2019, 2020]
ALL, MANUFACTURING = "00", "31-33"
DISTRICT = "11"  # of Columbia
SUBSECTORS = ("31", "32", "33")
MANUFACTURING_LINE = 500  # of CAEMP25N
MAX_AGENCY_RATIO, MIN_DISAGREEMENT = 2.0, 500  # factor and jobs between the agencies


@made
def jobs_history(caemp25n: pd.DataFrame, known_counties: pd.Series) -> pd.DataFrame:
    """County jobs by place of work, 2001-2022.

    They are for counties that BEA publishes by themselves in every year.

    Connecticut, the combined areas of Virginia and Hawaii, and places with changed boundaries are left out: a history
    of divided figures would not be a count.
    """
    frame = caemp25n.loc[caemp25n.line == TOTAL, ["fips", "year", "value"]].rename(columns={"value": "jobs"}).dropna()
    frame = frame[frame.fips.isin(known_counties)].drop_duplicates(["fips", "year"])
    years = frame.groupby("fips").year.transform("nunique")
    frame = frame[years == frame.year.nunique()]
    return frame.astype({"year": "int16", "jobs": "int32"}).sort_values(["fips", "year"], ignore_index=True)


@made
def manufacturing_panel(cbp_counties: pd.DataFrame, bea_lines: pd.DataFrame, known_counties: pd.Series) -> pd.DataFrame:
    """Private mid-March jobs, all and manufacturing, of the panel's counties.

    Both are published in every year of the panel.

    The files of 38 states hold the published sectors; those of the other twelve hold neither manufacturing nor the
    total, and a sum of their finer cells would change with what is withheld. Counties are left out if Census and BEA
    differ by a factor of two and by 500 factory jobs. An example is an industrial park with a mailing address in
    another county.
    """
    frame = cbp_counties[cbp_counties.naics.isin([ALL, MANUFACTURING]) & ~cbp_counties.withheld]
    frame = frame[(frame.src == "api") & frame.year.isin(PANEL_YEARS) & frame.fips.isin(known_counties)]
    cells = frame.pivot(index=["fips", "year"], columns="naics", values="emp")
    cells = cells.rename(columns={ALL: "jobs", MANUFACTURING: "manufacturing"}).dropna().reset_index()
    factories = bea_lines[MANUFACTURING_LINE].reindex(pd.MultiIndex.from_frame(cells[["fips", "year"]])).to_numpy()
    apart = (cells.manufacturing > MAX_AGENCY_RATIO * factories) | (factories > MAX_AGENCY_RATIO * cells.manufacturing)
    apart &= (cells.manufacturing - factories).abs() > MIN_DISAGREEMENT  # owners alone double a handful
    cells = cells[~cells.fips.isin(cells.fips[apart])]
    every_year = cells.groupby("fips").year.transform("nunique") == len(PANEL_YEARS)
    cells = cells[every_year].astype({"year": "int16", "jobs": "int32", "manufacturing": "int32"})
    return cells[["fips", "year", "jobs", "manufacturing"]].rename_axis(columns=None).reset_index(drop=True)


@made
def manufacturing_mix(cbp_before_2017: pd.DataFrame, manufacturing_panel: pd.DataFrame) -> pd.DataFrame:
    """Manufacturing jobs by four-digit industry before the panel.

    They are the mean of 2012-2016 in its counties.
    """
    frame = cbp_before_2017[cbp_before_2017.variant == "all"]
    finer = (frame.naics.str.len() == 4) & frame.naics.str.startswith(SUBSECTORS)
    frame = frame[finer & frame.fips.isin(manufacturing_panel.fips) & (frame.emp > 0)]
    frame = frame.rename(columns={"emp": "jobs"})[["fips", "naics", "jobs"]]
    return frame.sort_values(["fips", "naics"], ignore_index=True)


@made
def manufacturing_growth(cbp_states: pd.DataFrame) -> pd.DataFrame:
    """Published manufacturing jobs by four-digit industry, state and year.

    They cover the panel's years and 50 states.
    """
    frame = cbp_states
    finer = (frame.naics.str.len() == 4) & frame.naics.str.startswith(SUBSECTORS)
    frame = frame[finer & frame.year.isin(PANEL_YEARS) & ~frame.withheld & (frame.state != DISTRICT)]
    frame = frame.rename(columns={"state": "state_fips", "emp": "jobs"})
    frame = frame.astype({"year": "int16", "jobs": "int32"})[["state_fips", "naics", "year", "jobs"]]
    return frame.sort_values(["state_fips", "naics", "year"], ignore_index=True)

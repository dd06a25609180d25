"""The years of the files that ``impact data refresh --into`` replaces, as the manifest tells them."""

from pathlib import Path

import pyarrow.parquet as pq

from .county_cbp import newest_year
from .county_public import OWNERSHIP
from .geography import LABOR_FORCE
from .inputs import read
from .workforce import RESIDENTS, WAGES

RECENT = 2021  # the last year with summary accounts and BEA's jobs of every county
CROSSCHECKED = "2023 Q1"  # of QCEW, the totals of counties in the crosscheck, which is not refreshed
UNDATED = "May 2025, published May 2026"  # the file of OEWS that names its year in its name alone


def vintages(source: Path) -> dict[str, str]:
    """Return what stands in ``tables.yaml`` for a year that is found in the files, by its name there."""
    year, quarter = read(source, OWNERSHIP, ["year", "qtr"]).iloc[0]
    owners = str(year) if quarter == "A" else f"{year} Q{quarter}"
    wages = UNDATED
    if "vintage" in pq.read_schema(source / WAGES).names:
        wages = str(read(source, WAGES, ["vintage"]).vintage.iloc[0])
    residents = read(source, LABOR_FORCE, ["year", "vintage"])
    latest = residents[residents.year == residents.year.max()].iloc[0]
    return {
        "cbp": str(newest_year(source, RECENT)),
        "government": str(year),
        "qcew": owners if owners == CROSSCHECKED else f"{CROSSCHECKED}, government {owners}",
        "newest_of_county_jobs": max(str(year), CROSSCHECKED[:4]),
        "oews": wages.partition(",")[0],
        "oews_published": wages,
        "acs": str(read(source, RESIDENTS, ["period"]).period.iloc[0]),
        "laus": str(latest.year),
        "laus_published": str(latest.vintage),
    }

"""Years of refreshed input files, as the manifest tells them.

``impact data refresh --into`` replaces these files.
"""

import pandas as pd

from ._resolve import made

UNDATED = "May 2025, published May 2026"  # the OEWS file without a year inside


@made
def stated_vintages(
    qcew_counties: pd.DataFrame, oews_pay: pd.DataFrame, laus: pd.DataFrame, acs_residents: pd.DataFrame
) -> dict[str, str]:
    """Year and publication stated in files, by name in ``tables.yaml``."""
    government, quarter = qcew_counties[["year", "qtr"]].iloc[0]
    owners = str(government) if quarter == "A" else f"{government} Q{quarter}"
    wages = str(oews_pay.vintage.iloc[0]) if "vintage" in oews_pay else UNDATED
    latest = laus[laus.year == laus.year.max()].iloc[0]
    return {
        "government": str(government),
        "qcew": owners,
        "oews": wages.partition(",")[0],
        "oews_published": wages,
        "acs": str(acs_residents.period.iloc[0]),
        "laus": str(latest.year),
        "laus_published": str(latest.vintage),
    }


@made
def vintages(
    stated_vintages: dict[str, str],
    pattern_year: int,
    structure_year: int,
    contributions_year: int,
    spending_year: int,
) -> dict[str, str]:
    """Texts for the braces in ``tables.yaml``, by name.

    They are the years of an economy's files.
    """
    return stated_vintages | {
        "cbp": str(pattern_year),
        "structure_year": str(structure_year),
        "contributions_year": str(contributions_year),
        "spending_year": str(spending_year),
    }

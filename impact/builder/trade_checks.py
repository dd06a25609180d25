"""Published figures that trade is compared with and not fitted to."""

import pandas as pd

from ._resolve import made

BANDS = {
    "share_lt50": "under 50",
    "share_50_99": "50 to 99",
    "share_100_249": "100 to 249",
    "share_250_499": "250 to 499",
    "share_500_749": "500 to 749",
    "share_750_999": "750 to 999",
    "share_1000_1499": "1,000 to 1,499",
    "share_1500_1999": "1,500 to 1,999",
    "share_ge2000": "2,000 and over",
}
MULTIPLIERS = {
    "output_usd_per_usd": "output",
    "earnings_usd_per_usd": "labor_income",
    "jobs_per_musd": "jobs",
    "value_added_usd_per_usd": "value_added",
}
OWN_SHARE, PULL = "own-county share, calibrated", "pull factor: county sales per head over state sales per head"
VISITORS, VISITED = "share bought by visitors", "2018.0"
COLUMNS = ["check", "item", "title", "measure", "value", "source"]


@made
def trade_checks(
    cfs_by_industry: pd.DataFrame, own_county_trips: pd.DataFrame, rims_multipliers: pd.DataFrame
) -> pd.DataFrame:
    """Published figures for checks of trade, one a row.

    They are shares of value by distance, trips, pull factors, visitors, and RIMS II multipliers.
    """
    bands = cfs_by_industry[
        (cfs_by_industry.kind == "distance bands, national") & (cfs_by_industry.weight == "value")
    ].melt(id_vars=["naics", "industry"], value_vars=list(BANDS), var_name="measure")
    bands = bands.rename(columns={"naics": "item", "industry": "title"})
    bands = bands.assign(check="distance", measure=bands.measure.map(BANDS), source="CFS 2022, table CF2200A18")
    trips = own_county_trips[own_county_trips.measure.str.startswith(OWN_SHARE)]
    area = trips.measure.str.removeprefix(OWN_SHARE).str.removeprefix(", ").replace("", "all counties")
    trips = trips.assign(check="own county", item=trips.purpose, title=trips.purpose, measure=area)
    trips = trips.assign(source="derived from home-based trips, NHTS 2022")
    pull = own_county_trips[own_county_trips.measure == PULL]
    pull = pull.assign(check="retail pull", item=pull.area, title=pull.area, measure="pull factor")
    visitors = own_county_trips[own_county_trips.measure.str.startswith(VISITORS) & (own_county_trips.year == VISITED)]
    visitors = visitors.assign(check="visitors", item=visitors.area, title=visitors.purpose, measure=VISITORS)
    rims = rims_multipliers.melt(id_vars=["bea_summary", "industry"], value_vars=list(MULTIPLIERS), var_name="measure")
    rims = rims.rename(columns={"bea_summary": "item", "industry": "title"})
    rims = rims.assign(check="RIMS II", measure=rims.measure.map(MULTIPLIERS), source="RIMS II, North Carolina, 2018")
    rows = pd.concat([check[COLUMNS] for check in (bands, trips, pull, visitors, rims)], ignore_index=True)
    return rows.assign(value=pd.to_numeric(rows.value))

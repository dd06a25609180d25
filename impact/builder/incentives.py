"""Public support of battery plants, and areas of federal incentives."""

import pandas as pd

from ._resolve import made
from .geography import to_2023_counties
from .inputs import cited

COLUMNS = {
    "policy_id": "incentive_id",
    "level": "level",
    "program": "program",
    "instrument": "instrument",
    "company": "company",
    "facility": "facility",
    "core_id": "facility_id",
    "state": "state",
    "county_fips": "fips",
    "rate": "rate",
    "rate_unit": "rate_unit",
    "amount_usd": "amount_usd",
    "jobs_promised": "jobs_promised",
    "year": "period",
    "status": "status",
    "source": "source",
    "confidence": "confidence",
    "note": "note",
}
AREAS = {
    "ffe_threshold_met": "fossil_fuel_employment",
    "statistical_area_ec_2024": "energy_community_2024",
    "statistical_area_ec_2025_v1": "energy_community_2025_v1",
    "statistical_area_ec_2025_v2": "energy_community_2025_v2",
    "oz_pop_share": "opportunity_zones",
}
TRACTS = {"coal_closure_tracts": "coal_closure_tracts", "oz_tracts": "opportunity_zone_tracts"}


@made
def incentives(battery_policy: pd.DataFrame) -> pd.DataFrame:
    """Federal and state incentives, one a row, in source order.

    They are programs, grants, loans and packages.
    """
    frame = battery_policy[list(COLUMNS)].rename(columns=COLUMNS)
    frame[["amount_usd", "jobs_promised"]] = frame[["amount_usd", "jobs_promised"]].astype(float)
    frame["source"] = cited(frame.source)
    return frame.fillna({"status": "", "note": ""})


@made
def incentive_areas(
    incentive_flags: pd.DataFrame, boundaries_2020: pd.DataFrame, fips_changes: pd.DataFrame, known_counties: pd.Series
) -> pd.DataFrame:
    """Share of each 2023 county's people in incentive areas.

    The table also counts tracts.

    The notices name whole counties of 2020, so that a share is 0 or 1 except in Connecticut, whose counties are divided
    by population.
    """
    frame = incentive_flags[incentive_flags.fips < "57"].rename(columns=AREAS | TRACTS)
    values = [*AREAS.values(), *TRACTS.values()]
    frame[values] = frame[values].astype(float)
    undivided = frame[frame.fips.isin(known_counties)]
    people = boundaries_2020.set_index("GEOID").pop2020.astype(float)
    past = frame[~frame.fips.isin(known_counties)]
    shares = list(AREAS.values())
    past = past.assign(people=past.fips.map(people))
    past[shares] = past[shares].mul(past.people, axis=0)
    bridged = to_2023_counties(past, [*values, "people"], fips_changes, known_counties)
    bridged[shares] = bridged[shares].div(bridged.people, axis=0)
    return pd.concat([undivided, bridged.drop(columns="people")]).sort_values("fips", ignore_index=True)

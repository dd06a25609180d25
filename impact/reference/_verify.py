"""Checks of the embedded figures: every byte, and the identities that the tables must keep."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..errors import DataError
from ._manifest import manifest
from ._tables import intact, table

INDUSTRY_TOLERANCE = 0.006  # BEA's own rounding: 0.57 % of a 1.4 billion industry
COMMODITY_TOLERANCE = 30.0  # million USD; the published tables differ by up to 26
SERIES_TOLERANCE = 5.0  # million USD; the time series differs from the benchmark by up to 4
COUNTY_TOLERANCE = 0.01


@dataclass(frozen=True)
class Check:
    """One identity: what was compared, by how much it is off at worst, and what is allowed."""

    name: str
    worst: float
    allowed: float
    unit: str


def verify() -> list[Check]:
    """Recompute every fingerprint and every identity of the embedded reference economy.

    Returns
    -------
    list of Check
        One per identity, all within what is allowed.

    Raises
    ------
    DataError
        Naming the table whose bytes differ, or the identity that fails and its tables.
    """
    for name, declared in manifest().tables.items():
        intact(name, declared)
    checks = [*_accounts(), *_jobs(), *_shares()]
    for check in checks:
        if not check.worst <= check.allowed:
            raise DataError(
                f"{check.name}: off by {check.worst:g} {check.unit}, allowed {check.allowed:g}. "
                "Rebuild the reference with 'impact data build --from DIR'."
            )
    return checks


def _accounts() -> list[Check]:
    industries = table("industries").set_index("code")
    output = industries.output
    value_added = industries[["compensation", "production_taxes", "operating_surplus"]].sum(axis=1)
    make, use = table("make"), table("use")
    before = make[make.redefinitions == "before"], use[use.redefinitions == "before"]
    made = before[0].groupby("industry").value.sum().reindex(output.index)
    supplied = before[0].groupby("commodity").value.sum()
    intermediate = before[1][~before[1].user.str.startswith("F0") & ~before[1].user.str.startswith("F1")]
    inputs = intermediate.groupby("user").value.sum().reindex(output.index).fillna(0.0)
    used = before[1].groupby("commodity").value.sum()
    prices = table("prices")
    output_2017 = prices[prices.year == manifest().structure_year].set_index("industry").output
    return [
        Check("make: row sums are the output in industries", _worst(made - output), 0.5, "million USD"),
        Check(
            "make and use: inputs plus value added are output",
            _worst((inputs + value_added - output) / output),
            INDUSTRY_TOLERANCE,
            "of output",
        ),
        Check(
            "make and use: every commodity is used up",
            _worst(supplied.sub(used, fill_value=0.0)),
            COMMODITY_TOLERANCE,
            "million USD",
        ),
        Check(
            "prices: output of 2017 is the output in industries",
            _worst(output_2017.reindex(output.index) - output),
            SERIES_TOLERANCE,
            "million USD",
        ),
    ]


def _jobs() -> list[Check]:
    jobs = table("county_jobs")
    national = table("industries").set_index("code").jobs
    totals = table("county_totals").set_index("fips")
    by_industry = jobs.groupby("industry").jobs.sum().reindex(national.index).fillna(0.0)
    by_county = jobs.groupby("fips").jobs.sum().reindex(totals.index)
    return [
        Check("county_jobs: counties sum to national jobs", _worst(by_industry - national), 0.0, "jobs"),
        Check("county_jobs: sums are the totals in county_totals", _worst(by_county - totals.jobs), 0.0, "jobs"),
        Check(
            "county_totals: jobs are BEA's within one percent",
            _worst(by_county / totals.bea_jobs - 1),
            COUNTY_TOLERANCE,
            "of BEA jobs",
        ),
    ]


def _shares() -> list[Check]:
    naics = table("naics").groupby(["naics_year", "naics"]).weight.sum()
    changes = table("fips_changes").groupby("old_fips").weight.sum()
    margins = table("margins")[["producers", "transportation", "wholesale", "retail"]].sum(axis=1)
    services = table("margin_services").groupby(["user", "margin"]).share.sum()
    counties = set(table("counties").fips)
    flows = table("commuting")
    strangers = len((set(flows.home) | set(flows.work) | set(table("county_jobs").fips)) - counties)
    return [
        Check("naics: weights of a code sum to one", _worst(naics - 1), 1e-5, ""),
        Check("fips_changes: weights of an old county sum to one", _worst(changes - 1), 1e-9, ""),
        Check("margins: producers' share and margins sum to one", _worst(margins - 1), 1e-9, ""),
        Check("margin_services: shares of a margin sum to one", _worst(services - 1), 1e-9, ""),
        Check("commuting and county_jobs: every county is in counties", float(strangers), 0.0, "counties"),
    ]


def _worst(difference: pd.Series) -> float:
    return float(np.abs(difference.to_numpy(dtype=float)).max())

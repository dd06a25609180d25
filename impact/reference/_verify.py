"""Checks of the embedded tables: bytes and accounting identities."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..errors import DataError
from ._manifest import manifest
from ._sectors import sector_of
from ._tables import intact, table

INDUSTRY_TOLERANCE = 0.006  # BEA's own rounding: 0.57 % of a 1.4 billion industry
COMMODITY_TOLERANCE = 30.0  # million USD; the published tables differ by up to 26
SERIES_TOLERANCE = 2e-3  # the series has another release date; 1.05e-3 in federal enterprises of 2024
SUMMARY_TOLERANCE = 1.0  # million USD, in which BEA publishes
DUTIES = "4200ID"
OUTPUT_TOLERANCE = 1e-5  # kept in 128ths of a million USD


@dataclass(frozen=True)
class Check:
    """One identity: comparison, worst deviation, and tolerance."""

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
    checks = [check for economy in manifest().economies for check in (*_accounts(economy), *_jobs(economy))]
    checks += [*_summary(), *_shares()]
    for check in checks:
        if not check.worst <= check.allowed:
            raise DataError(
                f"{check.name}: off by {check.worst:g} {check.unit}, allowed {check.allowed:g}. "
                "Rebuild the reference with 'impact data build --from DIR'."
            )
    return checks


def _accounts(economy: int) -> list[Check]:
    industries = table("industries", economy).set_index("code")
    output = industries.output
    value_added = industries[["compensation", "production_taxes", "operating_surplus"]].sum(axis=1)
    make, use = table("make", economy), table("use", economy)
    before = make[make.redefinitions == "before"], use[use.redefinitions == "before"]
    made = before[0].groupby("industry").value.sum().reindex(output.index)
    supplied = before[0].groupby("commodity").value.sum()
    intermediate = before[1][~before[1].user.str.startswith("F0") & ~before[1].user.str.startswith("F1")]
    inputs = intermediate.groupby("user").value.sum().reindex(output.index).fillna(0.0)
    used = before[1].groupby("commodity").value.sum()
    prices = table("prices")
    series = prices[prices.year == economy].set_index("industry").output.reindex(output.index)
    duties = output.index == DUTIES  # the summary use table has another figure
    return [
        Check(f"make of {economy}: row sums are the output in industries", _worst(made - output), 0.5, "million USD"),
        Check(
            f"make and use of {economy}: inputs plus value added are output",
            _worst((inputs + value_added - output) / output),
            INDUSTRY_TOLERANCE,
            "of output",
        ),
        Check(
            f"make and use of {economy}: every commodity is used up",
            _worst(supplied.sub(used, fill_value=0.0)),
            COMMODITY_TOLERANCE,
            "million USD",
        ),
        Check(
            f"prices: output of {economy} is the output in industries",
            _worst(((series - output) / output)[~duties]),
            SERIES_TOLERANCE,
            "of output",
        ),
    ]


def _jobs(economy: int) -> list[Check]:
    jobs = table("county_jobs", economy)
    national = table("industries", economy).set_index("code").jobs
    sectors = table("county_sectors", economy).set_index(["fips", "sector"]).jobs
    nation = table("industries", economy).set_index("code")
    by_industry = jobs.groupby("industry").jobs.sum().reindex(national.index).fillna(0.0)
    by_sector = jobs.jobs.groupby([jobs.fips, sector_of(jobs.industry.map(nation.summary))]).sum()
    output = jobs.groupby("industry").output.sum()
    return [
        Check(f"county_jobs of {economy}: counties sum to national jobs", _worst(by_industry - national), 0.0, "jobs"),
        Check(
            f"county_jobs of {economy}: sums are BEA's jobs by sector in county_sectors",
            _worst(by_sector.rename_axis(sectors.index.names).sub(sectors, fill_value=0.0)),
            0.0,
            "jobs",
        ),
        Check(
            f"county_jobs of {economy}: counties sum to national output",
            _worst(output / nation.output[output.index] - 1),
            OUTPUT_TOLERANCE,
            "of output",
        ),
    ]


def _summary() -> list[Check]:
    """Compare the updated accounts with published summary tables, cell by cell.

    The tables are those of their year.
    """
    codes = table("industries").set_index("code").summary
    components = {"compensation": "V001", "production_taxes": "V002", "operating_surplus": "V003"}
    checks = []
    for economy in manifest().economies:
        if economy == manifest().structure_year:
            continue
        published = table("summary", economy).set_index(["table", "row", "column"]).value
        make, use = table("make", economy), table("use", economy)
        commodities = _summary_of_commodities(codes)
        made = make.value.groupby([make.industry.map(codes), make.commodity.map(commodities)]).sum()
        user = use.user.map(codes).fillna(use.user.str[:4])
        used = use.value.groupby([use.commodity.map(commodities), user]).sum()
        value = table("industries", economy).groupby("summary")[list(components)].sum().rename(columns=components)
        use_table = pd.concat([used, pd.Series(value.T.stack())])
        for name, made_table in (("make", made), ("use", use_table)):
            difference = _worst(made_table.rename_axis(["row", "column"]).sub(published[name], fill_value=0.0))
            title = f"{name} of {economy}: sums are BEA's summary table"
            checks.append(Check(title, difference, SUMMARY_TOLERANCE, "million USD"))
    return checks


def _summary_of_commodities(industries: pd.Series) -> pd.Series:
    """Summary code of each commodity.

    It is that of the industry of its name; scrap, used goods and imports without a producer have their own.
    """
    special = {"S00401": "Used", "S00402": "Used", "S00300": "Other", "S00900": "Other"}
    codes: pd.Series = pd.concat([industries, pd.Series(special)])
    return codes


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

"""What households keep and spend of their earnings, by state: contributions, taxes, consumption (2017)."""

from pathlib import Path

import pandas as pd

from .areas import bridge
from .inputs import complete, read

YEAR = 2017
EARNINGS, CONTRIBUTIONS = "35", "36"  # lines of BEA SAINC4
INCOME, TAXES, DISPOSABLE = "10", "15", "16"  # lines of BEA SAINC50


def states(source: Path) -> pd.DataFrame:
    """Rates by state of residence, each a share between 0 and 1.

    ``contributions`` are government social insurance per dollar of earnings (employers' part included), ``taxes``
    are personal current taxes per dollar of personal income, ``consumption`` is personal consumption per dollar
    of disposable income, at most one: three states spend more than that, which new earnings cannot.
    """
    names = read(source, "geo/states.csv", ["state_fips", "stusps", "state_name"])
    names = names[names.state_fips < "57"].rename(columns={"stusps": "state"})
    earnings = _lines(source, "taxes/bea_sainc4_2012_2018.parquet", [EARNINGS, CONTRIBUTIONS])
    income = _lines(source, "taxes/bea_sainc50_1997_2018.parquet", [INCOME, TAXES, DISPOSABLE])
    spending = read(source, "taxes/bea_state_pce_2012_2018.parquet", ["state", "line", "year", "value"])
    consumed = spending[(spending.line == 1) & (spending.year == YEAR)].set_index("state")["value"]
    rates = pd.DataFrame(
        {
            "contributions": earnings[CONTRIBUTIONS] / earnings[EARNINGS],
            "taxes": income[TAXES] / income[INCOME],
            "consumption": (consumed * 1000 / income[DISPOSABLE]).clip(upper=1.0),
        }
    )
    complete(rates.reindex(names.state).sum(axis=1, skipna=False), "taxes of 2017 (SAINC4, SAINC50, SAEXP1)")
    frame = names.merge(rates, left_on="state", right_index=True, validate="1:1")
    return frame.sort_values("state_fips").reset_index(drop=True)


def _lines(source: Path, name: str, lines: list[str]) -> pd.DataFrame:
    frame = read(source, name, ["state", "line", "year", "value"]).astype({"line": str})
    frame = frame[(frame.year == YEAR) & frame.line.isin(lines)]
    return frame.pivot_table(index="state", columns="line", values="value", aggfunc="first")


def county_income(source: Path) -> pd.DataFrame:
    """Personal income of each county in 2017, million USD; BEA's combined areas are divided by population."""
    income = read(
        source, "county_employment/bea_cainc1_county_1969_2019.parquet", ["fips", "year", "personal_income_kusd"]
    )
    income = income[(income.year == YEAR) & ~income.fips.str.endswith("000") & (income.fips < "57")]
    income = income[~income.fips.str.match("029[0-9][0-9]")].dropna()
    thousand = income.set_index("fips")["personal_income_kusd"]
    people = read(source, "geo/counties_2020_5m.parquet", ["GEOID", "pop2020"]).set_index("GEOID")["pop2020"]
    to_2023 = bridge(source, people.astype(float))
    counties = to_2023.series(thousand / 1000)
    complete(counties.where(counties > 0), "personal income of 2017 (CAINC1)")
    return counties.rename("personal_income").rename_axis("fips").reset_index()

"""What households keep and spend of their earnings, by state: contributions, taxes, consumption (2017)."""

from pathlib import Path

import pandas as pd

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

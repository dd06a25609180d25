"""Household rates by state: contributions, taxes and consumption."""

import pandas as pd

from ._resolve import made
from .areas import bridge
from .inputs import complete

EARNINGS, CONTRIBUTIONS = 35, 36  # lines of BEA CAINC4
INCOME, TAXES, DISPOSABLE = "10", "15", "16"  # lines of BEA SAINC50


@made
def contributions_year(cainc4: pd.DataFrame) -> int:
    """Newest year of contributions for social insurance."""
    return int(cainc4.year.max())


@made
def spending_year(sainc50: pd.DataFrame, saexp1: pd.DataFrame) -> int:
    """Newest year of both personal taxes and consumption by state."""
    return int(min(sainc50.year.max(), saexp1.year.max()))


@made
def contribution_rates(cainc4: pd.DataFrame, contributions_year: int) -> pd.Series:
    """Social insurance contributions per dollar of earnings by state FIPS.

    The employers' part is included.
    """
    rows = cainc4[(cainc4.year == contributions_year) & cainc4.line.isin([EARNINGS, CONTRIBUTIONS])]
    rows = rows[rows.fips.str.endswith("000")].drop_duplicates(["fips", "line"]).astype({"value": float})
    earned = rows.pivot(index="fips", columns="line", values="value")
    rates: pd.Series = earned[CONTRIBUTIONS] / earned[EARNINGS]
    return rates


@made
def spending_rates(sainc50: pd.DataFrame, saexp1: pd.DataFrame, spending_year: int) -> pd.DataFrame:
    """Tax and consumption rates of households by state.

    ``taxes`` are per dollar of personal income, ``consumption`` per dollar of disposable income.

    Consumption is at most one: three states spend more than that, which new earnings cannot.
    """
    income = _lines(sainc50, [INCOME, TAXES, DISPOSABLE], spending_year)
    consumed = saexp1[(saexp1.line == 1) & (saexp1.year == spending_year)].set_index("state")["value"]
    consumed = consumed.reindex(income.index)
    return pd.DataFrame(
        {
            "taxes": income[TAXES] / income[INCOME],
            "consumption": (consumed * 1000 / income[DISPOSABLE]).clip(upper=1.0),
        }
    )


@made
def states(state_names: pd.DataFrame, contribution_rates: pd.Series, spending_rates: pd.DataFrame) -> pd.DataFrame:
    """Rates of the newest years by state, between 0 and 1.

    The state is that of residence.

    ``contributions``, ``taxes`` and ``consumption`` as in :func:`contribution_rates` and :func:`spending_rates`.
    """
    names = state_names[state_names.state_fips < "57"].rename(columns={"stusps": "state"}).set_index("state_fips")
    rates = spending_rates.reindex(names.state).set_axis(names.index)
    rates.insert(0, "contributions", contribution_rates.reindex(names.index + "000").to_numpy())
    complete(rates.sum(axis=1, skipna=False).set_axis(names.state), "taxes (CAINC4, SAINC50, SAEXP1)")
    return names.join(rates).reset_index().sort_values("state_fips", ignore_index=True)


def _lines(accounts: pd.DataFrame, lines: list[str], year: int) -> pd.DataFrame:
    frame = accounts.astype({"line": str})
    frame = frame[(frame.year == year) & frame.line.isin(lines)]
    return frame.pivot_table(index="state", columns="line", values="value", aggfunc="first")


@made
def county_income(
    cainc1: pd.DataFrame,
    boundaries_2020: pd.DataFrame,
    fips_changes: pd.DataFrame,
    known_counties: pd.Series,
    year: int,
) -> pd.DataFrame:
    """Personal income of each county in a year, million USD.

    BEA's combined areas are divided by population.
    """
    income = cainc1[(cainc1.year == year) & ~cainc1.fips.str.endswith("000") & (cainc1.fips < "57")]
    income = income[~income.fips.str.match("029[0-9][0-9]")].dropna()
    thousand = income.set_index("fips")["personal_income_kusd"]
    people = boundaries_2020.set_index("GEOID")["pop2020"].astype(float)
    counties = bridge(people, people, fips_changes, known_counties).series(thousand / 1000)
    complete(counties.where(counties > 0), f"personal income of {year} (CAINC1)")
    return counties.rename("personal_income").rename_axis("fips").reset_index()

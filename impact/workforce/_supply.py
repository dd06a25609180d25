"""The people of a county by occupation: employed and unemployed residents."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..counties import activity, commuting_matrix
from ..facilities import staffing_matrix
from ..reference import table

RELAXED_RANK, TIGHT_RANK = 0.5, 0.2  # share of years since 1990 with lower unemployment
GROUPS = {  # major groups of the SOC in each of the five groups of the American Community Survey
    "management": range(11, 30),
    "service": range(31, 40),
    "sales_office": range(41, 44),
    "construction": range(45, 50),
    "production": range(51, 54),
}


def residents(fips: Sequence[str], economy: int | None = None) -> pd.DataFrame:
    r"""Employed and unemployed residents of counties by occupation.

    .. math:: E_{ho} = E_h \, g_{hG} \, \frac{p_{ho}}{\sum_{o' \in G} p_{ho'}}, \qquad
        p_{ho} = \sum_w P_{hw} \sum_i J_{wi} \, S_{io}

    Jobs J of the economy by county of work and industry become occupations by the staffing patterns S and people by the
    commuting flows P; inside each of the five groups of occupations G that the Census publishes they divide the
    employed residents of the latest year, E, with the group's share g of 2013-2017. The unemployed are taken to have
    the occupations of the employed.

    Parameters
    ----------
    fips : sequence of str
        Counties of residence.
    economy : int, optional
        Year of the jobs; by default that of the declared assumptions.

    Returns
    -------
    DataFrame
        ``fips, soc, employed, unemployed`` (persons): in each county they sum to the labor force. Counties without
        published labor force are left out.
    """
    latest = table("labor_force")
    people = latest[latest.year == latest.year.max()].set_index("fips")
    wanted = [code for code in fips if code in people.index]
    counties = pd.Index(table("counties").fips)
    matrix, _, codes = staffing_matrix()
    detailed = np.array([not code.endswith("-0000") for code in codes])
    county_index = counties.get_indexer(pd.Index(wanted))
    jobs = activity(list(counties), economy).jobs
    pattern = commuting_matrix()[county_index] @ jobs @ matrix
    nation = jobs.sum(axis=0) @ matrix
    shares = table("resident_occupations").set_index("fips").loc[wanted]
    employed = people.employed[wanted].to_numpy()
    spread = np.zeros_like(pattern)
    major = np.array([int(code[:2]) for code in codes])
    for group, majors in GROUPS.items():
        inside = np.isin(major, list(majors)) & detailed
        own = np.where(pattern[:, inside].sum(axis=1, keepdims=True) > 0, pattern[:, inside], nation[inside])
        spread[:, inside] = own / own.sum(axis=1, keepdims=True) * shares[group].to_numpy()[:, np.newaxis]
    row, column = np.nonzero(spread)
    share = spread[row, column]
    return pd.DataFrame(
        {
            "fips": np.array(wanted)[row],
            "soc": np.array(codes)[column],
            "employed": share * employed[row],
            "unemployed": share * people.unemployed[wanted].to_numpy()[row],
        }
    )


def labor_market(counties: "pd.Series[str]") -> dict[str, float | str]:
    """Return the labor force and its tightness since 1990."""
    people = table("labor_force")
    people = people[people.fips.isin(counties)]
    years = people.groupby("year")[["labor_force", "unemployed"]].sum()
    rates = years.unemployed / years.labor_force
    rate, rank = float(rates.iloc[-1]), float((rates.iloc[:-1] < rates.iloc[-1]).mean())
    return {
        "labor_force": float(years.labor_force.iloc[-1]),
        "unemployed": float(years.unemployed.iloc[-1]),
        "unemployment": rate,
        "rank": rank,
        "tightness": "low" if rank >= RELAXED_RANK else "moderate" if rank >= TIGHT_RANK else "high",
    }

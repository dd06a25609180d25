"""Pay of occupations by area."""

from collections.abc import Sequence

import pandas as pd

from ..reference import kept, table
from ._names import check_codes

NATION = "0000000"
FIGURES = ("mean", "p10", "p25", "median", "p75", "p90")


def wage_area(fips: str) -> tuple[str, str]:
    """Return code and title of the wage area of a county.

    Its metropolitan area, or the rest of the state where BLS publishes one such area; in states with several, whose
    counties are not in the tables, the state.

    Raises
    ------
    RegionError
        If the code is no county of 2023.

    Examples
    --------
    >>> wage_area("32029")
    ('0039900', 'Reno, NV')
    >>> wage_area("32009")
    ('3200006', 'Balance of Nevada nonmetropolitan area')
    """
    check_codes([fips])
    area = str(_areas().area[fips])
    return area, str(table("wage_areas").set_index("area").title[area])


@kept
def _areas() -> pd.DataFrame:
    """Return wage area and state codes, ``area, state``, by FIPS."""
    areas, counties = table("wage_areas"), table("counties").set_index("fips")
    metro = areas[areas.kind == "metro"].drop_duplicates("cbsa").set_index("cbsa").area
    only_rest = areas[areas.kind == "nonmetro"].drop_duplicates("state_fips", keep=False).set_index("state_fips").area
    states = areas[areas.kind == "state"].set_index("state_fips").area
    state_fips = pd.Series(counties.index.str[:2], index=counties.index)
    of_state = state_fips.map(states)
    return pd.DataFrame(
        {"area": counties.cbsa.map(metro).fillna(state_fips.map(only_rest)).fillna(of_state), "state": of_state}
    )


def occupation_pay(fips: str | None = None) -> pd.DataFrame:
    """Return yearly pay by occupation in a county's area.

    Where the area's figures of an occupation are not published, those of the state stand in, then the nation's.

    Parameters
    ----------
    fips : str, optional
        County of work; without it the nation's pay.

    Returns
    -------
    DataFrame
        Indexed by SOC code, 00-0000 for all occupations together: ``mean, p10, p25, median, p75, p90`` in USD a year
        without benefits, ``topcoded`` (a figure is only a lower bound) and ``pay_area``; missing where BLS publishes
        nothing at all.

    Raises
    ------
    RegionError
        If the code is no county of 2023.

    Examples
    --------
    >>> pay = occupation_pay("32029")
    >>> pay.pay_area["51-2090"]
    'Reno, NV'
    """
    return _pay_in(fips).copy()


def mean_pay(fips: Sequence[str]) -> pd.DataFrame:
    """Return mean pay by occupation in several counties.

    Gaps are filled as in :func:`occupation_pay`.

    Parameters
    ----------
    fips : sequence of str
        Counties of work.

    Returns
    -------
    DataFrame
        USD a year without benefits; a row per county in the order given, a column per SOC code.

    Raises
    ------
    RegionError
        If a code is no county of 2023.
    """
    check_codes(fips)
    published = _published()
    means = published.reset_index().pivot(index="area", columns="soc", values="mean").astype(float)
    areas = _areas().loc[list(fips)]
    of_area, of_state = (means.reindex(areas[name]).set_axis(areas.index) for name in ("area", "state"))
    return of_area.fillna(of_state).fillna(means.loc[NATION])


@kept
def _published() -> pd.DataFrame:
    """Return the published pay of all areas, by ``area, soc``."""
    wages = table("wages")
    return wages[wages["median"].notna()].set_index(["area", "soc"]).sort_index()


@kept
def _pay_in(fips: str | None) -> pd.DataFrame:
    titles, published = table("wage_areas").set_index("area").title, _published()
    wanted = [NATION] if fips is None else [wage_area(fips)[0], _areas().state[fips], NATION]
    pay: pd.DataFrame | None = None
    for area in dict.fromkeys(wanted):
        if area not in published.index:
            continue
        rows = published.loc[area, [*FIGURES, "topcoded"]].assign(pay_area=titles[area])
        pay = rows if pay is None else pd.concat([pay, rows[~rows.index.isin(pay.index)]])
    assert pay is not None
    return pay.astype(dict.fromkeys(FIGURES, float)).sort_index()

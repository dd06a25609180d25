"""Pay of occupations by area."""

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
    return _area_of(fips)


@kept
def _area_of(fips: str) -> tuple[str, str]:
    check_codes([fips])
    areas = table("wage_areas")
    county = table("counties").set_index("fips").loc[fips]
    metro = areas[(areas.kind == "metro") & (areas.cbsa == county.cbsa)]
    rest = areas[(areas.kind == "nonmetro") & (areas.state_fips == fips[:2])]
    state = areas[(areas.kind == "state") & (areas.state_fips == fips[:2])]
    area = metro if len(metro) else rest if len(rest) == 1 else state
    return str(area.area.iloc[0]), str(area.title.iloc[0])


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


@kept
def _pay_in(fips: str | None) -> pd.DataFrame:
    wages, areas = table("wages"), table("wage_areas").set_index("area").title
    wanted = [NATION]
    if fips is not None:
        area, _ = wage_area(fips)
        state = table("wage_areas").query("kind == 'state'").set_index("state_fips").area[fips[:2]]
        wanted = [area, state, NATION]
    pay: pd.DataFrame | None = None
    for area in dict.fromkeys(wanted):
        rows = wages[(wages.area == area) & wages["median"].notna()].set_index("soc")
        rows = rows[[*FIGURES, "topcoded"]].assign(pay_area=areas[area])
        pay = rows if pay is None else pd.concat([pay, rows[~rows.index.isin(pay.index)]])
    assert pay is not None
    return pay.astype(dict.fromkeys(FIGURES, float)).sort_index()

"""Counties of 2023, earlier codes, commuting flows and labor force."""

from collections.abc import Sequence

import pandas as pd

from ..errors import DataError
from ._resolve import made
from .inputs import file_of

DELINEATION = "2023-07"
LABOR = ["labor_force", "employed", "unemployed"]


@made
def latest_labor(labor_force: pd.DataFrame, newest_year: int) -> pd.DataFrame:
    """Labor force of the year of the newest economy, by county."""
    return labor_force[labor_force.year == newest_year].drop(columns="year")


@made
def counties(
    boundaries: pd.DataFrame,
    county_characteristics: pd.DataFrame,
    statistical_areas: pd.DataFrame,
    commuting_zones: pd.DataFrame,
    latest_labor: pd.DataFrame,
) -> pd.DataFrame:
    """Counties of the 50 states and DC in 2023, by FIPS.

    There is one row per county.

    Counties younger than the commuting zones of 2000 take the zone where most people of their predecessors
    lived. No labor force is published for Kalawao County, HI (81 people).
    """
    areas = statistical_areas.loc[statistical_areas.delineation == DELINEATION, ["fips", "cbsa", "cbsa_title"]]
    county = (
        boundaries.merge(county_characteristics, on="fips", how="left", validate="1:1")
        .rename(columns={"pep_pop_2023": "population"})
        .merge(areas, on="fips", how="left", validate="1:1")
        .merge(commuting_zones, on="fips", how="left", validate="1:1")
        .merge(latest_labor, on="fips", how="left", validate="1:1")
    )
    if county.population.isna().any():
        file = file_of("county_characteristics")
        raise DataError(f"{file}: no population of 2023 for {_codes(county, 'population')}.")
    return county.astype({"population": "int32", "population_2020": "int32"})


@made
def fips_changes(
    published_fips_changes: pd.DataFrame, connecticut_changes: pd.DataFrame, boundaries: pd.DataFrame
) -> pd.DataFrame:
    """Past county codes with their population shares in 2023 counties.

    Chains of changes are followed to 2023. Where the source gives no share, the population of the successors
    in 2020 divides the old county. Shares sum to 1 for each old code.
    """
    county = boundaries.set_index("fips")
    published = published_fips_changes
    changes = published[published.old_fips.str.fullmatch(r"\d{5}") & ~published.old_fips.isin(county.index)]
    changes = pd.concat([changes, connecticut_changes], ignore_index=True)
    changes = changes.assign(new_fips=changes.new_fips.str.split(";")).explode("new_fips")

    successors: dict[str, pd.Series] = {}
    rows = []
    newest_first = changes.sort_values(["effective", "old_fips"], ascending=[False, True])
    for old, change in newest_first.groupby("old_fips", sort=False):
        share = _shares(change, successors, county.population_2020)
        successors[str(old)] = share
        assumed = len(share) > 1 and change.pop_weight.isna().any()
        rows.append(
            pd.DataFrame(
                {
                    "old_fips": old,
                    "old_name": change.old_name.iloc[0],
                    "new_fips": share.index,
                    "weight": share.to_numpy(),
                    "effective": change.effective.iloc[0],
                    "note": "divided by the 2020 population of the successors" if assumed else change.note.iloc[0],
                }
            )
        )
    table = pd.concat(rows).fillna({"note": ""}).astype({"note": "str"})
    return table.sort_values(["old_fips", "new_fips"]).reset_index(drop=True)


@made
def commuting(acs_commuting: pd.DataFrame, known_counties: pd.Series) -> pd.DataFrame:
    """Workers by county of residence and of work, ACS 2016-2020.

    Work abroad and in Puerto Rico is left out.
    """
    flows = acs_commuting.rename(columns={"home_fips": "home", "work_fips": "work"})
    flows = flows[flows.home.isin(known_counties) & flows.work.isin(known_counties)]
    flows = flows.astype({"workers": "int32", "distance_km": "float32"})
    return flows.sort_values(["home", "work"]).reset_index(drop=True)


@made
def labor_force(laus: pd.DataFrame, fips_changes: pd.DataFrame, known_counties: pd.Series) -> pd.DataFrame:
    """Annual labor force, employed and unemployed residents by 2023 county.

    Past counties (Connecticut to 2023, Valdez-Cordova to 2019) are divided by population, so that the figures
    of their successors are not whole numbers.
    """
    frame = laus.loc[laus.fips < "60", ["fips", "year", *LABOR]]
    frame = frame.astype({"year": "int16", **dict.fromkeys(LABOR, "float64")})
    if frame[LABOR].isna().any(axis=None):
        raise DataError(f"{file_of('laus')}: no figures for {_codes(frame, LABOR)}.")
    return to_2023_counties(frame, LABOR, fips_changes, known_counties)


@made
def known_counties(boundaries: pd.DataFrame) -> pd.Series:
    """Return the FIPS codes of the 2023 counties.

    They are those of the 50 states and DC.
    """
    return boundaries.fips


def to_2023_counties(
    frame: pd.DataFrame, values: Sequence[str], changes: pd.DataFrame, known: pd.Series
) -> pd.DataFrame:
    """Bridge county figures of an older geography to 2023.

    Every total is kept.

    Parameters
    ----------
    frame : DataFrame
        ``fips``, the value columns, and any keys, such as year or industry. Codes of different ages may be
        mixed: a past county adds to the figure of its successor.
    values : sequence of str
        Columns of counts, divided among successors by weight. Rates and averages cannot be bridged.
    changes : DataFrame
        ``old_fips, new_fips, weight``, as from :func:`fips_changes`, whose weights are shares of population.
    known : Series of str
        The FIPS codes of 2023.

    Returns
    -------
    DataFrame
        The columns of ``frame``, one row per 2023 county and key, sorted by FIPS and key.

    Raises
    ------
    DataError
        If a code is neither a county of 2023 nor a past one, or a value is missing.
    """
    weights = changes.set_index("old_fips")[["new_fips", "weight"]]
    unknown = sorted(set(frame.fips) - set(known) - set(weights.index))
    if unknown:
        raise DataError(f"{len(unknown)} code(s) are no county, past or present: {', '.join(unknown[:10])}.")
    if frame[list(values)].isna().any(axis=None):
        raise DataError(f"Missing values cannot be bridged: {_codes(frame, values)}. Fill or drop them first.")
    bridged = frame.join(weights, on="fips")
    bridged["fips"] = bridged.new_fips.fillna(bridged.fips)
    divided = bridged[list(values)].mul(bridged.weight.fillna(1.0), axis=0)
    bridged = pd.concat([bridged[[c for c in frame.columns if c not in values]], divided], axis=1)
    keys = ["fips", *(c for c in frame.columns if c != "fips" and c not in values)]
    grouped = bridged.groupby(keys, observed=True, dropna=False, as_index=False)
    return grouped[list(values)].sum()[list(frame.columns)]


@made
def boundaries(boundaries_2023: pd.DataFrame) -> pd.DataFrame:
    """Names, centers of population, land and 2020 population of counties.

    Counties are those of the 50 states and DC.
    """
    columns = {
        "GEOID": "fips",
        "NAMELSAD": "name",
        "NAME": "short_name",
        "STUSPS": "state",
        "state_fips": "state_fips",
        "STATE_NAME": "state_name",
        "popw_lon": "lon",
        "popw_lat": "lat",
        "land_km2": "land_km2",
        "pop2020": "population_2020",
    }
    frame = boundaries_2023[list(columns)].rename(columns=columns)
    return frame[frame.state_fips < "60"].sort_values("fips").reset_index(drop=True)


@made
def connecticut_changes(connecticut_regions: pd.DataFrame, boundaries_2020: pd.DataFrame) -> pd.DataFrame:
    """Return Connecticut's eight counties until 2022 as county changes."""
    cells = connecticut_regions
    names = boundaries_2020.set_index("GEOID").NAMELSAD
    people = cells.pop2020.astype(float)
    return pd.DataFrame(
        {
            "effective": "2022-06-01",
            "old_fips": cells.old_county_fips,
            "old_name": cells.old_county_fips.map(names) + ", CT",
            "new_fips": cells.planning_region_fips,
            "pop_weight": people / people.groupby(cells.old_county_fips).transform("sum"),
            "note": "planning regions replaced the counties; divided by the 2020 population of towns",
        }
    )


def _shares(change: pd.DataFrame, successors: dict[str, pd.Series], population: pd.Series) -> pd.Series:
    """Return an old county's shares in those of 2023.

    Later changes of its successors are followed.
    """
    reached = [successors.get(code, pd.Series({code: 1.0})) for code in change.new_fips]
    if change.pop_weight.notna().all():
        weight = [float(given) for given in change.pop_weight]
    else:
        weight = [float(population[later.index].sum()) for later in reached]
    parts = pd.concat([later * w for later, w in zip(reached, weight, strict=True)])
    share: pd.Series = parts.groupby(level=0).sum()
    return share.div(share.sum())


@made
def commuting_zones(
    zones_of_2000: pd.DataFrame,
    published_fips_changes: pd.DataFrame,
    connecticut_changes: pd.DataFrame,
    known_counties: pd.Series,
) -> pd.DataFrame:
    """Return ``fips, cz``: the commuting zone of 2000 by county.

    It is that of most of its predecessors' people.
    """
    zones = zones_of_2000.rename(columns={"cz2000": "cz"}).astype({"pop2000": "int64"})
    pair = ["old_fips", "new_fips"]
    ancestry = pd.concat([published_fips_changes[pair], connecticut_changes[pair]])
    ancestry = ancestry.assign(old_fips=ancestry.old_fips.str.split(";")).explode("old_fips")
    inherited = ancestry.merge(zones, left_on="old_fips", right_on="fips")
    inherited = inherited[~inherited.new_fips.isin(zones.fips)]
    people = inherited.groupby(["new_fips", "cz"])[["pop2000"]].sum().reset_index().sort_values("pop2000")
    largest = people.drop_duplicates("new_fips", keep="last").rename(columns={"new_fips": "fips"})
    zones = pd.concat([zones, largest])[["fips", "cz"]]
    return zones[zones.fips.isin(known_counties)]


def _codes(frame: pd.DataFrame, columns: str | Sequence[str]) -> str:
    """Name the first ten FIPS codes whose values are missing."""
    missing = frame.loc[frame[[columns] if isinstance(columns, str) else list(columns)].isna().any(axis=1), "fips"]
    return ", ".join(sorted(set(missing))[:10])

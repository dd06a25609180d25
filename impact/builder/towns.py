"""Towns and ZIP codes, and the counties that they lie in."""

import pandas as pd

from ._resolve import made

CENTER, POSTAL, DECLARED = "center", "ZIP code", "city limits"
STANDARD = "STANDARD"  # street addresses, not post office boxes or single receivers
PLACE = ["name", "state"]
# New York City is the only one of its towns whose boroughs are counties, and each borough has postal names of its own.
NEW_YORK = pd.DataFrame(
    {"name": "New York City", "state": "NY", "fips": ["36005", "36047", "36081", "36085"], "basis": DECLARED}
)


@made
def zips(zip_codes: pd.DataFrame, counties: pd.DataFrame) -> pd.DataFrame:
    """ZIP codes and their counties, that of the center first.

    There is one row per pair.

    The second county of a ZIP code is the one that the post names for it, where that is another one. A center across
    the border of the state gives way to the county that the post names.
    """
    state = counties.set_index("fips").state
    legal = counties.assign(place=counties.name.str.casefold())[["fips", "state", "place"]]
    named = (
        zip_codes.assign(place=zip_codes.county.str.casefold())
        .merge(legal.rename(columns={"fips": "stated"}), on=["state", "place"], how="left")
        .drop_duplicates("zip_code")
        .set_index("zip_code")
    )
    center = named.fips.where(named.fips.map(state) == named.state)
    rows = pd.concat([center.rename("fips"), named.stated.rename("fips")]).dropna().reset_index()
    rows = rows.rename(columns={"zip_code": "zip"}).drop_duplicates()
    table: pd.DataFrame = rows.sort_values("zip", kind="stable").reset_index(drop=True)
    return table


@made
def towns(places: pd.DataFrame, zip_codes: pd.DataFrame, zips: pd.DataFrame, counties: pd.DataFrame) -> pd.DataFrame:
    """Towns and their counties, that of the center first.

    Then follow the counties in which the town's ZIP codes have their centers.

    A postal town that is no place of 500 people has rows of its ZIP codes alone, and a population of 0. A place whose
    center falls into another state takes the counties of its ZIP codes.
    """
    state = counties.set_index("fips").state
    center = places[places.fips.map(state) == places.state]
    center = center.sort_values("population", ascending=False).drop_duplicates([*PLACE, "fips"])
    standard = zip_codes[(zip_codes.zip_code_type == STANDARD) & zip_codes.active]
    known = set(zip(standard.city, standard.state, strict=True))
    boxes = zip_codes[[pair not in known for pair in zip(zip_codes.city, zip_codes.state, strict=True)]]
    postal = pd.concat([standard, boxes]).merge(
        zips.drop_duplicates("zip"), left_on="zip_code", right_on="zip", suffixes=("_center", "")
    )
    postal = postal.rename(columns={"city": "name"})[[*PLACE, "fips"]].drop_duplicates()
    people = places.groupby(PLACE).population.max()
    rows = pd.concat([center.assign(basis=CENTER), NEW_YORK, postal.assign(basis=POSTAL)])
    rows = rows.drop_duplicates([*PLACE, "fips"])
    highest = rows.join(people.rename("most"), on=PLACE).most.fillna(0)
    rows["population"] = rows.population.fillna(highest).astype("int32")
    order = rows.basis.map({CENTER: 0, DECLARED: 1, POSTAL: 2})
    rows = rows.assign(order=order).sort_values(["state", "name", "order", "fips"])
    return rows[[*PLACE, "fips", "population", "basis"]].reset_index(drop=True)

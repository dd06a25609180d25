"""Trade and transport margins by commodity and user, 2017.

The services that earn them stand beside.
"""

import pandas as pd

from ._resolve import made
from .inputs import complete

USERS = {"industry": "intermediate", "F02E00": "equipment", "F01000": "households"}
PARTS = {
    "producers_value": "producers",
    "transportation": "transportation",
    "wholesale": "wholesale",
    "retail": "retail",
}
MARGIN_OF_SECTOR = {"48TW": "transportation", "42": "wholesale", "44RT": "retail"}


@made
def margins(margin_values: pd.DataFrame, commodities: pd.DataFrame) -> pd.DataFrame:
    """Producers' value and margins as shares of users' payments.

    The four shares of each commodity and kind of user sum to one.

    The shares are those of the published parts, so that BEA's rounding of the purchasers' value drops out. A user that
    does not buy a commodity, or on balance sells it (scrap, used goods), takes the shares of intermediate use.
    Commodities that no industry buys either (buildings, government, some services) have no margins. ``basis`` says
    which.
    """
    values = margin_values.rename(columns=PARTS)[list(PARTS.values())]
    purchases = values[(values >= 0).all(axis=1) & (values.sum(axis=1) > 0)]
    shares = purchases.div(purchases.sum(axis=1), axis=0)
    codes = pd.Index(commodities.code, name="commodity")
    intermediate = shares.loc["intermediate"].reindex(codes)
    frames = {}
    for user in USERS.values():
        own = shares.loc[user].reindex(codes)
        frame = own.fillna(intermediate).fillna({"producers": 1.0}).fillna(0.0)
        frame["basis"] = "none"
        frame["basis"] = frame.basis.mask(intermediate.producers.notna(), "intermediate")
        frame["basis"] = frame.basis.mask(own.producers.notna(), "published")
        frames[user] = frame
    return pd.concat(frames, names=["user"]).reset_index().sort_values(["user", "commodity"], ignore_index=True)


@made
def margin_services(margin_values: pd.DataFrame, detail_sectors: pd.DataFrame) -> pd.DataFrame:
    """Shares of services in each margin by kind of user.

    The services are trade and transport; shares sum to one.

    A service's margin is its sales at producers' prices less direct purchases from it at purchasers' prices.
    """
    earned = (margin_values.producers_value - margin_values.purchasers_value).rename("share").reset_index()
    sectors = detail_sectors.set_index("code").sector21
    earned["margin"] = earned.commodity.map(sectors).map(MARGIN_OF_SECTOR)
    earned = earned[earned.margin.notna() & (earned.share != 0)]
    keys = ["user", "margin"]
    earned["share"] = earned.share / earned.groupby(keys).share.transform("sum")
    complete(earned.set_index([*keys, "commodity"]).share.where(lambda share: share > 0), "margin services")
    return earned[[*keys, "commodity", "share"]].sort_values([*keys, "commodity"], ignore_index=True)


@made
def margin_values(detail_margins: pd.DataFrame) -> pd.DataFrame:
    """Published values by kind of user and commodity, million USD."""
    kind = detail_margins.col.where(detail_margins.col_type != "industry", "industry")
    frame = detail_margins.assign(user=kind.map(USERS)).dropna(subset="user")
    values: pd.DataFrame = frame.groupby(["user", "commodity"])[[*PARTS, "purchasers_value"]].sum()
    return values

"""From a plant's purchases to sales of the nation's industries."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np
import pandas as pd

from .._types import FloatArray
from ..errors import SiteError
from ..facilities import commodity_code, domestic_share
from ..reference import at_odds, table
from ._plant import Terms

FALLBACK = "BEA import matrix"
STATED_SHARE = "stated by the site"
SCRAP = ("S00401", "S00402")  # scrap and used goods have no producing industry
LINES = ("item", "kind", "commodity", "value", "goods", "domestic_share", "share_source", "linked")


@dataclass(frozen=True)
class Purchases:
    """Purchases of a plant in a year.

    Attributes
    ----------
    lines : DataFrame
        ``item, kind, commodity``; ``value`` in million USD of the dollar year at the prices the plant pays; ``goods``:
        the same without margins at producers' prices of the accounts' year; ``domestic_share`` of the goods (made in
        the nation), ``share_source``, and ``linked``: the part that a plant of the same study delivers.
    domestic : (industries,) array
        Sales of each national industry for it, million USD of the accounts' year; linked plants left out.
    from_links : (commodities,) array
        Deliveries of linked plants, million USD of the accounts' year at producers' prices.
    """

    lines: pd.DataFrame
    domestic: FloatArray
    from_links: FloatArray


def average_purchases(
    output: FloatArray,
    terms: Terms,
    domestic_shares: Mapping[str, float] = MappingProxyType({}),
    linked: Mapping[str, float] = MappingProxyType({}),
) -> Purchases:
    """Return the average purchases of a plant's industries for an output.

    Parameters
    ----------
    output : (industries,) array
        Million USD of the accounts' year.
    terms : Terms
        Accounts with imports, prices, and the assumption ``domestic_supply``: the factor on the odds that anything is
        made in the nation whose domestic share is not stated.
    domestic_shares, linked : mapping of str to float
        By commodity: the domestic share where the site states it, and the share that linked plants deliver.
    """
    nation = terms.economy.nation
    level = terms.economy.prices.commodity_price(terms.dollar_year, nation.market_shares)
    real = nation.input_coefficients(domestic=False) @ output
    home = nation.input_coefficients() @ output
    codes = nation.commodities.index
    bought_index = np.flatnonzero(real > 0)
    lines = pd.DataFrame(
        {
            "item": nation.commodities.title.to_numpy()[bought_index],
            "kind": "purchase",
            "commodity": codes[bought_index],
            "value": (real * level)[bought_index],
            "goods": real[bought_index],
            "domestic_share": at_odds(
                (home[bought_index] / real[bought_index]).clip(0, 1), terms.assumed("domestic_supply")
            ),
            "share_source": FALLBACK,
            "linked": 0.0,
        }
    )
    lines = _said(lines, domestic_shares, linked)
    shares = _spread(lines.domestic_share, lines.commodity, codes, home, real)
    delivered = _spread(lines.linked, lines.commodity, codes, np.zeros_like(real), real)
    return Purchases(lines, nation.market_shares @ (real * shares * (1 - delivered)), real * delivered)


def purchases_by_parts(
    lines: pd.DataFrame,
    terms: Terms,
    domestic_shares: Mapping[str, float] = MappingProxyType({}),
    linked: Mapping[str, float] = MappingProxyType({}),
) -> Purchases:
    """Return a plant's purchases line by line.

    Purchasers' prices are divided into producers' prices and the margins of carriers and traders. They are moved to the
    year of the accounts by the price of each commodity, and reduced to the domestic share. It is the share that the
    site states, that of the battery material, or that of the commodity in the import matrix. Scrap and used goods cause
    trade and transport and no production.

    Parameters
    ----------
    lines : DataFrame
        ``item, kind, commodity, material, user`` (intermediate or equipment), ``value`` in million USD of
        ``price_year``.
    terms : Terms
        Domestic shares of materials are of its year of operation; the lines of the result show its dollars. Trade and
        transport keep their domestic shares.
    domestic_shares, linked : mapping of str to float
        As in :func:`average_purchases`.
    """
    nation, prices, dollar_year = terms.economy.nation, terms.economy.prices, terms.dollar_year
    codes = nation.commodities.index
    commodity_index = codes.get_indexer(pd.Index(lines.commodity))
    price = {int(y): prices.commodity_price(int(y), nation.market_shares) for y in {*lines.price_year, dollar_year}}
    real = lines.value.to_numpy() / np.array(
        [price[y][k] for y, k in zip(lines.price_year, commodity_index, strict=True)]
    )
    users: tuple[Literal["intermediate", "equipment"], ...] = ("intermediate", "equipment")
    made_here = {user: np.where(codes.isin(SCRAP), 0.0, nation.domestic_shares(user)) for user in users}
    known = [domestic_share(material, terms.year) if material else None for material in lines.material]
    lines = lines.assign(
        value=real * price[dollar_year][commodity_index],
        domestic_share=[
            float(at_odds(made_here[user][k], terms.assumed("domestic_supply")))
            if share is None
            else share.at(terms.assumed("material_supply"))
            for share, user, k in zip(known, lines.user, commodity_index, strict=True)
        ],
        share_source=[
            share.whence if share else _whence(code) for share, code in zip(known, lines.commodity, strict=True)
        ],
        linked=0.0,
        goods=0.0,
    )
    carried = frozenset(table("margin_services").commodity)
    lines = _said(lines, domestic_shares, linked, carried)
    carriers_home = made_here["intermediate"].copy()
    for code, share in domestic_shares.items():
        carriers_home[codes.get_loc(code)] = share
    domestic, from_links = np.zeros(len(codes)), np.zeros(len(codes))
    for user in users:
        rows = (lines.user == user).to_numpy()
        where = commodity_index[rows]
        kept = nation.producer_shares(user)
        goods = real[rows] * kept[where]
        payments = np.zeros(len(codes))
        np.add.at(payments, where, real[rows])
        services = nation.producer_values(pd.Series(payments, index=codes), user) - kept * payments
        lines.loc[rows, "goods"] = goods
        user_lines = lines[rows]
        np.add.at(domestic, where, goods * user_lines.domestic_share * (1 - user_lines.linked))
        np.add.at(from_links, where, goods * user_lines.linked)
        domestic += services * carriers_home
    return Purchases(lines[list(LINES)], nation.market_shares @ domestic, from_links)


def _whence(commodity: str) -> str:
    return "a by-product: only its trade and transport count" if commodity in SCRAP else FALLBACK


def _said(
    lines: pd.DataFrame,
    domestic_shares: Mapping[str, float],
    linked: Mapping[str, float],
    carried: frozenset[str] = frozenset(),
) -> pd.DataFrame:
    """Put in stated domestic and linked shares of purchases.

    A commodity that the plant neither buys nor pays in a margin is refused.
    """
    lines = lines.copy()
    for column, shares in (("domestic_share", domestic_shares), ("linked", linked)):
        for code, share in shares.items():
            rows = lines.commodity == commodity_code(code)
            if not rows.any() and code not in carried:
                title = table("commodities").set_index("code").title[code]
                known_commodities = ", ".join(sorted(set(lines.commodity))[:20])
                raise SiteError(f"The plant does not buy {code} ({title}). It buys: {known_commodities}.")
            lines.loc[rows, column] = share
            if column == "domestic_share":
                lines.loc[rows, "share_source"] = STATED_SHARE
    return lines


def _spread(
    shares: "pd.Series[float]", commodity: "pd.Series[str]", codes: "pd.Index[str]", part: FloatArray, whole: FloatArray
) -> FloatArray:
    """Return shares by commodity, (commodities,).

    Those without a line keep part over whole.
    """
    spread = np.divide(part, whole, out=np.zeros_like(whole), where=whole != 0)
    spread[codes.get_indexer(pd.Index(commodity))] = shares
    return spread

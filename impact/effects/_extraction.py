"""Hypothetical extraction of a plant, or of the foreign source it replaces."""

import numpy as np
import pandas as pd

from .._types import FloatArray
from ..reference import OPERATIONS, number
from ..studies import Site, Study
from ._case import Case, Part, prepare

IMPORTS = "F05000"  # a final use: imports of all users, negative
COLUMNS = ["extracted", "name", "commodity", "output", "share", "jobs", "value_added", "imports", "buyers_jobs"]
PLANT, SOURCE = "plant", "foreign source"


def extraction(site: Site | Study, economy: int | None = None) -> pd.DataFrame:
    r"""National losses without a plant, and gains from domestic production.

    Domestic production replaces a foreign source.

    A plant takes its own output and that of its suppliers with it; imports take its place with its buyers. A foreign
    source is all that is imported of a commodity, by all users: produced domestically it causes output

    .. math:: x = (I - A)^{-1} D m

    in the nation (A domestic requirements, D market shares, m imports of the commodity). Household spending is left
    out.

    Parameters
    ----------
    site : Site or Study
        What is studied; its operations count.
    economy : int, optional
        As in :func:`impact.run`.

    Returns
    -------
    DataFrame
        ``extracted`` (``plant`` or ``foreign source``), ``name``, ``commodity``; ``output`` of the plant, or imports
        of the commodity (million USD of the dollar year); ``share``: that of all that the nation makes and imports of
        it, forward; ``jobs`` and ``value_added`` (million USD) lost with the plant, or gained with its source at home,
        backward; ``imports`` (million USD) that take a plant's place or are replaced, less those that its suppliers
        need; ``buyers_jobs``: jobs of industries that buy the commodity times the part of their output that it costs.

    References
    ----------
    Dietzenbacher & Lahr (2013), *Economic Systems Research* 25(3); Miller & Blair (2009), sec. 12.2.6.
    """
    case = prepare(site, economy=economy)
    running = [part for part in case.parts if part.shock.phase == OPERATIONS]
    nation = case.economy.nation
    rows, codes = [], []
    for part in running:
        made = nation.industries.index[int(np.argmax(part.shock.output))]
        rows.append(_plant(case, part, made))
        lines = part.shock.purchases.lines
        lines = lines[lines.kind == "purchase"]
        abroad = lines.goods * (1 - lines.domestic_share) * (1 - lines.linked)
        foreign_purchases = abroad.groupby(lines.commodity).sum().sort_values(ascending=False, kind="stable")
        codes += [made, *foreign_purchases[foreign_purchases > 0].index]
    known = [code for code in dict.fromkeys(codes) if code in nation.commodities.index]
    rows += [_source(case, code) for code in known if _imported(case)[nation.commodities.index.get_loc(code)] > 0]
    return pd.DataFrame(rows, columns=COLUMNS)


def _imported(case: Case) -> FloatArray:
    """Return imports of each commodity by all users, (commodities,).

    They are in million USD of the accounts' year.
    """
    nation = case.economy.nation
    assert nation.imports is not None
    assert nation.final_imports is not None
    imports: FloatArray = nation.imports.sum(axis=1) + nation.final_imports.drop(
        columns=IMPORTS, errors="ignore"
    ).to_numpy().sum(axis=1)
    return imports.clip(min=0.0)


def _plant(case: Case, part: Part, made: str) -> list[object]:
    shock, nation = part.shock, case.economy.nation
    suppliers = nation.domestic_inverse @ shock.purchases.domestic
    jobs, added = _worth(case, suppliers)
    price = case.economy.prices.price(case.study.dollar_year)
    output = float(shock.output @ price) if shock.output_known else float("nan")
    own = float(shock.value_added @ price) if shock.output_known else float("nan")
    lines = shock.purchases.lines
    abroad = float((lines.value * (1 - lines.domestic_share) * (1 - lines.linked)).sum())
    share, buyers = _forward(case, made, float(shock.output.sum()))
    needed = abroad + _needed(case, suppliers)
    return [
        PLANT,
        part.site.name,
        made,
        output,
        share if shock.output_known else float("nan"),
        float(shock.jobs.sum()) + jobs,
        own + added,
        output - needed,
        buyers if shock.output_known else float("nan"),
    ]


def _source(case: Case, code: str) -> list[object]:
    nation = case.economy.nation
    place = nation.commodities.index.get_loc(code)
    imports = float(_imported(case)[place])
    output = nation.domestic_inverse @ (nation.market_shares[:, place] * imports)
    jobs, added = _worth(case, output)
    price = float(case.economy.prices.commodity_price(case.study.dollar_year, nation.market_shares)[place])
    share, buyers = _forward(case, code, imports)
    title = str(nation.commodities.title.iloc[place])
    replaced = imports * price - _needed(case, output)
    return [SOURCE, title, code, imports * price, share, jobs, added, replaced, buyers]


def _worth(case: Case, output: FloatArray) -> tuple[float, float]:
    """Return jobs and value added of output.

    Value added is in million USD of the dollar year; output is of the accounts' year.
    """
    nation, prices = case.economy.nation, case.economy.prices
    per_dollar = nation.coefficients("jobs") * prices.jobs_per_real_dollar(case.study.year)
    added = nation.coefficients("value_added") * prices.price(case.study.dollar_year)
    return float(per_dollar @ output) / number(case.assumptions, "productivity"), float(added @ output)


def _needed(case: Case, output: FloatArray) -> float:
    """Return industries' foreign purchases for an output.

    They are in million USD of the dollar year.
    """
    nation = case.economy.nation
    assert nation.imports is not None
    per_dollar = np.divide(nation.imports, nation.output, out=np.zeros_like(nation.imports), where=nation.output > 0)
    price = case.economy.prices.commodity_price(case.study.dollar_year, nation.market_shares)
    return float(price @ (per_dollar @ output))


def _forward(case: Case, code: str, amount: float) -> tuple[float, float]:
    """Return forward linkages of an amount of a commodity.

    They are its share of all supply, and the buyers' jobs by its share of their output.
    """
    nation = case.economy.nation
    if code not in nation.commodities.index:
        return float("nan"), float("nan")
    place = nation.commodities.index.get_loc(code)
    supply = float(nation.make[:, place].sum()) + float(_imported(case)[place])
    share = min(amount / supply, 1.0)
    jobs = nation.coefficients("jobs") * case.economy.prices.jobs_per_real_dollar(case.study.year)
    return share, float(share * (nation.use[place] @ jobs)) / number(case.assumptions, "productivity")

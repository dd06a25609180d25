"""Building a plant: builders at the site, equipment and engineering from wherever they are made."""

import numpy as np
import pandas as pd

from .._display import dollars
from .._notes import noted
from ..facilities import CapitalLine, Facility, capacity_in, known_facility
from ..facilities._figures import AT_THE_SITE, CONTINGENCY
from ..reference import CONSTRUCTION, at_odds
from ._limits import check_capital
from ._plant import Plant, Terms
from ._purchases import Purchases, average_purchases, priced_year, purchases_by_parts
from ._shock import Shock
from ._site import Site


def construction(plant: Plant, kind: Facility, terms: Terms) -> Shock:
    """Return what building a plant changes, over all years of construction.

    The stated capital, or the catalogue's per unit at the stated capacity, is divided as in the catalogue: buildings
    are output of the construction industries in the county; equipment, engineering and commissioning are bought;
    contingency is spread over all of them; land and financial cost have no effect.

    Parameters
    ----------
    plant : Plant
        Its site with ``capital``, or ``capacity``.
    kind : Facility
        Its type, whose capital is known.
    terms : Terms
        Those of the study.

    Raises
    ------
    SiteError
        If no plant ever cost so much.
    """
    site, nation, prices = plant.site, terms.economy.nation, terms.economy.prices
    lines = _lines(kind, site, terms)
    total = float(lines.value.sum())
    capital = (site.capital if site.capital is not None else total) * terms.assumed("capital_cost")
    check_capital(capital)
    lines["value"] *= capital / total
    _divide_anew(lines, terms.assumed("building_share"))
    built = lines[lines.kind == AT_THE_SITE]
    output = np.zeros(len(nation.industries))
    np.add.at(output, nation.industries.index.get_indexer(pd.Index(built.commodity)), built.value)
    output /= prices.price(terms.dollar_year)
    bought = purchases_by_parts(lines[lines.kind != AT_THE_SITE], terms)
    by_builders = average_purchases(output, terms)
    per_dollar = prices.jobs_per_real_dollar(terms.year) / terms.assumed("productivity")
    jobs = nation.coefficients("jobs") * per_dollar * output
    earned = nation.coefficients("labor_income") * output
    shares = lines.groupby("kind", sort=False).value.sum() / capital
    parts = ", ".join(f"{part} {share:.0%}" for part, share in shares.items())
    stated = "as stated" if site.capital is not None else "the catalogue's at this capacity"
    stated += f", divided as that of {kind.capital_like}" if kind.capital_like else ""
    return Shock(
        phase=CONSTRUCTION,
        county=plant.county,
        output=output,
        jobs=jobs,
        labor_income=earned,
        value_added=nation.coefficients("value_added") * output,
        household_income=float(earned.sum()),
        purchases=Purchases(
            pd.concat([bought.lines, by_builders.lines], ignore_index=True),
            bought.domestic + by_builders.domestic,
            bought.from_links,
        ),
        notes=tuple(noted("capital", f"Capital: {dollars(capital)} of {terms.dollar_year}, {stated}: {parts}.")),
    )


def _divide_anew(lines: pd.DataFrame, odds: float) -> None:
    """Multiply the odds that a dollar of capital goes into buildings; the total stays."""
    built = (lines.kind == AT_THE_SITE).to_numpy()
    if odds == 1 or built.all() or not built.any():
        return
    values = lines.value.to_numpy()
    total, before = values.sum(), values[built].sum()
    after = total * float(at_odds(np.array(before / total), odds))
    lines["value"] = np.where(built, values * after / before, values * (total - after) / (total - before))


def _lines(kind: Facility, site: Site, terms: Terms) -> pd.DataFrame:
    """Return capital by item and commodity, million USD of the dollar year, with contingency spread over the others."""
    capacity = kind.scale.base if kind.scale else 1.0
    larger = 1.0
    if site.capacity is not None:
        capacity = capacity_in(kind.unit, site.capacity)
        larger = (capacity / kind.scale.base) ** (kind.scale.exponent.base - 1) if kind.scale else 1.0
    divided = known_facility(kind.capital_like) if kind.capital_like else kind
    bought = [line for line in divided.capital if line.commodities]
    reserve = sum(line.base for line in bought) / sum(line.base for line in bought if line.kind != CONTINGENCY)
    if kind.capital_like and kind.capital_total:
        reserve *= kind.capital_total.base / sum(line.base for line in bought)
    rows = [
        {
            "item": line.item,
            "kind": line.kind,
            "commodity": commodity,
            "material": line.material or "",
            "user": "equipment" if line.kind == "equipment" else "intermediate",
            "value": _moved(line, commodity, terms) * capacity * larger * reserve * share,
            "price_year": terms.dollar_year,
        }
        for line in bought
        if line.kind != CONTINGENCY
        for commodity, share in line.commodities.items()
    ]
    return pd.DataFrame(rows)


def _moved(line: CapitalLine, commodity: str, terms: Terms) -> float:
    """Return capital per unit of capacity in million USD of the dollar year; buildings at their builders' price."""
    nation, prices = terms.economy.nation, terms.economy.prices
    years = priced_year(prices, line.dollar_year), terms.dollar_year
    if line.kind == AT_THE_SITE:
        at = nation.industries.index.get_loc(commodity)
        then, now = (prices.price(year)[at] for year in years)
    else:
        at = nation.commodities.index.get_loc(commodity)
        then, now = (prices.commodity_price(year, nation.market_shares)[at] for year in years)
    return float(line.base / 1e6 * now / then)

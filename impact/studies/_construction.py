"""Construction of a plant: local builders, equipment and engineering.

The latter two come from wherever they are made.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .._display import dollars
from .._notes import Note, noted
from .._types import FloatArray
from ..counties import wage_area
from ..facilities import CapitalLine, Facility, facilities
from ..facilities._figures import AT_THE_SITE, CONTINGENCY
from ..reference import CONSTRUCTION, at_odds
from ._limits import check_capital
from ._money import consumption_price, priced_year
from ._pay import builders_wage
from ._plant import Plant, Terms
from ._purchases import Purchases, average_purchases, purchases_by_parts
from ._shock import Shock
from ._site import Site

CAPITAL_RANGE_FACTOR = 10.0  # beyond the records of real plants


def construction(plant: Plant, kind: Facility, terms: Terms) -> Shock:
    """Return the direct effects of construction, over all its years.

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
    unusual = _unusual(kind, site, capital, total)
    lines["value"] *= capital / total
    _divide_anew(lines, terms.assumed("building_share"))
    built = lines[lines.kind == AT_THE_SITE]
    output = np.zeros(len(nation.industries))
    np.add.at(output, nation.industries.index.get_indexer(pd.Index(built.commodity)), built.value)
    price = prices.price(terms.dollar_year)
    output /= price
    purchases = purchases_by_parts(lines[lines.kind != AT_THE_SITE], terms)
    work = _work(output, plant, terms)
    by_builders = average_purchases(work.volume, terms)
    shares = lines.groupby("kind", sort=False).value.sum() / capital
    parts = ", ".join(f"{part} {share:.0%}" for part, share in shares.items())
    stated = "as stated" if site.capital is not None else "the catalogue's at this capacity"
    stated += f", divided as that of {kind.capital_like}" if kind.capital_like else ""
    return Shock(
        phase=CONSTRUCTION,
        county=plant.county,
        output=output,
        jobs=work.jobs,
        labor_income=work.labor_income,
        value_added=work.value_added,
        household_income=float(work.labor_income @ price) / consumption_price(nation, prices, terms.dollar_year),
        purchases=Purchases(
            pd.concat([purchases.lines, by_builders.lines], ignore_index=True),
            purchases.domestic + by_builders.domestic,
            purchases.from_links,
        ),
        notes=(
            *noted("capital", f"Capital: {dollars(capital)} of {terms.dollar_year}, {stated}: {parts}."),
            *unusual,
            *work.notes,
        ),
    )


@dataclass(frozen=True)
class _Work:
    """Builders' work by construction industry, (industries,) arrays.

    Money is in million USD of the structure year.

    ``volume`` is what they build at the nation's pay.
    """

    volume: FloatArray
    jobs: FloatArray
    labor_income: FloatArray
    value_added: FloatArray
    notes: tuple[Note, ...]


def _work(output: FloatArray, plant: Plant, terms: Terms) -> _Work:
    r"""Return inputs and jobs of a volume of building.

    Builders earn :math:`a` times the national pay.

    The same building takes the same work and materials everywhere. So a dollar of it buys :math:`1 / (1 + s (a - 1))`
    as much, with :math:`s` the share of labor. Output is then still what materials cost and value added.
    """
    nation, prices = terms.economy.nation, terms.economy.prices
    need = nation.coefficients("jobs") * prices.jobs_per_real_dollar(terms.year) / terms.assumed("productivity")
    income, added = (nation.coefficients(measure) * output for measure in ("labor_income", "value_added"))
    if not output.any():
        return _Work(output, output, output, output, ())
    of_industry = pd.Series(need * output, index=nation.industries.index)
    of_industry = of_industry[of_industry > 0] / of_industry.sum()
    ratio, growth = builders_wage(of_industry, plant.county, terms)
    volume = output / (1 + (ratio - 1) * float(income.sum()) / float(output.sum()))
    built = np.divide(volume, output, out=np.zeros_like(output), where=output > 0)
    jobs = need * volume
    per_job = nation.coefficients("labor_income") / np.where(need > 0, nation.coefficients("jobs"), 1.0)
    earned = jobs * per_job * ratio * growth
    pay_per_job = float(earned.sum() / jobs.sum()) * 1e6
    area = wage_area(plant.county.fips)[1]
    text = (
        f"Builders earn ${pay_per_job:,.0f} a job-year in {terms.dollar_year} dollars, benefits and owners included: "
        f"{ratio:.2f} times the nation's, as their occupations do in {area}."
    )
    return _Work(
        volume=volume,
        jobs=jobs,
        labor_income=earned / prices.price(terms.dollar_year),
        value_added=(added + (ratio - 1) * income) * built,
        notes=tuple(noted("builders", text)),
    )


def _unusual(kind: Facility, site: Site, capital: float, usual: float) -> list[Note]:
    """Warn of stated capital an order of magnitude beyond real plants.

    ``usual`` is the capital at the plant's capacity.
    """
    records = kind.capital_total
    if site.capital is None or site.capacity is None or records is None:
        return []
    low, high = usual * records.low / records.base, usual * records.high / records.base
    if low / CAPITAL_RANGE_FACTOR <= capital <= high * CAPITAL_RANGE_FACTOR:
        return []
    return noted(
        "capital_range",
        f"A capital of {dollars(capital)} is far outside what plants of this type and capacity cost, {dollars(low)} to "
        f"{dollars(high)}. Check 'capital', which is in million USD, and 'capacity'.",
        level="warning",
    )


def _divide_anew(lines: pd.DataFrame, odds: float) -> None:
    """Multiply the odds that capital goes into buildings.

    The total stays.
    """
    built = (lines.kind == AT_THE_SITE).to_numpy()
    if odds == 1 or built.all() or not built.any():
        return
    values = lines.value.to_numpy()
    total, before = values.sum(), values[built].sum()
    after = total * float(at_odds(np.array(before / total), odds))
    lines["value"] = np.where(built, values * after / before, values * (total - after) / (total - before))


def _lines(kind: Facility, site: Site, terms: Terms) -> pd.DataFrame:
    """Return capital by item and commodity, million USD.

    It is of the dollar year, with contingency spread over the others.
    """
    capacity = kind.scale.base if kind.scale else 1.0
    larger = 1.0
    if site.capacity is not None:
        capacity = kind.capacity(site.capacity)
        larger = (capacity / kind.scale.base) ** (kind.scale.exponent.base - 1) if kind.scale else 1.0
    divided = facilities().known(kind.capital_like) if kind.capital_like else kind
    capital_lines = [line for line in divided.capital if line.commodities]
    reserve = sum(line.base for line in capital_lines) / sum(
        line.base for line in capital_lines if line.kind != CONTINGENCY
    )
    if kind.capital_like and kind.capital_total:
        reserve *= kind.capital_total.base / sum(line.base for line in capital_lines)
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
        for line in capital_lines
        if line.kind != CONTINGENCY
        for commodity, share in line.commodities.items()
    ]
    return pd.DataFrame(rows)


def _moved(line: CapitalLine, commodity: str, terms: Terms) -> float:
    """Return capital per unit of capacity in million USD.

    It is of the dollar year; buildings are at their builders' price.
    """
    nation, prices = terms.economy.nation, terms.economy.prices
    years = priced_year(prices, line.dollar_year), terms.dollar_year
    if line.kind == AT_THE_SITE:
        price_index = nation.industries.index.get_loc(commodity)
        old_price, new_price = (prices.price(year)[price_index] for year in years)
    else:
        price_index = nation.commodities.index.get_loc(commodity)
        old_price, new_price = (prices.commodity_price(year, nation.market_shares)[price_index] for year in years)
    return float(line.base / 1e6 * new_price / old_price)

"""Burden of a recycler against that of the mined materials replaced."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..effects import Effects
from ..errors import UsageError
from ..reference import OPERATIONS, manifest, table
from ..trade import GRAVITY
from ._recovered import KG_PER_T, capacities, cells_again, declared, recovered

ALLOCATION_NOTE = (
    "The plant's burden is shared among its products with a virgin factor by revenue; the range also has it shared by "
    "mass, and EverBatt's own burden of the route. Spent batteries come without the burden of their first life."
)

REGION_ONLY_NOTE = (
    "Suppliers outside the region are not counted: the trade model knows the region alone. Study it with gravity."
)


@dataclass(frozen=True)
class Circular:
    """Recycled against mined, greenhouse gases alone; t CO2e.

    Attributes
    ----------
    burdens : DataFrame
        ``site, tonnes_treated, own, chain, imports, everbatt``: the plant, its domestic suppliers and imports, and the
        second reading, t CO2e a year; missing where not known.
    products : DataFrame
        ``site, product, material, tonnes``, the share of the burden ``by_revenue``; per t of material ``own, chain,
        imports, burden`` (their sum), ``replaced`` (cradle to gate of the mined material), ``difference`` (burden less
        replaced: negative where recycling is cleaner) with ``low`` and ``high``.
    cells : DataFrame
        ``cell, chemistry, kwh, scarce``; per kWh of such cells ``burden, replaced, difference``, and ``virgin_cell``,
        the whole mined cell, kg CO2e.
    left_out : DataFrame
        ``site, product, tonnes, why``: what is recovered and replaces nothing here.
    everywhere : bool
        Whether suppliers in the whole nation are counted, as with gravity; a quotient knows those of the region alone.
    """

    burdens: pd.DataFrame
    products: pd.DataFrame
    cells: pd.DataFrame
    left_out: pd.DataFrame
    everywhere: bool

    @property
    def notes(self) -> tuple[str, ...]:
        """Allocation, attribution of the virgin factors, and whose suppliers are counted."""
        notes = (ALLOCATION_NOTE, f"{manifest().tables['burdens'].attribution}.")
        return notes if self.everywhere else (*notes, REGION_ONLY_NOTE)


def circular(effects: Effects) -> Circular:
    """Compare the burden of recyclers with that of the mined materials replaced.

    Parameters
    ----------
    effects : Effects
        Of a study with a recycling plant of the catalogue that operates.

    Raises
    ------
    UsageError
        If no site of the study recovers materials.

    References
    ----------
    Dai, Spangenberger, Ahmed, Gaines, Kelly & Wang (2019), *EverBatt*, ANL-19/16.
    """
    product_rows = recovered(effects)
    if product_rows.empty:
        raise UsageError(
            "No site of the study recovers materials. Study a recycling plant of the catalogue with a capacity, such "
            "as recycling-hydromet."
        )
    known = product_rows[product_rows.replaced_per_t.notna()]
    burdens = _burdens(effects, list(dict.fromkeys(product_rows.site)))
    products = _per_tonne(known, burdens.set_index("site"))
    left_out = product_rows.loc[product_rows.replaced_per_t.isna(), ["site", "product", "tonnes", "why"]]
    everywhere = effects.model == GRAVITY
    return Circular(burdens, products, _per_kwh(products), left_out.reset_index(drop=True), everywhere)


def _burdens(effects: Effects, sites: list[str]) -> pd.DataFrame:
    """Return t CO2e of a year by site.

    Columns are the plant, suppliers, imports, and EverBatt's reading.
    """
    running = effects.environment[effects.environment.phase == OPERATIONS]
    ghg = (
        running.astype({"ghg": float})
        .groupby(["site", "effect"])
        .ghg.agg(lambda emissions: emissions.sum(skipna=False))
    )
    treated, routes = capacities(effects), table("burdens").query("kind == 'recycling'")
    rows = []
    for site in sites:
        kind, tonnes = treated[site]
        route = declared()["routes"].get(kind)
        second = float("nan")
        if route is not None:
            fits = (routes["item"] == route["chemistry"]) & (routes.route == route["route"])
            second = float(routes.ghg[fits].item()) * tonnes  # kg per kg of cells is t per t
        own, chain, abroad = (float(ghg.get((site, effect), np.nan)) for effect in ("direct", "indirect", "imports"))
        rows.append([site, tonnes, own, chain, abroad, second])
    return pd.DataFrame(rows, columns=["site", "tonnes_treated", "own", "chain", "imports", "everbatt"])


def _per_tonne(known: pd.DataFrame, burdens: pd.DataFrame) -> pd.DataFrame:
    """Return burdens per t of recycled and of replaced material."""
    frame = known.reset_index(drop=True)
    shares = {basis: frame[basis] / frame.groupby("site")[basis].transform("sum") for basis in ("revenue", "tonnes")}
    parts = {
        name: shares["revenue"] * frame.site.map(burdens[name]) / frame.tonnes for name in ("own", "chain", "imports")
    }
    burden = parts["own"] + parts["chain"] + parts["imports"]
    total = frame.site.map(burdens[["own", "chain", "imports"]].sum(axis=1, skipna=False))
    readings = pd.concat(
        [
            share * site_burden / frame.tonnes
            for share in shares.values()
            for site_burden in (total, frame.site.map(burdens.everbatt))
        ],
        axis=1,
    )
    return pd.DataFrame(
        {
            "site": frame.site,
            "product": frame["product"],
            "material": frame.material,
            "tonnes": frame.tonnes,
            "by_revenue": shares["revenue"],
            **parts,
            "burden": burden,
            "replaced": frame.replaced_per_t,
            "difference": burden - frame.replaced_per_t,
            "low": readings.min(axis=1) - frame.replaced_per_t,
            "high": readings.max(axis=1) - frame.replaced_per_t,
        }
    )


def _per_kwh(products: pd.DataFrame) -> pd.DataFrame:
    """Return burdens per kWh of cells with remade cathode, kg CO2e."""
    tonnes = products.groupby("material").tonnes.sum()
    cells = cells_again({str(material): float(amount) for material, amount in tonnes.items()})
    cell_burdens = table("burdens").query("kind == 'cell'").set_index("item").ghg
    for name in ("burden", "replaced"):
        emitted = float((products[name] * products.tonnes).sum(skipna=False))
        cells[name] = emitted * KG_PER_T / cells.kwh
    cells["difference"] = cells.burden - cells.replaced
    cells["virgin_cell"] = cells.chemistry.map(cell_burdens)
    return cells

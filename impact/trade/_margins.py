"""Supply and demand of each county, industry by industry."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .._types import FloatArray
from ..accounts import Nation
from ..counties import activity, distance_matrix
from ..reference import Assumption, number, table
from ..reference import assumptions as declared_assumptions
from ._kernels import scale_kernels
from ._mixtures import served_km

EXPORTS, INVENTORIES = "F04000", "F03000"
BUYER = {
    "F01000": "households",
    "F02E00": "businesses",
    "F02N00": "businesses",
    "F02S00": "businesses",
    "F02R00": "homes",
    "F06": "defense",
    "F07": "federal",
    "F10": "state_local",
}
IN_PLACE = ("531HSO", "531HST")  # housing services are consumed in place
MISMATCH_TOLERANCE = 0.05


@dataclass(frozen=True)
class Margins:
    """Totals that trade must meet, million USD of the accounts' year.

    Counties are in order of FIPS.

    Attributes
    ----------
    supply : (counties, industries) array
        Output less foreign exports.
    demand : (counties, industries) array
        Domestic demand of industries, households, investors and governments less imports, scaled to each industry's
        national supply.
    mismatch : dict of str to float
        Industries whose national demand was more than 5 % off supply before scaling, and demand over supply.
    unsupplied : tuple of str
        Industries with domestic demand and no supply: all purchases from them are imported.
    """

    supply: FloatArray
    demand: FloatArray
    mismatch: dict[str, float]
    unsupplied: tuple[str, ...]


def margins(
    nation: Nation, distance: FloatArray | None = None, assumptions: Mapping[str, Assumption] | None = None
) -> Margins:
    """Return supply and demand of all counties.

    Industries demand inputs where they produce. Households consume by the disposable income of the county. Equipment,
    structures and intellectual property are bought by value added, homes by population, inventories where the industry
    is, government purchases where the government's jobs are. Purchases of local services are then matched to sales in
    the market area. Without this, income (dividends and pensions included) would send people across the country for
    groceries. Services with many visitors (lodging, casinos, amusement, restaurants) are not matched: people demand
    them where they live, and travel.

    Parameters
    ----------
    nation : Nation
        Accounts before redefinitions.
    distance : (counties, counties) array, optional
        From :func:`impact.counties.distance_matrix`.
    assumptions : mapping of str to Assumption, optional
        As from :func:`impact.reference.override`; the declared ones by default.

    References
    ----------
    Miller & Blair (2009), *Input-Output Analysis*, sec. 8.7; Alward & Lindall (1996) on deriving regional demand.
    """
    codes = list(nation.industries.index)
    where = activity(list(table("counties").fips), nation.economy)
    final = nation.final_demand()
    supply = where.shares * np.maximum(nation.output - final[EXPORTS].to_numpy(), 0.0)
    demand = (where.shares * nation.output) @ nation.direct_requirements().T
    keys = _buyers(nation, where.shares, where.jobs)
    for category in final.columns.drop(EXPORTS):
        purchases = final[category].to_numpy()
        if category == INVENTORIES:
            demand += where.shares * purchases
        else:
            demand += np.outer(keys[BUYER[category[:3]] if category[:3] in BUYER else BUYER[category]], purchases)
    for code in IN_PLACE:
        commodity_index = codes.index(code)
        demand[:, commodity_index] = supply[:, commodity_index]
    demand = np.maximum(demand, 0.0)
    wanted, made = demand.sum(axis=0), supply.sum(axis=0)
    traded = (wanted > 0) & (made > 0)
    ratio = np.divide(wanted, made, out=np.ones_like(made), where=traded)
    distance = distance_matrix() if distance is None else distance
    _match_services(demand, supply, distance, declared_assumptions() if assumptions is None else assumptions)
    demand *= np.divide(made, demand.sum(axis=0), out=np.zeros_like(made), where=traded)
    return Margins(
        supply=np.where(traded, supply, 0.0),
        demand=demand,
        mismatch={codes[i]: float(ratio[i]) for i in np.flatnonzero(np.abs(ratio - 1) > MISMATCH_TOLERANCE)},
        unsupplied=tuple(codes[i] for i in np.flatnonzero((wanted > 0) & (made <= 0))),
    )


def _match_services(
    demand: FloatArray, supply: FloatArray, distance: FloatArray, assumptions: Mapping[str, Assumption]
) -> None:
    """Scale purchases of local services to sales in the market area."""
    areas = served_km(number(assumptions, "market_area"))
    for scale in np.unique(areas[np.isfinite(areas)]):
        services = np.flatnonzero(areas == scale)
        near = scale_kernels(distance, [float(scale)])[0].dense().astype(np.float64)
        sales, purchases = near @ supply[:, services], near @ demand[:, services]
        demand[:, services] *= np.divide(sales, purchases, out=np.zeros_like(sales), where=purchases > 0)


def _buyers(nation: Nation, shares: FloatArray, jobs: FloatArray) -> dict[str, FloatArray]:
    """Return each county's share of final buyers' purchases, (counties,) each."""
    codes = list(nation.industries.index)
    counties = table("counties")
    rates = table("states").set_index("state")
    kept = (1 - rates.taxes) * rates.consumption
    income = table("county_income").set_index("fips").personal_income.reindex(counties.fips).to_numpy(dtype=np.float64)
    sizes = {
        "households": income * kept.reindex(counties.state).to_numpy(dtype=np.float64),
        "homes": counties.population.to_numpy(dtype=np.float64),
        "businesses": shares @ (nation.coefficients("value_added") * nation.output),
        "defense": jobs[:, codes.index("S00500")],
        "federal": jobs[:, codes.index("S00600")],
        "state_local": jobs[:, [codes.index(code) for code in ("GSLGE", "GSLGH", "GSLGO")]].sum(axis=1),
    }
    return {name: size / size.sum() for name, size in sizes.items()}

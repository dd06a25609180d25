"""Environmental intensities, county grids, and burdens of materials.

Intensities are emissions, energy, water and waste per dollar of output.
"""

import numpy as np
import pandas as pd

from ..errors import DataError
from ._resolve import made
from .inputs import cited, complete, file_of

INDICATORS = {"GHG": "ghg", "ENRG": "energy", "WATR": "water", "CRHW": "hazardous_waste"}
PER_MILLION = {"ghg": 1e3, "energy": 1.0, "water": 1e3, "hazardous_waste": 1e3}  # from kg, MJ, kg, kg per USD
SPLIT: dict[
    str, dict[str, list[str]]
] = {  # commodities of the accounts that USEEIO has under other codes, with the NAICS 2017 codes that weigh them
    "562000": {
        "562111": ["562111"],
        "562212": ["562212"],
        "562213": ["562213"],
        "562910": ["562910"],
        "562920": ["562920"],
        "562HAZ": ["562112", "562211"],
        "562OTH": ["562119", "562219", "562991", "562998"],
    },
    "335220": {"335221": [], "335222": [], "335224": [], "335228": []},
    "333914": {"33391A": []},
}
COMMODITIES_WITHOUT_PRODUCER = [
    "S00300",
    "S00401",
    "S00402",
    "S00900",
]  # scrap, used goods and the like have no producing industry
USEEIO_DOLLAR_YEAR = 2012
OUTPUT_WEIGHT_YEAR = 2017
POWER = "221100"
# EPA eGRID, total output emission rate of CO2 in the United States, lb/MWh: 947.2 in 2018, near the years of USEEIO's
# gases (eGRID2018, January 2020), against that of the newest eGRID
POWER_RATE_2018 = 947.2
FIRST_YEAR_OF_NEW_POWER_RATES = 2022
US_GRID = "US Average"
GWP = {"co2": 1.0, "ch4": 28e-3, "n2o": 265e-3}  # AR5, 100 years; CH4 and N2O in grams per kg of CO2e
SUPPLY = {
    "apparent consumption": "demand",
    "apparent consumption (Mn content)": "demand",
    "apparent consumption, total": "demand",
    "net import reliance": "reliance",
    "mine production": "mined",
    "secondary production": "secondary",
}
KILOTONNES = {"kt": 1000.0}
BURDENS = {"GHGs": "ghg", "Total Energy": "energy", "Water consumption": "water", "Water use": "water"}


@made
def emissions(
    commodity_intensity: pd.DataFrame, make: pd.DataFrame, prices: pd.DataFrame, grid_rates: pd.DataFrame, year: int
) -> pd.DataFrame:
    """Direct intensity of each industry per million USD of the economy's year.

    USEEIO's intensities are by commodity. An industry has those of its products.
    """
    intensity = commodity_intensity.copy()
    if year >= FIRST_YEAR_OF_NEW_POWER_RATES:
        rate = grid_rates.set_index("subregion").co2_lb_mwh.astype(float)[US_GRID]
        power = intensity.index == POWER
        intensity["ghg"] = intensity.ghg.where(~power, intensity.ghg * float(rate) / POWER_RATE_2018)
    index = prices.pivot(index="industry", columns="year", values="price_index")
    price = (index[year] / index[USEEIO_DOLLAR_YEAR]).reindex(intensity.index)
    price[COMMODITIES_WITHOUT_PRODUCER] = 1.0
    per_dollar = intensity.div(price, axis=0)
    made_here = make[make.redefinitions == "before"]
    totals = per_dollar.reindex(made_here.commodity).mul(made_here.value.to_numpy(), axis=0)
    complete(totals.ghg, file_of("useeio"))
    by_industry = totals.set_index(made_here.industry.to_numpy()).groupby(level=0).sum()
    output = made_here.groupby("industry").value.sum()
    intensities = by_industry.div(output, axis=0).rename_axis("industry").reset_index()
    return intensities.astype(dict.fromkeys(PER_MILLION, float))


@made
def commodity_intensity(useeio: pd.DataFrame, cbp_states: pd.DataFrame) -> pd.DataFrame:
    """USEEIO intensities per million USD of 2012: (commodities, measures).

    They are zero for commodities without producers.
    """
    by_indicator = useeio.pivot(index="sector", columns="indicator", values="direct_per_usd")
    frame = by_indicator[list(INDICATORS)].rename(columns=INDICATORS).mul(pd.Series(PER_MILLION))
    cells = cbp_states[(cbp_states.year == OUTPUT_WEIGHT_YEAR) & ~cbp_states.withheld]
    jobs = cells.astype({"emp": float}).groupby("naics").emp.sum()
    for commodity, parts in SPLIT.items():
        weight = pd.Series({part: jobs.reindex(codes).sum() if codes else 1.0 for part, codes in parts.items()})
        frame.loc[commodity] = frame.loc[weight.index].mul(weight / weight.sum(), axis=0).sum()
    for commodity in COMMODITIES_WITHOUT_PRODUCER:
        frame.loc[commodity] = 0.0
    return frame.drop(index=[part for parts in SPLIT.values() for part in parts])


@made
def grids(grid_counties: pd.DataFrame, grid_rates: pd.DataFrame, counties: pd.DataFrame) -> pd.DataFrame:
    """Grid subregions of each county of 2023 with their emission rates.

    A county that the source does not know takes the subregion of its state, if that has one alone.
    """
    shares = grid_counties.astype({"share": float})
    known = shares[shares.fips.isin(counties.fips)]
    sole = (
        shares.assign(state=shares.fips.str[:2])
        .groupby("state")
        .subregion.agg(lambda subregions: sorted(set(subregions)))
    )
    unknown = counties.fips[~counties.fips.isin(known.fips)]
    lost = [fips for fips in unknown if len(sole.get(fips[:2], [])) == 1]
    filled = pd.DataFrame({"fips": lost, "subregion": [sole[fips[:2]][0] for fips in lost], "share": 1.0})
    frame = pd.concat([known, filled], ignore_index=True)
    rates = grid_rates.set_index("subregion")[["co2e_kg_mwh_ar5", "grid_loss"]].astype(float)
    frame["kg_per_mwh"] = frame.subregion.map(rates.co2e_kg_mwh_ar5)
    frame["loss"] = frame.subregion.map(rates.grid_loss)
    complete(frame.kg_per_mwh, file_of("grid_rates"))
    frame["share"] /= frame.groupby("fips").share.transform("sum")
    return frame.sort_values(["fips", "subregion"], ignore_index=True)


@made
def fuels(fuel_factors: pd.DataFrame) -> pd.DataFrame:
    """CO2e of fuels burned, kg per mmBtu (higher heating value), AR5."""
    frame = fuel_factors[fuel_factors.table == "stationary combustion"]
    gases = frame[list(GWP)].astype(float).mul(pd.Series(GWP))
    return pd.DataFrame(
        {
            "fuel": frame.item,
            "kg_per_mmbtu": gases.sum(axis=1),
            "mmbtu_per_unit": frame.mmbtu_per_unit.astype(float),
        }
    ).reset_index(drop=True)


@made
def burdens(material_factors: pd.DataFrame, recycling_burden: pd.DataFrame, virgin_cells: pd.DataFrame) -> pd.DataFrame:
    """Cradle-to-gate burdens of materials, cathodes and cells, and burdens of recycling routes."""
    products = virgin_cells["product"].str.partition(",")[0]
    frames = [
        _burdens(material_factors.assign(kind="material", route="", value=material_factors.per_tonne), "material", "t"),
        _burdens(recycling_burden.assign(kind="recycling"), "chemistry", "kg cells"),
        _burdens(virgin_cells.assign(kind=products, route="")[products == "cathode"], "chemistry", "kg"),
        _burdens(virgin_cells.assign(kind=products, route="")[products == "cell"], "chemistry", "kWh"),
    ]
    return pd.concat(frames, ignore_index=True)


def _burdens(frame: pd.DataFrame, item: str, per: str) -> pd.DataFrame:
    frame = frame[frame.measure.isin(BURDENS)]
    grams = np.where((frame.measure == "GHGs") & frame.unit.str.startswith("g "), 1e-3, 1.0)
    frame = frame.assign(value=frame.value.astype(float) * grams, measure=frame.measure.map(BURDENS))
    if frame.duplicated([item, "kind", "route", "measure"]).any():
        raise DataError(f"A burden of {per} is given twice.")
    by_measure = frame.pivot(index=["kind", item, "route"], columns="measure", values="value").reset_index()
    by_measure = by_measure.rename(columns={item: "item"}).assign(per=per).rename_axis(columns=None)
    return by_measure[["kind", "item", "route", "per", "ghg", "energy", "water"]]


@made
def material_supply(battery_trade: pd.DataFrame) -> pd.DataFrame:
    """Demand, production and import reliance of battery materials by year.

    Quantities are t of content; production is domestic.

    A reliance that the source gives as more than a figure is that figure, marked as a lower bound.
    """
    frame = battery_trade[battery_trade.measure.isin(SUPPLY)].copy()
    text = frame.value.astype(str)
    frame["value"] = pd.to_numeric(text.str.lstrip("<>"))
    frame["bound"] = np.where(text.str.startswith(">"), "lower bound", "")
    measure = frame.measure.map(SUPPLY)
    frame["value"] *= np.where(measure == "reliance", 0.01, frame.unit.map(KILOTONNES).fillna(1.0))
    frame = frame.assign(measure=measure, material=frame.commodity, year=frame.year.astype(int))
    frame["source"] = cited(frame.source)
    supply = frame[["material", "year", "measure", "value", "bound", "source"]]
    return supply.sort_values(["material", "year", "measure"], ignore_index=True)

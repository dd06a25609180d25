"""Trade compared with published figures not used, or partly used, in fitting."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from .._economy import economy as economy_of
from .._types import FloatArray, Progress
from ..counties import activity, distance_matrix
from ..effects import CountyModel, county_model
from ..reference import manifest, table
from ..trade import Gravity, margins

KM_PER_MILE = 1.609344
BAND_ENDS = (50.0, 100.0, 250.0, 500.0, 750.0, 1000.0, 1500.0, 2000.0, np.inf)
SIZES = {"under 10,000 jobs": 1e4, "10,000 to 50,000": 5e4, "50,000 to 250,000": 2.5e5, "above 250,000": np.inf}
PURPOSES = {
    "Shop/buy/pick-up or return goods": ("441", "444", "445", "446", "447", "448", "452", "4B0"),
    "Buy meals": ("722",),
    "Health care visit": ("621", "622"),
    "School as a student": ("611100",),
}
PREFIXES = {"00": ("21", "3", "42"), "31-33": ("3",)}
KANSAS = {
    "Johnson County KS": "20091",
    "Pottawatomie County KS": "20149",
    "Saline County KS": "20169",
    "Sedgwick County KS": "20173",
}
RETAIL = ("44", "45", "4B0")
CLARK, WASHOE, GAMBLING, MEALS = "32003", "32031", ("7132",), ("722",)
REFERENCE_YEAR, REFERENCE_STATE = 2018, "37"
PLANT = "335911"
RESIDUAL_TOLERANCE = 1e-4  # relative residual of a solve
DECILES = (10, 50, 90)


def trade_checks(progress: Progress = lambda done, total: None) -> dict[str, pd.DataFrame]:
    """Return comparisons of trade with published figures, by title.

    They cover distance, own county, retail pull, visitors, a plant by county size, and RIMS II.

    Most of the time goes into the multipliers of a state, one transposed solve of the benchmark economy per measure.
    """
    model = county_model()
    demand = margins(model.nation).demand.T
    tables = {"Share of value by miles shipped: trade here and CFS 2022": distance_check(model.trade, demand)}
    progress(1, 5)
    tables["Share bought in the own county, by jobs in the county, and share of trips (NHTS 2022)"] = own_county_check(
        model, demand
    )
    progress(2, 5)
    tables["Retail sales per head over those of Kansas: county jobs here and sales tax"] = retail_check(model)
    progress(3, 5)
    tables["Visitors: what Nevada's resorts sell and what their residents buy"] = visitors_check(model, demand)
    tables["Jobs in the county per direct job of a battery plant, by jobs in the county"] = plant_check(model)
    progress(4, 5)
    tables["Multipliers of North Carolina over those of RIMS II, logarithm"] = reference_check()
    progress(5, 5)
    return tables


def distance_check(trade: Gravity, demand: FloatArray) -> pd.DataFrame:
    """Shares of value by distance, modelled and published.

    There is one row per industry of the survey, and a pair of columns for each band.

    ``misplaced`` is half the sum of absolute differences.
    """
    published = table("trade_checks").query("check == 'distance'")
    miles = (distance_matrix() / KM_PER_MILE).astype(np.float32)
    cumulative = np.zeros((len(demand), len(BAND_ENDS)))
    for group, kernel in enumerate(trade.kernels):
        members, whole = np.flatnonzero(trade.mixtures == group), kernel.dense()
        push = trade.inverse[members] * demand[members].astype(np.float32)
        for band_index, end in enumerate(BAND_ENDS):
            cumulative[members, band_index] = (trade.factors[members] * (push @ (whole * (miles < end)))).sum(axis=1)
    bands = np.diff(cumulative, axis=1, prepend=0.0)
    rows = []
    for code, of_code in published.groupby("item", sort=False):
        model_bands = _of_prefixes(PREFIXES.get(str(code), (str(code),))) @ bands
        share, known = model_bands / model_bands.sum(), of_code.value.to_numpy()
        figures = {f"{name} miles": value for name, value in zip(of_code.measure, share, strict=True)}
        rows.append(
            {"industry": of_code.title.iloc[0], "under 50, CFS": known[0]}
            | {"under 250": share[:3].sum(), "under 250, CFS": known[:3].sum()}
            | {"under 50": figures[f"{of_code.measure.iloc[0]} miles"]}
            | {"misplaced": np.abs(share - known / known.sum()).sum() / 2}
        )
    columns = ["industry", "under 50", "under 50, CFS", "under 250", "under 250, CFS", "misplaced"]
    return pd.DataFrame(rows)[columns]


def own_county_check(model: CountyModel, demand: FloatArray) -> pd.DataFrame:
    """Own-county shares of purchases by purpose and county size.

    The share in all counties and that of trips stand beside.
    """
    published = table("trade_checks").query("check == 'own county' and measure == 'all counties'")
    trips = published.set_index("item").value
    jobs = activity(model.fips, model.nation.economy).jobs.sum(axis=1)
    own = model.trade.own_shares()
    rows = []
    for purpose, prefixes in PURPOSES.items():
        members = _of_prefixes(prefixes) > 0
        purchases, own_purchases = demand[members].sum(axis=0), (own[members] * demand[members]).sum(axis=0)
        by_size = {
            name: own_purchases[inside].sum() / purchases[inside].sum() for name, inside in _by_size(jobs).items()
        }
        rows.append(
            {"purpose": purpose} | by_size | {"all": own_purchases.sum() / purchases.sum(), "trips": trips[purpose]}
        )
    return pd.DataFrame(rows)


def retail_check(model: CountyModel) -> pd.DataFrame:
    """Retail output per resident over the state's, modelled and published.

    Modelled output rests on county jobs, published sales on sales taxes.
    """
    published = table("trade_checks").query("check == 'retail pull'").set_index("item").value
    retail = _of_prefixes(RETAIL) > 0
    sales = activity(model.fips, model.nation.economy).shares[:, retail] @ model.nation.output[retail]
    people = table("counties").population.to_numpy(dtype=np.float64)
    state = np.array([code.startswith("20") for code in model.fips])
    mean = sales[state].sum() / people[state].sum()
    rows = []
    for name, fips in KANSAS.items():
        county_index = model.fips.index(fips)
        rows.append(
            {
                "county": name,
                "here": sales[county_index] / people[county_index] / mean,
                "sales tax 2001": published[name],
            }
        )
    return pd.DataFrame(rows)


def visitors_check(model: CountyModel, demand: FloatArray) -> pd.DataFrame:
    """Sales to visitors, and gambling per resident over the nation's."""
    published = table("trade_checks").query("check == 'visitors'").set_index("item").value
    own, supply = model.trade.own_shares(), margins(model.nation).supply.T
    people = table("counties").population.to_numpy(dtype=np.float64)
    shops, gambling = _of_prefixes(RETAIL + MEALS) > 0, _of_prefixes(GAMBLING) > 0
    rows = []
    for name, fips in {"Clark County NV": CLARK, "Washoe County NV": WASHOE}.items():
        county_index = model.fips.index(fips)
        sales = supply[shops, county_index].sum()
        per_head = [
            float(flows[gambling, county_index].sum() / people[county_index] / (flows[gambling].sum() / people.sum()))
            for flows in (demand, supply)
        ]
        rows.append(
            {"county": name, "shops and meals sold to others": 1 - (own * demand)[shops, county_index].sum() / sales}
            | {"taxable sales to visitors 2018": published.get(name, np.nan)}
            | {"gambling bought per resident": per_head[0], "sold per resident": per_head[1]}
        )
    return pd.DataFrame(rows)


def plant_check(model: CountyModel) -> pd.DataFrame:
    """Jobs multiplier of a battery plant by county size, in deciles."""
    row = list(model.nation.industries.index).index(PLANT)
    ratio = model.county_multipliers("jobs")[row] / model.nation.coefficients("jobs")[row]
    groups = _by_size(activity(model.fips, model.nation.economy).jobs.sum(axis=1))
    groups["all counties"] = np.ones(len(ratio), dtype=np.bool_)
    return pd.DataFrame(
        [
            {"counties of": name, "counties": int(inside.sum())}
            | {
                f"{share} %": value
                for share, value in zip(DECILES, np.percentile(ratio[inside], DECILES).tolist(), strict=True)
            }
            for name, inside in groups.items()
        ]
    )


def reference_check() -> pd.DataFrame:
    """Type II multipliers of a state over published ones.

    The answer is mean and spread of the logarithm by measure.

    The published ones come from location quotients, which keep more in the region than shipments do:
    a reading, no truth.
    """
    return pd.DataFrame([_spread(name, logs) for name, logs in reference_logs().items()])


def reference_logs() -> dict[str, FloatArray]:
    """Return ln(multiplier here / published) by measure and industry."""
    published = table("trade_checks").query("check == 'RIMS II'")
    economy = economy_of(reference_economy())
    model = county_model(economy=economy.year)
    inside = np.array([code.startswith(REFERENCE_STATE) for code in model.fips])
    output = activity(model.fips, economy.year).shares.T[:, inside] * model.nation.output[:, np.newaxis]
    logs_by_measure = {}
    for measure, of_measure in published.groupby("measure", sort=False):
        weights = model.direct(str(measure)).astype(np.float64)
        if measure == "jobs":
            prices = economy.prices
            weights *= (prices.jobs_per_real_dollar(REFERENCE_YEAR) / prices.price(REFERENCE_YEAR))[:, np.newaxis]
        moved = model.multipliers_in(inside, weights, RESIDUAL_TOLERANCE)[:, inside]
        logs = _log_ratios(moved, output, of_measure, model)
        if measure == "output":
            extra = of_measure.assign(value=of_measure.value - 1)
            logs_by_measure["output beyond the direct"] = _log_ratios(moved - 1, output, extra, model)
        logs_by_measure[str(measure).replace("_", " ")] = logs
    return logs_by_measure


def reference_economy() -> int:
    """Return the economy nearest to the year of the published multipliers."""
    return min(manifest().economies, key=lambda year: abs(year - REFERENCE_YEAR))


def _log_ratios(moved: FloatArray, output: FloatArray, published: pd.DataFrame, model: CountyModel) -> FloatArray:
    """Return ln(ours / theirs) by row.

    Weights are the output of its industries and counties.
    """
    summary = model.nation.industries.summary.to_numpy()
    logs = []
    for code, value in zip(published.item, published.value, strict=True):
        weight = output * (summary == code)[:, np.newaxis]
        if weight.sum() > 0:
            logs.append(np.log((moved * weight).sum() / weight.sum() / value))
    return np.array(logs)


def _spread(name: str, logs: FloatArray) -> dict[str, object]:
    deciles = np.percentile(logs, DECILES)
    return {"measure": name, "industries": len(logs), "mean": float(logs.mean()), "spread": float(logs.std(ddof=1))} | {
        f"{share} %": float(value) for share, value in zip(DECILES, deciles, strict=True)
    }


def _of_prefixes(prefixes: Sequence[str]) -> FloatArray:
    """Return one for industries with a code prefix, else zero, (industries,)."""
    codes = table("industries").code
    return np.array([float(code.startswith(tuple(prefixes))) for code in codes])


def _by_size(jobs: FloatArray) -> dict[str, "np.ndarray[tuple[int], np.dtype[np.bool_]]"]:
    """Return the members of each size class, by jobs."""
    low, groups = 0.0, {}
    for name, high in SIZES.items():
        groups[name] = (jobs >= low) & (jobs < high)
        low = high
    return groups

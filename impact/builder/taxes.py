"""Effective tax rates by state, level and kind, with their bases."""

import numpy as np
import pandas as pd

from ._resolve import made
from .inputs import complete

YEAR = 2022  # calendar year of the bases; the fiscal years 2022 and 2023 end around it
FISCAL_YEARS = (2022, 2023)
LEVELS = ("state", "local")
SEVERANCE_YEARS = (2018, 2020)  # of State Tax Collections, whose shares of the states are used
EARNINGS, WAGES, PROPRIETORS, PEOPLE, INCOME = 35, 50, 70, 20, 10  # lines of BEA CAINC4
# Census line of each kind in 2022 and 2023; "other" holds license taxes, severance, transfer and death taxes
KINDS = {
    "personal_income": (["individual_income"], ["individual_income"]),
    "corporate_income": (["corporate_income"], ["corporate_income"]),
    "property": (["property"], ["property"]),
    "general_sales": (["general_sales"], ["general_sales"]),
    "selective_sales": (["selective_sales"], ["selective_sales"]),
    "other": (["motor_vehicle_license", "other_taxes"], ["licenses", "other"]),
}
PRODUCTION = ["property", "general_sales", "selective_sales", "federal_sales", "severance", "other"]
# Corporation income taxes, million USD: Monthly Treasury Statement, September 2022 and 2023 (from memory, to verify)
FEDERAL_CORPORATE = {2022: 424_865.0, 2023: 419_584.0}
NOT_LIABLE = ("111CA", "HS", "GFE", "GFGD", "GFGN", "GSLE", "GSLG")  # farms, housing and governments pay next to none
HOUSING = "HS"
# Industries whose products bear one kind of tax; all others bear several
GENERAL = ("441", "445", "452", "4A0", "721", "722")
SELECTIVE = ("22", "524", "713")  # utilities, insurance premiums, amusements
FEDERAL = ("481", "483")  # air and water passengers
MINING = ("211", "212", "213")
TRANSFERS = ("5411",)  # taxes on deeds
NO_WAGE_TAX = ("AK", "FL", "NV", "NH", "SD", "TN", "TX", "WA", "WY")  # New Hampshire, Washington: other income alone


@made
def tax_collections(slf_taxes_2022: pd.DataFrame, slf_taxes_2023: pd.DataFrame) -> pd.DataFrame:
    """State and local taxes: ``state, level, kind, year, value``.

    Values are in million USD of the fiscal year.

    The survey of 2023 does not separate state from local and leaves out the District of Columbia. The parts are those
    of 2022, and the District keeps its taxes of 2022.
    """
    states = slf_taxes_2022[slf_taxes_2022.state != "US"]
    taxes_2022 = states[states.level.isin(LEVELS)].set_index(["state", "level"])
    first = pd.DataFrame({kind: taxes_2022[of].astype(float).sum(axis=1) for kind, (of, _) in KINDS.items()}) / 1000
    later = slf_taxes_2023.set_index("state")
    second = pd.DataFrame({kind: later[of].astype(float).sum(axis=1) for kind, (_, of) in KINDS.items()}) / 1000
    state_totals = first.groupby("state").sum()
    second = second.reindex(state_totals.index).fillna(state_totals)
    frames = []
    for level in LEVELS:
        part = pd.DataFrame(first.xs(level, level="level")).reindex(state_totals.index)
        share = (part / state_totals.where(state_totals > 0)).fillna(1.0 if level == "state" else 0.0)
        for year, values in zip(FISCAL_YEARS, (part, second * share), strict=True):
            long: pd.DataFrame = values.rename_axis(columns="kind").reset_index().melt("state", value_name="value")
            frames.append(long.assign(level=level, year=year))
    collections: pd.DataFrame = pd.concat(frames, ignore_index=True)[["state", "level", "kind", "year", "value"]]
    return collections.sort_values(["state", "level", "kind", "year"], ignore_index=True)


@made
def production_taxes(production_taxes_by_industry: pd.DataFrame, tax_collections: pd.DataFrame) -> pd.DataFrame:
    """Taxes per dollar of value added by summary industry and kind.

    The surplus that owes income tax stands beside.

    Property and other taxes are its taxes on production, divided like the nation's collections. Taxes on products are
    of one kind where the industry's products bear one kind. Otherwise they are divided like the remainder of the
    nation's.
    """
    frame = production_taxes_by_industry
    frame = frame[frame.year == str(YEAR)].set_index("summary_industry").drop(columns="year").astype(float)
    us = tax_collections.groupby(["kind", "year"]).value.sum().groupby("kind").mean()
    levied, on_products = frame.other_taxes_on_production, frame.taxes_on_products_and_imports
    at_home = levied.where(levied.index == HOUSING, 0.0)
    business = levied - at_home
    share = float(np.clip((us["property"] - at_home.sum()) / business.sum(), 0.0, 1.0))
    taxes = pd.DataFrame({"property": at_home + share * business, "other": (1 - share) * business})
    sole_industries = {
        "general_sales": GENERAL,
        "selective_sales": SELECTIVE,
        "federal_sales": FEDERAL,
        "severance": MINING,
        "other": TRANSFERS,
    }
    single = {code: kind for kind, codes in sole_industries.items() for code in codes}
    mixed = on_products.where(~on_products.index.isin(single), 0.0)
    left = {
        kind: max(us[kind] - on_products[on_products.index.isin(sole_industries[kind])].sum(), 0.0)
        for kind in ("general_sales", "selective_sales")
    }
    scale = min(1.0, mixed.sum() / max(sum(left.values()), 1e-9))
    parts = {kind: scale * value / max(mixed.sum(), 1e-9) for kind, value in left.items()}
    parts["federal_sales"] = 1 - sum(parts.values())
    for kind in PRODUCTION:
        own = on_products.where(np.array([single.get(str(code)) == kind for code in on_products.index]), 0.0)
        before = taxes.get(kind, 0.0)
        taxes[kind] = before + own + parts.get(kind, 0.0) * mixed
    taxes["surplus"] = frame.gross_operating_surplus.where(~frame.index.isin(NOT_LIABLE), 0.0)
    rates = taxes[[*PRODUCTION, "surplus"]].div(frame.value_added_producer, axis=0)
    rates.insert(0, "value_added", frame.value_added_producer)
    return rates.rename_axis("summary").reset_index()


@made
def tax_states(cainc4: pd.DataFrame, state_names: pd.DataFrame) -> pd.DataFrame:
    """People, personal income and wages of each state.

    The share of wages and proprietors' income in earnings stands beside.
    """
    names = state_names[state_names.state_fips < "57"].set_index("state_fips").stusps
    rows = cainc4[(cainc4.year == YEAR) & cainc4.fips.isin(names.index + "000")].astype({"value": float})
    lines = rows.drop_duplicates(["fips", "line"]).pivot(index="fips", columns="line", values="value")
    lines = lines.reindex(names.index + "000").set_axis(pd.Index(names, name="state"))
    taxable = ((lines[WAGES] + lines[PROPRIETORS]) / lines[EARNINGS]).clip(0.0, 1.0)
    complete(taxable, "earnings (CAINC4)")
    income = lines[INCOME] / 1000
    wages = lines[WAGES] / 1000
    columns = {"people": lines[PEOPLE], "personal_income": income, "wages": wages, "taxable": taxable}
    return pd.DataFrame(columns).reset_index()


@made
def state_value_added(
    county_jobs_2022: pd.DataFrame, industries_2022: pd.DataFrame, counties: pd.DataFrame
) -> pd.DataFrame:
    """Value added by state and industry of 2022.

    It is in million USD. What no county makes (customs duties) follows the population, as in a study.
    """
    accounts = industries_2022.set_index("code")
    added = accounts.compensation + accounts.production_taxes + accounts.operating_surplus
    state = counties.set_index("fips").state
    output = county_jobs_2022.groupby([county_jobs_2022.fips.map(state), "industry"]).output.sum().unstack()
    people = counties.groupby("state").population.sum()
    output = output.reindex(index=people.index, columns=added.index).fillna(0.0)
    nowhere = output.columns[output.sum() == 0]
    output[nowhere] = np.outer(people, np.ones(len(nowhere)))
    return output / output.sum() * added


@made
def taxed_value(
    production_taxes: pd.DataFrame, state_value_added: pd.DataFrame, industries_2022: pd.DataFrame
) -> pd.DataFrame:
    """Taxes of each state's value added at national rates.

    They are in million USD. Homes are left out; the surplus stands beside.
    """
    rates = production_taxes.set_index("summary")
    rates.loc[HOUSING, "property"] = 0.0
    by_industry = rates.reindex(industries_2022.set_index("code").summary.reindex(state_value_added.columns))
    columns = [*PRODUCTION, "surplus"]
    values = state_value_added.to_numpy() @ by_industry[columns].fillna(0.0).to_numpy()
    return pd.DataFrame(values, index=state_value_added.index.rename("state"), columns=columns)


@made
def collected(
    tax_collections: pd.DataFrame, state_tax_collections: pd.DataFrame, taxed_value: pd.DataFrame
) -> pd.DataFrame:
    """State and local taxes with severance taxes apart.

    Rows are (state, level and kind), columns fiscal years.
    """
    by_year = tax_collections.pivot(index=["state", "level", "kind"], columns="year", values="value")
    return _without_severance(by_year, state_tax_collections, taxed_value["severance"])


@made
def taxed_incomes(soi: pd.DataFrame, tax_states: pd.DataFrame, taxed_value: pd.DataFrame) -> pd.DataFrame:
    """Wages, other income and income tax on both by state.

    Wages are BEA's; other income is that of tax returns.
    """
    states = taxed_value.index
    return _incomes(soi[soi.state.isin(states)], float(tax_states.wages.sum())).reindex(states)


@made
def tax_rates(
    collected: pd.DataFrame,
    production_taxes: pd.DataFrame,
    tax_states: pd.DataFrame,
    taxed_value: pd.DataFrame,
    taxed_incomes: pd.DataFrame,
) -> pd.DataFrame:
    """Effective rates by ``state, level, kind, base``.

    Columns: mean ``collections`` and ``base_value``, and ``rate, low, high``.

    Bases: ``wages`` are those of BEA, as labor income is. They go to states as the wages of tax returns do. These are
    smaller: pensions and insurance are not on returns, and some people file none. ``other_income`` is adjusted gross
    income less the wages of returns; ``production`` is the value added of the state's counties times national taxes per
    dollar, so that the whole economy pays what was collected; ``surplus`` is what of it owes income tax as surplus.
    A rate on production is thus the state's taxes over the nation's. Property tax of homes is the nation's share of all
    property tax, over ``personal_income``. Rates are means of two fiscal years, which are the range.
    """
    homes = production_taxes.summary == HOUSING
    levied = production_taxes.property * production_taxes.value_added
    of_homes = float(levied[homes].sum() / levied.sum())
    made_there, incomes = taxed_value, taxed_incomes
    incomes_of_people = tax_states.set_index("state").personal_income.reindex(made_there.index)
    rows: list[pd.DataFrame] = []
    for (level, kind), values in collected.groupby(["level", "kind"]):
        values = values.droplevel(["level", "kind"]).reindex(made_there.index).fillna(0.0)
        if kind == "personal_income":
            rows += _income_taxes(str(level), values, incomes)
        elif kind == "corporate_income":
            rows.append(_row(str(level), "corporate_income", "surplus", values, made_there.surplus))
        elif kind == "property":
            rows.append(_row(str(level), "property", "production", values * (1 - of_homes), made_there.property))
            rows.append(_row(str(level), "property", "personal_income", values * of_homes, incomes_of_people))
        else:
            rows.append(_row(str(level), str(kind), "production", values, made_there[str(kind)]))
    rows += _federal(incomes, made_there)
    rates = pd.concat(rows, ignore_index=True)
    return rates.sort_values(["state", "level", "kind", "base"], ignore_index=True)


def _row(level: str, kind: str, base: str, values: pd.DataFrame | pd.Series, over: pd.Series) -> pd.DataFrame:
    """Return rates of all states: collections over a base.

    Collections are of one or two years; the rate is zero without a base.
    """
    values = values.to_frame() if isinstance(values, pd.Series) else values
    ratios = values.div(over.where(over > 0), axis=0).fillna(0.0)
    mean = values.mean(axis=1)
    frame = pd.DataFrame(
        {
            "level": level,
            "kind": kind,
            "base": base,
            "collections": mean,
            "base_value": over.fillna(0.0),
            "rate": ratios.mean(axis=1),
            "low": ratios.min(axis=1),
            "high": ratios.max(axis=1),
        }
    )
    return frame.rename_axis("state").reset_index()


def _without_severance(by_year: pd.DataFrame, stc: pd.DataFrame, base: pd.Series) -> pd.DataFrame:
    """Separate severance from other state taxes.

    The accounts' national sum is shared as in State Tax Collections.
    """
    first, last = SEVERANCE_YEARS
    rows = stc[(stc.item == "T53") & stc.year.astype(int).between(first, last)]
    shares = rows.groupby("state").amount_k.sum().astype(float)
    other = by_year.xs(("state", "other"), level=("level", "kind"))
    shares = shares.reindex(other.index).fillna(0.0)
    mined = shares / max(shares.sum(), 1e-9) * base.sum()
    severance = other.apply(lambda year: pd.concat([mined, year], axis=1).min(axis=1))
    rest = by_year.copy()
    for state in other.index:
        rest.loc[(state, "state", "other")] = (other.loc[state] - severance.loc[state]).to_numpy()
    severance.index = pd.MultiIndex.from_tuples(
        [(state, "state", "severance") for state in severance.index], names=by_year.index.names
    )
    separated: pd.DataFrame = pd.concat([rest, severance]).sort_index()
    return separated


def _incomes(soi: pd.DataFrame, wages: float) -> pd.DataFrame:
    """Return wages, other income, federal tax and its rates by state.

    Other income is adjusted gross income without wages; both are in million USD.

    Wages that are paid in the nation, by BEA, are shared among states as those of returns; rates on wages are lower
    by as much.
    """
    frame = soi.set_index(["state", "agi_stub"]).drop(columns="agi_class", errors="ignore").astype(float)
    classes = frame.drop(index="0", level="agi_stub")
    rate = (classes.income_tax_after_credits_k / classes.agi_k.where(classes.agi_k > 0)).fillna(0.0)
    by_state = classes.assign(on_wages=rate * classes.wages_k).groupby("state")
    total = by_state[["agi_k", "wages_k", "income_tax_after_credits_k", "on_wages"]].sum() / 1000
    more = wages / float(total.wages_k.sum())
    middle = rate[rate.index.get_level_values("agi_stub") == "5"].droplevel("agi_stub")  # 50,000 to 75,000 USD
    return pd.DataFrame(
        {
            "wages": total.wages_k * more,
            "rest": total.agi_k - total.wages_k,
            "wage_share": total.wages_k / total.agi_k,
            "federal": total.income_tax_after_credits_k,
            "on_wages": total.on_wages,
            "average": total.income_tax_after_credits_k / total.agi_k / more,
            "middle": middle / more,
        }
    )


def _income_taxes(level: str, values: pd.DataFrame, incomes: pd.DataFrame) -> list[pd.DataFrame]:
    """Return a state's or its localities' rates on wages and other income.

    The low rate is as graded as the federal one.
    """
    exempt = incomes.index.isin(NO_WAGE_TAX)
    share = incomes.wage_share.where(~exempt, 0.0)
    wages = _row(level, "personal_income", "wages", values.mul(share, axis=0), incomes.wages)
    graded = (incomes.on_wages / incomes.wages / incomes.average).clip(upper=1.0).to_numpy()
    wages["low"] *= graded
    rest = _row(level, "personal_income", "other_income", values.mul(1 - share, axis=0), incomes.rest)
    return [wages, rest]


def _federal(incomes: pd.DataFrame, made_there: pd.DataFrame) -> list[pd.DataFrame]:
    """Return federal rates: income, excise, customs and corporate tax.

    Income tax on wages is by the classes that earn them.
    """
    wages = _row("federal", "personal_income", "wages", incomes.on_wages, incomes.wages)
    wages["low"] = np.minimum(wages.rate, incomes.middle.to_numpy())
    wages["high"] = np.maximum(wages.rate, incomes.average.to_numpy())
    rest = _row("federal", "personal_income", "other_income", incomes.federal - incomes.on_wages, incomes.rest)
    share = made_there.surplus / made_there.surplus.sum()
    years = pd.DataFrame({year: share * value for year, value in FEDERAL_CORPORATE.items()})
    corporate = _row("federal", "corporate_income", "surplus", years, made_there.surplus)
    sales = _row("federal", "selective_sales", "production", made_there.federal_sales, made_there.federal_sales)
    return [wages, rest, corporate, sales]

"""From a site to its result."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..accounts import MEASURES, Nation, nation, prices, state_rates
from ..counties import Region, activity, region
from ..errors import RegionError, UsageError
from ..facilities import Shock, Site, shock
from ..reference import Assumption, manifest, override, table
from ..trade import GRAVITY, TRADE_MODELS, Progress
from ._county_model import CountyModel, county_model
from ._regional import computed, regional_model
from ._result import Place, Result

FloatArray = NDArray[np.float64]
PHASE = "operations"


@dataclass(frozen=True)
class _Spread:
    """Output by effect, each (counties, industries), in million USD of the accounts' year, and where it was found."""

    fips: tuple[str, ...]
    outputs: Mapping[str, FloatArray]
    assumptions: Mapping[str, Assumption]


def run(site: Site, trade: str | None = None, progress: Progress = lambda done, total: None) -> Result:
    """Study a site: direct, indirect and induced effects of a year of full operation.

    Parameters
    ----------
    site : Site
        What is built where.
    trade : str, optional
        Replaces the site's trade model: ``gravity`` (all counties at once) or a quotient (the region alone).
    progress : callable
        Called with industries done and in all, if the site's distances have to be balanced first.

    Returns
    -------
    Result
        Effects by county and by industry; jobs, and million USD of the site's dollar year.

    Raises
    ------
    SiteError
        If the site's quantities or years cannot be used.
    RegionError
        If the county or region is not found, or the region does not hold the county.
    UsageError
        If the trade model is unknown.

    References
    ----------
    Miller & Blair (2009), *Input-Output Analysis*, ch. 3, 6 and 8; ``docs/method.md``.
    """
    trade = trade or site.trade
    if trade not in TRADE_MODELS:
        raise UsageError(f"There is no trade model {trade!r}. Choose one of: {', '.join(TRADE_MODELS)}.")
    accounts, level = nation(), prices()
    direct = shock(site, accounts, level)
    area = region(site.region or direct.county.fips)
    if direct.county.fips not in area.fips:
        raise RegionError(
            f"The study region {area.label} does not hold the site's county {direct.county.label} "
            f"({direct.county.fips}). Add it to 'region'."
        )
    chosen = override(site.assumptions)
    if trade == GRAVITY:
        spread = _everywhere(direct, accounts, chosen, progress)
    else:
        spread = _in_region(direct, accounts, area, chosen, trade)
    price, per_dollar = level.price(site.dollar_year), level.jobs_per_real_dollar(site.year)
    counties, industries = _tables(direct, spread, accounts, per_dollar, price, area)
    return Result(
        site=Place(site.name, direct.county.fips, direct.county.label, *_where(site, direct)),
        region=replace(area, notices=()),
        year=site.year,
        dollar_year=site.dollar_year,
        model=trade,
        counties=counties,
        industries=industries,
        assumptions=tuple(spread.assumptions.values()),
        data={name: declared.sha256 for name, declared in manifest().tables.items()},
        warnings=(*direct.notices, *area.notices, *_cautions(direct, area)),
    )


def _in_region(direct: Shock, accounts: Nation, area: Region, chosen: Mapping[str, Assumption], trade: str) -> _Spread:
    """Effects in the region alone, by quotients; industries are spread over its counties by their shares."""
    model = regional_model(area, accounts, chosen, trade, {direct.county.fips: direct.output})
    here = np.array([[fips == direct.county.fips] for fips in area.fips], dtype=np.float64)
    bought = np.nan_to_num(direct.local_purchases - model.requirements @ direct.output)
    extra = model.resident_share * _extra_income(direct, accounts)
    suppliers = model.indirect(direct.output + bought) + bought
    households = model.induced(direct.output + bought, extra)
    outputs = {
        "direct": here * direct.output,
        "indirect": model.activity.shares * suppliers,
        "induced": model.activity.shares * households,
    }
    return _Spread(area.fips, outputs, computed(model, chosen))


def _everywhere(direct: Shock, accounts: Nation, chosen: Mapping[str, Assumption], progress: Progress) -> _Spread:
    """Effects in all counties, by gravity."""
    model = county_model(chosen, progress)
    at = model.fips.index(direct.county.fips)
    shape = (len(accounts.industries), len(model.fips))
    shocked, income = np.zeros(shape), np.zeros(shape[1])
    shocked[:, at] = direct.output
    income[at] = _extra_income(direct, accounts)
    redirected = None
    if np.isfinite(direct.local_purchases).any():
        redirected = model.redirect(accounts.direct_requirements() @ direct.output, direct.local_purchases, at)
    response = model.solve(shocked, income, redirected)
    outputs = {"direct": shocked.T, "indirect": response.indirect.T, "induced": response.induced.T}
    home = model.residence[:, [at]].toarray().ravel()
    return _Spread(model.fips, outputs, _of_county(chosen, model, home, at))


def _of_county(
    chosen: Mapping[str, Assumption], model: CountyModel, home: FloatArray, at: int
) -> dict[str, Assumption]:
    """Return the assumptions with the values that hold for the workers of the site's county."""
    rates = state_rates(chosen).reindex(table("counties").state)
    values = {str(name): float(home @ rates[name].to_numpy()) for name in rates} | {"resident_share": float(home[at])}
    return {
        name: declared.model_copy(update={"value": values[name]}) if name in values else declared
        for name, declared in chosen.items()
    }


def _extra_income(direct: Shock, accounts: Nation) -> float:
    """Labor income beyond what the plant's industries pay on average for its output."""
    return float((direct.labor_income - accounts.coefficients("labor_income") * direct.output).sum())


def _tables(
    direct: Shock, spread: _Spread, accounts: Nation, jobs_per_dollar: FloatArray, price: FloatArray, area: Region
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the four measures by effect and county, and by effect, place and industry; money at the given prices."""
    coefficients = {measure: accounts.coefficients(measure) * price for measure in MEASURES}
    coefficients["jobs"] = accounts.coefficients("jobs") * jobs_per_dollar
    here = np.array([[fips == direct.county.fips] for fips in spread.fips], dtype=np.float64)
    inside = np.isin(spread.fips, area.fips)
    counties, industries = [], []
    for effect, output in spread.outputs.items():
        values = {measure: coefficients[measure] * output for measure in MEASURES}
        if effect == "direct":
            values |= {"jobs": here * direct.jobs, "labor_income": here * direct.labor_income * price}
        labels = {"phase": PHASE, "effect": effect}
        of_county = {measure: value.sum(axis=1) for measure, value in values.items()}
        counties.append(pd.DataFrame({"fips": spread.fips} | labels | of_county))
        for place, rows in (("region", inside), ("nation", slice(None))):
            of_industry = {measure: value[rows].sum(axis=0) for measure, value in values.items()}
            names = {"place": place, "industry": accounts.industries.index}
            industries.append(pd.DataFrame(names | labels | of_industry))
    everywhere = len(spread.fips) > len(area.fips)
    by_industry = _present(industries)
    return _present(counties), by_industry if everywhere else by_industry[by_industry.place == "region"]


def _present(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Return one table without the rows where nothing happens."""
    frame = pd.concat(frames, ignore_index=True)
    return frame[frame.output != 0].reset_index(drop=True)


def _where(site: Site, direct: Shock) -> tuple[float, float]:
    if site.lon is None or site.lat is None:
        return direct.county.lon, direct.county.lat
    return site.lon, site.lat


def _cautions(direct: Shock, area: Region) -> list[str]:
    """Say what a reader should know before quoting the figures."""
    cautions = ["Gross effects of a year of full operation: what the jobs displace elsewhere is not taken off."]
    labor_force = table("counties").set_index("fips").labor_force.reindex(list(area.fips)).sum()
    if direct.jobs.sum() > labor_force:
        cautions.append("There are more direct jobs than people in the region's labor force.")
    if activity([direct.county.fips]).estimated[0][direct.output > 0].any():
        cautions.append("The county's jobs in the plant's own industry are an estimate, not a published count.")
    return cautions

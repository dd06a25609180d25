"""From a site to its result."""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..accounts import MEASURES, Nation, nation, prices
from ..counties import region
from ..errors import RegionError, UsageError
from ..facilities import Shock, Site, shock
from ..reference import manifest, override, table
from ..trade import METHODS
from ._regional import RegionalModel, computed, regional_model
from ._result import Place, Result

FloatArray = NDArray[np.float64]
PHASE = "operations"


def run(site: Site, trade: str | None = None) -> Result:
    """Study a site: direct, indirect and induced effects of a year of full operation in its region.

    Parameters
    ----------
    site : Site
        What is built where.
    trade : str, optional
        Replaces the site's trade model.

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
    Miller & Blair (2009), *Input-Output Analysis*, ch. 6 and 8; METHODS in ``docs/``.
    """
    trade = trade or site.trade
    if trade not in METHODS:
        raise UsageError(f"There is no trade model {trade!r}. Choose one of: {', '.join(METHODS)}.")
    chosen = override(site.assumptions)
    accounts, level = nation(), prices()
    direct = shock(site, accounts, level)
    area = region(site.region or direct.county.fips)
    if direct.county.fips not in area.fips:
        raise RegionError(
            f"The study region {area.label} does not hold the site's county {direct.county.label} "
            f"({direct.county.fips}). Add it to 'region'."
        )
    model = regional_model(area, accounts, chosen, trade, {direct.county.fips: direct.output})
    price, per_dollar = level.price(site.dollar_year), level.jobs_per_real_dollar(site.year)
    counties, industries = _tables(direct, model, accounts, per_dollar, price)
    return Result(
        site=Place(site.name, direct.county.fips, direct.county.label, *_where(site, direct)),
        region=replace(area, notices=()),
        year=site.year,
        dollar_year=site.dollar_year,
        model=trade,
        counties=counties,
        industries=industries,
        assumptions=tuple(computed(model, chosen).values()),
        data={name: declared.sha256 for name, declared in manifest().tables.items()},
        warnings=(*direct.notices, *area.notices, *_cautions(direct, model)),
    )


def _tables(
    direct: Shock, model: RegionalModel, accounts: Nation, jobs_per_dollar: FloatArray, price: FloatArray
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the four measures by effect and county, and by effect and industry; money at the given prices."""
    coefficients = {measure: accounts.coefficients(measure) * price for measure in MEASURES}
    coefficients["jobs"] = accounts.coefficients("jobs") * jobs_per_dollar
    average_income = accounts.coefficients("labor_income") * direct.output
    extra = model.resident_share * float((direct.labor_income - average_income).sum())
    here = np.array([[fips == direct.county.fips] for fips in model.activity.fips], dtype=np.float64)
    outputs = {
        "direct": here * direct.output,
        "indirect": model.activity.shares * model.indirect(direct.output),
        "induced": model.activity.shares * model.induced(direct.output, extra),
    }
    counties, industries = [], []
    for effect, output in outputs.items():
        values = {measure: coefficients[measure] * output for measure in MEASURES}
        if effect == "direct":
            values |= {"jobs": here * direct.jobs, "labor_income": here * direct.labor_income * price}
        labels = {"phase": PHASE, "effect": effect}
        of_county = {measure: value.sum(axis=1) for measure, value in values.items()}
        of_industry = {measure: value.sum(axis=0) for measure, value in values.items()}
        counties.append(pd.DataFrame({"fips": model.activity.fips} | labels | of_county))
        industries.append(pd.DataFrame({"industry": accounts.industries.index} | labels | of_industry))
    return _present(counties), _present(industries)


def _present(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Return one table without the rows where nothing happens."""
    frame = pd.concat(frames, ignore_index=True)
    return frame[frame.output != 0].reset_index(drop=True)


def _where(site: Site, direct: Shock) -> tuple[float, float]:
    if site.lon is None or site.lat is None:
        return direct.county.lon, direct.county.lat
    return site.lon, site.lat


def _cautions(direct: Shock, model: RegionalModel) -> list[str]:
    """Say what a reader should know before quoting the figures."""
    cautions = ["Gross effects of a year of full operation: what the jobs displace elsewhere is not taken off."]
    labor_force = table("counties").set_index("fips").labor_force.reindex(list(model.activity.fips)).sum()
    if direct.jobs.sum() > labor_force:
        cautions.append("There are more direct jobs than people in the region's labor force.")
    here = model.activity.fips.index(direct.county.fips)
    if model.activity.estimated[here][direct.output > 0].any():
        cautions.append("The county's jobs in the plant's own industry are an estimate, not a published count.")
    return cautions

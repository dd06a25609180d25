"""From a study to its result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..accounts import MEASURES, Nation, nation, prices, state_rates
from ..counties import Region, activity, region
from ..errors import RegionError, UsageError
from ..facilities import (
    CONSTRUCTION,
    OPERATIONS,
    Shock,
    Site,
    Study,
    by_parts,
    calendar,
    local_purchases,
    study_shocks,
)
from ..reference import Assumption, manifest, number, override, table
from ..trade import GRAVITY, TRADE_MODELS, Progress
from ._county_model import CountyModel, county_model
from ._regional import RegionalModel, computed, regional_model
from ._result import Place, Result

FloatArray = NDArray[np.float64]
TOLERANCE = 1e-5


@dataclass(frozen=True)
class _Spread:
    """Output by effect of each shock, each (counties, industries), in million USD of the accounts' year."""

    fips: tuple[str, ...]
    outputs: tuple[Mapping[str, FloatArray], ...]
    assumptions: Mapping[str, Assumption]


def run(
    site: Site | Study,
    trade: str | None = None,
    progress: Progress = lambda done, total: None,
    tolerance: float = TOLERANCE,
) -> Result:
    """Study one or more sites: direct, indirect and induced effects of construction and of a year of full operation.

    Parameters
    ----------
    site : Site or Study
        What is built where.
    trade : str, optional
        Replaces the trade model: ``gravity`` (all counties at once) or a quotient (the region alone).
    progress : callable
        Called with industries done and in all, if the site's distances have to be balanced first.
    tolerance : float
        Relative residual (L1) at which the solve of all counties stops; trade itself is balanced to 1e-4.

    Returns
    -------
    Result
        Effects by county and by industry; jobs, and million USD of the study's dollar year.

    Raises
    ------
    SiteError
        If a site's quantities or years cannot be used.
    RegionError
        If a county or region is not found, or the region does not hold a site's county.
    UsageError
        If the trade model is unknown.

    References
    ----------
    Miller & Blair (2009), *Input-Output Analysis*, ch. 3, 6 and 8; ``docs/method.md``.
    """
    study = site if isinstance(site, Study) else Study.of(site)
    first = study.sites[0]
    trade = trade or first.trade
    if trade not in TRADE_MODELS:
        raise UsageError(f"There is no trade model {trade!r}. Choose one of: {', '.join(TRADE_MODELS)}.")
    accounts, level, chosen = nation(), prices(), override(first.assumptions)
    phases = study_shocks(study, accounts, level)
    shocks = [shock for of_site in phases for shock in of_site]
    names = [site.name for site, of_site in zip(study.sites, phases, strict=True) for _ in of_site]
    area = study_region(study, phases)
    local = [
        local_purchases(site, shock, accounts)
        for site, of_site in zip(study.sites, phases, strict=True)
        for shock in of_site
    ]
    if trade == GRAVITY:
        spread = _everywhere(shocks, local, chosen, progress, tolerance)
    else:
        spread = _in_region(shocks, local, accounts, area, chosen, trade)
    price, per_dollar = level.price(first.dollar_year), level.jobs_per_real_dollar(first.year)
    counties, industries = _tables(names, shocks, spread, accounts, per_dollar, price, area)
    years = [
        calendar(site, of_site, chosen).assign(site=site.name)
        for site, of_site in zip(study.sites, phases, strict=True)
    ]
    return Result(
        name=study.name,
        sites=tuple(_place(site, of_site[0]) for site, of_site in zip(study.sites, phases, strict=True)),
        region=replace(area, notices=()),
        year=first.year,
        dollar_year=first.dollar_year,
        model=trade,
        counties=counties,
        industries=industries,
        purchases=_purchases(names, shocks),
        years=pd.concat(years, ignore_index=True)[["site", "year", "phase", "share"]],
        assumptions=tuple(spread.assumptions.values()),
        data={name: declared.sha256 for name, declared in manifest().tables.items()},
        warnings=(
            *_notices(names, shocks),
            *_average(study, phases, accounts, per_dollar),
            *area.notices,
            *_cautions(shocks, area),
        ),
    )


def study_region(study: Study, phases: Sequence[Sequence[Shock]]) -> Region:
    """Return the study region: as stated, or the counties of the sites."""
    counties = list(dict.fromkeys(of_site[0].county.fips for of_site in phases))
    area = region(study.sites[0].region or (counties[0] if len(counties) == 1 else counties))
    for of_site in phases:
        county = of_site[0].county
        if county.fips not in area.fips:
            raise RegionError(
                f"The study region {area.label} does not hold the site's county {county.label} ({county.fips}). "
                "Add it to 'region'."
            )
    return area


def _in_region(
    shocks: Sequence[Shock],
    local: Sequence[FloatArray],
    accounts: Nation,
    area: Region,
    chosen: Mapping[str, Assumption],
    trade: str,
) -> _Spread:
    """Effects in the region alone, by quotients; industries are spread over its counties by their shares."""
    running: dict[str, FloatArray] = {}
    for shock in shocks:
        if shock.phase == OPERATIONS:
            running[shock.county.fips] = running.get(shock.county.fips, 0.0) + shock.output
    model = regional_model(area, accounts, chosen, trade, running)
    outputs = []
    for shock, fixed in zip(shocks, local, strict=True):
        here = np.array([[fips == shock.county.fips] for fips in area.fips], dtype=np.float64)
        bought = np.where(np.isfinite(fixed), fixed, _regional_share(model, accounts, shock) * shock.purchases.domestic)
        staying = 1 - _outsiders(shock, chosen)
        income = model.resident_share * shock.household_income * staying
        outputs.append(
            {
                "direct": here * shock.output,
                "indirect": model.activity.shares * (bought + model.indirect(bought)),
                "induced": model.activity.shares * model.induced(bought, income),
            }
        )
    return _Spread(area.fips, tuple(outputs), computed(model, chosen))


def _regional_share(model: RegionalModel, accounts: Nation, shock: Shock) -> FloatArray:
    """Return the part of purchases from each industry that the region sells, (industries,).

    It is that of the plant's own industry; for what this does not buy on average, that of all industries together.
    """
    national = accounts.direct_requirements()
    own, bought = model.requirements @ shock.output, national @ shock.output
    average = model.requirements @ accounts.output, national @ accounts.output
    share = np.divide(average[0], average[1], out=np.zeros_like(own), where=average[1] > 0)
    return np.divide(own, bought, out=share, where=bought > 0)


def _everywhere(
    shocks: Sequence[Shock],
    local: Sequence[FloatArray],
    chosen: Mapping[str, Assumption],
    progress: Progress,
    tolerance: float,
) -> _Spread:
    """Effects in all counties, by gravity."""
    model = county_model(chosen, progress)
    builders = table("county_jobs").query("industry.str.startswith('23')").groupby("fips").jobs.sum()
    homes = builders.reindex(list(model.fips)).fillna(0.0).to_numpy()
    sales, income = [], []
    for shock, fixed in zip(shocks, local, strict=True):
        at = model.fips.index(shock.county.fips)
        sales.append(model.sales_to(at, shock.purchases.domestic, fixed))
        away = _outsiders(shock, chosen)
        paid = homes / homes.sum() * away * shock.household_income
        paid[at] += (1 - away) * shock.household_income
        income.append(paid)
    response = model.respond(np.stack(sales), np.stack(income), tolerance)
    outputs = []
    for order, shock in enumerate(shocks):
        direct = np.zeros((len(model.fips), len(shock.output)))
        direct[model.fips.index(shock.county.fips)] = shock.output
        outputs.append({"direct": direct, "indirect": response.indirect[order].T, "induced": response.induced[order].T})
    return _Spread(model.fips, tuple(outputs), _of_county(chosen, model, shocks[0]))


def _outsiders(shock: Shock, chosen: Mapping[str, Assumption]) -> float:
    """Return the share of the phase's workers who come from outside and spend their pay at home."""
    return number(chosen, "outside_builders") if shock.phase == CONSTRUCTION else 0.0


def _of_county(chosen: Mapping[str, Assumption], model: CountyModel, shock: Shock) -> dict[str, Assumption]:
    """Return the assumptions with the values that hold for the workers of the first site's county."""
    at = model.fips.index(shock.county.fips)
    home = model.residence[:, [at]].toarray().ravel()
    rates = state_rates(chosen).reindex(table("counties").state)
    values = {str(name): float(home @ rates[name].to_numpy()) for name in rates} | {"resident_share": float(home[at])}
    return {
        name: declared.model_copy(update={"value": values[name]}) if name in values else declared
        for name, declared in chosen.items()
    }


def _tables(
    names: Sequence[str],
    shocks: Sequence[Shock],
    spread: _Spread,
    accounts: Nation,
    jobs_per_dollar: FloatArray,
    price: FloatArray,
    area: Region,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the four measures by effect and county, and by effect, place and industry; money at the given prices."""
    coefficients = {measure: accounts.coefficients(measure) * price for measure in MEASURES}
    coefficients["jobs"] = accounts.coefficients("jobs") * jobs_per_dollar
    weights = np.column_stack([coefficients[measure] for measure in MEASURES])  # (industries, measures)
    inside = np.isin(spread.fips, area.fips)
    counties, industries = [], []
    for name, shock, outputs in zip(names, shocks, spread.outputs, strict=True):
        at = spread.fips.index(shock.county.fips)
        stated = np.column_stack(
            [shock.jobs, shock.labor_income * price, shock.value_added * price, shock.output * price]
        )
        for effect, output in outputs.items():
            labels: dict[str, object] = {"site": name, "phase": shock.phase, "effect": effect}
            of_county = output @ weights
            by_place = {"region": output[inside].sum(axis=0), "nation": output.sum(axis=0)}
            of_industry = {place: sums[:, np.newaxis] * weights for place, sums in by_place.items()}
            if effect == "direct":
                of_county[at] = stated.sum(axis=0)
                of_industry = dict.fromkeys(by_place, stated)
            counties.append(_labelled(of_county, {"fips": spread.fips, **labels}))
            for place, values in of_industry.items():
                industries.append(_labelled(values, {"place": place, "industry": accounts.industries.index, **labels}))
    everywhere = len(spread.fips) > len(area.fips)
    by_industry = _present(industries).groupby(["place", "industry", "phase", "effect"], as_index=False, sort=False)
    totals = by_industry[list(MEASURES)].sum()
    return _present(counties), totals if everywhere else totals[totals.place == "region"].reset_index(drop=True)


def _labelled(values: FloatArray, labels: Mapping[str, object]) -> pd.DataFrame:
    return pd.DataFrame(dict(labels) | {measure: values[:, k] for k, measure in enumerate(MEASURES)})


def _present(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Return one table without the rows where nothing happens."""
    frame = pd.concat(frames, ignore_index=True)
    return frame[frame.output != 0].reset_index(drop=True)


def _purchases(names: Sequence[str], shocks: Sequence[Shock]) -> pd.DataFrame:
    frames = [
        shock.purchases.lines.assign(site=name, phase=shock.phase) for name, shock in zip(names, shocks, strict=True)
    ]
    frame = pd.concat(frames, ignore_index=True)
    return frame[["site", "phase", *(column for column in frame if column not in ("site", "phase"))]]


def _place(site: Site, shock: Shock) -> Place:
    county = shock.county
    lon, lat = (county.lon, county.lat) if site.lon is None or site.lat is None else (site.lon, site.lat)
    return Place(site.name, county.fips, county.label, lon, lat)


def _notices(names: Sequence[str], shocks: Sequence[Shock]) -> list[str]:
    several = len(set(names)) > 1
    return [
        f"{name}: {notice}" if several else notice
        for name, shock in zip(names, shocks, strict=True)
        for notice in shock.notices
    ]


def _average(
    study: Study, phases: Sequence[Sequence[Shock]], accounts: Nation, jobs_per_dollar: FloatArray
) -> list[str]:
    """Say what the average recipe of the BEA industries would give for plants that are studied by parts."""
    compared = [
        shock
        for site, of_site in zip(study.sites, phases, strict=True)
        for shock in of_site
        if shock.phase == OPERATIONS and by_parts(site)
    ]
    if not compared:
        return []
    jobs = accounts.coefficients("jobs") * jobs_per_dollar
    closed = accounts.total_requirements(kind="type2")
    size = len(jobs)
    worth, spending = jobs @ closed[:size, :size], float(jobs @ closed[:size, size])
    output = sum(shock.output for shock in compared)
    direct = float(sum(shock.jobs.sum() for shock in compared))
    parts = direct + sum(float(worth @ s.purchases.domestic) + spending * s.household_income for s in compared)
    return [
        f"In the nation, by parts: {direct:,.0f} direct and {parts:,.0f} jobs in all. The same output with the average "
        f"recipe and staffing of its BEA industry: {float(jobs @ output):,.0f} and {float(worth @ output):,.0f}. "
        "Run it with --recipe average."
    ]


def _cautions(shocks: Sequence[Shock], area: Region) -> list[str]:
    """Say what a reader should know before quoting the figures."""
    cautions = ["Gross effects of a year of full operation: what the jobs displace elsewhere is not taken off."]
    if any(shock.phase == CONSTRUCTION for shock in shocks):
        cautions.append("Jobs of construction are job-years over all its years; never add them to jobs of operations.")
    labor_force = table("counties").set_index("fips").labor_force.reindex(list(area.fips)).sum()
    running = [shock for shock in shocks if shock.phase == OPERATIONS]
    if sum(shock.jobs.sum() for shock in running) > labor_force:
        cautions.append("There are more direct jobs than people in the region's labor force.")
    if any(activity([shock.county.fips]).estimated[0][shock.output > 0].any() for shock in running):
        cautions.append("The county's jobs in the plant's own industry are an estimate, not a published count.")
    return cautions

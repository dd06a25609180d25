"""From a study to its result."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from .._economy import economy as economy_of
from ..accounts import MEASURES, Nation, Prices
from ..counties import Region, activity, region
from ..errors import RegionError, UsageError
from ..reference import Assumption, number, table, tables_folder, tables_of
from ..studies import (
    CONSTRUCTION,
    OPERATIONS,
    Shock,
    Site,
    Study,
    by_parts,
    calendar,
    local_purchases,
    plan_of,
    study_shocks,
)
from ..trade import GRAVITY, TRADE_MODELS, Progress
from ._county_model import CountyModel, county_model
from ._result import Place, Result
from ._spread import STACKED, Spread, everywhere, in_region, of_county

FloatArray = NDArray[np.float64]
TOLERANCE = 1e-4  # as tight as trade is balanced; it moves about 3 jobs in 100,000 between counties


@dataclass(frozen=True)
class _Case:
    """A study with its direct effects: one name, shock and set of local purchases for each phase of each site."""

    study: Study
    trade: str
    chosen: Mapping[str, Assumption]
    accounts: Nation
    level: Prices
    area: Region
    phases: tuple[tuple[Shock, ...], ...]
    names: tuple[str, ...]
    shocks: tuple[Shock, ...]
    local: tuple[FloatArray, ...]


def run(
    site: Site | Study,
    trade: str | None = None,
    progress: Progress = lambda done, total: None,
    tolerance: float = TOLERANCE,
    economy: int | None = None,
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
    economy : int, optional
        Year whose structure is used, in place of the study's own or the default.
        Not to be confused with the study's ``year``, of whose productivity the jobs are, and ``dollar_year``.

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
        If the trade model is unknown, or there is no economy of that year.

    References
    ----------
    Miller & Blair (2009), *Input-Output Analysis*, ch. 3, 6 and 8; ``docs/method.md``.
    """
    return next(run_all([site], trade, progress, tolerance, economy))


def run_all(
    sites: Iterable[Site | Study],
    trade: str | None = None,
    progress: Progress = lambda done, total: None,
    tolerance: float = TOLERANCE,
    economy: int | None = None,
) -> Iterator[Result]:
    """Study many sites or studies, each by itself: as :func:`run`, and faster than one by one.

    The county model is made once for all studies with the same assumptions, and solves several of them in one pass.

    Yields
    ------
    Result
        In the order of the sites, as soon as it is there.
    """
    found = _studied(sites, trade, progress, tolerance, economy)
    while True:
        with threadpool_limits(1, "blas"):  # its threads would change the last digits
            result = next(found, None)
        if result is None:
            return
        yield result


def _studied(
    sites: Iterable[Site | Study], trade: str | None, progress: Progress, tolerance: float, economy: int | None
) -> Iterator[Result]:
    model: tuple[tuple[int, Mapping[str, Assumption]], CountyModel] | None = None
    for stack in _stacks(_case(site, trade, economy) for site in sites):
        first = stack[0]
        if first.trade != GRAVITY:
            spread = in_region(first.shocks, first.local, first.accounts, first.area, first.chosen, first.trade)
            yield _result(first, spread)
            continue
        wanted = (first.accounts.economy, first.chosen)
        if model is None or model[0] != wanted:
            model = (wanted, county_model(first.chosen, progress, economy=first.accounts.economy))
        yield from _solved(stack, model[1], tolerance)


def _solved(stack: list[_Case], model: CountyModel, tolerance: float) -> Iterator[Result]:
    shocks = [shock for case in stack for shock in case.shocks]
    local = [fixed for case in stack for fixed in case.local]
    outputs = iter(everywhere(shocks, local, model, [stack[0].chosen] * len(shocks), tolerance))
    for case in stack:
        own = tuple(islice(outputs, len(case.shocks)))
        found = of_county(case.chosen, case.shocks[0])
        yield _result(case, Spread(model.fips, own, found))


def _case(site: Site | Study, trade: str | None, economy: int | None) -> _Case:
    study = Study.of(site).in_economy(economy)
    chosen = study.assumed()
    structure = economy_of(study.economy)
    accounts, level = structure.nation, structure.prices
    trade = trade or study.trade
    if trade not in TRADE_MODELS:
        raise UsageError(f"There is no trade model {trade!r}. Choose one of: {', '.join(TRADE_MODELS)}.")
    phases = study_shocks(study, structure)
    pairs = [(each, shock) for each, of_site in zip(study.sites, phases, strict=True) for shock in of_site]
    return _Case(
        study=study,
        trade=trade,
        chosen=chosen,
        accounts=accounts,
        level=level,
        area=study_region(study, phases),
        phases=phases,
        names=tuple(each.name for each, _ in pairs),
        shocks=tuple(shock for _, shock in pairs),
        local=tuple(local_purchases(each, shock, accounts) for each, shock in pairs),
    )


def _stacks(cases: Iterable[_Case]) -> Iterator[list[_Case]]:
    """Group consecutive studies that the county model can solve in one pass."""
    stack: list[_Case] = []
    for case in cases:
        fits = sum(len(each.shocks) for each in (*stack, case)) <= 2 * STACKED
        alike = all(case.trade == each.trade == GRAVITY and case.accounts is each.accounts for each in stack[:1])
        if stack and not (fits and alike and case.chosen == stack[0].chosen):
            yield stack
            stack = []
        stack.append(case)
    if stack:
        yield stack


def _result(case: _Case, spread: Spread) -> Result:
    study, phases = case.study, case.phases
    accounts, level = case.accounts, case.level
    tables = tables_of(accounts.economy)
    price = level.price(study.dollar_year)
    per_dollar = level.jobs_per_real_dollar(study.year) / number(case.chosen, "productivity")
    counties, industries = _tables(case.names, case.shocks, spread, accounts, per_dollar, price, case.area)
    years = [
        calendar(site, of_site, case.chosen).assign(site=site.name)
        for site, of_site in zip(study.sites, phases, strict=True)
    ]
    return Result(
        name=study.name,
        sites=tuple(_place(site, of_site[0]) for site, of_site in zip(study.sites, phases, strict=True)),
        region=replace(case.area, notices=()),
        year=study.year,
        dollar_year=study.dollar_year,
        economy=accounts.economy,
        model=case.trade,
        counties=counties,
        industries=industries,
        purchases=_purchases(case.names, case.shocks),
        labor_plans=_labor_plans(study),
        years=pd.concat(years, ignore_index=True)[["site", "year", "phase", "share"]],
        assumptions=tuple(spread.assumptions.values()),
        inputs=_inputs(case),
        data={name: declared.sha256 for name, declared in tables.items()},
        vintages={name: declared.vintage for name, declared in tables.items()},
        warnings=(
            *_own_tables(),
            *_cautions(case.shocks, case.area, accounts.economy),
            *_estimated(case, spread),
            *_average(study, phases, accounts, per_dollar),
            *case.area.notices,
            *_notices(case.names, case.shocks),
        ),
    )


def study_region(study: Study, phases: Sequence[Sequence[Shock]]) -> Region:
    """Return the study region: as stated, or the counties of the sites."""
    counties = list(dict.fromkeys(of_site[0].county.fips for of_site in phases))
    area = region(study.region or (counties[0] if len(counties) == 1 else counties))
    for of_site in phases:
        county = of_site[0].county
        if county.fips not in area.fips:
            raise RegionError(
                f"The study region {area.label} does not hold the site's county {county.label} ({county.fips}). "
                "Add it to 'region'."
            )
    return area


def _tables(
    names: Sequence[str],
    shocks: Sequence[Shock],
    spread: Spread,
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
    codes = accounts.industries.index

    def add(fips: Sequence[str], of_county: FloatArray, of_industry: Mapping[str, FloatArray], **labels: str) -> None:
        counties.append(_labelled(of_county, {"fips": fips, **labels}))
        for place, values in of_industry.items():
            industries.append(_labelled(values, {"place": place, "industry": codes, **labels}))

    for name, shock, outputs in zip(names, shocks, spread.outputs, strict=True):
        money = [shock.labor_income * price, shock.value_added * price, shock.output * price]
        stated = np.column_stack([shock.jobs, *money])
        both = {"region": stated, "nation": stated}
        add([shock.county.fips], stated.sum(axis=0)[np.newaxis], both, site=name, phase=shock.phase, effect="direct")
        for effect, output in outputs.items():
            by_place = {"region": output[inside].sum(axis=0), "nation": output.sum(axis=0)}
            of_industry = {place: sums[:, np.newaxis] * weights for place, sums in by_place.items()}
            add(spread.fips, output @ weights, of_industry, site=name, phase=shock.phase, effect=effect)
    everywhere = len(spread.fips) > len(area.fips)
    totals = _present(industries)
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


def _inputs(case: _Case) -> dict[str, Any]:
    """Return the study with the trade model and the economy that were used."""
    study = case.study.in_economy(case.accounts.economy)
    return study.model_copy(update={"trade": case.trade}).to_dict()


def _labor_plans(study: Study) -> pd.DataFrame:
    rows = [(site.name, soc, share) for site in study.sites for soc, share in plan_of(site)[0].items()]
    return pd.DataFrame(rows, columns=["site", "soc", "share"])


def _place(site: Site, shock: Shock) -> Place:
    county = shock.county
    lon, lat = (county.lon, county.lat) if site.lon is None or site.lat is None else (site.lon, site.lat)
    return Place(site.name, county.fips, county.label, lon, lat, site.facility or "")


def _notices(names: Sequence[str], shocks: Sequence[Shock]) -> list[str]:
    several = len(set(names)) > 1
    return [
        f"{name}: {notice}" if several else notice
        for name, shock in zip(names, shocks, strict=True)
        for notice in shock.notices
    ]


def _estimated(case: _Case, spread: Spread) -> list[str]:
    """Say how much of what follows in the region is in industries whose county jobs are estimates."""
    inside = np.isin(spread.fips, case.area.fips)
    where = activity([fips for fips in spread.fips if fips in case.area.fips], case.accounts.economy)
    jobs = case.accounts.coefficients("jobs") * sum(
        output[inside] for outputs in spread.outputs for output in outputs.values()
    )
    if not jobs.sum() > 0:
        return []
    share = float(jobs[where.estimated].sum() / jobs.sum())
    return [
        f"{share:.0%} of the indirect and induced jobs in the region are in industries whose jobs in the county are an "
        "estimate of this project, not a published count."
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
        f"By national multipliers, which know no counties: {direct:,.0f} direct and {parts:,.0f} jobs in all. The same "
        "output with the average recipe and staffing of its BEA industry: "
        f"{float(jobs @ output):,.0f} and {float(worth @ output):,.0f}."
    ]


def _own_tables() -> list[str]:
    folder = tables_folder()
    return [] if folder is None else [f"From the tables in {folder}, not from those of the package."]


def _cautions(shocks: Sequence[Shock], area: Region, economy: int) -> list[str]:
    """Say what a reader should know before quoting the figures."""
    cautions = ["Gross effects of a year of full operation: what the jobs displace elsewhere is not taken off."]
    if any(shock.phase == CONSTRUCTION for shock in shocks):
        cautions.append("Jobs of construction are job-years over all its years; never add them to jobs of operations.")
    labor_force = table("counties").set_index("fips").labor_force.reindex(list(area.fips)).sum()
    running = [shock for shock in shocks if shock.phase == OPERATIONS]
    if sum(shock.jobs.sum() for shock in running) > labor_force:
        cautions.append("There are more direct jobs than people in the region's labor force.")
    if any(activity([shock.county.fips], economy).estimated[0][shock.output > 0].any() for shock in running):
        cautions.append("The county's jobs in the plant's own industry are an estimate, not a published count.")
    return cautions

"""From studies to their effects."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from .._economy import Economy
from .._notes import Note, noted
from .._types import FloatArray, Progress
from ..counties import activity, plants_in
from ..reference import CONSTRUCTION, OPERATIONS, Assumption, kept, manifest, measures, table, tables_folder
from ..studies import Shock, Site, Study
from ..trade import GRAVITY, SETTINGS, Gravity
from ._case import Case, Part, prepare
from ._coefficients import coefficients_by_place
from ._county_model import CountyModel, county_model
from ._effects import Effects, Place
from ._environment import environment_of, followed
from ._solver import MAX_SHOCKS_HELD, TOLERANCE, Outputs, Solved, solve
from ._timeline import calendar
from ._weights import direct, labelled, scale, weights


def all_effects(
    sites: Iterable[Site | Study],
    trade: str | None = None,
    progress: Progress = lambda done, total: None,
    tolerance: float | None = None,
    economy: int | None = None,
) -> Iterator[Effects]:
    """Return the effects of many studies, one by one.

    See :func:`impact.run` for parameters and errors.

    The county model is made once for all studies with the same assumptions, and solves several of them in one pass.

    Yields
    ------
    Effects
        In the order of the sites, as soon as they are there.
    """
    for stack in _stacks(prepare(site, trade, economy) for site in sites):
        first = stack[0]
        model = model_of(first, progress) if first.trade == GRAVITY else None
        solved = solve(stack, model, _kept, tolerance or TOLERANCE)
        for case, solved_case in zip(stack, solved, strict=True):
            yield _effects(case, solved_case)


def model_of(case: Case, progress: Progress = lambda done, total: None) -> CountyModel:
    """Return the county model of a case.

    The last one is kept until other tables are chosen.
    """
    wanted, last = (case.economy, case.assumptions), _last_model()
    if not last or last[0][0] != wanted:
        last.clear()
        last.append((wanted, county_model(case.assumptions, progress, economy=case.economy.year)))
    return last[0][1]


def trade_of_last(settings: Mapping[str, Assumption], year: int) -> Gravity | None:
    """Return the trade of the last model if year and settings agree."""
    for (economy, assumptions), model in _last_model():
        names = {*SETTINGS, "trade_scales"}
        same_settings = all((name in assumptions) == (name in settings) for name in names) and all(
            assumptions[name].value == settings[name].value for name in names if name in assumptions
        )
        if economy.year == year and same_settings:
            return model.trade
    return None


@kept
def _last_model() -> list[tuple[tuple[Economy, Mapping[str, Assumption]], CountyModel]]:
    """Return the store of the last model."""
    return []


def _stacks(cases: Iterable[Case]) -> Iterator[list[Case]]:
    """Group consecutive studies that the county model can solve in one pass."""
    stack: list[Case] = []
    for case in cases:
        fits = sum(len(stacked.parts) for stacked in (*stack, case)) <= MAX_SHOCKS_HELD
        if stack and not (fits and _alike(case, stack[0])):
            yield stack
            stack = []
        stack.append(case)
    if stack:
        yield stack


def _alike(case: Case, other: Case) -> bool:
    """Whether one county model solves both."""
    same_model = case.economy is other.economy and case.assumptions == other.assumptions
    return case.trade == other.trade == GRAVITY and same_model


@dataclass(frozen=True)
class _Kept:
    """Summed outputs of a part: measures by effect and place.

    Places are counties, and for industries the region and the nation.

    ``region_output`` is output that follows in the region, (counties, industries); ``environment`` as from
    :func:`followed`.
    """

    counties: Mapping[str, FloatArray]
    industries: Mapping[str, Mapping[str, FloatArray]]
    region_output: FloatArray
    environment: Mapping[str, FloatArray]


def _kept(case: Case, part: Part, fips: tuple[str, ...], outputs: Outputs) -> _Kept:
    inside, measure_weights = np.isin(fips, case.region.fips), weights(case, fips)
    places = {"region": inside} | ({"nation": slice(None)} if len(fips) > len(case.region.fips) else {})
    return _Kept(
        counties={effect: measure_weights.by_county(output) for effect, output in outputs.items()},
        industries={
            effect: {place: measure_weights.by_industry(output, where) for place, where in places.items()}
            for effect, output in outputs.items()
        },
        region_output=np.sum([output[inside] for output in outputs.values()], axis=0),
        environment=followed(case, part, fips, outputs),
    )


def _effects(case: Case, solved: Solved[_Kept]) -> Effects:
    study, tables = case.study, case.economy.tables
    counties, industries = _tables(case, solved)
    years = [calendar(site, case.of_site(site), case.assumptions).assign(site=site.name) for site in study.sites]
    return Effects(
        name=study.name,
        sites=tuple(_place(site, case.of_site(site)[0]) for site in study.sites),
        region=replace(case.region, notices=()),
        year=study.year,
        dollar_year=study.dollar_year,
        model=case.trade,
        counties=counties,
        industries=industries,
        environment=_environment(case, solved),
        purchases=_purchases(case),
        labor_plans=_labor_plans(study),
        years=pd.concat(years, ignore_index=True)[["site", "year", "phase", "share"]],
        assumptions=tuple(solved.assumptions.values()),
        inputs=study.to_dict(),
        data={name: declared.sha256 for name, declared in tables.items()},
        vintages={name: declared.vintage for name, declared in tables.items()},
        economy=case.economy.year,
        discount=study.discount,
        notes=(
            *_own_tables(),
            *_cautions(case),
            *_estimated(case, solved),
            *_average(case),
            *noted("keys", *case.study.notices),
            *noted("place", *case.region.notices),
            *_notices(case),
        ),
    )


def _tables(case: Case, solved: Solved[_Kept]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return measures by county, and measures by place and industry.

    Both are by site, phase and effect.
    """
    counties: list[pd.DataFrame] = []
    industries: list[pd.DataFrame] = []
    codes, productivity = case.economy.nation.industries.index, scale(case)

    def add(fips: Sequence[str], of_county: FloatArray, of_place: Mapping[str, FloatArray], **labels: str) -> None:
        counties.append(labelled(of_county, {"fips": fips, **labels}))
        for place, values in of_place.items():
            industries.append(labelled(values, {"place": place, "industry": codes, **labels}))

    for part, solved_part in zip(case.parts, solved.parts, strict=True):
        labels = {"site": part.site.name, "phase": part.shock.phase}
        stated = direct(case, part.shock)
        places = dict.fromkeys(next(iter(solved_part.industries.values())), stated)
        add([part.shock.county.fips], stated.sum(axis=0)[np.newaxis], places, **labels, effect="direct")
        for effect, values in solved_part.counties.items():
            of_place = {place: values_in * productivity for place, values_in in solved_part.industries[effect].items()}
            add(solved.fips, values * productivity, of_place, **labels, effect=effect)
    by_county, by_industry = (pd.concat(frames, ignore_index=True) for frames in (counties, industries))
    at_plants = by_county.fips.isin({part.shock.county.fips for part in case.parts})  # an effect of zero is shown
    return (
        by_county[at_plants | _any(by_county)].reset_index(drop=True),
        by_industry[_any(by_industry)].reset_index(drop=True),
    )


def _environment(case: Case, solved: Solved[_Kept]) -> pd.DataFrame:
    frames = [
        environment_of(case, part, solved.fips, solved_part.environment)
        for part, solved_part in zip(case.parts, solved.parts, strict=True)
    ]
    return pd.concat(frames, ignore_index=True)


def _any(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Return True for rows that are not of zeros."""
    return (frame.output != 0) | (frame.jobs != 0)


def _purchases(case: Case) -> pd.DataFrame:
    frames = [part.shock.purchases.lines.assign(site=part.site.name, phase=part.shock.phase) for part in case.parts]
    frame = pd.concat(frames, ignore_index=True)
    return frame[["site", "phase", *(column for column in frame if column not in ("site", "phase"))]]


def _labor_plans(study: Study) -> pd.DataFrame:
    rows = [(site.name, soc, share) for site in study.sites for soc, share in site.labor_plan[0].items()]
    return pd.DataFrame(rows, columns=["site", "soc", "share"])


def _place(site: Site, shock: Shock) -> Place:
    county = shock.county
    lon, lat = (county.lon, county.lat) if site.lon is None or site.lat is None else (site.lon, site.lat)
    return Place(site.name, county.fips, county.label, lon, lat, site.kind.name if site.kind else "")


def _notices(case: Case) -> list[Note]:
    several = len(case.study.sites) > 1
    return [
        replace(note, text=f"{part.site.name}: {note.text}") if several else note
        for part in case.parts
        for note in part.shock.notes
    ]


def _estimated(case: Case, solved: Solved[_Kept]) -> list[Note]:
    """Note the share of regional jobs that rests on estimated county data."""
    where = activity([fips for fips in solved.fips if fips in case.region.fips], case.economy.year)
    per_dollar = coefficients_by_place(measures()["jobs"], case.economy.nation, where.fips)
    jobs = per_dollar * sum(solved_part.region_output for solved_part in solved.parts)
    if not jobs.sum() > 0:
        return []
    share = float(jobs[where.estimated].sum() / jobs.sum())
    return noted(
        "estimated",
        f"{share:.0%} of the indirect and induced jobs in the region are in industries whose jobs in the county are an "
        "estimate of this project, not a published count.",
    )


def _average(case: Case) -> list[Note]:
    """Note the effects of average industry purchases, for plants by parts."""
    running = [part for part in case.parts if part.shock.phase == OPERATIONS and part.shock.output_known]
    compared = [part.shock for part in running if part.site.by_parts]
    if not compared:
        return []
    jobs = (
        case.economy.nation.coefficients("jobs")
        * case.economy.prices.jobs_per_real_dollar(case.study.year)
        * scale(case)[0]
    )
    closed = case.economy.nation.total_requirements(kind="type2")
    size = len(jobs)
    jobs_per_dollar, spending = jobs @ closed[:size, :size], float(jobs @ closed[:size, size])
    output = sum(shock.output for shock in compared)
    direct_jobs = float(sum(shock.jobs.sum() for shock in compared))
    parts = direct_jobs + sum(
        float(jobs_per_dollar @ s.purchases.domestic) + spending * s.household_income for s in compared
    )
    return noted(
        "national",
        f"National multipliers would give {parts:,.0f} total jobs ({direct_jobs:,.0f} direct). For the same output, "
        f"the average purchases and staffing of its BEA industry would give {float(jobs_per_dollar @ output):,.0f} "
        f"({float(jobs @ output):,.0f} direct).",
    )


def _own_tables() -> list[Note]:
    folder = tables_folder()
    return [] if folder is None else noted("tables", f"From the tables in {folder}, not from those of the package.")


def _cautions(case: Case) -> list[Note]:
    """Return cautions on quoting the figures."""
    shocks = [part.shock for part in case.parts]
    cautions = noted("gross", "Gross effects of a year of full operation: displacement is not subtracted.")
    if any(shock.phase == CONSTRUCTION for shock in shocks):
        cautions += noted(
            "job_years", "Jobs of construction are job-years over all its years; never add them to jobs of operations."
        )
    labor_force = table("counties").set_index("fips").labor_force.reindex(list(case.region.fips)).sum()
    running = [shock for shock in shocks if shock.phase == OPERATIONS]
    if sum(shock.jobs.sum() for shock in running) > labor_force:
        cautions += noted(
            "labor_force", "There are more direct jobs than people in the region's labor force.", level="warning"
        )
    economy = case.economy.year
    if any(activity([shock.county.fips], economy).estimated[0][shock.output > 0].any() for shock in running):
        cautions += noted(
            "own_industry", "The county's jobs in the plant's own industry are an estimate, not a published count."
        )
    return cautions + _later_plants(case)


def _later_plants(case: Case) -> list[Note]:
    """Note known plants in a site's county that opened too late.

    The county's jobs do not include them.
    """
    economy = case.economy.year
    near = plants_in(sorted({part.shock.county.fips for part in case.parts}), economy)
    later = near[(near.status == "operating") & ~near.in_structure]
    if later.empty:
        return []
    names = "; ".join(f"{row['company']}, {row['name']}" for row in later.to_dict("records"))
    return noted(
        "later_plants",
        f"Not in the county jobs of {manifest().county_years[economy]}, because they opened later or at an "
        f"unknown time: {names}.",
    )

"""Reasons for a multiplier: purchases, their origin, and spending of pay."""

from dataclasses import dataclass

from .._display import count, dollars, interval
from ..effects import Effects
from ..errors import ModelError
from ..reference import CONSTRUCTION, OPERATIONS, TOTAL, economy_label, measures, table


@dataclass(frozen=True)
class Reasons:
    """Reasons for a jobs multiplier of the region.

    Attributes
    ----------
    multiplier : float
        Total over direct jobs in the region.
    output_per_job, purchases_per_job : float
        Million USD of the dollar year a direct job; output is zero where it is not known.
    imported : float
        Share of the purchases that is made abroad.
    bought_here : float or None
        Part of the suppliers' output in the nation that is in the region; None with a quotient.
    living_elsewhere : float
        Share of the direct workers who live outside the region.
    labor_force : float
        Of the region; NaN where none is published.
    supplier_jobs, household_jobs : float
        Indirect and induced jobs in the region per direct job.
    """

    multiplier: float
    output_per_job: float
    purchases_per_job: float
    imported: float
    bought_here: float | None
    living_elsewhere: float
    labor_force: float
    supplier_jobs: float
    household_jobs: float


def reasons(result: Effects, phase: str = OPERATIONS) -> Reasons:
    """Return the reasons for the jobs multiplier of a phase.

    Parameters
    ----------
    result : Effects
        Of a study.
    phase : str
        One that it has.

    Raises
    ------
    ModelError
        If there are no direct jobs in the phase.
    """
    summary = result.summary()
    own = summary[summary.phase == phase].set_index("effect")
    direct = float(own.jobs.get("direct", 0.0))
    if not direct > 0:
        raise ModelError(f"There are no direct jobs of {phase}, so there is no multiplier.")
    purchases = result.purchases[(result.purchases.phase == phase) & (result.purchases.value > 0)]
    spent = float(purchases.value.sum())
    effects = result.counties[(result.counties.phase == phase) & (result.counties.effect == "indirect")]
    inside = effects.fips.isin(result.region.fips)
    everywhere = "nation" in set(result.industries.place)
    output = float(effects.output.sum())
    homes = result.residences()
    homes = homes[(homes.phase == phase) & (homes.effect == "direct")]
    force = table("counties").set_index("fips").labor_force.reindex(list(result.region.fips))
    return Reasons(
        multiplier=float(own.jobs[TOTAL]) / direct,
        output_per_job=float(own.output.get("direct", 0.0)) / direct,
        purchases_per_job=spent / direct,
        imported=1 - float((purchases.value * purchases.domestic_share).sum()) / spent if spent > 0 else 0.0,
        bought_here=float(effects.output[inside].sum()) / output if everywhere and output > 0 else None,
        living_elsewhere=1 - float(homes.jobs[homes.fips.isin(result.region.fips)].sum()) / float(homes.jobs.sum()),
        labor_force=float(force.sum(min_count=1)),
        supplier_jobs=float(own.jobs.get("indirect", 0.0)) / direct,
        household_jobs=float(own.jobs.get("induced", 0.0)) / direct,
    )


def explained(result: Effects) -> list[str]:
    """Explain the jobs multiplier in two sentences.

    The list is empty without direct jobs.
    """
    phase = OPERATIONS if OPERATIONS in set(result.counties.phase) else CONSTRUCTION
    try:
        figures = reasons(result, phase)
    except ModelError:
        return []
    job = "direct job" if phase == OPERATIONS else "direct job-year"
    makes = f"{dollars(figures.output_per_job)} of output and " if figures.output_per_job > 0 else ""
    local_clause = (
        ""
        if figures.bought_here is None
        else f", and {_share(figures.bought_here)} of suppliers' sales are in the region"
    )
    size = "" if figures.labor_force != figures.labor_force else f" (labor force {count(figures.labor_force)})"
    return [
        f"Why {figures.multiplier:.2f}? Each {job} comes with {makes}{dollars(figures.purchases_per_job)} of "
        f"purchases; {_share(figures.imported)} of these are imported{local_clause}{size}.",
        f"{_share(figures.living_elsewhere)} of the direct workers live outside the region, so "
        f"each {job} brings {figures.supplier_jobs:.2f} jobs at suppliers and {figures.household_jobs:.2f} where "
        "households spend.",
    ]


def quotation(result: Effects) -> list[str]:
    """Return the quotation of a result: sentence, interval, source and date."""
    from importlib.metadata import version

    phase = OPERATIONS if OPERATIONS in set(result.counties.phase) else CONSTRUCTION
    summary = result.summary()
    jobs = summary[summary.phase == phase].set_index("effect").jobs
    span, unit = result.interval(phase, "jobs"), measures()["jobs"].unit_of(phase)
    during = "in a year of full operation" if phase == OPERATIONS else "over all years of construction"
    model = f"county-impact {version('county-impact')}, trade model {result.model}"
    return [
        f'Sentence: "{result.name} would support about {count(jobs[TOTAL])} {unit} in {result.region.label} {during}, '
        f'{count(jobs.get("direct", 0.0))} of them direct; gross, before displacement."',
        f"Range: {interval(count(span[0]), count(span[1]))[1:-1]}."
        if span
        else "Range: none was drawn; do not quote the figure without one.",
        f"Source: {model}, U.S. economy of {economy_label(result.economy)} (BEA, Census, BLS).",
        f"Date: productivity of {result.year}, dollars of {result.dollar_year}; add the day on which you ran it.",
    ]


def _share(value: float) -> str:
    return "less than 1%" if 0 < value < 0.005 else f"{max(value, 0.0):.0%}"

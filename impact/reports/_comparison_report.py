"""Comparison of several studies as a report in any format."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from .._display import count, dollars, interval
from .._wording import tidy
from ..effects import Effects
from ..errors import UsageError
from ..reference import OPERATIONS, TOTAL, economy_label, manifest, measures, vocabulary
from ._charts import canvas, jobs_unit, stacked
from ._comparison import Comparison
from ._contents import CAVEATS, Chart, Report, Section
from ._cover import KeyFigure
from ._drafts import Columns, Draft, Table
from ._formats import FORMATS
from ._panels import map_panels

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["COMPARISON_FORMATS", "comparison_document", "comparison_report"]

COMPARISON_FORMATS = ("html", "docx", "md", "pdf")
MAX_COUNTIES = 15
MAPS_A_CHART = 6
MAX_BOXES = 4
SHORT_NAME = 34  # characters


def comparison_document(comparison: Comparison, kind: str) -> bytes:
    """Return the report of a comparison as ``html``, ``docx``, ``md`` or ``pdf``.

    Raises
    ------
    UsageError
        If the format is unknown, or its library is missing.
    """
    if kind not in COMPARISON_FORMATS:
        raise UsageError(f"There is no format {kind!r} of comparisons. Choose one of: {', '.join(COMPARISON_FORMATS)}.")
    return FORMATS[kind](comparison_report(comparison))


def comparison_report(comparison: Comparison) -> Report:
    """Arrange a comparison: studies, effects, maps, counties and caveats."""
    results, ranking = comparison.named(), _ranking(comparison)
    unit = _unit(comparison)
    bars = Chart(
        f"{unit} in the region by study and effect",
        f"Bars of {unit.lower()} by study. {ranking}",
        partial(_bars, comparison),
    )
    studies, effects, item, counties = _tables(comparison)
    period = "a year of full operation" if comparison.phase == OPERATIONS else "construction, all years"
    return Report(
        comparison.title,
        f"Effects of {period}, each in its own study region. Money in USD of {results[0].dollar_year}.",
        (
            Section("Effects in the region", (ranking,), (effects, bars, item)),
            Section("What is compared", parts=(studies,)),
            Section("Where the jobs are", parts=(counties, *_maps(comparison, ranking))),
            Section(
                "What these figures do not say",
                points=(*comparison.differences(), *CAVEATS[:2]),
            ),
            Section("Notes of the studies", points=tuple(comparison.warnings())),
            Section(
                "Sources", points=(*dict.fromkeys(f"{item.made_with()}." for item in results), *manifest().attributions)
            ),
        ),
        _boxes(comparison),
    )


def _boxes(comparison: Comparison) -> tuple[KeyFigure, ...]:
    """Return the jobs of each study, if all fit on a line."""
    results, phase, unit = comparison.named(), comparison.phase, jobs_unit(comparison.phase)
    if len(results) > MAX_BOXES:
        return ()
    totals = comparison.effects.query("effect == 'total' and place == 'region'").jobs
    boxes = []
    for place, (result, jobs) in enumerate(zip(results, totals, strict=True), 1):
        span = result.interval(phase, "jobs")
        note = f"90 % interval {interval(*map(count, span), brief=True)}" if span else ""
        boxes.append(KeyFigure(_label(place, result), f"{count(jobs)} {unit}", note))
    return tuple(boxes)


def _maps(comparison: Comparison, ranking: str) -> Iterator[Chart]:
    """Yield charts of a few maps each, all with one legend."""
    results = comparison.named()
    for start in range(0, len(results), MAPS_A_CHART):
        part = results[start : start + MAPS_A_CHART]
        range_text = f" (studies {start + 1} to {start + len(part)})" if len(results) > MAPS_A_CHART else ""
        yield Chart(
            f"{_unit(comparison)} by county, all effects{range_text}",
            f"Maps of the counties around each region, with one legend. {ranking}",
            partial(map_panels, part, comparison.phase, results, start + 1),
            tall=True,
        )


def _unit(comparison: Comparison) -> str:
    unit = jobs_unit(comparison.phase)
    return f"{unit[0].upper()}{unit[1:]}"


def _ranking(comparison: Comparison) -> str:
    """Name the studies with most and fewest jobs, with intervals."""
    rows = comparison.effects.query("effect == 'total' and place == 'region'")
    totals, results, unit = [float(jobs) for jobs in rows.jobs], comparison.named(), jobs_unit(comparison.phase)
    order = sorted(range(len(totals)), key=lambda place: -totals[place])
    most, fewest = (
        f"study {place + 1}, {results[place].name}, with "
        f"{_spanned(results[place], comparison.phase, 'jobs', totals[place])}"
        for place in (order[0], order[-1])
    )
    return f"The most {unit} in its region: {most}. The fewest: {fewest}."


def _spanned(result: Effects, phase: str, measure: str, value: float) -> str:
    """Write a figure with its 90 % interval in brackets, if any."""
    write = dollars if measures()[measure].format == "money" else count
    span = result.interval(phase, measure)
    return f"{write(value)} ({write(span[0])} to {write(span[1])})" if span else write(value)


def _label(place: int, result: Effects) -> str:
    """Return the number and the short name of a study."""
    return f"{place}  {tidy(result.name, SHORT_NAME)}"


def _bars(comparison: Comparison) -> "Figure":
    results, names, phase = comparison.named(), [*vocabulary().parts], comparison.phase
    summaries = [result.summary() for result in results]
    effects = [summary[summary.phase == phase].set_index("effect").jobs for summary in summaries]
    parts = {name: [float(sums.get(name, 0.0)) for sums in effects] for name in names}
    figure, axes = canvas(0.42 * len(results) + 1.1)
    stacked(axes, [_label(place, result) for place, result in enumerate(results, 1)], parts)
    axes.set_xlabel(jobs_unit(phase))
    return figure


def _tables(comparison: Comparison) -> tuple[Table, Table, Table, Table]:
    """Return the tables of studies, effects, effects per job, and counties.

    The third is per direct job.
    """
    results, unit, number = comparison.named(), _unit(comparison), ("Study", "text")
    studies = pd.DataFrame(
        {
            "study": [*map(str, range(1, len(results) + 1))],
            "name": [result.name for result in results],
            "county": ["; ".join(dict.fromkeys(site.county for site in result.sites)) for result in results],
            "region": [result.region.label for result in results],
            "model": [result.model for result in results],
            "economy": [economy_label(result.economy) for result in results],
        }
    )
    heads = ("Study", "Name", "County", "Study region", "Trade model", "Economy")
    frame, names = _frame(comparison), comparison.measures
    titles = {name: unit if name == "jobs" else measures()[name].title for name in names}
    totals: Columns = {name: (f"{title}, total", "text") for name, title in titles.items()}
    per_job_columns: Columns = {
        comparison.per_job(name): (title, "text" if name == "jobs" else "count") for name, title in titles.items()
    }
    nation: Columns = {"nation": (f"{unit}, total in the U.S.", "count")} if frame.nation.notna().any() else {}
    drawn = any(result.draws is not None for result in results)
    drafts = {
        "effects": Draft(
            "Effects in the region",
            frame,
            {"study": number, "direct": (f"{unit}, direct", "count")} | totals | nation,
            "In brackets: 90 % interval." if drawn else "",
        ),
        "per_job": Draft(
            "Total effect in the region per direct job", frame, {"study": number} | per_job_columns, "Money in USD."
        ),
        "studies": Draft(
            "Studies", studies, {name: (head, "text") for name, head in zip(map(str, studies), heads, strict=True)}
        ),
        "counties": _counties(comparison),
    }
    effects, per_direct, study_table, counties = (
        draft.numbered(place, MAX_COUNTIES if name == "counties" else None, name)
        for place, (name, draft) in enumerate(drafts.items(), 1)
    )
    return study_table, effects, per_direct, counties


def _frame(comparison: Comparison) -> pd.DataFrame:
    """Return a row of figures for each study.

    They are direct jobs, totals with intervals, the nation, and figures per direct job.
    """
    effect_rows = {(row["effect"], row["place"], row["study"]): row for row in comparison.effects.to_dict("records")}
    rows = []
    for place, result in enumerate(comparison.named(), 1):
        total = effect_rows[TOTAL, "region", place]
        nation = effect_rows.get((TOTAL, "nation", place))
        row: dict[str, Any] = {"study": _label(place, result), "direct": effect_rows["direct", "region", place]["jobs"]}
        row["nation"] = None if nation is None else nation["jobs"]
        for name in comparison.measures:
            row[name] = _spanned(result, comparison.phase, name, float(total[name]))
            value = float(total[comparison.per_job(name)])
            row[comparison.per_job(name)] = f"{value:.2f}" if name == "jobs" else value
        rows.append(row)
    return pd.DataFrame(rows)


def _counties(comparison: Comparison) -> Draft:
    """Return the counties with most jobs of any study."""
    every = comparison.counties
    wide = every.pivot(index="fips", columns="study", values="jobs").reindex(comparison.ranked_counties())
    names = every.drop_duplicates("fips").set_index("fips")
    frame = wide.rename(columns=str).assign(county=(names.name + ", " + names.state).reindex(wide.index))
    columns: Columns = {"county": ("County", "text")} | {str(study): (str(study), "count") for study in wide.columns}
    return Draft(f"{_unit(comparison)} by county and study, all effects", frame, columns)

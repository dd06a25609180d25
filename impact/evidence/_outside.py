"""Published findings beside a result."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict

from .._yaml import read_declared
from ..effects import Effects
from ..reference import OPERATIONS

DECLARED = Path(__file__).with_name("outside_evidence.yaml")
COLUMNS = ["phase", "finding", "measure", "low", "high", "found", "within", "verdict", "source"]
MEASURE_PHRASES = {
    "extra_jobs": "extra jobs in the region per direct job",
    "multiplier": "jobs in the region per direct job, that one included",
}


class Finding(BaseModel):
    """Published range of a local multiplier or a but-for share.

    Extra local jobs per direct job count too.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    measure: Literal["extra_jobs", "multiplier", "but_for"]
    low: float
    high: float
    source: str
    year: int


@cache
def findings() -> Mapping[str, Finding]:
    """Return the declared findings by name.

    Examples
    --------
    >>> findings()["moretti_2010"].low
    1.6
    """
    entries = read_declared(DECLARED)
    return MappingProxyType({name: Finding.model_validate(entry) for name, entry in entries.items()})


def outside_evidence(result: Effects) -> pd.DataFrame:
    """Put published findings beside the jobs of a result.

    Findings with one measure span a range together, from the lowest to the highest.

    Parameters
    ----------
    result : Effects
        With operations; construction, which ends, is compared with nothing.

    Returns
    -------
    DataFrame
        ``phase, finding, measure, low, high``; ``found``, the same of this result (for the but-for share, jobs at its
        low end); ``within``, whether that is in the range of all findings of the measure, and ``verdict``, the same in
        words; and the ``source``. Empty without operations.
    """
    summary = result.summary()
    jobs = summary[summary.phase == OPERATIONS].set_index("effect").jobs
    if jobs.empty or not jobs["direct"] > 0:
        return pd.DataFrame([], columns=COLUMNS)
    total, direct = float(jobs["total"]), float(jobs["direct"])
    values = {"extra_jobs": total / direct - 1, "multiplier": total / direct}
    rows: list[list[object]] = []
    for finding in findings().values():
        if finding.measure == "but_for":
            value, within = total, True
            verdict = (
                f"if incentives tip the decision in {finding.low:.0%} to {finding.high:.0%} of cases, they bring on "
                f"average {finding.low * total:,.0f} to {finding.high * total:,.0f} of the {total:,.0f} jobs"
            )
        else:
            value, verdict = values[finding.measure], _verdict(finding.measure, values)
            low, high = _range(finding.measure)
            within = low <= value <= high
        cells = [value, within, verdict, finding.source]
        rows.append([OPERATIONS, finding.title, finding.measure, finding.low, finding.high, *cells])
    return pd.DataFrame(rows, columns=COLUMNS)


def _verdict(measure: str, values: dict[str, float]) -> str:
    """Say where a value lies in the published range.

    It also says if the value lies between two ranges.
    """
    value, (low, high) = values[measure], _range(measure)
    if low <= value <= high:
        return f"{value:.2f} {MEASURE_PHRASES[measure]}, within {low:g} to {high:g}"
    below = value < low
    between = any(value > _range(other)[1] if below else value < _range(other)[0] for other, value in values.items())
    besides = f" and {'above' if below else 'below'} the other range (the two disagree)" if between else ""
    return (
        f"{value:.2f} {MEASURE_PHRASES[measure]}, {'below' if below else 'above'} the published {low:g} to "
        f"{high:g}{besides}; the result gives the reasons"
    )


def _range(measure: str) -> tuple[float, float]:
    known = [finding for finding in findings().values() if finding.measure == measure]
    return min(finding.low for finding in known), max(finding.high for finding in known)

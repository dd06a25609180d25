"""From gross to net: sources of the workers and displaced jobs."""

import pandas as pd

from .._display import count
from ..effects import Effects
from ..reference import OPERATIONS, TOTAL

NATIONAL = (
    "At full employment most people who take these jobs would work elsewhere: national totals are gross, and gains of "
    "one place tend to be losses of others (Kline & Moretti 2014, on manufacturing around the Tennessee Valley)."
)
COLUMNS = ["who", "share", "low", "high", "jobs"]


def takers(result: Effects) -> pd.DataFrame:
    """Return sources of the workers in a full year's regional jobs.

    They follow from declared assumptions.

    Commuters are those of the model. Of the others a share moves in (``in_migration``) and a share did not work before
    (``new_to_work``); the rest leaves another job.

    Parameters
    ----------
    result : Effects
        Of a study.

    Returns
    -------
    DataFrame
        ``who, share, low, high, jobs``; the shares sum to one, low and high are the ends of the assumptions' ranges.
        Empty without operations or where no jobs are gained.

    References
    ----------
    Bartik (1993), *Regional Studies* 27(4); Bartik (2015), *Growth and Change* 46(4).
    """
    summary = result.summary()
    total = summary[(summary.phase == OPERATIONS) & (summary.effect == TOTAL)].jobs
    if total.empty or not float(total.iloc[0]) > 0:
        return pd.DataFrame([], columns=COLUMNS)
    jobs = float(total.iloc[0])
    resident = _resident(result)
    assumed = {assumption.name: assumption for assumption in result.assumptions}
    moving, entering = assumed["in_migration"], assumed["new_to_work"]
    (moved, min_moved, max_moved), (entered, min_entered, max_entered) = (
        [float(getattr(assumption, end) or 0.0) for end in ("value", "low", "high")]
        for assumption in (moving, entering)
    )
    entered = min(entered, 1 - moved)
    shares = {
        "people who move in": (moved, min(min_moved, moved), max(max_moved, moved)),
        "residents who did not work before": (
            entered,
            min(min_entered, entered),
            max(min(max_entered, 1 - moved), entered),
        ),
        "residents who leave another job": tuple(
            max(1 - first - second, 0.0)
            for first, second in ((moved, entered), (max_moved, max_entered), (min_moved, min_entered))
        ),
    }
    rows = [["people who live outside the region", *[1 - resident] * 3]]
    rows += [[who, *(resident * share for share in of_residents)] for who, of_residents in shares.items()]
    frame = pd.DataFrame(rows, columns=["who", "share", "low", "high"])
    return frame.assign(jobs=frame.share * jobs)


def _resident(result: Effects) -> float:
    """Return the share of direct jobs held by regional residents."""
    homes = result.residences()
    homes = homes[(homes.phase == OPERATIONS) & (homes.effect == "direct")]
    total = float(homes.jobs.sum())
    return float(homes.jobs[homes.fips.isin(result.region.fips)].sum()) / total if total > 0 else 1.0


def net_sentences(result: Effects) -> list[str]:
    """Return sentences on sources of workers and the net gain.

    The list is empty without operations.
    """
    rows = takers(result)
    if rows.empty:
        return []
    jobs = rows.set_index("who").jobs
    gross, left = float(jobs.sum()), float(jobs.iloc[3])
    span = rows.iloc[3]
    sentences = [
        f"Gross and net: of {count(gross)} jobs in the region, {count(jobs.iloc[0])} go to people who live outside it, "
        f"{count(jobs.iloc[1])} to people who move in, {count(jobs.iloc[2])} to residents who did not work before "
        f"(Bartik 1993: about a quarter in the long run), and {count(left)} to residents who leave another job.",
        f"If none of the jobs they leave is filled again, the net gain is {count(gross - left)} jobs "
        f"({count(gross * (1 - span.high))} to {count(gross * (1 - span.low))} at the ends of these assumptions); "
        f"if all are, it is the gross {count(gross)}.",
    ]
    return [*sentences, NATIONAL] if "nation" in set(result.industries.place) else sentences

"""Sources of the spread of draws, in sentences."""

from .._display import joined
from ..effects import Draws
from ..reference import OPERATIONS

ASSUMPTIONS_NAMED = 3


def settle_first(draws: Draws) -> list[str]:
    """Return sentences on the assumptions to settle first.

    The first sentence gives the part of the spread that is the model's form.

    Parameters
    ----------
    draws : Draws
        Quick or full.

    Returns
    -------
    list of str
        A sentence on form and figures, and one on the assumptions that move the total jobs of the main phase most;
        none where nothing is drawn.
    """
    if draws.drivers.empty:
        return []
    phases = set(draws.drivers.phase)
    phase = OPERATIONS if OPERATIONS in phases else min(phases)
    moved = draws.drivers[(draws.drivers.phase == phase) & (draws.drivers.measure == "jobs")]
    reach = (moved.at_high - moved.at_low).abs()
    figures = ~moved.name.str.endswith("_weight")
    first = moved.title[reach[figures].sort_values(ascending=False, kind="stable").index[:ASSUMPTIONS_NAMED]]
    titles = [f"{title[:1].lower()}{title[1:]}" for title in first.str.split(",").str[0]]
    sentences: list[str] = []
    of_jobs = draws.variance[(draws.variance.phase == phase) & (draws.variance.measure == "jobs")]
    for form in of_jobs.form.tolist():
        sentences.append(
            f"Of the variance of total jobs, {form:.0%} is the form of the model (trade, purchases, household closure) "
            f"and {1 - form:.0%} its figures."
        )
    settle = f"Settle these first: {joined(titles)}." if len(titles) > 1 else f"Settle this first: {titles[0]}."
    return [*sentences, settle] if titles else sentences

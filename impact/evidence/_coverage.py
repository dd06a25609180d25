"""Coverage of intervals by outside figures, and error of quick intervals."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from ..effects import Effects, all_effects
from ..errors import ModelError
from ..reference import OPERATIONS, TOTAL, table
from ..studies import Study
from ._draw import draw
from ._history import what_happened
from ._quick import quick_draw
from ._trade_checks import reference_economy, reference_logs

BATTERIES = "335911"
REFERENCE_PLANT = {"name": "reference", "county": "37063", "region": "state:NC", "industries": BATTERIES, "jobs": 1000}
MEASURES = {"jobs": "jobs", "labor income": "labor_income", "output": "output", "value added": "value_added"}
YEARS_BEFORE = 6  # of history that a comparison needs
MIN_COVERAGE = 0.8  # share inside; pages warn of a lower one


def quick_errors(effects: Effects, count: int = 500, seed: int = 1) -> pd.DataFrame:
    """Return quick and full intervals beside each other.

    Parameters
    ----------
    effects : Effects
        Of a study, such as a result.
    count, seed : int
        Of the full draws, and of the quick ones, so that both have the same values.

    Returns
    -------
    DataFrame
        ``phase, effect, measure, quick_p5, quick_p95, full_p5, full_p95``; ``off_p5, off_p95``, the quick over the full
        less one.
    """
    keys = ["phase", "effect", "measure"]
    quick, full = (drawn(effects, count, seed).headlines[[*keys, "p5", "p95"]] for drawn in (quick_draw, draw))
    errors_table = quick.merge(full, on=keys, suffixes=("_quick", "_full"))
    errors_table = errors_table.rename(
        columns={f"{end}_{kind}": f"{kind}_{end}" for end in ("p5", "p95") for kind in ("quick", "full")}
    )
    for end in ("p5", "p95"):
        errors_table[f"off_{end}"] = errors_table[f"quick_{end}"] / errors_table[f"full_{end}"] - 1
    return errors_table


def coverage(progress: Callable[[int, int], None] = lambda done, total: None) -> dict[str, pd.DataFrame]:
    """Return coverage of quick intervals by title.

    The outcomes are not among the inputs of the intervals.

    The multipliers of North Carolina are those of RIMS II. The plants are those of the embedded list with stated jobs
    that opened while county jobs were published. The outcome of a county is its gap to a mix of counties.
    ``attrs["least"]`` of each table is the share inside below which the intervals are too narrow.
    """
    progress(0, 2)
    tables = {"Multipliers of North Carolina (RIMS II)": reference_coverage()}
    progress(1, 2)
    tables["Jobs of the county after a plant opened"] = plant_coverage()
    for frame in tables.values():
        frame.attrs["least"] = MIN_COVERAGE
    progress(2, 2)
    return tables


def reference_coverage() -> pd.DataFrame:
    """Return the share of published multipliers inside the interval.

    Columns: ``measure, industries, low, high, inside``.

    Low and high are the ends of the interval of a plant's total over its point, direct effects known.
    """
    known = {"direct_jobs": [1.0, 1.0]}
    study = Study.read(REFERENCE_PLANT | {"ranges": known}).in_economy(reference_economy())
    (effects,) = all_effects([study])
    ends = quick_draw(effects).headlines
    ends = ends[(ends.phase == OPERATIONS) & (ends.effect == TOTAL)].set_index("measure")
    rows = []
    for title, logs in reference_logs().items():
        if title not in MEASURES:
            continue
        row = ends.loc[MEASURES[title]]
        low, high = row.p5 / row.point, row.p95 / row.point
        inside = float(((-np.log(high) <= logs) & (logs <= -np.log(low))).mean())
        rows.append([title, len(logs), low, high, inside])
    return pd.DataFrame(rows, columns=["measure", "industries", "low", "high", "inside"])


def plant_coverage() -> pd.DataFrame:
    """Return predicted and observed jobs of counties with opened plants.

    Returns
    -------
    DataFrame
        ``county, since, predicted, p5, p95``: total jobs in the county; ``observed, low, high``: gap to the mix of
        counties in the last year, with its placebo range; ``inside``: whether the two ranges meet; ``told_apart``:
        whether the placebo range is narrower than what is predicted, so that the comparison could have failed.
    """
    plants, history = table("plants"), table("jobs_history")
    opened = plants[
        (plants.status == "operating") & (plants.jobs > 0) & (plants.operation_year <= history.year.max() - 1)
    ]
    opened = opened[opened.operation_year > history.year.min() + 5]
    rows = []
    for fips, of_county in opened.groupby("fips"):
        since, jobs = int(of_county.operation_year.min()), float(of_county.jobs.sum())
        study = Study.read({"name": str(fips), "county": str(fips), "industries": BATTERIES, "jobs": jobs})
        try:
            after = what_happened(str(fips), since)
        except ModelError:
            continue
        (effects,) = all_effects([study])
        ends = quick_draw(effects).headlines
        total = ends[(ends.phase == OPERATIONS) & (ends.effect == TOTAL) & (ends.measure == "jobs")].iloc[0]
        meets = total.p5 <= after.high and after.low <= total.p95
        apart = after.high - after.low < 2 * total.point
        name = effects.sites[0].county
        rows.append([name, since, total.point, total.p5, total.p95, after.effect, after.low, after.high, meets, apart])
    columns = ["county", "since", "predicted", "p5", "p95", "observed", "low", "high", "inside", "told_apart"]
    return pd.DataFrame(rows, columns=columns)

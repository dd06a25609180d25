"""Calendar of a plant: construction and capacity used by year."""

from collections.abc import Mapping, Sequence

import pandas as pd

from ..reference import CONSTRUCTION, OPERATIONS, Assumption, number
from ..studies import Shock, Site


def timeline(opens: int, construction_years: int, ramp: Sequence[float], last: int) -> pd.DataFrame:
    r"""Return the part of each phase that falls in each year.

    Construction follows an S-curve, :math:`S(t) = 3t^2 - 2t^3` of the time passed; operations follow the ramp and then
    run at full capacity.

    Parameters
    ----------
    opens : int
        First year of operation.
    construction_years : int
        Years before it in which the plant is built.
    ramp : sequence of float
        Share of full operation in the first years.
    last : int
        Last year of operation.

    Returns
    -------
    DataFrame
        ``year, phase, share``: shares of construction sum to one; those of operations are parts of a full year.

    Examples
    --------
    >>> timeline(2026, 2, [0.5], 2027).share.tolist()
    [0.5, 0.5, 0.5, 1.0]
    """
    done = [_s_curve(year / construction_years) for year in range(construction_years + 1)]
    rows = [
        (opens - construction_years + year, CONSTRUCTION, done[year + 1] - done[year])
        for year in range(construction_years)
    ]
    for year in range(opens, last + 1):
        age = year - opens
        rows.append((year, OPERATIONS, ramp[age] if age < len(ramp) else 1.0))
    return pd.DataFrame(rows, columns=["year", "phase", "share"])


def calendar(site: Site, phases: tuple[Shock, ...], assumptions: Mapping[str, Assumption]) -> pd.DataFrame:
    """Return ``year, phase, share`` of the phases of a site.

    See :func:`timeline`.

    Years are counted from the first one of operation where the site does not say when it opens.
    """
    kind = site.kind
    opens = site.opens if site.opens is not None else 1
    shown = int(number(assumptions, "study_years"))
    last = min(opens + shown, site.closes or opens + shown) - 1
    built = site.construction_years
    if built is None:
        known = kind.construction_years if kind else None
        built = round(known.base) if known else int(number(assumptions, "construction_years"))
    ramp = site.ramp or (kind.ramp if kind else None) or ()
    years = timeline(opens, built, ramp, last)
    return years[years.phase.isin([phase.phase for phase in phases])].reset_index(drop=True)


def _s_curve(time: float) -> float:
    return 3 * time**2 - 2 * time**3

"""Pay levels by year: pay per job, also between and beyond economies."""

from collections.abc import Sequence

import numpy as np

from ..reference import kept, manifest, table


def pay_level(year: int, industries: Sequence[str] = ()) -> float:
    """Return national compensation per job in a year, USD of that year.

    That of the accounts in the years of the economies. Between two of them it grows evenly, before the first and after
    the last as between the nearest two.

    Parameters
    ----------
    year : int
        Any year.
    industries : sequence of str
        BEA detail industries; all of them by default.

    Examples
    --------
    >>> round(pay_level(2024) / pay_level(2022), 3)
    1.087
    """
    years, levels = _levels(tuple(industries))
    if len(years) == 1:
        return float(np.exp(levels[0]))
    year_index = int(np.clip(np.searchsorted(years, year), 1, len(years) - 1))
    growth = (levels[year_index] - levels[year_index - 1]) / (years[year_index] - years[year_index - 1])
    return float(np.exp(levels[year_index - 1] + growth * (year - years[year_index - 1])))


@kept
def _levels(codes: tuple[str, ...]) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Return the economies' years and log pay per job in them."""
    years = tuple(manifest().economies)
    levels = []
    for year in years:
        industries = table("industries", year)
        rows = industries[industries.code.isin(codes)] if codes else industries
        levels.append(float(np.log(rows.compensation.sum() / rows.jobs.sum() * 1e6)))
    return years, tuple(levels)

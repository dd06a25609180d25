"""From studies to results."""

from collections.abc import Iterable, Iterator

from .._types import Progress
from ..effects import all_effects
from ..result import Result
from ..studies import Site, Study


def run(
    site: Site | Study,
    trade: str | None = None,
    progress: Progress = lambda done, total: None,
    tolerance: float | None = None,
    economy: int | None = None,
) -> Result:
    """Study one or more sites: construction and a full year.

    Effects are direct, indirect and induced.

    Parameters
    ----------
    site : Site or Study
        What is built where.
    trade : str, optional
        Replaces the trade model: ``gravity`` (all counties at once) or a quotient (the region alone).
    progress : callable
        Called with industries done and in all, if the site's distances have to be balanced first.
    tolerance : float, optional
        Relative residual (L1) at which the solve of all counties stops; by default 1e-4, to which trade is balanced.
    economy : int, optional
        Year whose structure is used, in place of the study's own or the default. Not to be confused with the study's
        ``year``, of whose productivity the jobs are, and ``dollar_year``.

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
        If the trade model is unknown.

    References
    ----------
    Miller & Blair (2009), *Input-Output Analysis*, ch. 3, 6 and 8; ``docs/method.md``.
    """
    return next(run_all([site], trade, progress, tolerance, economy))


def run_all(
    sites: Iterable[Site | Study],
    trade: str | None = None,
    progress: Progress = lambda done, total: None,
    tolerance: float | None = None,
    economy: int | None = None,
) -> Iterator[Result]:
    """Study many sites or studies, each by itself.

    It works as :func:`run`, and faster than one by one.

    The county model is made once for all studies with the same assumptions, and solves several of them in one pass.

    Yields
    ------
    Result
        In the order of the sites, as soon as it is there.
    """
    for effects in all_effects(sites, trade, progress, tolerance, economy):
        yield Result.of(effects)

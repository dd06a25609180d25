"""Embedded trade: its fit, and the balancing factors of each economy."""

from collections.abc import Callable, Iterable

from ._embed_fit import check_fit, embed_fit
from ._factors import check_factors, embed_factors


def embed(economies: Iterable[int], progress: Callable[[str], None] = lambda step: None) -> None:
    """Fit and balance trade, and write stale files of the package."""
    embed_fit(progress=progress)
    for economy in economies:

        def report(done: int, total: int, year: int = economy) -> None:
            progress(f"Balancing trade of {year}: {done} of {total} industries")

        embed_factors(progress=report, economy=economy)


def check_embedded() -> None:
    """Raise DataError if the fit or an economy's factors are stale.

    Damaged ones count too.
    """
    check_fit()
    check_factors()

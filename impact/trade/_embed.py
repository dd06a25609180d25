"""What is embedded of trade: its fit, and the balancing factors of each economy."""

from collections.abc import Callable, Iterable

from ._embed_fit import check_fit, embed_fit
from ._factors import check_factors, embed_factors


def embed(economies: Iterable[int], progress: Callable[[str], None] = lambda step: None) -> None:
    """Fit trade, balance it in each economy, and write both into the package where they are stale."""
    embed_fit(progress=progress)
    for economy in economies:

        def report(done: int, total: int, year: int = economy) -> None:
            progress(f"Balancing trade of {year}: {done} of {total} industries")

        embed_factors(progress=report, economy=economy)


def check_embedded() -> None:
    """Raise DataError if the fit or the factors of an economy are damaged, or made for other tables or assumptions."""
    check_fit()
    check_factors()

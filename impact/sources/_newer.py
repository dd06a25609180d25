"""Check for a newer year at an agency, quickly and without key."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from ..errors import DataError
from ._declared import Source
from ._patience import Patience
from ._transport import Transport

YEARS_AHEAD = 3
TIMEOUT_SECONDS = 5.0  # short, since the answer can wait


def newest_upstream(source: Source, transport: Transport) -> int | None:
    """Return the agency's newest published year, judged by its addresses.

    Parameters
    ----------
    source : Source
        Looked for from the newest known year on, three years ahead.
    transport : Transport
        With a short time-out and one attempt, as the answer is not worth waiting for.

    Returns
    -------
    int or None
        None if the agency does not answer, or its addresses do not name the year.
    """
    if not source.probe:
        return None
    newest = None
    for year in range(source.newest, source.newest + 1 + YEARS_AHEAD):
        try:
            status = transport.head(source.probe.format(year=year, short=year % 100)).status_code
        except DataError:
            return newest
        if status == 200:
            newest = year
        elif newest is not None:
            return newest
    return newest


def all_upstream(sources: Iterable[Source], mirror: str = "") -> dict[str, int | None]:
    """Ask for all sources at once, each briefly.

    A mirror answers in place of the agencies.
    """
    asked = list(sources)
    patience = Patience(timeout=TIMEOUT_SECONDS, attempts=1)
    with Transport(mirror, patience) as transport, ThreadPoolExecutor(max_workers=len(asked)) as pool:
        years = pool.map(lambda source: newest_upstream(source, transport), asked)
        return {source.name: year for source, year in zip(asked, years, strict=True)}

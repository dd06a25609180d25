"""Checks of fetched tables against their declaration; nothing is mended silently.

They concern columns, kinds, missing figures, rows and counties.
"""

from collections.abc import Collection, Iterable

import pandas as pd

from ..errors import DataError
from ..reference import table
from ._declared import Source

# the Census API's codes for "not available", "too few", "not applicable" and others
SENTINELS = frozenset({-999999999, -888888888, -666666666, -555555555, -333333333, -222222222})
# codes of the BEA and the BLS; # is "at least the highest wage that is published"
MISSING = frozenset({"(NA)", "(D)", "(NM)", "(L)", "(X)", "N", "*", "**", "#", "-", "N/A", "D", "S"})
UNPUBLISHED = frozenset({"15005"})  # Kalawao, HI: 81 people, left out by BLS and Census
FIRST_TERRITORY = "57"
MAX_SHOWN = 10


def numbers(values: pd.Series, subject: str) -> pd.Series:
    """Return text as numbers.

    The agencies' codes for a missing figure become missing; anything else is refused.

    Examples
    --------
    >>> numbers(pd.Series(["12", "-666666666", None, "(D)"]), "ACS, B01001_001E").tolist()
    [12.0, nan, nan, nan]
    """
    text = values.astype("object").where(values.notna(), "").astype(str).str.strip()
    text = text.mask(text.isin(MISSING), "").str.replace(",", "", regex=False)
    figures = pd.to_numeric(text.mask(text == ""), errors="coerce").astype(float)
    unreadable = text[(text != "") & figures.isna()]
    if len(unreadable):
        raise DataError(
            f"{subject}: {unreadable.iloc[0][:40]!r} is no figure. A newer version of impact may be needed."
        )
    return figures.mask(figures.isin(SENTINELS))


def require(present: Iterable[str], wanted: Collection[str], subject: str) -> None:
    """Raise DataError unless every wanted column is present."""
    present = list(present)
    lacking = [name for name in wanted if name not in present]
    if lacking:
        raise DataError(
            f"{subject} lacks the column(s) {', '.join(lacking)}; it has {', '.join(map(str, present[:MAX_SHOWN]))}. "
            "The agency has changed its format: a newer version of impact is needed. The old data are kept."
        )


def check(source: Source, frame: pd.DataFrame, state: str) -> None:
    """Compare a table with its declaration.

    Raises
    ------
    DataError
        Naming the source and the difference. It is a column, a missing figure that the agency does not withhold, the
        number of rows, or a county missing, unknown or repeated.
    """
    if list(frame.columns) != list(source.columns):
        raise DataError(f"{source.name}: the columns {list(frame.columns)} are not those declared.")
    for name, column in source.columns.items():
        missing = frame[name].isna()
        if missing.any() and not column.withheld:
            place = frame.loc[missing, next(iter(source.columns))].iloc[0]
            raise DataError(
                f"{source.name}: {int(missing.sum())} figure(s) of {name} are missing, the first at {place}. Ask the "
                "agency, or try again later. The old data are kept."
            )
    min_rows, max_rows = source.rows if not state else (1, source.rows[1])
    if not min_rows <= len(frame) <= max_rows:
        raise DataError(
            f"{source.name}: {len(frame):,} rows came, {min_rows:,} to {max_rows:,} were expected. "
            "The answer is incomplete, or the agency has changed its table. The old data are kept."
        )
    for name in source.counties:
        first = name == source.counties[0]
        years = frame.groupby("year")[name] if "year" in frame else [(None, frame[name])]
        for year, codes in years:
            newest = year is None or year == frame.year.max()
            counties = {county for code in codes.unique() for county in source.members(code)}
            known_codes(source.name, counties, state if first else "")
            if first and newest:
                whole(source.name, counties, state, source.smallest)


def known_codes(name: str, codes: set[str], state: str) -> None:
    """Raise DataError unless codes are present or past counties, once each.

    Parameters
    ----------
    name : str
        The source, for the message.
    codes : set of str
        County FIPS codes.
    state : str
        The state that they must lie in, ``""`` for any.
    """
    codes = {code for code in codes if code < FIRST_TERRITORY}
    current = {fips for fips in table("counties").fips if fips.startswith(state)}
    changes = table("fips_changes")
    changes = changes[changes.old_fips.str.startswith(state)]
    unknown = sorted(codes - current - set(changes.old_fips))
    if unknown:
        raise DataError(
            f"{name}: {', '.join(unknown[:MAX_SHOWN])} is no county{' of state ' + state if state else ''}, past or "
            "present. The agency's geography has changed: a newer version of impact is needed. The old data are kept."
        )
    for old, parts in changes[changes.old_fips.isin(codes)].groupby("old_fips"):
        successors = set(parts.new_fips)
        if len(successors) > 1 and successors <= codes:
            raise DataError(
                f"{name}: {old} stands beside the counties that took its place ({', '.join(sorted(successors))}): "
                "people would be counted twice. The old data are kept."
            )


def whole(name: str, codes: set[str], state: str, smallest: int = 0) -> None:
    """Raise DataError unless every county of a state is present.

    A county may be present under its past codes.
    """
    counties, changes = table("counties"), table("fips_changes")
    wanted = counties.fips[counties.fips.str.startswith(state) & (counties.population >= smallest)]
    covered = codes | set(changes.new_fips[changes.old_fips.isin(codes)])
    missing = sorted(set(wanted) - covered - UNPUBLISHED)
    if missing:
        raise DataError(
            f"{name}: {len(missing)} county(ies) are missing: {', '.join(missing[:MAX_SHOWN])}. Try again later; if "
            "they stay away, the agency's geography has changed. The old data are kept."
        )

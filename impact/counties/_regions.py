"""Study regions from a county, list, metro area, zone, state or distance."""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from .._display import KM_PER_MILE
from .._html import html_table
from .._wording import nearest, number_hint, quoted, read_amount
from ..errors import RegionError
from ..reference import economy_year, table
from ._distance import great_circle_km
from ._gazetteer import TERRITORIES, County, gazetteer, key
from ._lookup import COVERAGE, lookup
from ._names import resolve
from ._similar import MAX_SUGGESTIONS, MIN_LIKENESS_SUGGESTED
from ._towns import metro, metro_titles

FORMS = '"Storey, NV", "32029", a list, "cbsa:39900", "cz:80", "state:NV" or "within 60 miles of Storey, NV"'
_WITHIN = re.compile(
    r"\s*within\s+([0-9][0-9.,]*)\s*(km|kilomet(?:er|re)s?|mi|miles?)\s+(?:of|from)\s+(.*)",
    re.IGNORECASE | re.DOTALL,
)
_PREFIX = re.compile(r"\s*([a-z]+)\s*:(.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Region:
    """A study region.

    Attributes
    ----------
    label : str
        Its name in tables and titles.
    fips : tuple of str
        Its counties of 2023, sorted, each once, at least one.
    notices : tuple of str
        Notices on the reading of the text, such as translated past codes.
    """

    label: str
    fips: tuple[str, ...]
    notices: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        """Its counties and their jobs in the economy that is the default."""
        counties, year = gazetteer().counties, economy_year()
        jobs = table("county_sectors", year).groupby("fips").jobs.sum()
        rows = [(code, counties[code].label, float(jobs[code])) for code in self.fips]
        return html_table(self.label, ["FIPS", "County", f"Jobs of {year}"], rows, self.notices)


def region(spec: str | Iterable[str]) -> Region:
    """Return the study region of a text or a list of texts.

    Parameters
    ----------
    spec : str or iterable of str
        A county by name or FIPS, a town or a ZIP code, as :func:`resolve` reads it; several, as a list or separated by
        ``;``; ``"cbsa:39900"`` or ``"Reno, NV metro area"`` for a metropolitan or micropolitan area (July 2023). The
        title may stand alone if it is not a town's name; ``"cz:80"`` for a commuting zone (USDA ERS, 2000);
        ``"state:NV"``; ``"within 60 miles of Storey, NV"`` (or ``km``) for the counties whose center of population lies
        within a great-circle distance of that county's. A past county stands for all its successors, and the region is
        headed by these.

    Returns
    -------
    Region
        Its counties and label, and notices where something was translated.

    Raises
    ------
    RegionError
        If a part names no county or area, or more than one; the message suggests what to write.

    Examples
    --------
    >>> region("cbsa:39900")
    Region(label='Reno, NV (CBSA 39900)', fips=('32019', '32029', '32031'), notices=())
    >>> region("within 40 mi of Storey, NV").fips
    ('32005', '32019', '32029', '32031', '32510')
    """
    given: object = spec  # notebooks pass objects of any type
    items = given if isinstance(given, Iterable) and not isinstance(given, str | bytes) else [given]
    parts: list[str] = []
    for item in items:
        if not isinstance(item, str):
            raise RegionError(f"A region is text or a list of texts, not {quoted(repr(item))}. Write {FORMS}.")
        parts += [part for part in item.split(";") if part.strip()]
    if not parts:
        raise RegionError(f"No county or area was given. Write {FORMS}.")
    regions = [_part(part) for part in parts]
    if len(regions) == 1:
        return regions[0]
    label = _joined([part.label for part in regions])
    fips = {code for part in regions for code in part.fips}
    notices = dict.fromkeys(notice for part in regions for notice in part.notices)
    return Region(label, tuple(sorted(fips)), tuple(notices))


def _joined(labels: Iterable[str]) -> str:
    """Return labels in a row, or the first and a count."""
    unique_labels = list(dict.fromkeys(labels))
    return (
        "; ".join(unique_labels)
        if len(unique_labels) <= 3
        else f"{unique_labels[0]} and {len(unique_labels) - 1} others"
    )


def _part(text: str) -> Region:
    """Return the region of one text without separators."""
    if within := _WITHIN.fullmatch(text):
        return _within(*within.groups())
    if text.strip().lower().startswith("within "):
        raise RegionError(f'{quoted(text)} is no distance. Write "within 60 miles of Storey, NV", in miles or km.')
    prefix = _PREFIX.fullmatch(text)
    if prefix and prefix[1].lower() != "fips":
        kinds: dict[str, Callable[[str], Region]] = {"cbsa": _cbsa, "cz": _commuting_zone, "state": _state}
        if prefix[1].lower() not in kinds:
            raise RegionError(f"{quoted(prefix[1] + ':')} is no kind of region. Write {FORMS}.")
        return kinds[prefix[1].lower()](prefix[2].strip())
    match = lookup(text)
    notices = [match.notice] if match.notice else []
    if match.area:
        return _region(match.area.label, match.counties, notices)
    if match.town and (area := metro(text)):
        notices.append(f'For the metro area {area.title} write "cbsa:{area.code}".')
    return _region(_joined([county.label for county in match.counties]), match.counties, notices)


def _cbsa(code: str) -> Region:
    """Return a metropolitan or micropolitan area by code or exact title."""
    area = metro(code)
    if area is None:
        near = _like(code, metro_titles())
        raise RegionError(f'No metro or micro area of 2023 is {quoted(code)}.{near} Write "cbsa:39900".')
    return _region(area.label, area.counties)


def _commuting_zone(code: str) -> Region:
    """Return a commuting zone of 2000, named after its largest county.

    The zones have no titles of their own.
    """
    wanted = code.lstrip("0")
    members = [county for county in gazetteer().counties.values() if county.cz == wanted]
    if not members:
        raise RegionError(
            f"No commuting zone of 2000 has the code {quoted(code)}. The codes run from 1 to 709; "
            'write "cz:80" for the zone of Storey County, NV.'
        )
    largest = max(members, key=lambda county: county.population)
    return _region(f"Commuting zone {wanted} ({largest.label})", members)


def _state(text: str) -> Region:
    """Return a whole state by USPS code, name or two-digit FIPS code."""
    names = {county.state: county.state_name for county in gazetteer().counties.values()}
    codes = {county.fips[:2]: county.state for county in gazetteer().counties.values()}
    state = codes.get(text) or gazetteer().states.get(key(text), "")
    if state in dict(TERRITORIES.values()) or text in TERRITORIES:
        raise RegionError(f"{quoted(text)} is not covered. {COVERAGE}")
    if not state:
        raise RegionError(f'No state is called {quoted(text)}.{_like(text, names)} Write "state:NV".')
    return _region(names[state], [c for c in gazetteer().counties.values() if c.state == state])


def _within(number: str, unit: str, centre: str) -> Region:
    """Return the counties within a distance of a county.

    The distance is between centers of population.
    """
    amount = read_amount(number)
    distance, unit = amount[0] if amount else math.nan, "miles" if unit.lower().startswith("mi") else "km"
    if not (math.isfinite(distance) and distance > 0):
        problem = number_hint(number) or 'is no distance. Write a positive one, as "within 60 miles of Storey, NV".'
        raise RegionError(f"{quoted(number)} {problem}")
    middle = resolve(centre)
    counties = list(gazetteer().counties.values())
    lon, lat = (np.array([getattr(county, axis) for county in counties]) for axis in ("lon", "lat"))
    km = great_circle_km(middle.lon, middle.lat, lon, lat)
    reach = distance * KM_PER_MILE if unit == "miles" else distance
    members = [county for county, away in zip(counties, km, strict=True) if away <= reach]
    notices = [middle.notice] if middle.notice else []
    span = f"{distance:,.6g} {unit}"
    if len(members) == 1:
        notices.append(f"No other county's center of population lies within {span} of {middle.label}.")
    return _region(f"Counties within {span} of {middle.label}", members, notices)


def _region(label: str, members: Iterable[County], notices: Iterable[str] = ()) -> Region:
    return Region(label, tuple(sorted(county.fips for county in members)), tuple(notices))


def _like(text: str, names: Mapping[str, str]) -> str:
    """Return a sentence with the most similar names, after a blank."""
    near = nearest(text, names, MAX_SUGGESTIONS, MIN_LIKENESS_SUGGESTED)
    return f" Nearest: {near}." if near else ""

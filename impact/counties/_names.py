"""Search for counties by name, town, code or misspelling."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from ..errors import RegionError
from ..reference import kept, table
from ._gazetteer import TERRITORIES, County, Gazetteer, gazetteer, key
from ._lookup import MAX_NAME_CHARACTERS, codes_named, lookup, town_notice, translated
from ._similar import alike, readings
from ._towns import metro, said_metro, towns_said, zip_codes


def check_codes(codes: Iterable[str]) -> None:
    """Refuse codes that are no county of 2023; RegionError naming them."""
    unknown = sorted(set(codes) - _codes())
    if unknown:
        raise RegionError(f"{', '.join(unknown[:10])}: no county of 2023. Find codes with 'impact counties find'.")


@kept
def _codes() -> frozenset[str]:
    return frozenset(table("counties").fips)


def resolve(text: str) -> County:
    """Return the one county that a text names.

    Parameters
    ----------
    text : str
        A county, with or without ``County``, and with the state where the name alone is not unique: ``"Storey, NV"``,
        ``"storey county nevada"``; a FIPS code, ``"32029"``; a town, ``"Sparks, NV"`` or ``"city of Austin, TX"``; a
        ZIP code, ``"89434"`` (``"zip 48201"`` where a FIPS code has the same digits); or a metro area of one county.
        Case, accents and punctuation do not matter.

    Returns
    -------
    County
        Its ``notice`` says which county a town, ZIP code, past name or past code was read as. A past county that was
        divided gives the successor with most of its people, a town the county of its center.

    Raises
    ------
    RegionError
        If no county or several match, or if a name is that of a county and of a town in another county; the message
        lists the candidates with their FIPS codes.

    Examples
    --------
    >>> resolve("storey nv").label
    'Storey County, NV'
    >>> resolve("46113").notice
    'Shannon County, SD (46113) ended on 2015-05-01; it is now Oglala Lakota County, SD (46102).'
    >>> resolve("Sparks, NV").notice
    '"Sparks, NV" is read as Washoe County, NV (32031), where the center of Sparks, NV lies.'
    """
    match = lookup(text)
    notice = match.notice
    if match.area and len(match.counties) > 1:
        names = "; ".join(county.reference for county in match.counties)
        raise RegionError(f"{match.area.label} has {len(match.counties)} counties; write one of them: {names}.")
    if len(match.counties) > 1:
        notice = f"{notice} The largest part is used here; a region takes all parts."
    return replace(match.counties[0], notice=notice)


def find(text: str, limit: int = 10) -> list[County]:
    """Search counties by name, town, code or state, the likeliest first.

    Past names, ZIP codes and the beginning of a FIPS code count too.

    Parameters
    ----------
    text : str
        Whole or part of a name, misspelt or not, a state, or digits.
    limit : int
        The most counties to return.

    Returns
    -------
    list of County
        Names that match, then the counties of the state, or else names that contain the text, those of towns and
        similar ones; larger counties before smaller. The ``notice`` of a county says why a past name, a town or a ZIP
        code led to it. Empty when nothing is similar, or the place is outside the 50 states and DC.

    Examples
    --------
    >>> [county.label for county in find("story nv", limit=1)]
    ['Storey County, NV']
    >>> [county.label for county in find("360", limit=2)]
    ['Albany County, NY', 'Allegany County, NY']
    >>> [county.label for county in find("Austin, TX", limit=2)]
    ['Austin County, TX', 'Travis County, TX']
    """
    places = gazetteer()
    text = text.strip()[:MAX_NAME_CHARACTERS]
    if not key(text):
        return []
    matches = _by_digits(text, places) if re.fullmatch("[0-9]+", text) else _by_words(text, places, limit)
    first: dict[str, County] = {}
    for county in matches:
        first.setdefault(county.fips, county)
    return list(first.values())[: max(limit, 0)]


def _by_digits(text: str, places: Gazetteer) -> list[County]:
    """Return the counties of a FIPS code, its beginning, or a ZIP.

    The codes of past counties count too.
    """
    matches = _looked_up(text)
    matches += [county for fips, county in places.counties.items() if fips.startswith(text)]
    own = [places.counties[fips] for fips in zip_codes().get(text, ())]
    return matches + [replace(county, notice=f"ZIP code {text} lies in {county.reference}.") for county in own]


def _by_words(text: str, places: Gazetteer, limit: int) -> list[County]:
    wanted = key(text)
    split = list(readings(text, places))
    if any(state in dict(TERRITORIES.values()) for _, state in split):
        return []
    largest_first = sorted(places.counties.values(), key=lambda county: -county.population)
    exact = {f for name, state in split for f in codes_named(places.named, places.counties, name, state)}
    matches = [county for county in largest_first if county.fips in exact]
    if not matches:
        matches = _looked_up(text)
    for name, state in split:
        for fips in codes_named(places.past_named, places.past, name, state):
            match = translated(places.past[fips], places)
            matches += [replace(county, notice=match.notice) for county in match.counties]
    if area := metro(said_metro(text) or text):
        matches += sorted(area.counties, key=lambda county: -county.population)
    if wanted in places.states:
        matches += [county for county in largest_first if county.state == places.states[wanted]]
    else:
        name, state = split[0]
        matches += [c for c in largest_first if key(name) in key(c.name) and state in (None, c.state)]
        matches += [replace(town.county, notice=town_notice(text, town)) for town in towns_said(name, state)]
        matches += alike(text, places, limit)
    return matches


def _looked_up(text: str) -> list[County]:
    """Return the counties that a text names by itself, with notices.

    The list is empty where the text is refused.
    """
    with suppress(RegionError):
        match = lookup(text)
        return [replace(county, notice=match.notice) for county in match.counties]
    return []

"""Places named by a text: county, past county, town, ZIP or metro."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .._types import unquoted
from .._wording import quoted
from ..errors import RegionError
from ._gazetteer import (
    TERRITORIES,
    WASHINGTON_DC,
    County,
    Gazetteer,
    PastCounty,
    gazetteer,
    key,
    without_designator,
)
from ._similar import MAX_SUGGESTIONS, listed, nearest_places, readings
from ._towns import (
    MUNICIPAL,
    Metro,
    Town,
    metro,
    said_metro,
    towns_named,
    towns_said,
    zip_codes,
)

MAX_NAME_CHARACTERS = 100
COUNTY_WORDS = ("county", "co", "cnty")
MIN_TOWN_SHARE_OF_COUNTY = 0.1  # of the county's people
MAX_TOWNS_LISTED = 8
COVERAGE = "The figures cover the 50 states and the District of Columbia, not Puerto Rico and the islands."
PLACE_REMEDY = (
    'Write a county, town or ZIP code ("Storey, NV", "Sparks, NV", "89434") or a FIPS code ("32029"); '
    'search with "impact counties find".'
)
FIPS = re.compile(r"(?:fips\s*:?\s*|0500000US)?([0-9]+)", re.IGNORECASE)  # the long form is that of data.census.gov
OF_TERRITORIES = re.compile(  # FIPS codes, unlike ZIP codes with the same beginning
    "72(?:0[0-9]|1[0-4])[13579]|7215[13]|600[1-5]0|66010|69(?:085|1[012]0)|780[123]0"
)
ZIP = re.compile(r"zip(?:\s*code)?\s*:?\s*([0-9]{5})(?:-[0-9]{4})?|([0-9]{5})-[0-9]{4}", re.IGNORECASE)
ADDRESS = re.compile(r"(?P<place>.*[^\W\d].*?)[\s,]+(?P<zip>[0-9]{5})(?:-[0-9]{4})?", re.DOTALL)
REFERENCE = re.compile(r"(?P<place>.*[^\W\d].*?)\s*\((?:fips\s*)?(?P<fips>[0-9]{5})\)", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Match:
    """Place that a text names.

    It is one county of 2023, the successors of a past one, largest share first, or a metro area.
    """

    counties: tuple[County, ...]
    notice: str | None = None
    past: PastCounty | None = None
    area: Metro | None = None
    town: Town | None = None


def lookup(text: str) -> Match:
    """Return the place that a text names.

    Raises RegionError where it names nothing, or may well mean another place.
    """
    places = gazetteer()
    text = str(unquoted(text.strip()))
    if not text:
        raise RegionError(f"No county was given. {PLACE_REMEDY}")
    if len(text) > MAX_NAME_CHARACTERS:
        raise RegionError(f"{quoted(text)} is too long for a county's name: {len(text):,} characters. {PLACE_REMEDY}")
    if code := FIPS.fullmatch(text):
        return _by_code(text, code[1], places)
    if code := ZIP.fullmatch(text):
        return _by_zip(text, code[1] or code[2])
    if named := REFERENCE.fullmatch(text):
        return _agreeing(text, named["place"], _by_code(text, named["fips"], places))
    if named := ADDRESS.fullmatch(text):
        return _agreeing(text, named["place"], _by_zip(text, named["zip"]))
    if metro_name := said_metro(text):
        area = metro(metro_name)
        if area:
            return _of_area(text, area)
    return _by_name(text, places)


def _by_name(text: str, places: Gazetteer) -> Match:
    split = list(readings(text, places))
    for name, state in split:
        if (state or places.states.get(key(name))) in dict(TERRITORIES.values()):
            raise RegionError(f"{quoted(text)} is not covered. {COVERAGE}")
    for name, state in split:
        if match := _county(text, name, state, places):
            return match
    for name, state in split:
        if codes := codes_named(places.past_named, places.past, name, state):
            past = places.past[codes[0]]
            heir = places.counties[past.successors[0][0]]
            towns = [] if name[-1:] == ["county"] else towns_named(name, state)
            if towns and any(town.rivals(heir) for town in towns):
                raise _both(text, past.label, past.fips, towns)
            return translated(past, places)
    for name, state in split:
        if towns := towns_said(name, state):
            return _of_towns(text, towns)
    if area := metro(text):
        return _of_area(text, area)
    raise RegionError(
        f"No county or town is called {quoted(text)}.{nearest_places(text, places)}"
        f"{_state_hint(text, places)} {PLACE_REMEDY}"
    )


def _county(text: str, name: list[str], state: str | None, places: Gazetteer) -> Match | None:
    """Return the county of a name, or of a town's.

    Returns None without such a county.
    """
    if name[-1:] != ["city"] and name[:2] == ["city", "of"]:
        codes = [
            fips for fips in places.named.get(key([*name[2:], "city"]), ()) if places.counties[fips].state == state
        ]
        return _only(text, [places.counties[fips] for fips in codes], places) if codes else None
    codes = codes_named(places.named, places.counties, name, state)
    if not codes:
        return None
    counties = [places.counties[fips] for fips in codes]
    exact = any(key(county.name) == key(name) for county in counties)
    full = codes[0] in places.named.get(key(name), ())  # as James City, whose kind is no part of it
    if exact and name != without_designator(name):
        return _only(text, counties, places)
    if not full and name[-1] in MUNICIPAL:
        towns = towns_said(name, state)
        if towns and (not {town.fips for town in towns} & set(codes) or towns[0].also):
            return _of_towns(text, towns)
        return _only(text, counties, places, doubtful=not towns)
    bare = name == without_designator(name)
    if not bare and not full and name[-1] not in COUNTY_WORDS:
        return _only(text, counties, places, doubtful=True)
    if len(counties) == 1 and bare and counties[0].fips != WASHINGTON_DC:
        rivals = [town for town in towns_named(name, state) if town.fips != codes[0]]
        near = [town for town in towns_named(name, state) if town.fips == codes[0]]
        meant = [town for town in rivals if town.rivals(counties[0]) and (state or _outweighs(town, near, counties[0]))]
        if meant:
            raise _both(text, counties[0].label, counties[0].fips, meant)
        if rivals and state and not near:
            match = _only(text, counties, places, doubtful=True)
            return Match(
                match.counties, f"{match.notice} {rivals[0].label} is also a town in {rivals[0].county.label}."
            )
    town = next(iter(towns_named(name, state)), None) if bare and len(counties) > 1 else None
    if town and town.fips not in codes and all(town.rivals(county) for county in counties):
        return _only(text, counties, places, also=f" {town.label} is a town in {town.county.reference}.")
    return _only(text, counties, places)


def _outweighs(town: Town, near: Sequence[Town], county: County) -> bool:
    """Whether a town of another state is the likelier meaning.

    The county was named without its state.
    """
    return town.population >= max(
        MIN_TOWN_SHARE_OF_COUNTY * county.population, *(other.population for other in near), 1
    )


def _of_towns(text: str, towns: Sequence[Town]) -> Match:
    """Return the county of the only town, or ask which is meant."""
    distinct = {town.fips: town for town in reversed(towns)}
    if len(distinct) > 1:
        listed = sorted(distinct.values(), key=lambda town: -town.population)
        names = "; ".join(f"{town.label} in {town.county.reference}" for town in listed[:MAX_TOWNS_LISTED])
        more = f"; and {len(listed) - MAX_TOWNS_LISTED} others" if len(listed) > MAX_TOWNS_LISTED else ""
        raise RegionError(
            f"{quoted(text)} names towns in {len(listed)} counties: {names}{more}. "
            f'Write the county that is meant, such as "{listed[0].county.label}".'
        )
    (town,) = distinct.values()
    return Match((town.county,), town_notice(text, town), town=town)


def town_notice(text: str, town: Town) -> str:
    """Name a town's county, and the others that it reaches."""
    counties = gazetteer().counties
    also = ", ".join(counties[fips].reference for fips in town.also)
    reaches = f" The town or its ZIP codes also reach {also}; write one of these if it is meant." if also else ""
    return f"{quoted(text)} is read as {town.county.reference}, where the center of {town.label} lies.{reaches}"


def _both(text: str, county: str, fips: str, towns: Sequence[Town]) -> RegionError:
    """Ask whether a county or a town of another county is meant."""
    places = "; ".join(f"{town.label} is a town in {town.county.reference}" for town in towns[:MAX_TOWNS_LISTED])
    return RegionError(
        f"{quoted(text)} may mean a county or a town elsewhere: {county} ({fips}) is a county; {places}. "
        f'Write "{county}" for the county, or "{towns[0].county.label}" or "city of {towns[0].label}" for the town.'
    )


def _of_area(text: str, area: Metro) -> Match:
    notice = None
    if len(area.counties) == 1:
        notice = f"{quoted(text)} is read as {area.counties[0].reference}, the only county of {area.label}."
    largest = tuple(sorted(area.counties, key=lambda county: -county.population))
    return Match(largest, notice, area=area)


def _by_zip(text: str, code: str) -> Match:
    """Return the only county of a ZIP code, or ask."""
    counties = [gazetteer().counties[fips] for fips in zip_codes().get(code, ())]
    if not counties:
        raise RegionError(f"No ZIP code of the 50 states and DC is {code}. {PLACE_REMEDY}")
    if len(counties) > 1:
        names = "; ".join(county.reference for county in counties)
        raise RegionError(f"ZIP code {code} lies in {len(counties)} counties; write one of them: {names}.")
    return Match((counties[0],), f"{quoted(text)} is read as {counties[0].reference}, where ZIP code {code} lies.")


def _agreeing(text: str, place: str, match: Match) -> Match:
    """Return the place of a code if the name agrees in state."""
    split = [state for _, state in readings(place, gazetteer()) if state]
    if split and split[0] not in {county.state for county in match.counties}:
        raise RegionError(
            f"{quoted(text)} contradicts itself: the code is in {match.counties[0].reference}. {PLACE_REMEDY}"
        )
    return match


def codes_named(
    index: Mapping[str, tuple[str, ...]],
    places: Mapping[str, County] | Mapping[str, PastCounty],
    name: Sequence[str],
    state: str | None,
) -> list[str]:
    """Return the codes of a name, with or without its designator.

    The search covers one state or all.
    """
    for form in (name, without_designator(name)):
        codes = [fips for fips in index.get(key(form), ()) if state in (None, places[fips].state)]
        if codes:
            return codes
    return []


def _only(text: str, counties: Sequence[County], places: Gazetteer, doubtful: bool = False, also: str = "") -> Match:
    """Return the only county, or ask which of several is meant."""
    if len(counties) > 1:
        choices = "; ".join(county.reference for county in sorted(counties, key=lambda c: (c.state, c.fips)))
        raise RegionError(
            f"{quoted(text)} names {len(counties)} counties; write one of them in full: {choices}."
            f"{also}{_state_hint(text, places)}"
        )
    (county,) = counties
    hint = "" if county.fips == WASHINGTON_DC else _state_hint(text, places)
    # "Jackson Co" is Jackson, Colorado, but may have meant some Jackson County.
    needs_notice = doubtful or hint or re.fullmatch(r"[^,]*[^,\s] +co", text, re.IGNORECASE)
    return Match((county,), f"{quoted(text)} is read as {county.reference}.{hint}" if needs_notice else None)


def _state_hint(text: str, places: Gazetteer) -> str:
    state = places.states.get(key(text))
    return f' For the whole state write "state:{state}".' if state else ""


def _by_code(text: str, code: str, places: Gazetteer) -> Match:
    """Return the county of a FIPS or ZIP code, past codes included.

    A FIPS code may have lost its leading zero.
    """
    if len(code) not in (4, 5):
        raise RegionError(f"{quoted(code)} is no county code: a FIPS code has five digits. {PLACE_REMEDY}")
    fips = code.zfill(5)
    if fips in places.counties:
        county = places.counties[fips]
        return Match((county,), None if fips == code else f"{code} is read as {county.reference}.")
    if fips in places.past:
        return translated(places.past[fips], places)
    if OF_TERRITORIES.fullmatch(fips):
        other = f' For the ZIP code write "zip {fips}".' if fips in zip_codes() else ""
        raise RegionError(f"{fips} is in {TERRITORIES[fips[:2]][1]}. {COVERAGE}{other}")
    if not text.lower().startswith("fips") and fips in zip_codes():
        return _by_zip(code, fips)
    if fips[:2] in TERRITORIES:
        raise RegionError(f"{fips} is in {TERRITORIES[fips[:2]][1]}. {COVERAGE}")
    same_state = [county for county in places.counties.values() if county.fips[:2] == fips[:2]]
    near = sorted(same_state, key=lambda county: abs(int(county.fips) - int(fips)))[:MAX_SUGGESTIONS]
    state = f' For the whole state write "state:{near[0].state}".' if near and fips.endswith("000") else ""
    raise RegionError(f"No county has the FIPS code {fips}, now or in the past.{listed(near)}{state} {PLACE_REMEDY}")


def translated(past: PastCounty, places: Gazetteer) -> Match:
    """Return the successors of a past county, with a notice."""
    heirs = tuple(places.counties[fips] for fips, _ in past.successors)
    if len(heirs) == 1:
        successor_text = f"it is now {heirs[0].reference}"
    else:
        shares = [f"{h.reference} {share:.1%}" for h, (_, share) in zip(heirs, past.successors, strict=True)]
        successor_text = f"its people are now in {', '.join(shares)}"
    return Match(heirs, f"{past.label} ({past.fips}) ended on {past.effective}; {successor_text}.", past)

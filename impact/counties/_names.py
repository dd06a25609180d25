"""Finding a county by what a person writes: a name, a FIPS code, or something close to a name."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .._wording import likeness, quoted
from ..errors import RegionError
from ..reference import table
from ._gazetteer import (
    TERRITORIES,
    WASHINGTON_DC,
    County,
    Gazetteer,
    PastCounty,
    gazetteer,
    key,
    without_designator,
    words,
)

LONGEST_NAME = 100
SUGGESTIONS = 5
LIKENESS = 65
SPREAD = 25
SAME_STATE = 20
COVERAGE = "The figures cover the 50 states and the District of Columbia, not Puerto Rico and the islands."
HOW = 'Write a name with its state ("Storey, NV") or a FIPS code ("32029"); search with "impact counties find".'


def check_codes(codes: Iterable[str]) -> None:
    """Refuse codes that are no county of 2023; RegionError naming them."""
    unknown = sorted(set(codes).difference(table("counties").fips))
    if unknown:
        raise RegionError(f"{', '.join(unknown[:10])}: no county of 2023. Find codes with 'impact counties find'.")


@dataclass(frozen=True)
class Match:
    """What a text names: one county of 2023, or the successors of a past one, largest share first."""

    counties: tuple[County, ...]
    notice: str | None = None
    past: PastCounty | None = None


def resolve(text: str) -> County:
    """Return the one county that a text names.

    Parameters
    ----------
    text : str
        A FIPS code, or a name with or without ``County``, and with the state where the name alone is not
        unique: ``"32029"``, ``"Storey, NV"``, ``"storey county nevada"``. Case, accents and punctuation do
        not matter.

    Returns
    -------
    County
        Its ``notice`` says when a past code or name was translated to the geography of 2023. A past county
        that was divided gives the successor with most of its people.

    Raises
    ------
    RegionError
        If no county or several match; the message lists the candidates with their FIPS codes.

    Examples
    --------
    >>> resolve("storey nv").label
    'Storey County, NV'
    >>> resolve("46113").notice
    'Shannon County, SD (46113) ended on 2015-05-01; it is now Oglala Lakota County, SD (46102).'
    """
    match = lookup(text)
    notice = match.notice
    if len(match.counties) > 1:
        notice = f"{notice} The largest part is used here; a region takes all parts."
    return replace(match.counties[0], notice=notice)


def find(text: str, limit: int = 10) -> list[County]:
    """Search counties by name, state or the beginning of a FIPS code; the likeliest first.

    Parameters
    ----------
    text : str
        Whole or part of a name, misspelt or not, a state, or digits.
    limit : int
        The most counties to return.

    Returns
    -------
    list of County
        Names that match, then the counties of the state, or else names that contain the text and similar
        ones; larger counties before smaller. Empty when nothing is similar.

    Examples
    --------
    >>> [county.label for county in find("story nv", limit=1)]
    ['Storey County, NV']
    >>> [county.label for county in find("360", limit=2)]
    ['Albany County, NY', 'Allegany County, NY']
    """
    places = gazetteer()
    text = text.strip()[:LONGEST_NAME]
    if re.fullmatch(r"[0-9]+", text):
        codes = [fips for fips, _ in places.past[text].successors] if text in places.past else []
        codes += [fips for fips in places.counties if fips.startswith(text)]
        return [places.counties[fips] for fips in codes][: max(limit, 0)]
    wanted = key(text)
    if not wanted:
        return []
    largest_first = sorted(places.counties.values(), key=lambda county: -county.population)
    exact = {f for name, state in _readings(text, places) for f in _codes(places.named, places.counties, name, state)}
    found = [county for county in largest_first if county.fips in exact]
    if wanted in places.states:
        found += [county for county in largest_first if county.state == places.states[wanted]]
    else:
        name, state = next(_readings(text, places))
        found += [c for c in largest_first if key(name) in key(c.name) and state in (None, c.state)]
        found += _alike(text, places, limit)
    return list(dict.fromkeys(found))[: max(limit, 0)]


def lookup(text: str) -> Match:
    """Return what a text names, with all successors of a past county; raise RegionError like `resolve`."""
    places = gazetteer()
    text = text.strip()
    if not text:
        raise RegionError(f"No county was given. {HOW}")
    if len(text) > LONGEST_NAME:
        raise RegionError(f"{quoted(text)} is too long for a county's name: {len(text):,} characters. {HOW}")
    if code := re.fullmatch(r"(?:fips\s*:?\s*)?([0-9]+)", text, re.IGNORECASE):
        return _by_code(code[1], places)
    readings = list(_readings(text, places))
    for name, state in readings:
        if (state or places.states.get(key(name))) in dict(TERRITORIES.values()):
            raise RegionError(f"{quoted(text)} is not covered. {COVERAGE}")
    for name, state in readings:
        if codes := _codes(places.named, places.counties, name, state):
            return _only(text, [places.counties[fips] for fips in codes], places)
    for name, state in readings:
        if codes := _codes(places.past_named, places.past, name, state):
            return _translated(places.past[codes[0]], places)
    near = suggested(_alike(text, places, SUGGESTIONS))
    raise RegionError(f"No county is called {quoted(text)}.{near}{_state_hint(text, places)} {HOW}")


def suggested(counties: Sequence[County]) -> str:
    """Return a sentence that names the nearest counties, with a space before it; empty without any."""
    return f" Nearest: {'; '.join(county.reference for county in counties)}." if counties else ""


def _readings(text: str, places: Gazetteer) -> Iterator[tuple[list[str], str | None]]:
    """Split a text into name and state in every possible way, the longest state first, no state last."""
    name = words(text)
    for country in (["united", "states"], ["usa"], ["us"]):
        if len(name) > len(country) and name[-len(country) :] == country:
            name = name[: -len(country)]
    for length in (3, 2, 1):
        state = places.states.get(key(name[-length:]))
        if state and len(name) > length:
            yield name[:-length], state
    yield name, None


def _codes(
    index: Mapping[str, tuple[str, ...]],
    places: Mapping[str, County] | Mapping[str, PastCounty],
    name: Sequence[str],
    state: str | None,
) -> list[str]:
    """Return the codes under a name, or else under the name without its designator, in one state or any."""
    for form in (name, without_designator(name)):
        codes = [fips for fips in index.get(key(form), ()) if state in (None, places[fips].state)]
        if codes:
            return codes
    return []


def _only(text: str, counties: Sequence[County], places: Gazetteer) -> Match:
    """Return the only county, or ask which of several is meant."""
    if len(counties) > 1:
        which = "; ".join(county.reference for county in sorted(counties, key=lambda c: (c.state, c.fips)))
        raise RegionError(
            f"{quoted(text)} names {len(counties)} counties; write one of them in full: {which}."
            f"{_state_hint(text, places)}"
        )
    (county,) = counties
    hint = "" if county.fips == WASHINGTON_DC else _state_hint(text, places)
    # "Jackson Co" is Jackson, Colorado, but may have meant some Jackson County.
    doubtful = hint or re.fullmatch(r"[^,]*[^,\s] +co", text, re.IGNORECASE)
    return Match((county,), f"{quoted(text)} is read as {county.reference}.{hint}" if doubtful else None)


def _state_hint(text: str, places: Gazetteer) -> str:
    state = places.states.get(key(text))
    return f' For the whole state write "state:{state}".' if state else ""


def _by_code(code: str, places: Gazetteer) -> Match:
    """Return the county or past county with a FIPS code, which may have lost its leading zero."""
    if len(code) not in (4, 5):
        raise RegionError(f"{quoted(code)} is no county code: a FIPS code has five digits. {HOW}")
    fips = code.zfill(5)
    if fips in places.counties:
        county = places.counties[fips]
        return Match((county,), None if fips == code else f"{code} is read as {county.reference}.")
    if fips in places.past:
        return _translated(places.past[fips], places)
    if fips[:2] in TERRITORIES:
        raise RegionError(f"{fips} is in {TERRITORIES[fips[:2]][1]}. {COVERAGE}")
    same_state = [county for county in places.counties.values() if county.fips[:2] == fips[:2]]
    near = sorted(same_state, key=lambda county: abs(int(county.fips) - int(fips)))[:SUGGESTIONS]
    state = f' For the whole state write "state:{near[0].state}".' if near and fips.endswith("000") else ""
    raise RegionError(f"No county has the FIPS code {fips}, now or in the past.{suggested(near)}{state} {HOW}")


def _translated(past: PastCounty, places: Gazetteer) -> Match:
    """Return the successors of a past county, with a notice that names them."""
    heirs = tuple(places.counties[fips] for fips, _ in past.successors)
    if len(heirs) == 1:
        now = f"it is now {heirs[0].reference}"
    else:
        shares = [f"{h.reference} {share:.1%}" for h, (_, share) in zip(heirs, past.successors, strict=True)]
        now = f"its people are now in {', '.join(shares)}"
    return Match(heirs, f"{past.label} ({past.fips}) ended on {past.effective}; {now}.", past)


def _alike(text: str, places: Gazetteer, limit: int) -> list[County]:
    """Return the counties whose names are most like a text, favouring the state that it names."""
    name, state = next(_readings(text, places))
    everyone = places.counties.values()
    score: dict[str, float] = {}
    for forms in (
        {county.fips: key(county.short_name) for county in everyone},
        {county.fips: key(county.name) for county in everyone},
        {county.fips: key(county.short_name + county.state_name) for county in everyone},
    ):
        for fips, alike in likeness(key(name), forms, LIKENESS).items():
            bonus = SAME_STATE if places.counties[fips].state == state else 0
            score[fips] = max(score.get(fips, 0.0), alike + bonus)
    least = max(score.values(), default=0.0) - SPREAD
    near = [fips for fips in score if score[fips] >= least]
    best = sorted(near, key=lambda fips: (-score[fips], -places.counties[fips].population))
    return [places.counties[fips] for fips in best[: max(limit, 0)]]

"""Counties and towns with the names most like an unknown text."""

from collections.abc import Iterator, Sequence

from .._wording import likeness
from ._gazetteer import County, Gazetteer, key, without_designator, words
from ._towns import county_first, similar_names

MAX_SUGGESTIONS = 5
MIN_LIKENESS_SUGGESTED = 65
MIN_LIKENESS_OF_TOWNS = 80
MAX_LIKENESS_BEHIND_BEST = 25
MIN_LIKENESS, MIN_LIKENESS_ELSEWHERE = 80, 90  # of a misspelt name, and of one in another state


def readings(text: str, places: Gazetteer) -> Iterator[tuple[list[str], str | None]]:
    """Split a text into name and state in all ways.

    The longest state comes first, no state last.
    """
    name = words(text)
    for country in (["united", "states"], ["usa"], ["us"]):
        if len(name) > len(country) and name[-len(country) :] == country:
            name = name[: -len(country)]
    for length in (3, 2, 1):
        state = places.states.get(key(name[-length:]))
        if state and len(name) > length:
            yield county_first(name[:-length]), state
    yield county_first(name), None


def alike(text: str, places: Gazetteer, limit: int) -> list[County]:
    """Return the counties with the names most like a text.

    They are in the state that the text names, unless no name there is close.
    """
    name, state = next(readings(text, places))
    inside = [county for county in places.counties.values() if state in (None, county.state)]
    near = _by_likeness(name, inside)
    if state and max(near.values(), default=0.0) < MIN_LIKENESS:
        elsewhere = _by_likeness(name, list(places.counties.values()))
        near = {fips: like for fips, like in elsewhere.items() if like >= MIN_LIKENESS_ELSEWHERE} | near
    min_score = max(near.values(), default=0.0) - MAX_LIKENESS_BEHIND_BEST
    best = sorted(near, key=lambda fips: (-near[fips], -places.counties[fips].population))
    return [places.counties[fips] for fips in best if near[fips] >= min_score][: max(limit, 0)]


def _by_likeness(name: Sequence[str], counties: Sequence[County]) -> dict[str, float]:
    """Return the likeness of county names, with and without designators.

    Keys are FIPS codes; the best likeness counts.
    """
    score: dict[str, float] = {}
    for wanted, forms in (
        (without_designator(name), {county.fips: key(county.short_name) for county in counties}),
        (name, {county.fips: key(county.short_name + county.state_name) for county in counties}),
    ):
        for fips, like in likeness(key(wanted), forms, MIN_LIKENESS_SUGGESTED).items():
            score[fips] = max(score.get(fips, 0.0), like)
    return score


def nearest_places(text: str, places: Gazetteer) -> str:
    """Return a sentence with the most similar places, after a blank."""
    name, state = next(readings(text, places))
    towns = likeness(key(name), similar_names(state), MIN_LIKENESS_OF_TOWNS) if state else {}
    return listed(alike(text, places, MAX_SUGGESTIONS), list(towns)[:MAX_SUGGESTIONS])


def listed(counties: Sequence[County], towns: Sequence[str] = ()) -> str:
    names = [*(county.reference for county in counties), *towns]
    return f" Nearest: {'; '.join(names)}." if names else ""

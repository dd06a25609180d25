"""Towns, ZIP codes and metro areas, with their counties."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..reference import kept, table
from ._gazetteer import County, gazetteer, key

MUNICIPAL = ("city", "town", "village", "borough")  # townships are not in the table
MIN_RESIDENTS_NOTED = 2500  # the Census Bureau's limit of an urban place until 2020
MIN_SHARE_NOTED = 0.1  # of the people of a county with the name of a town
CENTER = "center"
LONG_AND_SHORT = {"fort": "ft", "mount": "mt", "ft": "fort", "mt": "mount"}
METRO = re.compile(
    r"\s*(?:cbsa\s*:\s*(?P<code>.+)|.*\(cbsa\s+(?P<label>[0-9]{5})\)|(?P<title>.+?),?\s+"
    r"(?:(?:metro|micro)(?:politan)?(?:\s+statistical)?(?:\s+area)?|msa|cbsa))\s*",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Town:
    """A town, city or village in one county.

    Attributes
    ----------
    name, state : str
        ``"Reno"`` and ``"NV"``.
    fips : str
        County of its center.
    population : int
        Residents; 0 for a postal town that is no place of 500 people.
    also : tuple of str
        Other counties that the city limits or its ZIP codes reach.
    """

    name: str
    state: str
    fips: str
    population: int
    also: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Name and state, such as ``Reno, NV``."""
        return f"{self.name}, {self.state}"

    @property
    def county(self) -> County:
        """The county of its center."""
        return gazetteer().counties[self.fips]

    def rivals(self, county: County) -> bool:
        """Whether a name shared with another county may well mean the town."""
        if self.fips == county.fips:
            return False
        return self.population >= MIN_RESIDENTS_NOTED or self.population >= MIN_SHARE_NOTED * county.population


def towns_named(name: Sequence[str], state: str | None) -> list[Town]:
    """Return the towns of a name, largest first.

    The search covers one state or all.

    Parameters
    ----------
    name : sequence of str
        The :func:`~impact.counties._gazetteer.words` of the name.
    state : str or None
        Postal abbreviation.
    """
    forms = {key(name), key([LONG_AND_SHORT.get(word, word) for word in name])}
    states = [state] if state else sorted(set(table("towns").state))
    towns = {
        town: None for searched_state in states for form in forms for town in _towns_of(searched_state).get(form, ())
    }
    return sorted(towns, key=lambda town: -town.population)


def towns_said(name: Sequence[str], state: str | None) -> list[Town]:
    """Return the towns of a name with or without its form.

    Forms are ``city``, ``town of`` and the like; the largest town comes first.
    """
    forms = [towns_named(form, state) for form, _ in municipal_forms(name)]
    if name[1:2] == ["of"]:
        return max(forms, key=lambda towns: towns[0].population if towns else -1)
    return next((towns for towns in forms if towns), [])


def similar_names(state: str) -> Mapping[str, str]:
    """Return the towns of a state by key of similar names."""
    towns = [town for named in _towns_of(state).values() for town in named]
    return {f"{town.label} in {town.county.reference}": key(town.name) for town in towns}


@kept
def _towns_of(state: str) -> Mapping[str, tuple[Town, ...]]:
    """Return the towns of a state by the key of their names."""
    rows = table("towns")
    rows = rows[rows.state == state]
    places: defaultdict[str, list[tuple[str, int, str]]] = defaultdict(list)
    columns = (rows[column].tolist() for column in ("name", "fips", "population", "basis"))
    for name, fips, people, basis in zip(*columns, strict=True):
        places[name].append((fips, people, basis))
    towns_by_key: defaultdict[str, list[Town]] = defaultdict(list)
    for name, lies in places.items():
        centers = [(fips, people) for fips, people, basis in lies if basis == CENTER]
        if len(centers) == 1:
            also = tuple(fips for fips, _, basis in lies if basis != CENTER)
            towns_by_key[key(name)].append(Town(name, state, *centers[0], also))
        else:
            own = centers or [(fips, people) for fips, people, _ in lies]
            towns_by_key[key(name)] += [Town(name, state, fips, people) for fips, people in own]
    return {form: tuple(towns) for form, towns in towns_by_key.items()}


@kept
def zip_codes() -> Mapping[str, tuple[str, ...]]:
    """Return the counties of each ZIP code, that of its center first."""
    counties_of_zip: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    rows = table("zips")
    for code, fips in zip(rows.zip, rows.fips, strict=True):
        counties_of_zip[code] += (fips,)
    return dict(counties_of_zip)


def municipal_forms(name: Sequence[str]) -> Iterator[tuple[list[str], bool]]:
    """Yield the names of a town in a text.

    Each comes with whether the text calls it a town.

    Examples
    --------
    >>> list(municipal_forms(["city", "of", "austin"]))
    [(['austin'], True), (['austin', 'city'], True)]
    >>> list(municipal_forms(["johnson", "city"]))
    [(['johnson', 'city'], True), (['johnson'], True)]
    >>> list(municipal_forms(["reno"]))
    [(['reno'], False)]
    """
    if len(name) > 2 and name[0] in MUNICIPAL and name[1] == "of":
        yield list(name[2:]), True
        yield [*name[2:], name[0]], True
    elif len(name) > 1 and name[-1] in MUNICIPAL:
        yield list(name), True
        yield list(name[:-1]), True
    else:
        yield list(name), False


@dataclass(frozen=True)
class Metro:
    """A metropolitan or micropolitan area of July 2023."""

    code: str
    title: str
    counties: tuple[County, ...]

    @property
    def label(self) -> str:
        """Title and code, such as ``Reno, NV (CBSA 39900)``."""
        return f"{self.title} (CBSA {self.code})"


def metro(text: str) -> Metro | None:
    """Return the metro or micro area of a code or title.

    Returns None for other text.
    """
    return _metros().get(key(text))


@kept
def _metros() -> dict[str, Metro]:
    """Return the metro and micro areas by code and by title key."""
    members: dict[str, list[County]] = {}
    for county in gazetteer().counties.values():
        if county.cbsa:
            for form in (county.cbsa, key(county.cbsa_title or "")):
                members.setdefault(form, []).append(county)
    return {form: Metro(str(of[0].cbsa), str(of[0].cbsa_title), tuple(of)) for form, of in members.items()}


def said_metro(text: str) -> str | None:
    """Return the area that a text calls a metro or micro area.

    An example is ``Kokomo, IN metro area``.
    """
    match = METRO.fullmatch(text)
    return (match["code"] or match["label"] or match["title"]).strip() if match else None


def metro_titles() -> dict[str, str]:
    """Return the titles of all metro and micro areas by code."""
    return {c.cbsa: c.cbsa_title or "" for c in gazetteer().counties.values() if c.cbsa}


def county_first(name: Sequence[str]) -> list[str]:
    """Return the words of a name, ``county of orange`` as ``orange county``.

    Examples
    --------
    >>> county_first(["county", "of", "orange"])
    ['orange', 'county']
    """
    if len(name) > 2 and name[0] in ("county", "parish") and name[1] == "of":
        return [*name[2:], name[0]]
    return list(name)

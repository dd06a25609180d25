"""Counties of 2023 and earlier codes, indexed by code and name."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from ..reference import kept, table

DESIGNATORS = (
    ("city", "and", "borough"),
    ("census", "area"),
    ("planning", "region"),
    ("municipality",),
    ("borough",),
    ("parish",),
    ("county",),
    ("city",),
    ("co",),
    ("cnty",),
)
TERRITORIES = {
    "60": ("AS", "American Samoa"),
    "66": ("GU", "Guam"),
    "69": ("MP", "Northern Mariana Islands"),
    "72": ("PR", "Puerto Rico"),
    "78": ("VI", "U.S. Virgin Islands"),
}
WASHINGTON_DC = "11001"
_MARKS = re.compile("['’`.]")
_WORD = re.compile("[a-z0-9]+")
_SAINTS = {"saint": "st", "sainte": "ste"}


@dataclass(frozen=True)
class County:
    """County of 2023 or its equivalent.

    Equivalents are parishes, boroughs, census areas, planning regions and independent cities.

    Attributes
    ----------
    fips : str
        Five digits.
    name, short_name : str
        ``"Storey County"`` and ``"Storey"``.
    state, state_name : str
        ``"NV"`` and ``"Nevada"``.
    lon, lat : float
        Center of population in 2020, degrees.
    population : int
        Residents on 1 July 2023.
    cbsa, cbsa_title : str or None
        Metropolitan or micropolitan area of July 2023; None outside both.
    cz : str
        Commuting zone of 2000.
    notice : str or None
        Notice on the reading of the text, such as a translated past code.
    """

    fips: str
    name: str
    short_name: str
    state: str
    state_name: str
    lon: float
    lat: float
    population: int
    cbsa: str | None
    cbsa_title: str | None
    cz: str
    notice: str | None = field(default=None, compare=False)

    @property
    def label(self) -> str:
        """Name and state, such as ``Storey County, NV``."""
        return f"{self.name}, {self.state}"

    @property
    def reference(self) -> str:
        """Name, state and code, such as ``Storey County, NV (32029)``."""
        return f"{self.label} ({self.fips})"


@dataclass(frozen=True)
class PastCounty:
    """Former county, with its population shares in counties of 2023, largest first."""

    fips: str
    name: str
    state: str
    effective: str
    successors: tuple[tuple[str, float], ...]

    @property
    def label(self) -> str:
        """Name and state, such as ``Fairfield County, CT``."""
        return f"{self.name}, {self.state}"


@dataclass(frozen=True)
class Gazetteer:
    """Counties by FIPS and by key of name, and states by key.

    The :func:`key` of a state is that of its name or USPS code.
    """

    counties: Mapping[str, County]
    past: Mapping[str, PastCounty]
    named: Mapping[str, tuple[str, ...]]
    past_named: Mapping[str, tuple[str, ...]]
    states: Mapping[str, str]


@kept
def gazetteer() -> Gazetteer:
    """Return the gazetteer of the embedded reference tables."""
    return build(table("counties"), table("fips_changes"))


def build(counties: pd.DataFrame, fips_changes: pd.DataFrame) -> Gazetteer:
    """Arrange the tables ``counties`` and ``fips_changes`` for looking up."""
    columns = [name for name in County.__dataclass_fields__ if name != "notice"]
    values = (counties[name].astype(object).where(counties[name].notna(), None) for name in columns)
    current = {record[0]: County(*record) for record in zip(*values, strict=True)}
    successors: defaultdict[tuple[str, str, str], list[tuple[str, float]]] = defaultdict(list)
    for row in fips_changes.to_dict("records"):
        successors[row["old_fips"], row["old_name"], row["effective"]].append((row["new_fips"], row["weight"]))
    past = {}
    for (fips, label, effective), shares in successors.items():
        name, _, state = label.rpartition(", ")
        largest_first = sorted(shares, key=lambda share: (-share[1], share[0]))
        past[fips] = PastCounty(fips, name, state, effective, tuple(largest_first))
    named = [(form, county.fips) for county in current.values() for form in (county.name, county.short_name)]
    named += [("Washington", WASHINGTON_DC), ("DC", WASHINGTON_DC)]
    past_named = [
        (" ".join(form), county.fips)
        for county in past.values()
        for form in (words(county.name), without_designator(words(county.name)))
    ]
    names = {(county.state, county.state_name) for county in current.values()} | set(TERRITORIES.values())
    states = {key(form): usps for usps, name in names for form in (usps, name)}
    return Gazetteer(current, past, _index(named), _index(past_named), states)


def words(text: str) -> list[str]:
    """Split a name into plain lower-case words.

    Accents and marks are dropped, ``saint`` becomes ``st`` and ``&`` becomes ``and``.

    Examples
    --------
    >>> words("Doña Ana"), words("Saint Mary's")
    (['dona', 'ana'], ['st', 'marys'])
    """
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    plain = _MARKS.sub("", text.casefold().replace("&", " and "))
    return [_SAINTS.get(word, word) for word in _WORD.findall(plain)]


def key(text: str | Sequence[str]) -> str:
    """Return the form in which names are compared.

    It is the :func:`words` without spaces: LaSalle is La Salle.
    """
    return "".join(words(text) if isinstance(text, str) else text)


def without_designator(name: Sequence[str]) -> list[str]:
    """Drop a final ``county``, ``parish`` and the like from a name's words.

    A name of nothing else is kept.
    """
    for ending in DESIGNATORS:
        if len(name) > len(ending) and tuple(name[-len(ending) :]) == ending:
            return list(name[: -len(ending)])
    return list(name)


def _index(named: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Collect the codes by key of name, in order and once each."""
    index: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for form, fips in named:
        index[key(form)][fips] = None
    return {form: tuple(codes) for form, codes in index.items()}

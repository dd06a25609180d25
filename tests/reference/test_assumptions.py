import math

import pytest

from impact.errors import SiteError
from impact.reference import assumptions, override


def test_every_assumption_is_explained():
    for name, entry in assumptions().items():
        assert entry.name == name
        assert entry.title
        assert entry.source
        assert 1990 < entry.year < 2030
        assert not entry.overridden


@pytest.mark.parametrize("name", [n for n, a in assumptions().items() if not a.fixed])
def test_ranges_are_nested(name):
    entry = assumptions()[name]
    bounds = [entry.minimum, entry.low, entry.value, entry.high, entry.maximum]
    known = [bound for bound in bounds if bound is not None]
    assert known == sorted(known)


def test_override_changes_one_value_and_not_the_declaration():
    chosen = override({"flq_delta": 0.3})
    assert (chosen["flq_delta"].value, chosen["flq_delta"].overridden) == (0.3, True)
    assert (assumptions()["flq_delta"].value, assumptions()["flq_delta"].overridden) == (0.25, False)
    assert [name for name, entry in chosen.items() if entry.overridden] == ["flq_delta"]
    assert list(chosen) == list(assumptions())


def test_nothing_to_override():
    assert override({}) == dict(assumptions())


@pytest.mark.parametrize(
    ("wrong", "right"), [("flq_detla", "flq_delta"), ("resident_shares", "resident_share"), ("tax", "taxes")]
)
def test_unknown_name_suggests_the_nearest(wrong, right):
    with pytest.raises(SiteError, match=rf'no assumption "{wrong}"\. Did you mean "{right}"\? These can be changed'):
        override({wrong: 0.3})


def test_unknown_name_without_a_neighbour():
    with pytest.raises(SiteError, match=r'no assumption "zzz"\. These can be changed: flq_delta, '):
        override({"zzz": 0.3})


@pytest.mark.parametrize("name", [n for n, a in assumptions().items() if a.fixed])
def test_fixed_assumption_cannot_be_changed(name):
    with pytest.raises(SiteError, match=f"'{name}' is built into the reference tables"):
        override({name: 1.0})


@pytest.mark.parametrize(
    ("name", "value", "bounds"),
    [
        ("flq_delta", 1.0, "from 0 to 0.99"),
        ("flq_delta", -0.01, "from 0 to 0.99"),
        ("resident_share", 1.01, "from 0 to 1 share"),
        ("commuting_cutoff_km", 0.0, "from 1 to 20000 km"),
        ("taxes", math.nan, "from 0 to 1"),
        ("consumption", math.inf, "from 0 to 1"),
    ],
)
def test_value_without_a_meaning(name, value, bounds):
    with pytest.raises(SiteError, match=f"'{name}' is .*; give a value {bounds}"):
        override({name: value})


@pytest.mark.parametrize(("name", "value"), [("flq_delta", 0.0), ("flq_delta", 0.99), ("resident_share", 1.0)])
def test_bounds_themselves_are_allowed(name, value):
    assert override({name: value})[name].value == value

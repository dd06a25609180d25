"""Quoting what a person wrote, and naming what they may have meant."""

import pytest

from impact._wording import did_you_mean, likeness, nearest, quoted, unknown

AREAS = {"39900": "Reno, NV", "39940": "Rexburg, ID", "47620": "Warren, PA", "16980": "Chicago-Naperville-Elgin, IL-IN"}


def test_likeness_is_twice_the_shared_letters_over_all_letters() -> None:
    found = likeness("JBOS", {"a": "jobs", "b": "job", "c": "county", "d": "jbos!"})
    assert found == pytest.approx({"d": 100, "a": 100 * 2 * 3 / 8, "b": 100 * 2 * 2 / 7})
    assert list(found) == ["d", "a", "b"]
    assert likeness("jbos", {"a": "jobs"}, min_likeness=75.1) == {}


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("cell-lpf", ["cell-nmc811", "cell-lfp"], ' Did you mean "cell-lfp"?'),
        ("Jobs", ["county", "jobs"], ' Did you mean "jobs"?'),
        ("zzz", ["county", "jobs"], ""),
        ("", ["jobs"], ""),
        ("\x00", ["jobs"], ""),
        ("jobs", [], ""),
    ],
)
def test_the_nearest_name_is_asked_for(name: str, known: list[str], hint: str) -> None:
    assert did_you_mean(name, known) == hint
    assert f"{hint} Known:" in unknown("key", name, known)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("reno", "Reno, NV (39900)"),  # not Warren, in which "ren" stands
        ("39941", "Rexburg, ID (39940)"),  # four digits of five; 39900 shares three
        ("greater Chicago", "Chicago-Naperville-Elgin, IL-IN (16980)"),
        ("qqqq", ""),
    ],
)
def test_codes_are_found_by_code_and_by_title(text: str, said: str) -> None:
    assert nearest(text, AREAS, limit=2, min_likeness=65) == said


def test_a_very_long_text_is_compared_by_its_beginning() -> None:
    assert nearest("reno" + " " * 100 + "x" * 1_000_000, AREAS, limit=1) == "Reno, NV (39900)"
    assert quoted("a" * 61) == '"' + "a" * 60 + '…"'

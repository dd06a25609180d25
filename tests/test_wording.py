"""Quotation of user input, suggestions for misspelt names, and the wording of the code itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

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


ROOT = Path(__file__).parents[1]
SAY_NOTHING = {"found", "at", "chosen", "here", "told", "each", "it", "said", "how", "worth", "sell", "respond"}
MOODS = re.compile("(LOWEST|IGNORED|LEAST|MOST|FEW|FEWEST|NEAR|LONGEST|FURTHEST|ENOUGH|TOGETHER|INSIDE|ABSURD|RICH)")
MAX_WORDS = 12


def sources() -> list[Path]:
    folders = [ROOT / name for name in ("impact", "cli", "shapes")]
    return [*(path for folder in folders for path in sorted(folder.rglob("*.py"))), ROOT / "docs/generate.py"]


def empty_names(tree: ast.AST) -> Iterator[str]:
    """Yield the variables and parameters whose names do not tell what they hold."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.arg in SAY_NOTHING:
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in SAY_NOTHING:
            yield node.id


def moods(tree: ast.Module) -> Iterator[str]:
    """Yield the constants of a module that are named by a mood, not by subject and unit."""
    for statement in tree.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        for node in (node for target in targets for node in ast.walk(target)):
            if isinstance(node, ast.Name) and (MOODS.fullmatch(node.id) or node.id.startswith(("MOST_", "FEWEST_"))):
                yield node.id


def long_first_lines(tree: ast.AST) -> Iterator[str]:
    """Yield the first lines of docstrings with more than 12 words."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = (ast.get_docstring(node) or "").partition("\n\n")[0]
            if len(first.split()) > MAX_WORDS:
                yield first


@pytest.mark.parametrize(
    ("check", "bad", "good"),
    [
        (empty_names, "def f(rows):\n    found = rows\n    return found", "def f(rows):\n    matches = rows"),
        (empty_names, "def f(at):\n    return at", "def f(county_index):\n    return county_index"),
        (empty_names, "[each for each in rows]", "[row for row in rows]"),
        (moods, "SIZE, LOWEST = 1, 2", "MIN_JOBS = 1"),
        (moods, "MOST_BYTES = 1", "MAX_BYTES = 1"),
        (long_first_lines, f'"""{"word " * 13}"""', f'"""{"word " * 12}\n\n{"more " * 40}"""'),
    ],
)
def test_the_checks_of_wording_tell_bad_from_good(check, bad: str, good: str) -> None:  # type: ignore[no-untyped-def]
    assert list(check(ast.parse(bad)))
    assert not list(check(ast.parse(good)))


@pytest.mark.parametrize("check", [empty_names, moods, long_first_lines])
def test_names_and_first_lines_follow_the_rules_of_wording(check) -> None:  # type: ignore[no-untyped-def]
    paths = sources()
    assert len(paths) > 300
    wrong = {str(path.relative_to(ROOT)): names for path in paths if (names := [*check(ast.parse(path.read_text()))])}
    assert wrong == {}

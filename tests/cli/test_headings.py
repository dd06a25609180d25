"""Every heading of a table is explained in the glossary."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import impact
from impact import Study
from impact.reference import vocabulary

if TYPE_CHECKING:
    from .conftest import Call

ROOT = Path(__file__).parents[2]
PLANTS = "examples/abtc.yaml"
SMALL = ["recycling-hydromet@Storey, NV", "--capacity", "20000", "--trade", "flq"]
COMMANDS = {
    "run": ["run", PLANTS, "--trade", "flq", "--no-intervals", "--set", "discount=0.03", "--assumptions"],
    "draws": ["evidence", "draw", *SMALL, "--draws", "20"],
    "ablate": ["evidence", "ablate", *SMALL],
    "onshoring": ["evidence", "onshoring", *SMALL],
    "models": ["evidence", "compare-models", *SMALL[:3]],
    "multipliers": ["multipliers", "Storey, NV", "--industry", "335911"],
    "quotient": ["multipliers", "Storey, NV", "--industry", "335911", "--trade", "flq"],
    "workforce": ["workforce", *SMALL],
    "fiscal": ["fiscal", "examples/cell-plant-abated.yaml", "--trade", "flq"],
    "find": ["counties", "find", "storey"],
    "facilities": ["facilities"],
    "facility": ["facilities", "show", "cell-lfp"],
    "near": ["facilities", "near", "Storey, NV"],
    "data": ["data", "status", "--offline"],
    "verify": ["data", "verify"],
}


def explained() -> set[str]:
    words = vocabulary()
    named = {entry.title for group in (words.headings, words.terms, words.measures) for entry in group.values()}
    phases = {f"{phase.short}, {words.measures['jobs'].unit_of(name)}" for name, phase in words.phases.items()}
    return named | phases | {term.capitalize() for term in ["job-years", "jobs"]}


@pytest.mark.parametrize("name", COMMANDS)
def test_headings_of_commands(call: "Call", name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a wide terminal the headings stand on the line above the rule, two blanks or more apart."""
    monkeypatch.setenv("COLUMNS", "1000")
    done = call(*COMMANDS[name])
    assert done.code == 0
    lines = done.out.splitlines()
    rules = [place for place, line in enumerate(lines) if line and set(line) == {"─"}]
    found = {part for place in rules for part in re.split(r"\s{2,}", lines[place - 1].strip())}
    assert found
    assert found <= explained()


def test_headings_of_a_report() -> None:
    from impact.reports._contents import contents

    result = impact.run(Study.load(ROOT / PLANTS), trade="flq").quick_draw()
    found = {column for table in contents(result).tables for column in table.columns}
    assert len(found) > 30
    assert found <= explained()


def test_each_word_has_a_sentence_of_its_own() -> None:
    words = vocabulary()
    groups = (words.headings, words.terms, words.measures, words.phases, words.effects, words.places)
    meanings = [entry.meaning for group in groups for entry in group.values()]
    assert all(re.fullmatch(r"[A-Z].*[.]", meaning) for meaning in meanings)
    assert len(set(meanings)) == len(meanings)
    assert max(len(meaning.split()) for meaning in meanings) <= 25


def test_the_page_of_the_glossary_holds_every_word() -> None:
    words = vocabulary()
    page = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    for entry in [each for group in (words.headings, words.terms, words.places) for each in group.values()]:
        assert f"| {entry.title} | {entry.meaning} |" in page

"""What the commands print, compared with files that a person has read.

``python tests/cli/test_golden.py`` writes them anew; read the difference before it is committed.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Call

WIDTH = "100"
NUMBER, LONG = re.compile(r"\d(?:[\d,.]*\d)?"), 5

FOLDER = Path(__file__).with_name("golden")
SMALL = ["--capacity", "20000", "--trade", "flq"]
COMMANDS = {
    "help": ["--help"],
    "run-help": ["run", "--help"],
    "run-county": ["run", "recycling-hydromet@Storey, NV", "--capacity", "20000", "--trade", "flq"],
    "run-region": ["run", "335911@Storey, NV", "--jobs", "500", "--region", "cbsa:39900", "--set", "dollar_year=2017"],
    "run-study": ["run", "examples/abtc.yaml", "--trade", "flq", "--set", "discount=0.03", "--assumptions"],
    "evidence-help": ["evidence", "--help"],
    "onshoring": ["evidence", "onshoring", "examples/abtc.yaml", "--trade", "flq"],
    "models": ["evidence", "compare-models", "recycling-hydromet@Storey, NV", *SMALL[:2]],
    "compare": ["compare", *[f"recycling-hydromet@{place}" for place in ("Storey, NV", "Johnson, KS")], *SMALL],
    "report-help": ["report", "--help"],
    "map-help": ["map", "--help"],
    "app-help": ["app", "--help"],
    "rank": ["rank", "recycling-hydromet", "--state", "NV"],
    "multipliers": ["multipliers", "Storey, NV", "--industry", "335911"],
    "workforce": ["workforce", "recycling-hydromet@Storey, NV", "--capacity", "20000", "--region", "cbsa:39900"],
    "find": ["counties", "find", "storey"],
    "new": ["new", "cell-nmc811", "Storey, NV"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_output_is_as_read(call: "Call", name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", WIDTH)
    done = call(*COMMANDS[name])
    assert done.err == ""
    assert done.code == 0
    read = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert done.out == read or alike(done.out, read)


def alike(found: str, read: str) -> bool:
    """Tell whether texts differ by one in the last of five digits or more, and in nothing else.

    Products are in single precision, whose last digit is another on another kind of processor.
    """
    if NUMBER.sub("", found) != NUMBER.sub("", read):
        return False
    pairs = zip(NUMBER.findall(found), NUMBER.findall(read), strict=True)
    return all(one == other or near(one, other) for one, other in pairs)


def near(one: str, other: str) -> bool:
    first, second = (re.sub("[,.]", "", text) for text in (one, other))
    return len(first) == len(second) >= LONG and abs(int(first) - int(second)) <= 1


def test_one_in_the_last_of_many_digits_is_alike_and_nothing_else() -> None:
    assert alike("a 2,269,757 b", "a 2,269,758 b")
    for found in ("a 2,269,756 b", "a 2,269,758 c", "a 2,269,75 b", "a 2,279,758 b"):
        assert not alike(found, "a 2,269,758 b")
    assert not alike("41 jobs", "42 jobs")


def write() -> None:
    """Write the golden files."""
    command = Path(sys.executable).with_name("impact")
    environment = os.environ | {"COLUMNS": WIDTH, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    for name, arguments in COMMANDS.items():
        done = subprocess.run([command, *arguments], env=environment, capture_output=True, check=True)
        (FOLDER / f"{name}.txt").write_bytes(done.stdout)


if __name__ == "__main__":
    write()

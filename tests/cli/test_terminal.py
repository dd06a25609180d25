"""What a terminal sees: widths, colours, bars, times and completion."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from ..conftest import LONGEST
from .conftest import Call

COMMAND = Path(sys.executable).with_name("impact")
COLOUR = re.compile(r"\x1b\[(\d+;)*(3[0-8]|4[0-8]|9[0-7]|10[0-7])(;\d+)*m")


def on_a_terminal(arguments: list[str], **environment: str) -> str:
    """Return what a command writes when both its streams are a terminal of 80 columns."""
    master, slave = pty.openpty()
    names = ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE")
    inherited = {name: value for name, value in os.environ.items() if name not in names}
    process = subprocess.Popen(
        [COMMAND, *arguments],
        stdout=slave,
        stderr=slave,
        env=inherited | {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "25"} | environment,
    )
    os.close(slave)
    written = b""
    try:
        while part := os.read(master, 65536):
            written += part
    except OSError:  # Linux says so that the other end is closed
        pass
    os.close(master)
    process.wait(timeout=LONGEST)
    return written.decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ["facilities"],
        ["facilities", "near", "Storey, NV", "--within", "1000 km"],
        ["facilities", "show", "cell-nmc811"],
        ["counties", "find", "los angeles"],
        ["data", "status"],
        ["multipliers", "Storey, NV", "--trade", "flq"],
    ],
)
def test_tables_fit_80_columns(call: Call, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = call(*arguments)
    assert done.code == 0
    assert max(map(cell_len, done.out.splitlines())) <= 80


@pytest.mark.parametrize("width", [40, 80])
def test_a_comparison_fits(call: Call, saved: Path, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = call("compare", str(saved), str(saved)).out.splitlines()
    assert max(map(cell_len, lines)) <= width


def test_a_bar_and_its_escape_codes_are_for_terminals_alone(call: Call, saved: Path, tmp_path: Path) -> None:
    command = ["report", str(saved), "--format", "md", "--out"]
    seen = on_a_terminal([*command, str(tmp_path / "seen.md")])
    assert "Writing the report" in seen
    assert "\x1b[" in seen
    done = call(*command, str(tmp_path / "unseen.md"))
    assert (done.out, done.err) == (f"Wrote {tmp_path / 'unseen.md'}\n", "")


def test_no_color_is_honoured() -> None:
    arguments = ["counties", "find", "\x1b"]
    assert COLOUR.search(on_a_terminal(arguments))
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        seen = on_a_terminal(arguments, **{name: value})
        assert "Error: No county or town is called" in seen
        assert not COLOUR.search(seen)


def test_verbose_tells_the_steps_on_standard_error(call: Call, saved: Path, tmp_path: Path) -> None:
    out = tmp_path / "told.md"
    done = call("--verbose", "report", str(saved), "--out", str(out))
    assert (done.code, done.out) == (0, f"Wrote {out}\n")
    steps = [re.fullmatch(r"(.+): \d+\.\d s", line) for line in done.err.splitlines()]
    assert [found and found[1] for found in steps] == ["Reading the result", "Writing the report"]
    assert call("map", str(saved), "--out", str(tmp_path / "map.html")).err == ""  # told once, not for good


def test_completion_names_the_commands() -> None:
    environment = {"_IMPACT_COMPLETE": "complete_bash", "COMP_WORDS": "impact rep", "COMP_CWORD": "1"}
    done = subprocess.run(
        [COMMAND], env=os.environ | environment, capture_output=True, text=True, check=False, timeout=LONGEST
    )
    assert done.stdout.split() == ["report", "reproduce"]
    assert done.stderr == ""

"""The command line, called in this process as the shell would call it, or started as a process of its own."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import impact
from impact.cli import main

from ..conftest import LONGEST

COMMAND = Path(sys.executable).with_name("impact")
TAMPERING = ("FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "PY_COLORS", "GITHUB_ACTIONS", "LINES")


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    def refused(self, *parts: str, code: int = 1) -> None:
        """Assert one message on standard error that holds the parts, nothing else, and the exit code."""
        assert self.code == code, self.err
        assert self.out == ""
        (line,) = self.err.splitlines()
        assert line.startswith("Error: ")
        assert len(line) < 4000
        assert all(character.isprintable() for character in line)
        for part in parts:
            assert part in line


Call = Callable[..., Done]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Call]:
    """Run the command line with some arguments."""
    for name in TAMPERING:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    handler = signal.getsignal(signal.SIGINT)  # a command that is done ignores Ctrl-C; pytest does not

    def command(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["impact", *arguments])
        with pytest.raises(SystemExit) as done:
            main()
        out, err = capsys.readouterr()
        code = done.value.code
        assert isinstance(code, int | None)
        return Done(code or 0, out, err)

    yield command
    signal.signal(signal.SIGINT, handler)


def started(*arguments: str | Path) -> "subprocess.Popen[str]":
    """Start the command as a process in the foreground, which hears Ctrl-C."""
    return subprocess.Popen(
        [COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def handled(process: "subprocess.Popen[str]") -> bool:
    """Whether the handler of Ctrl-C stands: that of the alarm, which is set next to it, is seen from outside."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) >> (signal.SIGALRM - 1) & 1)


def waited(process: "subprocess.Popen[str]", sign: Callable[[], bool]) -> bool:
    """Wait for a sign of a process, and return whether it came before the end of the process."""
    end = time.monotonic() + LONGEST
    while not sign():
        if process.poll() is not None:
            return False
        assert time.monotonic() < end
        time.sleep(0.002)
    return True


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as ``impact run --out`` leaves it; tests write their own files elsewhere."""
    folder = tmp_path_factory.mktemp("saved") / "study"
    impact.run(impact.Study.short("recycling-hydromet@Storey, NV", capacity="20000"), trade="flq").save(folder)
    return folder


@pytest.fixture(autouse=True)
def _solves(solved_once: None) -> None:
    """Solve a study once for all tests here."""

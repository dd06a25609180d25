"""The command line, called in this process as the shell would call it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import impact
from impact.cli import main

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
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run the command line with some arguments."""
    for name in TAMPERING:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")

    def command(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["impact", *arguments])
        with pytest.raises(SystemExit) as done:
            main()
        out, err = capsys.readouterr()
        code = done.value.code
        assert isinstance(code, int | None)
        return Done(code or 0, out, err)

    return command


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as ``impact run --out`` leaves it; tests write their own files elsewhere."""
    folder = tmp_path_factory.mktemp("saved") / "study"
    impact.run(impact.Study.short("recycling-hydromet@Storey, NV", capacity="20000"), trade="flq").save(folder)
    return folder

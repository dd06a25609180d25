"""``impact app`` as a process: where it listens, how it ends, and what it says without its extra."""

import os
import signal
import socket
import subprocess
from typing import TYPE_CHECKING

import httpx
import pytest

from impact.app import _serve

from ..conftest import LONGEST
from .conftest import COMMAND

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Call


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_and_its_files(tmp_path: "Path", number: int) -> None:
    process = subprocess.Popen(
        [COMMAND, "app", "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("The page is at http://127.0.0.1:")
    address = line.split()[4]
    assert httpx.get(address).status_code == 200
    assert [path.name[:11] for path in tmp_path.iterdir() if path.is_dir()] == ["impact-app-"]
    process.send_signal(number)
    out, err = process.communicate(timeout=LONGEST)
    assert (process.returncode, out, err) == (130, "", "")
    assert not any(path.name.startswith("impact-app-") for path in tmp_path.iterdir())


def test_a_port_that_is_taken(call: "Call") -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        call("app", "--no-browser", "--port", port).refused(f"Port {port} of 127.0.0.1 cannot be used", code=2)


def test_without_the_extra(call: "Call", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_serve, "find_spec", lambda name: None)
    call("app").refused("pip install 'county-impact[app]'", code=2)


def test_the_browser_is_opened_unless_asked_not_to(monkeypatch: pytest.MonkeyPatch) -> None:
    opened, said = [], []
    monkeypatch.setattr(_serve.webbrowser, "open", opened.append)
    monkeypatch.setattr(
        _serve.threading, "Thread", lambda target, args, daemon: type("T", (), {"start": lambda self: target(*args)})()
    )
    _serve._tell("http://127.0.0.1:1/", said.append, False)
    assert (said, opened) == (["http://127.0.0.1:1/"], [])
    _serve._tell("http://127.0.0.1:1/", said.append, True)
    assert opened == ["http://127.0.0.1:1/"]

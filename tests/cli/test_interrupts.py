"""Ctrl-C ends a command even where Python alone would lose it; each case in a process of its own."""

import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from ..conftest import LONGEST

SCRIPT = """
import atexit, os, signal, sys, threading, time
from impact.cli import interrupts
from impact.cli.interrupts import interruptible, telling

interrupts.SECOND_INTERRUPT_SECONDS = 0.2

def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)

class Dropping:
    def __del__(self) -> None:
        press()
        time.sleep(1)

def turned() -> None:
    try:
        press()
        time.sleep(1)
    except BaseException as error:
        raise ValueError("a library's own") from error

with interruptible():
    with telling(lambda: print("told", file=sys.stderr)):
"""


def end(block: str, before: Callable[[], object] | None = None) -> tuple[int, list[str]]:
    """Return the exit code of a block of the script, and the lines of standard error."""
    code = SCRIPT + "".join(f"        {line}\n" for line in block.splitlines()) + "    sys.exit(5)\n"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=LONGEST, preexec_fn=before
    )
    return done.returncode, done.stderr.splitlines()


def heard() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize(
    "block",
    [
        "press(); time.sleep(100)",
        "Dropping(); time.sleep(100)",
        "turned()",
        "lock = threading.Lock(); lock.acquire(); Dropping(); lock.acquire()",
        "threading.Thread(target=threading.Event().wait).start(); press(); time.sleep(100)",
        "press(); sys.exit(130)",
    ],
    ids=["plain", "dropped", "another error", "a lock", "a thread", "an exit code"],
)
def test_it_ends(block: str) -> None:
    assert end(block, heard) == (130, ["told"])


def test_what_is_open_is_closed_first() -> None:
    block = 'try:\n    press(); time.sleep(100)\nfinally:\n    print("cleaned", file=sys.stderr)'
    assert end(block, heard) == (130, ["cleaned", "told"])


def test_one_that_comes_too_late_changes_nothing() -> None:
    assert end("Dropping(); interrupts.signal.setitimer(signal.ITIMER_REAL, 0)", heard)[0] == 5


@pytest.mark.parametrize("late", ["atexit.register(press)", "late = Dropping()"])
def test_one_that_comes_after_the_end_changes_nothing(late: str) -> None:
    """While Python shuts down, first with its handlers of signals, then without."""
    assert end(late, heard) == (5, [])


def test_the_handler_stands_before_anything_is_imported() -> None:
    code = """
import sys
from impact.cli import interrupts, main
def told():
    print(*(name for name in sys.modules if name.startswith(("impact", "typer"))))
    sys.exit(5)
interrupts.interruptible = told
main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=LONGEST)
    assert (done.returncode, done.stderr) == (5, "")
    assert done.stdout.split() == ["impact", "impact.cli", "impact.cli.interrupts"]


def test_other_ends_stay_what_they_are() -> None:
    assert end("sys.exit(1)", heard) == (1, [])
    code, lines = end("raise ValueError('ours')", heard)
    assert (code, lines[-1]) == (1, "ValueError: ours")
    assert "told" not in lines


def test_a_job_in_the_background_goes_on() -> None:
    assert end("press(); time.sleep(0.1)", lambda: signal.signal(signal.SIGINT, signal.SIG_IGN)) == (5, [])

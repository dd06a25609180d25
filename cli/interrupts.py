"""Ctrl-C, which ends a command at whatever moment it comes."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

INTERRUPTED = 130  # exit code
AGAIN = 2.0  # seconds

_came = False


@contextmanager
def interruptible() -> Iterator[None]:
    """Raise KeyboardInterrupt at Ctrl-C, again and again until it leaves the block, and end the process there.

    A single one can get lost: code that a library calls back may drop it or turn it into another error, and a lock that
    was just taken is then waited for without end. The end does not wait for threads, whose answers nobody wants.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler:  # a job in the background ignores Ctrl-C
        yield
        return
    signal.signal(signal.SIGINT, _interrupt)
    try:
        yield
    except BaseException as error:
        finished = isinstance(error, SystemExit) and error.code != INTERRUPTED
        if _came and not finished:
            os._exit(INTERRUPTED)
        raise
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGINT, before)


@contextmanager
def telling(say: Callable[[], None]) -> Iterator[None]:
    """Say something if the block is interrupted, whatever error came of it."""
    try:
        yield
    except BaseException as error:
        signal.setitimer(signal.ITIMER_REAL, 0)
        if not (_came or isinstance(error, KeyboardInterrupt)):
            raise
        say()
        raise KeyboardInterrupt from None


def _interrupt(number: int, frame: object) -> None:
    global _came
    _came = True
    sys.unraisablehook = lambda lost: None  # a dropped one is no news to the user
    signal.signal(signal.SIGALRM, _interrupt)
    signal.setitimer(signal.ITIMER_REAL, AGAIN)
    raise KeyboardInterrupt

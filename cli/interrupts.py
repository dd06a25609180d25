"""Ctrl-C, which ends a command at whatever moment it comes."""

import os
import signal
import sys
from contextlib import contextmanager

TYPE_CHECKING = False  # the module typing would delay the handler
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

INTERRUPTED = 130  # exit code
AGAIN = 2.0  # seconds

_came = False


@contextmanager
def interruptible() -> "Iterator[None]":
    """Raise KeyboardInterrupt at Ctrl-C, again and again until it leaves the block, and end the process there.

    A single one can get lost: code that a library calls back may drop it or turn it into another error, and a lock that
    was just taken is then waited for without end. The end does not wait for threads, whose answers nobody wants. After
    the block the command has its exit code, and Ctrl-C is ignored: it would kill the process while Python shuts down.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:  # a job in the background ignores Ctrl-C
        yield
        return
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGALRM, _interrupt)  # the system shows it: a sign to others that Ctrl-C is handled too
    try:
        yield
    except BaseException as error:
        finished = isinstance(error, SystemExit) and error.code != INTERRUPTED
        if _came and not finished:
            os._exit(INTERRUPTED)
        raise
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextmanager
def telling(say: "Callable[[], None]") -> "Iterator[None]":
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
    signal.setitimer(signal.ITIMER_REAL, AGAIN)
    raise KeyboardInterrupt

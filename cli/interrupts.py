"""Ctrl-C, which ends a command at any moment."""

import os
import signal
import sys
from contextlib import contextmanager

TYPE_CHECKING = False  # the module typing would delay the handler
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

INTERRUPTED_EXIT_CODE = 130
SECOND_INTERRUPT_SECONDS = 2.0

_came = False
_unsaid: "list[Callable[[], None]]" = []


@contextmanager
def interruptible() -> "Iterator[None]":
    """Raise KeyboardInterrupt at every Ctrl-C inside the block.

    After the block an interrupt ends the process.

    A single exception can get lost. Callbacks of a library may drop it or turn it into another error, and then the
    program waits without end for a lock just taken. The end does not wait for threads, whose answers are no longer
    needed. After the block the command has its exit code, and Ctrl-C is ignored: it would kill the process while Python
    shuts down.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:  # a job in the background ignores Ctrl-C
        yield
        return
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGALRM, _interrupt)  # visible to other processes as a sign that Ctrl-C is handled too
    try:
        yield
    except BaseException as error:
        finished = isinstance(error, SystemExit) and error.code != INTERRUPTED_EXIT_CODE
        if _came and not finished:
            _say()
            os._exit(INTERRUPTED_EXIT_CODE)
        raise
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextmanager
def telling(say: "Callable[[], None]") -> "Iterator[None]":
    """Print a text if the block is interrupted, whatever the error."""
    _unsaid.append(say)
    try:
        yield
    except BaseException as error:
        if not (_came or isinstance(error, KeyboardInterrupt)):
            _unsaid.remove(say)
            raise
        _say()
        raise KeyboardInterrupt from None
    _unsaid.remove(say)


def _say() -> None:
    signal.setitimer(signal.ITIMER_REAL, 0)
    while _unsaid:
        _unsaid.pop()()


def _interrupt(number: int, frame: object) -> None:
    global _came
    _came = True
    sys.unraisablehook = id  # silent, and without Python code that could be interrupted again
    signal.setitimer(signal.ITIMER_REAL, SECOND_INTERRUPT_SECONDS)
    raise KeyboardInterrupt

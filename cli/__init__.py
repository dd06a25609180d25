"""Command line of the package, one module per command.

Heavy libraries are imported when a command needs them, so that ``impact --help`` answers at once. Errors that a user
can mend are printed in one message on standard error, with the exit code of their kind.
"""

import sys
import warnings
from collections.abc import Callable
from functools import partial

__all__ = ["main"]


def main() -> None:
    """Run the command line and leave the process with its exit code."""
    from .interrupts import INTERRUPTED_EXIT_CODE, interruptible

    try:
        with interruptible():  # before the imports, so that an interrupt there ends cleanly too
            _run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED_EXIT_CODE)


def _run() -> None:
    from impact.errors import ImpactError, UsageError

    try:
        from .app import app

        with warnings.catch_warnings():
            warnings.showwarning = partial(_tell, warnings.showwarning)
            app(prog_name="impact")
    except ImpactError as error:
        from .screen import complain

        complain(str(error))
        sys.exit(error.exit_code)
    except OSError as error:  # an unforeseen system error, such as a help page on a full disk
        from .screen import complain, drop_output

        drop_output()
        place = "" if error.filename is None else f"{error.filename}: "
        complain(f"{place}{error.strerror or error}. Make room or take another place, and try again.")
        sys.exit(UsageError.exit_code)


def _tell(otherwise: Callable[..., None], message: Warning | str, category: type[Warning], *place: object) -> None:
    """Print a warning of the package as a note on standard error.

    Python shows other warnings.
    """
    from impact.errors import ImpactWarning

    if not issubclass(category, ImpactWarning):
        otherwise(message, category, *place)
        return
    from .screen import complain

    complain(str(message), "Note")

"""What a command is given to study: a file, the short form, or a saved result."""

import os
from typing import TYPE_CHECKING, Any

from .screen import printable
from .settings import economy_year

if TYPE_CHECKING:
    from impact import Result, Study


def stated_shares(texts: list[str]) -> dict[str, float]:
    """Read shares by commodity such as 325180=0.6."""
    from impact.errors import UsageError

    shares = {}
    for text in texts:
        code, _, share = text.partition("=")
        if code.strip() in shares:
            raise UsageError(f"--domestic-share gives {printable(code.strip())!r} twice. Leave one of them out.")
        try:
            shares[code.strip()] = float(share)
        except ValueError:
            raise UsageError(
                f"--domestic-share {printable(text)!r} is not a code and a share. Write 325180=0.6."
            ) from None
    return shares


def read_study(text: str, changes: dict[str, Any], economy: int | None = None) -> "Study":
    """Read a site or study file or the short form, with the options given on the command line put in.

    Its economy is that of ``--economy``, its own or that of the settings: the first that is stated.
    """
    from impact import Study

    read = Study.short if "@" in text and not os.path.lexists(text) else Study.load
    study = read(text, **changes)
    return study.in_economy(economy_year(economy, study.economy))


def saved_or_none(text: str, given: dict[str, Any]) -> "Result | None":
    """Return the result that a folder or json file holds, None for a site; refuse options beside a saved one."""
    from impact import Result
    from impact.errors import UsageError

    if not (os.path.isdir(text) or text.lower().endswith(".json")):
        return None
    option = next((name for name, value in given.items() if value is not None), None)
    if option is not None:
        raise UsageError(f"--{option} cannot change {printable(text)}, which is saved. Give its site instead.")
    return Result.load(text)

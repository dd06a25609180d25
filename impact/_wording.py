"""Quoting what a person wrote, and naming what they may have meant."""

import difflib
from collections.abc import Iterable

LONGEST = 60


def one_line(text: str) -> str:
    r"""Return a text on one line: control characters, line ends and text direction marks become single spaces.

    Examples
    --------
    >>> one_line("Reno\n\x1b[31m plant\u202e")
    'Reno [31m plant'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def quoted(value: object) -> str:
    """Quote a value for a message: one line, at most 60 characters.

    Examples
    --------
    >>> print(quoted("abc"), quoted([1, 2]))
    "abc" [1, 2]
    """
    if isinstance(value, dict | list | tuple) and len(value) > LONGEST:
        return f"{len(value):,} entries"
    try:
        line = one_line(value[:1000] if isinstance(value, str) else repr(value)[:1000])
    except ValueError:  # an integer of thousands of digits has no decimal text
        return "a very large number"
    short = line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
    return f'"{short}"' if isinstance(value, str) else short


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Say that a name is not known, which known one is nearest, and what all of them are.

    Examples
    --------
    >>> unknown("key", "job", ["jobs", "county"])
    'there is no key "job". Did you mean "jobs"? Known: jobs, county'
    """
    known = list(known)
    near = difflib.get_close_matches(name[:LONGEST].lower(), known, n=1, cutoff=0.5)
    hint = f' Did you mean "{near[0]}"?' if near else ""
    return f"there is no {what} {quoted(name)}.{hint} Known: {', '.join(known)}"

"""Quotation of user input, and suggestions for misspelt names."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

MAX_QUOTED_CHARACTERS = 60
MAX_COMPARED_CHARACTERS = 100
MIN_LIKENESS = 50.0  # 0 to 100, of a suggested name
GROUPS = re.compile("[, '’\u00a0\u202f]")  # as thousands are set apart in the U.S., in tables and in France
AMOUNT = re.compile(  # a comma or a space groups three digits
    r"\s*([-+]?(?:[0-9]{1,3}(?:(?:,[0-9]{3})+|(?:[ '’\u00a0\u202f][0-9]{3})+)(?![0-9])|[0-9]+)?"
    r"(?:(?<=[0-9])\.(?![0-9])|\.[0-9]+|(?<=[0-9]))(?:[eE][-+]?[0-9]+)?)(?![0-9,.])\s*(.*?)\s*",
    re.DOTALL,
)
WRONG_COMMA = re.compile(r"\s*[-+]?[0-9][0-9.]*,")
UNCLEAR_POINT = re.compile(r"[-+]?[1-9][0-9]{0,2}\.[0-9]{3}")  # 20.000 is twenty, or twenty thousand as in Europe
MANY_POINTS = re.compile(r"\s*[-+]?[0-9]{1,3}(?:\.[0-9]{3}){2,}(?![0-9.,])")
MAX_LIKENESS_BEHIND_BEST = 20.0  # 0 to 100: "ren" in Warren is no match beside Reno


def one_line(text: str) -> str:
    r"""Return a text on one line.

    Control characters, line ends and text direction marks become single spaces.

    Examples
    --------
    >>> one_line("Reno\n\x1b[31m plant\u202e")
    'Reno [31m plant'
    """
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())


def legible(text: str) -> bool:
    """Whether a text has visible characters.

    Blanks, control and format characters are not.

    Examples
    --------
    >>> [legible(text) for text in ("Reno", " \\t", "\\u200b", "")]
    [True, False, False, False]
    """
    return any(unicodedata.category(sign)[0] not in "ZC" for sign in text)


def tidy(text: str, longest: int = 120) -> str:
    """Return a name or title as one line.

    Control characters become spaces, and a long text ends in an ellipsis.

    Escaping is left to the templates, which do it for everything.

    Examples
    --------
    >>> tidy("Tahoe\\x00\\n Reno"), tidy("x" * 10_000, longest=5)
    ('Tahoe Reno', 'xxxx…')
    """
    # Lone surrogates (Cs) cannot be written as UTF-8, and control characters (Cc) are not allowed in HTML.
    clean = "".join(" " if unicodedata.category(sign) in {"Cc", "Cs"} else sign for sign in text)
    line = " ".join(clean.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def quoted(value: object) -> str:
    """Quote a value for a message: one line, at most 60 characters.

    Examples
    --------
    >>> print(quoted("abc"), quoted([1, 2]))
    "abc" [1, 2]
    """
    if isinstance(value, dict | list | tuple) and len(value) > MAX_QUOTED_CHARACTERS:
        return f"{len(value):,} entries"
    try:
        line = one_line(value[:1000] if isinstance(value, str) else repr(value)[:1000])
    except ValueError:  # an integer of thousands of digits has no decimal text
        return "a very large number"
    except RecursionError:
        return "a value that is nested too deeply"
    short = line if len(line) <= MAX_QUOTED_CHARACTERS else f"{line[:MAX_QUOTED_CHARACTERS]}…"
    return f'"{short}"' if isinstance(value, str) else short


def as_text(value: object) -> str:
    """Return a text as it is, and any other value as quoted.

    Examples
    --------
    >>> as_text("Reno"), as_text(335911), as_text(10**5000)
    ('Reno', '335911', 'a very large number')
    """
    return value if isinstance(value, str) else quoted(value)


def unknown(noun: str, name: str, known: Iterable[str], synonyms: Mapping[str, str] = MappingProxyType({})) -> str:
    """Say that a name is unknown; give the nearest and all known.

    Examples
    --------
    >>> unknown("key", "job", ["jobs", "county"])
    'there is no key "job". Did you mean "jobs"? Known: jobs, county'
    """
    known = list(known)
    synonym = synonyms.get("_".join(re.findall("[a-z]+", name.casefold())))
    hint = f' Did you mean "{synonym}"?' if synonym in known else did_you_mean(name, known)
    return (
        f"there is no {noun} {quoted(name)}.{hint} Known: {', '.join(quoted(known_name)[1:-1] for known_name in known)}"
    )


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a question with the nearest known name, after a blank.

    It is empty if no name is near.

    Examples
    --------
    >>> did_you_mean("jbos", ["county", "jobs"]), did_you_mean("xyz", ["county", "jobs"])
    (' Did you mean "jobs"?', '')
    """
    near = next(iter(likeness(name, {known_name: known_name for known_name in known})), "")
    return f' Did you mean "{near}"?' if near else ""


def nearest(text: str, titles: Mapping[str, str], limit: int, min_likeness: float = 0.0) -> str:
    """Return the codes and titles most like a text.

    Parameters
    ----------
    text : str
        A code or some words, as a person writes them.
    titles : mapping of str to str
        Title by code.
    limit : int
        Number of codes.
    min_likeness : float
        Likeness of the last one, 0 to 100.

    Examples
    --------
    >>> nearest("batery", {"335911": "Storage batteries", "335912": "Primary batteries", "331313": "Aluminum"}, 2)
    'Storage batteries (335911); Primary batteries (335912)'
    """
    by_code = likeness(text, {code: code for code in titles}, min_likeness)
    by_title = likeness(text, titles, min_likeness, in_words=True)
    score = {code: max(by_code.get(code, 0.0), by_title.get(code, 0.0)) for code in by_code.keys() | by_title.keys()}
    worst = max(score.values(), default=0.0) - MAX_LIKENESS_BEHIND_BEST
    near = [code for code in sorted(score, key=lambda code: (-score[code], code))[:limit] if score[code] >= worst]
    return "; ".join(f"{titles[code]} ({code})" for code in near)


def likeness(
    text: str, names: Mapping[str, str], min_likeness: float = MIN_LIKENESS, *, in_words: bool = False
) -> dict[str, float]:
    """Return the likeness of names to a text by key.

    It is 0 to 100, the most alike first; names below ``min_likeness`` are left out.

    Letters and digits are compared in their order, whatever their case; ``in_words`` also finds words in another order,
    or some of them.
    """
    from rapidfuzz import fuzz, process, utils

    def of_words(first_text: str, second_text: str, **options: Any) -> float:
        return max(
            fuzz.WRatio(first_text, second_text, **options), fuzz.token_set_ratio(first_text, second_text, **options)
        )

    scorer = of_words if in_words else fuzz.ratio
    clean = utils.default_process
    wanted = text[:MAX_COMPARED_CHARACTERS]
    matches = process.extract(wanted, names, scorer=scorer, processor=clean, score_cutoff=min_likeness, limit=None)
    return {key: score for _, score, key in matches}


def read_amount(text: str) -> tuple[float, str] | None:
    """Return the leading number of a text and its remainder.

    Returns None without a number.

    A comma, a space or an apostrophe groups three digits; any other comma is refused, since it may be a decimal comma.
    So is a point that may group thousands: one, after up to three digits, with three digits behind it.

    Examples
    --------
    >>> read_amount("1,500 kt/yr"), read_amount("1 500 kt/yr"), read_amount("1,5 kt/yr"), read_amount("20.000 t")
    ((1500.0, 'kt/yr'), (1500.0, 'kt/yr'), None, None)
    """
    match = AMOUNT.fullmatch(text)
    if not match or UNCLEAR_POINT.fullmatch(match[1]):
        return None
    return float(GROUPS.sub("", match[1])), match[2]


def number_hint(text: str) -> str:
    """Explain an ambiguous comma or point in a number.

    The text is empty where there is none.

    Examples
    --------
    >>> number_hint("20.000 t"), number_hint("12.345")
    ('may be 20,000 t or 20 t; write the one that is meant.', 'may be 12,345 or 12.3450; write the one that is meant.')
    """
    match = AMOUNT.fullmatch(text)
    if match and UNCLEAR_POINT.fullmatch(match[1]):
        readings = match[1].replace(".", ","), clear_decimals(match[1])
        choices = " or ".join(f"{reading} {match[2]}".strip() for reading in readings)
        return f"may be {choices}; write the one that is meant."
    if points := MANY_POINTS.match(text):
        return f"has points between thousands; write {points[0].strip().replace('.', ',')}."
    if WRONG_COMMA.match(text):
        remedy = "write decimals with a point, as 1.5, and thousands as 1,500."
        return f"has a comma that does not group three digits; {remedy}"
    return ""


def clear_decimals(number: str) -> str:
    """Write a number so that its point reads as a decimal point.

    20.000 becomes 20, and 12.345 becomes 12.3450.

    Examples
    --------
    >>> clear_decimals("20.000"), clear_decimals("1.250"), clear_decimals("12.345"), clear_decimals("0.125")
    ('20', '1.25', '12.3450', '0.125')
    """
    if not UNCLEAR_POINT.fullmatch(number):
        return number
    shortest = number.rstrip("0").rstrip(".")
    return f"{shortest}0" if UNCLEAR_POINT.fullmatch(shortest) else shortest

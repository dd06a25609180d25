"""Types of user input, with errors that say how to mend; arrays."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from numbers import Integral, Real
from typing import Annotated, Literal, get_args

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, Field, ValidationError

from ._wording import as_text, one_line, quoted
from .errors import ModelError

__all__ = [
    "AboveZero",
    "Amounts",
    "Code",
    "Day",
    "DiscountRate",
    "Duration",
    "FloatArray",
    "MultiplierKind",
    "Number",
    "Numbers",
    "Part",
    "Place",
    "Places",
    "Positive",
    "Progress",
    "Ranges",
    "Share",
    "ShareList",
    "Shares",
    "SharesOfOne",
    "SingleArray",
    "Text",
    "Word",
    "Year",
]

FloatArray = NDArray[np.float64]
SingleArray = NDArray[np.float32]
Progress = Callable[[int, int], None]  # called with steps done and steps in all

MultiplierKind = Literal["type1", "type2"]

FIPS_DIGITS = 5
SHARE_TOLERANCE = 1e-6  # of shares that sum to one
MAX_YEARS_OF_CONSTRUCTION = 20
MIN_DISCOUNT, MAX_DISCOUNT = -0.5, 1.0  # a year
EXAMPLE_YEAR = 2023
WHOLE_NUMBER = re.compile(r"'?([0-9]+)(?:\.0*)?", re.ASCII)  # as spreadsheets write codes: 1001.0, '01001
MAX_CODE = 10**15  # floats below are exact
VERBS = ("is", "has", "gives", "should")  # first words of messages about a key


def read_text(value: object) -> str:
    """Return a text on one line, or raise ValueError."""
    if not isinstance(value, str):
        raise ValueError(f"is {quoted(value)}, which is not text; put it in quotes")
    line = one_line(value)
    if not line:
        raise ValueError("is empty; write something or leave the key out")
    return line


def read_day(value: object) -> str:
    """Return a date as written, or raise ValueError.

    YAML reads some dates as dates and years as numbers.

    Examples
    --------
    >>> read_day("May 2026"), read_day(2026)
    ('May 2026', '2026')
    """
    return read_text(str(value) if isinstance(value, date) or (type(value) is int and 0 < value < MAX_CODE) else value)


def read_number(value: object) -> float:
    """Return a number as float, or raise ValueError."""
    if isinstance(value, str):
        raise ValueError(f"is {quoted(value)}, which is text; write a number without quotes, commas and units")
    if isinstance(value, bool) or not isinstance(value, Real):
        raise ValueError(f"is {quoted(value)}, which is not a number")
    try:
        return float(value)
    except OverflowError:
        raise ValueError(f"is {quoted(value)}, which is too large") from None


def read_positive(value: object) -> float:
    """Return a positive, finite number, or raise ValueError."""
    number = read_number(value)
    if not (math.isfinite(number) and number > 0):
        raise ValueError(f"is {number:g}; give a positive number")
    return number


def read_discount(value: object) -> float:
    """Return a discount rate per year between -0.5 and 1.

    Raises ValueError for anything else.
    """
    rate = read_number(value)
    if not MIN_DISCOUNT <= rate <= MAX_DISCOUNT:
        raise ValueError(f"is {rate:g}, out of range; give a share a year, such as 0.03")
    return rate


def check_kind(kind: str) -> None:
    """Refuse an unknown kind of multiplier with a ModelError."""
    if kind not in get_args(MultiplierKind):
        raise ModelError(f"There is no kind {kind!r} of multiplier: choose type1 or type2.")


def unquoted(value: object) -> object:
    """Return a code written without quotes as text.

    Spreadsheets and data frames write codes as numbers.

    Examples
    --------
    >>> unquoted(335911), unquoted(335911.0), unquoted("335911.0"), unquoted("'01001"), unquoted("Storey, NV")
    ('335911', '335911', '335911', '01001', 'Storey, NV')
    """
    if isinstance(value, str):
        code = WHOLE_NUMBER.fullmatch(value.strip())
        return code[1] if code else value
    number = _whole(value)
    return f"{number:d}" if isinstance(number, int) and abs(number) < MAX_CODE else value


def _whole(value: object) -> object:
    """Return a whole number as int; leave anything else unchanged."""
    if isinstance(value, bool) or not isinstance(value, Real):
        return value
    if isinstance(value, Integral):
        return int(value)
    number = float(value)
    return int(number) if number.is_integer() else value


def _code(value: object) -> str:
    return read_text(unquoted(value))


def _place(value: object) -> str:
    """Return a place, with the leading zero of an unquoted FIPS code."""
    code = unquoted(value)
    return read_text(code.zfill(FIPS_DIGITS) if isinstance(code, str) and not isinstance(value, str) else code)


def _places(value: object) -> str | list[str]:
    if not isinstance(value, list | tuple):
        return _place(value)
    if not value:
        raise ValueError("is an empty list; name counties or areas, or leave the key out")
    return [_place(place) for place in value]


def _year(value: object) -> int:
    year = _whole(value)
    if isinstance(year, bool) or not isinstance(year, int) or not 1900 <= year <= 2100:
        raise ValueError(f"is {quoted(value)}; give a year such as {EXAMPLE_YEAR}")
    return year


def _duration(value: object) -> int:
    years = _whole(value)
    if isinstance(years, bool) or not isinstance(years, int) or not 1 <= years <= MAX_YEARS_OF_CONSTRUCTION:
        raise ValueError(f"is {quoted(value)}; give years from 1 to {MAX_YEARS_OF_CONSTRUCTION}")
    return years


def _share(value: object) -> float:
    share = read_number(value)
    if not 0 <= share <= 1:
        raise ValueError(f"is {share:g}; give a share from 0 to 1")
    return share


def _share_list(value: object) -> tuple[float, ...]:
    if not isinstance(value, list | tuple) or not value:
        raise ValueError(f"is {quoted(value)}; write a list of shares such as [0.3, 0.7, 1]")
    shares = tuple(read_number(share) for share in value)
    wrong = [share for share in shares if not 0 <= share <= 1]
    if wrong:
        raise ValueError(f"has the share {wrong[0]:g}; give shares from 0 to 1")
    return shares


def numbers_by_name(remedy: str) -> Callable[[object], dict[str, float]]:
    """Return a reader of numbers by name; ``remedy`` completes its messages."""

    def read(value: object) -> dict[str, float]:
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            raise ValueError(f"is {quoted(value)}; {remedy}")
        numbers = {}
        for name, entry in value.items():
            try:
                numbers[one_line(as_text(unquoted(name)))] = read_number(entry)
            except ValueError as error:
                raise ValueError(f"gives {quoted(as_text(name))} a value that {error}") from None
        return numbers

    return read


def _each_within(values: Mapping[str, float], noun: str, remedy: str, *, lowest: float, highest: float) -> None:
    for name, value in values.items():
        if not lowest <= value <= highest:
            raise ValueError(f"gives {quoted(name)} the {noun} {value:g}; give {remedy}")


def _shares(value: object) -> dict[str, float]:
    shares = numbers_by_name("write codes and shares such as {221100: 0.9}")(value)
    _each_within(shares, "share", "shares from 0 to 1", lowest=0.0, highest=1.0)
    return shares


def _amounts(value: object) -> dict[str, float]:
    amounts = numbers_by_name("write codes and million USD such as {325180: 12.5}")(value)
    _each_within(amounts, "amount", "million USD, 0 or more", lowest=0.0, highest=math.nextafter(math.inf, 0))
    return amounts


def sum_to_one(shares: dict[str, float]) -> dict[str, float]:
    """Return positive shares that sum to one, or raise ValueError."""
    wrong = [code for code, share in shares.items() if not share > 0]
    if wrong:
        raise ValueError(f"gives {quoted(wrong[0])} the share {shares[wrong[0]]:g}; give positive shares")
    total = sum(shares.values())
    if shares and not abs(total - 1.0) <= SHARE_TOLERANCE:
        raise ValueError(f"has shares that sum to {total:g}; they must sum to 1")
    return shares


def _shares_of_one(value: object) -> dict[str, float]:
    return sum_to_one(numbers_by_name("write codes and shares such as {51-9161: 0.3, 49-9041: 0.7}")(value))


def one_of(*choices: str) -> Callable[[object], object]:
    """Return a reader that accepts a few words."""

    def read(value: object) -> object:
        if value not in choices:
            raise ValueError(f"is {quoted(value)}; choose one of {', '.join(choices)}")
        return value

    return read


def first_problem(error: ValidationError) -> str:
    """Say which value a model refused first, and under which key.

    Entries of a list are counted from 1.
    """
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    message = one_line(first["msg"].removeprefix("Value error, ").replace("Input should", "should", 1))
    message = {"missing": "is missing", "extra_forbidden": "is no key that is known here"}.get(first["type"], message)
    keys: list[str] = []
    for part in first["loc"]:
        if isinstance(part, int) and keys:
            keys[-1] += f" {part + 1}"
        else:
            keys.append(quoted(as_text(part))[1:-1])
    if not keys:
        return message
    follows = " " if message.split(" ", 1)[0] in VERBS else ": "
    return f'"{", ".join(keys)}"{follows}{message}'


def _ranges(value: object) -> dict[str, tuple[float, float]]:
    if value is None:
        return {}
    remedy = "write names and ranges such as {flq_delta: [0.2, 0.3]}"
    if not isinstance(value, Mapping):
        raise ValueError(f"is {quoted(value)}; {remedy}")
    spans = {}
    for name, span in value.items():
        if not isinstance(span, list | tuple) or len(span) != 2:
            raise ValueError(f"gives {quoted(as_text(name))} the range {quoted(span)}; {remedy}")
        spans[one_line(as_text(name))] = (read_number(span[0]), read_number(span[1]))
    return spans


def _scales_by_code(value: object) -> dict[str, dict[float, float]]:
    remedy = "write codes, scales in km and weights such as {327320: {15: 1}, 335: {60: 0.2, 1280: 0.8}}"
    if value is None:
        return {}
    if not isinstance(value, Mapping) or not all(isinstance(scales, Mapping) for scales in value.values()):
        raise ValueError(f"is {quoted(value)}; {remedy}")
    return {
        one_line(as_text(code)): {read_number(_as_number(km)): read_number(share) for km, share in scales.items()}
        for code, scales in value.items()
    }


def _as_number(key: object) -> object:
    """Return a key of JSON, which is text, as a number."""
    try:
        return float(key) if isinstance(key, str) else key
    except ValueError:
        return key


# Schemas of values as users write them, for editors.
AboveZero = Annotated[float, Field(gt=0)]
ZeroOrMore = Annotated[float, Field(ge=0)]
Fraction = Annotated[float, Field(ge=0, le=1)]
Part = Annotated[float, Field(gt=0, le=1)]
Fractions = Annotated[list[Fraction], Field(min_length=1)]
Calendar = Annotated[int, Field(ge=1900, le=2100)]
Years = Annotated[int, Field(ge=1, le=MAX_YEARS_OF_CONSTRUCTION)]
Word = str | int

Text = Annotated[str, BeforeValidator(read_text)]
Day = Annotated[str, BeforeValidator(read_day)]
Code = Annotated[str, BeforeValidator(_code, json_schema_input_type=Word)]
Place = Annotated[str, BeforeValidator(_place, json_schema_input_type=Word)]
Places = Annotated[str | list[str], BeforeValidator(_places, json_schema_input_type=Word | list[Word])]
Number = Annotated[float, BeforeValidator(read_number)]
DiscountRate = Annotated[float, BeforeValidator(read_discount)]
Positive = Annotated[float, BeforeValidator(read_positive, json_schema_input_type=AboveZero)]
Share = Annotated[float, BeforeValidator(_share, json_schema_input_type=Fraction)]
ShareList = Annotated[tuple[float, ...], BeforeValidator(_share_list, json_schema_input_type=Fractions)]
Year = Annotated[int, BeforeValidator(_year, json_schema_input_type=Calendar)]
Duration = Annotated[int, BeforeValidator(_duration, json_schema_input_type=Years)]
Shares = Annotated[dict[str, float], BeforeValidator(_shares, json_schema_input_type=dict[str, Fraction])]
SharesOfOne = Annotated[dict[str, float], BeforeValidator(_shares_of_one, json_schema_input_type=dict[str, Part])]
Amounts = Annotated[dict[str, float], BeforeValidator(_amounts, json_schema_input_type=dict[str, ZeroOrMore])]
Numbers = Annotated[
    dict[str, float], BeforeValidator(numbers_by_name("write names and values such as {flq_delta: 0.3}"))
]
ScalesByCode = Annotated[dict[str, dict[float, float]], BeforeValidator(_scales_by_code)]
Ranges = Annotated[dict[str, tuple[float, float]], BeforeValidator(_ranges)]

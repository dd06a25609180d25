"""Values of a site file: facility type, industries and capacity."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator

from .._types import AboveZero, Part, Word, numbers_by_name, read_positive, read_text, sum_to_one, unquoted
from .._wording import quoted
from ..facilities import Facility, facilities

OWN_TYPE = "own type"  # name of a nameless type


def _capacity(value: object) -> float | str:
    return read_text(value) if isinstance(value, str) else read_positive(value)


def _facility(value: object) -> str | Facility:
    """Read a catalogue type's name, or a user's own type's keys."""
    if isinstance(value, Facility):
        return value
    if isinstance(value, Mapping):
        return facilities().own(value, OWN_TYPE)
    name = read_text(unquoted(value))
    if facilities().names_a_file(name):
        raise ValueError(f"is the file {quoted(name)}, which only a site file can name")
    return name


def _industries(value: object) -> dict[str, float]:
    """Read a single code as the whole.

    Codes that YAML reads as numbers become text.
    """
    code = unquoted(value)
    if isinstance(code, str):
        return {read_text(code): 1.0}
    shares = numbers_by_name("write a code such as 335911, or shares such as {335911: 0.7, 325180: 0.3}")(value)
    if not shares:
        raise ValueError("is empty; write a code such as 335911")
    return sum_to_one(shares)


Type = Annotated[str | Facility, BeforeValidator(_facility, json_schema_input_type=Word | Facility)]
Industries = Annotated[dict[str, float], BeforeValidator(_industries, json_schema_input_type=Word | dict[str, Part])]
Capacity = Annotated[float | str, BeforeValidator(_capacity, json_schema_input_type=AboveZero | str)]

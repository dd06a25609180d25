"""Reading keys and values into a model, and writing them in words."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from .._types import first_problem
from .._wording import quoted, unknown
from ..errors import SiteError


def read_keys(model: type[BaseModel], content: Mapping[Any, Any], where: str) -> Any:
    """Check keys and values against a model.

    Parameters
    ----------
    model : type of BaseModel
        :class:`Site` or the study.
    content : mapping
        Keys and values as in a site file.
    where : str
        What messages call it.

    Raises
    ------
    SiteError
        Naming the first wrong key, what is wrong with it, and ``where`` it stands.
    """
    for key in content:
        if key not in model.model_fields:
            name = key if isinstance(key, str) else quoted(key)
            raise SiteError(f"{where}: {unknown('key', name, model.model_fields)}.")
    try:
        return model.model_validate(dict(content))
    except SiteError as error:
        raise SiteError(f"{where}: {error}") from None
    except ValidationError as error:
        raise SiteError(f"{where}: {first_problem(error)}.") from None


def written(value: object) -> str:
    """Write a value of a site in words."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {written(part)}" for name, part in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(written, value))
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def is_code(kind: str) -> bool:
    """Whether a short form names an industry, not a facility type."""
    return kind[:1].isdigit()

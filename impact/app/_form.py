"""From form fields to a study, through site-file keys."""

from collections.abc import Mapping
from typing import Any

from .._wording import one_line, read_amount
from ..counties import region, resolve
from ..errors import ImpactError
from ..facilities import facilities
from ..studies import Study

FIELDS = {  # label in the form by key of a site file
    "county": "County, town or ZIP code",
    "facility": "Facility type",
    "capacity": "Capacity",
    "jobs": "Direct jobs",
    "region": "Study region",
    "trade": "Trade model",
    "name": "Name of the study",
    "client": "Prepared for",
    "author": "Prepared by",
}
REQUIRED = ("county", "facility")
NO_SIZE = "Give the capacity or the direct jobs."
WHERE = "The form"


def site_keys(fields: Mapping[str, str]) -> dict[str, Any]:
    """Return the site keys of the form's fields.

    Empty fields are left out, except the required ones.

    Examples
    --------
    >>> site_keys({"county": " Storey, NV ", "facility": "cell-lfp", "jobs": "1,250", "capacity": ""})
    {'county': 'Storey, NV', 'facility': 'cell-lfp', 'jobs': 1250}
    """
    texts = {key: one_line(fields.get(key, "")) for key in FIELDS}
    return {key: _value(key, text) for key, text in texts.items() if text or key in REQUIRED}


def _value(key: str, text: str) -> str | int | float:
    """Return a number of jobs as in a site file.

    Other text is left for the reader to refuse.
    """
    amount = read_amount(text) if key == "jobs" else None
    if amount is None or amount[1].strip():
        return text
    return int(amount[0]) if float(amount[0]).is_integer() else amount[0]


def read_form(fields: Mapping[str, str], economy: int | None = None) -> tuple[dict[str, Any], Study | None, list[str]]:
    """Read the fields of the form.

    Parameters
    ----------
    fields : mapping of str to str
        Texts by key of a site file, as they were typed.
    economy : int, optional
        Year of the structure that the user's settings choose; it becomes a key of the site file.

    Returns
    -------
    tuple of dict, Study or None, list of str
        The keys of the site file; the study, or None if a field is wrong; and one message for each wrong field.
    """
    keys = site_keys(fields)
    wrong = [f"{FIELDS[key]}: {problem}" for key in keys if (problem := _problem(key, keys))]
    if "capacity" not in keys and "jobs" not in keys:
        wrong.append(NO_SIZE)
    if wrong:
        return keys, None, wrong
    keys = {"name": f"{facilities()[keys['facility']].title}, {resolve(keys['county']).label}", **keys}
    keys |= {} if economy is None else {"economy": economy}
    try:
        return keys, Study.read(keys, WHERE), []
    except ImpactError as error:
        return keys, None, [str(error)]


def _problem(key: str, keys: Mapping[str, Any]) -> str | None:
    """Return the problem of one field beside valid others."""
    kind = keys["facility"] if key == "capacity" and keys["facility"] in facilities() else next(iter(facilities()))
    right = {"name": "Study", "county": "32029", "facility": kind, "jobs": 1}
    try:
        Study.read(right | {key: keys[key]}, WHERE)
        if key == "county":
            resolve(keys[key])
        if key == "region":
            region(keys[key])
    except ImpactError as error:
        return str(error).removeprefix(f"{WHERE}: ")
    return None

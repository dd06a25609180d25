"""JSON schema of site and study files, generated from the models.

Their docstrings give the descriptions.
"""

import inspect
import re
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from ..facilities import Facility
from ..facilities._figures import Declared
from ._keys import SHARED
from ._links import LINK_KEYS, Link
from ._site import Site, Study
from ._taxes import Incentive, Taxes

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DEFINITION = "#/$defs/{model}"
ATTRIBUTE = re.compile(r"^(?P<keys>\w[\w, ]*) : .*\n(?P<text>(?:    .*\n?)+)", re.MULTILINE)


def site_schema() -> dict[str, Any]:
    """Return the JSON schema of a site or study file.

    Returns
    -------
    dict
        A site file has the keys of :class:`Site` and those that a :class:`Study` shares; a study file has ``sites``.
    """
    models: list[type[BaseModel]] = [Site, Study, Link, Facility, Taxes, Incentive]
    as_written: list[tuple[type[BaseModel], Literal["validation"]]] = [(model, "validation") for model in models]
    _, document = models_json_schema(as_written, ref_template=DEFINITION)
    definitions = document["$defs"]
    for model in (*models, *_below(Declared)):
        if model.__name__ in definitions:
            _describe(definitions[model.__name__], model)
    definitions["Facility"]["required"].remove("name")  # the file's own name
    shared = {key: definitions["Study"]["properties"][key] for key in SHARED}
    site = definitions["Site"]
    definitions["SiteFile"] = {**site, "title": "Site file", "properties": {**site["properties"], **shared}}
    study = definitions.pop("Study")
    study["title"] = "Study file"
    study["required"] = ["sites"]
    study["properties"]["sites"] |= {"items": {"$ref": DEFINITION.format(model="SiteFile")}, "minItems": 1}
    definitions["StudyFile"] = study
    link = definitions["Link"]
    link["properties"] = dict(zip(LINK_KEYS, link["properties"].values(), strict=True))
    link["required"] = list(LINK_KEYS)
    return {
        "$schema": DIALECT,
        "title": "Site or study file of impact",
        "if": {"required": ["sites"]},
        "then": {"$ref": DEFINITION.format(model="StudyFile")},
        "else": {"$ref": DEFINITION.format(model="SiteFile")},
        "$defs": definitions,
    }


def _below(model: type[BaseModel]) -> list[type[BaseModel]]:
    """Return the models that derive from a model, at any depth."""
    return [subclass for child in model.__subclasses__() for subclass in (child, *_below(child))]


def _describe(definition: dict[str, Any], model: type[BaseModel]) -> None:
    """Put summary and key descriptions of a docstring into the schema."""
    text = inspect.getdoc(model) or ""
    summary, _, attributes = text.partition("\n\nAttributes\n----------\n")
    definition["description"] = " ".join(summary.split())
    for match in ATTRIBUTE.finditer(attributes):
        words = " ".join(match["text"].split())
        for key in match["keys"].split(", "):
            if key in definition["properties"]:
                definition["properties"][key]["description"] = words

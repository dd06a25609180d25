"""The JSON schema of site files: what loads is valid, and what is plainly wrong is not."""

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from impact import Study
from impact._yaml import parse_mapping, read_mapping
from impact.counties import resolve
from impact.facilities import facilities
from impact.studies import Site, new_site_file, site_schema
from impact.studies._keys import SHARED

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    document = site_schema()
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_examples_are_valid(file: Path, schema: Draft202012Validator) -> None:
    content = read_mapping(file)
    schema.validate(content)
    assert Study.load(file)


def test_new_files_and_own_types_are_valid(schema: Draft202012Validator, tmp_path: Path) -> None:
    schema.validate(parse_mapping(new_site_file("cell-lfp", resolve("Storey, NV")).encode(), "x"))
    own = tmp_path / "own.yaml"
    own.write_text(facilities().text("cathode-nmc"), encoding="utf-8")
    site = {"name": "A", "county": 32029, "facility": read_mapping(own), "capacity": "5 kt/yr"}
    schema.validate(site)
    schema.validate(Study.read(site).to_dict())


@pytest.mark.parametrize(
    "change",
    [
        {"job": 5},
        {"jobs": 0},
        {"jobs": "many"},
        {"analysis": "cake"},
        {"ramp": [2]},
        {"county": None},
        {"year": 23},
        {"facility": {"title": "T"}},
        {"construction_years": 0},
        {"assumptions": {"flq_delta": "x"}},
        {"sites": []},
    ],
)
def test_what_does_not_load_is_not_valid(change: dict[str, Any], schema: Draft202012Validator) -> None:
    site = {"name": "A", "county": "32029", "facility": "cell-lfp", "jobs": 5}
    assert schema.is_valid(site)
    assert not schema.is_valid(site | change)


def test_every_key_is_described() -> None:
    definitions = site_schema()["$defs"]
    site = definitions["SiteFile"]["properties"]
    assert set(site) == {*Site.model_fields, *SHARED}
    assert all(site[key].get("description") for key in {*site} - {"name"})
    assert "center of population" in site["lat"]["description"]
    assert set(definitions["Link"]["properties"]) == {"from", "to", "commodity", "share"}

"""A tiny, consistent copy of every input file of the builder, in the real formats, and the tables built from it.

Eight counties of the past in four states: Storey (whose factory County Business Patterns count nowhere) and Washoe in
Nevada, two old counties of Connecticut, a combined area and a city in Virginia, and Valdez-Cordova in Alaska.
"""

import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from impact.builder import build
from impact.builder._build import makers
from impact.builder._resolve import run, steps_to
from impact.builder.inputs import inputs

from . import files_of_accounts, files_of_jobs, files_of_places


@pytest.fixture(scope="session")
def source(tmp_path_factory):
    """Return a folder with every input file; tests that damage one take ``scratch``."""
    return write(tmp_path_factory.mktemp("miniature") / "data")


@pytest.fixture
def scratch(source, tmp_path):
    """Return a copy of the input folder that a test may damage."""
    return Path(shutil.copytree(source, tmp_path / "data"))


@pytest.fixture(scope="session")
def built(source, tmp_path_factory):
    """Return a folder with the tables and the manifest built from the miniature inputs."""
    target = tmp_path_factory.mktemp("built")
    build(source, target)
    return target


@pytest.fixture(scope="session")
def made():
    """Return a function that makes one thing from a folder; what is ``given`` takes the place of what would be made."""

    def make(folder, name, year=2017, years=(2017, 2022, 2024), **given):
        known = makers(folder, years)
        every = {**known.every, **{each: partial(_given, value) for each, value in given.items()}}
        later = {each: function for each, function in known.later.items() if each not in given}
        steps, (key,) = steps_to([(name, year)], replace(known, every=every, later=later))
        ((_, value),) = run(steps, [key])
        return value

    return make


def _given(value):
    return value


def write(folder: Path) -> Path:
    for name in {each.file.rpartition("/")[0] for each in inputs().values() if not each.packaged}:
        (folder / name).mkdir(parents=True)
    files_of_places.geography(folder)
    files_of_places.battery(folder)
    files_of_accounts.workforce(folder)
    files_of_accounts.accounts(folder / "bea_io")
    files_of_accounts.summary(folder / "bea_io_2024")
    files_of_accounts.national_jobs(folder / "bea_io")
    files_of_accounts.concordances(folder / "bea_io")
    files_of_accounts.states(folder)
    files_of_accounts.taxes(folder)
    files_of_jobs.bea_of_places(folder)
    files_of_jobs.patterns(folder)
    files_of_jobs.patterns_of_2020(folder)
    files_of_jobs.manufacturing(folder)
    files_of_jobs.qcew(folder)
    files_of_places.environment(folder / "environment")
    return folder

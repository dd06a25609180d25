"""From the fields of the form to a study."""

import pytest
import yaml

from impact import Study
from impact.app._desk import Desk, site_file
from impact.app._form import read_form

from ..conftest import LONGEST
from .conftest import FAST


def test_the_form_makes_the_study_of_a_site_file() -> None:
    keys, study, wrong = read_form({**FAST, "region": "cbsa:39900", "client": "  "})
    assert wrong == []
    assert study is not None
    name = "Battery recycling, hydrometallurgical (hub), Storey County, NV"
    same = Study.read({**FAST, "region": "cbsa:39900", "name": name})
    assert study == same
    assert yaml.safe_load(site_file(keys)) == keys


def test_the_economy_of_the_settings_is_stated_in_the_site_file() -> None:
    keys, study, _ = read_form(FAST, 2017)
    assert keys["economy"] == 2017
    assert study is not None
    assert study.structure_year == 2017


@pytest.mark.parametrize(("text", "jobs"), [("1,250", 1250), (" 250 ", 250), ("2.5", 2.5)])
def test_jobs_are_read_as_the_command_line_reads_them(text: str, jobs: float) -> None:
    _, study, wrong = read_form({**FAST, "capacity": "", "jobs": text})
    assert wrong == []
    assert study is not None
    assert study.site.jobs == jobs


@pytest.mark.parametrize("facility", ["../../etc/passwd", "./my-plant.yaml", "/etc/passwd", "<script>"])
def test_a_facility_is_one_of_the_catalogue(facility: str) -> None:
    _, study, wrong = read_form({**FAST, "facility": facility})
    assert study is None
    assert any(message.startswith("Facility type: ") for message in wrong)


def test_what_only_the_whole_form_shows_is_told() -> None:
    _, study, wrong = read_form({**FAST, "trade": "none"})
    assert study is None
    (message,) = wrong
    assert message.startswith('Trade model: "trade" is "none"; choose one of')


def test_a_closed_desk_writes_nothing(tmp_path) -> None:
    desk = Desk(tmp_path / "desk")
    desk.folder.mkdir()
    keys, study, _ = read_form(FAST)
    assert study is not None
    desk._closed = True
    job = desk.start(study, keys, [])
    assert job.over.wait(LONGEST)
    assert job.files == {}
    assert not list(desk.folder.iterdir())

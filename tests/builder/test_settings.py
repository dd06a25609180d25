import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from impact.counties._gazetteer import gazetteer
from impact.errors import DataError, UsageError
from impact.reference import economy_of, manifest, table, use_economy
from impact.reference._kept import forget
from impact.reference._settings import settings_path


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    forget()
    yield tmp_path / "config"
    forget()


def test_a_year_becomes_the_default_until_it_is_taken_back(config: Path) -> None:
    declared = economy_of()
    use_economy("2021")
    assert economy_of() == 2021
    assert json.loads(settings_path().read_text()) == {"economy": 2021, "folder": None}
    assert config in settings_path().parents
    use_economy("default")
    assert economy_of() == declared
    assert not settings_path().exists()


def test_a_folder_of_tables_becomes_the_reference(config: Path, built: Path) -> None:
    known = len(gazetteer().counties)
    use_economy(str(built))
    assert len(table("industries")) == 17  # of the miniature
    assert manifest().tables["industries"].rows == 17
    assert len(gazetteer().counties) == len(table("counties")) < known
    assert json.loads(settings_path().read_text())["folder"] == str(built)


def test_what_cannot_be_used(config: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no economy of 2019\. Choose that of 2017 or 2021, or a folder"):
        use_economy("2019")
    with pytest.raises(UsageError, match=r"holds no manifest\.json"):
        use_economy("²")
    with pytest.raises(UsageError, match=r"holds no manifest\.json. Give a year, or a folder"):
        use_economy(str(tmp_path))
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(DataError, match=r"is damaged .* choose 'impact data use default'"):
        use_economy(str(tmp_path))
    assert not settings_path().exists()


def test_damaged_settings_and_a_folder_that_cannot_be_written(config: Path) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text("[]")
    with pytest.raises(DataError, match=r"settings\.json cannot be read. Delete it, or choose again"):
        economy_of()
    settings_path().unlink()
    settings_path().parent.rmdir()
    settings_path().parent.write_text("in the way")
    with pytest.raises(DataError, match="cannot be written"):
        use_economy("2021")

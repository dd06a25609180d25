"""``impact data use``: the choice is kept in the home folder, and the command line alone reads it."""

import json
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from impact.cli.settings import Settings, economy_year, settings, settings_path, use
from impact.errors import DataError, UsageError
from impact.reference import use_tables
from impact.reference._manifest import MANIFEST

from ..conftest import LONGEST
from .conftest import COMMAND

if TYPE_CHECKING:
    from .conftest import Call

PLANT = ("335911@Storey, NV", "--jobs", "50", "--trade", "flq")


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    yield tmp_path / "config"
    use_tables(None)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with the tables of the package, as ``impact data build --to`` writes them."""
    place = tmp_path / "own"
    place.mkdir()
    home = MANIFEST.parent
    for path in (MANIFEST, *home.glob("*.parquet"), *home.with_name("shapes").glob("*.parquet")):
        (place / path.name).symlink_to(path)
    return place


def test_a_year_becomes_the_choice_until_it_is_taken_back(config: Path) -> None:
    assert economy_year() == 2024
    assert use("2017") == Settings(economy=2017)
    assert (economy_year(), economy_year(None, 2022), economy_year(2022, 2017)) == (2017, 2022, 2022)
    assert json.loads(settings_path().read_text()) == {"economy": 2017, "folder": None}
    assert config in settings_path().parents
    use("default")
    assert economy_year() == 2024
    assert not settings_path().exists()


def test_an_option_wins_over_the_site_and_the_site_over_the_choice(call: "Call", tmp_path: Path) -> None:
    def year(*options: str) -> int:
        found: int = json.loads(call("run", *options, "--no-intervals", "--json").out)["economy"]
        return found

    site = tmp_path / "site.yaml"
    site.write_text("name: x\ncounty: Storey, NV\nindustries: '335911'\njobs: 50\ntrade: flq\neconomy: 2022\n")
    use("2017")
    assert year(*PLANT) == 2017
    assert year(str(site)) == 2022
    assert year(str(site), "--set", "economy=2017") == 2017
    assert year(*PLANT, "--set", "economy=2022") == 2022


def test_a_batch_is_of_the_choice_where_its_rows_state_none(call: "Call", tmp_path: Path) -> None:
    sites, out = tmp_path / "sites.csv", tmp_path / "out"
    sites.write_text('name,county,industries,jobs,economy\na,"Storey, NV",335911,50,\nb,"Storey, NV",335911,50,2022\n')
    use("2017")
    assert call("batch", str(sites), "--out", str(out), "--trade", "flq").code == 0
    rows = (out / "results.csv").read_text().splitlines()
    place = rows[0].split(",").index("economy") - rows[0].count(",") - 1
    assert {row.split(",")[1]: row.split(",")[place] for row in rows[1:]} == {"a": "2017", "b": "2022"}
    use("default")
    call("batch", str(sites), "--out", str(out), "--trade", "flq").refused(
        "another table, trade model, economy", code=2
    )


def test_results_say_that_they_are_from_a_folder_of_ones_own(call: "Call", own: Path) -> None:
    def warnings() -> list[str]:
        found: list[str] = json.loads(call("run", *PLANT, "--no-intervals", "--json").out)["warnings"]
        return found

    said = f"From the tables in {own}, not from those of the package."
    assert said not in warnings()
    assert call("data", "use", str(own)).code == 0
    assert json.loads(settings_path().read_text())["folder"] == str(own)
    assert said in warnings()
    assert call("data", "use", "default").code == 0
    assert said not in warnings()


def test_a_folder_that_vanished(call: "Call", own: Path) -> None:
    use(str(own))
    own.rename(own.with_name("moved"))
    call("run", *PLANT).refused(str(own), "cannot be read", "'impact data use default'", code=3)
    assert call("facilities", "--help").code == 0
    assert call("data", "use", "default").code == 0
    assert call("run", *PLANT, "--no-intervals", "--quiet").code == 0


def test_a_damaged_file_is_named_and_mended_by_choosing_again(call: "Call") -> None:
    settings_path().parent.mkdir(parents=True)
    for content in (
        "[]",
        '{"economy": NaN}',
        '{"economy": 1e400}',
        '{"economy": "2022"}',
        '{"folder": 5}',
        "[" * 100_000,
    ):
        settings_path().write_text(content)
        call("run", *PLANT).refused("settings.json cannot be read. Delete it, or choose again", code=3)
    assert call("run", "--help").code == 0
    assert "In use: the economy of 2017, chosen" in call("data", "use", "2017").out


def test_what_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no economy of 2019\. Choose that of 2017, 2022 or 2024, or a folder"):
        use("2019")
    with pytest.raises(UsageError, match=r"holds no manifest\.json"):
        use("²")
    with pytest.raises(UsageError, match=r"holds no manifest\.json. Give a year, or a folder"):
        use(str(tmp_path))
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(DataError, match=r"is damaged .* choose 'impact data use default'"):
        use(str(tmp_path))
    assert not settings_path().exists()


def test_a_folder_that_cannot_be_written(config: Path) -> None:
    config.mkdir()
    (config / "impact").write_text("in the way")
    with pytest.raises(DataError, match="cannot be written"):
        use("2022")
    with pytest.raises(DataError, match="cannot be read"):
        settings()


def test_a_full_disk_leaves_nothing_and_the_old_choice(config: Path) -> None:
    """A process that may write five bytes a file stands for a disk without room."""
    use("2017")
    done = subprocess.run(
        [COMMAND, "data", "use", "2022"],
        capture_output=True,
        text=True,
        timeout=LONGEST,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (5, 5)),
    )
    assert done.returncode == DataError.exit_code, done.stderr
    assert "settings.json cannot be written: File too large. Name another folder in XDG_CONFIG_HOME." in done.stderr
    assert [path.name for path in settings_path().parent.iterdir()] == ["settings.json"]
    assert settings().economy == 2017


def test_a_year_that_is_not_there(call: "Call", tmp_path: Path) -> None:
    site = tmp_path / "site.yaml"
    site.write_text("name: x\ncounty: Storey, NV\nindustries: '335911'\njobs: 50\neconomy: 2019\n")
    call("run", str(site)).refused("no economy of 2019. Choose that of 2017, 2022 or 2024.", code=1)
    for command in (["rank", "335911"], ["multipliers", "Storey, NV"]):
        call(*command, "--economy", "2019").refused("no economy of 2019. Choose that of 2017, 2022 or 2024.", code=2)
    for command in (["run", *PLANT], ["evidence", "draw", *PLANT]):
        told = "no economy of 2019. Choose that of 2017, 2022 or 2024."
        call(*command, "--set", "economy=2019").refused(told, code=1)

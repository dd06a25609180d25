"""A facility type of the user's own on the command line: shown, run, saved, reproduced, refused."""

import json
from pathlib import Path

import pytest

from impact.facilities import facilities

from .conftest import Call

SCRIPT = "<script>alert(1)</script>"
HOSTILE = f"=HYPERLINK(0){SCRIPT}"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site beside its own type, whose texts are hostile."""
    text = facilities().text("copper-foil").replace("title: Copper foil plant", f"title: '{HOSTILE}'")
    text = text.replace("item: Copper cathode and scrap", f"item: '{HOSTILE}'")
    (tmp_path / "plant.yaml").write_text(f"name: '{HOSTILE}'\n{text}", encoding="utf-8")
    file = tmp_path / "site.yaml"
    file.write_text("name: A\ncounty: 32029\nfacility: plant.yaml\ncapacity: 9 kt/yr\n", encoding="utf-8")
    return file


def effects(text: str) -> object:
    return json.loads(text)["effects"]


def test_it_runs_as_the_catalogue_does_and_is_reproduced_without_its_file(call: Call, site: Path) -> None:
    own = call("run", str(site), "--no-intervals", "--trade", "flq", "--json")
    known = call("run", "copper-foil@32029", "--no-intervals", "--capacity", "9 kt/yr", "--trade", "flq", "--json")
    assert effects(own.out) == effects(known.out)
    out = site.parent / "out"
    assert call("run", str(site), "--no-intervals", "--trade", "flq", "--out", str(out), "--quiet").code == 0
    (site.parent / "plant.yaml").unlink()
    assert effects(call("reproduce", str(out / "result.json"), "--json").out) == effects(own.out)
    assert SCRIPT not in (out / "map.html").read_text(encoding="utf-8")
    table = (out / "purchases.csv").read_text(encoding="utf-8-sig")
    assert f"'{HOSTILE}" in table
    assert f",{HOSTILE}" not in table
    assert call("report", str(out), "--format", "html").code == 0
    assert SCRIPT not in (out / "report.html").read_text(encoding="utf-8")


def test_it_is_shown_and_starts_a_site(call: Call, site: Path) -> None:
    shown = call("facilities", "show", str(site.parent / "plant.yaml"))
    assert (shown.code, shown.err) == (0, "")
    assert f"{HOSTILE} (" in shown.out
    text = call("new", str(site.parent / "plant.yaml"), "Storey, NV").out
    site.write_text(text, encoding="utf-8")
    assert call("run", str(site), "--no-intervals", "--trade", "flq", "--quiet").code == 0


def test_a_type_of_the_catalogue_is_printed_as_a_file(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(call("facilities", "show", "Cell-LFP", "--yaml").out, encoding="utf-8")
    known = json.loads(call("facilities", "show", "cell-lfp", "--json").out)
    assert json.loads(call("facilities", "show", str(file), "--json").out) == known | {"name": "own"}
    call("facilities", "show", "cell-lfp", "--yaml", "--json").refused("--yaml", code=2)
    call("facilities", "show", str(file), "--yaml").refused("--yaml", code=2)


def test_a_broken_one_is_refused(call: Call, site: Path) -> None:
    file = site.parent / "plant.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("unit: t/yr\n", ""), encoding="utf-8")
    for arguments in (["run", str(site)], ["facilities", "show", str(file)], ["new", str(file), "Storey, NV"]):
        call(*arguments).refused("plant.yaml", '"unit" is missing')
    call("run", str(site.parent / "nowhere.yml@32029")).refused("nowhere.yml cannot be read")


def test_the_schema_is_printed(call: Call) -> None:
    document = json.loads(call("new", "--schema").out)
    assert "facility" in document["$defs"]["SiteFile"]["properties"]

"""``impact workforce``: tables, JSON and files."""

import json
from pathlib import Path

import pytest

from .conftest import Call

RUN = ["workforce", "335911@Storey, NV", "--jobs", "500", "--region", "cbsa:39900", "--trade", "flq"]


def test_the_tables_and_the_attribution(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    done = call(*RUN)
    assert (done.code, done.err) == (0, "")
    assert "Occupations of the direct jobs (first 20 of" in done.out
    assert all(len(line) <= 100 for line in done.out.splitlines())
    lines = done.out.splitlines()
    assert any(line.split()[:3] == ["Occupation", "difficulty", "Training"] for line in lines)
    assert any(line.startswith("Washoe County, NV") for line in lines)
    assert "O*NET 29.3 Database" in done.out
    assert "nan" not in done.out.split()


def test_json_and_files_say_the_same(call: Call, tmp_path: Path) -> None:
    done = call(*RUN, "--json", "--out", str(tmp_path / "w"))
    (site,) = json.loads(done.out)["sites"]
    saved = json.loads((tmp_path / "w/workforce.json").read_text(encoding="utf-8"))
    assert site == saved
    assert site["figures"]["jobs"] == pytest.approx(500)
    call(*RUN, "--out", str(tmp_path / "w")).refused("exists already", code=2)


def test_the_economy_of_the_site_is_told(call: Call, tmp_path: Path) -> None:
    file, plant = tmp_path / "site.yaml", "name: x\ncounty: Storey, NV\nindustries: '335911'\njobs: 5\n"
    for year in (2017, 2024):
        file.write_text(f"{plant}assumptions: {{economy: {year}}}\n")
        (site,) = json.loads(call("workforce", str(file), "--trade", "flq", "--json").out)["sites"]
        assert site["economy"] == year
        assert f"x: 5 direct jobs, in the economy of {year}" in call("workforce", str(file), "--trade", "flq").out


def test_a_study_has_a_folder_for_each_site(call: Call, tmp_path: Path) -> None:
    done = call("workforce", "examples/abtc.yaml", "--trade", "flq", "--out", str(tmp_path / "w"))
    assert done.code == 0
    assert sorted(path.name for path in (tmp_path / "w").iterdir()) == ["1", "2", "3"]
    assert done.out.count("Occupations of the direct jobs") == 3


@pytest.mark.parametrize(
    ("place", "parts"),
    [
        ("San Juan, PR", ["Puerto Rico", "50 states"]),
        ("72127", ["Puerto Rico", "50 states"]),
    ],
)
def test_puerto_rico_is_said_to_be_left_out(call: Call, place: str, parts: list[str]) -> None:
    call("workforce", f"335911@{place}", "--jobs", "5").refused(*parts)

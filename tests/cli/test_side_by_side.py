"""``impact compare``: studies side by side, against the results themselves."""

import csv
import json
from pathlib import Path

import pytest
from PIL import Image

from impact import Result

from .conftest import Call

SITE = "recycling-hydromet@Storey, NV"


@pytest.fixture(scope="module")
def scenario(saved: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The saved result with every effect doubled: another scenario of the same site."""
    document = json.loads((saved / "result.json").read_text(encoding="utf-8"))
    del document["sha256"]
    for row in document["counties"]:
        row.update({measure: 2 * row[measure] for measure in ("jobs", "labor_income", "value_added", "output")})
    file = tmp_path_factory.mktemp("scenario") / "doubled.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return file


def test_a_saved_result_beside_a_site(call: Call, saved: Path) -> None:
    document = json.loads(call("compare", str(saved), "examples/abtc.yaml", "--json").out)
    assert document["phase"] == "operations"
    totals = Result.load(saved).summary().query("phase == 'operations'").set_index("effect")
    effects = [row for row in document["effects"] if row["study"] == 1]
    assert [(row["effect"], row["place"]) for row in effects] == [("direct", "region"), ("total", "region")]
    for row in effects:
        for measure in ("jobs", "labor_income", "value_added"):
            assert row[measure] == pytest.approx(totals.loc[row["effect"], measure], rel=1e-12)
    assert effects[1]["jobs_per_direct_job"] == pytest.approx(effects[1]["jobs"] / effects[0]["jobs"], rel=1e-12)
    assert effects[1]["labor_income_per_direct_job"] == pytest.approx(
        1e6 * effects[1]["labor_income"] / effects[0]["jobs"], rel=1e-12
    )
    nation = [row for row in document["effects"] if row["place"] == "nation"]
    assert [row["study"] for row in nation] == [2]
    for measure in ("jobs", "value_added"):
        counties = [row[measure] for row in document["counties"] if row["study"] == 2]
        assert len(counties) > 3000
        assert nation[0][measure] == pytest.approx(sum(counties), rel=1e-9)


def test_two_scenarios_of_one_site(
    call: Call, saved: Path, scenario: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "made" / "compared"
    monkeypatch.chdir(scenario.parent)  # a title has no room for a long path
    done = call("compare", str(saved), scenario.name, "--out", str(out))
    assert (done.code, done.err) == (0, "")
    assert f"({saved})" in done.out.partition("\n2  ")[0].replace("\n", "")
    assert "doubled.json)" in "".join(done.out.split())
    (line,) = (line.split() for line in done.out.splitlines() if line.startswith("Jobs, direct"))
    assert line == ["Jobs,", "direct", "60", "120", "60"]
    with (out / "effects.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    first, second = ([row for row in rows if row["study"] == number] for number in "12")
    assert [float(row["jobs"]) for row in second] == pytest.approx([2 * float(row["jobs"]) for row in first])
    assert [row["jobs_per_direct_job"] for row in second] == [row["jobs_per_direct_job"] for row in first]
    assert sorted(path.name for path in out.iterdir()) == ["counties.csv", "effects.csv", "map.html"]
    assert "doubled.json) less recycling-hydromet" in (out / "map.html").read_text(encoding="utf-8")
    call("compare", str(saved), str(scenario), "--out", str(out)).refused("exists already", code=2)


def test_studies_of_two_economies(call: Call, saved: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    changes = ["--capacity", "20000", "--trade", "flq", "--quiet", "--out", str(other)]
    assert call("run", SITE, "--no-intervals", "--set", "economy=2017", *changes).code == 0
    done = call("compare", str(saved), str(other))
    assert "Economy: 2024 (county industries of 2022, accounts of 2024)." in " ".join(done.out.split())
    assert "Economy: 2017." in done.out
    assert "the studies differ in their economy" in " ".join(done.out.split())
    assert "differ in their economy" not in call("compare", str(saved), str(saved)).out
    rows = json.loads(call("compare", str(saved), str(other), "--json").out)["effects"]
    assert [row["economy"] for row in rows] == [2024] * 2 + [2017] * 2


def test_three_without_a_difference(call: Call, saved: Path, scenario: Path) -> None:
    done = call("compare", str(saved), str(scenario), str(saved))
    (line,) = (line.split() for line in done.out.splitlines() if line.startswith("Jobs, direct"))
    assert line == ["Jobs,", "direct", "60", "120", "60"]
    assert "2 less 1" not in done.out


def test_three_in_a_folder_with_a_report(call: Call, saved: Path, scenario: Path, tmp_path: Path) -> None:
    out = tmp_path / "three"
    options = ["--out", str(out), "--report", "html,md"]
    done = call("compare", str(saved), str(scenario), str(saved), *options)
    assert (done.code, done.err) == (0, "")
    names = ["counties.csv", "effects.csv", "maps.png", "report.html", "report.md"]
    assert sorted(path.name for path in out.iterdir()) == names
    with (out / "effects.csv").open(encoding="utf-8-sig", newline="") as file:
        direct = [float(row["jobs"]) for row in csv.DictReader(file) if row["effect"] == "direct"]
    assert direct == pytest.approx([60, 120, 60])
    text = (out / "report.md").read_text(encoding="utf-8")
    assert "Comparison of 3 studies" in text
    assert "In brackets: 90 % interval." in text
    with Image.open(out / "maps.png") as image:
        assert image.width == round(3 * 3.4 * 160)
    call("compare", *[str(saved)] * 3, "--out", str(out)).refused("exists already", code=2)


def test_options_change_sites_and_not_results(call: Call, saved: Path) -> None:
    options = ["--capacity", "20000", "--trade", "flq"]
    document = json.loads(call("compare", SITE, SITE, *options, "--json").out)
    of_saved = Result.load(saved).summary().query("phase == 'operations' and effect == 'total'").jobs.item()
    assert [row["jobs"] for row in document["effects"] if row["effect"] == "total"] == pytest.approx([of_saved] * 2)
    call("compare", str(saved), SITE, *options).refused("--capacity cannot change", "is saved", code=2)


def test_what_does_not_compare(call: Call, saved: Path, tmp_path: Path) -> None:
    call("compare", str(saved)).refused("two or more", code=2)
    two = [str(saved)] * 2
    call("compare", *two, "--report", "html").refused("Name one with --out DIR", code=2)
    call("compare", *two, "--report", "xlsx", "--out", str(tmp_path / "out")).refused("no report format 'xlsx'", code=2)
    call("compare", str(saved), str(tmp_path / "absent.json")).refused("absent.json cannot be read", code=3)
    call("compare", str(saved), "absent.yaml").refused("absent.yaml cannot be read")
    document = json.loads((saved / "result.json").read_text(encoding="utf-8"))
    del document["sha256"]
    other = tmp_path / "other.json"
    other.write_text(json.dumps(document | {"dollar_year": 2017}), encoding="utf-8")
    call("compare", str(saved), str(other)).refused("Money of 2017 and 2023", "dollar_year", code=2)
    document["counties"] = [row for row in document["counties"] if row["phase"] == "construction"]
    other.write_text(json.dumps(document), encoding="utf-8")
    call("compare", str(saved), str(other)).refused("job-years do not compare", code=2)
    assert list(tmp_path.iterdir()) == [other]

"""Finding what a function needs by the names of its parameters, and economies that are entries in a list."""

import importlib
import shutil
import weakref
from types import ModuleType

import pandas as pd
import pytest
import yaml

from impact.builder import build
from impact.builder._build import makers
from impact.builder._declared import TABLES, declared
from impact.builder._resolve import Makers, made, made_later, marked, run, steps_to
from impact.builder.inputs import inputs
from impact.errors import DataError

builder = importlib.import_module("impact.builder._build")


def doubled(file):
    return 2 * file


def of_year(doubled, year):
    return f"{doubled} in {year}"


def later_of_year(benchmark_of_year, doubled, year):
    return f"{benchmark_of_year}, {doubled} in {year}"


def both(of_year, newest_of_year):
    return [of_year, newest_of_year]


READ = []
KNOWN = Makers(
    {"file": lambda: READ.append("file") or 4, "other": lambda: READ.append("other") or 5},
    {"doubled": doubled, "of_year": of_year, "both": both, "same": lambda doubled, other: doubled + other},
    {"of_year": later_of_year},
    (2017, 2020, 2021),
)


def resolved(*wanted):
    READ.clear()
    steps, keys = steps_to(wanted, KNOWN)
    made = dict(run(steps, keys))
    return [made[key] for key in keys]


def test_parameters_are_found_by_name_and_economy():
    assert resolved(("of_year", 2017), ("of_year", 2020), ("both", 2017)) == [
        "8 in 2017",
        "8 in 2017, 8 in 2020",
        ["8 in 2017", "8 in 2017, 8 in 2021"],
    ]
    assert READ == ["file"]


def test_what_depends_on_no_year_is_made_once():
    steps, keys = steps_to([("same", year) for year in KNOWN.years], KNOWN)
    assert len(set(keys)) == 1
    assert [str(key) for key in steps] == ["file", "doubled", "other", "same"]  # a file is read late, and used up early
    assert resolved(("same", 2021)) == [13]
    assert READ == ["file", "other"]


def test_nothing_is_kept_longer_than_needed():
    alive = []

    def large():
        frame = pd.DataFrame({"a": [1.0]})
        alive.append(weakref.ref(frame))
        return frame

    known = Makers(
        {"large": large, "late": lambda: [each() is None for each in alive]},
        {"small": lambda large: len(large), "end": lambda small, late: late},
        {},
        (2017,),
    )
    steps, keys = steps_to([("end", 2017)], known)
    assert [value for _, value in run(steps, keys)] == [[True]]


def test_what_is_unknown_or_made_from_itself_is_named():
    with pytest.raises(DataError, match="both asks for 'of_year' of 2017, but no input and no function is named so"):
        steps_to([("both", 2017)], Makers({}, {"both": both}, {}, (2017,)))
    with pytest.raises(DataError, match=r"tables\.yaml asks for 'nothing' of 2021"):
        resolved(("nothing", 2021))
    circle = {"one": lambda two: two, "two": lambda one: one}
    with pytest.raises(DataError, match="one is made from itself, through two"):
        steps_to([("one", 2017)], Makers({}, circle, {}, (2017,)))


def test_one_name_is_made_by_one_function():
    first, second = ModuleType("first"), ModuleType("second")
    for module in (first, second):
        exec("def same(): pass\ndef other(): pass", module.__dict__)
        made(module.same)
    made_later(first.other)
    every, later = marked([first])
    assert (list(every), list(later)) == (["same"], ["other"])
    with pytest.raises(DataError, match="same is made by two functions: first, second"):
        marked([first, second])


def test_each_file_is_read_once(source, tmp_path, monkeypatch):
    names, read = [], builder.read

    def counted(folder, name):
        names.append(name)
        return read(folder, name)

    monkeypatch.setattr(builder, "read", counted)
    build(source, tmp_path)
    assert sorted(names) == sorted(inputs())


def test_no_step_changes_what_it_takes(source):
    asked = declared()
    steps, keys = steps_to([(table.function, table.year) for table in asked.tables], makers(source, asked.years))
    frames = {}
    for key, value in run(steps, steps):
        if isinstance(value, pd.DataFrame):
            frames[key] = (value, value.copy(deep=True))
    for key, (value, before) in frames.items():
        pd.testing.assert_frame_equal(pd.DataFrame(value), pd.DataFrame(before), obj=str(key))
    assert set(keys) <= set(frames)


@pytest.fixture
def economies(monkeypatch, tmp_path):
    """Return a function that declares other economies."""

    def declare(*years):
        content = yaml.safe_load(TABLES.read_text())
        path = tmp_path / "tables.yaml"
        changed = {"economies": list(years), "default_economy": years[-1]}
        path.write_text(yaml.safe_dump(content | changed, sort_keys=False, allow_unicode=True))
        monkeypatch.setattr(builder, "declared", lambda: declared(path))

    return declare


def test_one_more_economy_is_an_entry_in_the_list(source, built, economies, tmp_path):
    """2023: accounts six percent dearer than in 2020, counties as in 2022, jobs with employed residents, who stay."""
    economies(2017, 2022, 2023, 2024)
    manifest = build(source, tmp_path / "made")
    assert manifest.economies == (2017, 2022, 2023, 2024)
    assert manifest.county_years == {2017: 2017, 2022: 2022, 2023: 2022, 2024: 2022}
    of_2023 = {name for name in manifest.tables if name.endswith("_2023")}
    assert of_2023 == {name.replace("2024", "2023") for name in manifest.tables if name.endswith("_2024")}
    between = {
        year: pd.read_parquet(tmp_path / f"made/industries_{year}.parquet").set_index("code") for year in (2022, 2023)
    }
    assert between[2023].output.tolist() == pytest.approx([1120.0] * 31)  # twelve percent above 2017
    assert between[2023].jobs.sum() == between[2022].jobs.sum() == 34_035
    counties = pd.read_parquet(tmp_path / "made/county_jobs_2023.parquet").groupby("fips").jobs.sum()
    assert counties["32029"] / counties["32031"] == pytest.approx(1580 / 15_195 * (1.1 / (1.6 / 1.5)) ** 0.5, rel=1e-3)
    assert manifest.tables["use_2023"].title == "Use table, 2023"
    assert manifest.tables["use_2023"].columns["value"].unit == "million USD of 2023 at producers' prices"
    assert manifest.tables["county_jobs_2023"].vintage.endswith("accounts of 2023")
    for name in pd.Index(manifest.tables)[~pd.Index(manifest.tables).isin(list(of_2023))]:
        assert (tmp_path / f"made/{name}.parquet").read_bytes() == (built / f"{name}.parquet").read_bytes(), name


def test_series_end_with_the_newest_economy(source, economies, tmp_path):
    """With 2023 as the last entry, prices, productivity, labor force and their titles end there."""
    economies(2017, 2022, 2023)
    manifest = build(source, tmp_path / "made")
    assert (manifest.default_economy, manifest.economies[-1]) == (2023, 2023)
    for name, first in (("prices", 1997), ("productivity", 1998)):
        assert manifest.tables[name].title.endswith(f"{first}-2023")
        assert pd.read_parquet(tmp_path / f"made/{name}.parquet").year.max() == 2023
    assert manifest.tables["productivity"].derivation.count("carried on to 2023")
    assert manifest.tables["counties"].columns["labor_force"].title == "Labor force 2023"
    force = pd.read_parquet(tmp_path / "made/labor_force.parquet").query("year == 2023").set_index("fips").labor_force
    counties = pd.read_parquet(tmp_path / "made/counties.parquet").set_index("fips").labor_force
    assert counties.dropna().equals(force.reindex(counties.dropna().index).astype(float))


@pytest.mark.parametrize(
    ("economy", "source_of_it", "said"),
    [
        (2025, "", "summary_make.parquet: no figure for 1 place(s): 2025"),
        (2022, "summary_make", "summary_make.parquet: no figure for 1 place(s): 2022"),
        (2022, "summary_import", "summary_import.parquet: no figure for 1 place(s): 2022"),
        (2022, "weekly_wages", "weekly_wage_by_group_2015_2023.parquet: no figure for 1 place(s): 2022"),
        (2023, "sagdp2", "bea_sagdp2_state_2012_2024.parquet: no figure for 1 place(s): 2023"),
        (2023, "laus", "laus_county_annual_1990_2025.parquet: no figure for 1 place(s): 2023"),
    ],
)
def test_an_economy_without_one_of_its_figures(scratch, built, economies, tmp_path, economy, source_of_it, said):
    economies(2017, economy)
    if source_of_it:
        path = scratch / inputs()[source_of_it].file
        frame = pd.read_parquet(path)
        frame[frame.year != economy].to_parquet(path)
    target = shutil.copytree(built, tmp_path / "target")
    with pytest.raises(DataError) as caught:
        build(scratch, target)
    assert said in str(caught.value)
    assert {path.name: path.read_bytes() for path in target.iterdir()} == {
        path.name: path.read_bytes() for path in built.iterdir()
    }


def test_an_economy_without_one_of_its_tables(source, monkeypatch, tmp_path):
    every = builder.makers

    def without_sectors(folder, years):
        known = every(folder, years)
        return Makers(known.inputs, {n: f for n, f in known.every.items() if n != "county_sectors"}, known.later, years)

    monkeypatch.setattr(builder, "makers", without_sectors)
    with pytest.raises(DataError, match=r"asks for 'county_sectors' of 2017, but no input and no function is named so"):
        build(source, tmp_path / "made")
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("years", [(2022, 2017), (2022,), (2017, 2022, 2022)])
def test_economies_start_with_the_benchmark_and_are_in_order(economies, source, tmp_path, years):
    economies(*years)
    with pytest.raises(DataError, match=r"tables\.yaml: economies are .*List each once, from the structure year on"):
        build(source, tmp_path / "made")


def test_columns_other_than_the_declared_are_refused(source, tmp_path, monkeypatch):
    content = yaml.safe_load(TABLES.read_text())
    del content["tables"]["hires"]["columns"]["sector"]
    path = tmp_path / "tables.yaml"
    path.write_text(yaml.safe_dump(content, sort_keys=False))
    monkeypatch.setattr(builder, "declared", lambda: declared(path))
    with pytest.raises(DataError, match=r"Table hires has columns .*tables\.yaml declares others"):
        build(source, tmp_path / "made")
    assert not (tmp_path / "made").exists()

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
        path.write_text(yaml.safe_dump(content | {"economies": list(years)}, sort_keys=False, allow_unicode=True))
        monkeypatch.setattr(builder, "declared", lambda: declared(path))

    return declare


@pytest.fixture
def with_2020(scratch):
    """The miniature with all that an economy of 2020 needs: BEA's jobs of the counties, those of 2021."""
    path = scratch / "county_employment/bea_county_total_employment_2001_2021.parquet"
    frame = pd.read_parquet(path)
    pd.concat([frame, frame[frame.year == 2021].assign(year=2020)]).to_parquet(path)
    return scratch


def test_one_more_economy_is_an_entry_in_the_list(with_2020, built, economies, tmp_path):
    economies(2017, 2020, 2021)
    manifest = build(with_2020, tmp_path / "made")
    assert manifest.economies == (2017, 2020, 2021)
    of_2020 = {name for name in manifest.tables if name.endswith("_2020")}
    assert of_2020 == {name.replace("2021", "2020") for name in manifest.tables if name.endswith("_2021")}
    industries, newer = (pd.read_parquet(tmp_path / f"made/industries_{year}.parquet") for year in (2020, 2021))
    assert industries.output.tolist() == pytest.approx([1060.0] * 17)  # six percent above 2017
    assert newer.output.tolist() == pytest.approx([1080.0] * 17)
    assert industries.jobs.sum() == pytest.approx(16_800, abs=5)
    assert manifest.tables["use_2020"].title == "Use table, 2020"
    assert manifest.tables["use_2020"].columns["value"].unit == "million USD of 2020 at producers' prices"
    assert "2021" in manifest.tables["backcast"].title
    for name in ("industries", "county_jobs_2021"):
        assert (tmp_path / f"made/{name}.parquet").read_bytes() == (built / f"{name}.parquet").read_bytes()


@pytest.mark.parametrize(
    ("economy", "file", "said"),
    [
        (2020, "", "BEA jobs of all counties (CAEMP25N): no figure for 1 place(s): 2020"),
        (2021, "bea_io/summary_make.parquet", "summary_make.parquet: no figure for 1 place(s): 2021"),
        (2021, "bea_io/summary_import.parquet", "summary_import.parquet: no figure for 1 place(s): 2021"),
    ],
)
def test_an_economy_without_one_of_its_figures(scratch, built, economies, tmp_path, economy, file, said):
    economies(2017, economy)
    if file:
        frame = pd.read_parquet(scratch / file)
        frame[frame.year != economy].to_parquet(scratch / file)
    target = shutil.copytree(built, tmp_path / "target")
    with pytest.raises(DataError) as caught:
        build(scratch, target)
    assert said in str(caught.value)
    assert {path.name: path.read_bytes() for path in target.iterdir()} == {
        path.name: path.read_bytes() for path in built.iterdir()
    }


def test_an_economy_without_one_of_its_tables(source, monkeypatch, tmp_path):
    every = builder.makers

    def without_totals(folder, years):
        known = every(folder, years)
        return Makers(known.inputs, {n: f for n, f in known.every.items() if n != "county_totals"}, known.later, years)

    monkeypatch.setattr(builder, "makers", without_totals)
    with pytest.raises(DataError, match=r"asks for 'county_totals' of 2017, but no input and no function is named so"):
        build(source, tmp_path / "made")
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("years", [(2021, 2017), (2021,), (2017, 2021, 2021)])
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

"""A batch in one process: what it writes, how it goes on, and what it refuses."""

import csv
from pathlib import Path

import pandas as pd
import pytest

import impact
from impact import Study
from impact.errors import DataError, ModelError, SiteError, UsageError
from impact.reference import measures
from impact.runs import _batch, _stack, batch

FORMULAS = ['=HYPERLINK("http://x","y")', "+1", "@SUM(A1)", "-2+3", "\uff1d1"]
STRANGE = ["<img src=x onerror=alert(1)>", "\u05de\u05e4\u05e2\u05dc", "\U0001f50b plant"]
HEAD = ["name", "county", "industries", "jobs", "trade"]


@pytest.fixture(autouse=True)
def _small_stacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_batch, "ROWS_PER_TASK", 2)


def table(tmp_path: Path, rows: list[list[str]]) -> Path:
    path = tmp_path / "sites.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return path


def plants(names: list[str]) -> list[list[str]]:
    return [[name, "32029", "335911", "5", "flq"] for name in names]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_row_is_the_study_of_its_site_alone(tmp_path: Path) -> None:
    path = table(tmp_path, [["A", "32029", "335911", "500", "gravity"], ["B", "32031", "325180", "40", "cilq"]])
    done = batch(path, tmp_path / "out")
    assert (done.rows, done.bad) == (2, 0)
    assert [file.name for file in done.files] == ["results.csv", "counties.parquet", "errors.csv"]
    results = pd.read_csv(done.files[0], dtype={"fips": str})
    counties = pd.read_parquet(done.files[1])
    for line, site in [
        (2, {"name": "A", "county": "32029", "industries": "335911", "jobs": 500}),
        (3, {"name": "B", "county": "32031", "industries": "325180", "jobs": 40, "trade": "cilq"}),
    ]:
        alone = impact.run(Study.read(site))
        row = results[results.line == line]
        ours = row[["phase", "effect", *measures()]].reset_index(drop=True)
        pd.testing.assert_frame_equal(ours, alone.summary(), check_exact=True)
        assert set(row.fips) == {site["county"]}
        assert set(row.trade) == {alone.model}
        assert set(row.economy) == {alone.economy}
        totals = alone.by_county().query("effect == 'total'")
        found = counties[counties.line == line]
        assert list(found.fips) == list(totals.fips)
        assert found.jobs.to_numpy() == pytest.approx(totals.jobs.to_numpy(), rel=1e-6)
    assert done.files[2].read_text(encoding="utf-8-sig") == "line,name,message\n"
    assert not (tmp_path / "out/unfinished").exists()


def test_an_interrupted_batch_goes_on_to_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = table(tmp_path, plants(list("ABCDE")))
    batch(path, tmp_path / "whole")
    studied: list[int] = []
    plain = _batch.study_stack
    monkeypatch.setattr(_batch, "study_stack", lambda stack: studied.append(stack.number) or plain(stack))

    def interrupt(done: int, total: int) -> None:
        assert total == 5
        if done == 4:
            raise KeyboardInterrupt

    for _ in range(2):  # the second time nothing is left to do before the interruption
        with pytest.raises(KeyboardInterrupt):
            batch(path, tmp_path / "broken", progress=interrupt)
    assert [file.name for file in sorted((tmp_path / "broken").iterdir())] == ["unfinished"]
    reports: list[tuple[int, int]] = []
    batch(path, tmp_path / "broken", progress=lambda *done: reports.append(done))
    assert studied == [0, 1, 2]
    assert reports == [(4, 5), (5, 5)]
    assert contents(tmp_path / "broken") == contents(tmp_path / "whole")
    batch(path, tmp_path / "broken", progress=interrupt)  # complete: there is nothing to do
    assert studied == [0, 1, 2]


def test_an_end_while_the_files_are_put_together_is_made_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = table(tmp_path, plants(["A"]))
    batch(path, tmp_path / "whole")
    with monkeypatch.context() as patch:
        patch.setattr(_batch.shutil, "rmtree", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            batch(path, tmp_path / "out")
    assert (tmp_path / "out/unfinished").is_dir()
    batch(path, tmp_path / "out")
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


def test_bad_rows_are_named_and_the_others_run(tmp_path: Path) -> None:
    rows = plants(["A", "B", "C", "D", "E"])
    rows[1][3] = "-5"
    rows[2][1] = "Atlantis, NV"
    rows[3][4] = "magic"
    said: list[str] = []
    done = batch(table(tmp_path, rows), tmp_path / "out", say=said.append)
    assert (done.rows, done.bad) == (5, 3)
    errors = pd.read_csv(done.files[2])
    assert list(errors.line) == [3, 4, 5]
    assert list(errors.name) == ["B", "C", "D"]
    assert errors.message[0] == '"jobs" is -5; give a positive number.'
    assert "Atlantis" in errors.message[1]
    assert "magic" in errors.message[2]
    assert list(pd.read_csv(done.files[0]).line.unique()) == [2, 6]
    assert said == [
        '3 of 5 rows cannot be used and are left out. The first: line 3: "jobs" is -5; give a positive number.'
    ]


def test_what_only_a_study_can_find_is_of_its_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A region that does not hold the county: seen when the study is made, and found among rows that are good."""
    monkeypatch.setattr(_batch, "ROWS_PER_TASK", 20)
    path = tmp_path / "sites.csv"
    rows = [
        f"{name},32029,{region},335911,5,flq" for name, region in zip("ABCDE", ["", "", "32031", "", ""], strict=True)
    ]
    path.write_text("\n".join(["name,county,region,industries,jobs,trade", *rows]))
    done = batch(path, tmp_path / "out")
    assert done.bad == 1
    (error,) = pd.read_csv(done.files[2]).to_dict("records")
    assert (error["line"], error["name"]) == (4, "C")
    assert "does not hold the site's county Storey County, NV (32029)" in error["message"]
    assert list(pd.read_csv(done.files[0]).line.unique()) == [2, 3, 5, 6]


def test_no_name_is_a_formula(tmp_path: Path) -> None:
    rows = plants([*FORMULAS, *STRANGE])
    bad = [[name, "32029", "335911", "=1+1", "flq"] for name in FORMULAS]
    done = batch(table(tmp_path, [*rows, *bad]), tmp_path / "out")
    for file in (done.files[0], done.files[2]):
        with file.open(encoding="utf-8", newline="") as content:
            cells = [cell for row in csv.reader(content) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\uff1d"))]
    names = list(pd.read_csv(done.files[0]).name.unique())
    assert names == [*(f"'{name}" for name in FORMULAS), *STRANGE]
    assert list(pd.read_csv(done.files[2]).name) == [f"'{name}" for name in FORMULAS]


def test_another_batch_is_not_mixed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = table(tmp_path, plants(["A"]))
    batch(path, tmp_path / "out")
    before = contents(tmp_path / "out")
    for change in (
        lambda: batch(path, tmp_path / "out", "cilq"),
        lambda: batch(table(tmp_path, plants(["B"])), tmp_path / "out"),
    ):
        with pytest.raises(UsageError, match="holds a batch of another table, trade model, economy or release"):
            change()
    monkeypatch.setattr(_batch, "build", lambda: "other")
    with pytest.raises(UsageError, match="holds a batch of another"):
        batch(table(tmp_path, plants(["A"])), tmp_path / "out")
    assert contents(tmp_path / "out") == before
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("mine")
    with pytest.raises(UsageError, match="exists already"):
        batch(path, tmp_path / "mine")


def test_a_failure_keeps_what_is_finished_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = table(tmp_path, plants(list("ABC")))
    plain = _batch.study_stack

    def fails(stack: _stack.Stack) -> _stack.Finished:
        if stack.number == 1:
            raise MemoryError
        return plain(stack)

    with monkeypatch.context() as patch:
        patch.setattr(_batch, "study_stack", fails)
        with pytest.raises(ModelError, match=r"Memory ran out.*kept in .*unfinished; the same command goes on\."):
            batch(path, tmp_path / "out")
    assert (tmp_path / "out/unfinished/000000/results.csv").exists()
    assert batch(path, tmp_path / "out").bad == 0


def test_a_start_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = table(tmp_path, plants(["A"]))
    monkeypatch.setattr(_stack, "build", lambda: "of a worker")
    with pytest.raises(DataError, match="Install the same everywhere") as refused:
        batch(path, tmp_path / "out")
    assert "kept" not in str(refused.value)
    assert not (tmp_path / "out").exists()


def test_what_is_no_batch_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no trade model 'magic'"):
        batch(table(tmp_path, plants(["A"])), tmp_path / "out", "magic")
    with pytest.raises(SiteError, match="holds no sites"):
        batch(table(tmp_path, []), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_its_tables_open_in_excel_with_their_accents(tmp_path: Path) -> None:
    done = batch(table(tmp_path, [["A", "Doña Ana, NM", "335911", "5", "flq"]]), tmp_path / "out")
    content = done.files[0].read_bytes()
    assert content.startswith(b"\xef\xbb\xbfline,name,")
    assert content.count(b"\xef\xbb\xbf") == 1
    assert set(pd.read_csv(done.files[0]).county) == {"Doña Ana County, NM"}


def test_a_batch_killed_before_its_first_step_starts_again(tmp_path: Path) -> None:
    """It leaves the folder, empty or with files that were not finished."""
    (tmp_path / "out/.impact-x").mkdir(parents=True)
    (tmp_path / "out/.impact-x/card.json").write_text("{")
    done = batch(table(tmp_path, plants(["A"])), tmp_path / "out")
    assert done.rows == 1
    assert ".impact-x" not in {path.name for path in (tmp_path / "out").iterdir()}


def test_what_has_no_end_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="no ordinary file"):
        batch("/dev/zero", tmp_path / "out")
    assert not (tmp_path / "out").exists()

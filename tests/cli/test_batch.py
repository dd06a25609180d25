"""``impact batch``: exit codes, what is said, and an interruption."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from ..conftest import LONGEST
from .conftest import Call, handled, started, waited

HEAD = "name,county,industries,jobs,trade\n"
ROW = "A,32029,335911,5,flq\n"


def test_all_rows(call: Call, tmp_path: Path) -> None:
    (tmp_path / "sites.csv").write_text(HEAD + 2 * ROW)
    done = call("batch", str(tmp_path / "sites.csv"), "--out", str(tmp_path / "out"), "--trade", "cilq")
    assert (done.code, done.err) == (0, "")
    files = [f"Wrote {tmp_path / 'out' / name}" for name in ("results.csv", "counties.parquet", "errors.csv")]
    assert done.out.splitlines() == ["2 of 2 sites studied.", *files]
    assert ",cilq,2024,operations,total," in (tmp_path / "out/results.csv").read_text()


def test_a_bad_row_is_named_and_the_exit_code_is_1(call: Call, tmp_path: Path) -> None:
    (tmp_path / "sites.csv").write_text(HEAD + ROW + "B\u202e,Nowhere\x1b[31m,335911,5,flq\n")
    done = call("batch", str(tmp_path / "sites.csv"), "--out", str(tmp_path / "out"))
    assert done.code == 1
    assert done.out.startswith("1 of 2 sites studied.\n")
    note, error = done.err.splitlines()
    assert note.startswith(
        "Note: 1 of 2 rows cannot be used and are left out. The first: line 3: No county or town is called"
    )
    assert error == f"Error: 1 of 2 rows could not be run. They are in {tmp_path / 'out/errors.csv'}."
    assert "\x1b" not in (tmp_path / "out/errors.csv").read_text()


def test_what_cannot_be_read_or_reached(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from impact import _workers

    monkeypatch.setattr(_workers, "CONNECT_SECONDS", 1.0)
    table, out = tmp_path / "sites.csv", str(tmp_path / "out")
    call("batch", str(table), "--out", out).refused("sites.csv cannot be read", "Give a table of sites")
    table.write_text(HEAD + ROW)
    unreachable = call("batch", str(table), "--out", out, "--scheduler", "tcp://127.0.0.1:1")
    unreachable.refused("tcp://127.0.0.1:1 cannot be reached within 1 seconds", "dask scheduler", code=2)
    assert not (tmp_path / "out").exists()


def test_the_example(call: Call, tmp_path: Path) -> None:
    table = Path(__file__).parents[2] / "examples/many-sites.csv"
    done = call("batch", str(table), "--out", str(tmp_path / "out"), "--trade", "flq")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("4 of 4 sites studied.\n")


def test_control_c_says_how_to_go_on(tmp_path: Path) -> None:
    (tmp_path / "sites.csv").write_text(HEAD + 600 * ROW)
    process = started("batch", tmp_path / "sites.csv", "--out", tmp_path / "out")
    assert waited(process, (tmp_path / "out/unfinished/000000").exists)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=LONGEST)
    assert process.returncode == 130
    assert out == ""
    assert "of 600 rows are finished and kept in" in err
    assert "the same command goes on" in err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["unfinished"]


def test_control_c_at_any_moment_loses_no_finished_row(tmp_path: Path) -> None:
    """It meets the first step, imports, the check of the table, studies, writing and the end, one after the other."""
    (tmp_path / "sites.csv").write_text(HEAD + 41 * ROW)

    def batch(out: str, moment: Callable[[int], bool] | None = None) -> int:
        process = started("batch", tmp_path / "sites.csv", "--out", tmp_path / out)
        if moment and waited(process, lambda: handled(process) and moment(process.pid)):
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=LONGEST)
        return process.returncode

    def loaded(library: str) -> Callable[[int], bool]:
        return lambda number: library in Path(f"/proc/{number}/maps").read_text()

    def written(name: str) -> Callable[[int], bool]:
        return lambda number: (tmp_path / "broken" / name).exists()

    assert batch("whole") == 0
    first = [lambda number: True, *map(loaded, ("_multiarray_umath", "pandas_parser", "_sparsetools"))]
    codes = [batch("broken", moment) for moment in first]
    assert set(codes) == {130}
    names = ["unfinished", "unfinished/000000", "unfinished/000001", "unfinished/000002", "results.csv", "batch.json"]
    codes = [batch("broken", written(name)) for name in names]
    assert set(codes) <= {0, 130}  # 0 once all is done, or where it was faster than the signal
    assert batch("broken") == 0
    files = [{path.name: path.read_bytes() for path in (tmp_path / out).iterdir()} for out in ("whole", "broken")]
    assert files[0] == files[1]

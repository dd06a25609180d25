"""A folder is complete or absent, and its tables are no formulas."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from impact._files import harmless, json_text, write_folder
from impact.errors import ModelError, UsageError

NOBODY = 65534  # user number
TABLE = pd.DataFrame({"name": ["=1+1", "Reno"], "jobs": [-1.5, 2.0]})


def write(folder: Path, document: dict[str, Any] | None = None, last: Callable[[Path], Any] = Path.touch) -> list[Path]:
    text = json_text(document or {"a": "δ"})
    others = {"result.json": lambda path: path.write_text(text, encoding="utf-8"), "map.html": last}
    return write_folder(folder, {"table.csv": TABLE}, others)


def fail(error: BaseException) -> Callable[[Path], None]:
    def writer(path: Path) -> None:
        path.write_text("half")
        raise error

    return writer


def test_all_files_are_written(tmp_path: Path) -> None:
    written = write(tmp_path / "a/b/out")
    assert written == [tmp_path / "a/b/out" / name for name in ("table.csv", "result.json", "map.html")]
    assert sorted(path.name for path in (tmp_path / "a/b/out").iterdir()) == ["map.html", "result.json", "table.csv"]
    assert [path.name for path in (tmp_path / "a/b").iterdir()] == ["out"]
    assert written[0].read_bytes() == b"\xef\xbb\xbfname,jobs\n'=1+1,-1.5\nReno,2.0\n"
    assert '"δ"' in written[1].read_text(encoding="utf-8")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("a fault of ours"), SystemExit(1)])
def test_nothing_is_left_of_a_failure(tmp_path: Path, error: BaseException) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(type(error)):
        write(tmp_path / "mine/a/out", last=fail(error))
    assert list(tmp_path.rglob("*")) == [tmp_path / "mine"]


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"out cannot be written: No space left.*Give another folder"):
        write(tmp_path / "a/out", last=fail(OSError(28, "No space left on device")))
    assert list(tmp_path.iterdir()) == []


def test_figures_that_are_not_finite_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not finite"):
        write(tmp_path / "out", {"jobs": float("nan")})
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_is_as_good_as_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "out/.impact-killed/content").mkdir(parents=True)
    written = write(tmp_path / "out")
    assert sorted(written) == sorted((tmp_path / "out").iterdir())
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to("nowhere")
    for name in ("", "file", "link"):
        with pytest.raises(UsageError, match="exists already"):
            write(tmp_path / name)
    with pytest.raises(UsageError, match="file is a file"):
        write(tmp_path / "file/deeper/out")
    with pytest.raises(UsageError, match="too long"):
        write(tmp_path / ("x" * 300))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "link"]
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_that_appears_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    def meanwhile(path: Path) -> None:
        path.touch()
        (tmp_path / "out").mkdir()
        (tmp_path / "out/mine").touch()

    with pytest.raises(UsageError, match="out exists already"):
        write(tmp_path / "out", last=meanwhile)
    assert list(tmp_path.rglob("*")) == [tmp_path / "out", tmp_path / "out/mine"]


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder that this process may read and not write; root, who may write everywhere, is nobody meanwhile."""
    folder, user = Path(tempfile.mkdtemp()), os.geteuid()
    folder.chmod(0o555)
    if user == 0:
        os.seteuid(NOBODY)
    yield folder
    if user == 0:
        os.seteuid(0)
    folder.rmdir()


def test_a_parent_that_cannot_be_written(closed: Path) -> None:
    with pytest.raises(UsageError, match="Permission denied"):
        write(closed / "out")
    assert list(closed.iterdir()) == []


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o755), (0o077, 0o700)])
def test_permissions_follow_the_umask(tmp_path: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        write(tmp_path / "out")
    finally:
        os.umask(before)
    assert (tmp_path / "out").stat().st_mode & 0o777 == mode


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@A1", "\t=1", "\r=1", " =1", "\uff1d1", "-"])
def test_no_text_is_a_formula(text: str) -> None:
    assert harmless(pd.DataFrame({"name": [text]})).name[0] == f"'{text}"


def test_numbers_and_other_text_stay() -> None:
    frame = pd.DataFrame({"name": ["Reno", "a=b"], "mixed": pd.Series([-1.0, "x"], dtype=object), "jobs": [-1, 2]})
    assert harmless(frame).equals(frame)


def test_the_frame_given_is_not_changed() -> None:
    harmless(TABLE)
    assert TABLE.name[0] == "=1+1"

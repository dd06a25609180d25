"""The order of the steps that a power cut may come between."""

import os
from pathlib import Path

import pytest

from impact._files import put_in_place


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is flushed and renamed below ``tmp_path``, in order."""
    seen: list[str] = []
    fsync, replace = os.fsync, os.replace

    def flushed(handle: int) -> None:
        opened = os.fstat(handle).st_ino
        seen.extend(f"flush {path.name}" for path in tmp_path.rglob("*") if path.stat().st_ino == opened)
        fsync(handle)

    def renamed(new: Path, old: Path) -> None:
        seen.append(f"rename {new.name}")
        replace(new, old)

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(os, "replace", renamed)
    return seen


def test_all_files_are_on_the_disk_before_the_first_old_one_goes(steps: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    for name in ("a", "a.new", "b.new"):
        (folder / name).write_text(name)
    put_in_place({folder / "a.new": folder / "a", folder / "b.new": folder / "b"})
    assert steps == ["flush a.new", "flush b.new", "rename a.new", "rename b.new", "flush kept"]
    assert {path.name: path.read_text() for path in folder.iterdir()} == {"a": "a.new", "b": "b.new"}


def test_a_file_system_that_cannot_flush_a_folder_does_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(number: int) -> object:
        def fsync(handle: int) -> None:
            raise OSError(number, os.strerror(number))

        return fsync

    (tmp_path / "new").write_text("new")
    monkeypatch.setattr(os, "fsync", refused(22))  # EINVAL
    put_in_place({tmp_path / "new": tmp_path / "old"})
    assert (tmp_path / "old").read_text() == "new"
    (tmp_path / "new").write_text("newer")
    monkeypatch.setattr(os, "fsync", refused(5))  # EIO
    with pytest.raises(OSError, match="Input/output error"):
        put_in_place({tmp_path / "new": tmp_path / "old"})
    assert (tmp_path / "old").read_text() == "new"

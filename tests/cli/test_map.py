"""``impact map`` in several formats: which files, and what is refused."""

from pathlib import Path

import pytest
from PIL import Image

from impact import Result
from impact.reports import static_map

from .conftest import Call

STARTS = {"html": b"<!DOCTYPE html>", "png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF-"}


def test_each_format_has_a_file_of_its_own(call: Call, saved: Path, tmp_path: Path) -> None:
    done = call("map", str(saved), "--format", "html,PNG,svg,pdf", "--out", str(tmp_path / "shown.v2.html"))
    files = [tmp_path / f"shown.v2.{kind}" for kind in STARTS]
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [f"Wrote {file}" for file in files]
    assert sorted(tmp_path.iterdir()) == sorted(files)
    for file, start in zip(files, STARTS.values(), strict=True):
        assert file.read_bytes().lstrip().lower().startswith(start.lower())
    assert files[0].read_bytes() == (saved / "map.html").read_bytes()
    assert files[1].read_bytes() == static_map(Result.load(saved), "png")
    with Image.open(files[1]) as image:
        assert image.size == (1760, 1216)


def test_the_ending_says_the_format(call: Call, saved: Path, tmp_path: Path) -> None:
    for options, name, start in (
        (["--out", "a.PNG"], "a.PNG", b"\x89PNG"),
        (["--out", "b", "--format", "png,svg"], "b.svg", b"<?xml"),
        (["--out", "c.map", "--format", "pdf"], "c.map", b"%PDF-"),
        (["--out", "d.htm"], "d.htm", b"<!DOCTYPE"),
    ):
        done = call("map", str(saved), *(str(tmp_path / word) if word[1:2] in (".", "") else word for word in options))
        assert (done.code, done.err) == (0, "")
        assert (tmp_path / name).read_bytes().lstrip().startswith(start)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--format", "html,bmp"], "There is no map format 'bmp'. Choose from: html, png, svg, pdf."),
        (["--format", ""], "There is no map format ''"),
        (["--format", "png", "--tiles"], "--tiles is for maps in HTML"),
        (["--format", "png", "--out", "x.html"], "--format png does not fit the name x.html"),
        (["--out", "x.txt"], "A map is a file in html, png, svg or pdf"),
    ],
)
def test_what_does_not_fit_is_refused(call: Call, saved: Path, options: list[str], said: str) -> None:
    before = sorted(saved.iterdir())
    call("map", str(saved), *options).refused(said, code=2)
    assert sorted(saved.iterdir()) == before


def test_no_file_is_written_if_one_is_there(call: Call, saved: Path, tmp_path: Path) -> None:
    (tmp_path / "x.svg").write_text("mine")
    call("map", str(saved), "--format", "png,svg", "--out", str(tmp_path / "x")).refused("x.svg exists", code=2)
    assert [path.name for path in tmp_path.iterdir()] == ["x.svg"]
    assert (tmp_path / "x.svg").read_text() == "mine"

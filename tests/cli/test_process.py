"""The command as a process of its own: exit codes, pipes, encodings, interrupts, and what it imports."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import impact
import impact.cli
import impact.shapes

from ..conftest import LONGEST
from .conftest import COMMAND

HEAVY = ["folium", "geopandas", "numpy", "pandas", "pyarrow", "pydantic", "rich", "scipy", "shapely", "statsmodels"]


def run(*arguments: str, **options: object) -> "subprocess.CompletedProcess[str]":
    """Run the command; ``env`` adds to the environment."""
    environment = os.environ | dict(options.pop("env", {}))  # type: ignore[call-overload]
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [COMMAND, *arguments],
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "timeout": LONGEST} | options,
        env=environment,
    )


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom impact.cli import main\nsys.argv = ['impact', '--help']\ntry:\n    main()\n"
        "except SystemExit as done:\n    print(done.code, *sorted(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=LONGEST)
    code_and_modules = done.stderr.split()
    assert done.stdout.startswith("Usage: ")
    assert code_and_modules[0] == "0"
    assert "typer" in code_and_modules
    assert set(HEAVY).isdisjoint(code_and_modules)


def test_version() -> None:
    done = run("--version")
    assert (done.returncode, done.stderr) == (0, "")
    years = "economy of 2024 with county industries of 2022; on request those of 2017, 2022"
    assert done.stdout == f"impact 0.1.0: {years}\n"


def test_a_reader_that_left_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = run("--version", stdout=writer)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_is_told() -> None:
    with open("/dev/full", "w") as full:
        done = run("--version", stdout=full)
    assert done.returncode == 2
    assert done.stderr == "Error: Standard output cannot be written: No space left on device.\n"
    with open("/dev/full", "w") as full:
        done = run("--help", stdout=full)
    assert done.returncode == 2
    assert done.stderr == "Error: No space left on device. Make room or take another place, and try again.\n"


def test_a_damaged_table_is_named(tmp_path: Path) -> None:
    """A copy of the installed package with one byte changed."""
    package = tmp_path / "impact"
    skipped = shutil.ignore_patterns("__pycache__", "builder")
    shutil.copytree(Path(impact.__path__[0]), package, ignore=skipped)
    shutil.copytree(Path(impact.cli.__path__[0]), package / "cli", ignore=skipped, dirs_exist_ok=True)
    shutil.copytree(Path(impact.shapes.__path__[0]), package / "shapes", ignore=skipped, dirs_exist_ok=True)
    table = package / "reference/counties.parquet"
    content = bytearray(table.read_bytes())
    content[len(content) // 2] ^= 1
    table.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-c", "from impact.cli import main; main()", "counties", "find", "storey"],
        env=os.environ | {"PYTHONPATH": str(tmp_path), "PYTHONSAFEPATH": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=LONGEST,
    )
    assert done.returncode == 3
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("Error: Reference table counties: ")
    assert str(table) in line
    assert "Reinstall" in line


def test_an_interrupt_leaves_nothing(tmp_path: Path) -> None:
    """Ctrl-C while the folder is being written: at the opening of its third file."""
    code = """
import os, signal, sys
from impact.cli import main
left = 3
def press(event, arguments):
    global left
    if event == "open" and "/.impact-" in str(arguments[0]):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(press)
main()
"""
    made = tmp_path / "made/study"
    done = subprocess.run(
        [sys.executable, "-c", code, "run", "335911@32029", "--jobs", "5", "--trade", "flq", "--json", "--out", made],
        capture_output=True,
        timeout=LONGEST,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background ignores it
    )
    assert done.returncode == 130
    assert (done.stdout, done.stderr) == (b"", b"")
    assert list(tmp_path.iterdir()) == []


def test_json_alone_on_standard_output(tmp_path: Path) -> None:
    done = run("run", "335911@32029", "--jobs", "5", "--trade", "flq", "--json", "--out", str(tmp_path / "study"))
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["site"]["fips"] == "32029"
    assert done.stdout.count("\n") == 1

"""A refresh that is killed, and a disk that is full: the old data still verify."""

import multiprocessing
import random
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from impact.sources import SOURCES, Transport, cache_folder, records, refresh
from impact.sources._cache import cached

from ..conftest import LONGEST
from .conftest import Agencies, Answer
from .test_bls import DELAWARE, qcew_file

MOMENTS = 20
LAST = f"data.bls.gov/cew/data/api/2024/a/area/{DELAWARE[-1]}.csv"
SCRIPT = """
from pathlib import Path
from impact.sources import SOURCES, Transport, refresh
with Transport({address!r}) as transport:
    refresh(SOURCES["qcew"], transport, state="10", cache=Path({cache!r}))
"""
STEP = """
import os, signal, sys
from pathlib import Path
from impact.sources import SOURCES, Transport, refresh
left, cache = {step}, {cache!r}
steps = ("open", "os.rename", "os.remove")
def count(event, arguments):
    global left
    if event in steps and str(arguments[0]) == cache + "/.qcew-2024-10.new":
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
with Transport({address!r}) as transport:
    sys.addaudithook(count)
    refresh(SOURCES["qcew"], transport, state="10", cache=Path(cache))
"""
FULL = """
import resource, sys
from impact.cli import main
before = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, before[1]))
sys.argv = ["impact", "data", "refresh", "qcew", "--state", "DE", "--mirror", {address!r}]
try:
    main()
finally:
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
"""


def serve(agencies: Agencies, jobs: int, more: int = 0) -> None:
    """Another edition: one with other jobs, in files long enough that a refresh takes a while."""
    for fips in DELAWARE:
        lines = [
            f'"{fips}","5","{100000 + i}","78","0","2024","A","",1,{i * 7919 % 99991},{i},0'.encode()
            for i in range(more)
        ]
        body = qcew_file(fips).replace(b"12345", str(jobs).encode()) + b"\n".join(lines)
        agencies.serve(f"data.bls.gov/cew/data/api/2024/a/area/{fips}.csv", Answer(body, 200, {"ETag": f'"{jobs}"'}))


def editions() -> set[float]:
    """The jobs of all industries in the cache, once its bytes and its rows are seen to be those of its record."""
    record, frame = cached(cache_folder(), "qcew-2024-10")
    assert record.rows == len(frame)
    assert len(records(cache_folder())) == 1
    return set(frame.jobs[frame.naics == "10"])


def begun(script: Path) -> multiprocessing.process.BaseProcess:
    """Start a script in a process that has the libraries already, and the environment of the first one."""
    start = multiprocessing.get_context("forkserver")
    start.set_forkserver_preload(["impact.sources", "pandas", "pyarrow.parquet"])
    process = start.Process(target=runpy.run_path, args=(str(script),))
    process.start()
    return process


def waited(process: multiprocessing.process.BaseProcess, sign: Callable[[], bool]) -> None:
    """Wait for a sign of a running process."""
    end = time.monotonic() + LONGEST
    while not sign():
        assert process.is_alive()
        assert time.monotonic() < end
        time.sleep(0.002)


def test_killed_at_twenty_moments_the_cache_still_verifies(agencies: Agencies, tmp_path: Path) -> None:
    """Each time the cache holds one whole edition, the old or the new one, never a mixture."""
    script = tmp_path / "refresh.py"
    script.write_text(SCRIPT.format(address=agencies.address, cache=str(cache_folder())))
    serve(agencies, 1, more=500)
    for _ in range(2):  # the second one tells how long it takes
        since = time.monotonic()
        whole = begun(script)
        whole.join(LONGEST)
        took = time.monotonic() - since
        assert whole.exitcode == 0
    now, seen = {1.0}, []
    moments = random.Random(20260101)
    for number in range(MOMENTS):
        serve(agencies, number + 2, more=500)
        if number == 0:  # killed before the end, however fast it is
            agencies.serve(LAST, Answer(qcew_file(DELAWARE[-1]), stalls=True))
            agencies.asked.clear()
        process = begun(script)
        if number == 0:
            waited(process, lambda: LAST in agencies.paths())
        else:
            process.join(moments.uniform(0.2, 1.3) * took)
        process.kill()
        process.join()
        after = editions()
        assert after in (now, {number + 2.0})
        seen.append(after != now)
        now = after
    assert not seen[0]
    with Transport(agencies.address) as transport:
        refresh(SOURCES["qcew"], transport, state="10")
    assert editions() == {MOMENTS + 1.0}
    left = {path.name for path in cache_folder().iterdir()} - {".qcew-2024-10.lock"}
    assert left == {"qcew-2024-10.json", cached(cache_folder(), "qcew-2024-10")[0].file}


def test_killed_at_each_step_the_cache_still_verifies(agencies: Agencies, transport: Transport, tmp_path: Path) -> None:
    """Killed before each opening, renaming or removing of a file that is to replace an old one."""
    serve(agencies, 1)
    refresh(SOURCES["qcew"], transport, state="10")
    now, step, killed = {1.0}, 0, True
    while killed:
        step += 1
        serve(agencies, step + 1)
        script = tmp_path / "refresh.py"
        script.write_text(STEP.format(address=agencies.address, cache=str(cache_folder()), step=step))
        process = begun(script)
        process.join(LONGEST)
        killed = process.exitcode == -signal.SIGKILL
        after = editions()
        assert after in (now, {step + 1.0})
        now = after
    assert process.exitcode == 0
    assert step > 5
    assert now == {step + 1.0}


@pytest.mark.parametrize(("limit", "more"), [(4096, 500), (1000, 0)])
def test_a_full_disk_is_told_and_the_old_table_stays(
    agencies: Agencies, transport: Transport, limit: int, more: int
) -> None:
    """Full while a file comes, and while the table is written."""
    serve(agencies, 1)
    refresh(SOURCES["qcew"], transport, state="10")
    serve(agencies, 2, more)
    command = [sys.executable, "-c", FULL.format(address=agencies.address, limit=limit)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
    assert done.returncode == 3
    assert done.stdout == ""
    assert "File too large" in done.stderr
    assert "Make room, or name another cache in XDG_CACHE_HOME. The old data are kept." in done.stderr
    assert not list(cache_folder().glob(".*.new"))
    assert "Traceback" not in done.stderr
    assert editions() == {1.0}


@pytest.mark.parametrize("place", ["folder", "record"])
def test_a_cache_that_cannot_be_written_is_told(agencies: Agencies, transport: Transport, place: str) -> None:
    from impact.errors import DataError

    serve(agencies, 1)
    if place == "folder":
        cache_folder().parent.mkdir(parents=True)
        cache_folder().write_text("a file in the place of the folder")
    else:
        (cache_folder() / "qcew-2024-10.json").mkdir(parents=True)
    with pytest.raises(DataError, match=r"qcew: .* cannot be written"):
        refresh(SOURCES["qcew"], transport, state="10")

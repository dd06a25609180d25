"""Tasks here and on a real cluster of processes: the same values, whoever dies."""

import hashlib
import operator
import os
import signal
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from distributed import LocalCluster

from impact import _workers
from impact._workers import spread_out
from impact.errors import DataError, ModelError, UsageError
from impact.runs import _batch, batch
from impact.runs._stack import Stack, study_stack

from ..conftest import LONGEST

slow = partial(hashlib.pbkdf2_hmac, "sha256", b"word", iterations=100_000)
SALTS = [bytes([place]) for place in range(24)]


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    options = {"threads_per_worker": 1, "processes": True, "dashboard_address": ":0"}
    with pytest.MonkeyPatch.context() as patient, LocalCluster(n_workers=2, **options) as made:
        patient.setattr(_workers, "CONNECT_SECONDS", LONGEST)
        yield made


def kill_a_worker(cluster: LocalCluster) -> int:
    """Kill the process of one worker as the kernel does when memory runs out, and return its number."""
    number: int = next(nanny.pid for nanny in cluster.workers.values() if nanny.pid)
    os.kill(number, signal.SIGKILL)
    return number


def test_here_in_order_and_drawn_one_by_one() -> None:
    drawn: list[int] = []
    values = spread_out(operator.neg, (drawn.append(n) or n for n in range(3)))
    assert next(values) == (0, 0)
    assert drawn == [0]
    assert list(values) == [(1, -1), (2, -2)]


def test_a_killed_worker_changes_nothing(cluster: LocalCluster) -> None:
    found: dict[int, bytes] = {}
    killed = None
    for place, value in spread_out(slow, SALTS, scheduler=cluster.scheduler_address):
        assert place not in found
        found[place] = value
        if len(found) == len(SALTS) // 2:
            killed = kill_a_worker(cluster)
    assert killed is not None
    assert [found[place] for place in range(len(SALTS))] == [slow(salt) for salt in SALTS]


def test_a_batch_on_a_cluster_is_the_same_to_the_byte(
    cluster: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_batch, "ROWS_PER_TASK", 2)
    table = tmp_path / "sites.csv"
    counties = ["32029", "32031", "Nowhere", "06037", "48301", "36061", "32029", "01001"]
    rows = [f"{county},{county},335911,{5 + n},flq" for n, county in enumerate(counties)]
    table.write_text("\n".join(["name,county,industries,jobs,trade", *rows]))
    plain = batch(table, tmp_path / "plain")
    killed: list[int] = []

    def report(done: int, total: int) -> None:
        if done == 4:
            killed.append(kill_a_worker(cluster))

    spread = batch(table, tmp_path / "spread", scheduler=cluster.scheduler_address, progress=report)
    assert len(killed) == 1
    assert (spread.rows, spread.bad) == (plain.rows, plain.bad) == (8, 1)
    for ours, theirs in zip(spread.files, plain.files, strict=True):
        assert ours.read_bytes() == theirs.read_bytes()


def test_tasks_are_drawn_as_workers_get_free(cluster: LocalCluster) -> None:
    drawn: list[int] = []
    values = spread_out(operator.neg, (drawn.append(n) or n for n in range(1000)), scheduler=cluster.scheduler_address)
    next(values)
    assert 0 < len(drawn) <= 2 * _workers.WAITING_TASKS_PER_THREAD
    values.close()  # type: ignore[attr-defined]


def test_a_task_that_kills_its_workers_is_told(cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster.scheduler, "allowed_failures", 0)
    with pytest.raises(ModelError, match=r"died with the same task.*memory ran out\. Give each worker more"):
        list(spread_out(signal.raise_signal, [signal.SIGKILL], scheduler=cluster.scheduler_address))


def test_memory_that_runs_out_is_told(cluster: LocalCluster) -> None:
    for scheduler in (None, cluster.scheduler_address):
        with pytest.raises(ModelError, match=r"Memory ran out\..*1\.5 GB"):
            list(spread_out(bytearray, [1 << 62], scheduler=scheduler))


def test_an_error_of_a_task_arrives_as_it_is(cluster: LocalCluster) -> None:
    stack = Stack(0, (), None, 2021, "other")
    for scheduler in (None, cluster.scheduler_address):
        with pytest.raises(DataError, match="Install the same everywhere"):
            list(spread_out(study_stack, [stack], scheduler=scheduler))


def test_workers_that_leave_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_workers, "SECONDS_BETWEEN_LOOKS", 0.5)
    monkeypatch.setattr(_workers, "CONNECT_SECONDS", LONGEST)
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=True, dashboard_address=":0") as alone:
        values = spread_out(slow, SALTS, scheduler=alone.scheduler_address)
        next(values)
        alone.scale(0)
        with pytest.raises(ModelError, match="has no workers left"):
            list(values)
        monkeypatch.setattr(_workers, "CONNECT_SECONDS", 5.0)
        with pytest.raises(UsageError, match=r"has no workers\. Start some: dask worker tcp://"):
            list(spread_out(slow, SALTS, scheduler=alone.scheduler_address))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense", "tcp://nowhere.invalid:8786"])
def test_a_scheduler_that_cannot_be_reached_is_named(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_workers, "CONNECT_SECONDS", 1.0)
    with pytest.raises(UsageError, match="dask scheduler") as refused:
        list(spread_out(slow, SALTS, scheduler=address))
    assert address in str(refused.value)


def test_without_dask_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"pip install 'county-impact\[cluster\]'"):
        list(spread_out(slow, SALTS, scheduler="tcp://127.0.0.1:8786"))

"""Tasks on a Dask cluster, or one by one in this process."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from .errors import ModelError, UsageError
from .reference import tables_folder, use_tables

if TYPE_CHECKING:
    from distributed import Client

Task = TypeVar("Task")
Value = TypeVar("Value")

ADDRESS = re.compile(r"[a-z+]+://\S+:\d+")
CONNECT_SECONDS = 10.0  # until the scheduler answers and has a worker
SECONDS_BETWEEN_LOOKS = 30.0  # between checks that workers are left
WAITING_TASKS_PER_THREAD = 2
MEMORY_MESSAGE = (
    "Memory ran out. A study of all counties needs 1.5 GB: free memory, or study regions alone (trade model flq)."
)

_alone = Lock()  # a task keeps all cores of its process busy; two at once would need twice the memory


def spread_out(
    function: Callable[[Task], Value], tasks: Iterable[Task], *, scheduler: str | None = None
) -> Iterator[tuple[int, Value]]:
    """Do a function for each task, here or on a Dask cluster.

    Parameters
    ----------
    function : callable
        Of a module, so that workers can import it. It must give the same value wherever and whenever it is called.
    tasks : iterable
        Arguments of the calls. They are drawn as workers get free, so they may exceed memory.
    scheduler : str, optional
        Address of a Dask scheduler such as ``tcp://10.0.0.1:8786``; by default tasks are done one after the other in
        this process.

    Yields
    ------
    tuple of int and value
        The place of the task and its value: in order of places here, in order of completion on a cluster. The task of
        a worker that is lost is done again by another.

    Raises
    ------
    UsageError
        If Dask is not installed or the scheduler cannot be reached.
    ModelError
        If memory runs out, no workers are left, or several died with the same task.
    """
    if scheduler is not None:
        yield from _on_cluster(function, tasks, scheduler)
        return
    for place, task in enumerate(tasks):
        try:
            value = function(task)
        except MemoryError:
            raise ModelError(MEMORY_MESSAGE) from None
        yield place, value


def _on_cluster(
    function: Callable[[Task], Value], tasks: Iterable[Task], scheduler: str
) -> Iterator[tuple[int, Value]]:
    client = _connected(scheduler)
    from concurrent.futures import CancelledError

    from distributed import KilledWorker, wait
    from distributed.comm import CommClosedError

    waiting = enumerate(tasks)
    places: dict[Any, int] = {}
    try:
        while True:
            room = WAITING_TASKS_PER_THREAD * sum(client.nthreads().values()) - len(places)
            for place, task in islice(waiting, max(room, 0)):
                future = client.submit(_done_alone, function, task, tables_folder(), pure=False)
                places[future] = place
            if not places:
                return
            try:
                with client.as_current():
                    done = wait(list(places), timeout=SECONDS_BETWEEN_LOOKS, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                if not client.nthreads():
                    raise ModelError(f"{scheduler} has no workers left. Start some, then go on.") from None
                continue
            for future in sorted(done, key=places.__getitem__):
                yield places.pop(future), future.result()
    except KilledWorker as error:
        raise ModelError(
            f"Several workers died with the same task, the last at {error.last_worker.address}: most likely their "
            "memory ran out. Give each worker more (a study of all counties needs 1.5 GB)."
        ) from None
    except MemoryError:
        raise ModelError(MEMORY_MESSAGE) from None
    except (CancelledError, CommClosedError) as error:
        raise ModelError(f"The scheduler {scheduler} was lost: {error or type(error).__name__}.") from None
    finally:
        client.close()


def _connected(scheduler: str) -> "Client":
    remedy = "Start one with 'dask scheduler', and give the address that it prints, such as tcp://10.0.0.1:8786."
    if not ADDRESS.fullmatch(scheduler):
        raise UsageError(f"{scheduler!r} is no address of a scheduler. {remedy}")
    try:
        import dask
        from distributed import Client
    except ImportError:
        raise UsageError(
            "A scheduler needs Dask, which is not installed. Install it: pip install 'county-impact[cluster]'."
        ) from None
    try:
        with dask.config.set({"distributed.comm.timeouts.connect": CONNECT_SECONDS}):
            client = Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(
            f"The scheduler {scheduler} cannot be reached within {CONNECT_SECONDS:g} seconds: {error}. {remedy}"
        ) from None
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError:
        client.close()
        raise UsageError(
            f"The scheduler {scheduler} has no workers. Start some: dask worker {scheduler} --nthreads 1."
        ) from None
    return client


def _done_alone(function: Callable[[Task], Value], task: Task, tables: Path | None) -> Value:
    """Do a task on the reference tables of the calling process."""
    with _alone:
        use_tables(tables)
        return function(task)

"""Time a batch on this machine alone and through Dask, and what Dask costs for a task that does nothing."""

import csv
import operator
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from distributed import LocalCluster

from impact._workers import spread_out
from impact.reference import table as reference
from impact.runs import batch

WORKERS, SITES, EMPTY = 4, 100, 1000


def sites(path: Path, trade: str) -> Path:
    """Write a table of plants in counties all over the nation."""
    places = reference("counties").fips[::31][:SITES]
    with path.open("w", newline="") as file:
        head = ["name", "county", "industries", "jobs", "trade"]
        csv.writer(file).writerows([head, *([place, place, "335911", "200", trade] for place in places)])
    return path


def table() -> list[str]:
    """Return the lines of the page."""
    with (
        tempfile.TemporaryDirectory() as name,
        LocalCluster(n_workers=WORKERS, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster,
    ):
        folder, address = Path(name), cluster.scheduler_address
        quick = sites(folder / "sites.csv", "flq")
        alone = seconds(lambda: batch(quick, folder / "alone"))
        first = seconds(lambda: batch(quick, folder / "first", scheduler=address))
        warm = seconds(lambda: batch(quick, folder / "warm", scheduler=address))
        assert (folder / "alone/results.csv").read_bytes() == (folder / "warm/results.csv").read_bytes()
        empty = seconds(lambda: list(spread_out(operator.neg, range(EMPTY), scheduler=address)))
    return [
        f"A batch of {SITES} sites (`--trade flq`) on this machine, alone and through Dask with {WORKERS} workers; the "
        "same bytes:",
        "",
        "| how | s |",
        "|---|---|",
        f"| in one process | {alone:.1f} |",
        f"| {WORKERS} workers that have imported nothing yet | {first:.1f} |",
        f"| the same workers again | {warm:.1f} |",
        "",
        f"A task that does nothing costs {empty / EMPTY * 1000:.1f} ms through Dask; a stack of 20 sites is one task.",
    ]


def seconds(action: Callable[[], object]) -> float:
    """Return the seconds of an action on the clock."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


if __name__ == "__main__":
    print("\n".join(table()))

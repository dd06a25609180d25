"""Time whole processes: wall and processor seconds and peak memory, median of several runs."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """Median cost of a command: seconds on the clock, seconds of processor, peak memory in MB."""

    wall: float
    processor: float
    memory: float


def cost(command: Sequence[str], runs: int = 5) -> Cost:
    """Run a command once to warm up and then ``runs`` times; a failing command raises CalledProcessError."""
    samples = [_sample(command) for _ in range(runs + 1)][1:]
    return Cost(*(statistics.median(values) for values in zip(*samples, strict=True)))


def _sample(command: Sequence[str]) -> tuple[float, float, float]:
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    kilobytes = used.ru_maxrss / 1024 if sys.platform == "darwin" else used.ru_maxrss
    return wall, used.ru_utime + used.ru_stime, kilobytes / 1000

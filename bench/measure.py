"""Whole processes, measured: wall time, and the most memory that one held."""

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Taken:
    """`seconds` is the median of some runs, `megabytes` the most that any of them held."""

    seconds: float
    megabytes: float


def taken(command: Sequence[str], runs: int) -> Taken:
    """Raises RuntimeError where the command fails: a benchmark of a mistake is none."""
    measured = [_once(command) for _ in range(runs)]
    return Taken(median(seconds for seconds, _ in measured), max(megabytes for _, megabytes in measured))


def _once(command: Sequence[str]) -> tuple[float, float]:
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    if status:
        raise RuntimeError(f"{command[0]} ended with {os.waitstatus_to_exitcode(status)}")
    return seconds, usage.ru_maxrss / 1024

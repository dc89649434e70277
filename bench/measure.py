"""Whole processes, measured: wall time, time on a processor, and the most memory that one held."""

import os
import subprocess
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Taken:
    """`seconds` is the median of some runs, `busy` the fewest that one of them took of a processor's time; `megabytes` is
    the most that any of them held.
    """

    seconds: float
    busy: float
    megabytes: float


def taken(command: Sequence[str], runs: int, ends: Collection[int] = (0,)) -> Taken:
    """Raises RuntimeError where the command ends in another way: a benchmark of a mistake is none."""
    measured = [_once(command, ends) for _ in range(runs)]
    seconds, busy, megabytes = zip(*measured, strict=True)
    return Taken(median(seconds), min(busy), max(megabytes))


def _once(command: Sequence[str], ends: Collection[int]) -> tuple[float, float, float]:
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    if os.waitstatus_to_exitcode(status) not in ends:
        raise RuntimeError(f"{command[0]} ended with {os.waitstatus_to_exitcode(status)}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024

"""Whole processes, measured: wall time, time on a processor, and the most memory that one held."""

import os
import subprocess
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_TURN = 0.05
"""Seconds between two looks at the memory that a program holds."""


def _alone(_process: int) -> AbstractContextManager[list[int]]:
    return nullcontext([])


@dataclass(frozen=True, slots=True)
class Taken:
    """`seconds` is the median of some runs, `busy` the fewest that one of them took of a processor's time; `megabytes` is
    the most that the processes of any of them held at once, what several share counted once.
    """

    seconds: float
    busy: float
    megabytes: float


def taken(command: Sequence[str], runs: int, ends: Collection[int] = (0,)) -> Taken:
    """Raises RuntimeError where the command ends in another way: a benchmark of a mistake is none.

    Memory is looked at in the last run alone: that takes of the processors, all of which a program may use.
    """
    measured = [_once(command, ends, _watched if run == runs else _alone) for run in range(1, runs + 1)]
    seconds, busy, megabytes = zip(*measured, strict=True)
    return Taken(median(seconds), min(busy), max(megabytes))


def _once(
    command: Sequence[str], ends: Collection[int], watched: Callable[[int], AbstractContextManager[list[int]]]
) -> tuple[float, float, float]:
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with watched(process.pid) as held:
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    if os.waitstatus_to_exitcode(status) not in ends:
        raise RuntimeError(f"{command[0]} ended with {os.waitstatus_to_exitcode(status)}")
    return seconds, usage.ru_utime + usage.ru_stime, max((usage.ru_maxrss, *held)) / 1024


@contextmanager
def _watched(process: int) -> Iterator[list[int]]:
    """How many KiB a process and those that it begins hold together, seen again and again while it runs."""
    held, over = [0], threading.Event()

    def watch() -> None:
        while not over.wait(_TURN):
            held.append(sum(map(_proportional, _family(process))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield held
    finally:
        over.set()
        watcher.join()


def _family(process: int) -> list[int]:
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:  # it has ended
        return [process]
    return [process, *(one for child in children for one in _family(int(child)))]


def _proportional(process: int) -> int:
    """What a process holds, its share of what others hold too (PSS). Source: proc(5), smaps_rollup."""
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:")), 0)

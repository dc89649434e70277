"""Work on many things, shared out among processes: one alone cannot use more than one processor."""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

T = TypeVar("T")
R = TypeVar("R")

FEWEST = 400
"""Of fewer things, files say, most are done before another process has begun."""
AT_ONCE = 50
MOST_PROCESSES = 4
"""Each holds memory of its own."""


class _Helper(Generic[T, R]):
    """A process that does some of the work, from the state that this one is in now."""

    def __init__(self, work: Callable[[T], R], parts: Sequence[T]) -> None:
        from multiprocessing import get_context  # noqa: PLC0415 - few runs have so much to do

        self._work, self._parts = work, parts
        context = get_context("fork")
        self._answer, answering = context.Pipe(duplex=False)
        self._process: ForkProcess | None = context.Process(target=self._help, args=(answering,), daemon=True)
        try:
            self._process.start()
        except OSError:  # there is no room for one more: its part is done here
            self._process = None
        answering.close()

    def _help(self, answering: "Connection[list[R], object]") -> None:
        # A terminal sends it to every process: the first one hears it, and ends the others.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            answering.send([self._work(part) for part in self._parts])
        except Exception:  # noqa: BLE001 - happens again where it can be told
            answering.close()

    def results(self) -> list[R]:
        """What it made of its parts. What it failed at, or was ended before, is done here."""
        try:
            made: list[R] = self._answer.recv()
        except (EOFError, OSError):
            return [self._work(part) for part in self._parts]
        return made

    def end(self) -> None:
        if self._process:
            self._process.kill()
            self._process.join()
        self._answer.close()


def shared_out(work: Callable[[Sequence[T]], R], things: Sequence[T]) -> list[R]:
    """What `work` makes of all things, some at a time, in their order. Raises what it raises.

    It must not write, nor change what other parts of the work rely on: it may be done in a copy of this process, or twice.
    """
    parts = [things[start : start + AT_ONCE] for start in range(0, len(things), AT_ONCE)]
    processes = _useful(len(things))
    helpers: list[_Helper[Sequence[T], R]] = []
    done: dict[int, R] = {}
    try:
        helpers += (_Helper(work, parts[first::processes]) for first in range(1, processes))
        done.update((index, work(parts[index])) for index in range(0, len(parts), processes))
        for first, helper in enumerate(helpers, 1):
            done.update(zip(range(first, len(parts), processes), helper.results(), strict=True))
    finally:
        for helper in helpers:
            helper.end()
    return [done[index] for index in range(len(parts))]


def _useful(count: int) -> int:
    """How many processes. Elsewhere than on Linux, a copy of a process cannot be relied upon."""
    if sys.platform != "linux" or count < FEWEST:
        return 1
    return min(len(os.sched_getaffinity(0)), MOST_PROCESSES)

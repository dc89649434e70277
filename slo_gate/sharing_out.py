"""Work on many things, shared out among processes: one alone cannot use more than one processor."""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, NoReturn, TypeVar

T = TypeVar("T")
R = TypeVar("R")

FEWEST = 400
"""Of fewer things, files say, most are done before another process has begun."""
AT_ONCE = 25
_DIGITS = 2
"""Bytes of a part's number. Those of 40,000 things, 3,200 bytes, fit into any pipe that nobody reads yet."""
MOST_PROCESSES = 4
"""Each holds memory of its own."""
_NOBODY = -1


class _Turns:
    """Which part is next: whichever process asks. A pipe hands each number to one of them, and ends with the last."""

    def __init__(self, count: int) -> None:
        self._next, to_come = os.pipe()
        os.write(to_come, b"".join(number.to_bytes(_DIGITS) for number in range(count)))
        os.close(to_come)

    def __iter__(self) -> Iterator[int]:
        while number := os.read(self._next, _DIGITS):
            yield int.from_bytes(number)

    def end(self) -> None:
        os.close(self._next)


class _Helper(Generic[R]):
    """A process that does some of the work, from the state that this one is in now.

    `multiprocessing` does the same, and takes as long to import as forty files to validate.
    """

    def __init__(self, work: Callable[[], R]) -> None:
        answer, answering = os.pipe()
        try:
            self._process = os.fork()
        except OSError:  # there is no room for one more
            self._process = _NOBODY
        else:
            if not self._process:
                self._help(work, answer, answering)
        os.close(answering)
        self._answer = answer

    @staticmethod
    def _help(work: Callable[[], R], answer: int, answering: int) -> NoReturn:
        """What goes wrong here happens again where it can be told: nothing leaves this but what is answered."""
        try:
            os.close(answer)  # or it would never notice that there is none left to read it
            import pickle  # noqa: PLC0415 - few runs have so much to do

            # A terminal sends it to every process: the first one hears it, and ends the others.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            with open(answering, "wb") as pipe:
                pickle.dump(work(), pipe)
        finally:
            os._exit(0)

    def result(self, otherwise: R) -> R:
        """What it has done. Of what it failed at, or was ended before, nothing comes."""
        import pickle  # noqa: PLC0415 - as above

        try:
            with open(self._answer, "rb", closefd=False) as pipe:
                done: R = pickle.load(pipe)  # noqa: S301 - from a copy of this process
        except (EOFError, pickle.UnpicklingError):
            return otherwise
        return done

    def end(self) -> None:
        if self._process != _NOBODY:
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
        os.close(self._answer)


def shared_out(work: Callable[[Sequence[T]], R], things: Sequence[T]) -> list[R]:
    """What `work` makes of all things, some at a time, in their order. Raises what it raises.

    It must not write, nor change what other parts of the work rely on: it may be done in a copy of this process, or twice.
    """
    parts = [things[start : start + AT_ONCE] for start in range(0, len(things), AT_ONCE)]
    processes = _useful(len(things))
    if processes == 1:
        return [work(part) for part in parts]
    turns = _Turns(len(parts))

    def some() -> dict[int, R]:
        return {number: work(parts[number]) for number in turns}

    helpers: list[_Helper[dict[int, R]]] = []
    done: dict[int, R] = {}
    try:
        helpers += (_Helper(some) for _ in range(1, processes))
        done |= some()
        for helper in helpers:
            done |= helper.result({})
    finally:
        turns.end()
        for helper in helpers:
            helper.end()
    return [done[number] if number in done else work(part) for number, part in enumerate(parts)]


def _useful(count: int) -> int:
    """How many processes. Elsewhere than on Linux, a copy of a process cannot be relied upon."""
    if sys.platform != "linux" or count < FEWEST:
        return 1
    return min(len(os.sched_getaffinity(0)), MOST_PROCESSES)

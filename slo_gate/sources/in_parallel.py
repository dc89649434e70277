"""Calls made side by side, by threads that end with the process whatever they wait for."""

import threading
from collections.abc import Callable, Iterable, Sequence
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")
_TURN = 0.5
"""Seconds: a signal that comes right before a wait begins is only heard when that wait ends."""


class _Work(Generic[T, R]):
    def __init__(self, call: Callable[[T], R], arguments: Sequence[T]) -> None:
        self._call = call
        self._left: SimpleQueue[tuple[int, T]] = SimpleQueue()
        for indexed in enumerate(arguments):
            self._left.put(indexed)
        self.results: dict[int, R] = {}
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            while self.error is None:
                index, argument = self._left.get_nowait()
                self.results[index] = self._call(argument)
        except Empty:
            return
        except BaseException as error:  # noqa: BLE001 - raised again by who waits
            self.error = error


def in_parallel(call: Callable[[T], R], arguments: Iterable[T], at_once: int) -> list[R]:
    """The results, in the order of the arguments. Raises what a call raises."""
    listed = list(arguments)
    work = _Work(call, listed)
    if len(listed) <= 1:
        work.run()
    threads = [
        threading.Thread(target=work.run, daemon=True) for _ in range(min(at_once, len(listed))) if len(listed) > 1
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(_TURN)
    if work.error:
        raise work.error
    return [work.results[index] for index in range(len(listed))]

"""Calls made side by side, by threads that end with the process whatever they wait for."""

import threading
from collections.abc import Callable, Iterable
from queue import SimpleQueue
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")
_TURN = 0.5
"""Seconds: a signal that comes right before a wait begins is only heard when that wait ends."""


class _Work(Generic[T, R]):
    def __init__(self, call: Callable[[T], R], at_once: int) -> None:
        self._call = call
        self._at_once = at_once
        self._given: list[T] = []
        self._left: SimpleQueue[int | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._results: dict[int, R] = {}
        self._error: BaseException | None = None

    def give(self, argument: T) -> None:
        self._left.put(len(self._given))
        self._given.append(argument)
        if len(self._threads) < self._at_once:
            self._threads.append(threading.Thread(target=self._run, daemon=True))
            self._threads[-1].start()

    def end(self) -> None:
        """Nothing more is given."""
        for _ in self._threads:
            self._left.put(None)

    def done(self) -> list[tuple[T, R]]:
        for thread in self._threads:
            while thread.is_alive():
                thread.join(_TURN)
        if self._error:
            raise self._error
        return [(argument, self._results[index]) for index, argument in enumerate(self._given)]

    def _run(self) -> None:
        try:
            while self._error is None and (index := self._left.get()) is not None:
                self._results[index] = self._call(self._given[index])
        except BaseException as error:  # noqa: BLE001 - raised again by who waits
            self._error = error


def in_parallel(call: Callable[[T], R], arguments: Iterable[T], at_once: int) -> list[tuple[T, R]]:
    """Each argument with its result, in their order. Raises what a call raises.

    An argument is taken once the calls with those before it may have begun: what takes long to find need not be waited for.
    """
    work = _Work(call, at_once)
    try:
        for argument in arguments:
            work.give(argument)
    finally:
        work.end()
    return work.done()

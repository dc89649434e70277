"""Runs a database's calls in a thread of their own, so that a signal or a deadline ends them at once.

In the main thread, DuckDB would hold a signal back until its query is done, and then report it as a failed query.
"""

from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from datetime import timedelta
from threading import Event
from time import monotonic
from typing import Generic, TypeVar

T = TypeVar("T")
_TURN = 0.5
_AGAIN = 0.05
"""Seconds between interruptions: one that comes before the database listens is lost."""


class Interruptible:
    def __init__(self, interrupt: Callable[[], None], timeout: timedelta) -> None:
        """`interrupt` makes the call that runs end soon."""
        self._interrupt = interrupt
        self._timeout = timeout
        self._thread = ThreadPoolExecutor(max_workers=1)

    def run(self, call: Callable[[], T]) -> T:
        """What the call returns or raises; TimeoutError where it took longer than the timeout."""
        watched = _Watched(call)
        try:
            return _result(self._thread.submit(watched.run), self._timeout)
        finally:
            watched.end(self._interrupt)


def _result(future: "Future[T]", timeout: timedelta) -> T:
    """Waits in short turns: a signal that comes right before a wait begins is only heard when it ends."""
    deadline = monotonic() + timeout.total_seconds()
    while True:
        left = deadline - monotonic()
        wait([future], min(max(left, 0), _TURN))
        if future.done():
            return future.result()
        if left <= 0:
            raise TimeoutError


class _Watched(Generic[T]):
    """A call that can be ended from the moment it is handed over: a signal may come before there is a Future of it."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._begun, self._ended, self._unwanted = Event(), Event(), Event()

    def run(self) -> T:
        self._begun.set()
        try:
            if self._unwanted.is_set():
                raise CancelledError
            return self._call()
        finally:
            self._ended.set()

    def end(self, interrupt: Callable[[], None]) -> None:
        """Sees to it that the call does not run any more. It marks before it looks, and `run` does so too."""
        self._unwanted.set()
        while self._begun.is_set() and not self._ended.is_set():
            interrupt()
            self._ended.wait(_AGAIN)

"""Runs a database's calls in a thread of their own, so that a signal or a deadline ends them at once.

In the main thread, a driver would hold a signal back until its query is done, and then report it as a failed query.
"""

from collections.abc import Callable
from concurrent.futures import Future, wait
from datetime import timedelta
from threading import Event, Thread
from time import monotonic
from typing import Generic, TypeVar

T = TypeVar("T")
_TURN = 0.5
_AGAIN = 0.05
"""Seconds between interruptions: one that comes before the database listens is lost."""

_PATIENCE = 3.0
"""Seconds after which a call is left alone that cannot be interrupted, such as one that waits for a dead network."""


class Interruptible:
    def __init__(self, interrupt: Callable[[], None], timeout: timedelta, patience: float = _PATIENCE) -> None:
        """`interrupt` makes the call that runs end soon; `patience`, in seconds, is how long that may take."""
        self._interrupt = interrupt
        self._timeout = timeout
        self._patience = patience
        self._left_alone = False

    def run(self, call: Callable[[], T]) -> T:
        """What the call returns or raises; TimeoutError where it took longer than the timeout.

        One that would not end is left alone, in a thread that does not outlive the program; nothing is run beside it.
        """
        if self._left_alone:
            raise TimeoutError
        watched = _Watched(call)
        try:
            # A thread for each call: one that is left alone keeps no other, and keeps the program from no exit.
            Thread(target=watched.run, daemon=True).start()
            return _result(watched.future, self._timeout)
        finally:
            self._left_alone = not watched.end(self._interrupt, self._patience)


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
    """A call that can be ended from the moment it is handed over: a signal may come before its thread runs."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._begun, self._ended, self._unwanted = Event(), Event(), Event()
        self.future: Future[T] = Future()

    def run(self) -> None:
        self._begun.set()
        if self._unwanted.is_set():
            self._ended.set()
            return
        try:
            result = self._call()
        except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
            self._ended.set()
            self.future.set_exception(error)
        else:
            self._ended.set()
            self.future.set_result(result)

    def end(self, interrupt: Callable[[], None], patience: float) -> bool:
        """Whether the call does not run any more. It marks before it looks, and `run` does so too."""
        self._unwanted.set()
        until = monotonic() + patience
        while self._begun.is_set() and not self._ended.is_set() and monotonic() < until:
            interrupt()
            self._ended.wait(_AGAIN)
        return self._ended.is_set() or not self._begun.is_set()

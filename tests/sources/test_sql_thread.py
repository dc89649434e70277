"""A call to a database ends when it should, and never holds a signal back."""

import gc
import signal
from collections.abc import Iterator
from datetime import timedelta
from threading import Event, Thread, get_ident, main_thread

import pytest

from slo_gate.sources.sql_thread import Interruptible

LONG = timedelta(seconds=60)


class Stopped(BaseException):
    """What the handler of a signal raises."""


class Query:
    """Runs until it is interrupted, and passes over the interruptions that come before `deaf_for` more."""

    def __init__(self, deaf_for: int = 0) -> None:
        self.started = Event()
        self.ended = Event()
        self._deaf_for = deaf_for

    def interrupt(self) -> None:
        self._deaf_for -= 1
        if self._deaf_for < 0:
            self.ended.set()

    def run(self) -> str:
        self.started.set()
        assert self.ended.wait(LONG.total_seconds())
        return "interrupted"


@pytest.fixture
def stopping() -> Iterator[None]:
    """What other tests left behind is collected first: Python drops what a handler raises amid a weak reference's callback."""

    def stop(_signal: int, _frame: object) -> None:
        raise Stopped

    gc.collect()
    before = signal.signal(signal.SIGUSR1, stop)
    yield
    signal.signal(signal.SIGUSR1, before)


@pytest.mark.usefixtures("stopping")
def test_a_signal_interrupts_the_call_and_is_heard_at_once() -> None:
    query, waiting = Query(), get_ident()

    def send() -> None:
        assert query.started.wait(LONG.total_seconds())
        signal.pthread_kill(waiting, signal.SIGUSR1)

    sender = Thread(target=send)
    sender.start()
    with pytest.raises(Stopped):
        Interruptible(query.interrupt, LONG).run(query.run)
    sender.join()
    assert query.ended.is_set()
    assert waiting == main_thread().ident


@pytest.mark.parametrize("deaf_for", [0, 2], ids=["at once", "interruptions that come too early are repeated"])
def test_a_call_is_interrupted_after_the_timeout(deaf_for: int) -> None:
    query = Query(deaf_for)
    with pytest.raises(TimeoutError):
        Interruptible(query.interrupt, timedelta(milliseconds=1)).run(query.run)
    assert query.ended.is_set()


def test_a_call_that_cannot_be_interrupted_is_left_alone_and_nothing_runs_beside_it() -> None:
    query = Query(deaf_for=1_000_000)
    thread = Interruptible(query.interrupt, timedelta(milliseconds=1), patience=0.1)
    with pytest.raises(TimeoutError):
        thread.run(query.run)
    with pytest.raises(TimeoutError):
        thread.run(lambda: "beside it")
    query.ended.set()


def test_a_call_that_ends_by_itself_is_not_interrupted() -> None:
    query = Query()
    thread = Interruptible(query.interrupt, LONG)
    assert thread.run(lambda: "done") == "done"
    with pytest.raises(ZeroDivisionError):
        thread.run(lambda: 1 // 0)
    assert not query.ended.is_set()

"""Calls side by side: each is made once, and the next argument may be thought of meanwhile."""

import threading
from collections.abc import Iterator

import pytest

from slo_gate.sources.in_parallel import in_parallel

LONG = 60
"""Seconds that nothing here takes."""


def test_each_argument_comes_with_its_result_in_their_order() -> None:
    assert in_parallel(str, iter(range(50)), 4) == [(number, str(number)) for number in range(50)]
    assert in_parallel(str, [], 4) == []


def test_a_call_is_made_while_the_next_argument_is_thought_of() -> None:
    called = threading.Event()

    def arguments() -> Iterator[int]:
        yield 1
        assert called.wait(LONG)
        yield 2

    def call(argument: int) -> int:
        called.set()
        return argument

    assert in_parallel(call, arguments(), 4) == [(1, 1), (2, 2)]


@pytest.mark.parametrize("at_once", [1, 3])
def test_as_many_calls_are_made_at_once_as_are_asked_for(at_once: int) -> None:
    begun, all_there, go = list[int](), threading.Semaphore(0), threading.Event()

    def arguments() -> Iterator[int]:
        yield from range(20)
        try:
            assert all(all_there.acquire(timeout=LONG) for _ in range(at_once))
            assert len(begun) == at_once
        finally:
            go.set()

    def call(argument: int) -> None:
        begun.append(argument)
        all_there.release()
        assert go.wait(LONG)

    in_parallel(call, arguments(), at_once)
    assert sorted(begun) == list(range(20))


def test_what_a_call_raises_is_raised_and_ends_the_others() -> None:
    """The second call ends once the thread of the first has, and its own thread takes no third."""
    first, known = list[threading.Thread](), threading.Event()
    done = list[int]()

    def call(argument: int) -> None:
        if argument == 0:
            first.append(threading.current_thread())
            known.set()
            raise ValueError("wrong")
        assert known.wait(LONG)
        first[0].join(LONG)
        done.append(argument)

    with pytest.raises(ValueError, match="wrong"):
        in_parallel(call, range(100), 2)
    assert len(done) <= 1


def test_what_an_argument_costs_is_raised_and_ends_the_calls() -> None:
    ended = threading.Event()

    def arguments() -> Iterator[int]:
        yield 1
        raise KeyboardInterrupt

    def call(_argument: int) -> None:
        ended.set()

    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        in_parallel(call, arguments(), 2)
    assert ended.wait(LONG)
    for thread in threading.enumerate()[before:]:
        thread.join(LONG)
    assert threading.active_count() <= before

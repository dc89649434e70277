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
    all_there = threading.Barrier(at_once)
    in_parallel(lambda _: all_there.wait(LONG), range(at_once), at_once)
    running, most, lock = set[int](), set[int](), threading.Lock()

    def call(argument: int) -> None:
        with lock:
            running.add(argument)
            most.add(len(running))
        with lock:
            running.remove(argument)

    in_parallel(call, range(200), at_once)
    assert max(most) <= at_once


def test_what_a_call_raises_is_raised_and_ends_the_others() -> None:
    done = []

    def call(argument: int) -> None:
        if argument == 3:
            raise ValueError("wrong")
        done.append(argument)

    with pytest.raises(ValueError, match="wrong"):
        in_parallel(call, range(10_000), 2)
    assert len(done) < 10_000


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

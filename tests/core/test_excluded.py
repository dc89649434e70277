"""Excluded time against plain sets of minutes."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.excluded import Excluded, Piece
from tests.core.promises import AT, HOUR, MINUTE
from tests.support.properties import tried

MINUTES = st.integers(-30, 90)
PIECES = st.lists(st.tuples(MINUTES, st.integers(1, 25)).map(lambda one: (one[0], one[0] + one[1])), max_size=6)
SPANS = st.tuples(MINUTES, st.integers(0, 60)).map(lambda one: (one[0], one[0] + one[1]))
Minutes = tuple[int, int]


def at(minute: int) -> datetime:
    return AT + minute * MINUTE


def excluded(pieces: list[Minutes]) -> Excluded:
    return Excluded.of((at(start), at(end)) for start, end in pieces)


def minutes(pieces: list[Minutes]) -> set[int]:
    return {minute for start, end in pieces for minute in range(start, end)}


def shown(pieces: tuple[Piece, ...]) -> list[Minutes]:
    return [((start - AT) // MINUTE, (end - AT) // MINUTE) for start, end in pieces]


@tried(150)
@given(PIECES)
def test_pieces_that_overlap_or_meet_are_one(pieces: list[Minutes]) -> None:
    merged = shown(excluded(pieces).pieces)
    assert minutes(merged) == minutes(pieces)
    assert sum(end - start for start, end in merged) == len(minutes(pieces))
    assert all(one[1] < other[0] for one, other in pairwise(merged))


@tried(150)
@given(PIECES, SPANS)
def test_what_is_within_and_what_is_left_are_the_whole(pieces: list[Minutes], span: Minutes) -> None:
    found, (start, end) = excluded(pieces), span
    out = minutes(pieces) & set(range(start, end))
    assert found.within(at(start), at(end)) == len(out) * MINUTE
    assert found.counted(at(start), at(end)) == (end - start - len(out)) * MINUTE
    left = shown(found.left(at(start), at(end)))
    assert minutes(left) == set(range(start, end)) - out
    assert all(one < other for one, other in left)


@tried(150)
@given(PIECES, MINUTES, st.integers(0, 60))
def test_time_goes_on_where_nothing_is_excluded(pieces: list[Minutes], start: int, length: int) -> None:
    """The first instant before which so many minutes have counted."""
    minute, counted, out = start, 0, minutes(pieces)
    while counted < length:
        counted += minute not in out
        minute += 1
    found = excluded(pieces)
    then = found.after(at(start), length * MINUTE)
    assert found.counted(at(start), then) == length * MINUTE
    assert then == at(minute) or length == 0


@tried(150)
@given(PIECES, st.integers(1, 15))
def test_a_slice_that_is_touched_is_excluded_whole(pieces: list[Minutes], step: int) -> None:
    touched = {minute // step for minute in minutes(pieces) if minute >= 0}
    widened = excluded(pieces).onto(AT, step * MINUTE)
    assert minutes(shown(widened.pieces)) == {one * step + offset for one in touched for offset in range(step)}


@pytest.mark.parametrize(("minute", "length"), [(0, 0), (10, 0), (60, 30)])
def test_nothing_is_excluded_from_time_without_exclusions(minute: int, length: int) -> None:
    assert Excluded().within(at(0), at(minute)) == timedelta(0)
    assert Excluded().left(at(0), at(minute)) == (((at(0), at(minute)),) if minute else ())
    assert Excluded().after(AT, length * MINUTE) == at(length)
    assert not Excluded().onto(AT, HOUR).pieces

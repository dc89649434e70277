"""The sum of several series."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.measurement import Bucket, Measurement
from slo_gate.core.series import summed
from tests.core.promises import AT, EVENTS, HOUR, Events, grid_of, rolling, row
from tests.support.properties import tried

LENGTH = 6
BOUNDS = rolling(LENGTH * HOUR)
GRID = grid_of(BOUNDS, HOUR, range(LENGTH))
HOURS = st.lists(st.none() | EVENTS, min_size=LENGTH, max_size=LENGTH)


def measurement(hours: list[Events | None], newest: timedelta | None = None, coverage: str = "0.5") -> Measurement:
    buckets = row(BOUNDS.start, HOUR, hours)
    last = Bucket(AT - HOUR, AT, *map(Decimal, hours[-1] or (0, 0)))
    return Measurement(buckets, (last,), AT - newest if newest else None, Decimal(coverage), ("query",), ("warned",))


@tried(100)
@given(st.lists(HOURS, min_size=2, max_size=4))
def test_good_and_total_are_added_per_bucket(series: list[list[Events | None]]) -> None:
    found = summed([measurement(hours) for hours in series], GRID)
    for index in range(LENGTH):
        present = [hours[index] for hours in series if hours[index] is not None]
        bucket = [one for one in found.buckets if one.start == BOUNDS.start + index * HOUR]
        assert len(bucket) == bool(present)
        for one in bucket:
            assert (int(one.good), int(one.total)) == tuple(map(sum, zip(*filter(None, present), strict=True)))
    assert list(found.buckets) == sorted(found.buckets, key=lambda bucket: bucket.start)
    last = [hours[-1] or (0, 0) for hours in series]
    (stretch,) = found.stretches
    assert stretch
    assert (int(stretch.good), int(stretch.total)) == tuple(map(sum, zip(*last, strict=True)))
    assert (found.summed, found.series) == (len(series), ())


def test_what_any_of_them_covers_is_covered() -> None:
    """Two that took turns cover all of the window, though each covers half of it."""
    early, late = [(1, 1)] * 3 + [None] * 3, [None] * 3 + [(1, 1)] * 3
    assert summed([measurement(early), measurement(late)], GRID).coverage == 1
    assert summed([measurement(early, coverage="0.9"), measurement(early)], GRID).coverage == Decimal("0.9")


@pytest.mark.parametrize(
    ("ages", "newest"), [((2 * HOUR, HOUR), AT - HOUR), ((None, HOUR), AT - HOUR), ((None, None), None)]
)
def test_it_is_as_new_as_its_newest(ages: tuple[timedelta | None, ...], newest: object) -> None:
    assert summed([measurement([(1, 1)] * LENGTH, age) for age in ages], GRID).newest == newest


def test_what_was_asked_and_warned_of_is_told_once() -> None:
    found = summed([measurement([(1, 1)] * LENGTH)] * 2, GRID)
    assert (found.queries, found.warnings) == (("query",), ("warned",))

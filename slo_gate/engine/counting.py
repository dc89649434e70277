"""What of a measurement counts: its buckets and lookbacks, without the time that is excluded.

A bucket that an exclusion cuts is not made smaller by what the cut-out part counted, but replaced by what is left of it,
measured by itself. The difference of two increases is not the increase of the rest: each is extrapolated to its own ends,
and a service that is restarted in its maintenance resets its counters there. The pieces never look at that time.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from slo_gate.core.excluded import Excluded
from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Bucket, Measurement, Stretch
from slo_gate.core.numerics import ONE, ZERO

_TICK = timedelta(microseconds=1)


class Counted(NamedTuple):
    """`coverage` is the share of the elapsed time that counts, 0 to 1, that has data.

    A lookback is None where the source cannot tell it, and nothing is `told` where it cannot tell what is left of a bucket.
    """

    buckets: tuple[Bucket, ...]
    lookbacks: tuple[tuple[Bucket, ...] | None, ...]
    coverage: Decimal
    told: bool = True


Answers = Mapping[Stretch, Bucket]
"""What the source could tell of the stretches that it was asked for."""


def told(asked: Sequence[Stretch], found: Sequence[Bucket | None]) -> Answers:
    return {stretch: bucket for stretch, bucket in zip(asked, found, strict=False) if bucket is not None}


def all_of(pieces: Sequence[Stretch], answers: Answers) -> tuple[Bucket, ...] | None:
    """None where one of them is not told."""
    known = tuple(answers[piece] for piece in pieces if piece in answers)
    return known if len(known) == len(pieces) else None


def pieces(laid: Grid, excluded: Excluded) -> Iterator[Stretch]:
    """What is left of each bucket that is cut."""
    for instant in (edge for piece in excluded.pieces for edge in piece):
        if laid.start < instant < laid.end:
            bucket = laid.bucket(laid.holding(instant))
            yield from left_of(*bucket, excluded) if excluded.within(*bucket) else ()


def left_of(start: datetime, end: datetime, excluded: Excluded) -> tuple[Stretch, ...]:
    """What counts of [start, end)."""
    return tuple(map(Stretch._make, excluded.left(start, end)))


def kept(found: Measurement, excluded: Excluded, answers: Answers, *, sliced: bool) -> tuple[Bucket, ...] | None:
    """The buckets that count; None where the source cannot tell.

    `answers` are those of `pieces`; a time slice is never cut, but left out whole.
    """
    if not excluded.pieces:
        return found.buckets
    counted: list[Bucket] = []
    for bucket in found.buckets:
        if not excluded.within(bucket.start, bucket.end):
            counted.append(bucket)
        elif not sliced:
            left = all_of(left_of(bucket.start, bucket.end, excluded), answers)
            if left is None:
                return None
            counted += left
    return tuple(counted)


def coverage(found: Measurement, laid: Grid, excluded: Excluded) -> Decimal:
    """The share of the time that counts that has data: what a source misses in excluded time is no gap.

    A source misses the time before its first bucket, and some miss later buckets too.
    """
    if not excluded.pieces or not found.buckets:
        return found.coverage
    first = found.buckets[0].start
    missed = (ONE - found.coverage) * _ticks(laid.end - laid.start)
    before = Decimal(_ticks(first - laid.start))
    seen = sum((excluded.within(bucket.start, bucket.end) for bucket in found.buckets), timedelta(0))
    early = min(missed, before) - _ticks(excluded.within(laid.start, first))
    late = max(missed - before, ZERO) - _ticks(excluded.within(first, laid.end) - seen)
    return ONE - (max(early, ZERO) + max(late, ZERO)) / _ticks(excluded.counted(laid.start, laid.end))


def _ticks(length: timedelta) -> int:
    return length // _TICK


def within_lookback(buckets: Sequence[Bucket], laid: Grid, lookback: timedelta) -> tuple[Bucket, ...]:
    """The time slices of a lookback; at least one."""
    start = laid.end - max(lookback, laid.step)
    return tuple(bucket for bucket in buckets if bucket.start >= start)

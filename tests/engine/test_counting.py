"""What of a measurement counts, against plain sets of hours."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from slo_gate.core.excluded import Excluded
from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Bucket, Measurement, Stretch
from slo_gate.engine import counting
from tests.core.promises import AT, HOUR, MINUTE
from tests.support.properties import tried

HOURS = 24
GRID = Grid(AT - HOURS * HOUR, AT, HOUR)
PRESENT = st.sets(st.integers(0, HOURS - 1), min_size=1)
CUTS = st.lists(st.tuples(st.integers(-2, HOURS), st.integers(1, 9)), max_size=4)


def found(present: set[int], coverage: Fraction) -> Measurement:
    buckets = tuple(Bucket(*GRID.bucket(hour), Decimal(1), Decimal(2)) for hour in sorted(present))
    return Measurement(buckets, coverage=Decimal(coverage.numerator) / coverage.denominator)


def excluded(cuts: list[tuple[int, int]], unit: timedelta = HOUR) -> Excluded:
    return Excluded.of((GRID.start + start * unit, GRID.start + (start + length) * unit) for start, length in cuts)


@tried(150)
@given(PRESENT, CUTS, st.booleans())
def test_coverage_is_that_of_the_time_that_counts(present: set[int], cuts: list[tuple[int, int]], gaps: bool) -> None:
    """Of a source that misses each bucket without data, and of one that misses the time before its first bucket."""
    out = {hour for start, length in cuts for hour in range(start, start + length)}
    counts = set(range(HOURS)) - out
    assume(counts)
    covered = present if gaps else set(range(min(present), HOURS))
    share = counting.coverage(found(present, Fraction(len(covered), HOURS)), GRID, excluded(cuts))
    assert abs(Fraction(share) - Fraction(len(covered & counts), len(counts))) < Fraction(1, 10**20)


@tried(150)
@given(PRESENT, st.lists(st.tuples(st.integers(-90, HOURS * 60), st.integers(1, 300)), max_size=4))
def test_what_is_cut_is_replaced_by_its_pieces(present: set[int], cuts: list[tuple[int, int]]) -> None:
    """Each minute of a bucket that is present counts once, unless it is excluded, and no other does."""
    out = {minute for start, length in cuts for minute in range(start, start + length)}
    cut, measurement = excluded(cuts, MINUTE), found(present, Fraction(1))
    asked = set(counting.pieces(GRID, cut))
    answers = {piece: Bucket(*piece, Decimal(0), Decimal(0)) for piece in asked}
    buckets = counting.kept(measurement, cut, answers, sliced=False) or ()
    minutes = [
        minute
        for bucket in buckets
        for minute in range((bucket.start - GRID.start) // MINUTE, (bucket.end - GRID.start) // MINUTE)
    ]
    assert minutes == sorted({hour * 60 + offset for hour in present for offset in range(60)} - out)
    whole = {GRID.bucket(hour) for hour in range(HOURS)}
    assert not asked & {Stretch(*bucket) for bucket in whole}
    sliced = counting.kept(measurement, cut, {}, sliced=True) or ()
    assert {bucket.start for bucket in sliced} == {
        GRID.bucket(hour)[0] for hour in present if not out & set(range(hour * 60, hour * 60 + 60))
    }

"""Rows turned into events: good and total per series and bucket."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Bucket, Labels, Reason
from slo_gate.core.slo import RawRatio, Threshold
from slo_gate.sources.sql_answer import Row, UnansweredError

ZERO, ONE = Decimal(0), Decimal(1)
ROUNDING = Decimal("1e-9")
"""How far a part may exceed its total, as a share: sums of DOUBLEs depend on their order."""

Counts = dict[Labels, dict[int, Decimal]]
"""Events by series and by index of the bucket in its grid."""


def counted(rows: Iterable[Row], grid: Grid) -> Counts:
    """Events of rows that count them. A bucket whose every count is NULL is absent: nothing was summed.

    Raises UnansweredError for a negative count, and for a row outside the grid.
    """
    counts: Counts = {}
    for row in rows:
        index = index_of(row, grid)
        if row.value is None:
            continue
        if row.value < 0:
            raise UnansweredError(Reason.INCONSISTENT_DATA, f"a count is negative, at {row.at:%Y-%m-%d %H:%M} UTC")
        series = counts.setdefault(row.labels, {})
        series[index] = series.get(index, ZERO) + row.value
    return counts


def ratios(total: Counts, part: Counts, grid: Grid, *, part_is_good: bool) -> Mapping[Labels, tuple[Bucket, ...]]:
    """Buckets where there is a total; a part without a row is 0 there. Raises UnansweredError where part > total."""
    for labels, series in part.items():
        for index, value in series.items():
            if value > total.get(labels, {}).get(index, ZERO) * (ONE + ROUNDING):
                _refuse_excess(grid.bucket(index)[0], part_is_good=part_is_good)
    events: dict[Labels, tuple[Bucket, ...]] = {}
    for labels, series in total.items():
        parts = part.get(labels, {})
        events[labels] = tuple(
            Bucket(*grid.bucket(index), share if part_is_good else value - share, value)
            for index, value in sorted(series.items())
            for share in [min(parts.get(index, ZERO), value)]
        )
    return events


def _refuse_excess(at: datetime, *, part_is_good: bool) -> None:
    kind = "good" if part_is_good else "bad"
    detail = f"more {kind} events than events in all at {at:%Y-%m-%d %H:%M} UTC: the two queries count different things"
    raise UnansweredError(Reason.INCONSISTENT_DATA, detail)


def sampled(
    rows: Iterable[Row], grid: Grid, goodness: Callable[[Decimal], Decimal]
) -> dict[Labels, tuple[Bucket, ...]]:
    """Each row is one event, good by `goodness` of its value. Raises UnansweredError for a row without a value."""
    events: dict[Labels, dict[int, Bucket]] = defaultdict(dict)
    for row in rows:
        index = index_of(row, grid)
        if row.value is None:
            detail = f"the row at {row.at:%Y-%m-%d %H:%M} UTC has no value: leave it out in the query, or give it one"
            raise UnansweredError(Reason.INCONSISTENT_DATA, detail)
        start, end = grid.bucket(index)
        so_far = events[row.labels].get(index) or Bucket(start, end, ZERO, ZERO)
        good = so_far.good + goodness(row.value)
        events[row.labels][index] = Bucket(start, end, good, so_far.total + ONE)
    return {labels: tuple(bucket for _, bucket in sorted(series.items())) for labels, series in events.items()}


def goodness_of(indicator: Threshold | RawRatio) -> Callable[[Decimal], Decimal]:
    """How good an event of a value is, 0 to 1."""
    if isinstance(indicator, Threshold):
        return lambda value: ONE if indicator.op.holds(value, indicator.limit) else ZERO
    return lambda value: _share(value) if indicator.success else ONE - _share(value)


def _share(value: Decimal) -> Decimal:
    if not ZERO <= value <= ONE:
        raise UnansweredError(Reason.INCONSISTENT_DATA, f"a ratio is {value}; it must be between 0 and 1")
    return value


def index_of(row: Row, grid: Grid) -> int:
    if not grid.start <= row.at < grid.end:
        detail = (
            f"rows outside the window: one is of {row.at:%Y-%m-%d %H:%M:%S} UTC, the window asked for is "
            f"{grid.start:%Y-%m-%d %H:%M} to {grid.end:%Y-%m-%d %H:%M} UTC; "
            "filter by $start and $end, and bucket with time_bucket($step, your_time, $start)"
        )
        raise UnansweredError(Reason.QUERY_REJECTED, detail)
    return grid.holding(row.at)

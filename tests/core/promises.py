"""Objectives, windows and buckets to compute with."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from slo_gate.core.budget import Budget, EmptySlices, budget
from slo_gate.core.duration import Duration
from slo_gate.core.finding import Location
from slo_gate.core.grid import Grid
from slo_gate.core.measurement import Bucket
from slo_gate.core.node import START
from slo_gate.core.slo import BudgetingMethod, Kind, Objective, Query, Ratio, Slo
from slo_gate.core.window import Bounds, TimeWindow

AT = datetime(2026, 11, 24, 4, 31, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
HERE = Location("slo.yaml", START)

Events = tuple[int, int]
"""Good and total."""

TARGETS = st.integers(0, 999_999).map(lambda millionths: Decimal(millionths) / 1_000_000)
EVENTS = st.integers(0, 10_000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


def objective(target: Decimal | str = "0.999", slice_target: Decimal | str | None = None) -> Objective:
    query = Query("metrics", "requests", HERE)
    indicator = Ratio(total=query, good=query)
    return Objective("main", Decimal(target), indicator, HERE, None if slice_target is None else Decimal(slice_target))


def slo(name: str = "checkout", service: str = "web", labels: dict[str, tuple[str, ...]] | None = None) -> Slo:
    window = TimeWindow(Duration(30, "d"))
    method = BudgetingMethod.OCCURRENCES
    return Slo(name, service, Kind.OTHER, window, method, (objective(),), HERE, labels=labels or {})


def rolling(length: timedelta) -> Bounds:
    return Bounds(AT - length, AT, AT)


def calendar(elapsed: timedelta, length: timedelta) -> Bounds:
    return Bounds(AT - elapsed, AT, AT - elapsed + length)


def row(start: datetime, step: timedelta, events: Iterable[Events | None]) -> tuple[Bucket, ...]:
    """Adjacent buckets; None leaves one out."""
    return tuple(
        Bucket(start + index * step, start + (index + 1) * step, Decimal(numbers[0]), Decimal(numbers[1]))
        for index, numbers in enumerate(events)
        if numbers is not None
    )


def grid_of(bounds: Bounds, step: timedelta, slices: Sequence[object]) -> Grid:
    return Grid(bounds.start, bounds.start + len(slices) * step, step)


def equal(found: Decimal | None, expected: Fraction) -> bool:
    """Equal to 20 digits: decimals are rounded at 28."""
    assert found is not None
    return abs(Fraction(found) - expected) <= max(Fraction(1), abs(expected)) / 10**20


def occurrences(target: Decimal | str, bounds: Bounds, *events: Events) -> Budget:
    buckets = row(bounds.start, HOUR, events)
    return budget(
        objective(target),
        BudgetingMethod.OCCURRENCES,
        bounds,
        grid_of(bounds, HOUR, events),
        buckets,
        EmptySlices.EXCLUDED,
    )

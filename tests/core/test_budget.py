"""Budgets against an oracle in plain fractions, which shares no code with them, and against published numbers."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from slo_gate.core.budget import Budget, EmptySlices, budget, is_bad_slice
from slo_gate.core.measurement import Bucket
from slo_gate.core.numerics import INFINITE
from slo_gate.core.slo import BudgetingMethod
from slo_gate.core.window import Bounds
from tests.core.promises import (
    AT,
    DAY,
    EVENTS,
    HOUR,
    MINUTE,
    TARGETS,
    Events,
    calendar,
    equal,
    grid_of,
    objective,
    occurrences,
    rolling,
    row,
)
from tests.support.properties import tried

OCCURRENCES, TIMESLICES, RATIO_TIMESLICES = BudgetingMethod
SLICES = st.lists(st.none() | EVENTS, max_size=24)
EMPTY = st.sampled_from(EmptySlices)
NOISE = Fraction(1, 10**9)
"""The stated tolerance; a good share nearer to its target than this is left out of the slices' oracle."""


def sliced(
    method: BudgetingMethod,
    bounds: Bounds,
    slices: Sequence[Events | None],
    empty: EmptySlices = EmptySlices.EXCLUDED,
    target: Decimal | str = "0.9",
    slice_target: Decimal | str = "0.95",
) -> Budget:
    """A budget over one-hour slices."""
    buckets = row(bounds.start, HOUR, slices)
    return budget(objective(target, slice_target), method, bounds, grid_of(bounds, HOUR, slices), buckets, empty)


class TestOccurrences:
    @tried(100)
    @given(TARGETS, st.lists(EVENTS, min_size=1, max_size=8))
    def test_rolling(self, target: Decimal, events: list[Events]) -> None:
        """e = b / n, B = e / E, C = B and R = 1 - C over the full window; allowed bad A = E n."""
        found = occurrences(target, rolling(30 * DAY), *events)
        good, total = sum(event[0] for event in events), sum(event[1] for event in events)
        error_budget = 1 - Fraction(target)
        assert equal(found.allowed_bad, error_budget * total)
        assert found.good == good
        assert found.total == total
        assert found.bad == total - good
        assert found.to_date is None
        if total:
            assert found.sli is not None
            assert equal(found.sli, Fraction(good, total))
            assert equal(found.remaining, 1 - Fraction(total - good, total) / error_budget)
        else:
            assert found.sli is None
            assert found.remaining == 1

    @tried(100)
    @given(TARGETS, EVENTS, st.integers(1, 720), st.integers(0, 720))
    def test_calendar(self, target: Decimal, events: Events, passed: int, left: int) -> None:
        """n^ = n (u - s) / (t - s), C = b / (E n^); to date, C = (b / n) / E."""
        found = occurrences(target, calendar(passed * HOUR, (passed + left) * HOUR), events)
        good, total = events
        error_budget = 1 - Fraction(target)
        projected = Fraction(total * (passed + left), passed)
        assert equal(found.allowed_bad, error_budget * projected)
        if total:
            assert equal(found.remaining, 1 - (total - good) / (error_budget * projected))
        told = left > 0 and passed >= 24 and 100 * passed >= 3 * (passed + left)
        assert (found.to_date is not None) == told
        if found.to_date is not None and total:
            assert equal(found.to_date, 1 - Fraction(total - good, total) / error_budget)

    @pytest.mark.parametrize(
        ("passed", "length", "told"),
        [
            pytest.param(DAY - MINUTE, 30 * DAY, False, id="less than a day"),
            pytest.param(DAY, 30 * DAY, True, id="a day of a month"),
            pytest.param(2 * DAY, 90 * DAY, False, id="less than 3 % of a quarter"),
            pytest.param(2.7 * DAY, 90 * DAY, True, id="3 % of a quarter"),
            pytest.param(23 * HOUR, DAY, False, id="nearly all of a day"),
        ],
    )
    def test_the_budget_to_date_waits_until_it_says_something(
        self, passed: timedelta, length: timedelta, told: bool
    ) -> None:
        assert (occurrences("0.99", calendar(passed, length), (1, 1)).to_date is not None) is told

    @pytest.mark.parametrize(
        ("bad", "remaining", "exhausted"),
        [
            pytest.param(0, Decimal(1), False, id="without a bad event it is full"),
            pytest.param(1, -INFINITE, True, id="the first bad event exhausts it"),
        ],
    )
    def test_a_target_of_all_leaves_no_budget_and_divides_by_nothing(
        self, bad: int, remaining: Decimal, exhausted: bool
    ) -> None:
        """E = 0: b = 0 means R = 1, b > 0 means exhausted with an infinite burn rate."""
        found = occurrences("1", rolling(30 * DAY), (100 - bad, 100))
        assert (found.remaining, found.exhausted) == (remaining, exhausted)

    @pytest.mark.parametrize(
        ("good", "remaining", "exhausted"),
        [
            pytest.param("999.001", "0.001", False, id="a thousandth of the budget left is some"),
            pytest.param("999", "0", True, id="spent to exactly zero is exhausted"),
            pytest.param("999.0000000000001", "1E-13", True, id="a rest below the tolerance is none"),
            pytest.param("998.999", "-0.001", True, id="overspent shows how far"),
        ],
    )
    def test_exhaustion(self, good: str, remaining: str, exhausted: bool) -> None:
        start = AT - HOUR
        bucket = Bucket(start, AT, Decimal(good), Decimal(1000))
        bounds = rolling(HOUR)
        found = budget(objective(), OCCURRENCES, bounds, grid_of(bounds, HOUR, [0]), [bucket], EmptySlices.EXCLUDED)
        assert (found.remaining, found.exhausted) == (Decimal(remaining), exhausted)

    def test_before_a_calendar_window_has_lasted_there_is_nothing_to_project(self) -> None:
        found = occurrences("0.999", calendar(timedelta(0), 30 * DAY))
        assert found.sli is None
        assert found.remaining == 1

    def test_more_good_than_total_is_noise_and_buys_nothing(self) -> None:
        found = occurrences("0.999", rolling(30 * DAY), (1001, 1000))
        assert found.remaining == 1
        assert found.good == 1000
        assert found.sli == 1


class TestTimeslices:
    @tried(150)
    @given(TARGETS, TARGETS, SLICES, EMPTY, st.integers(0, 24))
    @example(Decimal("0.9"), Decimal(0), [(0, 5)], EmptySlices.BAD, 0)
    def test_remaining(
        self, target: Decimal, slice_target: Decimal, slices: list[Events | None], empty: EmptySlices, left: int
    ) -> None:
        """S = W / s; a slice is good iff good / total >= timeSliceTarget; R = 1 - bad / (E S).

        Empty slices count as good, as bad, or not at all: then they leave S.
        """
        bounds = calendar(len(slices) * HOUR, (len(slices) + left) * HOUR)
        found = sliced(TIMESLICES, bounds, slices, empty, target, slice_target)
        full = [Fraction(good, total) for good, total in filter(None, slices) if total]
        nearly = [ratio for ratio in full if 0 < Fraction(slice_target) - ratio <= NOISE]
        bad = sum(ratio < Fraction(slice_target) for ratio in full) - len(nearly)
        hollow = len(slices) - len(full)
        counted = len(full) if empty is EmptySlices.EXCLUDED else len(slices)
        bad += hollow if empty is EmptySlices.BAD else 0
        whole = counted + left
        assert found.bad == bad
        assert found.total == counted
        assert found.empty_slices == hollow
        assert equal(found.allowed_bad, (1 - Fraction(target)) * whole)
        if whole:
            assert equal(found.remaining, 1 - bad / ((1 - Fraction(target)) * whole))
        assert found.sli is None if not counted else equal(found.sli or Decimal(0), 1 - Fraction(bad, counted))

    @pytest.mark.parametrize(
        ("good", "total", "slice_target", "bad"),
        [
            pytest.param("95", "100", "0.95", False, id="exactly its target is good"),
            pytest.param("94", "100", "0.95", True, id="below its target is bad"),
            pytest.param("0", "100", "0", False, id="a target of nothing is always met"),
            pytest.param("99", "100", "1", True, id="a target of all is missed by one event"),
            pytest.param("94.99999999999", "100", "0.95", False, id="short by less than the tolerance is good"),
        ],
    )
    def test_a_slice(self, good: str, total: str, slice_target: str, bad: bool) -> None:
        bucket = Bucket(AT, AT + MINUTE, Decimal(good), Decimal(total))
        assert is_bad_slice(bucket, Decimal(slice_target)) is bad

    def test_no_slice_target_means_that_every_event_must_be_good(self) -> None:
        bounds = rolling(2 * HOUR)
        buckets = row(bounds.start, HOUR, [(99, 100), (100, 100)])
        found = budget(
            objective("0.5"), TIMESLICES, bounds, grid_of(bounds, HOUR, buckets), buckets, EmptySlices.EXCLUDED
        )
        assert found.bad == 1

    def test_one_minute_of_downtime_a_day_is_one_bad_slice(self) -> None:
        """1 - 1/1440 over a day of one-minute slices: E S = 1, so the second bad minute overspends by a whole budget."""
        bounds = rolling(DAY)
        for bad, remaining in ((0, 1), (1, 0), (2, -1)):
            buckets = row(bounds.start, MINUTE, [(0, 10)] * bad + [(10, 10)] * (1440 - bad))
            target = objective(1 - Decimal(1) / 1440, "0.99")
            found = budget(target, TIMESLICES, bounds, grid_of(bounds, MINUTE, buckets), buckets, EmptySlices.BAD)
            assert equal(found.remaining, Fraction(remaining))
            assert found.exhausted is (remaining <= 0)


class TestRatioTimeslices:
    @tried(150)
    @given(TARGETS, SLICES, EMPTY, st.integers(0, 24))
    def test_remaining(self, target: Decimal, slices: list[Events | None], empty: EmptySlices, left: int) -> None:
        """m = mean of the slices' ratios, R = 1 - (1 - m) / E; of a part-elapsed window R = 1 - sum(1 - r) / (E S)."""
        bounds = calendar(len(slices) * HOUR, (len(slices) + left) * HOUR)
        found = sliced(RATIO_TIMESLICES, bounds, slices, empty, target)
        ratios = [Fraction(good, total) for good, total in filter(None, slices) if total]
        if empty is not EmptySlices.EXCLUDED:
            ratios += [Fraction(empty is EmptySlices.GOOD)] * (len(slices) - len(ratios))
        whole = len(ratios) + left
        if whole:
            missing = sum((1 - ratio for ratio in ratios), Fraction(0))
            assert equal(found.remaining, 1 - missing / ((1 - Fraction(target)) * whole))
        if ratios and not left:
            mean = sum(ratios, Fraction(0)) / len(ratios)
            assert equal(found.remaining, 1 - (1 - mean) / (1 - Fraction(target)))
            assert equal(found.sli or Decimal(0), mean)

    def test_more_good_than_total_in_one_slice_makes_up_for_no_other(self) -> None:
        noisy = sliced(RATIO_TIMESLICES, rolling(2 * HOUR), [(110, 100), (90, 100)])
        assert equal(noisy.bad, Fraction(1, 10))

    def test_a_quiet_hour_weighs_as_much_as_a_busy_one(self) -> None:
        """What tells it from Occurrences: one bad night of few events costs an hour, not a few events."""
        slices = [(0, 10), *[(10_000, 10_000)] * 9]
        by_slices = sliced(RATIO_TIMESLICES, rolling(10 * HOUR), slices)
        by_events = occurrences("0.9", rolling(10 * HOUR), *slices)
        assert equal(by_slices.remaining, Fraction(0))
        assert by_events.remaining > Decimal("0.99")


@tried(60)
@given(st.lists(EVENTS, min_size=1, max_size=12), TARGETS)
def test_consumed_and_remaining_are_the_whole(events: list[Events], target: Decimal) -> None:
    """R = 1 - C, whatever the method."""
    for method in BudgetingMethod:
        bounds = rolling(len(events) * HOUR)
        buckets = row(bounds.start, HOUR, events)
        grid = grid_of(bounds, HOUR, events)
        found = budget(objective(target, "0.9"), method, bounds, grid, buckets, EmptySlices.EXCLUDED)
        assert abs(found.remaining + found.consumed - 1) < Decimal("1e-20")
        assert found.bad is not None
        assert found.good is not None
        assert found.bad + found.good == found.total

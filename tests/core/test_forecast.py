"""Forecasts against a brute-force oracle that plays the coming days one by one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from slo_gate.core.budget import Spent, sum_of
from slo_gate.core.excluded import Excluded
from slo_gate.core.forecast import Steps, exhaustion, recovery, steps
from slo_gate.core.grid import coarse_step, grid
from slo_gate.core.measurement import Bucket
from slo_gate.core.window import Bounds
from tests.core.promises import AT, DAY, EVENTS, HOUR, MINUTE, Events, calendar, objective, rolling, row
from tests.support.properties import tried

MARGIN = Fraction(1, 10**9)


def daily(bounds: Bounds, events: Sequence[Events]) -> Steps:
    return steps(bounds, row(bounds.start, DAY, events), sum_of)


def played_out(events: Sequence[Events], error_budget: Fraction, threshold: Fraction) -> int | None:
    """After how many days the remaining share is above the threshold, if each day is like the last one."""
    window = len(events)
    good, total = events[-1]
    if not total:
        good, total = (Fraction(sum(event[side] for event in events), window) for side in (0, 1))  # type: ignore[assignment]
    days: list[tuple[Fraction | int, Fraction | int]] = list(events)
    for day in range(1, window + 1):
        days.append((good, total))
        kept = days[-window:]
        bad, seen = sum(one[1] - one[0] for one in kept), sum(one[1] for one in kept)
        remaining = 1 - (Fraction(bad) / Fraction(seen) if seen else Fraction(0)) / error_budget
        assume(abs(remaining - threshold) > 2 * MARGIN)
        if remaining > threshold:
            return day
    return None


class TestRecovery:
    @tried(150)
    @given(
        st.lists(EVENTS, min_size=2, max_size=30),
        st.integers(0, 999_999).map(lambda millionths: Decimal(millionths) / 1_000_000),
        st.integers(-100, 90).map(lambda percent: Decimal(percent) / 100),
    )
    def test_is_the_day_that_playing_on_finds(self, events: list[Events], target: Decimal, threshold: Decimal) -> None:
        """R(k) = 1 - (sum_{i >= k} b_i + k b^) / (sum_{i >= k} n_i + k n^) / E; the first k with R(k) > threshold."""
        bounds = rolling(len(events) * DAY)
        found = recovery(bounds, daily(bounds, events), 1 - target, threshold)
        day = played_out(events, 1 - Fraction(target), Fraction(threshold))
        assert found == (None if day is None else AT + day * DAY)

    def test_an_incident_leaves_a_rolling_window_when_it_is_as_old_as_the_window(self) -> None:
        """Bad only 11 days ago in a window of 30: gone in 20 days, when that day is the 31st."""
        events = [(100_000, 100_000)] * 30
        events[30 - 11] = (96_400, 100_000)
        bounds = rolling(30 * DAY)
        assert recovery(bounds, daily(bounds, events), Decimal("0.001"), Decimal(0)) == AT + 20 * DAY

    @pytest.mark.parametrize(
        ("threshold", "days"),
        [
            pytest.param("0", 2, id="exactly the threshold is not above it"),
            pytest.param("-0.000000001", 2, id="nor is what exceeds it by the tolerance"),
            pytest.param("-0.0000000011", 1, id="what exceeds it by more is"),
        ],
    )
    def test_is_when_more_than_the_threshold_remains(self, threshold: str, days: int) -> None:
        """R(1) = 0 with the day of 20 bad events gone and that of 10 still there, R(2) = 1."""
        bounds = rolling(10 * DAY)
        past = daily(bounds, [(80, 100), (90, 100), *[(100, 100)] * 8])
        assert recovery(bounds, past, Decimal("0.01"), Decimal(threshold)) == AT + days * DAY

    def test_errors_that_go_on_above_the_budget_never_recover(self) -> None:
        bounds = rolling(30 * DAY)
        past = daily(bounds, [(990, 1000)] * 30)
        assert recovery(bounds, past, Decimal("0.001"), Decimal(0)) is None

    def test_without_traffic_in_the_last_step_the_mean_of_the_window_goes_on(self) -> None:
        bounds = rolling(10 * DAY)
        past = daily(bounds, [(0, 100), *[(100, 100)] * 8, (0, 0)])
        assert recovery(bounds, past, Decimal("0.011"), Decimal(0)) is None
        assert recovery(bounds, past, Decimal("0.012"), Decimal(0)) == AT + DAY

    def test_a_calendar_window_starts_afresh_at_its_end(self) -> None:
        bounds = calendar(10 * DAY, 30 * DAY)
        past = daily(bounds, [(0, 100)] * 10)
        assert recovery(bounds, past, Decimal("0.001"), Decimal(0)) == AT + 20 * DAY

    @pytest.mark.parametrize(
        ("bad", "expected"),
        [
            pytest.param(0, AT + DAY, id="a good last hour recovers with the first day that leaves"),
            pytest.param(10, None, id="a bad last hour goes on as a bad day"),
        ],
    )
    def test_the_shorter_last_step_of_an_uneven_window_is_a_rate(self, bad: int, expected: datetime | None) -> None:
        """49 hours are steps of a day, a day and an hour: the hour stands for a day 24 times as long."""
        bounds = rolling(49 * HOUR)
        laid = grid(bounds, None)
        numbers = [(2400 - 120, 2400), (2400, 2400), (100 - bad, 100)]
        buckets = [
            Bucket(*laid.bucket(index), Decimal(good), Decimal(total)) for index, (good, total) in enumerate(numbers)
        ]
        past = steps(bounds, buckets, sum_of)
        assert [spent.total for spent in past.spent] == [2400, 2400, 100]
        assert recovery(bounds, past, Decimal("0.0244"), Decimal(0)) == expected

    @pytest.mark.parametrize(
        ("excluded", "expected"),
        [
            pytest.param((), AT + DAY, id="5 bad of 25 events in a day go on as such days"),
            pytest.param(((AT - DAY, AT - 6 * HOUR),), None, id="in 6 hours they go on as 20 of 100 a day"),
            pytest.param(
                ((AT - DAY, AT - 6 * HOUR), (AT, AT + 2 * DAY)), AT + DAY, id="and not while nothing counts to come"
            ),
        ],
    )
    def test_rates_are_those_of_the_time_that_counts(
        self, excluded: tuple[tuple[datetime, datetime], ...], expected: datetime | None
    ) -> None:
        bounds = rolling(10 * DAY)._replace(excluded=Excluded(excluded))
        past = daily(bounds, [(20, 100), *[(100, 100)] * 8, (20, 25)])
        assert recovery(bounds, past, Decimal("0.02"), Decimal(0)) == expected

    def test_a_window_of_years_is_answered(self) -> None:
        """Linear in the steps: 100 years of days."""
        bounds = rolling(36_500 * DAY)
        past = Steps(DAY, (Spent(Decimal(1), Decimal(100)),) * 36_500)
        assert recovery(bounds, past, Decimal("0.001"), Decimal(0)) is None


def spent_after(events: Sequence[Events], error_budget: Fraction, burn: Fraction) -> int | None:
    """After how many days nothing is left, if each day has the last one's events and burns at this rate."""
    window, total = len(events), events[-1][1]
    days = [(Fraction(good), Fraction(total)) for good, total in events]
    for day in range(1, window + 1):
        days.append((total - burn * error_budget * total, Fraction(total)))
        kept = days[-window:]
        bad, seen = sum(one[1] - one[0] for one in kept), sum(one[1] for one in kept)
        remaining = 1 - bad / seen / error_budget
        assume(abs(remaining - MARGIN) > MARGIN / 2)
        if remaining <= MARGIN:
            return day
    return None


CLEAN = [(100, 100)] * 30
SHARES = st.integers(1, 999).map(lambda thousandths: Decimal(thousandths) / 1000)


def exhausts(bounds: Bounds, remaining: str, burn: str | None, events: Sequence[Events] = CLEAN) -> datetime | None:
    rate = None if burn is None else Decimal(burn)
    return exhaustion(bounds, daily(bounds, events), Decimal("0.01"), Decimal(remaining), rate)


class TestExhaustion:
    @tried(150)
    @given(st.integers(1, 10_000), st.integers(1, 1_000_000), st.integers(1, 365 * 24))
    def test_formula(self, remaining: int, burn: int, hours: int) -> None:
        """t_ex = R W / B_L, after the instant judged, where nothing leaves the window meanwhile."""
        bounds = calendar(0 * HOUR, hours * HOUR)
        share, rate = Fraction(remaining, 10_000), Fraction(burn, 1000)
        assume(share / rate < 1)
        found = exhausts(bounds, str(Decimal(remaining) / 10_000), str(Decimal(burn) / 1000), [])
        seconds = share * hours * 3600 / rate
        assert found is not None
        assert abs(Fraction((found - AT) / timedelta(microseconds=1)) / 10**6 - seconds) < Fraction(1, 100)

    @tried(150)
    @given(st.lists(EVENTS.filter(lambda event: event[1] > 0), min_size=2, max_size=30), SHARES, SHARES)
    def test_is_the_day_that_playing_on_finds(self, events: list[Events], budget: Decimal, lasts: Decimal) -> None:
        """R(k) = 1 - (sum_{i >= k} b_i + k b^) / (sum_{i >= k} n_i + k n^) / E, b^ = B_L E n^; first k with R(k) <= 0.

        The budget is more than what is spent, by a share of the rest, and lasts from a day to the length of the window.
        """
        bounds = rolling(len(events) * DAY)
        bad, total = sum(event[1] - event[0] for event in events), sum(event[1] for event in events)
        spent, day_of_window = Decimal(bad) / total, Decimal(1) / len(events)
        error_budget = spent + (1 - spent) * budget
        remaining = 1 - spent / error_budget
        assume(remaining > 0)
        burn = remaining / (day_of_window + (1 - day_of_window) * lasts)
        found = exhaustion(bounds, daily(bounds, events), error_budget, remaining, burn)
        day = spent_after(events, Fraction(error_budget), Fraction(burn))
        assert found == (None if day is None else AT + day * DAY)

    def test_a_burn_rate_below_one_never_spends_a_clean_rolling_window(self) -> None:
        """As much leaves as comes, and what comes is within the budget."""
        assert exhausts(rolling(30 * DAY), "0.5", "0.99", [(99, 100), *CLEAN[1:]]) is None

    def test_a_burn_rate_of_one_spends_a_full_budget_in_just_the_window(self) -> None:
        assert exhausts(rolling(30 * DAY), "1", "1") == AT + 30 * DAY

    def test_the_fast_burn_of_the_workbook_spends_a_budget_in_50_hours(self) -> None:
        """Workbook, chapter 5: at a burn rate of 14.4 two percent go in an hour, so all of it in 50: on the third day."""
        assert exhausts(rolling(30 * DAY), "1", "14.4") == AT + 3 * DAY
        assert exhausts(calendar(0 * DAY, 30 * DAY), "1", "14.4", []) == AT + 50 * HOUR

    def test_within_the_first_step_it_is_told_to_the_minute(self) -> None:
        assert exhausts(rolling(30 * DAY), "0.5", "720") == AT + 30 * MINUTE

    @pytest.mark.parametrize(
        ("remaining", "burn"),
        [
            pytest.param("0", "1", id="it is spent already"),
            pytest.param("1e-10", "1", id="what is left is below the tolerance"),
            pytest.param("-0.5", "1", id="it is overspent"),
            pytest.param("-Infinity", "1", id="there never was one"),
            pytest.param("0.5", None, id="there were no events"),
            pytest.param("0.5", "0", id="nothing burns"),
            pytest.param("0.5", "Infinity", id="the burn rate is infinite"),
            pytest.param("1", "0.9", id="it lasts more than a window"),
        ],
    )
    def test_has_no_date_where(self, remaining: str, burn: str | None) -> None:
        assert exhausts(rolling(30 * DAY), remaining, burn) is None

    @pytest.mark.parametrize(
        ("burn", "expected"),
        [
            pytest.param("1", AT + 15 * DAY, id="before the calendar window ends"),
            pytest.param("0.75", AT + 20 * DAY, id="as the calendar window ends"),
            pytest.param("0.74", None, id="not within the calendar window"),
        ],
    )
    def test_in_a_calendar_window(self, burn: str, expected: datetime | None) -> None:
        assert exhausts(calendar(10 * DAY, 30 * DAY), "0.5", burn, CLEAN[:10]) == expected


class TestSteps:
    @tried(100)
    @given(st.integers(1, 60 * 24 * 40), st.integers(1, 2880), st.data())
    def test_every_bucket_falls_into_one_step(self, minutes: int, slice_minutes: int, data: st.DataObject) -> None:
        bounds, step = rolling(minutes * MINUTE), slice_minutes * MINUTE
        count = min(minutes // slice_minutes, 50)
        buckets = row(bounds.start, step, data.draw(st.lists(EVENTS, min_size=count, max_size=count)))
        past = steps(bounds, buckets, sum_of)
        assert past.length == coarse_step(bounds.length)
        assert len(past.spent) == -(-bounds.length // past.length)
        assert sum(spent.total for spent in past.spent) == sum(bucket.total for bucket in buckets)

    def test_are_oldest_first_and_end_with_the_window(self) -> None:
        bounds = rolling(3 * DAY)
        past = daily(bounds, [(1, 1), (2, 2), (4, 4)])
        assert [spent.total for spent in past.spent] == [1, 2, 4]

    def test_leave_out_what_lies_outside_the_window(self) -> None:
        bounds = rolling(2 * DAY)
        past = steps(bounds, row(AT - 3 * DAY, DAY, [(1, 1), (2, 2), (4, 4), (8, 8)]), sum_of)
        assert [spent.total for spent in past.spent] == [2, 4]

    def test_are_spent_by_the_objectives_own_method(self) -> None:
        bounds = rolling(2 * DAY)
        past = steps(
            bounds,
            row(bounds.start, HOUR, [(1, 1)] * 48),
            lambda group: Spent(Decimal(sum(1 for _ in group)), Decimal(1)),
        )
        assert [spent.bad for spent in past.spent] == [24, 24]
        assert objective().error_budget == Decimal("0.001")

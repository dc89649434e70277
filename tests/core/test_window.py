"""Time windows at an instant: rolling, calendar with its zones, and the grids laid over them."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from slo_gate.core.duration import Duration
from slo_gate.core.grid import Grid, coarse_step, grid
from slo_gate.core.window import Bounds, Calendar, TimeWindow
from tests.core.promises import AT, DAY, HOUR, MINUTE, calendar, rolling
from tests.support.properties import tried

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia")
INSTANTS = st.datetimes(
    datetime(2011, 1, 1),  # noqa: DTZ001 - hypothesis sets the zone
    datetime(2031, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda instant: instant.replace(microsecond=0))
LENGTHS = st.integers(1, 60 * 24 * 100).map(lambda minutes: minutes * MINUTE)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def window(duration: str, zone: str = "Europe/Berlin", start: str = "2026-01-01") -> TimeWindow:
    return TimeWindow(Duration.parse(duration), Calendar(datetime.fromisoformat(start), ZoneInfo(zone), zone))


class TestRolling:
    @tried(50)
    @given(INSTANTS, st.integers(1, 999), st.sampled_from("mhdwMQ"))
    def test_ends_at_the_instant(self, now: datetime, count: int, unit: str) -> None:
        duration = Duration(count, unit)
        bounds = TimeWindow(duration).at(now)
        assert bounds == Bounds(now - duration.nominal, now, now)
        assert bounds.elapsed == bounds.length == duration.nominal

    def test_before_the_calendar_begins_is_refused_in_words(self) -> None:
        with pytest.raises(ValueError, match="a window of 999Y leaves the years 1 to 9999"):
            TimeWindow(Duration.parse("999Y")).at(utc("0900-01-01T00:00"))


class TestCalendar:
    @pytest.mark.parametrize(
        ("duration", "now", "start", "end", "hours"),
        [
            pytest.param(
                "1d", "2026-03-29T12:00", "2026-03-28T23:00", "2026-03-29T22:00", 23, id="a spring day has 23 hours"
            ),
            pytest.param(
                "1d", "2026-10-25T12:00", "2026-10-24T22:00", "2026-10-25T23:00", 25, id="an autumn day has 25 hours"
            ),
            pytest.param(
                "1d", "2026-06-01T12:00", "2026-05-31T22:00", "2026-06-01T22:00", 24, id="any other day has 24 hours"
            ),
            pytest.param(
                "1w", "2026-03-27T12:00", "2026-03-25T23:00", "2026-04-01T22:00", 167, id="a week with a change of time"
            ),
            pytest.param(
                "1M", "2026-02-10T12:00", "2026-01-31T23:00", "2026-02-28T23:00", 672, id="February has 28 days"
            ),
            pytest.param(
                "1M", "2026-03-10T12:00", "2026-02-28T23:00", "2026-03-31T22:00", 743, id="March lacks an hour"
            ),
            pytest.param("1M", "2026-04-10T12:00", "2026-03-31T22:00", "2026-04-30T22:00", 720, id="April has 30 days"),
            pytest.param(
                "1M", "2026-10-10T12:00", "2026-09-30T22:00", "2026-10-31T23:00", 745, id="October has an hour more"
            ),
            pytest.param(
                "1M", "2026-02-28T23:30", "2026-02-28T23:00", "2026-03-31T22:00", 743, id="it is March in Berlin first"
            ),
            pytest.param(
                "1M", "2028-02-10T12:00", "2028-01-31T23:00", "2028-02-29T23:00", 696, id="a leap February has 29 days"
            ),
            pytest.param(
                "1Q", "2026-05-10T12:00", "2026-03-31T22:00", "2026-06-30T22:00", 2184, id="the second quarter"
            ),
            pytest.param("1Y", "2026-05-10T12:00", "2025-12-31T23:00", "2026-12-31T23:00", 8760, id="a year"),
            pytest.param(
                "1d", "2026-06-01T22:00", "2026-06-01T22:00", "2026-06-02T22:00", 24, id="a boundary begins a period"
            ),
            pytest.param(
                "1d", "2026-06-01T21:59:59", "2026-05-31T22:00", "2026-06-01T22:00", 24, id="just before, one goes on"
            ),
            pytest.param(
                "1d", "2025-12-31T23:00", "2025-12-31T23:00", "2026-01-01T23:00", 24, id="the first instant of all"
            ),
        ],
    )
    def test_in_berlin(self, duration: str, now: str, start: str, end: str, hours: int) -> None:
        bounds = window(duration).at(utc(now))
        assert (bounds.start, bounds.now, bounds.end) == (utc(start), utc(now), utc(end))
        assert bounds.length == hours * HOUR
        assert bounds.elapsed == utc(now) - utc(start)

    @pytest.mark.parametrize(
        ("now", "start", "end"),
        [
            pytest.param("2026-02-10", "2026-01-31", "2026-02-28", id="a period that ends with February"),
            pytest.param("2026-03-01", "2026-02-28", "2026-03-31", id="the next one is back on the 31st"),
            pytest.param("2026-05-05", "2026-04-30", "2026-05-31", id="a period that begins with the 30th"),
        ],
    )
    def test_months_from_the_31st(self, now: str, start: str, end: str) -> None:
        bounds = window("1M", "UTC", "2026-01-31").at(utc(now))
        assert (bounds.start, bounds.end) == (utc(start), utc(end))

    @pytest.mark.parametrize(
        ("zone", "now", "hours"),
        [
            pytest.param("America/New_York", "2026-03-15T12:00", 743, id="March in New York"),
            pytest.param("America/New_York", "2026-11-15T12:00", 721, id="November in New York"),
            pytest.param("America/New_York", "2026-03-01T02:00", 672, id="still February in New York"),
            pytest.param("Australia/Lord_Howe", "2026-04-15T12:00", 720.5, id="half an hour more on Lord Howe Island"),
        ],
    )
    def test_lengths_of_months(self, zone: str, now: str, hours: float) -> None:
        assert window("1M", zone).at(utc(now)).length == timedelta(hours=hours)

    def test_before_its_start_is_refused_with_the_instant(self) -> None:
        with pytest.raises(ValueError, match="starts at 2025-12-31 23:00 UTC, after the instant judged"):
            window("1M").at(utc("2025-12-31T22:59:59"))

    def test_beyond_the_calendar_is_refused_in_words(self) -> None:
        with pytest.raises(ValueError, match="a window of 1d leaves the years 1 to 9999"):
            window("1d", "UTC").at(utc("9999-12-31T12:00"))

    @tried(150)
    @given(INSTANTS, st.integers(1, 40), st.sampled_from("hdwMQY"), st.sampled_from(ZONES), st.integers(0, 364))
    def test_periods_tile_time(self, now: datetime, count: int, unit: str, zone: str, day: int) -> None:
        """s <= t < u, and the period of u begins where this one ends."""
        start = datetime(2010, 1, 1) + day * DAY  # noqa: DTZ001 - local wall time
        promise = TimeWindow(Duration(count, unit), Calendar(start, ZoneInfo(zone), zone))
        assume(promise.calendar is not None and promise.calendar.instant <= now)
        bounds = promise.at(now)
        assert bounds.start <= now < bounds.end
        assert promise.at(bounds.start).start == bounds.start
        assert promise.at(bounds.end).start == bounds.end
        assert promise.at(bounds.end - timedelta(seconds=1)).end == bounds.end

    @tried(100)
    @given(INSTANTS, st.integers(1, 180))
    def test_minutes_across_a_change_of_time(self, now: datetime, count: int) -> None:
        bounds = window(f"{count}m", start="2011-01-01").at(max(now, utc("2011-01-01")))
        assert bounds.start <= bounds.now < bounds.end


class TestGrid:
    @tried(100)
    @given(LENGTHS, st.integers(1, 3 * 1440).map(lambda minutes: minutes * MINUTE))
    def test_buckets_tile_it(self, length: timedelta, step: timedelta) -> None:
        """The buckets follow each other from the start to the end; only the last may be shorter than a step."""
        laid = Grid(AT - length, AT, step)
        assume(laid.size < 2000)
        buckets = [laid.bucket(index) for index in range(laid.size)]
        assert buckets[0][0] == laid.start
        assert buckets[-1][1] == laid.end
        assert all(one[1] == other[0] for one, other in pairwise(buckets))
        assert all(end - start == step for start, end in buckets[:-1])
        assert timedelta(0) < buckets[-1][1] - buckets[-1][0] <= step

    @tried(100)
    @given(LENGTHS, st.integers(1, 1440).map(lambda minutes: minutes * MINUTE), st.floats(-0.2, 1.2))
    def test_an_instant_lies_in_the_bucket_of_its_index(
        self, length: timedelta, step: timedelta, position: float
    ) -> None:
        laid = Grid(AT - length, AT, step)
        instant = laid.start + position * length
        index = laid.holding(instant)
        if laid.start <= instant < laid.end:
            start, end = laid.bucket(index)
            assert start <= instant < end
        else:
            assert index < 0 or index >= laid.size or instant >= laid.end

    def test_without_time_it_has_no_bucket(self) -> None:
        assert Grid(AT, AT, DAY).size == 0

    @tried(100)
    @given(st.integers(0, 5000), st.integers(0, 5000), st.integers(1, 200))
    def test_slices_are_whole(self, passed: int, left: int, minutes: int) -> None:
        """Only slices that have ended by the instant judged are asked for."""
        assume(passed + left)
        bounds, step = calendar(passed * MINUTE, (passed + left) * MINUTE), minutes * MINUTE
        laid = grid(bounds, step)
        assert laid.size == passed // minutes
        assert laid.start == bounds.start
        assert laid.end <= bounds.now < laid.end + step
        assert laid.size * step == laid.end - laid.start

    @tried(100)
    @given(LENGTHS)
    def test_without_slices_all_that_has_passed_is_asked_for(self, length: timedelta) -> None:
        laid = grid(rolling(length), None)
        assert (laid.start, laid.end, laid.step) == (AT - length, AT, coarse_step(length))

    @pytest.mark.parametrize(
        ("length", "step"),
        [
            pytest.param(MINUTE, MINUTE, id="a minute in minutes"),
            pytest.param(2 * HOUR - MINUTE, MINUTE, id="just under two hours in minutes"),
            pytest.param(2 * HOUR, HOUR, id="two hours in hours"),
            pytest.param(DAY, HOUR, id="a day in hours"),
            pytest.param(2 * DAY - MINUTE, HOUR, id="just under two days in hours"),
            pytest.param(2 * DAY, DAY, id="two days in days"),
            pytest.param(365 * DAY, DAY, id="a year in days"),
        ],
    )
    def test_steps_are_coarse(self, length: timedelta, step: timedelta) -> None:
        assert coarse_step(length) == step

"""Time windows: which stretch of time a budget covers at an instant."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from slo_gate.core.duration import Duration


class Calendar(NamedTuple):
    """Where calendar periods begin: a naive local time, and the zone it is meant in."""

    start: datetime
    zone: tzinfo
    zone_name: str

    @property
    def instant(self) -> datetime:
        """When the first period begins."""
        return self.start.replace(tzinfo=self.zone).astimezone(UTC)


class Bounds(NamedTuple):
    """The window around an instant, in UTC: [start, end), of which [start, now) has passed."""

    start: datetime
    now: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    @property
    def elapsed(self) -> timedelta:
        return self.now - self.start


class TimeWindow(NamedTuple):
    """Rolling where `calendar` is None."""

    duration: Duration
    calendar: Calendar | None = None

    @property
    def rolling(self) -> bool:
        return self.calendar is None

    def at(self, now: datetime) -> Bounds:
        """The window around `now` (aware).

        Raises ValueError where a calendar window starts after `now`, or a window leaves the years 1 to 9999.
        """
        if self.calendar and (start := self.calendar.instant) > now:
            raise ValueError(f"the calendar window starts at {start:%Y-%m-%d %H:%M} UTC, after the instant judged")
        try:
            return self._bounds(now)
        except (OverflowError, ValueError):
            raise ValueError(f"a window of {self.duration} leaves the years 1 to 9999") from None

    def _bounds(self, now: datetime) -> Bounds:
        if self.calendar is None:
            return Bounds(now - self.duration.nominal, now, now)
        return _calendar_bounds(self.duration, self.calendar, now)


def _calendar_bounds(duration: Duration, calendar: Calendar, now: datetime) -> Bounds:
    """Periods are counted in local wall time, so a day may have 23 or 25 hours and a month 28 to 31 days."""

    def instant(period: int) -> datetime:
        return duration.after(calendar.start, period).replace(tzinfo=calendar.zone).astimezone(UTC)

    elapsed = now.astimezone(calendar.zone).replace(tzinfo=None) - calendar.start
    period = max(int(elapsed / duration.nominal) - 1, 0)
    while instant(period + 1) <= now:
        period += 1
    while instant(period) > now:
        period -= 1
    return Bounds(instant(period), now, instant(period + 1))


@dataclass(frozen=True, slots=True)
class Grid:
    """Buckets of `step` from `start`; the last one is cut at `end`."""

    start: datetime
    end: datetime
    step: timedelta

    @property
    def count(self) -> int:
        return -((self.start - self.end) // self.step)

    def index(self, instant: datetime) -> int:
        """Which bucket holds an instant; out of range where none does."""
        return (instant - self.start) // self.step

    def bucket(self, index: int) -> tuple[datetime, datetime]:
        start = self.start + index * self.step
        return start, min(start + self.step, self.end)


DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def coarse_step(length: timedelta) -> timedelta:
    """Days for windows of days, hours for windows of hours, minutes below: enough to say when a budget recovers."""
    return DAY if length >= 2 * DAY else HOUR if length >= 2 * HOUR else MINUTE


def grid(bounds: Bounds, slice_length: timedelta | None) -> Grid:
    """The buckets to measure: whole time slices where the budget counts slices, coarse buckets otherwise."""
    if slice_length is None:
        return Grid(bounds.start, bounds.now, coarse_step(bounds.length))
    whole = bounds.elapsed // slice_length
    return Grid(bounds.start, bounds.start + whole * slice_length, slice_length)

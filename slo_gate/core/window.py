"""Time windows: which stretch of time a budget covers at an instant."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from slo_gate.core.duration import Duration
from slo_gate.core.excluded import Excluded


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
    """The window around an instant, in UTC: [start, end), of which [start, now) has passed, and some may not count."""

    start: datetime
    now: datetime
    end: datetime
    excluded: Excluded = Excluded()

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    @property
    def elapsed(self) -> timedelta:
        return self.now - self.start

    @property
    def counted_length(self) -> timedelta:
        """W_eff: the length, less what is excluded."""
        return self.excluded.counted(self.start, self.end)

    @property
    def counted_elapsed(self) -> timedelta:
        return self.excluded.counted(self.start, self.now)


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


DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)

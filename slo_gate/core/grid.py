"""The buckets in which a window is measured."""

from datetime import datetime, timedelta
from typing import NamedTuple

from slo_gate.core.window import DAY, HOUR, MINUTE, Bounds


class Grid(NamedTuple):
    """Buckets of `step` from `start`; the last one is cut at `end`."""

    start: datetime
    end: datetime
    step: timedelta

    @property
    def size(self) -> int:
        return -((self.start - self.end) // self.step)

    def holding(self, instant: datetime) -> int:
        """Which bucket holds an instant; out of range where none does."""
        return (instant - self.start) // self.step

    def bucket(self, index: int) -> tuple[datetime, datetime]:
        start = self.start + index * self.step
        return start, min(start + self.step, self.end)


def coarse_step(length: timedelta) -> timedelta:
    """Days for windows of days, hours for windows of hours, minutes below: enough to say when a budget recovers."""
    return DAY if length >= 2 * DAY else HOUR if length >= 2 * HOUR else MINUTE


def grid(bounds: Bounds, slice_length: timedelta | None) -> Grid:
    """The buckets to measure: whole time slices where the budget counts slices, coarse buckets otherwise."""
    if slice_length is None:
        return Grid(bounds.start, bounds.now, coarse_step(bounds.length))
    whole = bounds.elapsed // slice_length
    return Grid(bounds.start, bounds.start + whole * slice_length, slice_length)

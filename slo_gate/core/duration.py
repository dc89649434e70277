"""OpenSLO's duration shorthand: a positive integer and one unit, no blanks, case-sensitive.

Source: OpenSLO specification, "duration-shorthand": m minutes, h hours, d days, w weeks, M months, Q quarters, Y years.
"""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

_FIXED = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_MONTHS = {"M": 1, "Q": 3, "Y": 12}
_NOMINAL = {"M": timedelta(days=30), "Q": timedelta(days=90), "Y": timedelta(days=365)}
_ORDER = (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1))

PATTERN = r"^[1-9]([0-9]{0,5}[mh]|[0-9]{0,4}d|[0-9]{0,3}[wM]|[0-9]{0,2}[QY])$"
"""Short enough for the calendar: the longest, 999Y, still begins after the year 1."""
MEANING = "a whole number and one of m (minutes), h, d, w, M (months), Q, Y, such as 5m, 30d or 1M"


class Duration(NamedTuple):
    number: int
    unit: str

    @classmethod
    @lru_cache(maxsize=256)
    def parse(cls, text: str) -> "Duration":
        """Raises ValueError where the text is no duration shorthand."""
        if not re.fullmatch(PATTERN, text):
            raise ValueError(f"{text!r} is not {MEANING}")
        return cls(int(text[:-1]), text[-1])

    @property
    def nominal(self) -> timedelta:
        """The length in a rolling window, where a month, quarter and year are 30, 90 and 365 days."""
        return self.number * (_FIXED.get(self.unit) or _NOMINAL[self.unit])

    def after(self, start: datetime, periods: int) -> datetime:
        """Local wall time `periods` durations after a naive local `start`.

        Months, quarters and years keep the day of the month of `start`, clamped to the length of the month.
        """
        if self.unit not in _MONTHS:
            return start + periods * self.nominal
        return _add_months(start, periods * self.number * _MONTHS[self.unit])

    def __str__(self) -> str:
        return f"{self.number}{self.unit}"


def _add_months(start: datetime, months: int) -> datetime:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    first_of_next = datetime(year + (month == 11), (month + 1) % 12 + 1, 1)  # noqa: DTZ001 - local wall time
    last_day = (first_of_next - timedelta(days=1)).day
    return start.replace(year=year, month=month + 1, day=min(start.day, last_day))


def spell(length: timedelta) -> str:
    """A length in its two largest units: `1h`, `2d 3h`, `43m 12s`. Seconds are rounded down."""
    seconds = int(length.total_seconds())
    parts = []
    for unit, size in _ORDER:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count}{unit}")
    return " ".join(parts[:2]) or "0s"

"""Times in SQLite, which has no type for them: texts as its `datetime()` writes them, always in UTC."""

import re
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Stored = str | int | float | bytes | None
CONVERSIONS = frozenset({"datetime", "unixepoch", "julianday", "strftime"})
"""SQLite's functions that bring times into a form in which they compare."""

_OTHER = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


def as_sqlite(instant: datetime) -> str:
    """`2026-11-01 00:00:00`, with six digits of a second where it has a fraction: text order is time order."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


def time_bucket(step: Stored, at: Stored, start: Stored) -> str | None:
    """DuckDB's function of this name: the begin of the bucket, `step` seconds long and counted from `start`, of a time.

    Times are texts in ISO 8601, in UTC where they name no zone, or seconds since 1970. None for NULL; ValueError for
    what is no time.
    """
    if step is None or at is None or start is None:
        return None
    if not isinstance(step, int | float) or step <= 0:
        raise ValueError
    length, origin = timedelta(seconds=step), _instant(start)
    return as_sqlite(origin + (_instant(at) - origin) // length * length)


def _instant(stored: Stored) -> datetime:
    if isinstance(stored, int | float):
        return _EPOCH + timedelta(seconds=stored)
    if not isinstance(stored, str):
        raise ValueError  # noqa: TRY004 - SQLite tells no errors apart
    instant = datetime.fromisoformat(stored)
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)


def is_other_text(stored: Stored) -> bool:
    """Whether it is a time that sorts otherwise than the texts of `as_sqlite`: `T` comes after a blank."""
    return isinstance(stored, str) and _OTHER.match(stored) is not None

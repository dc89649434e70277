"""Durations as Prometheus writes them: `30d`, `1h30m`, units from y to ms in falling order.

Source: Prometheus, `model.ParseDuration` and `model.Duration.String`: a year is 365 days, a week 7 and a day 24 hours.
"""

import re
from datetime import timedelta

from slo_gate.core.duration import Duration

PATTERN = (
    r"^(?=[0-9])([0-9]{1,3}y)?([0-9]{1,5}w)?([0-9]{1,6}d)?([0-9]{1,7}h)?([0-9]{1,8}m)?([0-9]{1,9}s)?([0-9]{1,9}ms)?$"
)
MEANING = "a duration of Prometheus, such as 30d, 4w or 1h30m"
_SECONDS = {"y": 365 * 86_400, "w": 7 * 86_400, "d": 86_400, "h": 3_600, "m": 60, "s": 1, "ms": 0.001}
_UNITS = (("d", timedelta(days=1)), ("h", timedelta(hours=1)), ("m", timedelta(minutes=1)))


def parse(text: str) -> timedelta:
    """Raises ValueError where the text is no duration of Prometheus. It may be nothing long: `0s`."""
    if not re.fullmatch(PATTERN, text):
        raise ValueError(f"{text!r} is not {MEANING}")
    return timedelta(seconds=sum(int(count) * _SECONDS[unit] for count, unit in re.findall(r"([0-9]+)([a-z]+)", text)))


def as_window(length: timedelta) -> Duration:
    """The length of a rolling window in days, hours or minutes. Raises ValueError below a minute, and for parts of one."""
    for unit, size in _UNITS:
        if length >= size and not length % size:
            return Duration(length // size, unit)
    raise ValueError(f"{length} is no whole number of minutes")


def spelled(length: timedelta) -> str:
    """As Prometheus itself writes a length of whole seconds: `4w` for 28 days, and `30d`, since weeks and years must come out even."""
    left, text = int(length.total_seconds()), ""
    for unit, size in _SECONDS.items():
        count, rest = divmod(left, int(size) or 1)
        if count and unit != "ms" and not (unit in "yw" and (rest or text)):
            left, text = rest, f"{text}{count}{unit}"
    return text or "0s"

"""Durations of Prometheus, and the windows they make."""

from datetime import timedelta

import pytest

from slo_gate.core.duration import Duration
from slo_gate.core.prometheus_duration import as_window, parse


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("30d", timedelta(days=30)),
        ("4w", timedelta(days=28)),
        ("1y", timedelta(days=365)),
        ("1h30m", timedelta(minutes=90)),
        ("1d12h", timedelta(hours=36)),
        ("5s", timedelta(seconds=5)),
        ("250ms", timedelta(milliseconds=250)),
        ("0s", timedelta(0)),
    ],
)
def test_length(text: str, length: timedelta) -> None:
    assert parse(text) == length


@pytest.mark.parametrize("text", ["", "d", "30", "30 d", "-1d", "1.5h", "1m1h", "1d1w", "1M", "30D", "30d\n"])
def test_what_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration of Prometheus"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "window"),
    [("4w", Duration(28, "d")), ("30d", Duration(30, "d")), ("36h", Duration(36, "h")), ("1h30m", Duration(90, "m"))],
)
def test_window(text: str, window: Duration) -> None:
    assert as_window(parse(text)) == window


@pytest.mark.parametrize("text", ["0s", "30s", "90s"])
def test_what_is_no_window(text: str) -> None:
    with pytest.raises(ValueError, match="no whole number of minutes"):
        as_window(parse(text))

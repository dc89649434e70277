"""The duration shorthand: what it accepts, refuses and means."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slo_gate.core.duration import Duration, spell
from tests.core.promises import DAY, HOUR, MINUTE
from tests.support.properties import tried


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "nominal"),
    [
        pytest.param("1m", MINUTE, id="a small m is a minute"),
        pytest.param("1M", 30 * DAY, id="a capital M is a month of 30 days"),
        pytest.param("5m", 5 * MINUTE, id="minutes"),
        pytest.param("36h", 36 * HOUR, id="more hours than a day has"),
        pytest.param("30d", 30 * DAY, id="days"),
        pytest.param("4w", 28 * DAY, id="weeks"),
        pytest.param("1Q", 90 * DAY, id="a quarter of 90 days"),
        pytest.param("1Y", 365 * DAY, id="a year of 365 days"),
        pytest.param("100d", 100 * DAY, id="zeros behind the first digit"),
    ],
)
def test_accepts(text: str, nominal: timedelta) -> None:
    duration = Duration.parse(text)
    assert duration.nominal == nominal
    assert str(duration) == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("30", id="a number without a unit"),
        pytest.param("d", id="a unit without a number"),
        pytest.param("0d", id="zero"),
        pytest.param("030d", id="a leading zero"),
        pytest.param("-1d", id="a negative number"),
        pytest.param("+28d", id="a sign"),
        pytest.param("1.5h", id="a fraction"),
        pytest.param("28 d", id="a blank inside"),
        pytest.param(" 28d", id="a blank before"),
        pytest.param("28d ", id="a blank behind"),
        pytest.param("28d\n", id="a line feed behind"),
        pytest.param("28d and more", id="words behind"),
        pytest.param("1h30m", id="two units"),
        pytest.param("30D", id="a capital D"),
        pytest.param("1y", id="a small y"),
        pytest.param("1s", id="seconds"),
        pytest.param("1000Y", id="longer than the calendar"),
        pytest.param("1000000m", id="seven digits"),
        pytest.param("٣d", id="digits of another script"),
    ],
)
def test_refuses(text: str) -> None:
    with pytest.raises(ValueError, match="a whole number and one of m"):
        Duration.parse(text)


@tried(80)
@given(st.text(max_size=8))
def test_whatever_is_accepted_is_written_the_same_way(text: str) -> None:
    try:
        duration = Duration.parse(text)
    except ValueError:
        return
    assert str(duration) == text
    assert duration.nominal > timedelta(0)


@pytest.mark.parametrize(
    ("duration", "start", "periods", "expected"),
    [
        pytest.param("1M", "2026-01-31", 1, "2026-02-28", id="a month after the 31st ends February"),
        pytest.param("1M", "2028-01-31", 1, "2028-02-29", id="a leap February has 29 days"),
        pytest.param("1M", "2026-01-31", 2, "2026-03-31", id="clamping once does not clamp for ever"),
        pytest.param("1M", "2026-01-31", 3, "2026-04-30", id="a month of 30 days"),
        pytest.param("1M", "2026-11-15", 2, "2027-01-15", id="months carry into the next year"),
        pytest.param("1M", "2026-12-31", 0, "2026-12-31", id="no period is the start"),
        pytest.param("3M", "2026-11-30", 1, "2027-02-28", id="several months"),
        pytest.param("1Q", "2026-01-01", 3, "2026-10-01", id="a quarter is three months"),
        pytest.param("1Y", "2024-02-29", 1, "2025-02-28", id="a year after a leap day"),
        pytest.param("1Y", "2024-02-29", 4, "2028-02-29", id="four years after a leap day"),
        pytest.param("2w", "2026-01-01", 2, "2026-01-29", id="weeks are seven days"),
        pytest.param("1d", "2026-02-28", 1, "2026-03-01", id="days carry into the next month"),
    ],
)
def test_periods_in_local_time(duration: str, start: str, periods: int, expected: str) -> None:
    assert Duration.parse(duration).after(local(start), periods) == local(expected)


@tried(80)
@given(
    st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001 - local wall time
    st.integers(1, 48),
    st.sampled_from("MQY"),
    st.integers(0, 12),
)
def test_months_keep_the_day_or_end_the_month(start: datetime, count: int, unit: str, periods: int) -> None:
    """Month arithmetic against a walk day by day from the first of the start's month."""
    months = count * periods * {"M": 1, "Q": 3, "Y": 12}[unit]
    first = start.replace(day=1)
    for _ in range(months):
        first = (first + timedelta(days=31)).replace(day=1)
    days = ((first + timedelta(days=31)).replace(day=1) - first).days
    expected = first.replace(day=min(start.day, days))
    assert Duration(count, unit).after(start, periods) == expected


@pytest.mark.parametrize(
    ("length", "text"),
    [
        pytest.param(timedelta(0), "0s", id="nothing"),
        pytest.param(timedelta(milliseconds=999), "0s", id="parts of a second are rounded down"),
        pytest.param(timedelta(minutes=43.2), "43m 12s", id="minutes and seconds"),
        pytest.param(HOUR, "1h", id="a round hour"),
        pytest.param(2 * DAY + 3 * HOUR + MINUTE, "2d 3h", id="the two largest units alone"),
        pytest.param(DAY + timedelta(seconds=5), "1d 5s", id="units that are nothing are left out"),
        pytest.param(400 * DAY, "400d", id="days are the largest unit"),
    ],
)
def test_spelling(length: timedelta, text: str) -> None:
    assert spell(length) == text
